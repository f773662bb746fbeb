//! 上报包: seal a batch, verify it.

use serde::{Deserialize, Serialize};
use engine::id::{ApplicationId, BatchId};

/// Seal a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SealRequest {
    /// Batch.
    pub batch_id: BatchId,
    /// Whom; empty means everybody who is ready.
    #[serde(default)]
    pub application_ids: Vec<ApplicationId>,
}

/// Bundles of a batch, or all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BundleListRequest {
    /// Batch.
    #[serde(default)]
    pub batch_id: Option<BatchId>,
}

/// Bundles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BundleList {
    /// The newest first.
    pub bundles: Vec<BundleView>,
    /// Applicants ready to be sealed.
    pub ready: i32,
    /// Applicants that are not, with the reason.
    pub blocked: Vec<SealBlock>,
}

/// An applicant that cannot be sealed yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SealBlock {
    /// Application.
    pub application_id: ApplicationId,
    /// Applicant.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// Where a bundle stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum BundleState {
    /// 待报送.
    Sealed,
    /// Part of it is at the upstream.
    Uploading,
    /// 已接收, receipt verified.
    Received,
    /// Refused by the upstream.
    Rejected,
}

/// 上报包.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BundleView {
    /// Bundle id: SHA-256 of the tag manifest, hex.
    pub id: String,
    /// Batch.
    pub batch_id: BatchId,
    /// Batch name.
    pub batch_name: String,
    /// Applications.
    pub people: i32,
    /// Files.
    pub files: i32,
    /// Size in bytes.
    pub bytes: f64,
    /// Instant, RFC 3339 UTC.
    pub sealed_at: String,
    /// State.
    pub state: BundleState,
    /// Bytes the upstream has acknowledged.
    pub sent_bytes: f64,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// Receipt.
    pub receipt: Option<ReceiptView>,
    /// File token of the zip.
    pub file: String,
    /// Suggested name.
    pub file_name: String,
}

/// 回执.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReceiptView {
    /// Number of the receipt.
    pub number: String,
    /// Instant by the upstream's clock.
    pub received_at: String,
    /// The upstream's id.
    pub server: String,
    /// Whether the signature was checked against the paired key.
    pub is_verified: bool,
}

/// One bundle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BundleRequest {
    /// Bundle id.
    pub id: String,
}

/// What the check found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerifyReport {
    /// Whether everything agrees.
    pub is_valid: bool,
    /// Bundle id found.
    pub bundle_id: String,
    /// Files checked.
    pub files: i32,
    /// Bytes checked.
    pub bytes: f64,
    /// Fingerprint of the key.
    pub signed_by: Option<String>,
    /// Checks, in order.
    pub checks: Vec<VerifyCheck>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerifyCheck {
    /// What was checked.
    pub label: String,
    /// Whether it held.
    pub is_ok: bool,
    /// What was found.
    pub detail: String,
}
