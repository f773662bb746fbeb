//! .xlsx and .xlsm, read cell by cell.

use super::guard::{self, Parts};
use super::look::Look;
use super::zipped::worksheets;
use super::{Part, Rows, Sink, cut, damaged, detail, locked};
use crate::error::Result;
use calamine::{DataRef, Reader, Xlsx, XlsxError};
use chrono::Datelike;
use engine::roster::{Cell, Grain, Shown};
use std::io::Cursor;

fn fault(e: XlsxError) -> crate::error::Error {
    match e {
        XlsxError::Password => locked(),
        e => damaged(e),
    }
}

/// Read the workbook.
pub fn read(bytes: &[u8], parts: &Parts, sink: &mut Sink<'_>) -> Result<()> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(fault)?;
    sink(Part::Book("xlsx".into(), None, book.has_1904_epoch()))?;
    let (places, is_stale) = detail::places(bytes, parts);
    for (name, is_visible) in worksheets(book.sheets_metadata())? {
        sink(Part::Sheet(name.clone(), is_visible))?;
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        sink(Part::Merges(Some(merges.iter().map(merge).collect())))?;
        let part = places.get(&name);
        let seen = part.and_then(|p| parts.get(p)).copied().unwrap_or_default();
        let mut found = detail::Detail::default();
        if let Some(part) = part
            && (seen.hides || seen.has_formula || seen.has_error)
        {
            found = guard::with_part(bytes, parts, part, |xml| detail::read(xml, is_stale))?;
            sink(Part::Hidden(found.rows.clone(), found.columns.clone()))?;
        }
        cells(&mut book, &name, &found, sink)?;
    }
    Ok(())
}

fn cells(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    found: &detail::Detail,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        // A chart or a dialog under the name of a worksheet has no cells to read.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(e) => return Err(fault(e)),
    };
    let formats: Vec<(Shown, Grain)> = reader
        .styles()
        .iter()
        .map(|s| match &s.number_format {
            Some(f) => look(&f.format_code, f.format_id),
            None => (Shown::General, Grain::Day),
        })
        .collect();
    let mut rows = Rows::new(sink);
    loop {
        match reader.next_cell_with_style_id() {
            Ok(Some((cell, style))) => {
                let (row, column) = cell.get_position();
                let (shown, grain) = formats.get(style).copied().unwrap_or_default();
                if let Some(value) = value(cell.get_value(), shown, grain) {
                    rows.put(row, column, value)?;
                }
            }
            Ok(None) => break,
            // An error value newer than the reader; its place is known from the closer look.
            Err(XlsxError::CellError(_)) if !found.errors.is_empty() => {}
            Err(e) => return Err(fault(e)),
        }
    }
    for (row, column, text) in &found.errors {
        rows.put(*row, *column, Cell::Error(text.as_str().into()))?;
    }
    for (row, column) in &found.uncalculated {
        rows.put(*row, *column, Cell::Uncalculated)?;
    }
    rows.end()
}

/// What a format shows; the built-in ones have no code in the file.
fn look(code: &str, id: Option<u32>) -> (Shown, Grain) {
    let look = match id {
        Some(id @ (17 | 27 | 52 | 57)) if !code.contains('d') => Look::built_in(id),
        _ => Look::of_code(code),
    };
    (look.shown, look.grain)
}

fn merge(d: &calamine::Dimensions) -> engine::roster::Merge {
    (d.start.0, d.start.1, d.end.0, d.end.1)
}

/// A value of the reader as a cell; an empty one is none.
pub(super) fn value(data: &DataRef<'_>, shown: Shown, grain: Grain) -> Option<Cell> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::String(text) => Cell::text(cut(text)),
        DataRef::SharedString(text) => Cell::text(cut(text)),
        DataRef::Int(n) => Cell::Number(*n as f64, shown),
        DataRef::Float(n) => Cell::Number(*n, shown),
        DataRef::Bool(b) => Cell::Bool(*b),
        DataRef::DateTime(at) => match at.as_datetime() {
            Some(at) if (1900..=2100).contains(&at.year()) => Cell::Date(at.date(), grain),
            _ => Cell::Number(at.as_f64(), Shown::General),
        },
        DataRef::DateTimeIso(text) => match text.get(..10).and_then(|t| t.parse().ok()) {
            Some(date) => Cell::Date(date, Grain::Day),
            None => Cell::text(cut(text)),
        },
        DataRef::DurationIso(text) => Cell::text(cut(text)),
        DataRef::Error(error) => Cell::Error(error.to_string().into()),
    })
}
