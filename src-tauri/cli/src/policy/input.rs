//! What is typed on the command line, read strictly: a date that is none is refused, never moved.

use desk::clock::{Clock, SystemClock};
use desk::error::{Error, Result};
use engine::date::{Date, WorkCalendar};
use engine::pack::Packs;
use engine::schedule::Caution;

/// Years a date may have here.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// A date of an option; `option` is named in the sentence.
pub fn date(option: &str, text: &str) -> Result<Date> {
    let parts: Vec<&str> = text.split('-').collect();
    let numbers: Vec<u32> = parts.iter().filter_map(|p| p.parse().ok()).collect();
    let is_written = parts.iter().map(|p| p.len()).eq([4, 2, 2]) && numbers.len() == 3;
    if !is_written {
        let message = format!("{option} 后面的“{text}”不是日期的写法");
        return Err(Error::invalid(message, "请写成 2025-09-15 的样子").at(option));
    }
    let year = i32::try_from(numbers[0]).unwrap_or_default();
    if !YEARS.contains(&year) {
        let message = format!("{option} 后面的“{text}”年份不对");
        return Err(Error::invalid(message, "请写1900至2100年的日期").at(option));
    }
    Date::from_ymd_opt(year, numbers[1], numbers[2]).ok_or_else(|| {
        let why = match Date::from_ymd_opt(year, numbers[1], 1) {
            None => format!("没有{}月", numbers[1]),
            Some(first) => {
                let last = engine::date::add_days(engine::date::add_months(first, 1), -1);
                format!("{}年{}月只有{}天", year, numbers[1], last.format("%-d"))
            }
        };
        let message = format!("{option} 后面的“{text}”不是日历上的日期：{why}");
        Error::invalid(message, "请对照日历改正").at(option)
    })
}

/// A date of an option that may be left out.
pub fn maybe_date(option: &str, text: Option<&str>) -> Result<Option<Date>> {
    text.map(|text| date(option, text)).transpose()
}

/// Refuse a span that ends before it starts.
pub fn in_order(from: (&str, Date), until: (&str, Date)) -> Result<()> {
    if until.1 < from.1 {
        let message = format!("{} {} 早于 {} {}", until.0, until.1, from.0, from.1);
        return Err(Error::invalid(message, "结束不能早于开始，请改正其中一个").at(until.0));
    }
    Ok(())
}

/// Today in Kunming.
pub fn today() -> Date {
    desk::clock::day(SystemClock.unix())
}

/// Which edition of the policy answers.
#[derive(clap::Args, Debug, Default)]
pub struct EditionOptions {
    /// 按哪一申报年度的规则；不给就按所问的日期
    #[arg(long, value_name = "年度")]
    pub year_of_rules: Option<i32>,
    /// 按哪一天有效的规则
    #[arg(long, value_name = "日期", conflicts_with = "year_of_rules")]
    pub as_of: Option<String>,
}

/// The day the rules are taken from.
pub struct Edition {
    /// The day.
    pub as_of: Date,
    /// Whether the year asked for is not covered and the last covered one is only tried.
    pub is_trial: bool,
    /// What to look at.
    pub cautions: Vec<Caution>,
}

impl EditionOptions {
    /// The day the rules are taken from: the one given, or `on`. A year after the last one covered
    /// is answered by the last one and marked 试算; a year before the first is refused.
    pub fn resolve(&self, packs: &Packs, on: Date) -> Result<Edition> {
        use chrono::Datelike;
        let (first, last, without_text) = packs.coverage();
        let end_of = |year: i32| engine::date::year_end(year);
        let asked = match (self.year_of_rules, &self.as_of) {
            (Some(year), _) if YEARS.contains(&year) => end_of(year),
            (Some(year), _) => {
                let message = format!("--year-of-rules 后面的{year}不是年份");
                return Err(Error::invalid(message, "请写四位数的年份"));
            }
            (None, Some(text)) => date("--as-of", text)?,
            (None, None) => on,
        };
        let year = asked.year();
        if year < first {
            let message = format!("规则包从{first}年起，没有收录{year}年的规则");
            return Err(Error::invalid(message, "早于收录年度的不能用相近年份代替，请查当年文件"));
        }
        let mut cautions = Vec::new();
        let is_trial = year > last;
        if is_trial {
            cautions.push(caution(
                "not_covered",
                format!(
                    "【试算】规则包没有收录{year}年的规则，暂按{last}年的规则推算，不能作为依据"
                ),
            ));
        } else if without_text.contains(&year) {
            cautions.push(caution(
                "year_without_text",
                format!("{year}年没有单独的文件，按上一份文件推算，请向人社部门核实"),
            ));
        }
        Ok(Edition { as_of: if is_trial { end_of(last) } else { asked }, is_trial, cautions })
    }
}

/// A caution of ours.
pub fn caution(code: &str, message: impl Into<String>) -> Caution {
    Caution { code: code.to_owned(), message: message.into() }
}

/// The calendar of the packs with the holidays of the unit's own place.
pub fn calendar(packs: &Packs, local: &[String]) -> Result<WorkCalendar> {
    let mut calendar = packs.calendar().clone();
    let days: Result<Vec<Date>> = local.iter().map(|t| date("--local-holiday", t)).collect();
    calendar.add_local(&days?);
    Ok(calendar)
}

/// The policy has no number for this date.
pub fn not_covered(what: &str, on: Date) -> Error {
    let message = format!("{on} 当时的文件里没有{what}的规定");
    Error::invalid(message, "不能用别的年份代替；请查当年文件，或用 --as-of 指定按哪一天的规则")
}
