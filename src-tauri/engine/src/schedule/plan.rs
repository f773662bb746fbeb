//! 倒排计划: from the last day of intake back to the first thing to do.

use super::channel::{ChannelRule, window};
use super::deadline::{MonthRule, form_issue_from};
use super::notice::{NoticeRule, latest_posting, schedule};
use super::{Basis, Caution};
use crate::date::{Date, WorkCalendar, month_day};
use crate::fact::document::CommitteeTier;
use serde::Serialize;

/// What is known of the intake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// First day the committee takes papers in, where known.
    pub from: Option<Date>,
    /// Last day.
    pub until: Date,
    /// Whose committee.
    pub level: CommitteeTier,
    /// Whether the city hands in together (provincial committees).
    pub is_joint: bool,
    /// The day a city committee's own notice closes the online channel, where known.
    pub channel_closes_on: Option<Date>,
    /// The expected day of review, where known.
    pub review_opens_on: Option<Date>,
}

/// The rules the plan is made by; a step whose rule does not hold is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanRules {
    /// 公示.
    pub notice: NoticeRule,
    /// 网上申报通道.
    pub channel: Option<ChannelRule>,
    /// 学信网 form.
    pub education_form: Option<MonthRule>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The day.
    pub on: Date,
    /// `24:00` where the end of the day is meant.
    pub at: Option<String>,
    /// What, in Chinese.
    pub what: String,
    /// Why, or the other reading, in Chinese; may be empty.
    pub detail: String,
    /// Policy id, `M07`.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Clause ids.
    pub cites: Vec<String>,
}

/// The steps, the earliest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// The steps.
    pub steps: Vec<Step>,
    /// What to look at.
    pub cautions: Vec<Caution>,
}

/// The plan back from an intake. The unit's opinion goes into the online system and therefore has
/// to be signed by the day the channel closes, or by the last day of intake where none is known.
#[must_use]
pub fn plan(calendar: &WorkCalendar, rules: &PlanRules, intake: &Intake) -> Plan {
    let mut steps = Vec::new();
    let mut cautions = Vec::new();
    let mut add = |on: Date, reference: &str, what: &str, detail: String, cites: Vec<String>| {
        let (reference, what) = (reference.to_owned(), what.to_owned());
        steps.push(Step { on, at: None, what, detail, reference, cites });
    };
    let mut sign_by = intake.until;
    let mut closes_on = intake.channel_closes_on;
    if intake.level == CommitteeTier::Province
        && let Some(rule) = &rules.channel
    {
        let channel = window(rule, intake.from, intake.until, intake.is_joint);
        let cites = &rule.basis.cites;
        if let Some(opens) = channel.opens_on {
            add(opens, "C05", "网上申报开通", "开通初期就提交，留出修改时间".into(), cites.clone());
        }
        cautions.extend(channel.cautions);
        closes_on = closes_on.or(Some(channel.closes_on));
    } else if closes_on.is_none() {
        cautions.push(Caution::new(
            "channel_unknown",
            "市级评委会自定网上申报起止日期，请按当年申报通知填写；这里先按报送截止日倒排",
        ));
    }
    if let Some(closes) = closes_on {
        sign_by = sign_by.min(closes);
        let reference = if intake.level == CommitteeTier::Province { "C06" } else { "C04" };
        let cites = rules.channel.as_ref().map(|r| r.basis.cites.clone()).unwrap_or_default();
        add(closes, reference, "网上申报关闭", "关闭后不再开通".into(), cites);
    }
    let notice_cites = cites(&rules.notice.basis);
    let latest = latest_posting(calendar, &rules.notice, sign_by);
    let posted = schedule(calendar, &rules.notice, latest.posted_by_workday);
    let days = rules.notice.required_days;
    let reading = if rules.notice.counts_posting_day { "不算" } else { "算" };
    add(
        latest.posted_by_workday,
        "M07",
        "最晚张贴公示",
        format!(
            "须满{days}个工作日；若{reading}张贴当天，最晚是{}",
            month_day(latest.other_posted_by)
        ),
        notice_cites.clone(),
    );
    add(
        posted.window.last_day,
        "M07",
        "公示期满",
        format!("第{days}个工作日"),
        notice_cites.clone(),
    );
    add(
        posted.window.may_sign_from,
        "M09",
        "单位签推荐意见、网上审核",
        format!("公示无异议才能签，最晚{}", month_day(sign_by)),
        notice_cites,
    );
    if let Some(rule) = &rules.education_form {
        add(
            form_issue_from(intake.until, rule.months),
            "M03",
            "学信网备案表：此日及以后申请",
            format!("有效期{}个月，须管到报送截止日", rule.months),
            rule.basis.cites.clone(),
        );
    }
    if let Some(from) = intake.from {
        add(from, "M24", "开始收审材料", String::new(), Vec::new());
    }
    add(intake.until, "M24", "报送截止", "以评委会当年申报通知为准".into(), Vec::new());
    if let Some(opens) = intake.review_opens_on {
        add(opens, "E10", "预计开评", "此日之前已退休的不能申报".into(), Vec::new());
    }
    cautions.extend(latest.cautions);
    if posted.window.may_sign_from > sign_by {
        cautions.push(Caution::new("too_late", "公示期满后已来不及签意见，请调整日期"));
    }
    for step in &mut steps {
        if step.what == "网上申报关闭" {
            step.at = Some("24:00".into());
        }
    }
    // Of one day, what may happen during it comes before its end; otherwise the order of the work.
    steps.sort_by_key(|s| (s.on, s.at.is_some()));
    Plan { steps, cautions }
}

fn cites(basis: &[Basis]) -> Vec<String> {
    basis.iter().flat_map(|b| b.cites.iter().cloned()).collect()
}
