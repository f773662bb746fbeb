//! .xls and .et: the old compound files.

use super::look::Look;
use super::record;
use super::zipped::{value, worksheets};
use super::{Part, Rows, Sink, damaged, locked, unsupported};
use crate::error::Result;
use calamine::{Data, DataRef, Reader, Xls, XlsError, XlsOptions};
use engine::roster::Cell;
use std::io::{Cursor, Read};

/// The stream of a compound file with the workbook, and whether it is the old kind.
fn stream(bytes: &[u8]) -> Result<(Vec<u8>, bool)> {
    let Ok(mut file) = cfb::CompoundFile::open(Cursor::new(bytes)) else {
        // A file the strict reader refuses may still be read by the other; nothing more is known of it.
        return Ok((Vec::new(), false));
    };
    let names: Vec<String> =
        file.walk().filter(|e| e.is_stream()).map(|e| e.name().to_owned()).collect();
    let has = |name: &str| names.iter().find(|n| n.eq_ignore_ascii_case(name)).cloned();
    if has("EncryptedPackage").is_some() {
        return Err(locked());
    }
    let (name, is_old) = match (has("Workbook"), has("Book")) {
        (Some(name), _) => (name, false),
        (None, Some(name)) => (name, true),
        (None, None) if has("WordDocument").is_some() => {
            return Err(unsupported(
                "这是 Word 文档，不是电子表格",
                "请把里面的表复制到表格软件，另存为 .xlsx",
            ));
        }
        (None, None) => {
            return Err(unsupported(
                "这个文件里没有工作簿，不是电子表格",
                "请用表格软件里的原文件（.xlsx、.xls、.et、.csv 都行）",
            ));
        }
    };
    let mut out = Vec::new();
    let mut stream = file.open_stream(format!("/{name}")).map_err(damaged)?;
    stream.read_to_end(&mut out).map_err(damaged)?;
    Ok((out, is_old))
}

/// Read the workbook.
pub fn read(bytes: &[u8], sink: &mut Sink<'_>) -> Result<()> {
    let (stream, is_old) = stream(bytes)?;
    let records = record::read(&stream, is_old);
    drop(stream);
    if records.is_locked {
        return Err(locked());
    }
    let mut options = XlsOptions::default();
    if is_old && !records.has_codepage {
        options.force_codepage = Some(936);
    }
    let mut book: Xls<_> =
        Xls::new_with_options(Cursor::new(bytes), options).map_err(|e| match e {
            XlsError::Password => locked(),
            e => damaged(e),
        })?;
    sink(Part::Book("xls".into(), None, book.has_1904_epoch()))?;
    let names = worksheets(book.sheets_metadata())?;
    for (i, (name, is_visible)) in names.iter().enumerate() {
        let Ok(range) = book.worksheet_range(name) else {
            continue;
        };
        let merges = book.merge_cells_by_sheet_name(name).unwrap_or_default();
        let merges =
            merges.iter().map(|d| (d.start.0, d.start.1, d.end.0, d.end.1)).collect::<Vec<_>>();
        let known = (records.sheets.len() == names.len()).then(|| &records.sheets[i]);
        sink(Part::Sheet(name.clone(), *is_visible))?;
        sink(Part::Merges(Some(merges)))?;
        if let Some(known) = known {
            sink(Part::Hidden(known.rows.clone(), known.columns.clone()))?;
        }
        let formulas = book.worksheet_formula(name).ok();
        cells(&range, formulas.as_ref(), known, sink)?;
    }
    Ok(())
}

fn cells(
    range: &calamine::Range<Data>,
    formulas: Option<&calamine::Range<String>>,
    known: Option<&record::SheetRecord>,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let (top, left) = range.start().unwrap_or((0, 0));
    let mut rows = Rows::new(sink);
    for (row, column, data) in range.used_cells() {
        let place = (top + row as u32, left + column as u32);
        let look = known.and_then(|k| k.formats.get(&place)).copied().unwrap_or_default();
        if let Some(cell) = formatted(data, look) {
            rows.put(place.0, place.1, cell)?;
        }
    }
    if let Some(formulas) = formulas {
        let (top, left) = formulas.start().unwrap_or((0, 0));
        let at = |row: usize, column: usize| (top + row as u32, left + column as u32);
        let is_text_of_nothing =
            |v: &Data| matches!(v, Data::String(text) if text.is_empty()) || *v == Data::Empty;
        // A program that writes formulas without working them out leaves an empty text behind each of
        // them, as a formula does whose answer is one; a sheet with no answer at all was never worked out.
        let is_open = formulas.used_cells().all(|(row, column, formula)| {
            formula.is_empty() || range.get_value(at(row, column)).is_none_or(is_text_of_nothing)
        });
        for (row, column, formula) in formulas.used_cells() {
            let place = at(row, column);
            let is_empty = range.get_value(place).is_none_or(|v| *v == Data::Empty);
            if (is_empty || is_open) && !formula.is_empty() {
                rows.put(place.0, place.1, Cell::Uncalculated)?;
            }
        }
    }
    rows.end()
}

/// A value with what its format shows of it.
fn formatted(data: &Data, look: Look) -> Option<Cell> {
    let cell = match data {
        Data::String(text) => value(&DataRef::SharedString(text)),
        Data::Int(n) => value(&DataRef::Int(*n)),
        Data::Float(n) => value(&DataRef::Float(*n)),
        Data::Bool(b) => value(&DataRef::Bool(*b)),
        Data::DateTime(at) => value(&DataRef::DateTime(*at)),
        Data::Error(error) => value(&DataRef::Error(error.clone())),
        _ => None,
    };
    Some(match cell? {
        Cell::Number(n, _) => Cell::Number(n, look.shown),
        Cell::Date(date, _) => Cell::Date(date, look.grain),
        cell => cell,
    })
}
