//! 花名册 beside the preview: everything a list holds for another program, imports and taking them back,
//! the template, the export and the sheet of problems.

use super::Call;
use super::notice::FileView;
use super::roster::{ColumnMap, RosterCounts, RosterIssue, SheetBrief, SkippedRow};
use crate::error::{Error, Result};
use crate::roster_import::{self, sheet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A preview by its token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RosterTokenRequest {
    /// Its token.
    pub preview: String,
}

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RosterSheetRequest {}

/// All imports, the latest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportList {
    /// Imports.
    pub imports: Vec<ImportRow>,
}

/// An import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportRow {
    /// Id.
    pub id: String,
    /// Name of the file.
    pub file_name: String,
    /// Instant.
    pub imported_at: String,
    /// New people.
    pub created: i32,
    /// Changed people.
    pub updated: i32,
    /// Rows held back.
    pub held: i32,
    /// Instant at which it was taken back.
    pub undone_at: Option<String>,
}

/// An import to take back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RosterUndoRequest {
    /// Its id; `None` takes the latest that was not taken back.
    #[serde(default)]
    pub import: Option<String>,
}

/// What taking back did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UndoReport {
    /// The import.
    pub import: String,
    /// People removed.
    pub removed: i32,
    /// People set back, wholly or in part.
    pub restored: i32,
    /// What was left as it is.
    pub kept: Vec<KeptRow>,
}

/// Something left as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeptRow {
    /// Whose.
    pub name: String,
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
}

/// Everything a preview found, for another program to read: whole people, whole numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RosterCheck {
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// What the file is.
    pub format: String,
    /// How a text file was read.
    pub encoding: Option<String>,
    /// Instant of an earlier import of the very same bytes.
    pub already_imported_on: Option<String>,
    /// All sheets.
    pub sheets: Vec<SheetBrief>,
    /// Columns of the staff sheet.
    pub columns: Vec<ColumnMap>,
    /// Figures.
    pub counts: RosterCounts,
    /// People, in the order of the list.
    pub people: Vec<RosterPerson>,
    /// Cells to look at, errors first.
    pub issues: Vec<RosterIssue>,
    /// Rows left out and why.
    pub skipped: Vec<SkippedRow>,
}

/// A person of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RosterPerson {
    /// Sheet.
    pub sheet: String,
    /// Row as the spreadsheet numbers it.
    pub row: i32,
    /// `create`, `update`, `unchanged`, `held`.
    pub fate: String,
    /// Fields by key, as they would be kept; what is unknown is left out.
    pub values: BTreeMap<String, String>,
    /// Columns that feed no field, by header.
    pub extra: BTreeMap<String, String>,
    /// Records by kind.
    #[ts(type = "Record<string, unknown[]>")]
    pub records: serde_json::Value,
    /// Fields that would change, by key.
    pub changes: Vec<String>,
}

/// Everything a preview found, whole.
pub fn check(call: &Call<'_>, input: RosterTokenRequest) -> Result<RosterCheck> {
    let p = call.desk.previews.get(&input.preview)?;
    super::roster_view::check(&p)
}

/// What a preview found, without its people: for whoever only counts them.
///
/// # Errors
/// `NotFound` where the preview is gone.
pub fn brief(call: &Call<'_>, input: RosterTokenRequest) -> Result<RosterCheck> {
    Ok(super::roster_view::brief(&*call.desk.previews.get(&input.preview)?))
}

/// [`check`] as JSON, person by person, so that a list of any length takes little memory.
///
/// # Errors
/// `NotFound` where the preview is gone; what writing gives.
pub fn write_check(
    call: &Call<'_>,
    input: RosterTokenRequest,
    out: impl std::io::Write,
) -> Result<()> {
    super::roster_view::write(&*call.desk.previews.get(&input.preview)?, out)
}

/// The rows held back as a workbook in the list's own layout, each with its problem.
pub fn errors(call: &Call<'_>, input: RosterTokenRequest) -> Result<FileView> {
    let p = call.desk.previews.get(&input.preview)?;
    let name = "待改的行.xlsx";
    file(call, &sheet::errors(&p)?, name)
}

/// Forget what was remembered for lists of a preview's layout.
pub fn forget(call: &Call<'_>, input: RosterTokenRequest) -> Result<RosterSheetRequest> {
    let p = call.desk.previews.get(&input.preview)?;
    call.desk.write("roster.forget", None, "忘掉一种表的列对应", |w| {
        w.forget_mapping(&p.layout)
    })?;
    Ok(RosterSheetRequest {})
}

/// All imports.
pub fn history(call: &Call<'_>, _: RosterSheetRequest) -> Result<ImportList> {
    let imports = call.desk.read(|r| r.list_import())?;
    let row = |i: crate::store::roster::Import| ImportRow {
        id: i.id,
        file_name: i.file_name,
        imported_at: i.imported_at,
        created: i.created,
        updated: i.updated,
        held: i.held,
        undone_at: i.undone_at,
    };
    Ok(ImportList { imports: imports.into_iter().map(row).collect() })
}

/// Take an import back.
pub fn undo(call: &Call<'_>, input: RosterUndoRequest) -> Result<UndoReport> {
    let import = match input.import {
        Some(import) => import,
        None => {
            let all = call.desk.read(|r| r.list_import())?;
            let latest = all.into_iter().find(|i| i.undone_at.is_none());
            latest
                .map(|i| i.id)
                .ok_or_else(|| Error::precondition("没有可以撤销的导入", "台账没有改动"))?
        }
    };
    let done = roster_import::undo(call.desk, &import, call.progress)?;
    let kept = |k: roster_import::Kept| KeptRow { name: k.name, what: k.what, why: k.why };
    Ok(UndoReport {
        import,
        removed: done.removed,
        restored: done.restored,
        kept: done.kept.into_iter().map(kept).collect(),
    })
}

/// An empty list to fill in.
pub fn template(call: &Call<'_>, _: RosterSheetRequest) -> Result<FileView> {
    file(call, &sheet::template(call.desk)?, "人员信息模板.xlsx")
}

/// The roster with every record, in the layout of the template.
pub fn export(call: &Call<'_>, _: RosterSheetRequest) -> Result<FileView> {
    call.desk.write("roster.export", None, "导出人员台账", |_| Ok(()))?;
    file(call, &sheet::export(call.desk)?, "人员台账.xlsx")
}

fn file(call: &Call<'_>, bytes: &[u8], name: &str) -> Result<FileView> {
    let token = call.desk.hand_out(bytes, name)?;
    Ok(FileView { file: token, name: name.to_owned(), pages: 0 })
}
