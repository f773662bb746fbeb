//! 评审委员会: the shipped directory.

use serde::{Deserialize, Serialize};
use engine::title::Level;

/// Filter of the directory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommitteeListRequest {
    /// 申报年度; picks the edition.
    pub year: i32,
    /// Part of a name or field.
    #[serde(default)]
    pub query: String,
}

/// The directory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommitteeList {
    /// Entries.
    pub committees: Vec<Committee>,
}

/// 评审委员会.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Committee {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Level it reviews.
    pub level: Level,
    /// Series.
    pub series: String,
    /// Fields it reviews; empty means all of the series.
    pub fields: Vec<String>,
    /// County it is limited to.
    pub area: Option<String>,
    /// Telephone.
    pub phone: String,
}
