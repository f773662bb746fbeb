//! A file of any kind to plain cells with their places, within fixed limits of memory.
//!
//! The reader is chosen by content, never by the name. This runs in the worker process ([`crate::worker`]),
//! because some files make a parser give up the whole process; everything it finds leaves as
//! [`Part`]s, so that no more than a row is held here.

mod detail;
mod guard;
mod html;
mod legacy;
mod look;
mod lrmx;
mod ods;
mod record;
mod text;
mod xlsb;
mod xlsx;
mod xml;
mod xml2003;
mod zipped;

use crate::error::{Code, Error, Result};
use engine::roster::{Cell, Merge, Sheet, Shown, Workbook};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// A file larger than this is no staff list.
const MAX_FILE: usize = 100 << 20;
/// Cells read of one file; held at once, they take some two hundred megabytes.
const MAX_CELLS: usize = 5_000_000;
/// Outside of this no list has cells; some files carry a stray one at the far corner.
const MAX_ROW: u32 = 200_000;
const MAX_COLUMN: u32 = 1_000;
/// A text longer than this is no cell of a staff list.
const MAX_TEXT: usize = 32_767 * 4;

/// What reading may be told.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Options {
    /// Encoding of a text file: `UTF-8`, `GB18030`, `UTF-16LE`; `None` finds out.
    pub encoding: Option<String>,
}

/// A piece of a workbook, in the order it is read.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// The file: format, encoding, whether plain numbers count days from 1904.
    Book(String, Option<String>, bool),
    /// A sheet begins: name, whether it is visible.
    Sheet(String, bool),
    /// Merged ranges of the sheet, where the format knows them.
    Merges(Option<Vec<Merge>>),
    /// Hidden rows and columns of the sheet.
    Hidden(Vec<u32>, Vec<u32>),
    /// A row and its cells.
    Row(u32, Vec<(u32, Cell)>),
    /// A row with more cells than the others, or a quote that never closes.
    Ragged(u32),
    /// Cells left out because they lie beyond any list.
    Far(usize),
}

/// Where the pieces go.
pub type Sink<'a> = dyn FnMut(Part) -> Result<()> + 'a;

/// A refusal with its reason and what to do.
pub(crate) fn unsupported(message: &str, hint: &str) -> Error {
    Error::new(Code::UnsupportedFile, message, hint)
}

fn damaged(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    unsupported("表格读不出来，文件可能已损坏", "请在表格软件里打开，另存为 .xlsx 后再试")
        .with_source(cause)
}

fn locked() -> Error {
    unsupported("表格有打开密码", "请在表格软件里去掉密码，保存后再试")
}

fn too_large() -> Error {
    unsupported("表格太大，单元格超过五百万个", "请只留人员表，另存一份再试")
}

/// Read a file into the sink.
///
/// # Errors
/// `UnsupportedFile` in words: what it is, and what to do.
pub fn read(bytes: &[u8], options: &Options, sink: &mut Sink<'_>) -> Result<()> {
    if bytes.is_empty() {
        return Err(unsupported("文件是空的，0 字节", "请重新导出或换一份再试"));
    }
    if bytes.len() > MAX_FILE {
        return Err(unsupported("文件超过 100 兆，不像花名册", "请删去图片和无关的工作表后再试"));
    }
    if bytes.starts_with(b"PK") {
        zipped::read(bytes, sink)
    } else if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        legacy::read(bytes, sink)
    } else if bytes.starts_with(&[0x09, 0x08]) || bytes.starts_with(&[0x09, 0x04]) {
        Err(unsupported(
            "这是很老的 Excel 格式（95 以前），读不了",
            "请在表格软件里打开，另存为 .xlsx",
        ))
    } else if let Some(error) = another_kind(bytes) {
        Err(error)
    } else {
        text::read(bytes, options, sink)
    }
}

/// Files that are something else, told by their first bytes.
fn another_kind(bytes: &[u8]) -> Option<Error> {
    let kinds: [(&[u8], &str); 8] = [
        (b"%PDF", "PDF"),
        (b"\x89PNG", "图片"),
        (b"\xff\xd8\xff", "图片"),
        (b"GIF8", "图片"),
        (b"Rar!", "压缩包（RAR）"),
        (b"7z\xbc\xaf", "压缩包（7z）"),
        (b"{\\rtf", "RTF 文档"),
        (b"MZ", "程序"),
    ];
    let (_, what) = kinds.iter().find(|(magic, _)| bytes.starts_with(magic))?;
    Some(unsupported(
        &format!("这是{what}，不是电子表格"),
        "请用表格软件里的原文件（.xlsx、.xls、.et、.csv 都行）",
    ))
}

