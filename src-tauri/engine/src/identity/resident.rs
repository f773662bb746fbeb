//! 居民身份证 (GB 11643-1999).

use super::{DocumentKind, DocumentReport, Problem};
use crate::date::Date;
use crate::person::Sex;
use chrono::{Datelike, NaiveDate};

/// Nobody alive is older than this many years; an older birth date is looked at.
const OLDEST: i32 = 120;

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

/// What a valid resident id number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResidentId {
    /// The birth date.
    pub born_on: Date,
    /// The sex.
    pub sex: Sex,
}

/// A resident id number: what can be read from it, or what is wrong with it. Area codes are not
/// judged, old ones are common.
///
/// # Errors
/// The first fault found.
pub fn resident_id(number: &str) -> Result<ResidentId, ResidentIdFault> {
    let chars: Vec<char> = number.chars().collect();
    if chars.len() != 18 {
        return Err(ResidentIdFault::Length(chars.len()));
    }
    let expected = check_character(&chars[..17]).ok_or(ResidentIdFault::Character)?;
    if !chars[17].is_ascii_digit() && chars[17] != 'X' {
        return Err(ResidentIdFault::Character);
    }
    let born_on = date(&chars[6..14]).ok_or(ResidentIdFault::BirthDate)?;
    if chars[17] != expected {
        return Err(ResidentIdFault::CheckDigit(expected));
    }
    let is_male = chars[16].to_digit(10).is_some_and(|d| d % 2 == 1);
    Ok(ResidentId { born_on, sex: if is_male { Sex::Male } else { Sex::Female } })
}

/// The check character of seventeen digits (ISO 7064 MOD 11-2).
pub(super) fn check_character(digits: &[char]) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let mut sum = 0;
    for (c, weight) in digits.iter().zip(WEIGHTS) {
        sum += c.to_digit(10)? * weight;
    }
    CHECK.get((sum % 11) as usize).copied()
}

/// Eight digits as a day of the calendar.
fn date(digits: &[char]) -> Option<Date> {
    let part = |from: usize, to: usize| -> Option<u32> {
        digits.get(from..to)?.iter().try_fold(0, |n, c| Some(n * 10 + c.to_digit(10)?))
    };
    NaiveDate::from_ymd_opt(part(0, 4)? as i32, part(4, 6)?, part(6, 8)?)
}

/// Check a resident id.
pub(super) fn check(report: &mut DocumentReport, today: Date) {
    if report.canonical.chars().count() == 15 {
        return old(report);
    }
    eighteen(report, today);
    let area = report.canonical.get(..6).unwrap_or_default();
    let other = if super::card::RESIDENCE_AREAS.contains(&area) {
        Some(DocumentKind::ResidencePermit)
    } else if area.starts_with('9') {
        Some(DocumentKind::ForeignPermanentResident)
    } else {
        None
    };
    if let Some(other) = other {
        let message = format!("号码像{}，不像居民身份证；请核对证件类型", other.label());
        report.problems.push(Problem::warning("kind_mismatch", message));
    }
}

/// Check a number built like a resident id: length, characters, birth, check character.
pub(super) fn eighteen(report: &mut DocumentReport, today: Date) {
    let number = report.canonical.clone();
    let mut add = |problem| report.problems.push(problem);
    let fault = resident_id(&number).err();
    match fault {
        Some(ResidentIdFault::Length(n)) => {
            let by = if n < 18 { format!("少{}位", 18 - n) } else { format!("多{}位", n - 18) };
            add(Problem::error(
                "id_length",
                format!("号码应是18位，这里是{n}位，{by}；请对照证件"),
            ));
            return;
        }
        Some(ResidentIdFault::Character) => {
            let at = number
                .chars()
                .enumerate()
                .position(|(i, c)| !(c.is_ascii_digit() || (i == 17 && c == 'X')));
            let at = at.map_or(0, |i| i + 1);
            add(Problem::error(
                "id_character",
                format!("第{at}位不该是这个字符：前17位只能是数字，末位是数字或X；请对照证件"),
            ));
            return;
        }
        Some(ResidentIdFault::BirthDate) => {
            add(Problem::error("id_birth", "第7至14位的出生日期不在日历上；请对照证件改正"))
        }
        Some(ResidentIdFault::CheckDigit(expected)) => add(Problem::error(
            "id_check",
            format!(
                "按前17位推算末位应是{expected}，说明有一位写错了，错的不一定是末位；请逐位对照证件"
            ),
        )),
        None => {}
    }
    let chars: Vec<char> = number.chars().collect();
    let Some(born_on) = date(&chars[6..14]) else { return };
    if born_on > today {
        add(Problem::error("id_birth_future", "第7至14位的出生日期还没有到；请对照证件改正"));
    } else if today.year() - born_on.year() > OLDEST {
        add(Problem::warning("id_birth_early", "按号码算已超过120岁；请对照证件核对"));
    }
    // Only a number that is right says anything of its bearer.
    if report.problems.is_empty() || fault.is_none() && born_on <= today {
        report.born_on = Some(born_on);
        report.sex = resident_id(&number).ok().map(|id| id.sex);
    }
}

/// Fifteen digits: obsolete; what they would be today is a suggestion.
fn old(report: &mut DocumentReport) {
    let chars: Vec<char> = report.canonical.chars().collect();
    let mut problem =
        Problem::error("id_15_digits", "是停用的15位旧号码，程序不代为改写；请对照证件填18位");
    if chars.iter().all(char::is_ascii_digit) {
        let mut long: Vec<char> = chars[..6].to_vec();
        long.extend(['1', '9']);
        long.extend(&chars[6..]);
        if date(&long[6..14]).is_none() {
            problem.message = "是15位旧号码，里面的出生日期不在日历上；请对照证件填18位".into();
        } else if let Some(check) = check_character(&long) {
            long.push(check);
            problem.suggestion = Some(long.into_iter().collect());
        }
    } else {
        problem = Problem::error("id_length", "号码应是18位，这里是15位，且有不是数字的字符");
    }
    report.problems.push(problem);
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
}
