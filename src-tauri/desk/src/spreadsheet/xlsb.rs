//! .xlsb, record by record. The library's reader passes over error values of formulas, rich texts and
//! everything hidden without a word, so the few records a list is made of are read here.

use super::guard::{self, Parts};
use super::look::Look;
use super::{Part, Rows, Sink, cut, damaged, unsupported, zipped};
use crate::error::Result;
use engine::roster::{Cell, Merge};
use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::sync::Arc;

/// A record longer than this is none of a list.
const MAX_RECORD: usize = 16 << 20;

/// The records of a part, one after another.
struct Records<R> {
    from: R,
    data: Vec<u8>,
}

impl<R: Read> Records<R> {
    fn new(from: R) -> Self {
        Self { from, data: Vec::new() }
    }

    fn byte(&mut self) -> Option<u8> {
        let mut one = [0u8];
        self.from.read_exact(&mut one).ok().map(|()| one[0])
    }

    /// The kind of the next record, its body in `data`; `None` at the end.
    fn next(&mut self) -> Result<Option<u32>> {
        let Some(first) = self.byte() else {
            return Ok(None);
        };
        let cut_off = || damaged("a record is cut off");
        let mut kind = u32::from(first);
        if first & 0x80 != 0 {
            let second = self.byte().ok_or_else(cut_off)?;
            kind = (kind & 0x7f) | (u32::from(second) & 0x7f) << 7;
        }
        let mut size = 0usize;
        for shift in [0, 7, 14, 21] {
            let part = self.byte().ok_or_else(cut_off)?;
            size |= usize::from(part & 0x7f) << shift;
            if part & 0x80 == 0 {
                break;
            }
        }
        if size > MAX_RECORD {
            return Err(damaged("a record is too long"));
        }
        self.data.resize(size, 0);
        self.from.read_exact(&mut self.data).map_err(damaged)?;
        Ok(Some(kind))
    }

    fn long(&self, at: usize) -> Result<u32> {
        long(&self.data, at).ok_or_else(|| damaged("a record is too short"))
    }

    fn text(&self, at: usize) -> Result<String> {
        Ok(text(&self.data, at).ok_or_else(|| damaged("a text is cut off"))?.0)
    }

    fn at(&self, at: usize) -> Result<u8> {
        self.data.get(at).copied().ok_or_else(|| damaged("a record is too short"))
    }
}

fn long(data: &[u8], at: usize) -> Option<u32> {
    let bytes = data.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

fn double(data: &[u8], at: usize) -> Option<f64> {
    data.get(at..at + 8)?.try_into().ok().map(f64::from_le_bytes)
}

/// A text with its length in front, and where it ends; none at all is empty.
fn text(data: &[u8], at: usize) -> Option<(String, usize)> {
    let size = long(data, at)?;
    if size == u32::MAX {
        return Some((String::new(), at + 4));
    }
    let end = (at + 4).checked_add((size as usize).checked_mul(2)?)?;
    let bytes = data.get(at + 4..end)?;
    Some((encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0.into_owned(), end))
}

/// A number in four bytes: an integer or the upper half of a double, perhaps in hundredths.
fn packed(raw: u32) -> f64 {
    let number = if raw & 2 != 0 {
        f64::from((raw as i32) >> 2)
    } else {
        f64::from_bits(u64::from(raw & !3) << 32)
    };
    if raw & 1 != 0 { number / 100.0 } else { number }
}

fn error_text(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        _ => "#ERROR!",
    }
}

#[derive(Default)]
struct Book {
    is_1904: bool,
    /// Name, whether visible, part.
    sheets: Vec<(String, bool, String)>,
    texts: Vec<Arc<str>>,
    looks: Vec<Look>,
}

/// Read the workbook.
pub fn read(bytes: &[u8], parts: &Parts, sink: &mut Sink<'_>) -> Result<()> {
    let find = |end: &str| parts.keys().find(|n| n.ends_with(end)).cloned();
    let main = find("workbook.bin").ok_or_else(guard::broken)?;
    let targets = super::detail::targets(bytes, parts, &main);
    let mut book = Book::default();
    guard::with_part(bytes, parts, &main, |from| workbook(from, &targets, &mut book))?;
    if let Some(part) = find("sharedstrings.bin") {
        guard::with_part(bytes, parts, &part, |from| {
            let mut records = Records::new(from);
            while let Some(kind) = records.next()? {
                if kind == 0x13 {
                    let text = records.text(1)?;
                    book.texts.push(cut(&text).into());
                }
            }
            Ok(())
        })?;
    }
    if let Some(part) = find("styles.bin") {
        guard::with_part(bytes, parts, &part, |from| styles(from, &mut book))?;
    }
    if book.sheets.is_empty() {
        return Err(zipped::no_sheet());
    }
    sink(Part::Book("xlsb".into(), None, book.is_1904))?;
    for (name, is_visible, part) in &book.sheets {
        sink(Part::Sheet(name.clone(), *is_visible))?;
        guard::with_part(bytes, parts, part, |from| sheet(from, &book, sink))?;
    }
    Ok(())
}

