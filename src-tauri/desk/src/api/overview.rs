//! 工作台: what is due, what waits to be sent, where each batch stands.

use serde::{Deserialize, Serialize};
use engine::date::Date;
use engine::id::BatchId;

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OverviewRequest {
}

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
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
