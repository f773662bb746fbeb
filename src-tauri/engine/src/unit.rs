//! 单位 (unit): the employer, and the units it is tied to.

use crate::date::Date;
use crate::id::UnitId;
use crate::title::words;
use serde::{Deserialize, Serialize};

words! {
    /// 单位性质.
    UnitKind {
        /// 事业单位.
        PublicInstitution = "public_institution", "事业单位";
        /// 国有企业.
        StateEnterprise = "state_enterprise", "国有企业";
        /// 非公有制经济组织.
        PrivateEnterprise = "private_enterprise", "非公有制企业";
        /// 社会组织.
        SocialOrganization = "social_organization", "社会组织";
        /// 机关.
        GovernmentBody = "government_body", "机关";
    }
}

words! {
    /// 隶属: whose the unit is. Decides the route together with the kind.
    Tier {
        /// 市属.
        City = "city", "市属";
        /// 县(市)区属.
        County = "county", "县区属";
        /// 中央或省属在昆, not told apart.
        Above = "above", "中央或省属";
        /// 中央在昆单位.
        Central = "central", "中央在昆";
        /// 省属在昆单位.
        Province = "province", "省属在昆";
        /// 无隶属 (private enterprises, social organizations).
        None = "none", "无隶属";
    }
}

words! {
    /// How a unit of the office stands to the office itself.
    UnitRelation {
        /// 本单位.
        Own = "own", "本单位";
        /// 合署办公: its staff are filed by this office under its own name and seal.
        Joint = "joint", "合署单位";
        /// 劳务派遣单位: it applies for its own staff.
        DispatchAgency = "dispatch_agency", "劳务派遣单位";
        /// 用工单位 of staff this office dispatches.
        HostUnit = "host_unit", "用工单位";
    }
}

/// A person of the office to be named or called; shown inside the office only.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contact {
    /// Department, where it matters.
    #[serde(default)]
    pub department: String,
    /// Name.
    #[serde(default)]
    pub name: String,
    /// Mobile number.
    #[serde(default)]
    pub phone: String,
    /// Office telephone.
    #[serde(default)]
    pub landline: String,
}

/// 岗位设置: whether it is finished, and the technical posts that are free.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PostSetup {
    /// 岗位设置管理工作已完成.
    pub is_done: bool,
    /// Free posts, 初级.
    pub free_junior: i32,
    /// Free posts, 中级.
    pub free_intermediate: i32,
    /// Free posts, 高级.
    pub free_senior: i32,
}

/// 单位.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Unit {
    /// Id.
    pub id: UnitId,
    /// Full registered name, as on the seal.
    pub name: String,
    /// 统一社会信用代码 (GB 32100-2015).
    pub credit_code: String,
    /// 单位性质.
    pub kind: UnitKind,
    /// 隶属.
    pub tier: Tier,
    /// How it stands to the office.
    pub relation: UnitRelation,
    /// 县(市)区 code (GB/T 2260), or a key of the directory for zones without one.
    #[serde(default)]
    pub county_code: String,
    /// 县(市)区 name.
    #[serde(default)]
    pub county: String,
    /// Address.
    #[serde(default)]
    pub address: String,
    /// 主管部门: name.
    #[serde(default)]
    pub supervising_body: String,
    /// 主管部门: who to call.
    #[serde(default)]
    pub supervising_contact: Contact,
    /// 属地人社部门.
    #[serde(default)]
    pub hrss_bureau: String,
    /// 法定代表人.
    #[serde(default)]
    pub legal_representative: String,
    /// 人事部门负责人.
    #[serde(default)]
    pub hr_head: String,
    /// 经办人.
    #[serde(default)]
    pub preparer: Contact,
    /// 复核人.
    #[serde(default)]
    pub approver: Contact,
    /// Where public notices hang.
    #[serde(default)]
    pub notice_place: String,
    /// Who receives objections.
    #[serde(default)]
    pub objection_contact: Contact,
    /// 岗位设置, public institutions only.
    #[serde(default)]
    pub post_setup: Option<PostSetup>,
    /// Holidays of the unit's own place (autonomous counties).
    #[serde(default)]
    pub local_holidays: Vec<Date>,
}

impl Unit {
    /// Whether staff of this unit are filed by this office.
    #[must_use]
    pub fn is_filed_here(&self) -> bool {
        matches!(self.relation, UnitRelation::Own | UnitRelation::Joint)
    }
}
