//! 操作记录: who did what when.

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
