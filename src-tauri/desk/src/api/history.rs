//! 操作记录: who did what when.

use super::Call;
use crate::error::Result;
use serde::{Deserialize, Serialize};

/// A window of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HistoryRequest {
    /// Only about this id.
    #[serde(default)]
    pub subject: Option<String>,
    /// First entry, the newest is 0.
    #[serde(default)]
    pub from: i32,
    /// Entries wanted, at most 500.
    #[serde(default)]
    pub count: i32,
}

/// The window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct History {
    /// Entries that match.
    pub total: i32,
    /// The window.
    pub entries: Vec<HistoryEntry>,
}

/// An act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HistoryEntry {
    /// Instant, RFC 3339 UTC.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What, in words.
    pub label: String,
    /// About what, without personal data.
    pub detail: String,
}

/// A window of the log.
pub fn list(call: &Call<'_>, input: HistoryRequest) -> Result<History> {
    let count = if input.count <= 0 { 100 } else { input.count.min(500) };
    let (from, count) = (i64::from(input.from.max(0)), i64::from(count));
    let subject = input.subject.as_deref();
    let (total, events) = call.desk.read(|r| r.list_event(subject, from, count))?;
    let entry = |e: crate::store::event::Event| HistoryEntry {
        label: super::label_of(&e.op).to_owned(),
        at: e.at,
        actor: e.actor,
        detail: e.detail,
    };
    Ok(History { total: total as i32, entries: events.into_iter().map(entry).collect() })
}

/// Whether the log is as it was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HistoryCheck {
    /// Entries that were checked; those of versions before the check are not.
    pub checked: i32,
    /// Whether none is missing and none was changed.
    pub is_whole: bool,
    /// Number of the first entry that does not fit.
    pub broken_at: Option<i32>,
}

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HistoryCheckRequest {}

/// Go over the whole log.
pub fn check(call: &Call<'_>, _: HistoryCheckRequest) -> Result<HistoryCheck> {
    let chain = call.desk.read(|r| r.check_event())?;
    Ok(HistoryCheck {
        checked: chain.linked as i32,
        is_whole: chain.broken_at.is_none(),
        broken_at: chain.broken_at.map(|n| n as i32),
    })
}