fn workbook(
    from: &mut dyn Read,
    targets: &BTreeMap<String, String>,
    book: &mut Book,
) -> Result<()> {
    let mut records = Records::new(from);
    while let Some(kind) = records.next()? {
        match kind {
            0x99 => book.is_1904 = records.at(0)? & 1 != 0,
            0x9c => {
                let (id, end) =
                    text(&records.data, 8).ok_or_else(|| damaged("a sheet is cut off"))?;
                let is_visible = records.long(0)? == 0;
                // Charts and dialogs stand in folders of their own.
                if let Some(part) = targets.get(&id).filter(|t| t.contains("worksheets/")) {
                    book.sheets.push((records.text(end)?, is_visible, part.clone()));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn styles(from: &mut dyn Read, book: &mut Book) -> Result<()> {
    let mut records = Records::new(from);
    let mut codes: HashMap<u32, Look> = HashMap::new();
    let mut is_cell = false;
    let word = |data: &[u8], at: usize| {
        Some(u32::from(*data.get(at)?) | u32::from(*data.get(at + 1)?) << 8)
    };
    while let Some(kind) = records.next()? {
        match kind {
            0x2c => {
                if let (Some(id), Some((code, _))) =
                    (word(&records.data, 0), text(&records.data, 2))
                {
                    codes.insert(id, Look::of_code(&code));
                }
            }
            0x269 => is_cell = true,
            0x26a => is_cell = false,
            0x2f if is_cell => {
                let id = word(&records.data, 2).unwrap_or(0);
                let look = codes.get(&id).copied();
                book.looks.push(look.unwrap_or_else(|| Look::built_in(id)));
            }
            _ => {}
        }
    }
    Ok(())
}

fn sheet(from: &mut dyn Read, book: &Book, sink: &mut Sink<'_>) -> Result<()> {
    let mut records = Records::new(from);
    let mut merges: Vec<Merge> = Vec::new();
    let (mut hidden_rows, mut hidden_columns) = (Vec::new(), Vec::new());
    let mut rows = Rows::new(sink);
    let mut row = 0;
    while let Some(kind) = records.next()? {
        match kind {
            0x00 => {
                row = records.long(0)?;
                if records.data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                    hidden_rows.push(row);
                }
            }
            0x3c if records.data.get(16).is_some_and(|flags| flags & 1 != 0) => {
                let last = records.long(4)?.min(super::MAX_COLUMN);
                hidden_columns.extend(records.long(0)?..=last);
            }
            0xb0 => merges.push((
                records.long(0)?,
                records.long(8)?,
                records.long(4)?,
                records.long(12)?,
            )),
            0x02..=0x0b | 0x3e => {
                if let Some(cell) = value(kind, &records, book)? {
                    rows.put(row, records.long(0)?, cell)?;
                }
            }
            // Cells that name no column follow the one before; which that is, writers disagree on.
            0x0c..=0x12 => {
                return Err(unsupported(
                    "这份 .xlsb 的写法会读漏单元格，为免漏人，没有读",
                    "请在表格软件里打开，另存为 .xlsx 后再试",
                ));
            }
            _ => {}
        }
    }
    rows.end()?;
    sink(Part::Merges(Some(merges)))?;
    sink(Part::Hidden(hidden_rows, hidden_columns))
}

fn value<R: Read>(kind: u32, records: &Records<R>, book: &Book) -> Result<Option<Cell>> {
    let style = (records.long(4)? & 0x00ff_ffff) as usize;
    let look = book.looks.get(style).copied().unwrap_or_default();
    Ok(Some(match kind {
        0x02 => look.cell(packed(records.long(8)?), book.is_1904),
        0x03 | 0x0b => Cell::Error(error_text(records.at(8)?).into()),
        0x04 | 0x0a => Cell::Bool(records.at(8)? != 0),
        0x05 | 0x09 => {
            let number = double(&records.data, 8).ok_or_else(|| damaged("a number is cut off"))?;
            look.cell(number, book.is_1904)
        }
        0x06 | 0x08 => Cell::text(cut(&records.text(8)?)),
        0x3e => Cell::text(cut(&records.text(9)?)),
        _ => {
            let text = book.texts.get(records.long(8)? as usize);
            Cell::Text(Arc::clone(text.ok_or_else(|| damaged("a text is missing"))?))
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_four_bytes() {
        assert_eq!(packed((1990 << 2) | 2), 1990.0);
        assert_eq!(packed((201_210 << 2) | 3), 2012.10);
        assert_eq!(packed(((-5i32 << 2) as u32) | 2), -5.0);
        assert_eq!(packed((1.5f64.to_bits() >> 32) as u32), 1.5);
    }

    #[test]
    fn a_record_cut_off_is_an_error_and_no_panic() {
        for bytes in [&[0x07u8, 0x0c, 0][..], &[0x80], &[0x99, 0x01], &[5, 0xff, 0xff, 0xff, 0xff]]
        {
            let mut records = Records::new(bytes);
            assert!(records.next().is_err(), "{bytes:?}");
        }
        assert_eq!(text(&[9, 0, 0, 0, 65], 0), None);
        assert_eq!(text(&[255, 255, 255, 255], 0), Some((String::new(), 4)));
    }
}
