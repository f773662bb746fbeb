//! The data contract of every form: strings ready for print, everything but their layout.
//!
//! An empty string is a fact not known and prints as a blank; where the fact may truly not exist, the
//! field says that it prints as “无”.
//! Dates are written as the form shows them (“2019.12”, “2025年9月15日”).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// 《昆明市职称申报综合情况（公示）表》 of one applicant. It is posted on a wall, so it has no field
/// for an identity number or a mobile phone, and every string is searched for them before setting.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NoticeForm {
    /// 申报年度: “2025”.
    pub application_year: String,
    /// 编号: “1”; blank when empty.
    pub number: String,
    /// 申报单位 (full name, as on the seal). In a dispatch this is the agency.
    pub unit: String,
    /// A 基本情况.
    pub person: Person,
    /// B 学历学位: full-time and highest, in this order.
    pub education: Vec<Education>,
    /// C 现职称.
    pub held_title: HeldTitle,
    /// D 申报职称.
    pub applied_title: AppliedTitle,
    /// E 学习经历.
    pub study: Vec<History>,
    /// E 工作经历.
    pub work: Vec<History>,
    /// E 借调、行政岗位等: intervals with what follows from them; “无” when empty.
    pub interval: String,
    /// F 年度考核, oldest first.
    pub appraisal: Vec<Appraisal>,
    /// F 继续教育, oldest first.
    pub continuing_education: Vec<CreditHour>,
    /// G 业绩成果, in the order they print.
    pub achievement: Vec<AchievementGroup>,
    /// H 处分、失信情况; “无” when empty.
    pub integrity_record: String,
    /// H 以前评审未通过及新增业绩; “无” when empty.
    pub earlier_review: String,
    /// K 公示 of the applying unit.
    pub posting: Posting,
    /// 用工单位 and its own posting, when the applicant is dispatched: its box prints beside the
    /// agency's (双公示、双审核、双盖章).
    pub host: Option<HostUnit>,
}

/// A 基本情况.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Person {
    /// 姓名.
    pub name: String,
    /// 性别: “男”, “女”.
    pub sex: String,
    /// 出生年月: “1989.03”; the day is not posted.
    pub born: String,
    /// 民族: “汉族”.
    pub ethnicity: String,
    /// 政治面貌.
    pub political_status: String,
    /// 参加工作时间: “2012.07”.
    pub started_work: String,
    /// 现工作岗位（职务）.
    pub post: String,
    /// 从事专业及年限: “建筑工程，13 年”.
    pub profession: String,
    /// 人员身份: “编制内”, “编制外”, “劳务派遣”, “自由职业”.
    pub employment_kind: String,
}

/// B: one education.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Education {
    /// 类别: “全日制”, “在职”, “最高”.
    pub kind: String,
    /// 学历: “大学本科”.
    pub level: String,
    /// 学位: “工学学士”.
    pub degree: String,
    /// 毕业院校.
    pub school: String,
    /// 所学专业.
    pub field_of_study: String,
    /// 毕业时间: “2012.07”.
    pub graduated_on: String,
    /// 学信网验证: “已验证”, “未验证”, “书面证明”.
    pub verified: String,
}

/// C 现职称.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct HeldTitle {
    /// 名称; “无” when empty, and so is then every field below.
    pub name: String,
    /// 系列（专业）.
    pub series: String,
    /// 取得方式: “评审”, “考核认定”, “考试”, “职业资格对应”.
    pub means: String,
    /// 取得时间: “2019.11.20”.
    pub obtained_on: String,
    /// 聘任时间: “2019.12”.
    pub appointed_on: String,
    /// 履职年限: “6 年 1 个月（截至 2025.12.31）”.
    pub tenure: String,
    /// 是否省外取得: “是”, “否”.
    pub is_from_elsewhere: String,
}

/// D 申报职称.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AppliedTitle {
    /// 系列.
    pub series: String,
    /// 申报专业.
    pub specialty: String,
    /// 级别、资格名称: “中级 工程师”.
    pub name: String,
    /// 评审委员会.
    pub committee: String,
    /// 申报类型: “正常晋升”.
    pub kind: String,
    /// 专业一致与否: “一致”, “不一致，加 1 年”.
    pub specialty_match: String,
    /// 年限提前: “提前 1 年”; “无” when empty.
    pub reduction: String,
}

