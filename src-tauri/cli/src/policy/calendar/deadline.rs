//! `calendar recheck`, `form`, `supplement` and `working-days`.

use super::super::input::{self, EditionOptions};
use super::super::{BasisView, basis_line, basis_view, caution_lines, day, show};
use desk::error::{Error, Result};
use engine::date::{Date, DayKind, month_day};
use engine::pack::Packs;
use engine::pack::rule::Standing;
use engine::schedule::Caution;
use engine::schedule::deadline::{self, FormCheck, MonthRule, Recheck, Supplement};
use engine::schedule::notice::calendar_caution;
use serde::Serialize;

/// No span of days asked for is longer.
const LONGEST_SPAN: i64 = 3660;

/// Options of `calendar recheck`.
#[derive(clap::Args)]
pub struct RecheckOptions {
    /// 评审结果确认的日期
    #[arg(long, value_name = "日期")]
    confirmed_on: String,
    #[command(flatten)]
    edition: EditionOptions,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// `calendar recheck --json`.
#[derive(Serialize)]
struct RecheckView {
    as_of: Date,
    is_trial: bool,
    /// Months allowed.
    months: i32,
    /// `confirmed_on`, `until`, `is_month_end`, `next_workday`.
    #[serde(flatten)]
    recheck: Recheck,
    cautions: Vec<Caution>,
    basis: Vec<BasisView>,
}

/// The last day for a recheck (C22).
pub fn recheck(packs: &Packs, o: &RecheckOptions) -> Result<()> {
    let confirmed_on = input::date("--confirmed-on", &o.confirmed_on)?;
    let mut edition = o.edition.resolve(packs, confirmed_on)?;
    let rule = MonthRule::recheck(packs, edition.as_of)
        .ok_or_else(|| input::not_covered("复查期限", edition.as_of))?;
    if rule.basis.standing == Standing::Silent {
        edition.cautions.push(input::caution(
            "silent",
            "这一期限出自2023年通知，后来的文件没有再写，请先向评委会组建单位核实",
        ));
    }
    let recheck = deadline::recheck(packs.calendar(), confirmed_on, rule.months);
    edition.cautions.extend(calendar_caution(packs.calendar(), recheck.until, recheck.until));
    let view = RecheckView {
        as_of: edition.as_of,
        is_trial: edition.is_trial,
        months: rule.months,
        recheck,
        cautions: edition.cautions,
        basis: basis_view(packs, &[&rule.basis]),
    };
    show(o.json, &view, || {
        let mut line = format!(
            "{} 确认结果，{}个月内（按月的对应日）申请复查，最后一天是 {}",
            day(confirmed_on),
            view.months,
            day(view.recheck.until)
        );
        if view.recheck.is_month_end {
            line += "（该月没有对应日，取月末）";
        }
        if let Some(next) = view.recheck.next_workday {
            line += &format!("；这天不上班，能否顺延到 {} 请先问清，以早办为宜", day(next));
        }
        let mut out = vec![line, basis_line(&view.basis)];
        out.extend(caution_lines(&view.cautions));
        out
    })
}

/// Options of `calendar form`.
#[derive(clap::Args)]
pub struct FormOptions {
    /// 备案表上的有效期止
    #[arg(long, value_name = "日期")]
    valid_until: String,
    /// 报送截止日
    #[arg(long, value_name = "日期")]
    intake_until: String,
    /// 备案表的申请日期
    #[arg(long, value_name = "日期")]
    issued_on: Option<String>,
    #[command(flatten)]
    edition: EditionOptions,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// `calendar form --json`.
#[derive(Serialize)]
struct FormView {
    as_of: Date,
    is_trial: bool,
    months: i32,
    valid_until: Date,
    intake_until: Date,
    /// `state` (`valid`, `ends_before_intake`, `too_long`), `longest_until`, `issue_from`.
    #[serde(flatten)]
    check: FormCheck,
    cautions: Vec<Caution>,
    basis: Vec<BasisView>,
}

/// Whether a 学信网 form serves (M03).
pub fn form(packs: &Packs, o: &FormOptions) -> Result<()> {
    let valid_until = input::date("--valid-until", &o.valid_until)?;
    let intake_until = input::date("--intake-until", &o.intake_until)?;
    let issued_on = input::maybe_date("--issued-on", o.issued_on.as_deref())?;
    if let Some(issued) = issued_on {
        input::in_order(("--issued-on", issued), ("--valid-until", valid_until))?;
    }
    let edition = o.edition.resolve(packs, intake_until)?;
    let rule = MonthRule::education_form(packs, edition.as_of)
        .ok_or_else(|| input::not_covered("学信网备案表有效期", edition.as_of))?;
    let view = FormView {
        as_of: edition.as_of,
        is_trial: edition.is_trial,
        months: rule.months,
        valid_until,
        intake_until,
        check: deadline::form(issued_on, valid_until, intake_until, rule.months),
        cautions: edition.cautions,
        basis: basis_view(packs, &[&rule.basis]),
    };
    show(o.json, &view, || {
        let mut out = vec![format!(
            "有效期至 {}，报送截止 {}：{}；{} 及以后申请、设{}个月的，能管到截止日",
            day(valid_until),
            day(intake_until),
            view.check.state.label(),
            day(view.check.issue_from),
            view.months
        )];
        out.push(basis_line(&view.basis));
        out.extend(caution_lines(&view.cautions));
        out
    })
}

/// Options of `calendar supplement`.
#[derive(clap::Args)]
pub struct SupplementOptions {
    /// 通知写明的补正期限
    #[arg(long, value_name = "日期")]
    until: String,
    /// 今天；不给就用电脑的日期
    #[arg(long, value_name = "日期")]
    today: Option<String>,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// How a supplement stands (E33). `--json`: `until`, `is_over`, `working_days_left`.
pub fn supplement(packs: &Packs, o: &SupplementOptions) -> Result<()> {
    let until = input::date("--until", &o.until)?;
    let today = input::maybe_date("--today", o.today.as_deref())?.unwrap_or_else(input::today);
    let state: Supplement = deadline::supplement(packs.calendar(), until, today);
    show(o.json, &state, || {
        vec![match state.is_over {
            true => format!("{} 的补正期限已过：2023年通知规定逾期视为不符合条件", day(until)),
            false => {
                format!("{} 补正截止，连今天还有{}个工作日", day(until), state.working_days_left)
            }
        }]
    })
}

/// Options of `calendar working-days`.
#[derive(clap::Args)]
pub struct WorkingDaysOptions {
    /// 第一天
    #[arg(long, value_name = "日期")]
    from: String,
    /// 最后一天
    #[arg(long, value_name = "日期")]
    until: String,
    /// 本地另放的假，可写多次
    #[arg(long, value_name = "日期")]
    local_holiday: Vec<String>,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// `calendar working-days --json`: both ends included.
#[derive(Serialize)]
struct WorkingDaysView {
    from: Date,
    until: Date,
    working_days: u32,
    /// Weekends worked.
    make_up_days: Vec<Date>,
    /// Monday to Friday off, and weekends inside a holiday, with the holiday's name.
    holidays: Vec<HolidayView>,
    cautions: Vec<Caution>,
}

#[derive(Serialize)]
struct HolidayView {
    on: Date,
    name: String,
}

/// Count working days.
pub fn working_days(packs: &Packs, o: &WorkingDaysOptions) -> Result<()> {
    let from = input::date("--from", &o.from)?;
    let until = input::date("--until", &o.until)?;
    input::in_order(("--from", from), ("--until", until))?;
    if (until - from).num_days() > LONGEST_SPAN {
        return Err(Error::invalid("这一段超过十年", "请分段查"));
    }
    let calendar = input::calendar(packs, &o.local_holiday)?;
    let days = || from.iter_days().take_while(|d| *d <= until);
    let view = WorkingDaysView {
        from,
        until,
        working_days: calendar.working_days(from, until),
        make_up_days: days().filter(|d| calendar.kind(*d) == DayKind::MakeUp).collect(),
        holidays: days()
            .filter(|d| calendar.kind(*d) == DayKind::Holiday)
            .map(|on| HolidayView { on, name: calendar.holiday(on).unwrap_or_default().to_owned() })
            .collect(),
        cautions: calendar_caution(&calendar, from, until).into_iter().collect(),
    };
    show(o.json, &view, || {
        let mut out = vec![format!(
            "{} 至 {}（含首尾）：{}个工作日",
            day(from),
            day(until),
            view.working_days
        )];
        let join = |days: Vec<String>| days.join("、");
        if !view.make_up_days.is_empty() {
            let days = view.make_up_days.iter().map(|d| month_day(*d)).collect();
            out.push(format!("调休上班：{}", join(days)));
        }
        if !view.holidays.is_empty() {
            let days =
                view.holidays.iter().map(|h| format!("{}{}", month_day(h.on), h.name)).collect();
            out.push(format!("放假：{}", join(days)));
        }
        out.extend(caution_lines(&view.cautions));
        out
    })
}
