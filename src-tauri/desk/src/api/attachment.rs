//! 附件: files put to a material.

use serde::{Deserialize, Serialize};
use super::checklist::AttachmentView;
use engine::date::Date;
use engine::id::{ApplicationId, AttachmentId};

/// Files for one material of one applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttachmentAddRequest {
    /// Application.
    pub application_id: ApplicationId,
    /// Material.
    pub material_id: String,
    /// File tokens.
    pub files: Vec<String>,
    /// Last day of validity.
    #[serde(default)]
    pub valid_until: Option<Date>,
}

/// What was taken and what was not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttachmentReport {
    /// Taken.
    pub accepted: Vec<AttachmentView>,
    /// Not taken.
    pub refused: Vec<RefusedFile>,
}

/// A file that was not taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefusedFile {
    /// Name of the file.
    pub name: String,
    /// Why.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// One attachment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttachmentRequest {
    /// Id.
    pub id: AttachmentId,
}
