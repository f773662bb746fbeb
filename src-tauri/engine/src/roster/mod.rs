//! 花名册 (roster): from the cells of any staff list to draft people, with every doubtful cell named.
//!
//! Stages, each pure: cells with the clerk's corrections laid over ([`Workbook`]), header and column
//! map ([`header`]), rows and values ([`read`]), identity and duplicates ([`identity`]). Nothing is
//! guessed about an identity.

mod field;
mod header;
mod identity;
mod read;
mod records;
pub mod value;

use crate::date::Date;
use crate::person::Dossier;
use std::collections::BTreeMap;

pub use field::{Field, RecordKind};
pub use header::Column;
pub use read::{masked, read};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A number, with its number format where the file tells.
    Number(f64, Option<String>),
    /// A cell formatted as a date.
    Date(Date),
    /// Yes or no.
    Bool(bool),
    /// An error value such as `#N/A`.
    Error(String),
}

impl Cell {
    /// As the sheet shows it, or near enough to be recognised.
    #[must_use]
    pub fn show(&self) -> String {
        match self {
            Self::Text(text) | Self::Error(text) => text.clone(),
            // As spreadsheets show it; what is left of an id number must not be read off a screen.
            Self::Number(n, _) if n.abs() >= 1e14 => format!("{n:.5e}").replace('e', "E+"),
            Self::Number(n, Some(format)) if format == "0.00" => format!("{n:.2}"),
            Self::Number(n, _) => format!("{n}"),
            Self::Date(date) => date.to_string(),
            Self::Bool(b) => if *b { "是" } else { "否" }.to_owned(),
        }
    }
}

/// A merged range: first row, first column, last row, last column, from 0.
pub type Merge = (u32, u32, u32, u32);

/// A sheet as read, sparse; rows and columns from 0.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Name.
    pub name: String,
    /// Whether it is visible.
    pub is_visible: bool,
    /// Cells that hold something.
    pub cells: BTreeMap<(u32, u32), Cell>,
    /// Merged ranges, where the format tells.
    pub merges: Vec<Merge>,
}

impl Sheet {
    /// The cell at a place; blank text counts as nothing.
    #[must_use]
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.cells.get(&(row, column)).filter(|c| match c {
            Cell::Text(text) => !crate::text::fold(text).is_empty(),
            _ => true,
        })
    }

    /// The last row that holds something.
    #[must_use]
    pub fn last_row(&self) -> u32 {
        self.cells.keys().map(|(r, _)| *r).max().unwrap_or(0)
    }

    /// The last column that holds something.
    #[must_use]
    pub fn last_column(&self) -> u32 {
        self.cells.keys().map(|(_, c)| *c).max().unwrap_or(0)
    }
}

/// A workbook as read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Workbook {
    /// Sheets in order.
    pub sheets: Vec<Sheet>,
}

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

/// What the clerk has decided so far.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
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
    /// Fields the sheet has a column for; a blank cell in one of them empties nothing.
    pub fields: Vec<Field>,
    /// Record kinds the file has rows of for this person.
    pub kinds: Vec<RecordKind>,
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
    /// Data rows.
    pub data_rows: usize,
}

/// What a workbook holds.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Sheets.
    pub sheets: Vec<SheetPlan>,
    /// People.
    pub drafts: Vec<Draft>,
    /// Issues, errors first.
    pub issues: Vec<Issue>,
    /// Rows left out.
    pub skipped: Vec<Skipped>,
    /// Records of the other sheets that found their person.
    pub records: usize,
    /// Cells tidied without a question.
    pub tidied: usize,
}

/// Column letters of a column from 0: `A`, `Z`, `AA`.
#[must_use]
pub fn letters(column: u32) -> String {
    let (mut n, mut out) = (column + 1, String::new());
    while n > 0 {
        let digit = u8::try_from((n - 1) % 26).unwrap_or(0);
        out.insert(0, char::from(b'A' + digit));
        n = (n - 1) / 26;
    }
    out
}

/// Column from 0 of its letters.
#[must_use]
pub fn column_of(letters: &str) -> Option<u32> {
    let mut n = 0u32;
    for c in letters.chars() {
        let c = c.to_ascii_uppercase();
        if !c.is_ascii_uppercase() {
            return None;
        }
        n = n.checked_mul(26)?.checked_add(u32::from(c as u8 - b'A') + 1)?;
    }
    n.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_letters_go_both_ways() {
        for (n, text) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(n), text);
            assert_eq!(column_of(text), Some(n));
        }
        assert_eq!(column_of("A1"), None);
    }
}
