//! The faces of one folder, loaded once.

use std::fs;
use std::path::{Path, PathBuf};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontVariant, FontWeight};
use typst::utils::LazyHash;

use crate::TypesetError;

/// The faces of one folder. Loading reads some forty megabytes, so a program loads them once.
pub struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) faces: Vec<Font>,
}

impl Fonts {
    /// Load every `.ttf`, `.otf` and `.ttc` in `dir`, in the order of their names.
    ///
    /// # Errors
    /// `FontFile` when the folder or a file cannot be read; `NoFont` when a file is no face or there
    /// is none at all.
    pub fn load(dir: &Path) -> Result<Self, TypesetError> {
        let mut faces = Vec::new();
        for path in font_files(dir)? {
            let bytes = fs::read(&path)
                .map_err(|source| TypesetError::FontFile { path: path.clone(), source })?;
            let before = faces.len();
            faces.extend(Font::iter(Bytes::new(bytes)));
            if faces.len() == before {
                return Err(TypesetError::NoFont { path });
            }
        }
        if faces.is_empty() {
            return Err(TypesetError::NoFont { path: dir.to_owned() });
        }
        Ok(Self { book: LazyHash::new(FontBook::from_fonts(&faces)), faces })
    }

    /// No faces at all, for jobs that set no text.
    pub(crate) fn none() -> Self {
        Self { book: LazyHash::new(FontBook::new()), faces: Vec::new() }
    }

    /// The file and face index of `family` nearest to `weight` (400 regular, 700 bold), for callers
    /// that draw by themselves.
    #[must_use]
    pub fn face(&self, family: &str, weight: u16) -> Option<(&[u8], u32)> {
        let variant =
            FontVariant { weight: FontWeight::from_number(weight), ..FontVariant::default() };
        let index = self.book.select(&family.to_lowercase(), variant)?;
        let face = self.faces.get(index)?;
        Some((face.data().as_slice(), face.index()))
    }
}

fn font_files(dir: &Path) -> Result<Vec<PathBuf>, TypesetError> {
    let fault = |source| TypesetError::FontFile { path: dir.to_owned(), source };
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        if ["ttf", "otf", "ttc"].iter().any(|known| extension.eq_ignore_ascii_case(known)) {
            files.push(path);
        }
    }
    // The order of a folder differs between machines; the order of faces must not.
    files.sort();
    Ok(files)
}
