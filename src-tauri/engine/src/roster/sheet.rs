//! Cells with their places, as any file format gives them.

use crate::date::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How a number format shows a number, as far as reading it back needs that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// Nothing is known, or the general format: zeros at the end are not shown.
    #[default]
    General,
    /// So many decimals, zeros at the end included.
    Decimals(u8),
    /// At least so many digits, zeros in front included.
    Padded(u8),
}

/// How exact a date cell is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grain {
    /// To the day, or not known.
    #[default]
    Day,
    /// To the month: the day behind it was never typed.
    Month,
    /// To the year.
    Year,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text.
    Text(Arc<str>),
    /// A number, with what its format shows of it.
    Number(f64, Shown),
    /// A cell formatted as a date.
    Date(Date, Grain),
    /// Yes or no.
    Bool(bool),
    /// An error value such as `#N/A`.
    Error(Arc<str>),
    /// A formula that no spreadsheet program has worked out yet.
    Uncalculated,
}

impl Cell {
    /// A text cell.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// As the sheet shows it, or near enough to be recognised.
    #[must_use]
    pub fn show(&self) -> String {
        match self {
            Self::Text(text) | Self::Error(text) => text.to_string(),
            // As spreadsheets show it; what is left of an id number must not be read off a screen.
            Self::Number(n, _) if n.abs() >= 1e15 => format!("{n:.5e}").replace('e', "E+"),
            Self::Number(n, Shown::Decimals(d)) => format!("{n:.*}", usize::from(*d)),
            Self::Number(n, Shown::Padded(d)) if n.fract() == 0.0 && *n >= 0.0 => {
                format!("{n:0>width$.0}", width = usize::from(*d))
            }
            Self::Number(n, _) => short(*n),
            Self::Date(date, Grain::Day) => date.to_string(),
            Self::Date(date, Grain::Month) => date.format("%Y-%m").to_string(),
            Self::Date(date, Grain::Year) => date.format("%Y").to_string(),
            Self::Bool(b) => if *b { "是" } else { "否" }.to_owned(),
            Self::Uncalculated => String::new(),
        }
    }

    /// Whether it holds nothing a reader would see.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => crate::text::is_blank(text),
            _ => false,
        }
    }
}

/// A number without the noise binary fractions leave after the tenth decimal.
fn short(n: f64) -> String {
    // Larger numbers have no room for the noise, and rounding would bring some in.
    if n.abs() < 1e6 { format!("{}", (n * 1e9).round() / 1e9) } else { format!("{n}") }
}

/// What a sheet of ours writes for a formula without a value: it must not come back as a blank.
pub const UNCALCULATED: &str = "公式没有结果";

/// A merged range: first row, first column, last row, last column, from 0.
pub type Merge = (u32, u32, u32, u32);

/// A sheet as read, sparse; rows and columns from 0.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Name.
    pub name: String,
    /// Whether it is visible.
    pub is_visible: bool,
    /// Rows that hold something: column and cell, by column.
    rows: BTreeMap<u32, Vec<(u32, Cell)>>,
    /// Merged ranges, where the format tells; `None` where it cannot.
    pub merges: Option<Vec<Merge>>,
    /// Rows hidden in the sheet, where the format tells.
    pub hidden_rows: Vec<u32>,
    /// Columns hidden in the sheet, where the format tells.
    pub hidden_columns: Vec<u32>,
    /// Rows cut off in a text file, whose quotes do not pair.
    pub broken_rows: Vec<u32>,
    /// Cells the reader had to leave out because they lie beyond any list.
    pub far_cells: usize,
    last_column: u32,
}

