//! 花名册: preview and commit of a staff list.

use super::Call;
use crate::error::Result;
use crate::roster_import::{self, Fate, Preview};
use engine::roster::{
    self, Act, Decisions, Fix, Issue, Role, Severity, Sheet, SheetPlan, Skipped, Workbook,
};
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

/// Look at a list under the clerk's decisions; nothing is written.
pub fn preview(call: &Call<'_>, input: RosterPreviewRequest) -> Result<RosterPreview> {
    let decisions = Decisions {
        fixes: input.fixes.into_iter().map(Fix::from).collect(),
        drops: input.drops.into_iter().map(|d| (d.sheet, d.row.unsigned_abs())).collect(),
        accepts: input.accepts,
    };
    let (token, p) = roster_import::preview(call.desk, &input.file, &decisions, call.progress)?;
    let people = p.reading.sheets.iter().find(|s| s.role == Role::People);
    Ok(RosterPreview {
        preview: token,
        file_name: p.file_name.clone(),
        already_imported_on: p.imported_at.clone(),
        sheets: p.reading.sheets.iter().map(SheetBrief::from).collect(),
        columns: people.map(|s| column_maps(s, &p.book)).unwrap_or_default(),
        counts: counts(&p),
        issues: p.reading.issues.iter().map(RosterIssue::from).collect(),
        grid: people.map(|s| grid(s, &p)).unwrap_or_default(),
        skipped: p.reading.skipped.iter().map(SkippedRow::from).collect(),
    })
}

/// Import what a preview showed.
pub fn commit(call: &Call<'_>, input: RosterCommitRequest) -> Result<RosterReport> {
    let (done, p) = roster_import::commit(call.desk, &input.preview, call.progress)?;
    let is_left = |i: &&Issue| i.severity == Severity::Error && !i.is_accepted;
    Ok(RosterReport {
        created: done.created,
        updated: done.updated,
        unchanged: done.unchanged,
        held: done.held,
        records: done.records,
        doubts: done.doubts,
        issues_left: p.reading.issues.iter().filter(is_left).map(RosterIssue::from).collect(),
    })
}

fn counts(p: &Preview) -> RosterCounts {
    let fate = |fate: Fate| p.plan.iter().filter(|(f, _)| *f == fate).count() as i32;
    let open = |severity: Severity| {
        p.reading.issues.iter().filter(|i| i.severity == severity && !i.is_accepted).count() as i32
    };
    let (create, update, unchanged) =
        (fate(Fate::Create), fate(Fate::Update), fate(Fate::Unchanged));
    RosterCounts {
        read: p.plan.len() as i32,
        ready: create + update + unchanged,
        create,
        update,
        unchanged,
        held: fate(Fate::Held),
        errors: open(Severity::Error),
        warnings: open(Severity::Warning),
        tidied: p.reading.tidied as i32,
        records: p.reading.records as i32,
        skipped: p.reading.skipped.len() as i32,
    }
}

fn sheet_of<'a>(plan: &SheetPlan, book: &'a Workbook) -> Option<&'a Sheet> {
    book.sheets.iter().find(|s| s.name == plan.name)
}

fn column_maps(plan: &SheetPlan, book: &Workbook) -> Vec<ColumnMap> {
    let Some(sheet) = sheet_of(plan, book) else {
        return Vec::new();
    };
    plan.columns
        .iter()
        .map(|c| {
            let samples = (plan.header_rows.1..=sheet.last_row())
                .filter_map(|r| sheet.cell(r, c.index))
                .take(3)
                .map(|cell| roster::masked(c.field, &cell.show()))
                .collect();
            ColumnMap {
                column: c.letters.clone(),
                header: c.header.clone(),
                field: c.field.map(|f| f.key().to_owned()),
                field_label: c.field.map(|f| f.label().to_owned()),
                samples,
            }
        })
        .collect()
}

/// Rows shown of a staff sheet; longer lists are looked at by their issues.
const GRID_ROWS: u32 = 400;

