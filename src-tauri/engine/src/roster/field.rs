//! Fields a staff list may feed, and the words offices use for them.

use crate::text::fold;

macro_rules! fields {
    ($($variant:ident, $key:literal, $label:literal, $group:literal, [$($word:literal),*];)*) => {
        /// A field of the staff list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field {
            $(#[doc = $label] $variant,)*
        }

        impl Field {
            const TABLE: &'static [(Field, &'static str, &'static str, &'static str, &'static [&'static str])] =
                &[$((Field::$variant, $key, $label, $group, &[$($word),*])),*];
        }
    };
}

// Variant, key, label, word the group above must contain ("" = none), words of the column itself.
fields! {
    Serial, "serial", "序号", "", ["序号", "编号", "No", "NO"];
    Name, "name", "姓名", "", ["姓名", "教师姓名", "员工姓名", "人员姓名"];
    Sex, "sex", "性别", "", ["性别"];
    Ethnicity, "ethnicity", "民族", "", ["民族", "族别"];
    BornOn, "born_on", "出生年月", "", ["出生年月", "出生日期", "出生时间", "出生", "出生年月日"];
    IdNumber, "id_number", "身份证号", "", ["身份证号", "身份证号码", "公民身份号码", "证件号码", "证件号", "身份证"];
    StaffNumber, "staff_number", "工号", "", ["工号", "职工号", "员工编号", "人员编号"];
    PoliticalStatus, "political_status", "政治面貌", "", ["政治面貌", "党派"];
    Department, "department", "部门", "", ["部门", "所在部门", "科室", "所在科室", "工作部门", "年级组"];
    Post, "post", "现从事岗位", "", ["现从事岗位", "岗位", "现岗位", "工作岗位", "岗位职务", "现任岗位", "任教学科"];
    Employment, "employment_kind", "编制类型", "", ["编制类型", "人员性质", "身份", "用工形式", "人员类别", "用工性质"];
    StartedWorkOn, "started_work_on", "参加工作时间", "", ["参加工作时间", "工作时间", "参加工作年月", "参加工作日期", "来司时间"];
    FullLevel, "full_time.level", "全日制学历", "全日制", ["学历", "全日制学历", "第一学历"];
    FullDegree, "full_time.degree", "全日制学位", "全日制", ["学位", "全日制学位"];
    FullSchool, "full_time.school", "全日制毕业院校", "全日制", ["毕业院校", "院校", "毕业学校", "学校", "全日制毕业院校"];
    FullField, "full_time.field_of_study", "全日制所学专业", "全日制", ["专业", "所学专业", "全日制专业"];
    FullGraduated, "full_time.graduated_on", "全日制毕业时间", "全日制", ["毕业时间", "毕业年月", "毕业日期", "全日制毕业时间"];
    WorkLevel, "in_service.level", "在职学历", "在职", ["学历", "在职学历"];
    WorkDegree, "in_service.degree", "在职学位", "在职", ["学位", "在职学位"];
    WorkSchool, "in_service.school", "在职毕业院校", "在职", ["毕业院校", "院校", "毕业学校", "学校", "在职毕业院校"];
    WorkField, "in_service.field_of_study", "在职所学专业", "在职", ["专业", "所学专业", "在职专业"];
    WorkGraduated, "in_service.graduated_on", "在职毕业时间", "在职", ["毕业时间", "毕业年月", "毕业日期", "在职毕业时间"];
    TitleName, "title.name", "现职称", "专业技术职务", ["名称", "职称", "现职称", "现有职称", "现任专业技术职务", "现专业技术职务", "专业技术职务", "现有资格"];
    TitleObtainedOn, "title.obtained_on", "取得时间", "专业技术职务", ["取得时间", "任职资格取得时间", "取得现职称时间", "现任职称取得时间", "职称取得时间", "资格取得时间"];
    TitleObtainedBy, "title.obtained_by", "取得方式", "专业技术职务", ["取得方式", "职称取得方式"];
    TitleAppointedOn, "title.appointed_on", "聘任时间", "专业技术职务", ["聘任时间", "聘用时间", "现职称聘任时间"];
    IntendedSpecialty, "intended_specialty", "申报系列/专业", "申报", ["系列/专业", "申报系列/专业", "申报专业", "拟报专业", "申报系列专业"];
    IntendedTitle, "intended_title", "申报职称", "申报", ["申报职称", "拟申报职称", "拟报资格", "申报资格", "拟申报"];
    IntendedKind, "intended_kind", "申报类型", "申报", ["申报类型", "申报方式"];
    Phone, "phone", "手机号码", "", ["手机号码", "手机", "手机号", "联系电话", "电话", "联系方式"];
    Note, "note", "备注", "", ["备注", "说明"];
}

