//! 一人一档: the packet of each applicant.

use serde::{Deserialize, Serialize};
use super::notice::FileView;
use engine::id::{ApplicationId, BatchId};

/// A batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketListRequest {
    /// Batch.
    pub batch_id: BatchId,
}

/// Packets of a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketList {
    /// One an applicant.
    pub rows: Vec<PacketRow>,
}

/// Where a packet stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum PacketState {
    /// Something is missing.
    NotReady,
    /// Can be built.
    Ready,
    /// Built.
    Built,
    /// Built, but something has changed since.
    Stale,
}

/// A packet in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketRow {
    /// Application.
    pub application_id: ApplicationId,
    /// Applicant.
    pub name: String,
    /// State.
    pub state: PacketState,
    /// What is missing.
    pub reasons: Vec<String>,
    /// Pages.
    pub pages: Option<i32>,
    /// Places to seal.
    pub seals: Option<i32>,
    /// Places to sign.
    pub signatures: Option<i32>,
}

/// Build packets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketAssembleRequest {
    /// Batch.
    pub batch_id: BatchId,
    /// Whom; empty means everybody who is ready.
    #[serde(default)]
    pub application_ids: Vec<ApplicationId>,
}

/// What was built.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketReport {
    /// Packets.
    pub built: i32,
    /// Pages of all.
    pub pages: i32,
    /// Not built.
    pub failed: Vec<PacketFailure>,
}

/// A packet that was not built.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketFailure {
    /// Application.
    pub application_id: ApplicationId,
    /// Applicant.
    pub name: String,
    /// Why.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// One packet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketRequest {
    /// Application.
    pub application_id: ApplicationId,
}

/// A built packet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketPage {
    /// In one line.
    pub row: PacketRow,
    /// The PDF.
    pub file: Option<FileView>,
    /// Parts with true page numbers.
    pub outline: Vec<OutlineEntry>,
}

/// A part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OutlineEntry {
    /// Title.
    pub title: String,
    /// First page.
    pub page: i32,
    /// How many.
    pub pages: i32,
    /// Who signs or seals where: “审核人、审核日期、单位公章”.
    pub seals: Vec<String>,
}
