//! Civil dates: full and partial ones, completed years, and the calendar of working days.
//!
//! Owns every piece of date arithmetic of the program. Must not know today's date: whoever needs it
//! passes it in.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A civil date, written `YYYY-MM-DD` on the wire.
pub type Date = NaiveDate;

/// 31 December of a year, the day a year's rules are asked for.
#[must_use]
pub fn year_end(year: i32) -> Date {
    Date::from_ymd_opt(year, 12, 31).unwrap_or(Date::MAX)
}

/// A date as offices write it: a year, a month, or a day. Never completed by guessing.
///
/// ```
/// use engine::date::PartialDate;
/// let d: PartialDate = "2019-11".parse()?;
/// assert_eq!(d.to_string(), "2019-11");
/// assert_eq!(d.first_day().map(|d| d.to_string()).as_deref(), Some("2019-11-01"));
/// assert_eq!(d.last_day().map(|d| d.to_string()).as_deref(), Some("2019-11-30"));
/// # Ok::<(), engine::date::DateError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
}

/// Why a text is no date of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("不是日历上的日期")]
pub struct DateError;

impl PartialDate {
    /// A date known to the year, month or day. `None` for a day without a month.
    ///
    /// # Errors
    /// [`DateError`] when the calendar has no such day.
    pub fn new(year: i32, month: Option<u32>, day: Option<u32>) -> Result<Self, DateError> {
        let probe = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1));
        if probe.is_none() || (day.is_some() && month.is_none()) || !(1900..=2100).contains(&year) {
            return Err(DateError);
        }
        Ok(Self { year, month, day })
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, where known.
    #[must_use]
    pub fn month(self) -> Option<u32> {
        self.month
    }

    /// The full date, only when the day is known.
    #[must_use]
    pub fn exact(self) -> Option<Date> {
        NaiveDate::from_ymd_opt(self.year, self.month?, self.day?)
    }

    /// The earliest day this can mean.
    #[must_use]
    pub fn first_day(self) -> Option<Date> {
        NaiveDate::from_ymd_opt(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The latest day this can mean.
    #[must_use]
    pub fn last_day(self) -> Option<Date> {
        if let Some(day) = self.day {
            return NaiveDate::from_ymd_opt(self.year, self.month?, day);
        }
        let month = self.month.unwrap_or(12);
        let first = NaiveDate::from_ymd_opt(self.year, month, 1)?;
        first.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1))
    }

    /// As the forms print it: `2019.11`, `2019.11.20`, `2019`.
    #[must_use]
    pub fn dotted(self) -> String {
        self.to_string().replace('-', ".")
    }
}

impl From<Date> for PartialDate {
    fn from(d: Date) -> Self {
        Self { year: d.year(), month: Some(d.month()), day: Some(d.day()) }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = |n: u32| b'0' + (n % 10) as u8;
        // Written in one piece: every finding shows a date or two.
        let year = self.year.unsigned_abs();
        let mut text = *b"0000-00-00";
        text[..4].copy_from_slice(&[year / 1000, year / 100, year / 10, year].map(digit));
        let mut size = 4;
        for part in [self.month, self.day].into_iter().flatten() {
            text[size + 1..size + 3].copy_from_slice(&[part / 10, part].map(digit));
            size += 3;
        }
        f.write_str(std::str::from_utf8(&text[..size]).unwrap_or_default())
    }
}

impl std::str::FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let mut parts = text.split('-').map(str::parse::<i32>);
        let year = parts.next().and_then(Result::ok).ok_or(DateError)?;
        let mut number = || match parts.next() {
            None => Ok(None),
            Some(Ok(n)) if n > 0 => Ok(Some(n.unsigned_abs())),
            Some(_) => Err(DateError),
        };
        let (month, day) = (number()?, number()?);
        Self::new(year, month, day)
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

impl ts_rs::TS for PartialDate {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;

    fn name(_: &ts_rs::Config) -> String {
        "string".into()
    }

    fn inline(_: &ts_rs::Config) -> String {
        "string".into()
    }
}

