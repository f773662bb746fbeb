//! Values as offices write them: dates in a dozen forms, 本科, 汉族, 有/无.

use super::Cell;
use crate::date::{Date, PartialDate, add_days};
use crate::person::{AchievementKind, EmploymentKind, Sex};
use crate::text::fold;
use crate::title::{ApplicationKind, EducationLevel, ObtainedBy};
use chrono::Datelike;

/// A date read from a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadDate {
    /// The date.
    pub date: PartialDate,
    /// How it was read, where that is an assumption to be shown.
    pub assumption: Option<String>,
}

/// Why a cell is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateFault {
    /// The calendar has no such day or month.
    Impossible,
    /// `2012.1` may be January or October.
    January,
    /// Nothing like a date.
    Unreadable,
}

/// Whether a text stands for nothing: 无, —, /.
#[must_use]
pub fn is_nothing(text: &str) -> bool {
    matches!(fold(text).as_str(), "" | "无" | "-" | "--" | "—" | "——" | "/" | "\\" | "空" | "暂无")
}

/// A date in any of the forms offices use.
///
/// # Errors
/// What is wrong with it.
pub fn date(cell: &Cell) -> Result<ReadDate, DateFault> {
    let plain = |date: PartialDate| ReadDate { date, assumption: None };
    match cell {
        Cell::Date(date) => Ok(plain((*date).into())),
        Cell::Number(n, format) => number_date(*n, format.as_deref()),
        Cell::Text(text) => text_date(&fold(text)),
        Cell::Bool(_) | Cell::Error(_) => Err(DateFault::Unreadable),
    }
}

fn number_date(n: f64, format: Option<&str>) -> Result<ReadDate, DateFault> {
    if n.fract().abs() < 1e-9 {
        return text_date(&format!("{n:.0}"));
    }
    if !(1900.0..2101.0).contains(&n) {
        return Err(DateFault::Unreadable);
    }
    let shown = format!("{n}");
    let decimals = shown.split_once('.').map_or("", |(_, d)| d);
    if decimals == "1" && format != Some("0.00") {
        return Err(DateFault::January);
    }
    text_date(&format!("{n:.2}"))
}

fn text_date(text: &str) -> Result<ReadDate, DateFault> {
    let text = text.trim_end_matches(['号', '。', '.']);
    let numbers: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
    let odd = text
        .chars()
        .any(|c| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '/' | '年' | '月' | '日' | ' '));
    if odd || numbers.is_empty() {
        return Err(DateFault::Unreadable);
    }
    let n = |i: usize| numbers.get(i).and_then(|p| p.parse::<u32>().ok());
    let build = |year: i32, month: Option<u32>, day: Option<u32>, assumption: Option<String>| {
        PartialDate::new(year, month, day)
            .map(|date| ReadDate { date, assumption })
            .map_err(|_| DateFault::Impossible)
    };
    let slice = |a: usize, b: usize| numbers[0][a..b].parse::<u32>().unwrap_or(0);
    match (numbers.len(), numbers[0].len()) {
        (1, 4) => build(slice(0, 4) as i32, None, None, None),
        (1, 6) => {
            let year = slice(0, 4) as i32;
            if (1900..=2100).contains(&year) {
                build(year, Some(slice(4, 6)), None, None)
            } else {
                let year = century(slice(0, 2));
                let read = build(year, Some(slice(2, 4)), Some(slice(4, 6)), None)?;
                Ok(ReadDate { assumption: Some(format!("按{}读", read.date)), ..read })
            }
        }
        (1, 8) => build(slice(0, 4) as i32, Some(slice(4, 6)), Some(slice(6, 8)), None),
        (1, 5) => {
            let serial: i64 = numbers[0].parse().unwrap_or(0);
            if !(10_000..60_000).contains(&serial) {
                return Err(DateFault::Unreadable);
            }
            let start = Date::from_ymd_opt(1899, 12, 30).ok_or(DateFault::Unreadable)?;
            let date = add_days(start, serial);
            let assumption = Some(format!("按表格软件的日期序号读作{date}"));
            Ok(ReadDate { date: date.into(), assumption })
        }
        (2 | 3, 4) => build(slice(0, 4) as i32, n(1), n(2), None),
        (2 | 3, 2) => {
            let read = build(century(slice(0, 2)), n(1), n(2), None)?;
            Ok(ReadDate { assumption: Some(format!("两位年份按{}读", read.date)), ..read })
        }
        _ => Err(DateFault::Unreadable),
    }
}

