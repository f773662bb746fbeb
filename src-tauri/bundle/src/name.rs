//! Entry names in a stranger's zip: which trap a name is, if it is one.

use std::collections::HashMap;

use engine::bundle::{BundleFault, BundleProblem, PathFault, check_path, is_reserved};

/// Decode a raw name and name the trap it is. Order matters only for the sentence shown: every name
/// that passes here and in [`check_rule`] is plain ASCII and stays inside its folder.
///
/// # Errors
/// The trap.
pub(crate) fn decode(raw: &[u8]) -> Result<String, BundleFault> {
    if raw.iter().any(|&c| c < 0x20 || c == 0x7f) {
        return Err(BundleFault::NameControl);
    }
    let name = std::str::from_utf8(raw).map_err(|_| BundleFault::NameEncoding)?;
    if name.contains('\\') {
        return Err(BundleFault::NameBackslash);
    }
    if name.starts_with('/') {
        return Err(BundleFault::NameAbsolute);
    }
    if name.as_bytes().get(1) == Some(&b':') {
        return Err(BundleFault::NameDrive);
    }
    let path = name.strip_suffix('/').unwrap_or(name);
    if path.split('/').any(|s| matches!(s, "" | "." | "..")) {
        return Err(BundleFault::NameTraversal);
    }
    if name.chars().any(is_invisible) {
        return Err(BundleFault::NameBidi);
    }
    if !name.is_ascii() {
        return Err(BundleFault::NameNonAscii);
    }
    if path.split('/').any(|s| s.ends_with(['.', ' '])) {
        return Err(BundleFault::NameTrailing);
    }
    if path.split('/').any(is_reserved) {
        return Err(BundleFault::NameReserved);
    }
    Ok(name.to_owned())
}

/// Characters that change how a name reads without showing: direction marks, joiners, tags.
fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfeff | 0xe0000..=0xe007f)
}

/// Whether names collide: twice the same, only case apart, or a file where a folder is.
///
/// # Errors
/// The first collision.
pub(crate) fn check_collisions<'a>(
    names: impl Iterator<Item = &'a str> + Clone,
) -> Result<(), BundleProblem> {
    let mut seen: HashMap<String, &str> = HashMap::new();
    for name in names.clone() {
        let folded = name.trim_end_matches('/').to_ascii_lowercase();
        match seen.insert(folded, name) {
            None => {}
            Some(before) if before == name => return Err(BundleFault::DuplicateName.at(name)),
            Some(before) if before.trim_end_matches('/') == name.trim_end_matches('/') => {
                return Err(BundleFault::NameConflict.at(name));
            }
            Some(_) => return Err(BundleFault::NameCaseCollision.at(name)),
        }
    }
    for name in names {
        let folded = name.trim_end_matches('/').to_ascii_lowercase();
        for (at, _) in folded.match_indices('/') {
            if seen.get(&folded[..at]).is_some_and(|parent| !parent.ends_with('/')) {
                return Err(BundleFault::NameConflict.at(name));
            }
        }
    }
    Ok(())
}

/// Our own naming rule, for a path inside the bag.
///
/// # Errors
/// The fault, in the words of a refused bundle.
pub(crate) fn check_rule(path: &str) -> Result<(), BundleFault> {
    check_path(path).map_err(|fault| match fault {
        PathFault::Length => BundleFault::NameTooLong,
        PathFault::Charset => BundleFault::NameCharset,
        PathFault::TrailingDot => BundleFault::NameTrailing,
        PathFault::Reserved => BundleFault::NameReserved,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trap_in_a_name_has_its_own_word() {
        use BundleFault as F;
        for (raw, fault) in [
            (&b"bag/../x"[..], F::NameTraversal),
            (b"bag//x", F::NameTraversal),
            (b"/etc/x", F::NameAbsolute),
            (b"c:x", F::NameDrive),
            (b"bag\\x", F::NameBackslash),
            (b"bag/\xd5\xc5.txt", F::NameEncoding),
            (b"bag/a\0b", F::NameControl),
            ("bag/\u{202e}x".as_bytes(), F::NameBidi),
            ("bag/张.txt".as_bytes(), F::NameNonAscii),
            (b"bag/CON.txt", F::NameReserved),
            (b"bag/x.", F::NameTrailing),
        ] {
            assert_eq!(decode(raw), Err(fault), "{}", raw.escape_ascii());
        }
        assert_eq!(decode(b"bag/data/").as_deref(), Ok("bag/data/"));
    }

    #[test]
    fn names_one_file_system_cannot_hold_together_collide() {
        use BundleFault as F;
        for (names, fault) in [
            (&["a/x", "a/x"][..], F::DuplicateName),
            (&["a/x", "a/X"], F::NameCaseCollision),
            (&["a/x", "a/x/"], F::NameConflict),
            (&["a/x/y", "a/x"], F::NameConflict),
            (&["a/X/y", "a/x"], F::NameConflict),
        ] {
            let problem = check_collisions(names.iter().copied()).unwrap_err();
            assert_eq!(problem.code, fault, "{names:?}");
        }
        assert!(check_collisions(["a/", "a/x/", "a/x/y", "a/xy"].iter().copied()).is_ok());
    }
}
