//! 公示: posting record, days, objections, closing, the form.

use serde::{Deserialize, Serialize};
use engine::date::Date;
use engine::id::{ApplicationId, BatchId, NoticeId};
use engine::verdict::Citation;

/// A batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeListRequest {
    /// Batch.
    pub batch_id: BatchId,
}

/// Notices of a batch, and who is in none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeList {
    /// Notices, the newest first.
    pub notices: Vec<NoticePage>,
    /// Applicants that may be posted now.
    pub waiting: Vec<NoticePerson>,
    /// Applicants that may not, with the reason.
    pub blocked: Vec<NoticePerson>,
}

/// An applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticePerson {
    /// Application.
    pub application_id: ApplicationId,
    /// Name.
    pub name: String,
    /// Title applied for.
    pub title: String,
    /// Why not yet.
    pub reason: Option<String>,
}

/// Record a posting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticePostRequest {
    /// Batch.
    pub batch_id: BatchId,
    /// Who is posted.
    pub application_ids: Vec<ApplicationId>,
    /// Day of posting, itself not counted.
    pub posted_on: Date,
    /// Where it hangs.
    pub place: String,
    /// Office platform, where also posted.
    #[serde(default)]
    pub platform: String,
    /// Who posted it.
    pub posted_by: String,
    /// Department, contact and telephone for objections.
    pub receiver: String,
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeRequest {
    /// Id.
    pub id: NoticeId,
}

/// Where a notice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// The days are running.
    Posted,
    /// The days are over; it can be closed.
    Expired,
    /// An objection is open.
    Objected,
    /// Closed without open objection.
    Closed,
}

/// 公示.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticePage {
    /// Id.
    pub id: NoticeId,
    /// Batch.
    pub batch_id: BatchId,
    /// Who is posted.
    pub people: Vec<NoticePerson>,
    /// Day of posting.
    pub posted_on: Date,
    /// Where.
    pub place: String,
    /// Platform.
    pub platform: String,
    /// Who posted it.
    pub posted_by: String,
    /// Who receives objections.
    pub receiver: String,
    /// Working days required.
    pub required_days: i32,
    /// Clauses of that number.
    pub cites: Vec<Citation>,
    /// The days, posting day first, day of signing last.
    pub days: Vec<NoticeDay>,
    /// The last counted working day.
    pub ends_on: Date,
    /// The first day on which the unit may sign.
    pub signable_from: Date,
    /// Working days passed by the end of yesterday.
    pub passed_days: i32,
    /// State.
    pub state: NoticeState,
    /// Whether it may be closed today.
    pub can_close: bool,
    /// Why not, or what closing means.
    pub close_hint: String,
    /// When signing falls after the 报送日.
    pub deadline_warning: Option<String>,
    /// When a holiday notice is not published yet.
    pub calendar_warning: Option<String>,
    /// Objections.
    pub objections: Vec<Objection>,
    /// Instant of closing, RFC 3339 UTC.
    pub closed_at: Option<String>,
}

/// What a day is within the notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum NoticeDayKind {
    /// Posting day, not counted.
    Post,
    /// Counted working day.
    Counted,
    /// Weekend or holiday.
    Rest,
    /// The first day of signing.
    Sign,
}

/// A day of the notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeDay {
    /// The day.
    pub on: Date,
    /// 周一 …
    pub weekday: String,
    /// What it is.
    pub kind: NoticeDayKind,
    /// Which counted day.
    pub number: Option<i32>,
    /// A make-up working day.
    pub is_make_up: bool,
    /// Over.
    pub is_past: bool,
    /// Today.
    pub is_today: bool,
}

/// 异议.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Objection {
    /// Id.
    pub id: String,
    /// Day.
    pub raised_on: Date,
    /// What is objected, as the office notes it.
    pub text: String,
    /// How it was settled; `None` while open.
    pub handling: Option<String>,
}

/// Note an objection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ObjectRequest {
    /// Notice.
    pub id: NoticeId,
    /// Day.
    pub raised_on: Date,
    /// What is objected.
    pub text: String,
}

/// Settle an objection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResolveRequest {
    /// Objection.
    pub objection_id: String,
    /// How.
    pub handling: String,
}

/// 公示表 of one applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeFormRequest {
    /// Notice.
    pub id: NoticeId,
    /// Applicant.
    pub application_id: ApplicationId,
}

/// 公示结果报告 of a closed notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeReportRequest {
    /// Notice.
    pub id: NoticeId,
}

/// A file the host can show or save.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FileView {
    /// File token.
    pub file: String,
    /// Suggested name.
    pub name: String,
    /// Pages.
    pub pages: i32,
}
