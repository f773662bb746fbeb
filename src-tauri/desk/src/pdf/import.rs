//! Copy a page of another PDF into ours as one drawing (a form XObject), contents untouched.
//!
//! As a drawing with its own resources a page can be placed and scaled, and names in it cannot clash
//! with ours. Tags, layers and links stay behind knowingly: the packet is for paper. Filled-in form
//! fields and annotations that show on paper are drawn along, so a signature widget is not lost.

use std::collections::BTreeMap;
use std::io::{self, Write};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::geometry::{Matrix, Rect, corners, numbers};
use super::open::{MAX_STREAM_BYTES, PageView, inherited};
use super::problem::FileProblem;
use super::sink::Sink;

/// Entries that lead back up the page tree or into structures left behind.
const LEFT_BEHIND: [&[u8]; 6] =
    [b"Parent", b"StructParent", b"StructParents", b"PieceInfo", b"Metadata", b"LastModified"];

/// Annotation flags: hidden (2) and not shown (32); PDF 32000-1, table 165.
const NOT_SEEN: i64 = 2 | 32;

/// What went wrong while copying.
pub(super) enum ImportError {
    /// The page cannot be read.
    Source(FileProblem),
    /// Our file cannot be written.
    Sink(io::Error),
}

impl From<io::Error> for ImportError {
    fn from(error: io::Error) -> Self {
        Self::Sink(error)
    }
}

impl From<FileProblem> for ImportError {
    fn from(problem: FileProblem) -> Self {
        Self::Source(problem)
    }
}

/// Copies from one source document; what several of its pages share is written once.
pub(super) struct Importer<'a> {
    source: &'a Document,
    copied: BTreeMap<ObjectId, Object>,
}

impl<'a> Importer<'a> {
    pub(super) fn new(source: &'a Document) -> Self {
        Self { source, copied: BTreeMap::new() }
    }

    /// Write the page as a drawing, upright with its lower left corner at the origin.
    pub(super) fn page<W: Write>(
        &mut self,
        sink: &mut Sink<W>,
        view: &PageView,
    ) -> Result<Object, ImportError> {
        let page = self.source.get_dictionary(view.id).map_err(|_| FileProblem::Damaged)?;
        let mut drawing = self.contents(page)?;
        let resources = inherited(self.source, page, b"Resources")
            .and_then(|holder| holder.get(b"Resources").ok())
            .map_or_else(
                || Ok(Object::Dictionary(Dictionary::new())),
                |own| self.copy(sink, own),
            )?;
        drawing.dict.set("Type", "XObject");
        drawing.dict.set("Subtype", "Form");
        drawing.dict.set("BBox", view.visible.to_object());
        drawing.dict.set("Resources", resources);
        if let Ok(group) = page.get(b"Group") {
            let group = self.copy(sink, group)?;
            drawing.dict.set("Group", group);
        }
        let annotations = self.annotations(sink, page)?;
        let body = sink.add(&Object::Stream(drawing))?;
        self.wrap(sink, view, body, annotations)
    }

    /// The page body and its annotations under the matrix that turns the page upright.
    fn wrap<W: Write>(
        &self,
        sink: &mut Sink<W>,
        view: &PageView,
        body: Object,
        annotations: Vec<(Matrix, Object)>,
    ) -> Result<Object, ImportError> {
        let mut operations = String::from("/B Do");
        let mut drawn = Dictionary::new();
        drawn.set("B", body);
        for (index, (matrix, appearance)) in annotations.into_iter().enumerate() {
            let place = matrix.0.map(|n| n.to_string()).join(" ");
            operations.push_str(&format!("\nq {place} cm /A{index} Do Q"));
            drawn.set(format!("A{index}"), appearance);
        }
        let mut resources = Dictionary::new();
        resources.set("XObject", drawn);
        let mut form = Dictionary::new();
        form.set("Type", "XObject");
        form.set("Subtype", "Form");
        form.set("BBox", view.visible.to_object());
        form.set("Matrix", view.upright.to_objects());
        form.set("Resources", resources);
        Ok(sink.add(&Object::Stream(Stream::new(form, operations.into_bytes())))?)
    }

    /// The page's content: a single stream as it is, several joined as the standard reads them.
    fn contents(&self, page: &Dictionary) -> Result<Stream, FileProblem> {
        let Ok(contents) = page.get(b"Contents") else {
            return Ok(Stream::new(Dictionary::new(), Vec::new()));
        };
        let (_, contents) = self.source.dereference(contents).map_err(|_| FileProblem::Damaged)?;
        match contents {
            Object::Stream(stream) => Ok(self.bare(stream)),
            Object::Array(parts) => match parts.as_slice() {
                [only] => Ok(self.bare(self.stream(only)?)),
                parts => self.joined(parts),
            },
            Object::Null => Ok(Stream::new(Dictionary::new(), Vec::new())),
            _ => Err(FileProblem::Damaged),
        }
    }

    fn joined(&self, parts: &[Object]) -> Result<Stream, FileProblem> {
        let mut joined = Vec::new();
        for part in parts {
            let plain = self
                .stream(part)?
                .get_plain_content_with_limit(MAX_STREAM_BYTES)
                .map_err(|_| FileProblem::Damaged)?;
            joined.extend_from_slice(&plain);
            joined.push(b'\n');
        }
        let mut stream = Stream::new(Dictionary::new(), joined);
        stream.compress().map_err(|_| FileProblem::Damaged)?;
        Ok(stream)
    }

