//! A table of a web page saved under the name of a spreadsheet, as many systems export it. Only the
//! cells are kept; scripts and styles are passed over.

use super::{MAX_COLUMN, MAX_ROW, Part, Sink, plain_cell, unsupported};
use crate::error::Result;
use engine::roster::Merge;
use html5gum::emitters::default::{StartTag, Token};
use html5gum::{DefaultEmitter, Tokenizer};
use std::collections::HashSet;

/// Tables within tables deeper than this are not followed.
const MAX_DEPTH: usize = 20;

#[derive(Default)]
struct Table {
    cells: Vec<(u32, u32, String)>,
    merges: Vec<Merge>,
    taken: HashSet<(u32, u32)>,
    row: Option<u32>,
    column: u32,
    open: Option<usize>,
}

impl Table {
    fn new_row(&mut self) {
        self.row = Some(self.row.map_or(0, |r| r + 1));
        (self.column, self.open) = (0, None);
    }

    fn new_cell(&mut self, span: (u32, u32)) {
        let row = *self.row.get_or_insert(0);
        while self.taken.contains(&(row, self.column)) {
            self.column += 1;
        }
        let (down, right) = (span.0.clamp(1, 1000), span.1.clamp(1, MAX_COLUMN));
        if down > 1 || right > 1 {
            self.merges.push((row, self.column, row + down - 1, self.column + right - 1));
            if down > 1 && self.taken.len() < 100_000 {
                for r in row + 1..row + down {
                    self.taken.extend((self.column..self.column + right).map(|c| (r, c)));
                }
            }
        }
        if row < MAX_ROW && self.column < MAX_COLUMN {
            self.open = Some(self.cells.len());
            self.cells.push((row, self.column, String::new()));
        }
        self.column = self.column.saturating_add(right);
    }
}

#[derive(Default)]
struct Tables {
    open: Vec<Table>,
    done: Vec<Table>,
    /// Elements whose inside is no text of the page.
    passed_over: u32,
}

fn span(tag: &StartTag<()>, name: &[u8]) -> u32 {
    let text = tag.attributes.get(name).and_then(|v| std::str::from_utf8(v).ok());
    text.and_then(|t| t.trim().parse().ok()).unwrap_or(1)
}

impl Tables {
    fn start(&mut self, tag: &StartTag<()>) {
        let depth = self.open.len();
        match (tag.name.as_slice(), self.open.last_mut()) {
            (b"script" | b"style" | b"xml", _) => self.passed_over += u32::from(!tag.self_closing),
            (b"table", _) if depth < MAX_DEPTH => self.open.push(Table::default()),
            (b"tr", Some(table)) => table.new_row(),
            (b"td" | b"th", Some(table)) => {
                table.new_cell((span(tag, b"rowspan"), span(tag, b"colspan")));
            }
            (b"br" | b"p" | b"div", _) => self.text("\n"),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match (name, self.open.last_mut()) {
            (b"script" | b"style" | b"xml", _) => {
                self.passed_over = self.passed_over.saturating_sub(1);
            }
            (b"table", _) => self.done.extend(self.open.pop()),
            (b"td" | b"th" | b"tr", Some(table)) => table.open = None,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.passed_over == 0
            && let Some(table) = self.open.last_mut()
            && let Some(cell) = table.open.and_then(|i| table.cells.get_mut(i))
        {
            cell.2.push_str(text);
        }
    }
}

/// Read every table of the page as a sheet.
pub fn read(text: &str, encoding: &str, sink: &mut Sink<'_>) -> Result<()> {
    let mut emitter = DefaultEmitter::default();
    // Scripts are one text then, whatever they hold.
    emitter.naively_switch_states(true);
    let mut tables = Tables::default();
    for token in Tokenizer::new_with_emitter(text, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => tables.start(&tag),
            Ok(Token::EndTag(tag)) => tables.end(&tag.name),
            Ok(Token::String(text)) => tables.text(&String::from_utf8_lossy(&text)),
            Ok(_) => {}
            Err(never) => match never {},
        }
    }
    let rest = std::mem::take(&mut tables.open);
    tables.done.extend(rest);
    tables.done.retain(|t| t.cells.iter().any(|c| !c.2.trim().is_empty()));
    if tables.done.is_empty() {
        return Err(unsupported(
            "这是网页，里面没有表格",
            "请在表格软件里打开，另存为 .xlsx 后再试",
        ));
    }
    sink(Part::Book("html".into(), Some(encoding.to_owned()), false))?;
    for (i, table) in tables.done.into_iter().enumerate() {
        sink(Part::Sheet(format!("表{}", i + 1), true))?;
        sink(Part::Merges(Some(table.merges)))?;
        let mut rows = super::Rows::new(sink);
        for (row, column, text) in table.cells {
            let text = text.trim();
            if !text.is_empty() {
                rows.put(row, column, plain_cell(text))?;
            }
        }
        rows.end()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spreadsheet::Gatherer;

    #[test]
    fn a_table_keeps_its_spans_and_loses_its_scripts() {
        let page = "<html><style>td{}</style><table><tr><th rowspan=2>姓名</th><th colspan=2>学历</th>\
            </tr><tr><td>学校<td>专业</tr><tr><td>样&middot;甲</td><td>&#26679;大学<script>x</script></td>\
            <td>测绘</td></tr></table>";
        let mut out = Gatherer::default();
        read(page, "UTF-8", &mut |part| out.take(part)).unwrap();
        let book = out.finish();
        let show = |r, c| book.sheets[0].cell(r, c).map(engine::roster::Cell::show);
        assert_eq!(show(1, 1).as_deref(), Some("学校"), "below the group, not below the name");
        assert_eq!(show(2, 0).as_deref(), Some("样·甲"));
        assert_eq!(show(2, 1).as_deref(), Some("样大学"));
        assert_eq!(book.sheets[0].merges.as_ref().unwrap().len(), 2);
    }
}
