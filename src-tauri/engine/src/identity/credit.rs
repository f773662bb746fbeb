//! 统一社会信用代码 (GB 32100-2015): the check over all 18 characters is hard; the organisation code
//! inside carries an older check of its own (GB 11714), which only warns.

use super::{Problem, Severity};
use crate::date::Date;
use crate::pack::Packs;
use crate::text::fold;
use serde::Serialize;

/// The characters a code may have, in the order of their values.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// What a unified social credit code says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct CreditCodeReport {
    /// The code made canonical: half-width, upper case, no blanks or hyphens.
    pub canonical: String,
    /// Whether nothing is an error.
    pub is_valid: bool,
    /// What there is to say.
    pub problems: Vec<Problem>,
    /// The kind of unit the first two characters stand for; a hint, it tells neither 国有 from
    /// 非公有制 nor 子公司 from 分公司.
    pub unit_hint: Option<String>,
    /// Characters 3–8: the division it was registered in.
    pub area: Option<String>,
    /// Characters 9–17: the organisation code the city system still asks for.
    pub organisation_code: Option<String>,
}

/// Check a unified social credit code. `packs` and `date` give the meaning of its first two
/// characters.
#[must_use]
pub fn credit_code(raw: &str, packs: &Packs, date: Date) -> CreditCodeReport {
    let canonical: String = fold(raw)
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '－' | '—' | '\'' | '"' | '='))
        .collect::<String>()
        .to_uppercase();
    let mut report = CreditCodeReport {
        canonical,
        is_valid: false,
        problems: Vec::new(),
        unit_hint: None,
        area: None,
        organisation_code: None,
    };
    check(&mut report);
    report.is_valid = report.problems.iter().all(|p| p.severity != Severity::Error);
    if report.is_valid {
        let code = &report.canonical;
        report.area = code.get(2..8).map(str::to_owned);
        report.organisation_code = code.get(8..17).map(str::to_owned);
        let mut rows = packs.rows("national.credit-code-prefixes", date);
        let hint = rows.find(|r| r["prefix"].as_str() == code.get(..2));
        report.unit_hint = hint.and_then(|r| r["label"].as_str()).map(str::to_owned);
        if report.unit_hint.is_none() {
            report.problems.push(Problem::note(
                "code_prefix_unknown",
                "前两位不在常见的机构类别里；只提示，请对照登记证照",
            ));
        }
    }
    report
}

fn check(report: &mut CreditCodeReport) {
    let chars: Vec<char> = report.canonical.chars().collect();
    let mut add = |problem| report.problems.push(problem);
    if chars.is_empty() {
        add(Problem::error("code_empty", "统一社会信用代码没有填"));
        return;
    }
    if chars.len() != 18 {
        let n = chars.len();
        let hint = if n == 9 { "；9位的是旧的组织机构代码" } else { "" };
        add(Problem::error(
            "code_length",
            format!("统一社会信用代码应是18位，这里是{n}位{hint}；请对照登记证照"),
        ));
        return;
    }
    if let Some(i) = chars.iter().position(|c| !ALPHABET.contains(*c)) {
        add(Problem::error(
            "code_character",
            format!(
                "第{}位不该是这个字符：代码只用数字和大写字母，不用I、O、S、V、Z（易与1、0、5、U、2混）；请对照登记证照",
                i + 1
            ),
        ));
        return;
    }
    if let Some(i) = (2..8).find(|i| !chars[*i].is_ascii_digit()) {
        add(Problem::error(
            "code_area",
            format!("第3至8位是登记地的行政区划，只能是数字，第{}位不是；请对照登记证照", i + 1),
        ));
        return;
    }
    let expected = check_character(&chars[..17]);
    if expected != Some(chars[17]) {
        add(Problem::error(
            "code_check",
            format!(
                "按前17位推算末位应是{}，说明有一位写错了，错的不一定是末位；请逐位对照登记证照",
                expected.unwrap_or('?')
            ),
        ));
        return;
    }
    if organisation_check(&chars[8..16]) != Some(chars[16]) {
        add(Problem::warning(
            "code_organisation_check",
            "第9至17位（原组织机构代码）的校验不符；整个代码的校验是对的，请对照登记证照看一眼",
        ));
    }
}

/// The last character: weights are the powers of 3 modulo 31.
fn check_character(chars: &[char]) -> Option<char> {
    let (mut sum, mut weight) = (0, 1);
    for c in chars {
        sum += ALPHABET.find(*c)? * weight;
        weight = weight * 3 % 31;
    }
    ALPHABET.chars().nth((31 - sum % 31) % 31)
}

/// The check of the organisation code (GB 11714): letters count from 10.
fn organisation_check(chars: &[char]) -> Option<char> {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let mut sum = 0;
    for (c, weight) in chars.iter().zip(WEIGHTS) {
        sum += c.to_digit(36)? * weight;
    }
    match 11 - sum % 11 {
        10 => Some('X'),
        11 => Some('0'),
        n => char::from_digit(n, 10),
    }
}