/// E: one period of study or work.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct History {
    /// 起止时间: “2012.07—2019.11”.
    pub period: String,
    /// 院校（单位）.
    pub place: String,
    /// 专业（岗位）.
    pub role: String,
}

/// F: the appraisal of one year.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Appraisal {
    /// 年度: “2024”.
    pub year: String,
    /// 考核结果: “合格”, “优秀”.
    pub result: String,
}

/// F: continuing education of one year, in credit hours.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CreditHour {
    /// 年度: “2024”.
    pub year: String,
    /// 公需科目: “30”.
    pub general: String,
    /// 专业科目: “60”.
    pub specialty: String,
}

/// G: achievements of one kind.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AchievementGroup {
    /// 类别: 主要专业技术工作, 课题（项目）, 专利, 表彰奖励, 著作, 论文.
    pub heading: String,
    /// 条目, one by one; “无” when empty.
    pub item: Vec<Achievement>,
}

/// G: one achievement.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Achievement {
    /// 时间: “2021.04—2023.06”.
    pub period: String,
    /// 内容: 名称、刊物及刊号、授权号等.
    pub text: String,
    /// 本人作用: “2/5”, “独著”.
    pub role: String,
}

/// K 公示.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Posting {
    /// 公示期: “2025年9月16日至2025年9月22日（5 个工作日）”.
    pub period: String,
    /// 张贴日期: “2025年9月15日”.
    pub posted_on: String,
    /// 公示地点、平台.
    pub place: String,
    /// 意见受理部门.
    pub office: String,
    /// 联系人.
    pub contact: String,
    /// 受理电话: a landline of the office, never a mobile.
    pub phone: String,
}

/// 用工单位 of a dispatched applicant.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct HostUnit {
    /// 单位全称, as on the seal.
    pub unit: String,
    /// 公示情况 of its own.
    pub posting: Posting,
}

/// 档案袋封面 of one applicant.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Cover {
    /// 申报年度: “2025”.
    pub application_year: String,
    /// 姓名.
    pub name: String,
    /// 单位全称.
    pub unit: String,
    /// 申报系列.
    pub series: String,
    /// 申报专业.
    pub specialty: String,
    /// 申报职称.
    pub title: String,
    /// 评审委员会.
    pub committee: String,
    /// 申报类型.
    pub kind: String,
    /// 册: “第 1 册 共 1 册”; “第 1 册　共 1 册” when empty.
    pub volume: String,
    /// 总页数 of the packet; 0 prints as a blank.
    pub pages: usize,
}

/// 材料目录 of one applicant.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Index {
    /// 申报年度.
    pub application_year: String,
    /// 姓名.
    pub name: String,
    /// 单位全称.
    pub unit: String,
    /// 申报职称: “工程师（建筑工程）”.
    pub title: String,
    /// 目录行, one a part.
    pub line: Vec<IndexLine>,
    /// 总页数 of the packet; 0 prints as a blank.
    pub pages: usize,
}

/// A line of the index.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct IndexLine {
    /// 分卷: the heading the line stands under, with its neighbours; none when empty.
    pub section: String,
    /// 材料名称.
    pub title: String,
    /// 页数 of the part.
    pub pages: usize,
    /// 起始页 in the packet; 0 prints as a blank.
    pub first_page: usize,
    /// 备注: “复印件”, “原件”.
    pub remark: String,
}

/// 推荐花名册 of a batch.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RecommendationRoster {
    /// 申报年度.
    pub application_year: String,
    /// 推荐单位（全称）.
    pub unit: String,
    /// 批次名称: “2025年度建筑工程中级、高级”.
    pub batch: String,
    /// 填报日期: “2025年9月30日”; a blank to fill in when empty.
    pub filled_on: String,
    /// 填报人; a blank when empty.
    pub preparer: String,
    /// 名单, one line an applicant.
    pub line: Vec<RecommendationLine>,
}