fn grid(plan: &SheetPlan, p: &Preview) -> Vec<GridRow> {
    let Some(sheet) = sheet_of(plan, &p.book) else {
        return Vec::new();
    };
    let mark = |row: u32, column: &str| {
        p.reading
            .issues
            .iter()
            .filter(|i| i.sheet == plan.name && i.row == row && i.column.as_deref() == Some(column))
            .map(|i| i.severity)
            .min()
            .map(IssueSeverity::from)
    };
    let fate = |row: u32| {
        if row <= plan.header_rows.1 && row >= plan.header_rows.0 {
            return "header";
        }
        let found = p.reading.drafts.iter().zip(&p.plan).find(|(d, _)| d.row == row);
        match found.map(|(_, (fate, _))| fate) {
            Some(Fate::Create) => "create",
            Some(Fate::Update) => "update",
            Some(Fate::Unchanged) => "unchanged",
            Some(Fate::Held) => "held",
            None => {
                let skipped =
                    p.reading.skipped.iter().find(|s| s.row == row && s.sheet == plan.name);
                let is_dropped = skipped.is_some_and(|s| s.reason.starts_with("已选择"));
                if is_dropped { "dropped" } else { "skipped" }
            }
        }
    };
    (plan.header_rows.0.saturating_sub(1)..=sheet.last_row().min(GRID_ROWS))
        .map(|r| GridRow {
            row: (r + 1) as i32,
            fate: fate(r + 1).to_owned(),
            cells: plan
                .columns
                .iter()
                .filter_map(|c| {
                    let cell = sheet.cell(r, c.index)?;
                    Some(GridCell {
                        column: c.letters.clone(),
                        text: roster::masked(c.field, &cell.show()),
                        mark: mark(r + 1, &c.letters),
                    })
                })
                .collect(),
        })
        .filter(|row| !row.cells.is_empty())
        .collect()
}

impl From<CellFix> for Fix {
    fn from(f: CellFix) -> Self {
        Self { sheet: f.sheet, row: f.row.unsigned_abs(), column: f.column, value: f.value }
    }
}

impl From<&Fix> for CellFix {
    fn from(f: &Fix) -> Self {
        let (sheet, column, value) = (f.sheet.clone(), f.column.clone(), f.value.clone());
        Self { sheet, row: f.row as i32, column, value }
    }
}

impl From<&SheetPlan> for SheetBrief {
    fn from(s: &SheetPlan) -> Self {
        let (role, label) = match s.role {
            Role::People => (SheetRole::People, "人员"),
            Role::Records(kind) => (SheetRole::Records, kind.label()),
            Role::Skipped => (SheetRole::Skipped, "不导入"),
        };
        Self {
            name: s.name.clone(),
            role,
            label: label.to_owned(),
            rows: s.data_rows as i32,
            is_visible: s.is_visible,
        }
    }
}

impl From<Severity> for IssueSeverity {
    fn from(s: Severity) -> Self {
        match s {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Hint => Self::Hint,
        }
    }
}

impl From<&Issue> for RosterIssue {
    fn from(i: &Issue) -> Self {
        let choice = |c: &roster::Choice| IssueChoice {
            label: c.label.clone(),
            fix: match &c.act {
                Act::Fix(fix) => Some(CellFix::from(fix)),
                Act::Drop(..) | Act::Accept => None,
            },
            drop: match &c.act {
                Act::Drop(sheet, row) => Some(RowRef { sheet: sheet.clone(), row: *row as i32 }),
                Act::Fix(_) | Act::Accept => None,
            },
            accepts: c.act == Act::Accept,
        };
        Self {
            id: i.id.clone(),
            severity: i.severity.into(),
            code: i.code.to_owned(),
            sheet: i.sheet.clone(),
            row: i.row as i32,
            column: i.column.clone(),
            person_name: i.person_name.clone(),
            field: i.field.clone(),
            title: i.title.clone(),
            message: i.message.clone(),
            raw: i.raw.clone(),
            input: i.input.map(str::to_owned),
            choices: i.choices.iter().map(choice).collect(),
            is_accepted: i.is_accepted,
        }
    }
}

impl From<&Skipped> for SkippedRow {
    fn from(s: &Skipped) -> Self {
        let (sheet, reason) = (s.sheet.clone(), s.reason.clone());
        Self { sheet, row: s.row as i32, reason, text: s.text.clone() }
    }
}
