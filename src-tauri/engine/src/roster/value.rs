//! Words as offices write them: 本科, 汉族, 有/无, 30+60.

use super::Cell;
use crate::person::{AchievementKind, Education, EmploymentKind, Sex, StudyMode};
use crate::text::{fold, folded};
use crate::title::{ApplicationKind, EducationLevel, Level, ObtainedBy};
use chrono::Datelike;

/// Whether a text stands for nothing: 无, —, /.
#[must_use]
pub fn is_nothing(text: &str) -> bool {
    matches!(
        &*folded(text),
        "" | "无"
            | "-"
            | "--"
            | "—"
            | "——"
            | "/"
            | "\\"
            | "空"
            | "暂无"
            | "——/"
            | "无无"
            | "N/A"
            | "n/a"
            | "null"
            | "NULL"
            | "―"
            | "－"
    )
}

/// Not finished is not had.
const UNFINISHED: &[&str] = &["在读", "在学", "肄业", "结业", "未毕业", "进修", "待毕业"];

/// 学历; a 研究生 needs its degree to be told from a doctor.
#[must_use]
pub fn education(level: &str, degree: Option<&str>) -> Option<EducationLevel> {
    let level: String = fold(level).chars().filter(|c| !c.is_whitespace()).collect();
    let degree = degree.unwrap_or_default();
    let has = |words: &[&str]| words.iter().any(|w| level.contains(w));
    // 本科/大专 is one of two, or of each of two people.
    let is_of_two = has(&["本科"]) && has(&["大专", "专科"]) && !has(&["专升本", "专科起点"]);
    if has(UNFINISHED) || is_of_two {
        None
    } else if has(&["博士"]) {
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
    } else if has(&["本科", "预备技师", "技师班"]) || matches!(level.as_str(), "大学" | "学士")
    {
        Some(EducationLevel::Bachelor)
    } else if has(&["专科", "大专", "高级工班", "高职"]) {
        Some(EducationLevel::College)
    } else if has(&[
        "中专",
        "职高",
        "技校",
        "技工",
        "中技",
        "中师",
        "职业高中",
        "中级工班",
        "中等职业",
        "中等专业",
    ]) {
        Some(EducationLevel::Secondary)
    } else if has(&["高中"]) {
        Some(EducationLevel::HighSchool)
    } else if has(&["初中", "小学"]) {
        Some(EducationLevel::Lower)
    } else {
        None
    }
}

/// A short value on one line, a blank for each break: what stands above one another may be two things.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    let is_break = |c: char| matches!(c, '\n' | '\r' | '\t');
    let parts: Vec<&str> = text.split(is_break).map(str::trim).filter(|p| !p.is_empty()).collect();
    parts.join(" ")
}

