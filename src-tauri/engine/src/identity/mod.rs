//! 证件与代码: what a number says of its bearer, and what is wrong with it.
//!
//! A number is checked, never mended: a suggestion is text for a person with the card in hand. The
//! kind of document is taken from the caller; without one it is read only from a shape that no other
//! kind has. 居民身份证 after GB 11643-1999, 统一社会信用代码 after GB 32100-2015.

mod area;
mod card;
pub mod credit;
mod resident;

pub use area::Areas;
pub use resident::{ResidentId, ResidentIdFault, resident_id};

use crate::date::Date;
use crate::person::Sex;
use crate::text::fold;
use crate::title::words;
use serde::Serialize;
use std::fmt;

words! {
    /// 证件类型.
    DocumentKind {
        /// 居民身份证: 18 characters; the old number of 15 digits is obsolete.
        ResidentId = "resident_id", "居民身份证";
        /// 港澳居民来往内地通行证: H or M and 8 digits, with or without 2 more for the renewal.
        HongKongMacaoPermit = "hong_kong_macao_permit", "港澳居民来往内地通行证";
        /// 台湾居民来往大陆通行证: 8 digits; the older booklet 10 digits with a letter.
        TaiwanPermit = "taiwan_permit", "台湾居民来往大陆通行证";
        /// 港澳台居民居住证: like a resident id, with 810000, 820000 or 830000 in front.
        ResidencePermit = "residence_permit", "港澳台居民居住证";
        /// 外国人永久居留身份证: 3 letters and 12 digits (2017), or 18 characters from a 9 (2023).
        ForeignPermanentResident = "foreign_permanent_resident", "外国人永久居留身份证";
        /// 护照: letters and digits as the issuing country likes.
        Passport = "passport", "护照";
    }
}

words! {
    /// How much a problem weighs.
    Severity {
        /// The number is not one.
        Error = "error", "错误";
        /// It may be one; a person looks at the card.
        Warning = "warning", "警告";
        /// Something to know.
        Note = "note", "提示";
    }
}

/// Something about a number. Never holds the number or a part of it, but for a suggestion.
#[derive(Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Problem {
    /// Stable word for programs: `id_check`, `id_length`, `id_15_digits`, …
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What, where and what to do, in Chinese.
    pub message: String,
    /// A value to compare with the card, never to be taken over unseen. Personal data.
    pub suggestion: Option<String>,
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.severity.key(), self.code)
    }
}

impl Problem {
    fn new(code: &str, severity: Severity, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), severity, message: message.into(), suggestion: None }
    }

    fn error(code: &str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    fn warning(code: &str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    fn note(code: &str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, message)
    }
}

/// What a document number says. `Debug` shows no number.
#[derive(Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct DocumentReport {
    /// The kind given, or the one the shape can only be; `None` while several are possible.
    pub kind: Option<DocumentKind>,
    /// The number made canonical: half-width, upper case, no blanks. Personal data.
    pub canonical: String,
    /// The number with its middle hidden.
    pub masked: String,
    /// Whether it is a number of its kind: the kind is known and nothing is an error.
    pub is_valid: bool,
    /// What there is to say.
    pub problems: Vec<Problem>,
    /// The birth date in it.
    pub born_on: Option<Date>,
    /// The sex in it.
    pub sex: Option<Sex>,
}

impl fmt::Debug for DocumentReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.kind.map_or("?", DocumentKind::key);
        write!(f, "{kind} {} {:?}", if self.is_valid { "valid" } else { "invalid" }, self.problems)
    }
}

