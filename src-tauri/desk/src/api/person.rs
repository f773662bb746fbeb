//! 人员: the roster in the window, and one person.

use serde::{Deserialize, Serialize};
use engine::date::PartialDate;
use engine::id::{ApplicationId, BatchId, PersonId};
use engine::verdict::Conclusion;

/// A window of the roster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonListRequest {
    /// Name, its beginning, or the tail of an id number.
    #[serde(default)]
    pub query: String,
    /// Department.
    #[serde(default)]
    pub department: Option<String>,
    /// Latest verdict.
    #[serde(default)]
    pub conclusion: Option<Conclusion>,
    /// Column: `name`, `born_on`, `department`, `title`, `obtained_on`.
    #[serde(default)]
    pub sort: Option<String>,
    /// Downwards.
    #[serde(default)]
    pub descending: bool,
    /// First row.
    #[serde(default)]
    pub from: i32,
    /// Rows wanted, at most 500.
    #[serde(default)]
    pub count: i32,
}

/// The window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonList {
    /// Rows that match.
    pub total: i32,
    /// The window.
    pub rows: Vec<PersonRow>,
    /// All departments.
    pub departments: Vec<String>,
}

/// A person in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonRow {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// 男, 女.
    pub sex: Option<String>,
    /// 出生年月.
    pub born_on: Option<PartialDate>,
    /// 部门.
    pub department: Option<String>,
    /// 岗位.
    pub post: Option<String>,
    /// 现职称.
    pub title: Option<String>,
    /// 取得时间.
    pub obtained_on: Option<PartialDate>,
    /// 拟申报.
    pub intended_title: Option<String>,
    /// Latest verdict.
    pub conclusion: Option<Conclusion>,
    /// Its sentence.
    pub headline: Option<String>,
    /// Open doubts.
    pub doubts: i32,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonRequest {
    /// Id.
    pub id: PersonId,
}

/// One person with all records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonPage {
    /// In one line.
    pub row: PersonRow,
    /// Fields, id number and phone masked.
    pub fields: Vec<FieldView>,
    /// Records, in the order of the official form.
    pub sections: Vec<SectionView>,
    /// What the clerk must decide.
    pub doubts: Vec<DoubtView>,
    /// Applications of this person.
    pub applications: Vec<PersonApplication>,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FieldView {
    /// Key.
    pub key: String,
    /// Label.
    pub label: String,
    /// Value for a reader.
    pub value: Option<String>,
    /// Whether part of it is hidden and can be revealed.
    pub is_masked: bool,
}

/// A section of records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SectionView {
    /// Key.
    pub key: String,
    /// Title.
    pub title: String,
    /// Column heads.
    pub columns: Vec<String>,
    /// Cells.
    pub rows: Vec<Vec<String>>,
}

/// Something the import could not decide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DoubtView {
    /// Id.
    pub id: String,
    /// Field in words.
    pub field: String,
    /// What does not agree, and where it was read.
    pub message: String,
    /// The values that stand against each other.
    pub choices: Vec<DoubtChoice>,
}

/// A value to decide for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DoubtChoice {
    /// Value.
    pub value: String,
    /// For a reader.
    pub label: String,
}

/// An application in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonApplication {
    /// Id.
    pub application_id: ApplicationId,
    /// Its batch.
    pub batch_id: BatchId,
    /// The batch's name.
    pub batch_name: String,
    /// Title applied for.
    pub title: String,
    /// Verdict.
    pub conclusion: Option<Conclusion>,
}

/// A decision on a doubt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SettleRequest {
    /// Doubt id.
    pub doubt: String,
    /// The value decided for.
    pub value: String,
}

/// A masked field to be shown once; the act is written to the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RevealRequest {
    /// Person.
    pub id: PersonId,
    /// Field key.
    pub field: String,
}

/// The full value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Revealed {
    /// Value.
    pub value: Option<String>,
}
