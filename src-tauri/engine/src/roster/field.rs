//! Fields a staff list may feed, and the words offices use for them.

use crate::text::fold;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

type Entry = (
    Field,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
);

macro_rules! fields {
    ($($variant:ident, $key:literal, $label:literal, [$($group:literal),*], [$($leaf:literal),*], [$($word:literal),*];)*) => {
        /// A field of the staff list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field {
            $(#[doc = $label] $variant,)*
        }

        impl Field {
            /// Every field, in the order of a list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            const TABLE: &'static [Entry] =
                &[$((Field::$variant, $key, $label, &[$($group),*], &[$($leaf),*], &[$($word),*])),*];
        }
    };
}

// Variant, key, label; groups above a column and the words that mean the field only below them;
// words that mean it anywhere. Words are in the form `bare` gives.
fields! {
    Serial, "serial", "序号", [], [], ["序号", "编号", "No", "NO", "No.", "序", "行号"];
    Name, "name", "姓名", [], [], ["姓名", "教师姓名", "员工姓名", "人员姓名", "职工姓名", "申报人", "申报人姓名", "本人姓名", "名字", "申报人员"];
    IdName, "id_name", "证件姓名", [], [], ["证件姓名", "身份证姓名", "身份证上姓名", "证件上姓名"];
    Sex, "sex", "性别", [], [], ["性别", "男/女", "男女"];
    Ethnicity, "ethnicity", "民族", [], [], ["民族", "族别"];
    BornOn, "born_on", "出生年月", [], [], ["出生年月", "出生日期", "出生时间", "出生", "出生年月日", "生日", "出生年"];
    IdNumber, "id_number", "身份证号", [], [], ["身份证号", "身份证号码", "公民身份号码", "证件号码", "证件号", "身份证", "居民身份证号", "居民身份证号码", "公民身份证号码", "公民身份证号", "身份证件号码", "身份号码", "有效身份证件号码"];
    StaffNumber, "staff_number", "工号", [], [], ["工号", "职工号", "员工编号", "人员编号", "职工编号", "员工号", "教工号", "人员编码"];
    PoliticalStatus, "political_status", "政治面貌", [], [], ["政治面貌", "党派", "政治身份"];
    Department, "department", "部门", [], [], ["部门", "所在部门", "科室", "所在科室", "工作部门", "年级组", "部门名称", "内设机构", "处室", "所在处室", "所属部门", "学部", "教研组"];
    Post, "post", "现从事岗位", [], [], ["现从事岗位", "岗位", "现岗位", "工作岗位", "岗位职务", "现任岗位", "任教学科", "岗位/职务", "从事岗位", "岗位名称", "现任职务", "职务", "行政职务"];
    PostGrade, "post_grade", "岗位等级", [], [], ["岗位等级", "专业技术岗位等级", "岗位级别", "聘用等级", "现聘岗位等级"];
    Employment, "employment_kind", "编制类型", [], [], ["编制类型", "人员性质", "身份", "用工形式", "人员类别", "用工性质", "编制性质", "人员身份", "编制情况", "用工类型", "是否在编"];
    StartedWorkOn, "started_work_on", "参加工作时间", [], [], ["参加工作时间", "工作时间", "参加工作年月", "参加工作日期", "参工时间", "参加工作"];
    JoinedOn, "joined_on", "到岗时间", [], [], ["来司时间", "入职日期", "入职时间", "到岗时间", "进入本单位时间", "来校时间", "来院时间", "来本单位时间", "到本单位时间", "入校时间"];
    FullLevel, "full_time.level", "全日制学历", ["全日制", "第一学历"], ["学历", "学历层次", "文化程度"], ["全日制学历", "全日制教育学历", "第一学历"];
    FullDegree, "full_time.degree", "全日制学位", ["全日制", "第一学历"], ["学位"], ["全日制学位", "全日制教育学位", "第一学位"];
    FullSchool, "full_time.school", "全日制毕业院校", ["全日制", "第一学历"], ["毕业院校", "院校", "毕业学校", "学校"], ["全日制毕业院校", "全日制院校", "全日制毕业学校"];
    FullField, "full_time.field_of_study", "全日制所学专业", ["全日制", "第一学历"], ["专业", "所学专业", "毕业专业"], ["全日制专业", "全日制所学专业"];
    FullGraduated, "full_time.graduated_on", "全日制毕业时间", ["全日制", "第一学历"], ["毕业时间", "毕业年月", "毕业日期", "时间"], ["全日制毕业时间", "全日制毕业年月"];
    FullLevelDegree, "full_time.level_and_degree", "全日制学历学位", ["全日制", "第一学历"], ["学历学位", "学历/学位", "学历及学位", "学历、学位"], ["全日制学历学位", "全日制教育学历学位"];
    FullSchoolField, "full_time.school_and_field", "全日制院校及专业", ["全日制", "第一学历"], ["毕业院校系及专业", "毕业院校及专业", "毕业院校专业", "毕业学校及专业", "院校及专业", "毕业院校系专业", "毕业院校及所学专业"], ["全日制毕业院校及专业", "全日制毕业院校系及专业"];
    WorkLevelDegree, "in_service.level_and_degree", "在职学历学位", ["在职"], ["学历学位", "学历/学位", "学历及学位", "学历、学位"], ["在职学历学位", "在职教育学历学位"];
    WorkSchoolField, "in_service.school_and_field", "在职院校及专业", ["在职"], ["毕业院校系及专业", "毕业院校及专业", "毕业院校专业", "毕业学校及专业", "院校及专业", "毕业院校系专业", "毕业院校及所学专业"], ["在职毕业院校及专业", "在职毕业院校系及专业"];
    WorkLevel, "in_service.level", "在职学历", ["在职"], ["学历", "学历层次"], ["在职学历", "在职教育学历", "后续学历"];
    WorkDegree, "in_service.degree", "在职学位", ["在职"], ["学位"], ["在职学位"];
    WorkSchool, "in_service.school", "在职毕业院校", ["在职"], ["毕业院校", "院校", "毕业学校", "学校"], ["在职毕业院校", "在职院校", "在职毕业学校"];
    WorkField, "in_service.field_of_study", "在职所学专业", ["在职"], ["专业", "所学专业", "毕业专业"], ["在职专业", "在职所学专业"];
    WorkGraduated, "in_service.graduated_on", "在职毕业时间", ["在职"], ["毕业时间", "毕业年月", "毕业日期", "时间"], ["在职毕业时间", "在职毕业年月"];
    StudyMode, "education.mode", "学习形式", [], [], ["学习形式", "学习方式", "学历类别", "教育类别", "学历性质"];
    Level, "education.level", "学历", [], [], ["学历", "最高学历", "文化程度", "学历层次", "现学历"];
    Degree, "education.degree", "学位", ["最高学历"], [], ["学位", "最高学位", "学位名称"];
    LevelDegree, "education.level_and_degree", "学历学位", [], [], ["学历学位", "学历/学位", "学历及学位", "最高学历学位", "最高学历及学位"];
    School, "education.school", "毕业院校", ["最高学历"], ["学校", "院校"], ["毕业院校", "院校", "毕业学校", "学校", "毕业院校名称", "最高学历毕业院校"];
    FieldOfStudy, "education.field_of_study", "所学专业", ["最高学历"], ["专业"], ["专业", "所学专业", "毕业专业", "学习专业", "最高学历专业", "最高学历所学专业"];
    SchoolAndField, "education.school_and_field", "毕业院校及专业", [], [], ["毕业学校及所学专业", "毕业院校及专业", "毕业院校及所学专业", "毕业学校及专业", "毕业院校系及专业", "毕业院校和专业", "毕业院校专业"];
    Graduated, "education.graduated_on", "毕业时间", ["最高学历"], ["时间"], ["毕业时间", "毕业年月", "毕业日期", "最高学历毕业时间"];
    TitleName, "title.name", "现职称", ["专业技术职务", "职称", "资格"], ["名称", "职务名称", "资格名称", "职称名称"], ["职称", "现职称", "现有职称", "现任专业技术职务", "现专业技术职务", "专业技术职务", "现有资格", "现任职称", "专业技术资格", "现有专业技术资格", "现有专业技术职务", "职称名称", "专业技术职称", "现有职称名称", "现任专业技术资格", "现职称名称", "已取得职称", "任职资格", "专业技术职务任职资格", "现专业技术资格", "现任专业技术职务名称"];
    TitleLevel, "title.level", "现职称级别", ["专业技术职务", "职称", "资格"], ["级别", "等级", "层级"], ["职称级别", "现职称级别", "职称等级", "专业技术职务级别"];
    TitleSeries, "title.series", "现职称系列", ["专业技术职务", "职称", "资格"], ["系列"], ["职称系列", "现职称系列"];
    TitleObtainedOn, "title.obtained_on", "取得时间", ["专业技术职务", "职称", "资格"], ["取得时间", "时间", "评定时间", "获得时间", "取得日期", "取得年月"], ["取得时间", "任职资格取得时间", "取得现职称时间", "现任职称取得时间", "职称取得时间", "资格取得时间", "取得职称时间", "取得资格时间", "任职资格时间", "现职称取得时间", "取得任职资格时间", "资格时间", "评定时间", "职称评定时间", "现有职称取得时间", "获得职称时间", "取得现任专业技术职务时间", "任现职资格时间", "取得日期", "现专业技术职务取得时间", "专业技术资格取得时间", "现任专业技术职务取得时间", "职称取得日期"];
    TitleObtainedBy, "title.obtained_by", "取得方式", ["专业技术职务", "职称", "资格"], ["取得方式", "方式", "取得途径"], ["职称取得方式", "取得方式"];
    TitleAppointedOn, "title.appointed_on", "聘任时间", ["专业技术职务", "职称", "资格"], ["聘任时间", "聘用时间", "聘任日期", "受聘时间"], ["聘任时间", "聘用时间", "现职称聘任时间", "聘任日期", "任现职时间", "受聘时间", "职称聘任时间", "现聘时间", "聘任现职时间", "聘任年月"];
    TitleAppointedBy, "title.appointed_by", "聘任单位", ["专业技术职务", "职称", "资格"], ["聘任单位", "单位"], ["聘任单位"];
    IntendedSeries, "intended_series", "申报系列", ["申报", "拟报", "拟评"], ["系列"], ["申报系列", "拟申报系列", "拟报系列"];
    IntendedSpecialty, "intended_specialty", "申报专业", ["申报", "拟报", "拟评"], ["专业", "学科"], ["申报专业", "拟报专业", "拟申报专业", "从事专业", "现从事专业", "申报学科"];
    IntendedSeriesSpecialty, "intended_series_specialty", "申报系列/专业", ["申报", "拟报", "拟评"], ["系列/专业", "系列专业"], ["申报系列/专业", "申报系列专业", "申报系列及专业"];
    IntendedTitle, "intended_title", "申报职称", ["申报", "拟报", "拟评"], ["申报职称", "职称", "资格", "名称", "级别"], ["申报职称", "拟申报职称", "拟报资格", "申报资格", "拟申报", "拟申报资格", "拟报职称", "拟评职称", "申报专业技术职务", "拟申报专业技术职务", "申报专业技术资格", "拟晋升职称", "申报任职资格", "拟评资格"];
    IntendedKind, "intended_kind", "申报类型", ["申报", "拟报", "拟评"], ["申报类型", "类型", "方式", "申报方式"], ["申报类型", "申报方式", "申报类别"];
    Phone, "phone", "手机号码", [], [], ["手机号码", "手机", "手机号", "联系电话", "电话", "联系方式", "移动电话", "联系手机", "电话号码", "本人电话"];
    InsuredFrom, "insured_from", "参保起始月", [], [], ["参保起始月", "参保时间", "参保起始时间", "社保起始月"];
    Summary, "summary", "专业技术工作总结", [], [], ["专业技术工作总结", "工作总结"];
    Note, "note", "备注", [], [], ["备注", "说明", "备注说明"];
}

