//! A closer look at a sheet of an .xlsx: what is hidden, error values, formulas never worked out.

use super::guard::{self, Parts};
use super::xml::{attribute, is_true};
use super::{MAX_COLUMN, MAX_ROW, damaged};
use crate::error::Result;
use engine::roster::column_of;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::{BufReader, Read};

/// What was found.
#[derive(Debug, Default)]
pub struct Detail {
    /// Hidden rows.
    pub rows: Vec<u32>,
    /// Hidden columns.
    pub columns: Vec<u32>,
    /// Error values: row, column, text.
    pub errors: Vec<(u32, u32, String)>,
    /// Formulas without a value.
    pub uncalculated: Vec<(u32, u32)>,
}

/// `AB12` as row and column from 0.
fn place(text: &str) -> Option<(u32, u32)> {
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let row: u32 = text[split..].parse().ok()?;
    Some((row.checked_sub(1)?, column_of(&text[..split])?))
}

#[derive(Default)]
struct Here {
    place: (u32, u32),
    is_error: bool,
    is_text: bool,
    has_formula: bool,
    value: Option<String>,
}

/// Look through a sheet. Where the workbook wants to be worked out anew on opening (`is_stale`), the
/// noughts its writer put under the formulas are no values.
pub fn read(xml: &mut dyn Read, is_stale: bool) -> Result<Detail> {
    let mut reader = Reader::from_reader(BufReader::new(xml));
    let mut out = Detail::default();
    let mut buffer = Vec::new();
    let (mut row, mut column) = (0u32, 0u32);
    let mut cell: Option<Here> = None;
    let mut in_value = false;
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(damaged)?;
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "row" => {
                    let told = attribute(&e, "r").and_then(|r| r.parse::<u32>().ok());
                    row = told.map_or(row, |r| r.saturating_sub(1));
                    column = 0;
                    if is_true(&e, "hidden") && row < MAX_ROW {
                        out.rows.push(row);
                    }
                    if is_empty {
                        row += 1;
                    }
                }
                "col" if is_true(&e, "hidden") => {
                    let n = |name| attribute(&e, name).and_then(|v| v.parse::<u32>().ok());
                    if let (Some(min), Some(max)) = (n("min"), n("max")) {
                        out.columns
                            .extend((min.saturating_sub(1)..max).take_while(|c| *c < MAX_COLUMN));
                    }
                }
                "c" => {
                    let at = attribute(&e, "r").and_then(|r| place(&r)).unwrap_or((row, column));
                    column = at.1 + 1;
                    let kind = attribute(&e, "t");
                    let here = Here {
                        place: at,
                        is_error: kind.as_deref() == Some("e"),
                        is_text: kind.as_deref() == Some("str"),
                        ..Here::default()
                    };
                    cell = (!is_empty).then_some(here);
                }
                "f" => {
                    if let Some(cell) = &mut cell {
                        cell.has_formula = true;
                    }
                }
                "v" => {
                    in_value = !is_empty;
                    // An empty text worked out is a value; an empty number is none.
                    if let Some(cell) = cell.as_mut().filter(|c| c.is_text) {
                        cell.value.get_or_insert_default();
                    }
                }
                _ => {}
            },
            Event::Text(text) if in_value => {
                if let Some(cell) = &mut cell {
                    cell.value.get_or_insert_default().push_str(&text);
                }
            }
            Event::End(e) => match e.local_name().as_ref() {
                "v" => in_value = false,
                "row" => row += 1,
                "c" => {
                    if let Some(done) = cell.take() {
                        keep(done, is_stale, &mut out);
                    }
                }
                "sheetData" => return Ok(out),
                _ => {}
            },
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}

fn keep(cell: Here, is_stale: bool, out: &mut Detail) {
    let (row, column) = cell.place;
    if row >= MAX_ROW || column >= MAX_COLUMN {
        return;
    }
    match cell.value {
        Some(text) if cell.is_error => out.errors.push((row, column, text)),
        None if cell.has_formula => out.uncalculated.push((row, column)),
        Some(text) if is_stale && cell.has_formula && text == "0" => {
            out.uncalculated.push((row, column));
        }
        _ => {}
    }
}

/// Part of each sheet by its name, from the workbook and its relations, and whether its formulas wait to
/// be worked out.
pub fn places(bytes: &[u8], parts: &Parts) -> (BTreeMap<String, String>, bool) {
    let mut out = BTreeMap::new();
    let Some(book) = parts.keys().find(|n| n.ends_with("workbook.xml")) else {
        return (out, false);
    };
    let targets = targets(bytes, parts, book);
    let mut is_stale = false;
    each(bytes, parts, book, |e| match e.local_name().as_ref() {
        "sheet" => {
            if let (Some(name), Some(id)) = (attribute(e, "name"), attribute(e, "id"))
                && let Some(path) = targets.get(&id)
            {
                out.insert(name, path.clone());
            }
        }
        "calcPr" => is_stale = is_true(e, "fullCalcOnLoad"),
        _ => {}
    });
    (out, is_stale)
}

/// Parts a workbook refers to, by the id of the relation.
pub fn targets(bytes: &[u8], parts: &Parts, book: &str) -> BTreeMap<String, String> {
    let (folder, file) = book.rsplit_once('/').unwrap_or(("", book));
    let mut out = BTreeMap::new();
    each(bytes, parts, &guard::plain(&format!("{folder}/_rels/{file}.rels")), |e| {
        if e.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(target)) = (attribute(e, "Id"), attribute(e, "Target"))
        {
            let is_absolute = target.starts_with(['/', '\\']);
            let path = if is_absolute { target } else { format!("{folder}/{target}") };
            out.insert(id, guard::plain(&path));
        }
    });
    out
}

/// Every element of a part; a part that does not parse ends early, and the real reader says what is
/// wrong with it.
fn each(bytes: &[u8], parts: &Parts, part: &str, mut look: impl FnMut(&BytesStart<'_>)) {
    let Ok(xml) = guard::part(bytes, parts, part) else {
        return;
    };
    let mut reader = Reader::from_reader(xml.as_slice());
    let mut buffer = Vec::new();
    while let Ok(event) = reader.read_event_into(&mut buffer) {
        match event {
            Event::Start(e) | Event::Empty(e) => look(&e),
            Event::Eof => return,
            _ => {}
        }
        buffer.clear();
    }
}
