//! 样例: the invented office to try the program with.

use serde::{Deserialize, Serialize};

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SampleRequest {
}

/// The sample office, ready to be imported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SampleOpened {
    /// Its name.
    pub unit_name: String,
    /// File token of its staff list.
    pub roster: String,
    /// File name.
    pub roster_name: String,
    /// Its scans.
    pub scans: Vec<SampleFile>,
}

/// A file of the sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SampleFile {
    /// File token.
    pub file: String,
    /// Name.
    pub name: String,
}
