//! 批次: one unit's filing of one year.

use serde::{Deserialize, Serialize};
use super::committee::Committee;
use engine::date::Date;
use engine::id::{ApplicationId, BatchId, PersonId};
use engine::verdict::Conclusion;

/// A new batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchCreateRequest {
    /// Name.
    pub name: String,
    /// 申报年度.
    pub year: i32,
    /// Committees, from the directory.
    pub committee_ids: Vec<String>,
    /// 报送日: the day the unit hands it in.
    pub submit_on: Option<Date>,
    /// 网报关闭, where known.
    #[serde(default)]
    pub portal_closes_on: Option<Date>,
    /// Estimated 开评日.
    #[serde(default)]
    pub review_opens_on: Option<Date>,
}

/// A batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchRequest {
    /// Id.
    pub id: BatchId,
}

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchListRequest {
}

/// All batches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchList {
    /// The newest first.
    pub batches: Vec<BatchPage>,
}

/// A batch and how far it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchPage {
    /// Id.
    pub id: BatchId,
    /// Name.
    pub name: String,
    /// 申报年度.
    pub year: i32,
    /// Committees.
    pub committees: Vec<Committee>,
    /// 报送日.
    pub submit_on: Option<Date>,
    /// 网报关闭.
    pub portal_closes_on: Option<Date>,
    /// Estimated 开评日.
    pub review_opens_on: Option<Date>,
    /// The seven steps.
    pub steps: Vec<Step>,
    /// Applicants.
    pub applications: Vec<ApplicationRow>,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Nothing yet.
    Waiting,
    /// Under way.
    Going,
    /// Finished.
    Done,
}

/// One of the seven steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// `choose` `assess` `material` `notice` `opinion` `packet` `submit`.
    pub key: String,
    /// 选人 …
    pub label: String,
    /// How many are through.
    pub done: i32,
    /// Of how many.
    pub total: i32,
    /// Where it stands.
    pub state: StepState,
}

/// An applicant in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplicationRow {
    /// Id.
    pub id: ApplicationId,
    /// Person.
    pub person_id: PersonId,
    /// Name.
    pub name: String,
    /// 部门.
    pub department: Option<String>,
    /// 现职称.
    pub current_title: Option<String>,
    /// 申报职称.
    pub title: String,
    /// 申报类型 in words.
    pub kind: String,
    /// Committee name.
    pub committee: Option<String>,
    /// Unit in whose name it is filed.
    pub applying_unit: String,
    /// Verdict.
    pub conclusion: Option<Conclusion>,
    /// Its sentence.
    pub headline: Option<String>,
    /// Whether the verdict carries cautions.
    pub has_cautions: bool,
    /// Materials still missing.
    pub missing_materials: i32,
    /// `posted`, `expired`, `objected`, `closed`.
    pub notice_state: Option<String>,
    /// 单位意见 complete.
    pub has_opinion: bool,
    /// Pages of the packet, when built.
    pub packet_pages: Option<i32>,
    /// In a sealed bundle.
    pub is_sealed: bool,
}

/// Who may be chosen for a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CandidatesRequest {
    /// Batch.
    pub id: BatchId,
}

/// Everybody in the roster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CandidateList {
    /// In roster order.
    pub candidates: Vec<Candidate>,
}

/// Somebody who may be chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Candidate {
    /// Person.
    pub person_id: PersonId,
    /// Name.
    pub name: String,
    /// 部门.
    pub department: Option<String>,
    /// 现职称.
    pub current_title: Option<String>,
    /// 拟申报职称.
    pub title: Option<String>,
    /// 申报类型 in words.
    pub kind: Option<String>,
    /// The batch's committee that fits.
    pub committee_id: Option<String>,
    /// In the batch already.
    pub is_chosen: bool,
    /// Whether the office may file this person here.
    pub is_selectable: bool,
    /// Why not, with the clause.
    pub reason: Option<String>,
}

/// The applicants of a batch; who is not listed is taken out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChooseRequest {
    /// Batch.
    pub id: BatchId,
    /// Persons.
    pub person_ids: Vec<PersonId>,
}
