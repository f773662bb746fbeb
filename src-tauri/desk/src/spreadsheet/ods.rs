//! .ods, cell by cell. The library's reader knows neither what is hidden nor how a cell is shown, and
//! holds every cell at once; this one sends rows on as they end.

use super::guard::{self, Parts};
use super::look::Look;
use super::xml::{attribute, count, reference};
use super::{MAX_COLUMN, MAX_ROW, Part, Rows, Sink, cut, damaged, locked};
use crate::error::Result;
use engine::roster::{Cell, Grain, Merge, Shown, when};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{HashMap, HashSet};
use std::io::{BufReader, Read};

/// Elements whose whole inside is no part of a cell's text: notes, drawings, what was deleted.
const PASSED_OVER: [&str; 9] = [
    "annotation",
    "tracked-changes",
    "shapes",
    "frame",
    "custom-shape",
    "control",
    "ruby-text",
    "note",
    "g",
];

/// Read the workbook.
pub fn read(bytes: &[u8], parts: &Parts, sink: &mut Sink<'_>) -> Result<()> {
    if parts.contains_key("meta-inf/manifest.xml") {
        let manifest = guard::part(bytes, parts, "meta-inf/manifest.xml")?;
        if manifest.windows(15).any(|w| w == b"encryption-data") {
            return Err(locked());
        }
    }
    sink(Part::Book("ods".into(), None, false))?;
    let mut styles = Styles::default();
    if parts.contains_key("styles.xml") {
        guard::with_part(bytes, parts, "styles.xml", |from| {
            walk(from, |event| {
                styles.take(&event);
                Ok(())
            })
        })?;
    }
    let mut tables = Tables { styles, ..Tables::default() };
    guard::with_part(bytes, parts, "content.xml", |from| {
        walk(from, |event| tables.take(event, sink))
    })?;
    if tables.n == 0 { Err(super::zipped::no_sheet()) } else { Ok(()) }
}

/// Every event of a part; an empty element is a start and an end.
fn walk(from: &mut dyn Read, mut take: impl FnMut(Event<'_>) -> Result<()>) -> Result<()> {
    let mut reader = Reader::from_reader(BufReader::new(from));
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Eof => return Ok(()),
            event => take(event)?,
        }
    }
}

/// Styles of cells and sheets, as far as reading needs them.
#[derive(Default)]
struct Styles {
    /// Data style being read.
    data: Option<(String, Dated)>,
    looks: HashMap<String, Look>,
    /// Data style and parent of a cell style.
    cells: HashMap<String, (Option<String>, Option<String>)>,
    /// Sheet style being read.
    sheet: Option<String>,
    hidden: HashSet<String>,
}

/// Parts of a date a data style shows.
#[derive(Default, Clone, Copy)]
struct Dated {
    is_date: bool,
    has_year: bool,
    has_month: bool,
    has_day: bool,
    shown: Shown,
}

