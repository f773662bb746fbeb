//! Why a page could not be set.

use std::path::PathBuf;

/// Why a page could not be set.
#[derive(Debug, thiserror::Error)]
pub enum TypesetError {
    /// A character of the data is in none of the template's faces.
    #[error("no face holds {character:?} (U+{:04X}) of {path}", *character as u32)]
    MissingGlyph {
        /// Where the text stands in the data: `achievement[2].name`.
        path: String,
        /// The character.
        character: char,
    },
    /// A fault in a template, or a value in the data the template cannot use.
    #[error("{file}:{line}:{column}: {message}")]
    Template {
        /// File name of the template or of a file it imports.
        file: String,
        /// Line, from 1; 0 when the fault belongs to no place.
        line: usize,
        /// Column in characters, from 1; 0 when the fault belongs to no place.
        column: usize,
        /// What Typst says, in English, with its hints.
        message: String,
    },
    /// A folder or file of faces cannot be read.
    #[error("cannot read the faces in {}: {source}", path.display())]
    FontFile {
        /// Folder or file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is no usable face, or the folder holds none.
    #[error("no usable face in {}", path.display())]
    NoFont {
        /// Folder or file.
        path: PathBuf,
    },
    /// A foreign PDF that cannot be read.
    #[error("the PDF cannot be read: {reason}")]
    Unreadable {
        /// What the reader says.
        reason: String,
    },
}
