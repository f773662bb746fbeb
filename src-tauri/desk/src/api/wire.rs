//! Errors as they cross to a window.

use crate::error::{Code, Error};
use serde::{Deserialize, Serialize};

/// A failure as the window gets it. What caused it is noted under the incident
/// number by [`crate::incident`].
#[derive(Debug, Clone, Serialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct WireError {
    /// What the caller does differently.
    pub code: Code,
    /// The sentence.
    pub message: String,
    /// The next step.
    pub hint: Option<String>,
    /// Request field concerned.
    pub field: Option<String>,
    /// Number to read out on the telephone.
    pub incident: String,
}

impl From<Error> for WireError {
    fn from(error: Error) -> Self {
        let incident = uuid::Uuid::new_v4().simple().to_string()[..8].to_owned();
        Self {
            code: error.code,
            message: error.message,
            hint: (!error.hint.is_empty()).then_some(error.hint),
            field: error.field,
            incident,
        }
    }
}

/// Progress of a long job, as hosts send it on.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct JobProgress {
    /// Job, as the caller named it.
    pub job: String,
    /// Step in words.
    pub label: String,
    /// Done.
    pub done: f64,
    /// Of.
    pub total: f64,
}
