//! 资格预审: verdicts, and the facts a clerk states.

use serde::{Deserialize, Serialize};
use super::batch::ApplicationRow;
use engine::id::{ApplicationId, BatchId};
use engine::verdict::{FactUsed, Verdict};

/// Assess a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssessRequest {
    /// Batch.
    pub batch_id: BatchId,
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssessReport {
    /// 可申报.
    pub eligible: i32,
    /// 不可申报.
    pub ineligible: i32,
    /// 待核实.
    pub undetermined: i32,
    /// Verdicts that differ from before.
    pub changed: i32,
}

/// One application.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerdictRequest {
    /// Id.
    pub application_id: ApplicationId,
}

/// The verdict and whom it is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerdictPage {
    /// The applicant.
    pub row: ApplicationRow,
    /// Main facts of the applicant.
    pub facts: Vec<FactUsed>,
    /// `None` before the first assessment.
    pub verdict: Option<Verdict>,
    /// Instant, RFC 3339 UTC.
    pub assessed_at: Option<String>,
    /// Facts the clerk stated.
    pub answers: Vec<AnswerView>,
}

/// A stated fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerView {
    /// Fact id.
    pub fact: String,
    /// Label.
    pub label: String,
    /// For a reader.
    pub value: String,
}

/// State a fact; an empty value takes the statement back. Re-assesses at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerRequest {
    /// Application.
    pub application_id: ApplicationId,
    /// Fact id.
    pub fact: String,
    /// Value.
    pub value: String,
}
