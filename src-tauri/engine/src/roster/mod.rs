//! 花名册 (roster): from the cells of any staff list to draft people, with every doubtful cell named.
//!
//! Stages, each pure: cells with the clerk's corrections laid over ([`sheet`]), header and column map
//! ([`header`]), rows and values ([`row`]), checks across a row ([`check`]), identity and duplicates
//! ([`identity`]), records of other sheets ([`records`]). Nothing is guessed about an identity.

mod check;
mod field;
mod header;
mod identity;
mod kind;
mod packed;
mod read;
mod records;
mod row;
mod scratch;
mod sheet;
pub mod value;
pub mod when;
mod year;

use crate::date::Date;
use crate::person::Dossier;
use std::collections::BTreeMap;

pub use field::{Field, bare};
pub use header::{Column, How, REPORTED, kept_head};
pub use kind::RecordKind;
pub use packed::{PackedDossier, PackedDraft, PackingError, RecordRow};
pub use read::{layout, masked, read};
pub use sheet::{Cell, Grain, Merge, Sheet, Shown, UNCALCULATED, Workbook, column_of, letters};

/// A cell typed anew by the clerk; row from 1 and column letters, as the spreadsheet shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Sheet.
    pub sheet: String,
    /// Row, from 1.
    pub row: u32,
    /// Column letters.
    pub column: String,
    /// Text in its place.
    pub value: String,
}

/// A word that means another one in a whole column: 本科 is 大学本科, 2012.1 is 2012.10.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Key of the field.
    pub field: String,
    /// The cell's text, as the sheet shows it.
    pub raw: String,
    /// What stands for it.
    pub value: String,
}

/// What the clerk has decided so far.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    /// The sheet with the people; `None` leaves it to the program.
    pub sheet: Option<String>,
    /// Its header rows, from 1; `None` leaves them to the program.
    pub header: Option<(u32, u32)>,
    /// Columns put to another field: letters to field key, an empty key keeps the column as an extra
    /// value.
    pub mapping: BTreeMap<String, String>,
    /// Fields chosen for this layout before: header to field key, weaker than `mapping`.
    pub remembered: BTreeMap<String, String>,
    /// Words that mean another one.
    pub words: Vec<Word>,
    /// Rows to bring in that were taken for titles, totals or notes: sheet and row from 1.
    pub takes: Vec<(String, u32)>,
    /// Today, where dates in the future are to be found.
    pub today: Option<Date>,
    /// Cells typed anew.
    pub fixes: Vec<Fix>,
    /// Rows not to import: sheet and row from 1.
    pub drops: Vec<(String, u32)>,
    /// Warnings confirmed, by id.
    pub accepts: Vec<String>,
}

/// How heavy an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// 错误: the row is held back.
    Error,
    /// 警告: imported, to be confirmed.
    Warning,
    /// 提示.
    Hint,
}

/// A ready answer to an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Words of the button.
    pub label: String,
    /// What it does.
    pub act: Act,
}

/// What a ready answer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Types a cell anew.
    Fix(Fix),
    /// Leaves a row out.
    Drop(String, u32),
    /// Brings in a row that was left out.
    Take(String, u32),
    /// Confirms the warning.
    Accept,
}

/// A cell to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Stable within the file: code and place.
    pub id: String,
    /// How heavy.
    pub severity: Severity,
    /// Kind.
    pub code: &'static str,
    /// Sheet.
    pub sheet: String,
    /// Row, from 1.
    pub row: u32,
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
    /// What the cell says, id numbers masked.
    pub raw: String,
    /// Kind of input that mends it.
    pub input: Option<&'static str>,
    /// What to put in its place, where that can be told; id numbers masked.
    pub suggestion: String,
    /// Key of the field, where a column feeds one.
    pub field_key: Option<String>,
    /// Rows with the same cause that are not listed one by one.
    pub more: usize,
    /// Ready answers.
    pub choices: Vec<Choice>,
    /// Whether the clerk has confirmed it.
    pub is_accepted: bool,
}

/// A row with a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Sheet.
    pub sheet: String,
    /// Row, from 1.
    pub row: u32,
    /// The person and all records found for them.
    pub dossier: Dossier,
    /// Doubts to be settled before the public notice: field, sentence, the values that stand
    /// against each other.
    pub doubts: Vec<Doubt>,
    /// Whether an error holds it back.
    pub is_held: bool,
}

/// Something the list says in two ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Field key of the person.
    pub field: String,
    /// Sentence, without the values.
    pub message: String,
    /// Value and label of each side.
    pub sides: Vec<(String, String)>,
}

/// A row left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Sheet.
    pub sheet: String,
    /// Row, from 1.
    pub row: u32,
    /// Why.
    pub reason: String,
    /// First words.
    pub text: String,
    /// Whether it can be brought back as a person.
    pub can_take: bool,
}

/// What a sheet is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The staff list.
    People,
    /// Records of one kind.
    Records(RecordKind),
    /// Not imported.
    Skipped,
}

/// A sheet and what it is taken for.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetPlan {
    /// Name.
    pub name: String,
    /// Whether it is visible.
    pub is_visible: bool,
    /// What it is taken for.
    pub role: Role,
    /// Header rows, from 1.
    pub header_rows: (u32, u32),
    /// Columns.
    pub columns: Vec<Column>,
    /// How much it looks like a staff list: header words understood.
    pub score: usize,
    /// Data rows.
    pub data_rows: usize,
}

/// What a workbook holds.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Sheets.
    pub sheets: Vec<SheetPlan>,
    /// People.
    pub drafts: Vec<PackedDraft>,
    /// Issues, errors first.
    pub issues: Vec<Issue>,
    /// Rows left out.
    pub skipped: Vec<Skipped>,
    /// Records of the other sheets that found their person.
    pub records: usize,
    /// Cells tidied without a question.
    pub tidied: usize,
}
