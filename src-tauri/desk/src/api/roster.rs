//! 花名册: preview and commit of a staff list.

use serde::{Deserialize, Serialize};

/// A file to look at, with the clerk's corrections so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RosterPreviewRequest {
    /// File token from the host.
    pub file: String,
    /// Cells typed anew.
    #[serde(default)]
    pub fixes: Vec<CellFix>,
    /// Rows not to import.
    #[serde(default)]
    pub drops: Vec<RowRef>,
    /// Ids of warnings the clerk has confirmed.
    #[serde(default)]
    pub accepts: Vec<String>,
}

/// A cell typed anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CellFix {
    /// Sheet.
    pub sheet: String,
    /// Row as the spreadsheet numbers it.
    pub row: i32,
    /// Column letters.
    pub column: String,
    /// The text in its place.
    pub value: String,
}

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RowRef {
    /// Sheet.
    pub sheet: String,
    /// Row as the spreadsheet numbers it.
    pub row: i32,
}

/// What the file holds and what would happen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RosterPreview {
    /// Token to commit with.
    pub preview: String,
    /// Name of the file.
    pub file_name: String,
    /// Instant of an earlier import of the very same bytes.
    pub already_imported_on: Option<String>,
    /// All sheets.
    pub sheets: Vec<SheetBrief>,
    /// Columns of the staff sheet and what they are taken for.
    pub columns: Vec<ColumnMap>,
    /// Figures.
    pub counts: RosterCounts,
    /// Cells to look at, errors first.
    pub issues: Vec<RosterIssue>,
    /// The staff sheet as it stands, with marks.
    pub grid: Vec<GridRow>,
    /// Rows left out and why.
    pub skipped: Vec<SkippedRow>,
}

/// What a sheet is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum SheetRole {
    /// The staff list.
    People,
    /// Records of the people (work, appraisal, …).
    Records,
    /// Not imported.
    Skipped,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SheetBrief {
    /// Name.
    pub name: String,
    /// What it is taken for.
    pub role: SheetRole,
    /// In words: 人员, 工作经历, 不导入.
    pub label: String,
    /// Data rows.
    pub rows: i32,
    /// Whether it is visible.
    pub is_visible: bool,
}

/// A column and the field it feeds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ColumnMap {
    /// Letters.
    pub column: String,
    /// Header, levels joined by “/”.
    pub header: String,
    /// Field key.
    pub field: Option<String>,
    /// Field in words; `None` when kept as an extra value.
    pub field_label: Option<String>,
    /// First values, id numbers masked.
    pub samples: Vec<String>,
}

/// Figures of a preview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RosterCounts {
    /// Rows with a person.
    pub read: i32,
    /// People that can be imported now.
    pub ready: i32,
    /// Of these new.
    pub create: i32,
    /// Of these changed.
    pub update: i32,
    /// Of these unchanged.
    pub unchanged: i32,
    /// Rows held back until an error is mended.
    pub held: i32,
    /// Errors.
    pub errors: i32,
    /// Warnings not yet confirmed.
    pub warnings: i32,
    /// Cells tidied without a question (blanks, width, date forms).
    pub tidied: i32,
    /// Records of the other sheets.
    pub records: i32,
    /// Rows left out.
    pub skipped: i32,
}

/// How heavy an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum IssueSeverity {
    /// 错误: the row is held back.
    Error,
    /// 警告: imported, to be confirmed.
    Warning,
    /// 提示: tidied, or only to be known.
    Hint,
}

/// A cell to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RosterIssue {
    /// Stable within the file.
    pub id: String,
    /// How heavy.
    pub severity: IssueSeverity,
    /// Kind, for tests and filters.
    pub code: String,
    /// Sheet.
    pub sheet: String,
    /// Row as the spreadsheet numbers it.
    pub row: i32,
    /// Column letters.
    pub column: Option<String>,
    /// Whose row.
    pub person_name: String,
    /// Field in words.
    pub field: String,
    /// What is wrong, short.
    pub title: String,
    /// Why, and what to do.
    pub message: String,
    /// What the cell says (id numbers masked).
    pub raw: String,
    /// Kind of input to mend it: `id_number`, `date`, `text`; `None` when it is not a matter of one cell.
    pub input: Option<String>,
    /// Ready answers.
    pub choices: Vec<IssueChoice>,
    /// Whether the clerk has confirmed it.
    pub is_accepted: bool,
}

/// A ready answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssueChoice {
    /// Words of the button.
    pub label: String,
    /// Types a cell anew.
    pub fix: Option<CellFix>,
    /// Leaves a row out.
    pub drop: Option<RowRef>,
    /// Confirms the warning as it stands.
    pub accepts: bool,
}

/// A row of the staff sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GridRow {
    /// Row as the spreadsheet numbers it.
    pub row: i32,
    /// `create`, `update`, `unchanged`, `held`, `dropped`, `skipped`, `header`.
    pub fate: String,
    /// Cells that hold something.
    pub cells: Vec<GridCell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GridCell {
    /// Letters.
    pub column: String,
    /// Text, id numbers masked.
    pub text: String,
    /// The heaviest issue on it.
    pub mark: Option<IssueSeverity>,
}

/// A row left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SkippedRow {
    /// Sheet.
    pub sheet: String,
    /// Row.
    pub row: i32,
    /// Why: 合计行, 空行, 说明行.
    pub reason: String,
    /// Its first words.
    pub text: String,
}

/// Import what a preview showed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RosterCommitRequest {
    /// Its token.
    pub preview: String,
}

/// What the import did, by fate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RosterReport {
    /// New people.
    pub created: i32,
    /// Changed people.
    pub updated: i32,
    /// People left as they were.
    pub unchanged: i32,
    /// Rows held back.
    pub held: i32,
    /// Records written.
    pub records: i32,
    /// Doubts to settle before the public notice.
    pub doubts: i32,
    /// Errors of the held rows.
    pub issues_left: Vec<RosterIssue>,
}
