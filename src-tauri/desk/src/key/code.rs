//! 恢复码: what opens an office when every pass phrase is forgotten; printed, never kept.

use super::random;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Letters and digits that cannot be taken for one another (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Random characters, of five bits each: 120 bits.
const RANDOM: usize = 24;
/// Characters between two hyphens.
const GROUP: usize = 5;

/// A recovery code: 24 random characters and one that tells a slip of the pen.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<String>);

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode")
    }
}

impl RecoveryCode {
    /// A new one.
    #[must_use]
    pub fn generate() -> Self {
        let random = Zeroizing::new(random::<RANDOM>());
        let mut text: String = random.iter().map(|b| letter(*b)).collect();
        text.push(check(&text));
        Self(Zeroizing::new(text))
    }

    /// What a person typed: case, hyphens and spaces do not matter, O is 0, I and L are 1. `None` when
    /// it is no code or was mistyped.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let mut text = Zeroizing::new(String::with_capacity(RANDOM + 1));
        for c in super::file::plain_width(typed).chars() {
            match c.to_ascii_uppercase() {
                '-' | ' ' | '—' | '－' => {}
                'O' => text.push('0'),
                'I' | 'L' => text.push('1'),
                c if c.is_ascii() && ALPHABET.contains(&(c as u8)) => text.push(c),
                _ => return None,
            }
        }
        if text.len() != RANDOM + 1 || !text.ends_with(check(text.get(..RANDOM)?)) {
            return None;
        }
        Some(Self(text))
    }

    /// As it is stretched into a key: without hyphens.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// As it is printed: groups of five.
    #[must_use]
    pub fn shown(&self) -> String {
        let groups = self.0.as_bytes().chunks(GROUP).map(String::from_utf8_lossy);
        groups.collect::<Vec<_>>().join("-")
    }
}

fn letter(bits: u8) -> char {
    char::from(ALPHABET[usize::from(bits % 32)])
}

fn check(text: &str) -> char {
    letter(Sha256::digest(text)[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back_however_it_is_typed() {
        let code = RecoveryCode::generate();
        assert_eq!(code.shown().len(), 29);
        assert_eq!(RecoveryCode::parse(&code.shown()).unwrap(), code);
        let sloppy = code.shown().to_lowercase().replace('-', " ").replace('0', "o");
        assert_eq!(RecoveryCode::parse(&sloppy.replace('1', "l")).unwrap(), code);
    }

    #[test]
    fn most_slips_are_told_before_anything_is_tried() {
        let code = RecoveryCode::generate().shown();
        let mut told = 0;
        for at in 0..code.len() {
            let mut typed: Vec<u8> = code.clone().into_bytes();
            if typed[at] == b'-' {
                continue;
            }
            typed[at] = if typed[at] == b'7' { b'8' } else { b'7' };
            told += u32::from(RecoveryCode::parse(std::str::from_utf8(&typed).unwrap()).is_none());
        }
        assert!(told >= 20, "{told} of 25");
        assert!(RecoveryCode::parse("").is_none());
        assert!(RecoveryCode::parse(&code[..code.len() - 1]).is_none());
    }
}