/// Two-digit years are of working people: 30–99 are the last century.
fn century(two: u32) -> i32 {
    i32::try_from(if two >= 30 { 1900 + two } else { 2000 + two }).unwrap_or(1900)
}

/// 学历; a 研究生 needs its degree to be told from a doctor.
#[must_use]
pub fn education(level: &str, degree: Option<&str>) -> Option<EducationLevel> {
    let level = fold(level);
    let degree = degree.unwrap_or_default();
    let has = |words: &[&str]| words.iter().any(|w| level.contains(w));
    if has(&["博士"]) {
        Some(EducationLevel::Doctor)
    } else if has(&["硕士"]) {
        Some(EducationLevel::Master)
    } else if has(&["研究生"]) {
        if degree.contains("博士") {
            Some(EducationLevel::Doctor)
        } else {
            degree.contains("硕士").then_some(EducationLevel::Master)
        }
    } else if has(&["第二学士", "双学士"]) {
        Some(EducationLevel::SecondBachelor)
    } else if has(&["本科", "预备技师", "技师班"]) {
        Some(EducationLevel::Bachelor)
    } else if has(&["专科", "大专", "高级工班"]) {
        Some(EducationLevel::College)
    } else if has(&["中专", "职高", "技校", "中技", "中师", "职业高中", "中级工班"])
    {
        Some(EducationLevel::Secondary)
    } else if has(&["高中"]) {
        Some(EducationLevel::HighSchool)
    } else if has(&["初中", "小学"]) {
        Some(EducationLevel::Lower)
    } else {
        None
    }
}

/// 民族, without 族.
#[must_use]
pub fn ethnicity(text: &str) -> String {
    let text = fold(text);
    match text.strip_suffix('族') {
        Some(short) if !short.is_empty() => short.to_owned(),
        _ => text,
    }
}

/// 性别.
#[must_use]
pub fn sex(text: &str) -> Option<Sex> {
    match fold(text).as_str() {
        "男" | "男性" | "1" => Some(Sex::Male),
        "女" | "女性" | "2" => Some(Sex::Female),
        _ => None,
    }
}

/// 身份 from 编制类型.
#[must_use]
pub fn employment(text: &str) -> Option<EmploymentKind> {
    let text = fold(text);
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if has(&["派遣"]) {
        Some(EmploymentKind::Dispatched)
    } else if has(&["公务员", "参公"]) {
        Some(EmploymentKind::CivilServant)
    } else if has(&["自由职业"]) {
        Some(EmploymentKind::Freelancer)
    } else if has(&["编外", "编制外", "合同", "聘用制", "劳动"]) {
        Some(EmploymentKind::Contract)
    } else if has(&["在编", "编制", "编内"]) {
        Some(EmploymentKind::Established)
    } else {
        None
    }
}

/// 申报类型.
#[must_use]
pub fn application_kind(text: &str) -> Option<ApplicationKind> {
    let text = fold(text);
    let pairs = [
        ("破格", ApplicationKind::Exceptional),
        ("转系列", ApplicationKind::SeriesTransfer),
        ("变更系列", ApplicationKind::SeriesTransfer),
        ("转评", ApplicationKind::SeriesTransfer),
        ("认定", ApplicationKind::Recognition),
        ("定职", ApplicationKind::Recognition),
        ("委托", ApplicationKind::EntrustedReview),
        ("绿色通道", ApplicationKind::FastTrack),
        ("晋升", ApplicationKind::Promotion),
    ];
    pairs.iter().find(|(word, _)| text.contains(word)).map(|(_, kind)| *kind)
}

/// 取得方式.
#[must_use]
pub fn obtained_by(text: &str) -> Option<ObtainedBy> {
    let text = fold(text);
    let pairs = [
        ("评审", ObtainedBy::Review),
        ("认定", ObtainedBy::Recognition),
        ("初聘", ObtainedBy::Recognition),
        ("考试", ObtainedBy::Exam),
        ("对应", ObtainedBy::Equivalence),
    ];
    pairs.iter().find(|(word, _)| text.contains(word)).map(|(_, by)| *by)
}

