//! Text as offices type it, made comparable: width, blanks, names, phones.

pub use crate::identity::{
    ResidentId, ResidentIdFault, clean_id_number, mask_id_number, resident_id,
};

use std::borrow::Cow;

/// Full-width forms to half-width, zero-width characters and outer blanks removed.
#[must_use]
pub fn fold(text: &str) -> String {
    folded(text).into_owned()
}

/// [`fold`] without a copy where nothing has to be changed, as in most cells.
#[must_use]
pub fn folded(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_folded) {
        return Cow::Borrowed(text.trim());
    }
    let folded: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}'))
        .map(|c| match c {
            '\u{3000}' | '\u{a0}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        })
        .collect();
    Cow::Owned(folded.trim().to_owned())
}

/// Whether folding changes or removes a character.
fn is_folded(c: char) -> bool {
    c > '\u{9f}'
        && matches!(
            c,
            '\u{200b}'..='\u{200f}'
                | '\u{feff}'
                | '\u{2060}'
                | '\u{3000}'
                | '\u{a0}'
                | '\u{ff01}'..='\u{ff5e}'
        )
}

/// Whether nothing is left of a text when it is folded.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}')
    })
}

/// The key two spellings of one name share: no blanks but one between words of Latin letters, one kind
/// of middle dot. A full stop between two characters is a dot typed on another keyboard.
///
/// ```
/// use engine::text::name_key;
/// assert_eq!(name_key("样  敏"), name_key("样敏"));
/// assert_eq!(name_key("样例•古丽"), name_key("样例·古丽"));
/// assert_eq!(name_key("样例．古丽"), "样例·古丽");
/// assert_eq!(name_key("J.  Smith"), "J. Smith");
/// ```
#[must_use]
pub fn name_key(name: &str) -> String {
    const DOTS: [char; 10] = ['•', '・', '‧', '∙', '●', '﹒', '⋅', '･', '․', '·'];
    let is_latin = |c: &char| c.is_ascii_alphanumeric() || *c == '.';
    let mut out = String::new();
    let mut blank = false;
    let folded: Vec<char> = fold(name).chars().collect();
    for (i, c) in folded.iter().enumerate() {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if blank && is_latin(c) && out.chars().next_back().as_ref().is_some_and(is_latin) {
            out.push(' ');
        }
        blank = false;
        let next = folded[i + 1..].iter().find(|c| !c.is_whitespace());
        let is_between = *c == '.'
            && out.chars().next_back().is_some_and(is_han)
            && next.copied().is_some_and(is_han);
        out.push(if is_between || DOTS.contains(c) { '·' } else { *c });
    }
    out
}

/// Whether a character is a Chinese one, the rare ones included.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The key two spellings of one organisation share: half-width brackets, no blanks.
#[must_use]
pub fn unit_key(name: &str) -> String {
    fold(name).chars().filter(|c| !c.is_whitespace()).collect()
}

/// A telephone number with its middle hidden: `130****1001`.
#[must_use]
pub fn mask_phone(phone: &str) -> String {
    let chars: Vec<char> = phone.chars().collect();
    if chars.len() < 8 {
        return "*".repeat(chars.len());
    }
    let head: String = chars[..3].iter().collect();
    let tail: String = chars[chars.len() - 4..].iter().collect();
    format!("{head}{}{tail}", "*".repeat(chars.len() - 7))
}

/// A value that must not reach a log: its `Debug` says only that it is there.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Redacted<T>(pub T);

impl<T> std::fmt::Debug for Redacted<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("［已隐去］")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_blank_when_nothing_is_left_of_it() {
        for text in ["", " ", "\u{3000}\u{a0}", "\u{200b} \u{feff}", "\t\n", "\u{2028}"] {
            assert!(is_blank(text) && fold(text).is_empty(), "{text:?}");
        }
        for text in ["-", " 样 ", "\u{200b}１"] {
            assert!(!is_blank(text) && !fold(text).is_empty(), "{text:?}");
        }
    }

    #[test]
    fn masks_hide_the_middle() {
        assert_eq!(mask_id_number("530102198503150018"), "5301**********0018");
        assert_eq!(mask_phone("13000001001"), "130****1001");
        assert_eq!(format!("{:?}", Redacted("530102198503150018")), "［已隐去］");
    }
}
