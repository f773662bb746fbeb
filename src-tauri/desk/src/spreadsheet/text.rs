//! Texts: comma, tab or semicolon between the cells, in any encoding offices write; and the tables and
//! trees that are texts too.

use super::{Options, Part, Sink, html, lrmx, plain_cell, unsupported, xml2003};
use crate::error::Result;
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Read a text file.
pub fn read(bytes: &[u8], options: &Options, sink: &mut Sink<'_>) -> Result<()> {
    let (encoding, start) = encoding(bytes, options.encoding.as_deref());
    let (text, _) = encoding.decode_without_bom_handling(&bytes[start..]);
    let is_utf16 = encoding == UTF_16LE || encoding == UTF_16BE;
    let odd = text.chars().take(4000).filter(|c| c.is_control() && !"\t\r\n\u{c}".contains(*c));
    if odd.count() > 4 || (!is_utf16 && bytes[start..].iter().take(4000).any(|b| *b == 0)) {
        return Err(unsupported(
            "读不出这个文件，它不是电子表格，或已损坏",
            "请在表格软件里打开，另存为 .xlsx 后再试",
        ));
    }
    let name = if is_utf16 { "UTF-16" } else { encoding.name() };
    let head: String = text.chars().take(4096).collect::<String>().to_lowercase();
    let trimmed = head.trim_start();
    if trimmed.starts_with('<') && xml2003::is_one(trimmed) {
        return xml2003::read(&text, name, sink);
    }
    if trimmed.starts_with('<') && (trimmed.contains("<person") || trimmed.contains("<xingming")) {
        return lrmx::read(&text, name, sink);
    }
    if trimmed.starts_with('<') && (trimmed.contains("<table") || trimmed.contains("<html")) {
        return html::read(&text, name, sink);
    }
    if trimmed.starts_with("mime-version") {
        return Err(unsupported(
            "这是单个文件网页（.mht），读不了",
            "请在表格软件里打开，另存为 .xlsx 后再试",
        ));
    }
    if trimmed.starts_with('<') || trimmed.starts_with('{') {
        return Err(unsupported(
            "这不是电子表格",
            "请用表格软件里的原文件（.xlsx、.xls、.et、.csv 都行）",
        ));
    }
    table(&text, name, sink)
}

/// The encoding of a text and where it begins: as told, by its mark, as strict UTF-8, else as the
/// national standard, which holds every older Chinese encoding.
fn encoding(bytes: &[u8], told: Option<&str>) -> (&'static Encoding, usize) {
    let marked = Encoding::for_bom(bytes);
    let start = marked.map_or(0, |(_, n)| n);
    if let Some(encoding) = told.and_then(|t| Encoding::for_label(t.as_bytes())) {
        return (encoding, start);
    }
    if let Some((encoding, start)) = marked {
        return (encoding, start);
    }
    let head = &bytes[..bytes.len().min(2000)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let half = head.len() / 2;
    if half > 8 && zeros(1) * 4 > half && zeros(0) * 20 < half {
        return (UTF_16LE, 0);
    }
    if half > 8 && zeros(0) * 4 > half && zeros(1) * 20 < half {
        return (UTF_16BE, 0);
    }
    (if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { GB18030 }, 0)
}

/// The character between the cells: the one that parts most of the first lines into equally many.
fn separator(text: &str) -> Option<u8> {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(30).collect();
    [b',', b'\t', b';', b'|']
        .into_iter()
        .filter_map(|mark| {
            let counts: Vec<usize> =
                lines.iter().map(|l| outside_quotes(l, char::from(mark))).collect();
            let widest = counts.iter().copied().max().filter(|n| *n > 0)?;
            let with = counts.iter().filter(|n| **n * 2 > widest).count();
            Some((with * widest.min(20), mark))
        })
        .max_by_key(|(score, _)| *score)
        .map(|(_, mark)| mark)
}

fn outside_quotes(line: &str, mark: char) -> usize {
    let mut is_quoted = false;
    line.chars()
        .filter(|c| {
            is_quoted ^= *c == '"';
            !is_quoted && *c == mark
        })
        .count()
}

fn table(text: &str, encoding: &str, sink: &mut Sink<'_>) -> Result<()> {
    let Some(mark) = separator(text) else {
        return Err(unsupported(
            "没有找到分成几栏的内容，不是花名册",
            "栏与栏之间要用逗号、制表符或分号隔开；或在表格软件里另存为 .xlsx",
        ));
    };
    sink(Part::Book("csv".into(), Some(encoding.to_owned()), false))?;
    sink(Part::Sheet("表".into(), true))?;
    sink(Part::Merges(None))?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(mark)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut row = 0u32;
    let mut widths: Vec<(u32, usize, bool)> = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut before = 0usize;
    while reader.read_record(&mut record).map_err(super::damaged)? {
        // The reader passes over blank lines; a spreadsheet counts them as rows.
        let start = record.position().map_or(before, |p| p.byte() as usize);
        // The line feed of a CRLF is left for the next record.
        let rest = &text[start.min(text.len())..];
        let is_split = start > 0 && text.as_bytes().get(start - 1) == Some(&b'\r');
        let rest = if is_split { rest.strip_prefix('\n').unwrap_or(rest) } else { rest };
        row += blank_lines(rest);
        before = reader.position().byte() as usize;
        let cells: Vec<_> = record
            .iter()
            .enumerate()
            .filter(|(_, t)| !t.trim().is_empty())
            .map(|(c, t)| (c as u32, plain_cell(t)))
            .collect();
        let last = cells.last().map_or(0, |(c, _)| *c as usize + 1);
        let runs_on = record.iter().any(|t| swallows(t, char::from(mark)));
        widths.push((row, last, runs_on));
        if row >= super::MAX_ROW {
            return Err(super::too_large());
        }
        if !cells.is_empty() {
            sink(Part::Row(row, cells))?;
        }
        row += 1;
    }
    for row in ragged(&widths) {
        sink(Part::Ragged(row))?;
    }
    Ok(())
}

/// Whether a cell has taken in rows below it, because a quote was never closed: further lines of it have
/// separators of their own, or there are more lines than anybody writes.
fn swallows(cell: &str, mark: char) -> bool {
    let mut lines = cell.lines();
    lines.next();
    let rest: Vec<&str> = lines.collect();
    rest.len() > 8 || rest.iter().any(|line| line.matches(mark).count() > 1)
}

/// Blank lines at the head of a text.
fn blank_lines(text: &str) -> u32 {
    let mut n = 0;
    let mut rest = text;
    loop {
        rest = match rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r'])) {
            Some(rest) => rest,
            None => return n,
        };
        n += 1;
    }
}

