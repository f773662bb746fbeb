//! 上报: the outbox, pairing, sending, receipts.

use serde::{Deserialize, Serialize};
use super::bundle::BundleView;

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SyncStateRequest {
}

/// Upstream and outbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SyncState {
    /// The paired upstream.
    pub upstream: Option<UpstreamView>,
    /// Bundles not yet received.
    pub outbox: Vec<BundleView>,
    /// Bundles received.
    pub received: Vec<BundleView>,
}

/// 上级.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpstreamView {
    /// Name as the pairing file has it.
    pub name: String,
    /// Address.
    pub address: String,
    /// Id.
    pub server_id: String,
    /// Fingerprint of its key.
    pub fingerprint: String,
    /// Last answer, RFC 3339 UTC.
    pub last_seen_at: Option<String>,
}

/// Pair with an upstream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PairRequest {
    /// Token of the pairing file.
    pub file: String,
}

/// Send bundles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PushRequest {
    /// Bundle ids; empty means the whole outbox.
    #[serde(default)]
    pub ids: Vec<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PushReport {
    /// Received, with receipts.
    pub received: Vec<BundleView>,
    /// Not received.
    pub failed: Vec<PushFailure>,
}

/// A bundle that did not arrive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PushFailure {
    /// Bundle id.
    pub id: String,
    /// Why.
    pub message: String,
    /// What to do; nothing is lost.
    pub hint: String,
}