/// A word of a fixed set without the blanks and breaks inside it: 高级⏎工程师 is 高级工程师. Behind a
/// whole title or degree another one begins: 工程师⏎经济师 are two.
#[must_use]
pub fn in_one_word(text: &str) -> String {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let mut out = String::new();
    for part in parts {
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if part.chars().count() > 1 && out.ends_with(['师', '员', '士', '授']) {
            out.push('、');
        } else if is_latin(out.chars().next_back()) && is_latin(part.chars().next()) {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
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
    if matches!(text.as_str(), "是" | "否") {
        let is_established = text == "是";
        Some(if is_established { EmploymentKind::Established } else { EmploymentKind::Contract })
    } else if has(&["派遣"]) {
        Some(EmploymentKind::Dispatched)
    } else if has(&["公务员", "参公"]) {
        Some(EmploymentKind::CivilServant)
    } else if has(&["自由职业"]) {
        Some(EmploymentKind::Freelancer)
    } else if has(&["编外", "编制外", "非编", "非在编", "不在编", "无编", "未入编"])
    {
        Some(EmploymentKind::Contract)
    } else if has(&["在编", "编内", "编制内", "事业编"]) {
        Some(EmploymentKind::Established)
    } else if has(&["合同", "聘用制", "劳动"]) {
        Some(EmploymentKind::Contract)
    } else if has(&["编制"]) {
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

/// Whether a text is a result of a yearly appraisal: 优秀, 基本称职, 未定等次; a tick is none.
#[must_use]
pub fn is_appraisal(text: &str) -> bool {
    const WORDS: [&str; 7] = ["优秀", "称职", "合格", "定等次", "定等", "未考核", "免考核"];
    WORDS.iter().any(|w| text.contains(w))
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

/// The year a number or text stands for.
#[must_use]
pub fn year(cell: &Cell) -> Option<i32> {
    match cell {
        Cell::Date(date, _) => Some(date.year()),
        other => {
            let year = fold(&other.show()).trim_end_matches(['年', '度']).parse().ok();
            year.filter(|y| (1950..=2100).contains(y))
        }
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

/// 学习形式.
#[must_use]
pub fn study_mode(text: &str) -> Option<StudyMode> {
    let text = fold(text);
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if has(&["非全日制"]) || has(IN_SERVICE) {
        Some(StudyMode::InService)
    } else if has(&["全日制", "统招", "普通高等", "普通全日"]) || text == "普通" {
        Some(StudyMode::FullTime)
    } else {
        None
    }
}

/// Words that say an education was taken beside the work.
const IN_SERVICE: &[&str] = &[
    "函授",
    "自考",
    "自学考试",
    "成人",
    "电大",
    "网络教育",
    "夜大",
    "在职",
    "业余",
    "党校",
    "远程",
];

/// The mode an education itself tells of: 数学与应用数学(函授); otherwise not known.
#[must_use]
pub fn mode_of(education: &Education) -> Option<StudyMode> {
    let texts = [&education.level_text, &education.school, &education.field_of_study];
    let joined: String = texts.into_iter().flatten().map(String::as_str).collect();
    if joined.contains("非全日制") || IN_SERVICE.iter().any(|w| joined.contains(w)) {
        Some(StudyMode::InService)
    } else {
        joined.contains("全日制").then_some(StudyMode::FullTime)
    }
}

/// 级别 of a title.
#[must_use]
pub fn level(text: &str) -> Option<Level> {
    let text = fold(text);
    let pairs = [
        ("正高", Level::FullSenior),
        ("副高", Level::AssociateSenior),
        ("中级", Level::Intermediate),
        ("助理", Level::Assistant),
        ("初级(师)", Level::Assistant),
        ("员级", Level::Technician),
        ("初级(士)", Level::Technician),
    ];
    pairs.iter().find(|(word, _)| text.contains(word)).map(|(_, level)| *level)
}

/// A level and a degree in one cell: 大学本科 工学学士; a text of one part is the one it speaks of.
#[must_use]
pub fn level_and_degree(text: &str) -> (Option<String>, Option<String>) {
    let whole = fold(text);
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '/' | '、' | ',' | ';' | '(' | ')');
    let parts: Vec<&str> = whole.split(is_mark).filter(|p| !p.is_empty()).collect();
    let is_degree = |t: &str| {
        let is_open = UNFINISHED.iter().any(|w| t.contains(w)) || t.contains("研究生");
        ["学士", "硕士", "博士"].iter().any(|w| t.ends_with(w)) && !is_open
    };
    let own = |t: &str| Some(t.to_owned());
    match parts.as_slice() {
        [one] if is_degree(one) && education(one, None).is_none() => (None, own(one)),
        [level, degree] if is_degree(degree) => (own(level), own(degree)),
        [degree, level] if is_degree(degree) => (own(level), own(degree)),
        _ => (Some(whole.clone()), None),
    }
}

/// Where the name of a school ends in a text that goes on with a field of study.
fn school_end(text: &str) -> Option<usize> {
    let words = ["大学", "学院", "学校", "党校", "专科学校", "中专", "电大", "研究院"];
    let end = words.iter().filter_map(|w| text.rfind(w).map(|at| at + w.len())).max()?;
    // A department belongs to the school where a field still follows.
    let rest = &text[end..];
    let department = rest.find('系').map(|at| at + '系'.len_utf8());
    let end = department.filter(|at| *at < rest.len()).map_or(end, |at| end + at);
    (end < text.len()).then_some(end)
}

/// A school and a field of study in one cell, parted by a blank, a line break or a stroke, or after
/// the word that ends the school's name; one that cannot be parted is left whole.
#[must_use]
pub fn school_and_field(text: &str) -> (String, Option<String>) {
    let whole = fold(text);
    let parts: Vec<&str> =
        whole.split(['\n', ' ', '/', '、']).map(str::trim).filter(|p| !p.is_empty()).collect();
    match parts.as_slice() {
        [school, field] => ((*school).to_owned(), Some((*field).to_owned())),
        [one] => match school_end(one) {
            Some(end) => (one[..end].to_owned(), Some(one[end..].to_owned())),
            None => (whole, None),
        },
        _ => (whole, None),
    }
}

/// 学时 of a year as a list writes them: `30+60` is general and specialty, one number the total.
#[must_use]
pub fn hours(text: &str) -> Option<(Option<f64>, Option<f64>, Option<f64>)> {
    let text: String = fold(text).chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_end_matches("学时").trim_end_matches("课时");
    let number =
        |t: &str| t.parse::<f64>().ok().filter(|n| n.is_finite() && (0.0..=2000.0).contains(n));
    if let Some((general, specialty)) = text.split_once(['+', '/']) {
        return Some((Some(number(general)?), Some(number(specialty)?), None));
    }
    Some((None, None, Some(number(text)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graduate_without_a_degree_is_not_promoted() {
        assert_eq!(education("研究生", Some("理学硕士")), Some(EducationLevel::Master));
        assert_eq!(education("研究生", None), None);
        assert_eq!(education("大学本科", None), Some(EducationLevel::Bachelor));
    }

    #[test]
    fn breaks_part_two_titles_and_not_one() {
        for (text, want) in [
            ("高级\n工程师", "高级工程师"),
            ("高级工程\n师", "高级工程师"),
            ("工程师\n经济师", "工程师、经济师"),
            ("汉 族", "汉族"),
            ("工学\n学士", "工学学士"),
            ("工学学士 经济学学士", "工学学士、经济学学士"),
        ] {
            assert_eq!(in_one_word(text), want);
        }
        assert_eq!(on_one_line("项目经理\n技术负责人"), "项目经理 技术负责人");
    }

    #[test]
    fn a_level_and_its_degree_are_parted() {
        let check = |text: &str, level: &str, degree: &str| {
            let own = |t: &str| Some(t.to_owned()).filter(|t| !t.is_empty());
            assert_eq!(level_and_degree(text), (own(level), own(degree)), "{text}");
        };
        check("大学本科\n工学学士", "大学本科", "工学学士");
        check("硕士研究生 工程硕士", "硕士研究生", "工程硕士");
        check("本科/学士", "本科", "学士");
        check("大专", "大专", "");
        check("大学本科(工学学士)", "大学本科", "工学学士");
        check("硕士", "硕士", "");
        check("在读硕士", "在读硕士", "");
        check("大学/硕士", "大学", "硕士");
    }

    #[test]
    fn hours_are_told_apart_only_where_the_cell_does() {
        assert_eq!(hours("30+60"), Some((Some(30.0), Some(60.0), None)));
        assert_eq!(hours("72"), Some((None, None, Some(72.0))));
        assert_eq!(hours("达标"), None);
    }

    #[test]
    fn a_school_and_its_field_are_parted_where_there_is_one_blank() {
        let (school, field) = school_and_field("样例师范大学 小学教育");
        assert_eq!((school.as_str(), field.as_deref()), ("样例师范大学", Some("小学教育")));
        assert_eq!(school_and_field("样例师范大学").1, None);
        let check = |text: &str, school: &str, field: &str| {
            assert_eq!(school_and_field(text), (school.to_owned(), Some(field.to_owned())));
        };
        check("样例大学测绘工程", "样例大学", "测绘工程");
        check("样例大学经济学院会计学专业", "样例大学经济学院", "会计学专业");
        check("样例大学数学系应用数学", "样例大学数学系", "应用数学");
    }
}