/// An applicant in the roster.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RecommendationLine {
    /// 姓名.
    pub name: String,
    /// 性别.
    pub sex: String,
    /// 出生年月.
    pub born: String,
    /// 学历（学位）.
    pub education: String,
    /// 毕业院校、专业.
    pub school: String,
    /// 参加工作时间.
    pub started_work: String,
    /// 现职称.
    pub held_title: String,
    /// 取得时间.
    pub obtained_on: String,
    /// 履职年限.
    pub tenure: String,
    /// 申报职称.
    pub applied_title: String,
    /// 申报专业.
    pub specialty: String,
    /// 申报类型.
    pub kind: String,
    /// 评审委员会.
    pub committee: String,
    /// 备注.
    pub remark: String,
}

/// How a verdict sheet is marked.
#[derive(Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictMark {
    /// 可申报.
    Eligible,
    /// 不可申报.
    Ineligible,
    /// 待核实.
    #[default]
    Undetermined,
}

/// 资格预审意见 of one applicant: the verdict, how it was reckoned, and what it rests on. Kept by the
/// unit.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct VerdictSheet {
    /// 申报年度.
    pub application_year: String,
    /// 单位全称.
    pub unit: String,
    /// 姓名.
    pub name: String,
    /// 现职称.
    pub held_title: String,
    /// 申报职称: “工程师（建筑工程）”.
    pub applied_title: String,
    /// 申报类型.
    pub kind: String,
    /// 标记: decides colour and box.
    pub mark: VerdictMark,
    /// 结论: “可申报”.
    pub verdict: String,
    /// 结论说明: one sentence on the verdict.
    pub summary: String,
    /// 算式, line by line.
    pub arithmetic: Vec<Arithmetic>,
    /// 判定, line by line.
    pub finding: Vec<FindingLine>,
    /// 所用数据, line by line.
    pub fact: Vec<FactLine>,
    /// 还缺什么, line by line.
    pub missing: Vec<String>,
    /// 依据截至: “2025年12月31日”.
    pub as_of: String,
    /// 规则包: name and edition.
    pub pack: String,
}

/// One value the findings rest on.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FactLine {
    /// 名称: “取得时间”.
    pub label: String,
    /// 值.
    pub value: String,
    /// 出处: file, sheet and cell, or 推算, 人工核定.
    pub source: String,
}

/// One step of the reckoning.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Arithmetic {
    /// 名目: what is reckoned, “履职年限”.
    pub label: String,
    /// 算法: “2019-11-20 → 2025-12-31 = 6 年 1 个月”.
    pub text: String,
}

/// One finding.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FindingLine {
    /// 判定: “通过”, “阻断”, “警告”, “提示”, “待核”.
    pub mark: String,
    /// 情况: what was found.
    pub text: String,
    /// 依据: document and clause.
    pub clause: String,
    /// 大意 of the clause.
    pub paraphrase: String,
}

/// 公示结果报告 of a batch or of one applicant.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NoticeReport {
    /// 申报年度.
    pub application_year: String,
    /// 抬头: to whom it goes.
    pub addressee: String,
    /// 报告单位（全称）.
    pub unit: String,
    /// 公示名单: who was posted.
    pub line: Vec<ReportLine>,
    /// 公示情况.
    pub posting: Posting,
    /// 异议 and how each was settled, one by one; none when empty.
    pub objection: Vec<String>,
    /// 报告日期: “2025年9月23日”; a blank to fill in when empty.
    pub reported_on: String,
}

/// An applicant in the report.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportLine {
    /// 姓名.
    pub name: String,
    /// 申报职称: “工程师（建筑工程）”.
    pub applied_title: String,
    /// 申报类型.
    pub kind: String,
    /// 公示结果 for this applicant: “无异议”.
    pub result: String,
}

/// 《基层单位推荐意见》 of one applicant: what the unit says of the person, and how it came to say it.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct UnitOpinion {
    /// 申报年度: “2025”; a blank to fill in when empty.
    pub application_year: String,
    /// 申报单位 (full name, as on the seal).
    pub unit: String,
    /// 姓名.
    pub name: String,
    /// 现职称; “无” when empty.
    pub held_title: String,
    /// 申报职称: “工程师”.
    pub applied_title: String,
    /// 申报专业: “建筑工程”.
    pub specialty: String,
    /// 申报类型: “正常晋升”.
    pub kind: String,
    /// 推荐意见: plain text, one paragraph a line; white space around a paragraph and empty lines
    /// are not kept, for the form indents. An empty text leaves the box to write in.
    pub opinion: String,
}
