//! What a template can see: itself, its companions and its data. No file system, no packages, no
//! network, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World as _, WorldExt};

use crate::{Fonts, Template, TypesetError};

/// The same for every job and costly to build.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// The file Typst starts from: it sets the title, so that no template can forget it.
const ENTRY: &str = "entry.typ";
/// The name under which a template reads its data.
const DATA: &str = "data.json";

pub(crate) struct World<'a> {
    fonts: &'a Fonts,
    entry: FileId,
    sources: Vec<(FileId, Source)>,
    files: Vec<(FileId, Bytes)>,
}

impl<'a> World<'a> {
    pub(crate) fn new(
        fonts: &'a Fonts,
        template: &Template,
        data: &serde_json::Value,
        title: &str,
    ) -> Result<Self, TypesetError> {
        let entry = format!(
            "#set document(title: {})\n#include {}\n",
            quoted(title),
            quoted(&template.name)
        );
        let mut sources = Vec::with_capacity(template.files.len() + 2);
        let main = (&template.name, &template.main);
        let files = template.files.iter().map(|(name, text)| (name, text));
        for (name, text) in [(&ENTRY.to_owned(), &entry), main].into_iter().chain(files) {
            let id = file_id(name)?;
            sources.push((id, Source::new(id, text.clone())));
        }
        let mut files = vec![(file_id(DATA)?, Bytes::from_string(data.to_string()))];
        for (name, bytes) in &template.pictures {
            files.push((file_id(name)?, Bytes::new(bytes.clone())));
        }
        Ok(Self { fonts, entry: file_id(ENTRY)?, sources, files })
    }

    /// Let the template read one more file.
    pub(crate) fn serve(&mut self, name: &str, bytes: Bytes) -> Result<(), TypesetError> {
        self.files.push((file_id(name)?, bytes));
        Ok(())
    }

    /// The first fault, with its place. Others follow from it more often than not.
    pub(crate) fn explain(&self, faults: &[SourceDiagnostic]) -> TypesetError {
        let Some(fault) = faults.first() else {
            return self.explain_text("unknown fault".to_owned());
        };
        let mut message = fault.message.to_string();
        for hint in &fault.hints {
            message.push_str("; ");
            message.push_str(&hint.v);
        }
        let place = fault.span.id().and_then(|id| {
            let source = self.source(id).ok()?;
            let range = self.range(fault.span)?;
            let (line, column) = source.lines().byte_to_line_column(range.start)?;
            Some((name_of(id), line + 1, column + 1))
        });
        let (file, line, column) = place.unwrap_or_else(|| (name_of(self.entry), 0, 0));
        TypesetError::Template { file, line, column, message }
    }

    /// A fault that belongs to no place in a template.
    pub(crate) fn explain_text(&self, message: String) -> TypesetError {
        TypesetError::Template { file: name_of(self.entry), line: 0, column: 0, message }
    }
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.entry
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.sources.iter().find(|(known, _)| *known == id);
        found.map(|(_, source)| source.clone()).ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(known, _)| *known == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.faces.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        // A page that prints the day of printing would differ from run to run; dates come as data.
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(name_of(id).into())
}

fn name_of(id: FileId) -> String {
    id.get().vpath().get_without_slash().to_owned()
}

fn file_id(name: &str) -> Result<FileId, TypesetError> {
    let path = VirtualPath::new(name).map_err(|fault| TypesetError::Template {
        file: name.to_owned(),
        line: 0,
        column: 0,
        message: format!("{fault:?}"),
    })?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// A Typst string literal.
fn quoted(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            '\n' | '\r' => literal.push(' '),
            _ => literal.push(c),
        }
    }
    literal.push('"');
    literal
}
