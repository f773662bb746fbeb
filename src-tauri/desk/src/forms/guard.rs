//! Nothing that identifies a person goes on a wall: the last look at a form that will be posted.

use serde_json::Value;

/// What must not be posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Private {
    /// 18 digits, or 17 and an X: an identity number.
    IdentityNumber,
    /// 11 digits starting as a mobile number does.
    Mobile,
}

impl Private {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::IdentityNumber => "身份证号",
            Self::Mobile => "手机号",
        }
    }
}

/// The first string that holds something private: its path in the data and what it is.
pub(super) fn find(value: &Value) -> Option<(String, Private)> {
    search(value, &mut String::new())
}

fn search(value: &Value, path: &mut String) -> Option<(String, Private)> {
    let length = path.len();
    match value {
        Value::String(text) => private(text).map(|what| (path.clone(), what)),
        Value::Array(items) => items.iter().enumerate().find_map(|(index, item)| {
            path.push_str(&format!("[{index}]"));
            let found = search(item, path);
            path.truncate(length);
            found
        }),
        Value::Object(fields) => fields.iter().find_map(|(name, field)| {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(name);
            let found = search(field, path);
            path.truncate(length);
            found
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// Looks at runs of digits as they stand, and at runs whose groups are parted by single spaces or
/// hyphens as these numbers are often written (6-8-4 and 3-4-4); full-width digits count as digits.
fn private(text: &str) -> Option<Private> {
    let runs = runs(text);
    let whole = runs.iter().find_map(|run| kind(&run.digits));
    whole.or_else(|| {
        runs.windows(3).find_map(|group| {
            let [first, second, third] = group else {
                return None;
            };
            if !first.is_joined || !second.is_joined {
                return None;
            }
            let lengths = [first.digits.len(), second.digits.len(), third.digits.len()];
            let joined = [&*first.digits, &*second.digits, &*third.digits].concat();
            matches!(lengths, [6, 8, 4] | [3, 4, 4]).then(|| kind(&joined)).flatten()
        })
    })
}

/// Digits without a break.
struct Run {
    digits: String,
    /// Whether only one space or hyphen parts it from the next run.
    is_joined: bool,
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut digits = String::new();
    let mut gap = String::new();
    for character in text.chars().chain(['。']) {
        let ends_with_x = matches!(character, 'x' | 'X' | 'Ｘ' | 'ｘ') && digits.len() >= 3;
        match digit(character) {
            Some(digit) => digits.push(digit),
            None if ends_with_x => digits.push('X'),
            None => {
                if !digits.is_empty() {
                    let is_close = matches!(gap.as_str(), " " | "-");
                    if let Some(last) = runs.last_mut() {
                        last.is_joined = is_close;
                    }
                    runs.push(Run { digits: std::mem::take(&mut digits), is_joined: false });
                    gap.clear();
                }
                gap.push(character);
            }
        }
    }
    runs
}

fn digit(character: char) -> Option<char> {
    match character {
        '0'..='9' => Some(character),
        '０'..='９' => char::from_digit(u32::from(character) - u32::from('０'), 10),
        _ => None,
    }
}

fn kind(run: &str) -> Option<Private> {
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_identity = run.len() == 18
        && run.get(..17).is_some_and(all_digits)
        && run.ends_with(|last: char| last.is_ascii_digit() || last == 'X');
    let is_mobile = run.len() == 11
        && all_digits(run)
        && run.starts_with('1')
        && run.as_bytes().get(1).is_some_and(|second| (b'3'..=b'9').contains(second));
    if is_identity {
        Some(Private::IdentityNumber)
    } else if is_mobile {
        Some(Private::Mobile)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_numbers_are_found_however_written() {
        for text in [
            "证件530102198503150018",
            "53010219850315001x",
            "530102 19850315 0018",
            "５３０１０２１９８５０３１５００１８",
            "号：530102-19850315-001X。",
        ] {
            assert_eq!(private(text), Some(Private::IdentityNumber), "{text}");
        }
    }

    #[test]
    fn mobile_numbers_are_found_however_written() {
        for text in ["电话13000001090", "130 0000 1090", "１３０００００１０９０", "130-0000-1090"]
        {
            assert_eq!(private(text), Some(Private::Mobile), "{text}");
        }
    }

    #[test]
    fn what_a_form_needs_passes() {
        for text in [
            "0871-00000003",
            "08710000003",
            "ZL202110345678.9",
            "ISBN 978-7-04-059999-9",
            "2019-11-20 至 2025-12-31",
            "证书编号末四位 0018",
            "2013.07—2019.09",
        ] {
            assert_eq!(private(text), None, "{text}");
        }
    }
}