    /// A content stream with its coding and nothing else.
    fn bare(&self, stream: &Stream) -> Stream {
        let mut coding = Dictionary::new();
        for key in [&b"Filter"[..], b"DecodeParms"] {
            if let Some((_, value)) =
                stream.dict.get(key).ok().and_then(|value| self.source.dereference(value).ok())
            {
                coding.set(key, value.clone());
            }
        }
        Stream::new(coding, stream.content.clone())
    }

    fn stream<'s>(&'s self, object: &'s Object) -> Result<&'s Stream, FileProblem> {
        let resolved = self.source.dereference(object).map_err(|_| FileProblem::Damaged)?.1;
        resolved.as_stream().map_err(|_| FileProblem::Damaged)
    }

    /// The normal appearances of visible annotations, each with the matrix that places it
    /// (PDF 32000-1, 12.5.5).
    fn annotations<W: Write>(
        &mut self,
        sink: &mut Sink<W>,
        page: &Dictionary,
    ) -> Result<Vec<(Matrix, Object)>, ImportError> {
        let source = self.source;
        let list = page.get(b"Annots").ok().and_then(|list| source.dereference(list).ok());
        let Some(list) = list.and_then(|(_, list)| list.as_array().ok()) else {
            return Ok(Vec::new());
        };
        let mut placed = Vec::new();
        for annotation in list {
            let Some((matrix, appearance)) = placement(source, annotation) else {
                continue;
            };
            placed.push((matrix, self.copy(sink, &appearance)?));
        }
        Ok(placed)
    }

    /// Copy an object with everything it leads to, and give it with our references in place.
    fn copy<W: Write>(&mut self, sink: &mut Sink<W>, object: &Object) -> io::Result<Object> {
        let mut waiting = Vec::new();
        let copy = self.renumber(sink, object, &mut waiting);
        while let Some((id, reference)) = waiting.pop() {
            let Ok(found) = self.source.get_object(id) else {
                continue;
            };
            let renumbered = self.renumber(sink, found, &mut waiting);
            sink.write(&reference, &renumbered)?;
        }
        Ok(copy)
    }

    /// Our version of an object; what it refers to for the first time joins `waiting`.
    fn renumber<W: Write>(
        &mut self,
        sink: &mut Sink<W>,
        object: &Object,
        waiting: &mut Vec<(ObjectId, Object)>,
    ) -> Object {
        match object {
            Object::Reference(id) => match self.copied.get(id) {
                Some(known) => known.clone(),
                None => {
                    let reference = sink.reserve();
                    self.copied.insert(*id, reference.clone());
                    waiting.push((*id, reference.clone()));
                    reference
                }
            },
            Object::Array(items) => {
                Object::Array(items.iter().map(|item| self.renumber(sink, item, waiting)).collect())
            }
            Object::Dictionary(fields) => {
                Object::Dictionary(self.renumber_fields(sink, fields, waiting))
            }
            Object::Stream(stream) => {
                let fields = self.renumber_fields(sink, &stream.dict, waiting);
                Object::Stream(Stream::new(fields, stream.content.clone()))
            }
            plain => plain.clone(),
        }
    }

    fn renumber_fields<W: Write>(
        &mut self,
        sink: &mut Sink<W>,
        fields: &Dictionary,
        waiting: &mut Vec<(ObjectId, Object)>,
    ) -> Dictionary {
        fields
            .iter()
            // A stream's length is written anew; following an indirect one would leave a stray object.
            .filter(|(key, _)| {
                !LEFT_BEHIND.contains(&key.as_slice()) && key.as_slice() != b"Length"
            })
            .map(|(key, value)| (key.clone(), self.renumber(sink, value, waiting)))
            .collect()
    }
}

/// Where an annotation's appearance goes, and the reference to it; `None` when nothing is seen.
fn placement(source: &Document, annotation: &Object) -> Option<(Matrix, Object)> {
    let annotation = source.dereference(annotation).ok()?.1.as_dict().ok()?;
    let flags = annotation.get(b"F").and_then(Object::as_i64).unwrap_or(0);
    let subtype = annotation.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
    if flags & NOT_SEEN != 0 || subtype == b"Popup" || subtype == b"Link" {
        return None;
    }
    let target = Rect::from_corners(corners(source, annotation, b"Rect")?);
    let appearances = source.dereference(annotation.get(b"AP").ok()?).ok()?.1.as_dict().ok()?;
    let reference = normal_appearance(source, appearances, annotation)?;
    let form = source.dereference(&reference).ok()?.1.as_stream().ok()?;
    let drawn = Rect::from_corners(corners(source, &form.dict, b"BBox")?);
    let own = numbers(source, &form.dict, b"Matrix")
        .and_then(|six| <[f32; 6]>::try_from(six).ok())
        .map_or(Matrix::IDENTITY, Matrix);
    let seen = own.bounds(drawn);
    if seen.width <= 0.0 || seen.height <= 0.0 || target.width <= 0.0 || target.height <= 0.0 {
        return None;
    }
    let matrix = Matrix::translate(-seen.x, -seen.y)
        .then(Matrix::scale(target.width / seen.width, target.height / seen.height))
        .then(Matrix::translate(target.x, target.y));
    Some((matrix, reference))
}

/// The appearance shown on paper; of several states, the one the annotation is in.
fn normal_appearance(
    source: &Document,
    appearances: &Dictionary,
    annotation: &Dictionary,
) -> Option<Object> {
    let normal = appearances.get(b"N").ok()?;
    match source.dereference(normal).ok()?.1 {
        Object::Stream(_) => Some(normal.clone()),
        Object::Dictionary(states) => {
            let state = annotation.get(b"AS").and_then(Object::as_name).ok()?;
            states.get(state).ok().cloned()
        }
        _ => None,
    }
}