/// Check a document number. `today` only tells a birth in the future.
///
/// ```
/// use engine::identity::{DocumentKind, document};
/// let today = "2026-11-25".parse()?;
/// let report = document(None, "５３０１０２198503150018", today);
/// assert_eq!(report.kind, Some(DocumentKind::ResidentId));
/// assert!(report.is_valid);
/// assert_eq!(report.born_on.map(|d| d.to_string()).as_deref(), Some("1985-03-15"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn document(kind: Option<DocumentKind>, raw: &str, today: Date) -> DocumentReport {
    let canonical = clean_document(raw);
    let mut report = DocumentReport {
        kind,
        masked: mask_id_number(&canonical),
        canonical,
        is_valid: false,
        problems: Vec::new(),
        born_on: None,
        sex: None,
    };
    if report.canonical.is_empty() {
        report.problems.push(Problem::error("id_empty", "证件号码没有填"));
        return report;
    }
    if lost_digits(&report.canonical) {
        report.problems.push(Problem::error(
            "id_digits_lost",
            "号码被表格软件写成了科学计数，末几位已丢，无法还原；请对照证件重新填",
        ));
        return report;
    }
    report.kind = kind.or_else(|| shape(&report.canonical));
    match report.kind {
        Some(DocumentKind::ResidentId) => resident::check(&mut report, today),
        Some(kind) => card::check(kind, &mut report, today),
        None => {
            let candidates = card::candidates(&report.canonical);
            let message = if candidates.is_empty() {
                "不是18位居民身份证号码，也看不出是哪种证件；请对照证件核对，并选定证件类型"
                    .to_owned()
            } else {
                format!("可能是{}，单凭号码分不清；请选定证件类型", candidates.join("或"))
            };
            report.problems.push(Problem::error("kind_unclear", message));
        }
    }
    report.is_valid =
        report.kind.is_some() && report.problems.iter().all(|p| p.severity != Severity::Error);
    report
}

/// The kind a number can only be, from its shape alone; a wrong number of digits close to 18 is
/// still meant to be a resident id.
fn shape(number: &str) -> Option<DocumentKind> {
    let chars: Vec<char> = number.chars().collect();
    let digits = chars.iter().filter(|c| c.is_ascii_digit()).count();
    let letters = chars.iter().take_while(|c| c.is_ascii_alphabetic()).count();
    if chars.len() == 15 && letters == 3 && digits == 12 {
        return Some(DocumentKind::ForeignPermanentResident);
    }
    // One letter in front is no resident id; one slip among the digits still is.
    if letters > 0 || !(14..=20).contains(&chars.len()) || digits + 2 < chars.len() {
        return None;
    }
    let is_18 = chars.len() == 18;
    if is_18 && chars[0] == '9' {
        return Some(DocumentKind::ForeignPermanentResident);
    }
    if is_18 && card::RESIDENCE_AREAS.iter().any(|area| number.starts_with(area)) {
        return Some(DocumentKind::ResidencePermit);
    }
    Some(DocumentKind::ResidentId)
}

/// `5.30103E+17`: a number a spreadsheet has rounded.
fn lost_digits(number: &str) -> bool {
    let Some((mantissa, exponent)) = number.split_once('E') else { return false };
    mantissa.contains('.')
        && mantissa.chars().all(|c| c.is_ascii_digit() || c == '.')
        && exponent.trim_start_matches('+').chars().all(|c| c.is_ascii_digit())
}

/// Any document number made canonical: as [`clean_id_number`], letters upper case, no brackets.
fn clean_document(raw: &str) -> String {
    let clean = clean_id_number(raw).to_uppercase();
    clean.chars().filter(|c| !matches!(c, '(' | ')')).collect()
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

/// The number with its middle hidden, for every screen: `5301**********0018`; of a shorter one less
/// is shown, of a very short one nothing.
#[must_use]
pub fn mask_id_number(number: &str) -> String {
    let chars: Vec<char> = number.chars().collect();
    let shown = match chars.len() {
        0..=7 => 0,
        8..=13 => 2,
        _ => 4,
    };
    let head: String = chars[..shown].iter().collect();
    let tail: String = chars[chars.len() - shown..].iter().collect();
    format!("{head}{}{tail}", "*".repeat(chars.len() - 2 * shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_ids_become_canonical() {
        let check = |raw: &str, clean: &str| assert_eq!(clean_id_number(raw), clean);
        check("530103 19780404 9978", "530103197804049978");
        check("５３０１２９１９９３１２２５９９７１", "530129199312259971");
        check("'53010319980801996x", "53010319980801996X");
        check("=\"53010319890221998X\"", "53010319890221998X");
    }

    #[test]
    fn a_short_number_is_not_given_away_by_its_mask() {
        assert_eq!(mask_id_number("530102198503150018"), "5301**********0018");
        assert_eq!(mask_id_number("H12345678"), "H1*****78");
        assert_eq!(mask_id_number("1234567"), "*******");
        assert_eq!(mask_id_number(""), "");
    }

    #[test]
    fn a_report_shows_no_number_in_debug() {
        let today = "2026-11-25".parse().unwrap();
        let shown = format!("{:?}", document(None, "530103851111996", today));
        assert!(!shown.contains("5301"), "{shown}");
    }
}
