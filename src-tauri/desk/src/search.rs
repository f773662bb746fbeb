//! 找人: the keys a person is found by, and what a typed text looks for among them.
//!
//! Everything is a range of one sorted list of keys: the end of a name from each of its characters
//! on, so that any fragment of it is the beginning of a key, the name in pinyin, its initials, the
//! number on the identity card backwards. The first letter of a key says which kind it is.

use engine::text::name_key;
use pinyin::{Pinyin, ToPinyinMulti};

/// Changes whenever the same person would get other keys; the store then makes them anew.
pub const VERSION: &str = "1";
/// Ways to read one name; characters with several readings multiply.
const READINGS: usize = 12;
/// Characters of a name that are read; nobody types more.
const LENGTH: usize = 24;

/// Keys of a person, sorted, each once.
#[must_use]
pub fn keys(name: &str, id_number: Option<&str>, staff_number: Option<&str>) -> Vec<String> {
    let name: Vec<char> = letters(name).chars().take(LENGTH).collect();
    let mut keys: Vec<String> =
        (0..name.len()).map(|from| key('n', name[from..].iter().copied())).collect();
    for (full, initials) in readings(&name) {
        keys.push(key('p', full.chars()));
        keys.push(key('i', initials.chars()));
    }
    if let Some(id) = id_number {
        keys.push(key('d', id.chars()));
        keys.push(key('t', id.chars().rev()));
    }
    if let Some(number) = staff_number {
        keys.push(key('s', letters(number).chars()));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Beginnings of keys a typed text stands for; `None` for a text that says nothing.
#[must_use]
pub fn beginnings(text: &str) -> Option<Vec<String>> {
    let text = letters(text);
    if text.is_empty() {
        return None;
    }
    let begin = |kind: char| key(kind, text.chars());
    let bare = text.strip_suffix('x').unwrap_or(&text);
    if !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit()) {
        return Some(vec![
            key('d', text.to_uppercase().chars()),
            key('t', text.to_uppercase().chars().rev()),
            begin('s'),
        ]);
    }
    let is_latin = |c: char| c.is_ascii_lowercase() || matches!(c, 'ü' | '\'');
    if text.chars().all(is_latin) {
        let spelled: String = text.chars().filter_map(plain).collect();
        return Some(vec![
            key('p', spelled.chars()),
            key('i', spelled.chars()),
            begin('n'),
            begin('s'),
        ]);
    }
    Some(vec![begin('n'), begin('s')])
}

fn key(kind: char, rest: impl Iterator<Item = char>) -> String {
    std::iter::once(kind).chain(rest).collect()
}

/// A text as it is compared: one width, one case, without blanks and dots.
fn letters(text: &str) -> String {
    name_key(text)
        .chars()
        .filter(|c| !matches!(c, '·' | '.') && !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Keyboards have no ü, and many people write none either.
fn plain(letter: char) -> Option<char> {
    match letter {
        'ü' => Some('v'),
        '\'' => None,
        other => Some(other),
    }
}

/// The name in pinyin and its initials, in every way it may be read: a surname is often read in a
/// way its character is not read elsewhere. A character nobody has a reading for stands for itself.
fn readings(name: &[char]) -> Vec<(String, String)> {
    let mut all = vec![(String::new(), String::new())];
    for c in name {
        let mut ways = ways(*c);
        // The usual reading is the first.
        if all.len() * ways.len() > READINGS {
            ways.truncate((READINGS / all.len()).max(1));
        }
        all = all
            .iter()
            .flat_map(|(full, initials)| {
                ways.iter().map(move |way| {
                    let first = way.chars().next();
                    (format!("{full}{way}"), initials.chars().chain(first).collect())
                })
            })
            .collect();
    }
    all.retain(|(full, _)| !full.is_empty());
    all
}

fn ways(c: char) -> Vec<String> {
    let mut ways: Vec<String> = Vec::new();
    let mut add = |way: String| {
        if !ways.contains(&way) {
            ways.push(way);
        }
    };
    for way in c.to_pinyin_multi().into_iter().flatten().map(Pinyin::plain) {
        add(way.chars().filter_map(plain).collect());
        if way.contains('ü') {
            add(way.replace('ü', "u"));
        }
    }
    if ways.is_empty() {
        ways.push(c.to_string());
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(name: &str, typed: &str) -> bool {
        let keys = keys(name, Some("530102198503150018"), Some("A-017"));
        let beginnings = beginnings(typed).unwrap();
        beginnings.iter().any(|b| keys.iter().any(|k| k.starts_with(b.as_str())))
    }

    #[test]
    fn a_surname_is_found_by_the_way_it_is_read() {
        for (name, typed) in [
            ("单文", "shanwen"),
            ("解放", "xiefang"),
            ("仇英", "qiuying"),
            ("区明", "ouming"),
            ("查良", "zhaliang"),
            ("盖叫", "ge"),
            ("朴志", "piaozhi"),
            ("曾国", "zengguo"),
            ("覃海", "qinhai"),
            ("尉迟恭", "yuchigong"),
            ("长孙无", "zhangsun"),
            ("万俟卨", "moqi"),
            ("吕布", "lvbu"),
            ("吕布", "lübu"),
            ("吕布", "lubu"),
            ("单文", "sw"),
            ("张乐", "zhangyue"),
            ("张乐", "zhangle"),
        ] {
            assert!(finds(name, typed), "{name} by {typed}");
        }
    }

    #[test]
    fn a_name_is_found_by_any_fragment_in_any_width() {
        for typed in ["阿依古丽", "古丽", "阿依·古丽", "阿依 古丽", "阿依．古", "aygl", "ayiguli"]
        {
            assert!(finds("阿依·古丽", typed), "{typed}");
        }
        assert!(finds("𠮷野", "𠮷"));
        assert!(finds("王䶮", "䶮"));
        assert!(finds("王䶮", "wang"));
        assert!(finds("Ｊｏｈｎ Smith", "smith"));
        assert!(!finds("阿依·古丽", "古依"));
    }

    #[test]
    fn a_number_is_found_by_both_its_ends() {
        for typed in ["5301", "530102198503150018", "0018", "８", "5301 02"] {
            assert!(finds("样甲", typed), "{typed}");
        }
        assert!(!finds("样甲", "198503"));
        assert!(
            keys("样甲", Some("53010219850315001X"), None).contains(&"tX10051305891201035".into())
        );
        assert_eq!(beginnings("01x").unwrap()[1], "tX10");
        assert_eq!(beginnings("　·"), None);
    }
}