impl Sheet {
    /// An empty visible sheet.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), is_visible: true, ..Self::default() }
    }

    /// Put a cell in its place; a blank text takes the cell away.
    pub fn put(&mut self, row: u32, column: u32, cell: Cell) {
        let cells = self.rows.entry(row).or_default();
        let place = cells.binary_search_by_key(&column, |c| c.0);
        match (place, cell.is_blank()) {
            (Ok(i), false) => cells[i].1 = cell,
            (Ok(i), true) => {
                cells.remove(i);
            }
            (Err(i), false) => cells.insert(i, (column, cell)),
            (Err(_), true) => {}
        }
        if cells.is_empty() {
            self.rows.remove(&row);
        } else {
            self.last_column = self.last_column.max(column);
        }
    }

    /// Put the cells of a row in their places, by column; a row that is new and in order takes no
    /// search.
    pub fn put_row(&mut self, row: u32, mut cells: Vec<(u32, Cell)>) {
        let is_sorted = cells.windows(2).all(|pair| pair[0].0 < pair[1].0);
        if !is_sorted || self.rows.contains_key(&row) {
            for (column, cell) in cells {
                self.put(row, column, cell);
            }
            return;
        }
        cells.retain(|(_, cell)| !cell.is_blank());
        if let Some((last, _)) = cells.last() {
            self.last_column = self.last_column.max(*last);
            cells.shrink_to_fit();
            self.rows.insert(row, cells);
        }
    }

    /// The cell at a place.
    #[must_use]
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        cell_of(self.row(row), column)
    }

    /// Cells of a row, by column.
    #[must_use]
    pub fn row(&self, row: u32) -> &[(u32, Cell)] {
        self.rows.get(&row).map_or(&[], Vec::as_slice)
    }

    /// Rows that hold something, from the top.
    pub fn filled(&self) -> impl Iterator<Item = (u32, &[(u32, Cell)])> {
        self.rows.iter().map(|(row, cells)| (*row, cells.as_slice()))
    }

    /// Whether nothing is on it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The last row that holds something.
    #[must_use]
    pub fn last_row(&self) -> u32 {
        self.rows.last_key_value().map_or(0, |(row, _)| *row)
    }

    /// The last column that holds something.
    #[must_use]
    pub fn last_column(&self) -> u32 {
        self.last_column
    }
}

/// The cell of a column among the cells of a row.
pub(super) fn cell_of(cells: &[(u32, Cell)], column: u32) -> Option<&Cell> {
    // In a row without gaps every cell stands at its own place.
    if let Some((at, cell)) = cells.get(column as usize)
        && *at == column
    {
        return Some(cell);
    }
    cells.binary_search_by_key(&column, |c| c.0).ok().map(|i| &cells[i].1)
}

/// A workbook as read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Workbook {
    /// What the file is: `xlsx`, `xls`, `ods`, `xlsb`, `csv`, `html`, `lrmx`, `xml2003`.
    pub format: String,
    /// How a text file was read: `UTF-8`, `GB18030`, `UTF-16`.
    pub encoding: Option<String>,
    /// Whether plain numbers count days from 1904.
    pub is_1904: bool,
    /// Sheets in order.
    pub sheets: Vec<Sheet>,
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

    #[test]
    fn numbers_show_what_their_format_shows() {
        assert_eq!(Cell::Number(2012.1, Shown::Decimals(2)).show(), "2012.10");
        assert_eq!(Cell::Number(7.0, Shown::Padded(4)).show(), "0007");
        assert_eq!(Cell::Number(13_000_002_010.0, Shown::General).show(), "13000002010");
        assert_eq!(Cell::Number(2012.07 + 1e-12, Shown::General).show(), "2012.07");
    }

    #[test]
    fn a_row_put_at_once_is_the_row_put_cell_by_cell() {
        let cells = vec![(0, Cell::text("a")), (2, Cell::text(" ")), (5, Cell::Bool(true))];
        let mut one = Sheet::named("a");
        for (column, cell) in cells.clone() {
            one.put(3, column, cell);
        }
        let mut other = Sheet::named("a");
        other.put_row(3, cells);
        other.put_row(4, vec![(1, Cell::text("\u{3000}"))]);
        assert_eq!(one, other);
        other.put_row(3, vec![(4, Cell::text("b")), (1, Cell::text("c"))]);
        assert_eq!(other.row(3).iter().map(|c| c.0).collect::<Vec<_>>(), [0, 1, 4, 5]);
        assert_eq!(other.cell(3, 5), Some(&Cell::Bool(true)));
        assert_eq!(other.cell(3, 2), None);
    }

    #[test]
    fn a_blank_text_leaves_no_cell() {
        let mut sheet = Sheet::named("a");
        sheet.put(3, 2, Cell::text("x"));
        sheet.put(3, 2, Cell::text(" \u{3000}"));
        assert!(sheet.is_empty());
    }
}
