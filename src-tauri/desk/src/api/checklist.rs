//! 材料清单: people × materials, and one material of one applicant.

use serde::{Deserialize, Serialize};
use engine::date::Date;
use engine::id::{ApplicationId, AttachmentId, BatchId};
use engine::verdict::Citation;

/// A batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HeatmapRequest {
    /// Batch.
    pub batch_id: BatchId,
}

/// 缺件一览.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Heatmap {
    /// Columns.
    pub materials: Vec<MaterialHead>,
    /// Rows.
    pub rows: Vec<HeatRow>,
    /// Cells still to mend.
    pub open_count: i32,
    /// People they fall on.
    pub open_people: i32,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MaterialHead {
    /// Material id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Short name for the head.
    pub short: String,
    /// Cells to mend in this column.
    pub open_count: i32,
}

/// 材料状态.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum MaterialState {
    /// 齐全.
    Complete,
    /// 缺件.
    Missing,
    /// 待核实.
    Doubtful,
    /// 过期.
    Expired,
    /// 免交.
    Waived,
    /// Not asked of this applicant.
    NotRequired,
    /// Made by this program at its station.
    MadeHere,
}

/// An applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HeatRow {
    /// Application.
    pub application_id: ApplicationId,
    /// Name.
    pub name: String,
    /// 部门.
    pub department: Option<String>,
    /// One a column.
    pub cells: Vec<MaterialState>,
    /// Cells to mend.
    pub open_count: i32,
}

/// One material of one applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MaterialRequest {
    /// Application.
    pub application_id: ApplicationId,
    /// Material.
    pub material_id: String,
}

/// One material of one applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MaterialPage {
    /// Application.
    pub application_id: ApplicationId,
    /// Material.
    pub material_id: String,
    /// Applicant.
    pub person_name: String,
    /// Material.
    pub name: String,
    /// State.
    pub state: MaterialState,
    /// The state in one sentence.
    pub state_note: String,
    /// Why it is asked.
    pub reason: String,
    /// Clauses.
    pub cites: Vec<Citation>,
    /// Files.
    pub attachments: Vec<AttachmentView>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttachmentView {
    /// Id.
    pub id: AttachmentId,
    /// File token for the host's `read`.
    pub file: String,
    /// Original name.
    pub name: String,
    /// `jpeg`, `png`, `pdf`.
    pub kind: String,
    /// Pages.
    pub pages: i32,
    /// Size in bytes.
    pub bytes: f64,
    /// Pixels, upright.
    pub width: Option<i32>,
    /// Pixels, upright.
    pub height: Option<i32>,
    /// What to look at.
    pub warnings: Vec<ScanWarningView>,
    /// Whether the clerk has confirmed it despite warnings.
    pub is_confirmed: bool,
    /// Last day of validity.
    pub valid_until: Option<Date>,
}

/// Something about a scan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScanWarningView {
    /// Kind.
    pub code: String,
    /// Sentence.
    pub message: String,
    /// What to do.
    pub suggestion: String,
}
