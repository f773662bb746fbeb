//! `calendar notice` and `calendar latest` (M07).

use super::super::input::{self, EditionOptions};
use super::super::{BasisView, basis_line, basis_view, caution_lines, day, show};
use desk::error::{Error, Result};
use engine::date::{Date, DayKind, WorkCalendar, month_day};
use engine::pack::Packs;
use engine::schedule::Caution;
use engine::schedule::notice::{
    LatestPosting, NoticeCheck, NoticeRule, NoticeSchedule, NoticeWindow, check, latest_posting,
    schedule,
};
use serde::Serialize;

/// No notice hangs longer than this.
const MOST_DAYS: u32 = 250;

/// Options of `calendar notice`.
#[derive(clap::Args)]
pub struct Options {
    /// 张贴日
    #[arg(long, value_name = "日期")]
    posted_on: String,
    /// 须满几个工作日；不给就用规则包里的
    #[arg(long, value_name = "天数")]
    days: Option<u32>,
    #[command(flatten)]
    edition: EditionOptions,
    /// 撤下日（当天公示到下班）：核对够不够
    #[arg(long, value_name = "日期")]
    taken_down_on: Option<String>,
    /// 本地另放的假（如民族节日），可写多次
    #[arg(long, value_name = "日期")]
    local_holiday: Vec<String>,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// `calendar notice --json`: the window by the leading reading at the top, the other one in `other`.
#[derive(Serialize)]
struct NoticeView {
    /// The day whose rules were used.
    as_of: Date,
    /// Whether no rules of that year are in the packs (试算).
    is_trial: bool,
    /// `posted_on`, `required_days`, `counts_posting_day`, `counted_days`, `last_day`,
    /// `may_sign_from`, `signing_workday`, `working_days`, `other`, `cautions`.
    #[serde(flatten)]
    schedule: NoticeSchedule,
    /// With `--taken-down-on`: `working_days`, `is_enough`, `missing_days` by both readings.
    check: Option<NoticeCheck>,
    /// Where the numbers come from.
    basis: Vec<BasisView>,
}

/// Reckon a posting.
pub fn run(packs: &Packs, o: &Options) -> Result<()> {
    let posted_on = input::date("--posted-on", &o.posted_on)?;
    let taken_down_on = input::maybe_date("--taken-down-on", o.taken_down_on.as_deref())?;
    if let Some(down) = taken_down_on {
        input::in_order(("--posted-on", posted_on), ("--taken-down-on", down))?;
    }
    let calendar = input::calendar(packs, &o.local_holiday)?;
    let mut edition = o.edition.resolve(packs, posted_on)?;
    let rule = rule(packs, o.days, edition.as_of)?;
    let mut posted = schedule(&calendar, &rule, posted_on);
    edition.cautions.append(&mut posted.cautions);
    posted.cautions = edition.cautions;
    let view = NoticeView {
        as_of: edition.as_of,
        is_trial: edition.is_trial,
        check: taken_down_on.map(|down| check(&calendar, &rule, posted_on, down)),
        basis: basis_view(packs, &rule.basis.iter().collect::<Vec<_>>()),
        schedule: posted,
    };
    show(o.json, &view, || lines(&view, &calendar))
}

/// The rule of a date, with another number of days where one is given.
pub(super) fn rule(packs: &Packs, days: Option<u32>, as_of: Date) -> Result<NoticeRule> {
    if days.is_some_and(|n| n == 0 || n > MOST_DAYS) {
        let message = format!("--days 后面的天数不对，应是1至{MOST_DAYS}个工作日");
        return Err(Error::invalid(message, "请按通知写明的天数填"));
    }
    let rule = NoticeRule::on(packs, as_of).ok_or_else(|| input::not_covered("公示天数", as_of))?;
    Ok(match days {
        Some(days) => rule.with_days(days),
        None => rule,
    })
}

fn lines(view: &NoticeView, calendar: &WorkCalendar) -> Vec<String> {
    let posted = &view.schedule;
    let mut out =
        vec![format!("{} 张贴，须满{}个工作日。", day(posted.posted_on), posted.required_days)];
    for (window, name) in [(&posted.window, "默认"), (&posted.other, "另一算法")] {
        out.push(format!(
            "{name}（张贴当天{}）：{} 满，{} 起可签；逐日：{}",
            if window.counts_posting_day { "算一天" } else { "不算" },
            day(window.last_day),
            day(window.may_sign_from),
            days(window, calendar),
        ));
    }
    if let Some(check) = &view.check {
        for (length, name) in [(&check.length, "默认"), (&check.other, "另一算法")] {
            let outcome = match length.missing_days {
                0 => "够".to_owned(),
                n => format!("不够，差{n}个工作日"),
            };
            out.push(format!(
                "{} 撤下，{name}（张贴当天{}）公示了{}个工作日：{outcome}",
                day(check.taken_down_on),
                if length.counts_posting_day { "算一天" } else { "不算" },
                length.working_days,
            ));
        }
    }
    out.push(basis_line(&view.basis));
    let mut cautions: Vec<&Caution> = posted.cautions.iter().collect();
    cautions.extend(view.check.iter().flat_map(|c| &c.cautions));
    cautions.dedup();
    out.extend(cautions.into_iter().map(|c| format!("注意：{}", c.message)));
    out
}

/// `9月28日（调休上班）、9月29日…`.
fn days(window: &NoticeWindow, calendar: &WorkCalendar) -> String {
    let one = |d: &Date| match calendar.kind(*d) {
        DayKind::MakeUp => format!("{}（调休上班）", month_day(*d)),
        _ => month_day(*d),
    };
    window.counted_days.iter().map(one).collect::<Vec<_>>().join("、")
}

/// Options of `calendar latest`.
#[derive(clap::Args)]
pub struct LatestOptions {
    /// 单位签意见或报送的那一天
    #[arg(long, value_name = "日期")]
    sign_on: String,
    /// 须满几个工作日；不给就用规则包里的
    #[arg(long, value_name = "天数")]
    days: Option<u32>,
    #[command(flatten)]
    edition: EditionOptions,
    /// 本地另放的假，可写多次
    #[arg(long, value_name = "日期")]
    local_holiday: Vec<String>,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// `calendar latest --json`.
#[derive(Serialize)]
struct LatestView {
    as_of: Date,
    is_trial: bool,
    /// `sign_on`, `posted_by`, `posted_by_workday`, `other_posted_by`, `cautions`.
    #[serde(flatten)]
    latest: LatestPosting,
    basis: Vec<BasisView>,
}

/// The last day to post.
pub fn latest(packs: &Packs, o: &LatestOptions) -> Result<()> {
    let sign_on = input::date("--sign-on", &o.sign_on)?;
    let calendar = input::calendar(packs, &o.local_holiday)?;
    let mut edition = o.edition.resolve(packs, sign_on)?;
    let rule = rule(packs, o.days, edition.as_of)?;
    let mut latest = latest_posting(&calendar, &rule, sign_on);
    edition.cautions.append(&mut latest.cautions);
    latest.cautions = edition.cautions;
    let view = LatestView {
        as_of: edition.as_of,
        is_trial: edition.is_trial,
        latest,
        basis: basis_view(packs, &rule.basis.iter().collect::<Vec<_>>()),
    };
    show(o.json, &view, || {
        let latest = &view.latest;
        let mut out = vec![format!(
            "{} 签意见，最晚 {} 张贴（最后一个工作日是 {}）；换一种算法最晚 {}",
            day(sign_on),
            day(latest.posted_by),
            day(latest.posted_by_workday),
            day(latest.other_posted_by)
        )];
        out.push(basis_line(&view.basis));
        out.extend(caution_lines(&latest.cautions));
        out
    })
}
