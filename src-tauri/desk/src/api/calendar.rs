//! 日历: working days, holidays and make-up days.

use serde::{Deserialize, Serialize};
use engine::date::{Date, DayKind};

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
