//! Bookmarks: one per part, under its section where it has one.

use std::io::{self, Write};

use lopdf::{Dictionary, Object};

use super::assemble::Entry;
use super::sink::Sink;

/// A bookmark with those under it.
struct Node<'a> {
    title: &'a str,
    /// Index of the sheet it leads to.
    sheet: usize,
    children: Vec<Node<'a>>,
}

/// Write the bookmarks and give the reference to their root.
pub(super) fn write<W: Write>(
    sink: &mut Sink<W>,
    entries: &[Entry],
    sheets: &[Object],
) -> io::Result<Object> {
    let nodes = tree(entries);
    let root = sink.reserve();
    let ends = level(sink, &nodes, &root, sheets)?;
    let mut outlines = Dictionary::new();
    outlines.set("Type", "Outlines");
    outlines.set("Count", nodes.iter().map(|node| 1 + node.children.len() as i64).sum::<i64>());
    link(&mut outlines, ends);
    sink.write(&root, &Object::Dictionary(outlines))?;
    Ok(root)
}

/// Neighbours of one section under one bookmark.
fn tree(entries: &[Entry]) -> Vec<Node<'_>> {
    let mut nodes: Vec<Node<'_>> = Vec::new();
    for entry in entries {
        let sheet = entry.first_page.saturating_sub(1);
        let leaf = Node { title: &entry.title, sheet, children: Vec::new() };
        let Some(section) = &entry.section else {
            nodes.push(leaf);
            continue;
        };
        match nodes.last_mut().filter(|last| last.title == section && !last.children.is_empty()) {
            Some(open) => open.children.push(leaf),
            None => nodes.push(Node { title: section, sheet, children: vec![leaf] }),
        }
    }
    nodes
}

/// First and last bookmark of a level.
type Ends = Option<(Object, Object)>;

fn level<W: Write>(
    sink: &mut Sink<W>,
    nodes: &[Node<'_>],
    parent: &Object,
    sheets: &[Object],
) -> io::Result<Ends> {
    let references: Vec<Object> = nodes.iter().map(|_| sink.reserve()).collect();
    for (n, (node, reference)) in nodes.iter().zip(&references).enumerate() {
        let mut item = Dictionary::new();
        item.set("Title", lopdf::text_string(node.title));
        item.set("Parent", parent.clone());
        if let Some(previous) = n.checked_sub(1).and_then(|before| references.get(before)) {
            item.set("Prev", previous.clone());
        }
        if let Some(next) = references.get(n + 1) {
            item.set("Next", next.clone());
        }
        if let Some(sheet) = sheets.get(node.sheet) {
            item.set("Dest", vec![sheet.clone(), "Fit".into()]);
        }
        let ends = level(sink, &node.children, reference, sheets)?;
        if ends.is_some() {
            item.set("Count", node.children.len() as i64);
        }
        link(&mut item, ends);
        sink.write(reference, &Object::Dictionary(item))?;
    }
    Ok(references.first().cloned().zip(references.last().cloned()))
}

fn link(parent: &mut Dictionary, ends: Ends) {
    if let Some((first, last)) = ends {
        parent.set("First", first);
        parent.set("Last", last);
    }
}
