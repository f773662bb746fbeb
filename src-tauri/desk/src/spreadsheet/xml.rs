//! What every reader of XML here needs: attributes by their local name, and references to characters.

use quick_xml::events::{BytesRef, BytesStart};

/// An attribute by its local name, references resolved. Extensions of LibreOffice repeat names of the
/// standard and are passed over.
pub fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    e.attributes()
        .flatten()
        .find(|a| a.key.local_name().as_ref() == name && !a.key.as_ref().starts_with("calcext:"))
        .map(|a| match quick_xml::escape::unescape(&a.value) {
            Ok(text) => text.into_owned(),
            Err(_) => a.value.to_string(),
        })
}

/// A count in an attribute; at least one.
pub fn count(e: &BytesStart<'_>, name: &str) -> u32 {
    attribute(e, name).and_then(|v| v.parse().ok()).unwrap_or(1).max(1)
}

/// Whether an attribute says yes.
pub fn is_true(e: &BytesStart<'_>, name: &str) -> bool {
    attribute(e, name).is_some_and(|v| v == "1" || v == "true")
}

/// What a reference stands for: `&amp;`, `&#x36C3;`. One that nobody declared becomes the sign of a
/// lost character, so that it is asked about.
pub fn reference(name: &BytesRef<'_>) -> String {
    match name.resolve_char_ref() {
        Ok(Some('\r')) => String::new(),
        Ok(Some(c)) => c.to_string(),
        _ => quick_xml::escape::resolve_predefined_entity(name).unwrap_or("\u{fffd}").to_owned(),
    }
}
