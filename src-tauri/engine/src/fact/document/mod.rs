//! 事实文件 (the facts document): everything that is known of one application, as rules may ask it.
//!
//! The desk makes one from the office's records; `chengbao assess` reads one from a file. Every
//! field may be left out: a missing field is unknown, never "no". An empty list says that there is
//! none. A wrong field name is an error; a value outside its domain is a finding.

mod career;
mod check;
mod parse;
mod person;
mod process;
mod unit;

pub use career::*;
pub use check::check;
pub use parse::{DocumentError, Problem, parse};
pub use person::*;
pub use process::*;
pub use unit::*;

use crate::date::{Date, PartialDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A section of the document: a struct whose fields may all be missing.
macro_rules! section {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize,
            schemars::JsonSchema,
        )]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $($(#[$fdoc])* #[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$type>,)*
        }
    };
}
pub(crate) use section;

section! {
    /// 年限等口径与试算 / options of this assessment.
    Options {
        /// 试算：年度未覆盖时按最近一版推演，结果不是结论 / trial run with the last covered edition.
        trial: bool,
        /// 沿用的文件（如 ["N23"]）：后续文件未载的规则按有明文对待 / sources whose silent rules the office keeps applying.
        adopted_sources: Vec<String>,
        /// 选定的口径：参数编号 → 值 / chosen readings of ambiguous parameters, by parameter id.
        parameters: BTreeMap<String, serde_json::Value>,
    }
}

/// 事实文件 / the facts of one application.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Facts {
    /// 案例编号，原样带回 / id of the case, echoed in the result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// 按哪一天的规则判，默认申报年度12月31日 / day the rules are read for; default 31 December of the application year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// 今天，用于判断期限是否已过；不填则不判 / the day of the assessment, for deadlines that may have passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub today: Option<Date>,
    /// 申报 / the application.
    pub application: ApplicationFacts,
    /// 申报单位 / the unit in whose name it is filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitFacts>,
    /// 人员 / the person.
    pub person: PersonFacts,
    /// 人事劳动关系与岗位 / contract and post.
    pub employment: EmploymentFacts,
    /// 退休 / retirement.
    pub retirement: RetirementFacts,
    /// 社会保险 / social insurance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insurance: Option<InsuranceFacts>,
    /// 学历，全部 / all educations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub education: Option<Vec<EducationFacts>>,
    /// 现有与曾有的职称，全部 / all titles held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub titles: Option<Vec<TitleFacts>>,
    /// 职业资格 / vocational qualifications.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qualifications: Option<Vec<QualificationFacts>>,
    /// 职业准入证 / licences to practise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licences: Option<Vec<LicenceFacts>>,
    /// 工作经历 / work history.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work: Option<Vec<WorkFacts>>,
    /// 借调 / secondments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secondments: Option<Vec<SecondmentFacts>>,
    /// 工勤技能岗、管理岗转到专业技术岗 / change from a worker's or manager's post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_change: Option<PostChangeFacts>,
    /// 转岗（转系列用） / move to the present post, for a change of series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer: Option<TransferFacts>,
    /// 毕业生考核认定 / recognition of a graduate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recognition: Option<RecognitionFacts>,
    /// 企业博士后 / post-doc of an enterprise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postdoc: Option<PostdocFacts>,
    /// 海外归国、党政机关交流、部队转业安置 / returnees, transfers from government or the army.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub special_entry: Option<SpecialEntryFacts>,
    /// 绿色通道 / fast track.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fast_track: Option<FastTrackFacts>,
    /// 自由职业者 / freelancer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freelancer: Option<FreelancerFacts>,
    /// 委托评审 / entrusted review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entrusted: Option<EntrustedFacts>,
    /// 工作地点 / workplace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workplace: Option<WorkplaceFacts>,
    /// 处分 / punishments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub punishments: Option<Vec<PunishmentFacts>>,
    /// 职称评审诚信档案记录 / integrity records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integrity_records: Option<Vec<IntegrityFacts>>,
    /// 历年申报与本年退回 / earlier applications and this year's returns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<HistoryFacts>,
    /// 业绩成果 / achievements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub achievements: Option<Vec<AchievementFacts>>,
    /// 年度考核 / yearly appraisals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appraisals: Option<Vec<AppraisalFacts>>,
    /// 继续教育 / continuing education by year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub training: Option<Vec<TrainingFacts>>,
    /// 公示记录；派遣人员两份 / notices posted; two for dispatched staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notices: Option<Vec<NoticeFacts>>,
    /// 单位推荐意见 / the unit's opinion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opinion: Option<OpinionFacts>,
    /// 职称申报承诺书 / the pledge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pledge: Option<PledgeFacts>,
    /// 学信网备案表 / the CHSI form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chsi: Option<ChsiFacts>,
    /// 复印件核验 / copies and what is written on them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<Vec<CopyFacts>>,
    /// 电子附件 / electronic attachments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<AttachmentFacts>>,
    /// 已备材料 / materials at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub materials: Option<Vec<MaterialFacts>>,
    /// 网上申报与收审时间 / online channel and intake of papers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<WindowFacts>,
    /// 口径与试算 / options.
    pub options: Options,
    /// 人工核定：事实编号 → 值，优先于推算 / facts a clerk stated, by fact id; they win over what is derived.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, String>,
    /// 出处：字段路径（如 `titles.0.obtained_on`）→ 文件、工作表、单元格或证件 / where a field's value was read, by path.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub origins: BTreeMap<String, String>,
    /// 不合格的值，读入时记下 / values outside their domain, noted while reading.
    #[serde(skip)]
    pub problems: Vec<Problem>,
}

impl Facts {
    /// 申报年度: the year of the application.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        self.application.year
    }

    /// The day on which the unit hands the application in, or what is known of it.
    #[must_use]
    pub fn submitted_on(&self) -> Option<PartialDate> {
        self.application.submitted_on.map(PartialDate::from)
    }
}