/// A cell of a format that knows only texts.
fn plain_cell(text: &str) -> Cell {
    let text = text.trim_matches(['\u{feff}', '\0']);
    let shelled = text.trim();
    let inner = shelled.strip_prefix("=\"").and_then(|t| t.strip_suffix('"'));
    let text = inner.unwrap_or(text);
    // A number that lost its last zero looks just like this one.
    let is_open_month = text.len() == 6
        && text.ends_with(".1")
        && text[..4].parse::<u32>().is_ok_and(|y| (1900..=2100).contains(&y));
    match text.parse() {
        Ok(number) if is_open_month => Cell::Number(number, Shown::General),
        _ => Cell::Text(cut(text).into()),
    }
}

fn cut(text: &str) -> &str {
    if text.len() <= MAX_TEXT {
        return text;
    }
    let mut end = MAX_TEXT;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Gathers the cells of a sheet into rows on their way to the sink.
struct Rows<'a, 'b> {
    sink: &'a mut Sink<'b>,
    row: u32,
    cells: Vec<(u32, Cell)>,
    count: usize,
    far: usize,
}

impl<'a, 'b> Rows<'a, 'b> {
    fn new(sink: &'a mut Sink<'b>) -> Self {
        Self { sink, row: 0, cells: Vec::new(), count: 0, far: 0 }
    }

    fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<()> {
        if row >= MAX_ROW || column >= MAX_COLUMN {
            self.far += 1;
            return Ok(());
        }
        if row != self.row {
            self.flush()?;
            self.row = row;
        }
        self.cells.push((column, cell));
        self.count += 1;
        if self.count > MAX_CELLS { Err(too_large()) } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        if self.cells.is_empty() {
            return Ok(());
        }
        let cells = std::mem::take(&mut self.cells);
        (self.sink)(Part::Row(self.row, cells))
    }

    fn end(mut self) -> Result<()> {
        self.flush()?;
        if self.far > 0 { (self.sink)(Part::Far(self.far)) } else { Ok(()) }
    }
}

/// Puts the pieces together again; equal texts are kept once.
#[derive(Debug, Default)]
pub struct Gatherer {
    book: Workbook,
    texts: FxHashSet<Arc<str>>,
    cells: usize,
}

impl Gatherer {
    /// Take a piece in.
    ///
    /// # Errors
    /// `UnsupportedFile` when there are more cells than any list has.
    pub fn take(&mut self, part: Part) -> Result<()> {
        if let Part::Book(format, encoding, is_1904) = part {
            self.book = Workbook { format, encoding, is_1904, sheets: Vec::new() };
            return Ok(());
        }
        if let Part::Sheet(name, is_visible) = part {
            let mut sheet = Sheet::named(&name);
            sheet.is_visible = is_visible;
            self.book.sheets.push(sheet);
            return Ok(());
        }
        if let Part::Row(row, cells) = part {
            let cells = cells.into_iter().map(|(column, cell)| match cell {
                Cell::Text(text) => (column, Cell::Text(self.text(&text))),
                cell => (column, cell),
            });
            let cells = cells.collect();
            return self.row(row, cells);
        }
        let Some(sheet) = self.book.sheets.last_mut() else {
            return Ok(());
        };
        match part {
            Part::Merges(merges) => sheet.merges = merges,
            Part::Hidden(rows, columns) => {
                (sheet.hidden_rows, sheet.hidden_columns) = (rows, columns);
            }
            Part::Ragged(row) => sheet.broken_rows.push(row),
            Part::Far(n) => sheet.far_cells = n,
            Part::Book(..) | Part::Sheet(..) | Part::Row(..) => {}
        }
        Ok(())
    }

    /// A text, kept once however often it comes.
    pub(crate) fn text(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.texts.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = text.into();
        self.texts.insert(Arc::clone(&new));
        new
    }

    /// Take a row in, its texts known already.
    ///
    /// # Errors
    /// `UnsupportedFile` when there are more cells than any list has.
    pub(crate) fn row(&mut self, row: u32, cells: Vec<(u32, Cell)>) -> Result<()> {
        self.cells += cells.len();
        if self.cells > MAX_CELLS {
            return Err(too_large());
        }
        if let Some(sheet) = self.book.sheets.last_mut() {
            sheet.put_row(row, cells);
        }
        Ok(())
    }

    /// The workbook.
    #[must_use]
    pub fn finish(self) -> Workbook {
        self.book
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_lose_their_shell_and_an_open_month_is_a_number() {
        assert_eq!(plain_cell("=\"0012\""), Cell::text("0012"));
        assert_eq!(plain_cell("2012.1"), Cell::Number(2012.1, Shown::General));
        assert_eq!(plain_cell("2012.10"), Cell::text("2012.10"));
    }
}
