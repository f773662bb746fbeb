//! No silent empty boxes: every character of the data is looked up before anything is set.

use serde_json::Value;
use typst::text::Font;

use crate::{Fonts, TypesetError};

/// A character that no face of the template holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Where the text stands in the data: `achievement[2].name`.
    pub path: String,
    /// The character.
    pub character: char,
}

impl From<Missing> for TypesetError {
    fn from(missing: Missing) -> Self {
        Self::MissingGlyph {
            path: missing.path,
            character: missing.character,
        }
    }
}

/// The first character of any string in `data` that no face of `families` holds; with no families
/// given, every loaded face counts.
#[must_use]
pub fn missing(fonts: &Fonts, families: &[String], data: &Value) -> Option<Missing> {
    let faces: Vec<&Font> = fonts
        .faces
        .iter()
        .filter(|face| {
            families.is_empty()
                || families
                    .iter()
                    .any(|family| family.eq_ignore_ascii_case(face.info().family.as_str()))
        })
        .collect();
    search(&faces, data, &mut String::new())
}

fn search(faces: &[&Font], value: &Value, path: &mut String) -> Option<Missing> {
    let length = path.len();
    match value {
        Value::String(text) => text
            .chars()
            .find(|&c| !is_set(faces, c))
            .map(|character| Missing {
                path: path.clone(),
                character,
            }),
        Value::Array(items) => items.iter().enumerate().find_map(|(index, item)| {
            path.push_str(&format!("[{index}]"));
            let found = search(faces, item, path);
            path.truncate(length);
            found
        }),
        Value::Object(fields) => fields.iter().find_map(|(name, field)| {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(name);
            let found = search(faces, field, path);
            path.truncate(length);
            found
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// Whether the character is drawn by some face, or is one that draws nothing. U+FFFD stands for text
/// already lost, so it counts as missing even where a face has a picture for it.
fn is_set(faces: &[&Font], character: char) -> bool {
    match character {
        '\u{FFFD}' => false,
        '\n' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' => true,
        _ => faces
            .iter()
            .any(|face| face.info().coverage.contains(character as u32)),
    }
}
