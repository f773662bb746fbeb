//! 单位意见: the six required elements, checked.

use serde::{Deserialize, Serialize};
use engine::id::ApplicationId;
use engine::verdict::Citation;

/// One applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpinionRequest {
    /// Application.
    pub application_id: ApplicationId,
}

/// 基层单位意见 and its elements.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpinionPage {
    /// Application.
    pub application_id: ApplicationId,
    /// Applicant.
    pub name: String,
    /// Whether the notice is closed, so that it may be signed.
    pub can_sign: bool,
    /// Why not.
    pub sign_hint: String,
    /// As kept.
    pub draft: Opinion,
    /// The elements.
    pub elements: Vec<OpinionElement>,
    /// Whether all are there.
    pub is_complete: bool,
    /// The opinion as one text for the portal and the paper.
    pub text: String,
}

/// What the unit states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Opinion {
    /// 对专业技术工作的评价.
    #[serde(default)]
    pub assessment: String,
    /// 推荐方式.
    #[serde(default)]
    pub method: String,
    /// 参与推荐的人员范围.
    #[serde(default)]
    pub scope: String,
    /// 参与人数.
    #[serde(default)]
    pub headcount: Option<i32>,
    /// 推荐意见.
    #[serde(default)]
    pub recommendation: String,
    /// 意见形成情况.
    #[serde(default)]
    pub formation: String,
}

/// One required element.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpinionElement {
    /// Key.
    pub key: String,
    /// Name.
    pub label: String,
    /// Whether it is there.
    pub is_present: bool,
    /// What belongs here.
    pub hint: String,
    /// Clauses.
    pub cites: Vec<Citation>,
}

/// Keep a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpinionSaveRequest {
    /// Whom it is for.
    pub application_ids: Vec<ApplicationId>,
    /// The draft.
    pub draft: Opinion,
}
