//! Text as offices type it, made comparable: width, blanks, names, resident ids, phones.

use crate::date::Date;
use crate::person::Sex;
use chrono::NaiveDate;

/// Full-width forms to half-width, zero-width characters and outer blanks removed.
#[must_use]
pub fn fold(text: &str) -> String {
    let folded: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}'))
        .map(|c| match c {
            '\u{3000}' | '\u{a0}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        })
        .collect();
    folded.trim().to_owned()
}

/// The key two spellings of one name share: no blanks, one kind of middle dot.
///
/// ```
/// use engine::text::name_key;
/// assert_eq!(name_key("样  敏"), name_key("样敏"));
/// assert_eq!(name_key("样例•古丽"), name_key("样例·古丽"));
/// ```
#[must_use]
pub fn name_key(name: &str) -> String {
    fold(name)
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| {
            if matches!(c, '•' | '．' | '・' | '‧' | '∙' | '●' | '﹒') {
                '·'
            } else {
                c
            }
        })
        .collect()
}

/// The key two spellings of one organisation share: half-width brackets, no blanks.
#[must_use]
pub fn unit_key(name: &str) -> String {
    fold(name).chars().filter(|c| !c.is_whitespace()).collect()
}

/// What is wrong with a resident id number (GB 11643-1999).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResidentIdFault {
    /// Not 18 characters of the right kind; carries how many there are.
    Length(usize),
    /// A character that no id number has.
    Character,
    /// The birth date in it is not on the calendar.
    BirthDate,
    /// The last character should be another one; carries which.
    CheckDigit(char),
}

/// A resident id number: what can be read from it, or what is wrong with it. Area codes are not
/// judged, old ones are common.
///
/// # Errors
/// The first fault found.
pub fn resident_id(number: &str) -> Result<ResidentId, ResidentIdFault> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let chars: Vec<char> = number.chars().collect();
    if chars.len() != 18 {
        return Err(ResidentIdFault::Length(chars.len()));
    }
    let mut sum = 0;
    for (c, w) in chars.iter().zip(WEIGHTS) {
        sum += c.to_digit(10).ok_or(ResidentIdFault::Character)? * w;
    }
    let part = |from: usize, to: usize| {
        chars[from..to].iter().fold(0, |n, c| n * 10 + c.to_digit(10).unwrap_or(0))
    };
    let born_on = NaiveDate::from_ymd_opt(part(6, 10) as i32, part(10, 12), part(12, 14))
        .ok_or(ResidentIdFault::BirthDate)?;
    let expected = CHECK[(sum % 11) as usize];
    if chars[17] != expected {
        return Err(ResidentIdFault::CheckDigit(expected));
    }
    let sex = if part(16, 17) % 2 == 1 { Sex::Male } else { Sex::Female };
    Ok(ResidentId { born_on, sex })
}

/// What a valid resident id number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResidentId {
    /// The birth date.
    pub born_on: Date,
    /// The sex.
    pub sex: Sex,
}

/// An id number as typed, made canonical: half-width, no blanks or quotes, `X` upper case.
#[must_use]
pub fn clean_id_number(raw: &str) -> String {
    fold(raw)
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '‘' | '’' | '"' | '='))
        .map(|c| if matches!(c, 'x' | '×') { 'X' } else { c })
        .collect()
}

/// The number with its middle hidden, for every screen: `5301**********0018`.
#[must_use]
pub fn mask_id_number(number: &str) -> String {
    let chars: Vec<char> = number.chars().collect();
    if chars.len() < 9 {
        return "*".repeat(chars.len());
    }
    let head: String = chars[..4].iter().collect();
    let tail: String = chars[chars.len() - 4..].iter().collect();
    format!("{head}{}{tail}", "*".repeat(chars.len() - 8))
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
    fn a_resident_id_tells_birth_and_sex_or_its_fault() {
        let ok = resident_id("530102198503150018").unwrap();
        assert_eq!((ok.born_on.to_string().as_str(), ok.sex), ("1985-03-15", Sex::Male));
        assert_eq!(resident_id("530124197603039970"), Err(ResidentIdFault::CheckDigit('8')));
        assert_eq!(resident_id("53010319850808997"), Err(ResidentIdFault::Length(17)));
        assert_eq!(resident_id("530124199602309979"), Err(ResidentIdFault::BirthDate));
    }

    #[test]
    fn typed_ids_become_canonical() {
        let check = |raw: &str, clean: &str| assert_eq!(clean_id_number(raw), clean);
        check("530103 19780404 9978", "530103197804049978");
        check("５３０１２９１９９３１２２５９９７１", "530129199312259971");
        check("'53010319980801996x", "53010319980801996X");
        check("=\"53010319890221998X\"", "53010319890221998X");
    }

    #[test]
    fn masks_hide_the_middle() {
        assert_eq!(mask_id_number("530102198503150018"), "5301**********0018");
        assert_eq!(mask_phone("13000001001"), "130****1001");
        assert_eq!(format!("{:?}", Redacted("530102198503150018")), "［已隐去］");
    }
}
