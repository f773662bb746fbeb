//! SpreadsheetML 2003: a workbook as one XML text, as many web systems still export it under the name
//! of an .xls.

use super::look::Look;
use super::xml::{attribute, is_true, reference};
use super::{MAX_COLUMN, MAX_ROW, Part, Rows, Sink, cut, damaged};
use crate::error::Result;
use engine::date::Date;
use engine::roster::{Cell, Grain, Merge};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// Whether a text is such a workbook.
pub fn is_one(head: &str) -> bool {
    head.contains("urn:schemas-microsoft-com:office:spreadsheet") && !head.contains("<html")
}

#[derive(Default)]
struct Here {
    style: Option<String>,
    kind: Option<String>,
    has_formula: bool,
    text: String,
}

#[derive(Default)]
struct Book {
    looks: HashMap<String, Look>,
    style: Option<String>,
    row: u32,
    column: u32,
    row_style: Option<String>,
    row_span: u32,
    here: Option<Here>,
    is_data: bool,
    merges: Vec<Merge>,
    cells: Vec<(u32, u32, Cell)>,
    hidden_rows: Vec<u32>,
    hidden_columns: Vec<u32>,
    next_column: u32,
    name: Option<String>,
    is_visible: bool,
    has_visible: bool,
}

/// Read the workbook.
pub fn read(text: &str, encoding: &str, sink: &mut Sink<'_>) -> Result<()> {
    sink(Part::Book("xml2003".into(), Some(encoding.to_owned()), false))?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut book = Book { is_visible: true, ..Book::default() };
    let mut n = 0;
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(e) => book.start(&e),
            Event::End(e) => match e.local_name().as_ref() {
                "Worksheet" => {
                    n += 1;
                    book.sheet(sink)?;
                }
                name => book.end(name),
            },
            Event::Text(text) => book.push(&text),
            Event::CData(text) => book.push(&text),
            Event::GeneralRef(name) => book.push(&reference(&name)),
            Event::Eof => break,
            _ => {}
        }
        if book.cells.len() > super::MAX_CELLS {
            return Err(super::too_large());
        }
    }
    if n == 0 { Err(super::zipped::no_sheet()) } else { Ok(()) }
}

impl Book {
    fn push(&mut self, text: &str) {
        if let Some(here) = &mut self.here {
            // The name of the visibility is text of an element of its own.
            if self.is_data {
                here.text.push_str(text);
            }
        } else if self.has_visible && text.contains("Hidden") {
            self.is_visible = false;
        }
    }

    fn start(&mut self, e: &BytesStart<'_>) {
        match e.local_name().as_ref() {
            "Style" => self.style = attribute(e, "ID"),
            "NumberFormat" => {
                if let (Some(id), Some(code)) = (self.style.clone(), attribute(e, "Format")) {
                    self.looks.insert(id, Look::of_code(named(&code)));
                }
            }
            "Worksheet" => {
                self.name = attribute(e, "Name");
                self.is_visible = true;
                (self.row, self.next_column) = (0, 0);
            }
            "Visible" => self.has_visible = true,
            "Column" => {
                let first = index(e).unwrap_or(self.next_column);
                let last = first.saturating_add(further(e, "Span")).min(MAX_COLUMN);
                self.next_column = last.saturating_add(1);
                if is_true(e, "Hidden") {
                    self.hidden_columns.extend(first..=last);
                }
            }
            "Row" => {
                self.row = index(e).unwrap_or(self.row);
                self.column = 0;
                self.row_style = attribute(e, "StyleID");
                self.row_span = further(e, "Span");
                if is_true(e, "Hidden") && self.row < MAX_ROW {
                    self.hidden_rows.push(self.row);
                }
            }
            "Cell" => {
                self.column = index(e).unwrap_or(self.column);
                let across = further(e, "MergeAcross");
                let down = further(e, "MergeDown");
                if across + down > 0 {
                    let end = (self.row.saturating_add(down), self.column.saturating_add(across));
                    self.merges.push((self.row, self.column, end.0, end.1));
                }
                self.here = Some(Here {
                    style: attribute(e, "StyleID").or_else(|| self.row_style.clone()),
                    has_formula: attribute(e, "Formula").is_some(),
                    ..Here::default()
                });
            }
            "Data" => {
                self.is_data = true;
                if let Some(here) = &mut self.here {
                    here.kind = attribute(e, "Type");
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "Data" => self.is_data = false,
            "Visible" => self.has_visible = false,
            "Style" => self.style = None,
            "Row" => self.row = self.row.saturating_add(1 + self.row_span),
            "Cell" => {
                let Some(here) = self.here.take() else { return };
                let across = self.merges.last().filter(|m| (m.0, m.1) == (self.row, self.column));
                let next = across.map_or(self.column, |m| m.3).saturating_add(1);
                if let Some(cell) = self.value(&here) {
                    self.cells.push((self.row, self.column, cell));
                }
                self.column = next;
            }
            _ => {}
        }
    }

    fn value(&self, here: &Here) -> Option<Cell> {
        let look = here.style.as_ref().and_then(|s| self.looks.get(s)).copied().unwrap_or_default();
        let text = cut(&here.text);
        Some(match here.kind.as_deref() {
            None if here.has_formula => Cell::Uncalculated,
            None => return None,
            Some("Number") => match text.trim().parse() {
                Ok(number) => look.cell(number, false),
                Err(_) => Cell::text(text),
            },
            Some("DateTime") => match text.trim().get(..10).and_then(|t| t.parse::<Date>().ok()) {
                Some(date) => Cell::Date(date, if look.is_date { look.grain } else { Grain::Day }),
                None => Cell::text(text),
            },
            Some("Boolean") => Cell::Bool(text.trim() == "1"),
            Some("Error") => Cell::Error(text.into()),
            Some(_) => Cell::text(text),
        })
    }

    fn sheet(&mut self, sink: &mut Sink<'_>) -> Result<()> {
        sink(Part::Sheet(self.name.take().unwrap_or_default(), self.is_visible))?;
        sink(Part::Merges(Some(std::mem::take(&mut self.merges))))?;
        let rows = std::mem::take(&mut self.hidden_rows);
        sink(Part::Hidden(rows, std::mem::take(&mut self.hidden_columns)))?;
        let mut rows = Rows::new(sink);
        for (row, column, cell) in self.cells.drain(..) {
            rows.put(row, column, cell)?;
        }
        rows.end()
    }
}

/// A place counted from 1 in the file, from 0 here.
fn index(e: &BytesStart<'_>) -> Option<u32> {
    attribute(e, "Index")?.parse::<u32>().ok()?.checked_sub(1)
}

/// A number of further rows or columns.
fn further(e: &BytesStart<'_>, name: &str) -> u32 {
    attribute(e, name).and_then(|v| v.parse().ok()).unwrap_or(0).min(MAX_ROW)
}

/// The code behind the named formats of this file type.
fn named(code: &str) -> &str {
    match code {
        "Short Date" => "yyyy/m/d",
        "Long Date" | "Medium Date" => "yyyy\"年\"m\"月\"d\"日\"",
        "General Date" => "yyyy/m/d h:mm",
        "Fixed" | "Standard" => "0.00",
        code => code,
    }
}
