//! No silent empty boxes: every character of the data is looked up before anything is set.

use std::collections::BTreeSet;

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
        Self::MissingGlyph { path: missing.path, character: missing.character }
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
    Search { faces, known: BTreeSet::new(), path: String::new() }.value(data)
}

/// A walk through the data.
struct Search<'a> {
    faces: Vec<&'a Font>,
    /// Characters found already: a roster repeats the same few hundred thousands of times.
    known: BTreeSet<char>,
    path: String,
}

impl Search<'_> {
    fn value(&mut self, value: &Value) -> Option<Missing> {
        match value {
            Value::String(text) => {
                let character = text.chars().find(|&c| !self.is_set(c))?;
                Some(Missing { path: self.path.clone(), character })
            }
            Value::Array(items) => items
                .iter()
                .enumerate()
                .find_map(|(index, item)| self.below(&format!("[{index}]"), item)),
            Value::Object(fields) => fields.iter().find_map(|(name, field)| {
                let dot = if self.path.is_empty() { "" } else { "." };
                self.below(&format!("{dot}{name}"), field)
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) => None,
        }
    }

    fn below(&mut self, step: &str, value: &Value) -> Option<Missing> {
        let length = self.path.len();
        self.path.push_str(step);
        let found = self.value(value);
        self.path.truncate(length);
        found
    }

    /// Whether the character is drawn by some face, or is one that draws nothing. U+FFFD stands for
    /// text already lost, so it counts as missing even where a face has a picture for it.
    fn is_set(&mut self, character: char) -> bool {
        let is_set = self.known.contains(&character)
            || match character {
                '\u{FFFD}' => false,
                '\n' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' => true,
                _ => self.faces.iter().any(|f| f.info().coverage.contains(u32::from(character))),
            };
        if is_set {
            self.known.insert(character);
        }
        is_set
    }
}