impl Field {
    fn entry(self) -> Option<&'static Entry> {
        Self::TABLE.iter().find(|t| t.0 == self)
    }

    /// Key, as person fields and mappings name it.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.entry().map_or("", |t| t.1)
    }

    /// Label.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.entry().map_or("", |t| t.2)
    }

    /// The field of a key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::TABLE.iter().find(|t| t.1 == key).map(|t| t.0)
    }

    /// Whether it holds a date.
    #[must_use]
    pub fn is_date(self) -> bool {
        matches!(
            self,
            Self::BornOn
                | Self::StartedWorkOn
                | Self::JoinedOn
                | Self::FullGraduated
                | Self::WorkGraduated
                | Self::Graduated
                | Self::TitleObtainedOn
                | Self::TitleAppointedOn
                | Self::InsuredFrom
        )
    }

    /// Whether the same word means the same of everybody, so that it may be remembered for other lists;
    /// a name, a number or a date is one person's own.
    #[must_use]
    pub fn is_vocabulary(self) -> bool {
        !self.is_date()
            && !matches!(
                self,
                Self::Serial
                    | Self::Name
                    | Self::IdName
                    | Self::IdNumber
                    | Self::StaffNumber
                    | Self::Phone
                    | Self::Note
                    | Self::Summary
            )
    }

    /// The field a header stands for. A leaf shared by several groups (学历) needs its group; without
    /// one it says only what it says.
    #[must_use]
    pub fn of(group: &str, leaf: &str) -> Option<Self> {
        let aside = bracketed(leaf);
        Self::of_bare(group, leaf).filter(|field| fits(&aside, *field))
    }

    fn of_bare(group: &str, leaf: &str) -> Option<Self> {
        let (group, leaf) = (bare(group), bare(leaf));
        if group.is_empty() {
            return Self::of_word(&leaf);
        }
        if of_others(&group) {
            return None;
        }
        let is_intended = ["申报", "拟报", "拟评"].iter().any(|w| group.contains(w));
        // 取得时间 below 学历 or 执业资格 is not when the title was obtained.
        let is_no_title = is_intended || not_of_title(&group);
        let in_group = Self::TABLE.iter().find(|t| {
            t.4.contains(&leaf.as_str())
                && t.3.iter().any(|g| group.contains(g))
                && (!is_intended || t.3.contains(&"申报"))
                && !(is_no_title && t.1.starts_with("title."))
        });
        let anywhere = || {
            let plain = without_year(&leaf);
            let is_shared = |t: &&Entry| t.4.contains(&plain) || plain.starts_with("取得");
            Self::TABLE.iter().find(|t| t.5.contains(&plain)).filter(|t| {
                let is_title = t.1.starts_with("title.");
                !(is_title && (is_intended || is_no_title && is_shared(t)))
            })
        };
        in_group.or_else(anywhere).map(|t| t.0)
    }

    /// The field a bare word stands for without a group above it.
    pub(super) fn of_word(leaf: &str) -> Option<Self> {
        static WORDS: LazyLock<FxHashMap<&str, Field>> = LazyLock::new(|| {
            // Of fields that share a word the first one wins.
            let all = Field::TABLE.iter().rev();
            all.flat_map(|t| t.5.iter().map(|word| (*word, t.0))).collect()
        });
        WORDS.get(without_year(leaf)).copied()
    }

    /// The field a longer header speaks of, where only one can be meant.
    #[must_use]
    pub fn like(leaf: &str) -> Option<Self> {
        let aside = bracketed(leaf);
        Self::like_bare(&bare(leaf)).filter(|field| fits(&aside, *field))
    }

    fn like_bare(leaf: &str) -> Option<Self> {
        let not_own = ["审核", "曾用", "拼音", "英文", "填表", "经办", "负责人", "主管"];
        if of_others(leaf) || not_own.iter().any(|w| leaf.contains(w)) {
            return None;
        }
        let pairs = [
            ("身份证", Self::IdNumber),
            ("公民身份", Self::IdNumber),
            ("姓名", Self::Name),
            ("出生", Self::BornOn),
            ("参加工作", Self::StartedWorkOn),
            ("手机", Self::Phone),
            ("政治面貌", Self::PoliticalStatus),
            ("性别", Self::Sex),
            ("民族", Self::Ethnicity),
        ];
        if let Some(field) = title_like(leaf) {
            return Some(field);
        }
        let mut hits = pairs.iter().filter(|(word, _)| leaf.contains(word));
        let first = hits.next()?;
        let is_clear = hits.all(|other| other.1 == first.1) && leaf.chars().count() <= 14;
        (is_clear && !leaf.contains('地')).then_some(first.1)
    }
}