/// 业绩类别.
#[must_use]
pub fn achievement_kind(text: &str) -> Option<AchievementKind> {
    let text = fold(text);
    let pairs = [
        ("论文", AchievementKind::Paper),
        ("著作", AchievementKind::Book),
        ("专利", AchievementKind::Patent),
        ("奖", AchievementKind::Award),
        ("表彰", AchievementKind::Award),
        ("课题", AchievementKind::Project),
        ("项目", AchievementKind::Project),
        ("工作", AchievementKind::Work),
    ];
    pairs.iter().find(|(word, _)| text.contains(word)).map(|(_, kind)| *kind)
}

/// 是/否, 有/无.
#[must_use]
pub fn yes_no(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "是" | "有" | "Y" | "y" | "√" => Some(true),
        "否" | "无" | "没有" | "N" | "n" | "×" => Some(false),
        _ => None,
    }
}

/// The last date of a period as written: `2021.06-2023.05`, `2022-03-01至2023-10-31`, `2023`.
#[must_use]
pub fn period_end(text: &str) -> Option<PartialDate> {
    let text = fold(text);
    let parts: Vec<&str> = match text.split_once(['至', '~', '～', '—']) {
        Some((_, end)) => vec![end],
        None if text.matches('-').count() == 1 => text.split('-').collect(),
        None => vec![&text],
    };
    let end = parts.last()?;
    let whole = date(&Cell::Text((*end).to_owned())).ok();
    // 2024-12 is a month, not the end of a period that began in 2024.
    let short = end.len() <= 2;
    let whole = if short { date(&Cell::Text(text.clone())).ok() } else { whole };
    whole.map(|d| d.date)
}

/// The year a number or text stands for.
#[must_use]
pub fn year(cell: &Cell) -> Option<i32> {
    match cell {
        Cell::Date(date) => Some(date.year()),
        other => other.show().trim_end_matches(['年', '度']).parse().ok(),
    }
}

/// A number.
#[must_use]
pub fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(n, _) => Some(*n),
        other => fold(&other.show()).parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_form_of_the_sample_lists() {
        let text = |t: &str| Cell::Text(t.into());
        let check = |cell: Cell, want: &str| {
            assert_eq!(date(&cell).unwrap().date.to_string(), want, "{cell:?}");
        };
        check(text("1989.03"), "1989-03");
        check(text("1993年1月"), "1993-01");
        check(text("2019年12月10日"), "2019-12-10");
        check(text("1991-06-27"), "1991-06-27");
        check(text("199211"), "1992-11");
        check(text("20210910"), "2021-09-10");
        check(text("1988/12/12"), "1988-12-12");
        check(text("2017.11.5"), "2017-11-05");
        check(text("87.4"), "1987-04");
        check(text("920303"), "1992-03-03");
        check(Cell::Number(1986.09, Some("0.00".into())), "1986-09");
        check(Cell::Number(2002.11, None), "2002-11");
        check(Cell::Number(2012.1, Some("0.00".into())), "2012-10");
        check(text("43000"), "2017-09-22");
    }

    #[test]
    fn doubtful_dates_are_not_guessed() {
        assert_eq!(date(&Cell::Number(2012.1, None)), Err(DateFault::January));
        assert_eq!(date(&Cell::Text("2020.13".into())), Err(DateFault::Impossible));
        assert_eq!(date(&Cell::Text("1994.6.31".into())), Err(DateFault::Impossible));
        assert_eq!(date(&Cell::Text("见档案".into())), Err(DateFault::Unreadable));
        assert!(date(&Cell::Text("87.4".into())).unwrap().assumption.is_some());
    }

    #[test]
    fn a_period_ends_where_it_says() {
        let check = |text: &str, want: &str| {
            assert_eq!(period_end(text).unwrap().to_string(), want, "{text}");
        };
        check("2021.06-2023.05", "2023-05");
        check("2022-03-01至2023-10-31", "2023-10-31");
        check("2021-2022", "2022");
        check("2023-12-20", "2023-12-20");
        check("2022年8月", "2022-08");
        check("2024-12", "2024-12");
    }

    #[test]
    fn a_graduate_without_a_degree_is_not_promoted() {
        assert_eq!(education("研究生", Some("理学硕士")), Some(EducationLevel::Master));
        assert_eq!(education("研究生", None), None);
        assert_eq!(education("大学本科", None), Some(EducationLevel::Bachelor));
    }
}
