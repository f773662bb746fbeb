//! 花名册: preview and commit of a staff list, taking it back, and the sheets that come of it.

use super::Call;
use crate::error::Result;
use crate::roster_import;
use crate::spreadsheet::Options;
use engine::roster::{Decisions, Issue, Severity, Word};
use serde::{Deserialize, Serialize};

/// A file to look at, with the clerk's corrections so far.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
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
    /// Rows to bring in that were taken for titles, totals or notes.
    #[serde(default)]
    pub takes: Vec<RowRef>,
    /// The sheet with the people; `None` leaves it to the program.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Its header rows; `None` leaves them to the program.
    #[serde(default)]
    pub header: Option<HeaderRows>,
    /// Columns put to another field.
    #[serde(default)]
    pub mapping: Vec<ColumnChoice>,
    /// Words that mean another one in a whole column.
    #[serde(default)]
    pub words: Vec<WordChoice>,
    /// Encoding of a text file: `UTF-8`, `GB18030`, `UTF-16LE`; `None` finds out.
    #[serde(default)]
    pub encoding: Option<String>,
    /// Look at it without what was remembered for such a list.
    #[serde(default)]
    pub is_fresh: bool,
}

/// Header rows as the spreadsheet numbers them.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HeaderRows {
    /// First.
    pub first: i32,
    /// Last.
    pub last: i32,
}

/// A column put to a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ColumnChoice {
    /// Letters.
    pub column: String,
    /// Field key; `None` keeps the column as an extra value.
    pub field: Option<String>,
}

/// A word that means another one in a whole column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WordChoice {
    /// Field key.
    pub field: String,
    /// The cell's text, as the sheet shows it.
    pub raw: String,
    /// What stands for it.
    pub value: String,
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
    /// What the file is: `xlsx`, `xls`, `xlsb`, `ods`, `csv`, `html`, `lrmx`, `xml2003`.
    pub format: String,
    /// How a text file was read.
    pub encoding: Option<String>,
    /// Header rows of the staff sheet.
    pub header: Option<HeaderRows>,
    /// Whether columns stand as they were chosen for such a list before.
    pub is_remembered: bool,
    /// Fields a column may feed.
    pub fields: Vec<FieldChoice>,
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

/// A field a column may feed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FieldChoice {
    /// Key.
    pub key: String,
    /// In words.
    pub label: String,
}

/// What a sheet is taken for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
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
    /// Whether it could be the staff list.
    pub is_list: bool,
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
    /// Why: `word`, `like`, `content`, `remembered`, `chosen`, `kept`.
    pub how: String,
    /// Whether it is hidden in the sheet.
    pub is_hidden: bool,
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
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
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
    /// What to put in its place, where that can be told (id numbers masked).
    pub suggestion: String,
    /// Key of the field, where a column feeds one.
    pub field_key: Option<String>,
    /// Rows with the same cause that are not listed one by one.
    pub more: i32,
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
    /// Brings in a row that was left out.
    pub take: Option<RowRef>,
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
    /// Whether it can be brought back as a person.
    pub can_take: bool,
}

/// Import what a preview showed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RosterCommitRequest {
    /// Its token.
    pub preview: String,
    /// Whether to remember the columns for the next list of this layout.
    #[serde(default = "yes")]
    pub remember: bool,
}

fn yes() -> bool {
    true
}

/// What the import did, by fate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RosterReport {
    /// Id of the import, for taking it back; empty when nothing was written.
    pub import: String,
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

fn decisions(input: RosterPreviewRequest) -> (String, Decisions, Options, bool) {
    let decisions = Decisions {
        sheet: input.sheet,
        header: input.header.map(|h| (h.first.unsigned_abs(), h.last.unsigned_abs())),
        mapping: input
            .mapping
            .into_iter()
            .map(|m| (m.column, m.field.unwrap_or_default()))
            .collect(),
        words: input
            .words
            .into_iter()
            .map(|w| Word { field: w.field, raw: w.raw, value: w.value })
            .collect(),
        takes: input.takes.into_iter().map(|d| (d.sheet, d.row.unsigned_abs())).collect(),
        fixes: input.fixes.into_iter().map(Into::into).collect(),
        drops: input.drops.into_iter().map(|d| (d.sheet, d.row.unsigned_abs())).collect(),
        accepts: input.accepts,
        ..Decisions::default()
    };
    (input.file, decisions, Options { encoding: input.encoding }, input.is_fresh)
}

/// Look at a list under the clerk's decisions; nothing is written.
pub fn preview(call: &Call<'_>, input: RosterPreviewRequest) -> Result<RosterPreview> {
    let (file, decisions, options, is_fresh) = decisions(input);
    let (token, p) =
        roster_import::preview(call.desk, &file, decisions, &options, is_fresh, call.progress)?;
    Ok(super::roster_view::preview(token, &p))
}

/// Import what a preview showed.
pub fn commit(call: &Call<'_>, input: RosterCommitRequest) -> Result<RosterReport> {
    let (done, p) =
        roster_import::commit(call.desk, &input.preview, input.remember, call.progress)?;
    let is_left = |i: &&Issue| i.severity == Severity::Error && !i.is_accepted;
    Ok(RosterReport {
        import: done.id,
        created: done.created,
        updated: done.updated,
        unchanged: done.unchanged,
        held: done.held,
        records: done.records,
        doubts: done.doubts,
        issues_left: p.reading.issues.iter().filter(is_left).map(RosterIssue::from).collect(),
    })
}
