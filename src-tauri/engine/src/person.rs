//! 人员 (person): a professional of the unit and the dated records of the official form, one struct
//! per section. Everything optional is `None` when unknown, never an empty text.

use crate::date::PartialDate;
use crate::id::{PersonId, UnitId};
use crate::title::{ApplicationKind, EducationLevel, Level, ObtainedBy, words};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

words! {
    /// 性别 (GB/T 2261.1).
    Sex {
        /// 男.
        Male = "male", "男";
        /// 女.
        Female = "female", "女";
    }
}

words! {
    /// 身份: how a person is employed.
    EmploymentKind {
        /// 编制内.
        Established = "established", "编制内";
        /// 编制外聘用、劳动合同.
        Contract = "contract", "劳动合同";
        /// 劳务派遣.
        Dispatched = "dispatched", "劳务派遣";
        /// 自由职业者.
        Freelancer = "freelancer", "自由职业者";
        /// 公务员 (含参公管理).
        CivilServant = "civil_servant", "公务员";
    }
}

words! {
    /// 学习形式 of an education.
    StudyMode {
        /// 全日制.
        FullTime = "full_time", "全日制";
        /// 在职.
        InService = "in_service", "在职";
    }
}

words! {
    /// 业绩类别.
    AchievementKind {
        /// 主要专业技术工作.
        Work = "work", "专业技术工作";
        /// 课题(项目).
        Project = "project", "项目";
        /// 专利.
        Patent = "patent", "专利";
        /// 表彰奖励.
        Award = "award", "获奖";
        /// 著作.
        Book = "book", "著作";
        /// 论文.
        Paper = "paper", "论文";
    }
}

/// 人员: the facts that hold for the person as a whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Id.
    pub id: PersonId,
    /// Name as on the identity card; a middle dot is kept.
    pub name: String,
    /// Resident id number, canonical; `None` while it is not certain.
    pub id_number: Option<String>,
    /// 工号.
    pub staff_number: Option<String>,
    /// Sex.
    pub sex: Option<Sex>,
    /// 民族, without 族.
    pub ethnicity: Option<String>,
    /// 出生年月.
    pub born_on: Option<PartialDate>,
    /// 政治面貌.
    pub political_status: Option<String>,
    /// 部门.
    pub department: Option<String>,
    /// 现从事岗位.
    pub post: Option<String>,
    /// 身份.
    pub employment_kind: Option<EmploymentKind>,
    /// 编制类型 as the list has it, with its remark (工勤转岗).
    pub employment_text: Option<String>,
    /// The unit that signed the contract; the applying unit.
    pub employer_id: Option<UnitId>,
    /// 参加工作时间.
    pub started_work_on: Option<PartialDate>,
    /// Mobile number.
    pub phone: Option<String>,
    /// 拟申报系列.
    pub intended_series: Option<String>,
    /// 拟申报专业; also the field worked in.
    pub intended_specialty: Option<String>,
    /// 拟申报职称.
    pub intended_title: Option<String>,
    /// 拟申报类型.
    pub intended_kind: Option<ApplicationKind>,
    /// 备注.
    pub note: Option<String>,
    /// 证件姓名: the full name of the identity card, where the list carries it beside the daily one.
    #[serde(default)]
    pub id_name: Option<String>,
    /// 到岗时间 in this unit.
    #[serde(default)]
    pub joined_on: Option<PartialDate>,
    /// 岗位等级, 专业技术十级; not a title.
    #[serde(default)]
    pub post_grade: Option<String>,
    /// 专业技术工作总结.
    #[serde(default)]
    pub summary: Option<String>,
    /// Columns of the office's own list that feed no field: header and value.
    #[serde(default)]
    pub extra: BTreeMap<String, String>,
}

/// 学历.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Education {
    /// 学习形式.
    pub mode: Option<StudyMode>,
    /// 学历 level.
    pub level: Option<EducationLevel>,
    /// 学历 as written.
    pub level_text: Option<String>,
    /// 学位.
    pub degree: Option<String>,
    /// 毕业院校.
    pub school: Option<String>,
    /// 所学专业.
    pub field_of_study: Option<String>,
    /// 毕业时间.
    pub graduated_on: Option<PartialDate>,
    /// Whether the school is abroad (国(境)外).
    pub is_overseas: Option<bool>,
}

/// 现有职称或职业资格.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TitleHeld {
    /// Name as on the certificate.
    pub name: Option<String>,
    /// Series, from the title dictionary.
    pub series: Option<String>,
    /// Level, from the title dictionary.
    pub level: Option<Level>,
    /// 取得方式.
    pub obtained_by: Option<ObtainedBy>,
    /// 取得时间.
    pub obtained_on: Option<PartialDate>,
    /// 聘任时间.
    pub appointed_on: Option<PartialDate>,
    /// Whether another province issued it.
    pub is_out_of_province: Option<bool>,
    /// 聘任单位.
    pub appointed_by: Option<String>,
}

/// 工作经历.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Work {
    /// First month.
    pub from: Option<PartialDate>,
    /// Last month; `None` is 至今.
    pub until: Option<PartialDate>,
    /// 工作单位.
    pub unit: Option<String>,
    /// 岗位/职务.
    pub post: Option<String>,
    /// Whether on a 专业技术岗位.
    pub is_professional: Option<bool>,
}

/// 年度考核.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Appraisal {
    /// Year.
    pub year: Option<i32>,
    /// Result as written.
    pub result: Option<String>,
}

