//! 上报: the outbox, pairing, sending, receipts.

use super::bundle::BundleView;
use super::{Call, bundle};
use crate::error::{Code, Error, Result};
use crate::store::bundle::Bundle as Kept;
use crate::sync::{Client, Patience, UploadJob, UploadState, parse_pairing};
use engine::protocol::Pairing;
use engine::unit::UnitRelation;
use serde::{Deserialize, Serialize};

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SyncStateRequest {}

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

/// Setting that keeps the pairing file as it was read.
const UPSTREAM: &str = "upstream";
/// Setting that keeps the instant of the last answer.
const LAST_SEEN: &str = "upstream_last_seen_at";

fn pairing(call: &Call<'_>) -> Result<Option<Pairing>> {
    call.desk.read(|r| r.setting(UPSTREAM))?.map(|text| parse_pairing(&text)).transpose()
}

/// Whether an upstream is paired.
pub(crate) fn is_paired(call: &Call<'_>) -> Result<bool> {
    Ok(call.desk.read(|r| r.setting(UPSTREAM))?.is_some())
}

/// Upstream and outbox.
pub fn state(call: &Call<'_>, _: SyncStateRequest) -> Result<SyncState> {
    let desk = call.desk;
    let last_seen_at = desk.read(|r| r.setting(LAST_SEEN))?;
    let upstream = pairing(call)?.map(|p| UpstreamView {
        name: p.server_name,
        address: p.base_url,
        server_id: p.server_id,
        fingerprint: ::bundle::fingerprint(&p.server_key),
        last_seen_at,
    });
    let (mut outbox, mut received) = (Vec::new(), Vec::new());
    for kept in desk.read(|r| r.list_bundle(None))? {
        let view = bundle::view(call, &kept)?;
        if kept.state == "received" { received.push(view) } else { outbox.push(view) }
    }
    Ok(SyncState { upstream, outbox, received })
}

/// Pair with an upstream by its pairing file.
pub fn pair(call: &Call<'_>, input: PairRequest) -> Result<SyncState> {
    let (_, bytes) = call.desk.tokens().read(&input.file)?;
    let text = String::from_utf8(bytes).map_err(|e| {
        Error::invalid("配对文件不可用：不是文本文件", "请向上级重新索取配对文件").with_source(e)
    })?;
    let pairing = parse_pairing(&text)?;
    let units = call.desk.read(|r| r.list_unit())?;
    let own = units.iter().find(|u| u.relation == UnitRelation::Own);
    if let Some(own) = own
        && own.credit_code != pairing.unit_id
    {
        return Err(Error::invalid(
            "这份配对文件是给别的单位的：统一社会信用代码不一致",
            "请向上级索取本单位的配对文件，或先改正单位信息里的代码",
        ));
    }
    call.desk.write("sync.pair", None, "与上级配对", |w| w.set(UPSTREAM, &text))?;
    state(call, SyncStateRequest {})
}

/// Where an upload goes on, kept in the database between runs.
struct Keeper<'a> {
    call: &'a Call<'a>,
    kept: Kept,
}

impl UploadState for Keeper<'_> {
    fn load(&self) -> Result<Option<String>> {
        Ok(self.call.desk.read(|r| r.bundle(&self.kept.id))?.upload_url)
    }

    fn save(&mut self, address: Option<&str>) -> Result<()> {
        self.kept.upload_url = address.map(str::to_owned);
        self.kept.state = "uploading".into();
        let detail = "记下上传位置";
        self.call.desk.write("sync.push", Some(&self.kept.id), detail, |w| w.put_bundle(&self.kept))
    }
}

/// Send bundles, one after the other. Sending one twice changes nothing.
pub fn push(call: &Call<'_>, input: PushRequest) -> Result<PushReport> {
    let desk = call.desk;
    let Some(pairing) = pairing(call)? else {
        return Err(Error::precondition("还没有与上级配对", "请先读入上级给的配对文件"));
    };
    let client = Client::new(pairing, Patience::default())?;
    let all = desk.read(|r| r.list_bundle(None))?;
    let wanted = |b: &&Kept| {
        if input.ids.is_empty() { b.state != "received" } else { input.ids.contains(&b.id) }
    };
    let mut report = PushReport { received: Vec::new(), failed: Vec::new() };
    for kept in all.iter().filter(wanted) {
        match push_one(call, &client, kept) {
            Ok(kept) => report.received.push(bundle::view(call, &kept)?),
            Err(e) if e.code == Code::Cancelled => return Err(e),
            Err(e) => {
                let mut now = desk.read(|r| r.bundle(&kept.id))?;
                now.last_error = Some(e.message.clone());
                let detail = "没有送达";
                desk.write("sync.push", Some(&kept.id), detail, |w| w.put_bundle(&now))?;
                report.failed.push(PushFailure {
                    id: kept.id.clone(),
                    message: e.message,
                    hint: e.hint,
                });
            }
        }
    }
    Ok(report)
}

fn push_one(call: &Call<'_>, client: &Client, kept: &Kept) -> Result<Kept> {
    let desk = call.desk;
    let path = desk.folder("bundles").join(&kept.file_name);
    let job = UploadJob {
        zip: &path,
        bundle_id: &kept.id,
        zip_sha256: &kept.zip_sha256,
        bytes: kept.bytes.unsigned_abs(),
    };
    let mut keeper = Keeper { call, kept: kept.clone() };
    let pushed = client.push(&job, &mut keeper, call.progress)?;
    let mut kept = keeper.kept;
    kept.state = "received".into();
    kept.sent_bytes = kept.bytes;
    kept.last_error = None;
    kept.upload_url = None;
    kept.receipt = Some(serde_json::to_value(&pushed.signed)?);
    let now = desk.now();
    let detail = format!("已接收，回执 {:04}", pushed.receipt.n);
    desk.write("sync.push", Some(&kept.id), detail, |w| {
        w.set(LAST_SEEN, &now)?;
        w.put_bundle(&kept)
    })?;
    Ok(kept)
}
