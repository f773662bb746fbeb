//! Documents of people who have no resident id: shape only, but for the two that carry its check.

use super::{DocumentKind, DocumentReport, Problem, resident};
use crate::date::Date;

/// The first six characters of a 港澳台居民居住证: Hong Kong, Macao, Taiwan.
pub(super) const RESIDENCE_AREAS: [&str; 3] = ["810000", "820000", "830000"];

/// Check a number of a kind other than a resident id.
pub(super) fn check(kind: DocumentKind, report: &mut DocumentReport, today: Date) {
    match kind {
        DocumentKind::ResidencePermit => {
            resident::eighteen(report, today);
            if !RESIDENCE_AREAS.iter().any(|area| report.canonical.starts_with(area)) {
                refuse(
                    report,
                    "permit_prefix",
                    "港澳台居民居住证的号码以810000、820000或830000开头",
                );
            }
        }
        DocumentKind::ForeignPermanentResident => foreign(report, today),
        DocumentKind::HongKongMacaoPermit => {
            if !is_hong_kong_macao(&report.canonical) {
                refuse(
                    report,
                    "permit_shape",
                    "港澳居民来往内地通行证的号码是H或M加8位数字（旧证后面还有2位换证次数）",
                );
            }
        }
        DocumentKind::TaiwanPermit => {
            if is_old_taiwan(&report.canonical) {
                report.problems.push(Problem::warning(
                    "permit_old",
                    "像旧版本式通行证的号码；现行卡式证是8位数字，请核对证件",
                ));
            } else if !is_digits(&report.canonical, 8) {
                refuse(report, "permit_shape", "台湾居民来往大陆通行证的号码是8位数字");
            }
        }
        DocumentKind::Passport => {
            if !is_passport(&report.canonical) {
                refuse(report, "passport_shape", "护照号码是5至15位字母和数字，至少有一位数字");
            }
        }
        DocumentKind::ResidentId => resident::check(report, today),
    }
}

/// Names of the kinds a number of unclear shape may be.
pub(super) fn candidates(number: &str) -> Vec<&'static str> {
    let mut kinds = Vec::new();
    if is_hong_kong_macao(number) {
        kinds.push(DocumentKind::HongKongMacaoPermit);
    }
    if is_digits(number, 8) || is_old_taiwan(number) {
        kinds.push(DocumentKind::TaiwanPermit);
    }
    if is_passport(number) && number.len() <= 11 {
        kinds.push(DocumentKind::Passport);
    }
    kinds.into_iter().map(DocumentKind::label).collect()
}

/// 2017: three letters of the country and twelve digits, whose own check is not published and so
/// not made. 2023: built like a resident id, a 9 in front.
fn foreign(report: &mut DocumentReport, today: Date) {
    let number = report.canonical.clone();
    let letters = number.chars().take_while(char::is_ascii_uppercase).count();
    if letters == 3 && is_digits(&number[3..], 12) {
        report.problems.push(Problem::note(
            "foreign_2017",
            "2017版永久居留身份证，号码只核对位数；2023年12月起换发18位的新证",
        ));
    } else if number.starts_with('9') {
        resident::eighteen(report, today);
    } else {
        refuse(
            report,
            "foreign_shape",
            "外国人永久居留身份证的号码：2023版18位、以9开头；2017版3个字母加12位数字",
        );
    }
}

fn refuse(report: &mut DocumentReport, code: &str, shape: &str) {
    report.problems.push(Problem::error(code, format!("{shape}；请对照证件，并核对证件类型")));
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_hong_kong_macao(number: &str) -> bool {
    number.strip_prefix(['H', 'M']).is_some_and(|rest| is_digits(rest, 8) || is_digits(rest, 10))
}

fn is_old_taiwan(number: &str) -> bool {
    let digits = number.trim_end_matches(|c: char| c.is_ascii_uppercase());
    is_digits(digits, 10) && number.len() <= 11
}

fn is_passport(number: &str) -> bool {
    (5..=15).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && number.bytes().any(|b| b.is_ascii_digit())
}
