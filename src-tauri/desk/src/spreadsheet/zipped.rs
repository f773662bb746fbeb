//! Archives: .xlsx, .xlsm, .xlsb, .ods, and what else is one.

use super::guard::{self, Parts};
use super::{Part, Rows, Sink, damaged, locked, unsupported, xlsx};
use crate::error::{Error, Result};
use calamine::{Data, DataRef, Ods, OdsError, Reader, SheetType, SheetVisible, Xlsb, XlsbError};
use engine::roster::Cell;
use std::io::Cursor;

/// Read an archive.
pub fn read(bytes: &[u8], sink: &mut Sink<'_>) -> Result<()> {
    let parts = guard::inspect(bytes)?;
    let has = |end: &str| parts.keys().any(|name| name.to_ascii_lowercase().ends_with(end));
    if has("workbook.bin") {
        xlsb(bytes, &parts, sink)
    } else if has("workbook.xml") {
        xlsx::read(bytes, &parts, sink)
    } else if parts.contains_key("content.xml") {
        ods(bytes, sink)
    } else if has("word/document.xml") {
        Err(unsupported("这是 Word 文档，不是电子表格", "请把里面的表复制到表格软件，另存为 .xlsx"))
    } else if has("ppt/presentation.xml") {
        Err(unsupported("这是演示文稿，不是电子表格", "请用表格软件里的原文件"))
    } else if has("[content_types].xml") {
        xlsx::read(bytes, &parts, sink)
    } else {
        Err(unsupported("这是压缩包，不是电子表格", "请先解开，再选里面的表格文件"))
    }
}

fn xlsb(bytes: &[u8], parts: &Parts, sink: &mut Sink<'_>) -> Result<()> {
    // Cells in short records are silently lost by the reader; better no list than half of one.
    for name in parts.keys().filter(|n| n.contains("worksheets/") && n.ends_with(".bin")) {
        if has_short_record(&guard::part(bytes, name)?) {
            return Err(unsupported(
                "这份 .xlsb 的写法会读漏单元格，为免漏人，没有读",
                "请在表格软件里打开，另存为 .xlsx 后再试",
            ));
        }
    }
    let fault = |e: XlsbError| match e {
        XlsbError::Password => locked(),
        e => damaged(e),
    };
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(fault)?;
    sink(Part::Book("xlsb".into(), None, book.has_1904_epoch()))?;
    for (name, is_visible) in worksheets(book.sheets_metadata())? {
        sink(Part::Sheet(name.clone(), is_visible))?;
        let mut reader = book.worksheet_cells_reader(&name).map_err(fault)?;
        let mut rows = Rows::new(sink);
        while let Some(cell) = reader.next_cell().map_err(fault)? {
            let (row, column) = cell.get_position();
            if let Some(value) = value(cell.get_value()) {
                rows.put(row, column, value)?;
            }
        }
        rows.end()?;
    }
    Ok(())
}

/// Whether a sheet of an .xlsb has cells of types 12 to 18, which name no column.
fn has_short_record(sheet: &[u8]) -> bool {
    let mut at = 0;
    let byte = |at: usize| sheet.get(at).copied();
    while let Some(first) = byte(at) {
        let mut kind = u32::from(first);
        at += 1;
        if first & 0x80 != 0 {
            let Some(second) = byte(at) else { return false };
            kind = (kind & 0x7f) | (u32::from(second) & 0x7f) << 7;
            at += 1;
        }
        let (mut size, mut shift) = (0usize, 0);
        loop {
            let Some(part) = byte(at) else { return false };
            at += 1;
            size |= usize::from(part & 0x7f) << shift;
            shift += 7;
            if part & 0x80 == 0 || shift >= 28 {
                break;
            }
        }
        if (12..=18).contains(&kind) {
            return true;
        }
        at += size;
    }
    false
}

fn ods(bytes: &[u8], sink: &mut Sink<'_>) -> Result<()> {
    let fault = |e: OdsError| match e {
        OdsError::Password => locked(),
        e => damaged(e),
    };
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(fault)?;
    sink(Part::Book("ods".into(), None, false))?;
    for (name, is_visible) in worksheets(book.sheets_metadata())? {
        let range = book.worksheet_range(&name).map_err(fault)?;
        let formulas = book.worksheet_formula(&name).ok();
        dense(&name, is_visible, None, &range, formulas.as_ref(), sink)?;
    }
    Ok(())
}

/// Send a sheet that its reader holds in memory anyway.
pub(super) fn dense(
    name: &str,
    is_visible: bool,
    merges: Option<Vec<engine::roster::Merge>>,
    range: &calamine::Range<Data>,
    formulas: Option<&calamine::Range<String>>,
    sink: &mut Sink<'_>,
) -> Result<()> {
    sink(Part::Sheet(name.to_owned(), is_visible))?;
    sink(Part::Merges(merges))?;
    let (top, left) = range.start().unwrap_or((0, 0));
    let mut rows = Rows::new(sink);
    for (row, column, data) in range.used_cells() {
        if let Some(value) = value(&borrowed(data)) {
            rows.put(top + row as u32, left + column as u32, value)?;
        }
    }
    if let Some(formulas) = formulas {
        let (top, left) = formulas.start().unwrap_or((0, 0));
        for (row, column, formula) in formulas.used_cells() {
            let place = (top + row as u32, left + column as u32);
            let is_blank = range.get_value(place).is_none_or(|v| *v == Data::Empty);
            if is_blank && !formula.is_empty() {
                rows.put(place.0, place.1, Cell::Uncalculated)?;
            }
        }
    }
    rows.end()
}

/// Names of the worksheets and whether they are visible.
pub(super) fn worksheets(sheets: &[calamine::Sheet]) -> Result<Vec<(String, bool)>> {
    let found: Vec<(String, bool)> = sheets
        .iter()
        .filter(|s| s.typ == SheetType::WorkSheet)
        .map(|s| (s.name.clone(), s.visible == SheetVisible::Visible))
        .collect();
    if found.is_empty() { Err(no_sheet()) } else { Ok(found) }
}

fn no_sheet() -> Error {
    unsupported("文件里没有工作表，只有宏或图表", "请选有人员表的那个文件")
}

/// A value of the reader as a cell; an empty one is none.
pub(super) fn value(data: &DataRef<'_>) -> Option<Cell> {
    xlsx::value(data, engine::roster::Shown::General, engine::roster::Grain::Day)
}

/// Both kinds of readers hand out the same values under two types.
fn borrowed(data: &Data) -> DataRef<'_> {
    match data {
        Data::Int(n) => DataRef::Int(*n),
        Data::Float(n) => DataRef::Float(*n),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(b) => DataRef::Bool(*b),
        Data::DateTime(at) => DataRef::DateTime(*at),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}
