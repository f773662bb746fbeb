//! A spreadsheet file to plain cells with their places, within fixed limits of memory.

use crate::error::{Code, Error, Result};
use calamine::{Data, DataRef, Dimensions, Reader, SheetType, SheetVisible, Xls, Xlsx};
use chrono::Datelike;
use engine::roster::{Cell, Sheet, Workbook};
use std::io::{Cursor, Read};

/// A file larger than this is no staff list.
const MAX_FILE: usize = 100 << 20;
/// Inflated size of any part of an xlsx; larger ones are bombs.
const MAX_PART: u64 = 256 << 20;
/// Cells kept of one sheet.
const MAX_CELLS: usize = 2_000_000;
/// Outside of this no list has cells; some files carry a stray one at the far corner.
const MAX_ROW: u32 = 200_000;
const MAX_COLUMN: u32 = 1_000;

fn unsupported(message: &str, hint: &str) -> Error {
    Error::new(Code::UnsupportedFile, message, hint)
}

/// Read a workbook, choosing the reader by content and never by the name.
///
/// # Errors
/// `UnsupportedFile` in words: what it is, and what to do.
pub fn read(bytes: &[u8]) -> Result<Workbook> {
    if bytes.is_empty() {
        return Err(unsupported("文件是空的，0 字节", "请重新导出或换一份再试"));
    }
    if bytes.len() > MAX_FILE {
        return Err(unsupported("文件超过 100 兆，不像花名册", "请删去图片和无关的工作表后再试"));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        guard_zip(bytes)?;
        xlsx(bytes)
    } else if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        xls(bytes)
    } else if bytes.starts_with(b"%PDF") {
        Err(unsupported("这是 PDF，不是电子表格", "请用表格软件里的原文件（.xlsx 或 .xls）"))
    } else {
        Err(unsupported(
            "读不出这个文件，它不是 .xlsx 或 .xls 表格",
            "请在表格软件里打开，另存为 .xlsx 后再试",
        ))
    }
}

/// Inflate every part into nothing, so that a bomb is met before it costs memory.
fn guard_zip(bytes: &[u8]) -> Result<()> {
    let broken = || {
        unsupported("文件不完整，可能没有传完或已损坏", "请重新拷贝，或在表格软件里打开后另存一份")
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let mut has_workbook = false;
    for i in 0..archive.len() {
        let part = archive.by_index(i).map_err(|_| broken())?;
        has_workbook |= part.name().is_ok_and(|n| n == "xl/workbook.xml");
        let size = std::io::copy(&mut part.take(MAX_PART + 1), &mut std::io::sink())
            .map_err(|_| broken())?;
        if size > MAX_PART {
            return Err(unsupported("文件展开后大得不正常", "请把人员表另存成一份新的 .xlsx 再试"));
        }
    }
    if !has_workbook {
        return Err(unsupported("这不是 .xlsx 表格", "请在表格软件里打开，另存为 .xlsx 后再试"));
    }
    Ok(())
}

fn xlsx(bytes: &[u8]) -> Result<Workbook> {
    let damaged = |e: calamine::XlsxError| {
        unsupported("表格读不出来，文件可能已损坏", "请在表格软件里打开后另存一份 .xlsx 再试")
            .with_source(e)
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::XlsxError::Password => {
            unsupported("表格有打开密码", "请在表格软件里去掉密码后再试")
        }
        e => damaged(e),
    })?;
    let mut out = Workbook::default();
    let names: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .filter(|s| s.typ == SheetType::WorkSheet)
        .map(|s| (s.name.clone(), s.visible == SheetVisible::Visible))
        .collect();
    for (name, is_visible) in names {
        let mut sheet = Sheet { name: name.clone(), is_visible, ..Sheet::default() };
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        sheet.merges = merges.iter().map(merge).collect();
        let mut reader = book.worksheet_cells_reader(&name).map_err(damaged)?;
        let formats: Vec<Option<String>> = reader
            .styles()
            .iter()
            .map(|s| s.number_format.as_ref().map(|f| f.format_code.clone()))
            .collect();
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
            let (row, column) = cell.get_position();
            if row >= MAX_ROW || column >= MAX_COLUMN {
                continue;
            }
            let format = formats.get(style).cloned().flatten();
            if let Some(value) = value(cell.get_value(), format) {
                sheet.cells.insert((row, column), value);
            }
            if sheet.cells.len() > MAX_CELLS {
                return Err(unsupported("表格太大，超过两百万个单元格", "请只留人员表再试"));
            }
        }
        out.sheets.push(sheet);
    }
    Ok(out)
}

fn merge(d: &Dimensions) -> (u32, u32, u32, u32) {
    (d.start.0, d.start.1, d.end.0, d.end.1)
}

fn value(data: &DataRef<'_>, format: Option<String>) -> Option<Cell> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Int(n) => Cell::Number(*n as f64, format),
        DataRef::Float(n) => Cell::Number(*n, format),
        DataRef::Bool(b) => Cell::Bool(*b),
        DataRef::DateTime(at) => match at.as_datetime() {
            Some(at) if (1900..=2100).contains(&at.year()) => Cell::Date(at.date()),
            _ => Cell::Number(at.as_f64(), format),
        },
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    })
}

/// Both readers hand out the same values under two types.
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

fn xls(bytes: &[u8]) -> Result<Workbook> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::XlsError::Password => {
            unsupported("表格有打开密码", "请在表格软件里去掉密码后再试")
        }
        e => unsupported(
            "表格读不出来，可能已损坏或加了密码",
            "请在表格软件里打开后另存一份 .xlsx 再试",
        )
        .with_source(e),
    })?;
    let mut out = Workbook::default();
    let names: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .map(|s| (s.name.clone(), s.visible == SheetVisible::Visible))
        .collect();
    for (name, is_visible) in names {
        let mut sheet = Sheet { name: name.clone(), is_visible, ..Sheet::default() };
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        sheet.merges = merges.iter().map(merge).collect();
        let Ok(range) = book.worksheet_range(&name) else {
            continue;
        };
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, column, data) in range.used_cells() {
            let place = (top + row as u32, left + column as u32);
            if let Some(value) = value(&borrowed(data), None) {
                sheet.cells.insert(place, value);
            }
        }
        out.sheets.push(sheet);
    }
    Ok(out)
}
