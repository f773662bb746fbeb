//! Finding the table: which rows are the header and what each column feeds.

use super::field::{Field, RecordKind, bare, year_head};
use super::{Cell, Sheet, letters};

/// A column and what it feeds.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Column from 0.
    pub index: u32,
    /// Letters.
    pub letters: String,
    /// Header, levels joined by “/”.
    pub header: String,
    /// Field of a person, on a staff sheet.
    pub field: Option<Field>,
    /// Key of a record's field, on a record sheet; `name`, `id_number` and `year:2020` too.
    pub record_key: Option<String>,
}

/// A header found.
#[derive(Debug, Clone)]
pub struct Header {
    /// First header row, from 0.
    pub first: u32,
    /// Last header row, from 0.
    pub last: u32,
    /// Columns.
    pub columns: Vec<Column>,
    /// How many columns are understood.
    pub score: usize,
}

/// Text of a header cell; a merged cell's text stands for its whole range.
fn label(sheet: &Sheet, row: u32, column: u32) -> String {
    let place = sheet
        .merges
        .iter()
        .find(|m| m.0 <= row && row <= m.2 && m.1 <= column && column <= m.3)
        .map_or((row, column), |m| (m.0, m.1));
    match sheet.cell(place.0, place.1) {
        Some(Cell::Text(text)) => text.clone(),
        Some(Cell::Number(n, _)) => format!("{n}"),
        _ => String::new(),
    }
}

/// Levels of the header above a column, repeated levels once.
fn levels(sheet: &Sheet, first: u32, last: u32, column: u32) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for row in first..=last {
        let text = label(sheet, row, column);
        if !text.is_empty() && out.last() != Some(&text) {
            out.push(text);
        }
    }
    out
}

fn columns(sheet: &Sheet, first: u32, last: u32) -> Vec<(u32, Vec<String>)> {
    (0..=sheet.last_column())
        .map(|c| (c, levels(sheet, first, last, c)))
        .filter(|(_, l)| !l.is_empty())
        .collect()
}

/// The header of a staff list within the first rows; the fewest rows that understand the most.
pub fn people(sheet: &Sheet) -> Option<Header> {
    best(sheet, |levels| {
        let leaf = levels.last()?;
        let group = if levels.len() > 1 { levels[levels.len() - 2].as_str() } else { "" };
        Some((Field::of(group, leaf)?, None))
    })
    .filter(|h| {
        let has = |f: Field| h.columns.iter().any(|c| c.field == Some(f));
        h.score >= 4 && has(Field::Name) && (has(Field::IdNumber) || has(Field::BornOn))
    })
}

fn best(
    sheet: &Sheet,
    feed: impl Fn(&[String]) -> Option<(Field, Option<String>)>,
) -> Option<Header> {
    let mut found: Option<Header> = None;
    // The lowest header that understands the most: titles above it must not be taken in.
    for height in 0..3 {
        for first in 0..30.min(sheet.last_row() + 1) {
            let last = first + height;
            let mut seen = Vec::new();
            let columns: Vec<Column> = columns(sheet, first, last)
                .into_iter()
                .map(|(index, levels)| {
                    let field = feed(&levels).map(|f| f.0).filter(|f| !seen.contains(f));
                    seen.extend(field);
                    Column {
                        index,
                        letters: letters(index),
                        header: levels.iter().map(|l| one_line(l)).collect::<Vec<_>>().join("/"),
                        field,
                        record_key: None,
                    }
                })
                .collect();
            let score = seen.len();
            if found.as_ref().is_none_or(|f| score > f.score) {
                found = Some(Header { first, last, columns, score });
            }
        }
    }
    found
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The kind of records a sheet holds, and its header.
pub fn records(sheet: &Sheet) -> Option<(RecordKind, Header)> {
    let mut found: Option<(RecordKind, Header)> = None;
    for row in 0..10.min(sheet.last_row() + 1) {
        for kind in RecordKind::ALL {
            let Some(header) = record_header(sheet, row, *kind) else {
                continue;
            };
            if found.as_ref().is_none_or(|(_, f)| header.score > f.score) {
                found = Some((*kind, header));
            }
        }
    }
    found
}

fn record_header(sheet: &Sheet, row: u32, kind: RecordKind) -> Option<Header> {
    let mut columns = Vec::new();
    let (mut score, mut has_name, mut has_mark) = (0, false, false);
    for index in 0..=sheet.last_column() {
        let head = label(sheet, row, index);
        if head.is_empty() {
            continue;
        }
        let word = bare(&head);
        let key = match Field::of("", &head) {
            Some(Field::Name) => Some("name".to_owned()),
            Some(Field::IdNumber) => Some("id_number".to_owned()),
            _ => kind
                .columns()
                .iter()
                .find(|(_, words)| words.contains(&word.as_str()))
                .map(|(key, _)| (*key).to_owned())
                .or_else(|| {
                    let year = year_head(&head).filter(|_| kind == RecordKind::Appraisal)?;
                    Some(format!("year:{year}"))
                }),
        };
        has_name |= key.as_deref() == Some("name");
        has_mark |= key.as_deref() == Some(kind.columns()[0].0)
            || key.as_ref().is_some_and(|k| k.starts_with("year:"));
        score += usize::from(key.is_some());
        columns.push(Column {
            index,
            letters: letters(index),
            header: one_line(&head),
            field: None,
            record_key: key,
        });
    }
    (has_name && has_mark && score >= 3).then_some(Header { first: row, last: row, columns, score })
}