/// What stands in the brackets of a header, which `bare` leaves out.
fn bracketed(text: &str) -> String {
    let mut depth = 0;
    let mut inside = String::new();
    for c in fold(text).chars() {
        match c {
            '(' | '[' | '【' | '〔' | '〈' => depth += 1,
            ')' | ']' | '】' | '〕' | '〉' => depth = (depth - 1).max(0),
            c if depth > 0 => inside.push(c),
            _ => {}
        }
    }
    inside
}

/// Whether what a header adds in brackets leaves its meaning: 姓名（拼音） is no name, 取得时间（学历）
/// not when the title was obtained.
fn fits(aside: &str, field: Field) -> bool {
    if aside.is_empty() {
        return true;
    }
    let has = |words: &[&str]| words.iter().any(|w| aside.contains(w));
    let is_intended = field.key().starts_with("intended_");
    let is_title = field.key().starts_with("title.");
    !(of_others(aside)
        || has(&["拼音", "英文", "曾用", "原名", "紧急", "家属"])
        || !is_intended && has(&["拟", "预计", "计划"])
        || is_title && has(&["学历", "学位", "毕业"]))
}

/// Whether a header speaks of somebody else than the person of the row.
pub(super) fn of_others(text: &str) -> bool {
    const OTHERS: [&str; 9] =
        ["配偶", "家庭", "亲属", "父", "母", "子女", "联系人", "推荐人", "证明人"];
    OTHERS.iter().any(|w| text.contains(w))
}

