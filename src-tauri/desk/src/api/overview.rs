//! 工作台: what is due, what waits to be sent, where each batch stands.

use super::{Call, batch};
use crate::error::Result;
use crate::store::batch::Batch;
use engine::date::Date;
use engine::date::{long, month_day, weekday};
use engine::id::BatchId;
use engine::schedule::notice::latest_posting;
use engine::unit::UnitRelation;
use serde::{Deserialize, Serialize};

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OverviewRequest {}

/// 工作台.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Overview {
    /// Today, by the office's clock.
    pub today: Date,
    /// 周三.
    pub weekday: String,
    /// The office's own unit; `None` before it is entered.
    pub unit_name: Option<String>,
    /// People in the roster.
    pub person_count: i32,
    /// Identity doubts still open.
    pub doubt_count: i32,
    /// Batches, the newest first.
    pub batches: Vec<BatchBrief>,
    /// What is due, the most urgent first.
    pub duties: Vec<Duty>,
    /// Backward plan of the newest batch with a deadline.
    pub plan: Vec<PlanRow>,
    /// Bundles sealed and not yet received (待上报).
    pub outbox_count: i32,
    /// Whether an upstream is paired.
    pub is_paired: bool,
    /// Instant of the last change, RFC 3339 UTC.
    pub saved_at: Option<String>,
}

/// A batch in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchBrief {
    /// Id.
    pub id: BatchId,
    /// Name.
    pub name: String,
    /// 申报年度.
    pub year: i32,
    /// Applicants.
    pub applicant_count: i32,
    /// 报送日.
    pub submit_on: Option<Date>,
}

/// How soon a duty is due.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Past.
    Overdue,
    /// Today.
    Today,
    /// Within three working days.
    Soon,
    /// Later.
    Later,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Duty {
    /// The last day for it.
    pub due_on: Option<Date>,
    /// How soon.
    pub urgency: Urgency,
    /// Calendar days left.
    pub days_left: Option<i32>,
    /// What.
    pub title: String,
    /// Why, and what follows if not.
    pub detail: String,
    /// Words of the button.
    pub action: String,
    /// Page of the window, such as `/batch/<id>/notice`.
    pub route: String,
}

/// A line of the backward plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanRow {
    /// What.
    pub label: String,
    /// Figure beside it, such as “14 人”.
    pub detail: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Marks on single days.
    pub marks: Vec<PlanMark>,
}

/// A mark on a day of the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanMark {
    /// The day.
    pub on: Date,
    /// One or two characters.
    pub text: String,
}

/// 工作台.
pub fn get(call: &Call<'_>, _: OverviewRequest) -> Result<Overview> {
    let desk = call.desk;
    let today = desk.today();
    let (units, people, doubts, kept, saved_at, bundles) = desk.read(|r| {
        Ok((
            r.list_unit()?,
            r.list_person_id()?.len(),
            r.count_doubt()?,
            r.list_batch()?,
            r.last_change_at()?,
            r.list_bundle(None)?,
        ))
    })?;
    let own = units.into_iter().find(|u| u.relation == UnitRelation::Own);
    let outbox = bundles.iter().filter(|b| b.state != "received").count();
    let mut duties = Vec::new();
    if own.is_none() {
        duties.push(plain("填写单位信息", "公示表、上报包都要用单位全称和代码", "去填写", "/unit"));
    }
    if people == 0 {
        duties.push(plain(
            "导入花名册",
            "台账里还没有人，用手头的 Excel 花名册就行",
            "去导入",
            "/roster/import",
        ));
    }
    if doubts > 0 {
        let title = format!("{doubts} 处身份信息要定");
        duties.push(plain(&title, "定下来之前不能进入公示", "去核定", "/person"));
    }
    let mut plan = Vec::new();
    for (i, b) in kept.iter().enumerate() {
        let page = batch::page(call, b)?;
        batch_duties(call, b, &page, &mut duties)?;
        if i == 0 {
            plan = plan_rows(call, b, &page)?;
        }
    }
    if outbox > 0 {
        let title = format!("{outbox} 份待上报");
        duties.push(plain(&title, "封好的都在本机，没有丢；接上网可报送", "去报送", "/exchange"));
    }
    if let Some((title, detail)) = super::backup::overdue(call)? {
        duties.push(plain(&title, &detail, "去备份", "/setting"));
    }
    for duty in &mut duties {
        duty.days_left = duty.due_on.map(|d| (d - today).num_days() as i32);
        duty.urgency = match duty.days_left {
            Some(n) if n < 0 => Urgency::Overdue,
            Some(0) => Urgency::Today,
            Some(1..=3) => Urgency::Soon,
            _ => Urgency::Later,
        };
    }
    // What is due within days, then what can be done at once, then what lies further off.
    duties.sort_by_key(|d| {
        let rank = match d.urgency {
            Urgency::Overdue => 0,
            Urgency::Today => 1,
            Urgency::Soon => 2,
            Urgency::Later => 3 + u8::from(d.due_on.is_some()),
        };
        (rank, d.due_on)
    });
    let mut batches = Vec::new();
    for b in &kept {
        let count = desk.read(|r| r.list_application(&b.id))?.len() as i32;
        batches.push(BatchBrief {
            id: b.id.clone(),
            name: b.name.clone(),
            year: b.year,
            applicant_count: count,
            submit_on: b.submit_on,
        });
    }
    Ok(Overview {
        today,
        weekday: weekday(today).to_owned(),
        unit_name: own.map(|u| u.name),
        person_count: people as i32,
        doubt_count: doubts as i32,
        batches,
        duties,
        plan,
        outbox_count: outbox as i32,
        is_paired: super::sync::is_paired(call)?,
        saved_at,
    })
}

