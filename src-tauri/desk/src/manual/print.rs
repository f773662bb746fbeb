//! The manual as a printed book, set by Typst like every other paper.

use super::{Chapter, Picture, TITLE, parser, target};
use crate::error::Result;
use crate::forms::Forms;
use crate::resources::Resources;
use chrono::NaiveDate;
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

/// The PDF.
pub(super) fn print(
    resources: &Resources,
    chapters: &[Chapter],
    pictures: Vec<(String, Vec<u8>)>,
    day: NaiveDate,
) -> Result<Vec<u8>> {
    let names: Vec<&str> = chapters.iter().map(|c| c.name.as_str()).collect();
    let body: String = chapters.iter().map(|c| chapter(c, &names)).collect();
    let forms = Forms::open(resources.root(), None)?;
    let data = serde_json::json!({
        "title": TITLE,
        "version": env!("CARGO_PKG_VERSION"),
        "made_on": day.format("%Y年%-m月").to_string(),
    });
    let data = serde_json::json!({ "manual": data });
    let body = vec![("body.typ".to_owned(), body)];
    forms.sheet_with("manual.typ", TITLE, data, body, pictures, day)
}

/// One chapter as Typst. Every text is a string of code and never markup, so that no character of it
/// means anything.
fn chapter(chapter: &Chapter, names: &[&str]) -> String {
    let mut out = String::from("#pagebreak(weak: true)\n");
    let mut is_titled = false;
    for event in parser(&chapter.text) {
        put(&mut out, event, chapter, names, &mut is_titled);
    }
    out.push('\n');
    out
}

fn put(
    out: &mut String,
    event: Event<'_>,
    chapter: &Chapter,
    names: &[&str],
    is_titled: &mut bool,
) {
    match event {
        Event::Text(text) => out.push_str(&format!("#{}", quoted(&text))),
        Event::Code(text) => out.push_str(&format!("#raw({})", quoted(&text))),
        Event::SoftBreak | Event::HardBreak => out.push_str("#\"\"\n"),
        Event::Rule => out.push_str("#v(1em)\n"),
        Event::Start(tag) => start(out, &tag, names),
        Event::End(tag) => end(out, tag, chapter, is_titled),
        _ => {}
    }
}

fn start(out: &mut String, tag: &Tag<'_>, names: &[&str]) {
    match tag {
        Tag::Heading { level, .. } => {
            let depth = match level {
                HeadingLevel::H1 => 1,
                HeadingLevel::H2 => 2,
                _ => 3,
            };
            out.push_str(&format!("#heading(level: {depth})["));
        }
        Tag::List(Some(_)) => out.push_str("#enum("),
        Tag::List(None) => out.push_str("#list("),
        Tag::Item | Tag::TableCell => out.push('['),
        Tag::Strong => out.push_str("#strong["),
        Tag::Emphasis => out.push_str("#emph["),
        Tag::BlockQuote(_) => out.push_str("#quote(block: true)["),
        Tag::CodeBlock(_) => out.push_str("#block["),
        Tag::Link { dest_url, .. } => match target(dest_url).filter(|name| names.contains(name)) {
            Some(name) => out.push_str(&format!("#link(label({}))[", quoted(name))),
            None => out.push_str(&format!("#link({})[", quoted(dest_url))),
        },
        Tag::Table(columns) => {
            out.push_str(&format!("#table(columns: {},\n", widths(columns.len())));
        }
        Tag::TableHead => out.push_str("table.header("),
        _ => {}
    }
}

fn end(out: &mut String, tag: TagEnd, chapter: &Chapter, is_titled: &mut bool) {
    match tag {
        TagEnd::Heading(_) => {
            out.push(']');
            if !*is_titled {
                *is_titled = true;
                out.push_str(&format!(" #label({})\n", quoted(&chapter.name)));
                chapter.pictures.iter().for_each(|one| figure(out, one));
            }
            out.push_str("\n\n");
        }
        TagEnd::Paragraph => out.push_str("\n\n"),
        TagEnd::List(_) => out.push_str(")\n\n"),
        TagEnd::Item | TagEnd::TableCell => out.push_str("],\n"),
        TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link => out.push(']'),
        TagEnd::BlockQuote(_) | TagEnd::CodeBlock => out.push_str("]\n\n"),
        TagEnd::TableHead => out.push_str("),\n"),
        TagEnd::Table => out.push_str(")\n\n"),
        _ => {}
    }
}

/// The first column as wide as it needs, the others share the rest.
fn widths(columns: usize) -> String {
    let rest = vec!["1fr"; columns.saturating_sub(1)].join(", ");
    format!("(auto, {rest})")
}

fn figure(out: &mut String, one: &Picture) {
    let (file, caption) = (quoted(&one.file), quoted(&one.caption));
    out.push_str(&format!(
        "#figure(image({file}, width: 100%, alt: {caption}), caption: [#{caption}])\n"
    ));
}

/// A Typst string.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