impl schemars::JsonSchema for PartialDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PartialDate".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$" })
    }
}

/// A length of time in completed years, months and days, in that order of weight.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
    ts_rs::TS,
)]
pub struct Span {
    /// Completed years.
    pub years: i32,
    /// Completed months beyond the years, 0–11.
    pub months: i32,
    /// Days beyond the months.
    pub days: i32,
}

impl Span {
    /// The time from `from` to `to`, counted by anniversaries; the day `to` itself adds nothing
    /// (2020-03-01 to 2025-12-31 is 5 years 9 months). A day missing in a shorter month falls on its
    /// last day. Zero when `to` is before `from`.
    #[must_use]
    pub fn between(from: Date, to: Date) -> Self {
        if to < from {
            return Self { years: 0, months: 0, days: 0 };
        }
        let mut months = (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
        if add_months(from, months) > to {
            months -= 1;
        }
        let days = (to - add_months(from, months)).num_days();
        Self { years: months / 12, months: months % 12, days: i32::try_from(days).unwrap_or(0) }
    }

    /// All of it in months, days dropped.
    #[must_use]
    pub fn total_months(self) -> i32 {
        self.years * 12 + self.months
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.years, self.months, self.days) {
            (0, 0, d) => write!(f, "{d}天"),
            (0, m, _) => write!(f, "{m}个月"),
            (y, 0, _) => write!(f, "{y}年"),
            (y, m, _) => write!(f, "{y}年{m}个月"),
        }
    }
}

/// Completed months from a date, perhaps only known to the month, to a day: from the latest and from
/// the earliest day it can mean.
pub(crate) fn months_between(from: PartialDate, until: Date) -> Option<(i32, i32)> {
    let least = Span::between(from.last_day()?, until).total_months();
    let most = Span::between(from.first_day()?, until).total_months();
    Some((least, most))
}

/// `date` moved by whole months; a day the target month lacks becomes its last day.
#[must_use]
pub fn add_months(date: Date, months: i32) -> Date {
    let step = Months::new(months.unsigned_abs());
    if months >= 0 { date.checked_add_months(step) } else { date.checked_sub_months(step) }
        .unwrap_or(date)
}

/// `date` moved by days.
#[must_use]
pub fn add_days(date: Date, days: i64) -> Date {
    date.checked_add_signed(chrono::Duration::days(days)).unwrap_or(date)
}

/// The weekday as a clerk writes it: 周一 … 周日.
#[must_use]
pub fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "周一",
        Weekday::Tue => "周二",
        Weekday::Wed => "周三",
        Weekday::Thu => "周四",
        Weekday::Fri => "周五",
        Weekday::Sat => "周六",
        Weekday::Sun => "周日",
    }
}

/// `9月15日`.
#[must_use]
pub fn month_day(date: Date) -> String {
    format!("{}月{}日", date.month(), date.day())
}

/// `2025年9月15日`.
#[must_use]
pub fn long(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// What a day is in the calendar of working days.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// An ordinary working day.
    Working,
    /// A weekend day declared a working day (调休上班).
    MakeUp,
    /// A weekend.
    Weekend,
    /// A public holiday, or a holiday of the unit's own county.
    Holiday,
}

impl DayKind {
    /// Whether the office works.
    #[must_use]
    pub fn is_working(self) -> bool {
        matches!(self, Self::Working | Self::MakeUp)
    }
}

/// The days off and the make-up days of the covered years, from pack data.
#[derive(Debug, Clone, Default)]
pub struct WorkCalendar {
    years: BTreeSet<i32>,
    off: BTreeMap<Date, String>,
    make_up: BTreeSet<Date>,
}

impl WorkCalendar {
    /// Add one published year: spans off (inclusive, with their name) and make-up working days.
    pub fn add_year(&mut self, year: i32, off: &[(Date, Date, String)], make_up: &[Date]) {
        self.years.insert(year);
        for (from, until, name) in off {
            let mut day = *from;
            while day <= *until {
                self.off.insert(day, name.clone());
                day = add_days(day, 1);
            }
        }
        self.make_up.extend(make_up);
    }