fn plain(title: &str, detail: &str, action: &str, route: &str) -> Duty {
    Duty {
        due_on: None,
        urgency: Urgency::Later,
        days_left: None,
        title: title.to_owned(),
        detail: detail.to_owned(),
        action: action.to_owned(),
        route: route.to_owned(),
    }
}

/// What a batch asks for, step by step.
fn batch_duties(
    call: &Call<'_>,
    b: &Batch,
    page: &batch::BatchPage,
    duties: &mut Vec<Duty>,
) -> Result<()> {
    let route = |step: &str| format!("/batch/{}/{step}", b.id);
    let rows = &page.applications;
    if rows.is_empty() {
        duties.push(plain(
            &format!("{}：选人", b.name),
            "批次里还没有申报人",
            "去选人",
            &route("choose"),
        ));
        return Ok(());
    }
    let unassessed = rows.iter().filter(|r| r.conclusion.is_none()).count();
    if unassessed > 0 {
        let title = format!("{unassessed} 人还没有预审");
        duties.push(plain(&title, "先看谁能报、差什么", "去预审", &route("assess")));
    }
    let open: Vec<&str> = rows
        .iter()
        .filter(|r| r.conclusion == Some(engine::verdict::Conclusion::Undetermined))
        .map(|r| r.name.as_str())
        .collect();
    if !open.is_empty() {
        let title = format!("{} 人资格待核：{}", open.len(), open.join("、"));
        duties.push(plain(&title, "定下来才能并入公示", "去核定", &route("assess")));
    }
    let eligible =
        || rows.iter().filter(|r| r.conclusion == Some(engine::verdict::Conclusion::Eligible));
    let unposted = eligible().filter(|r| r.notice_state.is_none()).count();
    if let (true, Some(latest)) = (unposted > 0, latest_notice(call, b)?) {
        let mut duty = plain(
            &format!("张贴公示：{unposted} 人"),
            &format!("{}以后再贴，报送日前满不了公示期", month_day(latest)),
            "去张贴",
            &route("notice"),
        );
        duty.due_on = Some(latest);
        duties.push(duty);
    }
    let expired = eligible().filter(|r| r.notice_state.as_deref() == Some("expired")).count();
    if expired > 0 {
        let title = format!("公示期满：{expired} 人");
        duties.push(plain(&title, "无异议就结束公示，出结果报告", "去结束", &route("notice")));
    }
    returned_duty(call, b, &route("submit"), duties)?;
    for (on, title) in [(b.portal_closes_on, "网报关闭"), (b.submit_on, "报送截止")] {
        let Some(on) = on else { continue };
        if eligible().all(|r| r.is_sealed) {
            continue;
        }
        let mut duty =
            plain(&format!("{}：{title}", b.name), &long(on), "看批次", &route("packet"));
        duty.due_on = Some(on);
        duties.push(duty);
    }
    Ok(())
}

/// What came back and waits to be put right, with the first day it is due.
fn returned_duty(call: &Call<'_>, b: &Batch, route: &str, duties: &mut Vec<Duty>) -> Result<()> {
    let (names, due_on) = super::decision::open(call, &b.id)?;
    if names.is_empty() {
        return Ok(());
    }
    let mut duty = plain(
        &format!("退回待补正：{} 人", names.len()),
        &format!("{}：按意见改好，重新装袋、封存、再报", names.join("、")),
        "看意见",
        route,
    );
    duty.due_on = due_on;
    duties.push(duty);
    Ok(())
}

/// The last day of posting from which the unit can still sign by the 报送日.
pub(crate) fn latest_notice(call: &Call<'_>, b: &Batch) -> Result<Option<Date>> {
    let Some(submit) = b.submit_on else {
        return Ok(None);
    };
    let Some(rule) = super::notice::rule(call, b) else {
        return Ok(None);
    };
    Ok(Some(latest_posting(&call.desk.calendar()?, &rule, submit).posted_by))
}

fn plan_rows(call: &Call<'_>, b: &Batch, page: &batch::BatchPage) -> Result<Vec<PlanRow>> {
    let mut rows = Vec::new();
    let mark = |on: Date, text: &str| PlanMark { on, text: text.to_owned() };
    let notices = call.desk.read(|r| r.list_notice(&b.id))?;
    for notice in &notices {
        let people = call.desk.read(|r| r.list_notice_application(&notice.id))?.len();
        let window = super::notice::window(call, notice)?;
        let mut marks = vec![mark(notice.posted_on, "贴")];
        for (i, day) in window.counted_days.iter().enumerate() {
            marks.push(mark(*day, &(i + 1).to_string()));
        }
        marks.push(mark(window.may_sign_from, "签"));
        rows.push(PlanRow {
            label: "公示".into(),
            detail: format!("{people} 人"),
            from: notice.posted_on,
            until: window.last_day,
            marks,
        });
    }
    if notices.is_empty()
        && let Some(latest) = latest_notice(call, b)?
    {
        rows.push(PlanRow {
            label: "公示最晚张贴".into(),
            detail: String::new(),
            from: latest,
            until: latest,
            marks: vec![mark(latest, "贴")],
        });
    }
    for (on, label) in [
        (b.portal_closes_on, "网报关闭"),
        (b.submit_on, "报送截止"),
        (b.review_opens_on, "预计开评"),
    ] {
        if let Some(on) = on {
            let detail = if label == "报送截止" {
                format!("{} 人", page.applications.len())
            } else {
                String::new()
            };
            rows.push(PlanRow {
                label: label.into(),
                detail,
                from: on,
                until: on,
                marks: vec![mark(on, "◆")],
            });
        }
    }
    Ok(rows)
}