impl Styles {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(e) => self.start(e),
            Event::End(e) => {
                let name = e.local_name();
                if matches!(name.as_ref(), "date-style" | "number-style")
                    && let Some((name, dated)) = self.data.take()
                {
                    self.looks.insert(name, dated.look());
                } else if name.as_ref() == "style" {
                    self.sheet = None;
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, e: &BytesStart<'_>) {
        match e.local_name().as_ref() {
            kind @ ("date-style" | "number-style") => {
                let is_date = kind == "date-style";
                let dated = Dated { is_date, ..Dated::default() };
                self.data = attribute(e, "name").map(|name| (name, dated));
            }
            part @ ("year" | "month" | "day") => {
                if let Some((_, dated)) = &mut self.data {
                    match part {
                        "year" => dated.has_year = true,
                        "month" => dated.has_month = true,
                        _ => dated.has_day = true,
                    }
                }
            }
            "number" => {
                let n = |name| attribute(e, name).and_then(|v| v.parse::<u8>().ok());
                if let Some((_, dated)) = &mut self.data {
                    let least = n("min-decimal-places").or_else(|| n("decimal-places"));
                    dated.shown = match (least, n("min-integer-digits")) {
                        (Some(places @ 1..), _) => Shown::Decimals(places),
                        (_, Some(digits @ 2..)) => Shown::Padded(digits),
                        _ => Shown::General,
                    };
                }
            }
            "style" if attribute(e, "family").as_deref() == Some("table-cell") => {
                let look = (attribute(e, "data-style-name"), attribute(e, "parent-style-name"));
                if let Some(name) = attribute(e, "name") {
                    self.cells.insert(name, look);
                }
            }
            "style" => self.sheet = attribute(e, "name"),
            "table-properties" if attribute(e, "display").as_deref() == Some("false") => {
                self.hidden.extend(self.sheet.clone());
            }
            _ => {}
        }
    }

    /// What a cell style shows, its parents asked in turn.
    fn look(&self, name: &str) -> Option<Look> {
        let mut name = name;
        for _ in 0..8 {
            let (data, parent) = self.cells.get(name)?;
            if let Some(look) = data.as_ref().and_then(|d| self.looks.get(d)) {
                return Some(*look);
            }
            name = parent.as_deref()?;
        }
        None
    }
}

impl Dated {
    fn look(self) -> Look {
        let grain = match (self.has_year, self.has_month, self.has_day) {
            (true, true, false) => Grain::Month,
            (true, false, false) => Grain::Year,
            _ => Grain::Day,
        };
        Look { is_date: self.is_date, shown: self.shown, grain }
    }
}

/// A cell being read.
#[derive(Default)]
struct Here {
    repeat: u32,
    is_covered: bool,
    spans: (u32, u32),
    style: Option<String>,
    kind: String,
    value: Option<String>,
    is_error: bool,
    has_formula: bool,
    text: String,
}

/// A row being read.
#[derive(Default)]
struct Line {
    repeat: u32,
    is_hidden: bool,
    style: Option<String>,
    column: u32,
    cells: Vec<(u32, Cell)>,
    merges: Vec<(u32, u32, u32)>,
}

#[derive(Default)]
struct Tables {
    styles: Styles,
    /// Sheets met.
    n: usize,
    /// Tables within tables.
    depth: u32,
    /// Elements passed over that are open.
    passed_over: u32,
    is_paragraph: bool,
    row: u32,
    line: Option<Line>,
    here: Option<Here>,
    /// Default style of columns: first, last, style.
    columns: Vec<(u32, u32, String)>,
    column: u32,
    merges: Vec<Merge>,
    hidden_rows: Vec<u32>,
    hidden_columns: Vec<u32>,
    far: usize,
    cells: usize,
}

impl Tables {
    fn take(&mut self, event: Event<'_>, sink: &mut Sink<'_>) -> Result<()> {
        if self.depth == 0 {
            self.styles.take(&event);
        }
        match event {
            Event::Start(e) => {
                if self.passed_over > 0 || PASSED_OVER.contains(&e.local_name().as_ref()) {
                    self.passed_over += u32::from(self.depth > 0 || self.passed_over > 0);
                    return Ok(());
                }
                self.start(&e, sink)
            }
            Event::End(e) => {
                if self.passed_over > 0 {
                    self.passed_over -= 1;
                    return Ok(());
                }
                self.end(e.local_name().as_ref(), sink)
            }
            Event::Text(text) => {
                self.push(&text);
                Ok(())
            }
            Event::CData(text) => {
                self.push(&text);
                Ok(())
            }
            Event::GeneralRef(name) => {
                self.push(&reference(&name));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(here) = self.here.as_mut().filter(|_| self.is_paragraph) {
            here.text.push_str(text);
        }
    }

    fn start(&mut self, e: &BytesStart<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let name = e.local_name();
        if name.as_ref() == "table" {
            self.depth += 1;
            // A table within a cell is part of its text at most.
            if self.depth > 1 {
                return Ok(());
            }
            let style = attribute(e, "style-name").unwrap_or_default();
            let title = attribute(e, "name").unwrap_or_default();
            self.n += 1;
            (self.row, self.column, self.far) = (0, 0, 0);
            self.columns.clear();
            return sink(Part::Sheet(title, !self.styles.hidden.contains(&style)));
        }
        if self.depth != 1 {
            return Ok(());
        }
        match name.as_ref() {
            "table-column" => self.column(e),
            "table-row" => {
                self.line = Some(Line {
                    repeat: count(e, "number-rows-repeated"),
                    is_hidden: is_hidden(e),
                    style: attribute(e, "default-cell-style-name"),
                    ..Line::default()
                });
            }
            kind @ ("table-cell" | "covered-table-cell") if self.line.is_some() => {
                let kind_of = attribute(e, "value-type").unwrap_or_default();
                let value = ["value", "date-value", "boolean-value", "time-value", "string-value"];
                self.here = Some(Here {
                    repeat: count(e, "number-columns-repeated"),
                    is_covered: kind == "covered-table-cell",
                    spans: (count(e, "number-rows-spanned"), count(e, "number-columns-spanned")),
                    style: attribute(e, "style-name"),
                    kind: kind_of,
                    value: value.iter().find_map(|name| attribute(e, name)),
                    is_error: e.attributes().flatten().any(|a| {
                        a.key.as_ref() == "calcext:value-type" && a.value.as_ref() == "error"
                    }),
                    has_formula: attribute(e, "formula").is_some(),
                    text: String::new(),
                });
            }
            "p" | "h" => {
                self.is_paragraph = true;
                if let Some(here) = self.here.as_mut().filter(|h| !h.text.is_empty()) {
                    here.text.push('\n');
                }
            }
            "s" => {
                let n = count(e, "c").min(1000) as usize;
                self.push(&" ".repeat(n));
            }
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            _ => {}
        }
        Ok(())
    }

    fn column(&mut self, e: &BytesStart<'_>) {
        let first = self.column;
        let last = first.saturating_add(count(e, "number-columns-repeated") - 1);
        self.column = last.saturating_add(1);
        if is_hidden(e) {
            self.hidden_columns.extend(first..=last.min(MAX_COLUMN));
        }
        if let Some(style) = attribute(e, "default-cell-style-name")
            && self.columns.len() < 2_000
        {
            self.columns.push((first, last, style));
        }
    }

    fn end(&mut self, name: &str, sink: &mut Sink<'_>) -> Result<()> {
        match name {
            "table" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth > 0 {
                    return Ok(());
                }
                if self.far > 0 {
                    sink(Part::Far(self.far))?;
                }
                sink(Part::Merges(Some(std::mem::take(&mut self.merges))))?;
                let rows = std::mem::take(&mut self.hidden_rows);
                sink(Part::Hidden(rows, std::mem::take(&mut self.hidden_columns)))
            }
            _ if self.depth != 1 => Ok(()),
            "p" | "h" => {
                self.is_paragraph = false;
                Ok(())
            }
            "table-cell" | "covered-table-cell" => {
                if let (Some(here), Some(mut line)) = (self.here.take(), self.line.take()) {
                    self.cell(here, &mut line);
                    self.line = Some(line);
                }
                Ok(())
            }
            "table-row" => match self.line.take() {
                Some(line) => self.row(line, sink),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn cell(&mut self, here: Here, line: &mut Line) {
        let first = line.column;
        line.column = first.saturating_add(here.repeat);
        if here.spans != (1, 1) {
            line.merges.push((first, here.spans.0, here.spans.1));
        }
        // What lies under a merged cell is not seen by anybody.
        let value = if here.is_covered { None } else { self.value(&here, line, first) };
        let Some(value) = value.filter(|v| !v.is_blank()) else {
            return;
        };
        let last = line.column.min(MAX_COLUMN);
        line.cells.extend((first..last).map(|c| (c, value.clone())));
        self.far += usize::from(line.column > MAX_COLUMN);
    }

    fn look(&self, here: &Here, line: &Line, column: u32) -> Option<Look> {
        let of_column = || {
            let all = self.columns.iter();
            all.rev().find(|c| c.0 <= column && column <= c.1).map(|c| c.2.as_str())
        };
        let style = here.style.as_deref().or(line.style.as_deref()).or_else(of_column)?;
        self.styles.look(style)
    }

    fn value(&self, here: &Here, line: &Line, column: u32) -> Option<Cell> {
        let text = cut(&here.text);
        if here.is_error {
            return Some(Cell::Error(if text.is_empty() { "#ERROR!" } else { text }.into()));
        }
        let value = here.value.as_deref();
        let look = || self.look(here, line, column);
        match here.kind.as_str() {
            "float" | "currency" | "percentage" => {
                match value.and_then(|v| v.parse::<f64>().ok()) {
                    Some(number) => Some(Cell::Number(number, number_look(look(), text, number))),
                    None if here.has_formula => Some(Cell::Uncalculated),
                    None => Some(Cell::text(text)),
                }
            }
            "date" => match value.and_then(|v| v.get(..10)).and_then(|v| v.parse().ok()) {
                Some(date) => {
                    let grain = look().filter(|l| l.is_date).map(|l| l.grain);
                    Some(Cell::Date(date, grain.unwrap_or_else(|| grain_of(text))))
                }
                None if here.has_formula && value.is_none() => Some(Cell::Uncalculated),
                None => Some(Cell::text(if text.is_empty() { value? } else { text })),
            },
            "boolean" => Some(Cell::Bool(value?.eq_ignore_ascii_case("true"))),
            "time" => Some(Cell::text(if text.is_empty() { value? } else { text })),
            "string" => Some(Cell::text(value.filter(|v| !v.is_empty()).map_or(text, cut))),
            _ if here.has_formula && text.is_empty() => Some(Cell::Uncalculated),
            _ => Some(Cell::text(text)),
        }
    }

    fn row(&mut self, line: Line, sink: &mut Sink<'_>) -> Result<()> {
        let first = self.row;
        self.row = first.saturating_add(line.repeat);
        for (column, down, right) in &line.merges {
            let end = (first.saturating_add(down - 1), column.saturating_add(right - 1));
            self.merges.push((first, *column, end.0, end.1));
        }
        if line.cells.is_empty() {
            return Ok(());
        }
        let last = self.row.min(MAX_ROW);
        if self.row > MAX_ROW {
            self.far += line.cells.len();
        }
        self.cells += line.cells.len() * last.saturating_sub(first) as usize;
        if self.cells > super::MAX_CELLS {
            return Err(super::too_large());
        }
        if line.is_hidden {
            self.hidden_rows.extend(first..last);
        }
        let mut rows = Rows::new(sink);
        for row in first..last {
            for (column, cell) in &line.cells {
                rows.put(row, *column, cell.clone())?;
            }
        }
        rows.end()
    }
}

fn is_hidden(e: &BytesStart<'_>) -> bool {
    attribute(e, "visibility").is_some_and(|v| v != "visible")
}

/// What is shown of a number: as the style says, or as the text beside it has it.
fn number_look(look: Option<Look>, text: &str, number: f64) -> Shown {
    if let Some(look) = look.filter(|l| l.shown != Shown::General) {
        return look.shown;
    }
    if text.parse::<f64>() != Ok(number) {
        return Shown::General;
    }
    match text.split_once('.') {
        Some((_, places)) => u8::try_from(places.len()).map_or(Shown::General, Shown::Decimals),
        None if text.starts_with('0') && text.len() > 1 => {
            u8::try_from(text.len()).map_or(Shown::General, Shown::Padded)
        }
        None => Shown::General,
    }
}

/// How exact a date is by the text beside it, where no style tells.
fn grain_of(text: &str) -> Grain {
    match when::date(&Cell::text(text), false) {
        Ok(read) if read.date.month().is_none() => Grain::Year,
        Ok(read) if read.date.exact().is_none() => Grain::Month,
        _ => Grain::Day,
    }
}