    /// Add holidays of the unit's own place.
    pub fn add_local(&mut self, days: &[Date]) {
        for day in days {
            self.off.insert(*day, "地方节假日".into());
        }
    }

    /// Whether the holiday notice of this day's year is known.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.years.contains(&day.year())
    }

    /// The last year whose holiday notice is known; `None` for an empty calendar.
    #[must_use]
    pub fn published_until(&self) -> Option<i32> {
        self.years.last().copied()
    }

    /// What the day is; Monday to Friday counts as working in a year not yet published.
    #[must_use]
    pub fn kind(&self, day: Date) -> DayKind {
        if self.make_up.contains(&day) {
            DayKind::MakeUp
        } else if self.off.contains_key(&day) {
            DayKind::Holiday
        } else if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            DayKind::Weekend
        } else {
            DayKind::Working
        }
    }

    /// The holiday's name, where the day is one.
    #[must_use]
    pub fn holiday(&self, day: Date) -> Option<&str> {
        self.off.get(&day).map(String::as_str)
    }

    /// The day on which the `n`-th working day after `start` falls; `start` itself is not counted.
    #[must_use]
    pub fn nth_working_day_after(&self, start: Date, n: u32) -> Date {
        let (mut day, mut left) = (start, n);
        while left > 0 {
            day = add_days(day, 1);
            if self.kind(day).is_working() {
                left -= 1;
            }
        }
        day
    }

    /// The latest day on which something may start so that `n` working days after it are over by
    /// the end of `end`.
    #[must_use]
    pub fn latest_start(&self, end: Date, n: u32) -> Date {
        let mut day = end;
        while self.nth_working_day_after(day, n) > end {
            day = add_days(day, -1);
        }
        day
    }

    /// Working days in `from..=until`.
    #[must_use]
    pub fn working_days(&self, from: Date, until: Date) -> u32 {
        let (mut day, mut n) = (from, 0);
        while day <= until {
            n += u32::from(self.kind(day).is_working());
            day = add_days(day, 1);
        }
        n
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_cutoff_day_adds_no_extra_day() {
        let check = |from: &str, to: &str, years: i32, months: i32| {
            let span = Span::between(d(from), d(to));
            assert_eq!((span.years, span.months), (years, months), "{from} → {to}");
        };
        check("2020-03-01", "2025-12-31", 5, 9);
        check("2019-11-20", "2025-12-31", 6, 1);
        check("2022-12-31", "2025-12-31", 3, 0);
        check("2024-10-25", "2025-09-30", 0, 11);
        check("2020-02-29", "2021-02-28", 1, 0);
        check("2024-01-31", "2024-02-29", 0, 1);
        check("2025-02-01", "2025-01-01", 0, 0);
    }

    #[test]
    fn a_partial_date_is_never_completed() {
        assert_eq!("2019-02".parse::<PartialDate>().unwrap().exact(), None);
        assert_eq!("2024-02".parse::<PartialDate>().unwrap().last_day(), Some(d("2024-02-29")));
        assert!("2020-13".parse::<PartialDate>().is_err());
        assert!("2023-02-29".parse::<PartialDate>().is_err());
    }

    #[test]
    fn make_up_days_count_and_holidays_do_not() {
        let mut c = WorkCalendar::default();
        c.add_year(
            2025,
            &[(d("2025-10-01"), d("2025-10-08"), "国庆".into())],
            &[d("2025-09-28"), d("2025-10-11")],
        );
        assert_eq!(c.nth_working_day_after(d("2025-09-15"), 5), d("2025-09-22"));
        assert_eq!(c.nth_working_day_after(d("2025-09-26"), 5), d("2025-10-10"));
        assert_eq!(c.latest_start(d("2025-09-22"), 5), d("2025-09-15"));
        assert_eq!(c.working_days(d("2025-09-27"), d("2025-10-11")), 6);
        assert!(!c.covers(d("2027-01-04")));
    }
}
