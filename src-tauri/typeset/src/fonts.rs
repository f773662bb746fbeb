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
    left_out: Vec<LeftOut>,
}

/// A file of faces that is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// File name, without its folder.
    pub file: String,
    /// Why.
    pub reason: LeftOutReason,
}

/// Why a file of faces is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOutReason {
    /// It cannot be read as a face.
    Unreadable,
    /// Its maker forbids embedding (`OS/2.fsType`, restricted licence).
    Restricted,
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
        Ok(Self::of(faces, Vec::new()))
    }

    /// Load `dir`, which must be whole, and add the faces of `own`, an office's own folder: what
    /// cannot be read or may not be embedded is left out and told by [`Fonts::left_out`]. A folder
    /// that is not there adds nothing.
    ///
    /// # Errors
    /// As [`Fonts::load`], for `dir` alone.
    pub fn load_with(dir: &Path, own: &Path) -> Result<Self, TypesetError> {
        let mut fonts = Self::load(dir)?;
        let mut left_out = Vec::new();
        for path in font_files(own).unwrap_or_default() {
            let found: Vec<Font> = fs::read(&path)
                .map(|bytes| Font::iter(Bytes::new(bytes)).collect())
                .unwrap_or_default();
            let is_forbidden = |font: &Font| {
                ttf_parser::Face::parse(font.data().as_slice(), font.index())
                    .is_ok_and(|f| f.permissions() == Some(ttf_parser::Permissions::Restricted))
            };
            let reason = if found.is_empty() {
                Some(LeftOutReason::Unreadable)
            } else {
                found.iter().any(is_forbidden).then_some(LeftOutReason::Restricted)
            };
            match reason {
                None => fonts.faces.extend(found),
                Some(reason) => {
                    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    left_out.push(LeftOut { file, reason });
                }
            }
        }
        Ok(Self::of(fonts.faces, left_out))
    }

    fn of(faces: Vec<Font>, left_out: Vec<LeftOut>) -> Self {
        Self { book: LazyHash::new(FontBook::from_fonts(&faces)), faces, left_out }
    }

    /// Files of the office's own folder that are not used.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// No faces at all, for jobs that set no text.
    pub(crate) fn none() -> Self {
        Self { book: LazyHash::new(FontBook::new()), faces: Vec::new(), left_out: Vec::new() }
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