/// 继续教育 of one year, in 学时.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Training {
    /// Year.
    pub year: Option<i32>,
    /// 公需科目.
    pub general_hours: Option<f64>,
    /// 专业科目.
    pub specialty_hours: Option<f64>,
    /// Total, where the list does not tell the two apart.
    pub total_hours: Option<f64>,
    /// Proof named.
    pub proof: Option<String>,
}

/// 业绩成果.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Achievement {
    /// Kind.
    pub kind: Option<AchievementKind>,
    /// Name.
    pub name: Option<String>,
    /// Time as written, often a range.
    pub period: Option<String>,
    /// The last day, month or year of it.
    pub until: Option<PartialDate>,
    /// 本人角色/排名.
    pub role: Option<String>,
    /// 级别.
    pub grade: Option<String>,
    /// Proof named.
    pub proof: Option<String>,
    /// 刊物、出版社、授奖单位、项目来源.
    pub issuer: Option<String>,
    /// 刊号、书号、专利号、项目编号、文号.
    pub number: Option<String>,
}

/// 学习经历: further study and training courses, apart from the education that gave a degree.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Study {
    /// First month.
    pub from: Option<PartialDate>,
    /// Last month; `None` is 至今.
    pub until: Option<PartialDate>,
    /// 学习院校或单位.
    pub school: Option<String>,
    /// 学习内容.
    pub content: Option<String>,
    /// 结业、证书.
    pub certificate: Option<String>,
}

/// 国际学术活动, 学术交流.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Activity {
    /// First day.
    pub from: Option<PartialDate>,
    /// Last day.
    pub until: Option<PartialDate>,
    /// 活动名称.
    pub name: Option<String>,
    /// 地点.
    pub place: Option<String>,
    /// 本人角色.
    pub role: Option<String>,
}

/// 借调.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Secondment {
    /// 借调单位.
    pub unit: Option<String>,
    /// First day.
    pub from: Option<PartialDate>,
    /// Last day; `None` is 至今.
    pub until: Option<PartialDate>,
    /// Whether the duties of the home unit's post were kept.
    pub has_home_duties: Option<bool>,
    /// Document.
    pub basis: Option<String>,
}

/// 参保.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Insurance {
    /// 参保单位.
    pub unit: Option<String>,
    /// 参保地.
    pub place: Option<String>,
    /// First month.
    pub from: Option<PartialDate>,
    /// Last month; `None` is 至今.
    pub until: Option<PartialDate>,
    /// 状态 as written.
    pub status: Option<String>,
}

/// 岗位变动、录用.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PostChange {
    /// What changed, as written.
    pub kind: Option<String>,
    /// Document number.
    pub document: Option<String>,
    /// Date of change fixed by it.
    pub changed_on: Option<PartialDate>,
    /// 《事业单位工作人员岗位(职务)变动工资审批表》 is there.
    pub has_salary_form: Option<bool>,
    /// First day with the pay of the new post.
    pub paid_from: Option<PartialDate>,
}

/// 历年申报.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PastApplication {
    /// Year.
    pub year: Option<i32>,
    /// Title applied for.
    pub title: Option<String>,
    /// Committee.
    pub committee: Option<String>,
    /// Result as written.
    pub result: Option<String>,
    /// Date of the result.
    pub result_on: Option<PartialDate>,
    /// Review opinions drawn.
    pub opinions: Option<i32>,
}

/// 证照及特殊情形.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Credential {
    /// What it is about.
    pub item: Option<String>,
    /// State as written.
    pub state: Option<String>,
    /// Remark.
    pub note: Option<String>,
}

/// A person with all records: what rules and forms read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dossier {
    /// The person.
    pub person: Person,
    /// 学历.
    pub education: Vec<Education>,
    /// 现有职称.
    pub title_held: Vec<TitleHeld>,
    /// 工作经历.
    pub work: Vec<Work>,
    /// 年度考核.
    pub appraisal: Vec<Appraisal>,
    /// 继续教育.
    pub training: Vec<Training>,
    /// 业绩成果.
    pub achievement: Vec<Achievement>,
    /// 借调.
    pub secondment: Vec<Secondment>,
    /// 参保.
    pub insurance: Vec<Insurance>,
    /// 岗位变动.
    pub post_change: Vec<PostChange>,
    /// 历年申报.
    pub past_application: Vec<PastApplication>,
    /// 证照.
    pub credential: Vec<Credential>,
    /// 学习经历.
    pub study: Vec<Study>,
    /// 国际学术活动.
    pub activity: Vec<Activity>,
    /// Fields the clerk still has to decide (identity doubts of the import).
    pub open_doubts: Vec<String>,
}

impl Dossier {
    /// The highest education, the later one where two are equal.
    #[must_use]
    pub fn highest_education(&self) -> Option<&Education> {
        self.education.iter().max_by_key(|e| (e.level, e.graduated_on))
    }

    /// The title held now: the highest, the later one where two are equal.
    #[must_use]
    pub fn current_title(&self) -> Option<&TitleHeld> {
        self.title_held.iter().max_by_key(|t| (t.level, t.obtained_on))
    }

    /// The work record that lasts until now.
    #[must_use]
    pub fn current_work(&self) -> Option<&Work> {
        self.work.iter().filter(|w| w.until.is_none()).max_by_key(|w| w.from)
    }
}