impl Field {
    /// Key, as person fields and mappings name it.
    #[must_use]
    pub fn key(self) -> &'static str {
        Self::TABLE.iter().find(|t| t.0 == self).map_or("", |t| t.1)
    }

    /// Label.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::TABLE.iter().find(|t| t.0 == self).map_or("", |t| t.2)
    }

    /// The field a header stands for. A leaf shared by several groups (学历) needs its group, unless
    /// no group is given at all, where the full-time education is meant.
    #[must_use]
    pub fn of(group: &str, leaf: &str) -> Option<Self> {
        let (group, leaf) = (bare(group), bare(leaf));
        let words = |t: &&(Self, &str, &str, &str, &[&str])| t.4.contains(&leaf.as_str());
        let grouped = Self::TABLE
            .iter()
            .filter(words)
            .find(|t| !t.3.is_empty() && (group.contains(t.3) || leaf.contains(t.3)));
        let title_group = group.contains("职称") || group.contains("资格");
        let in_title = Self::TABLE
            .iter()
            .filter(words)
            .find(|t| title_group && t.3 == "专业技术职务" && !group.contains("申报"));
        let plain = Self::TABLE
            .iter()
            .filter(words)
            .find(|t| t.3.is_empty() || (group.is_empty() && leaf != "名称"));
        grouped.or(in_title).or(plain).map(|t| t.0)
    }
}

/// A header made comparable: no blanks, line breaks, stars, brackets or colons.
#[must_use]
pub fn bare(text: &str) -> String {
    let mut depth = 0;
    fold(text)
        .chars()
        .filter(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => {
                    depth -= 1;
                    return false;
                }
                _ => {}
            }
            depth == 0 && !c.is_whitespace() && !matches!(c, '*' | ':' | '、' | '：')
        })
        .collect()
}

macro_rules! records {
    ($($variant:ident, $label:literal, [$($key:literal = [$($word:literal),*]),*];)*) => {
        /// A kind of record a sheet may hold.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum RecordKind {
            $(#[doc = $label] $variant,)*
        }

        impl RecordKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Label.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }

            pub(super) fn columns(self) -> &'static [(&'static str, &'static [&'static str])] {
                match self { $(Self::$variant => &[$(($key, &[$($word),*])),*]),* }
            }
        }
    };
}

// Kind, label, then its columns with the words for them; the first one marks the kind.
records! {
    Work, "工作经历", ["unit" = ["工作单位", "单位"], "from" = ["起", "起始", "开始时间", "起始时间"], "until" = ["止", "截止", "结束时间", "终止时间"], "post" = ["岗位/职务", "岗位", "职务"], "is_professional" = ["是否专业技术岗位"]];
    Appraisal, "年度考核", ["year_column" = ["{year}"]];
    Training, "继续教育", ["general_hours" = ["公需科目", "公需"], "specialty_hours" = ["专业科目", "专业课"], "year" = ["年度", "年份"], "proof" = ["证明材料", "证明"]];
    Achievement, "业绩成果", ["role" = ["本人角色/排名", "角色", "排名", "本人排名"], "kind" = ["类别", "类型"], "name_of" = ["名称", "成果名称"], "period" = ["时间", "起止时间", "日期"], "grade" = ["级别"], "proof" = ["证明材料", "佐证"]];
    Secondment, "借调记录", ["unit" = ["借调单位"], "from" = ["起始日期", "开始日期"], "until" = ["结束日期", "截止日期"], "has_home_duties" = ["借调期间是否承担本单位岗位职责", "是否承担本单位职责"], "basis" = ["依据"]];
    Insurance, "社保", ["unit" = ["参保单位"], "place" = ["参保地"], "from" = ["起始年月", "参保起始"], "until" = ["截止", "参保截止"], "status" = ["状态", "参保状态"]];
    PostChange, "岗位变动", ["kind" = ["变动类型"], "document" = ["依据文号", "文号"], "changed_on" = ["变动日期"], "has_salary_form" = ["工资审批表"], "paid_from" = ["兑现工资日期"]];
    PastApplication, "历年申报", ["result" = ["结果"], "year" = ["年度"], "title" = ["申报职称"], "committee" = ["评委会"], "result_on" = ["结果日期"], "opinions" = ["意见次数"]];
    Credential, "证照及其他", ["item" = ["事项"], "state" = ["状态"], "note" = ["说明", "备注"]];
}

/// The year in a column head such as 2020年.
pub(super) fn year_head(head: &str) -> Option<i32> {
    let head = bare(head);
    let digits = head.strip_suffix("年度").or_else(|| head.strip_suffix('年')).unwrap_or(&head);
    let year: i32 = digits.parse().ok()?;
    (1990..=2100).contains(&year).then_some(year)
}