/// Whether the label of a group speaks of something that is obtained and is no title.
fn not_of_title(group: &str) -> bool {
    const OTHER: [&str; 15] = [
        "学历",
        "学位",
        "教育",
        "学习",
        "执业",
        "职业资格",
        "技能",
        "政治",
        "党",
        "荣誉",
        "奖",
        "论文",
        "项目",
        "外语",
        "计算机",
    ];
    let is_title = ["职称", "专业技术"].iter().any(|w| group.contains(w));
    !is_title && OTHER.iter().any(|w| group.contains(w))
}

/// What a longer header about a title speaks of: 现聘专业技术职务, 现任职称评定时间.
fn title_like(leaf: &str) -> Option<Field> {
    let has = |words: &[&str]| words.iter().any(|w| leaf.contains(w));
    if !has(&["职称", "专业技术职务", "专业技术资格", "任职资格"]) || leaf.chars().count() > 18
    {
        return None;
    }
    if has(&["申报", "拟", "证书", "编号", "外语", "计算机", "工资", "是否", "聘期", "系列"])
    {
        return None;
    }
    if has(&["时间", "日期", "年月"]) {
        let is_appointed = has(&["聘"]);
        return Some(if is_appointed { Field::TitleAppointedOn } else { Field::TitleObtainedOn });
    }
    if has(&["级别", "等级", "层级"]) {
        return Some(Field::TitleLevel);
    }
    let is_other = ["方式", "单位", "机构", "年限", "岗位", "原", "曾", "初级", "中级", "高级"];
    (!has(&is_other)).then_some(Field::TitleName)
}

