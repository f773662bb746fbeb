//! 日历: working days, holidays and make-up days.

use super::Call;
use crate::error::{Error, Result};
use engine::date::{Date, DayKind};
use engine::date::{add_days, weekday};
use serde::{Deserialize, Serialize};

/// A span of days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CalendarRequest {
    /// First day.
    pub from: Date,
    /// Last day, at most 400 days later.
    pub until: Date,
}

/// The days asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Calendar {
    /// One entry a day.
    pub days: Vec<CalendarDay>,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CalendarDay {
    /// The day.
    pub on: Date,
    /// 周一 … 周日.
    pub weekday: String,
    /// What it is.
    pub kind: DayKind,
    /// The holiday's name.
    pub holiday: Option<String>,
    /// Whether the holiday notice of its year is in the packs.
    pub is_published: bool,
}

/// Days one by one.
pub fn days(call: &Call<'_>, input: CalendarRequest) -> Result<Calendar> {
    if input.until < input.from || (input.until - input.from).num_days() > 400 {
        return Err(Error::invalid("日期范围不对", "请选不超过400天的一段").at("until"));
    }
    let calendar = call.desk.calendar()?;
    let mut days = Vec::new();
    let mut day = input.from;
    while day <= input.until {
        days.push(CalendarDay {
            on: day,
            weekday: weekday(day).to_owned(),
            kind: calendar.kind(day),
            holiday: calendar.holiday(day).map(str::to_owned),
            is_published: calendar.covers(day),
        });
        day = add_days(day, 1);
    }
    Ok(Calendar { days })
}