/// Rows longer than the header, which is the first row as wide as most.
fn ragged(widths: &[(u32, usize, bool)]) -> Vec<u32> {
    let mut counts = std::collections::BTreeMap::new();
    for (_, width, _) in widths.iter().filter(|w| w.1 > 1) {
        *counts.entry(*width).or_insert(0usize) += 1;
    }
    let header = widths.iter().map(|w| w.1).find(|w| *w > 2).unwrap_or(0);
    let usual = counts.iter().filter(|(_, n)| **n > 1).max_by_key(|(_, n)| **n);
    let limit = usual.map_or(header, |(width, _)| *width).max(header);
    widths.iter().filter(|w| w.1 > limit || w.2).map(|w| w.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spreadsheet::Gatherer;

    fn read_text(bytes: &[u8]) -> engine::roster::Workbook {
        let mut out = Gatherer::default();
        read(bytes, &Options::default(), &mut |part| out.take(part)).unwrap();
        out.finish()
    }

    fn shows(bytes: &[u8], row: u32, column: u32) -> String {
        read_text(bytes).sheets[0].cell(row, column).unwrap().show()
    }

    #[test]
    fn every_encoding_offices_write_is_read() {
        let text = "姓名,性别\r\n样㛃,女\r\n";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = |mark: &[u8], body: &[u8]| [mark, body].concat();
        assert_eq!(shows(text.as_bytes(), 1, 0), "样㛃");
        assert_eq!(shows(&marked(b"\xef\xbb\xbf", text.as_bytes()), 0, 0), "姓名");
        assert_eq!(shows(&marked(b"\xff\xfe", &utf16), 1, 0), "样㛃");
        let (gb, _, _) = GB18030.encode(text);
        assert_eq!(shows(&gb, 1, 0), "样㛃");
        assert_eq!(read_text(&gb).encoding.as_deref(), Some("gb18030"));
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let text = "姓名,备注\n\n样甲,\"一\n二\"\n样乙,三\n";
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            assert_eq!(shows(text.as_bytes(), 2, 0), "样甲");
            assert_eq!(shows(text.as_bytes(), 3, 0), "样乙");
        }
    }

    #[test]
    fn a_quote_never_closed_is_told_from_a_note_of_two_lines() {
        let book =
            read_text("姓名,性别,部门\n样甲,男,\"一,\n二\"\n样乙,女,\"三\n样丙,男,四\n".as_bytes());
        assert_eq!(book.sheets[0].broken_rows, [2]);
    }

    #[test]
    fn a_row_wider_than_the_header_is_told() {
        let book =
            read_text("名单\n姓名,性别,部门\n样甲,男,部\n样乙,乙,女,部\n样丙,男\n".as_bytes());
        assert_eq!(book.sheets[0].broken_rows, [3]);
    }

    #[test]
    fn the_separator_is_found_by_what_parts_the_lines() {
        assert_eq!(separator("姓名\t性别\n样甲\t男,兼职\n"), Some(b'\t'));
        assert_eq!(separator("姓名;性别\n样甲;男\n"), Some(b';'));
        assert_eq!(separator("hello"), None);
    }
}