/// 2025年拟申报 without its year.
fn without_year(leaf: &str) -> &str {
    let digits = leaf.chars().take_while(char::is_ascii_digit).count();
    if digits != 4 {
        return leaf;
    }
    leaf[4..].strip_prefix("年度").or_else(|| leaf[4..].strip_prefix('年')).unwrap_or(leaf)
}

/// A header made comparable: no blanks, line breaks, stars, brackets or colons.
#[must_use]
pub fn bare(text: &str) -> String {
    let out = unbracketed(text);
    // A header that stands in brackets as a whole means what it says: 【职称】.
    if out.is_empty() { unbracketed(&bracketed(text)) } else { out }
}

fn unbracketed(text: &str) -> String {
    let mut depth = 0;
    fold(text)
        .chars()
        .filter(|c| {
            match c {
                '(' | '[' | '【' | '〔' | '〈' => depth += 1,
                ')' | ']' | '】' | '〕' | '〉' => {
                    depth = (depth - 1).max(0);
                    return false;
                }
                _ => {}
            }
            depth == 0
                && !c.is_whitespace()
                && !matches!(c, '*' | ':' | '、' | '：' | '＊' | '★' | '#' | '\'' | '"')
        })
        .collect()
}

/// The year in a column head such as 2020年, and what is left of it: 考核, 继续教育.
pub(super) fn year_head(head: &str) -> Option<(i32, String)> {
    let folded: String = fold(head).chars().filter(|c| !c.is_whitespace()).collect();
    let start = folded.find(|c: char| c.is_ascii_digit())?;
    let digits: String = folded[start..].chars().take_while(char::is_ascii_digit).collect();
    let year: i32 = digits.parse().ok()?;
    if digits.len() != 4 || !(1990..=2100).contains(&year) {
        return None;
    }
    // 2021-2023年考核 is of no single year.
    let behind = folded[start + 4..].trim_start_matches(['年', '度']);
    let is_span = behind.strip_prefix(['-', '—', '–', '~', '至', '到', '/', '、', ',', '及', '和']);
    if is_span.is_some_and(|to| to.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let rest = format!("{}{}", &folded[..start], &folded[start + 4..]);
    let rest = rest.replace(['(', ')', '年', '*', ':'], "");
    Some((year, rest.strip_prefix('度').unwrap_or(&rest).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaf_below_a_group_means_what_the_group_says() {
        let check = |group: &str, leaf: &str, want: Field| {
            assert_eq!(Field::of(group, leaf), Some(want), "{group}/{leaf}");
        };
        check("全日制教育", "学历", Field::FullLevel);
        check("在职教育", "毕业院校", Field::WorkSchool);
        check("", "最高学历", Field::Level);
        check("现任专业技术职务\n(职业资格)", "名称", Field::TitleName);
        check("现任专业技术职务", "取得时间", Field::TitleObtainedOn);
        check("2025年拟申报", "系列/专业", Field::IntendedSeriesSpecialty);
        check("2025年拟申报", "申报职称", Field::IntendedTitle);
        check("基本信息", "姓  名*", Field::Name);
        check("", "男/女", Field::Sex);
        check("", "2025年拟申报职称", Field::IntendedTitle);
        check("", "证件姓名(少数民族全名)", Field::IdName);
        check("", "岗位等级", Field::PostGrade);
        assert_eq!(Field::of("", "名称"), None);
        assert_eq!(Field::of("最高学历", "取得时间"), None);
        assert_eq!(Field::of("执业资格", "名称"), None);
        assert_eq!(Field::of("职业资格", "取得时间"), None);
        assert_eq!(Field::of("紧急联系人", "电话"), None);
        assert_eq!(Field::of("家庭主要成员", "姓名"), None);
        check("最高学历", "毕业院校", Field::School);
        check("职称或职业资格", "取得时间", Field::TitleObtainedOn);
        assert_eq!(Field::like("居民身份证号码（18位）"), Some(Field::IdNumber));
        assert_eq!(Field::like("紧急联系人姓名"), None);
        assert_eq!(Field::like("现聘专业技术职务"), Some(Field::TitleName));
        assert_eq!(Field::like("现任职称评审通过时间"), Some(Field::TitleObtainedOn));
        assert_eq!(Field::like("职称证书编号"), None);
        for other in
            ["姓名（拼音）", "姓名(曾用名)", "职称（拟评）", "取得时间（学历）", "手机号码（配偶）"]
        {
            assert_eq!(Field::of("", other), None, "{other}");
        }
        assert_eq!(Field::like("姓名（拼音）"), None);
        assert_eq!(Field::like("高级职称"), None);
        check("", "出生年月（与身份证一致）", Field::BornOn);
        check("", "申报职称（拟评）", Field::IntendedTitle);
    }

    #[test]
    fn a_head_with_a_year_says_what_it_is_of() {
        assert_eq!(year_head("2020年"), Some((2020, String::new())));
        assert_eq!(year_head("2020考核"), Some((2020, "考核".into())));
        assert_eq!(year_head("继续教育(2024)"), Some((2024, "继续教育".into())));
        assert_eq!(year_head("姓名"), None);
    }
}
