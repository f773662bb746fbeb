//! 上报: the outbox, pairing, sending, receipts.

use super::bundle::BundleView;
use super::reply::ReplyReport;
use super::{Call, bundle, reply};
use crate::error::{Code, Error, Result};
use crate::progress::Progress;
use crate::store::bundle::Bundle as Kept;
use crate::sync::{Client, Patience, UploadJob, UploadState, parse_pairing};
use engine::protocol::Pairing;
use engine::unit::UnitRelation;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};

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
    /// Kilobytes (1024 bytes) sent in a second at most; 0 for no limit.
    pub limit: i32,
}

/// How much of the line an upload may take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LimitRequest {
    /// Kilobytes (1024 bytes) in a second, 16 at least; 0 for no limit.
    pub limit: i32,
}

/// Look after what was begun.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TendRequest {
    /// How often in a row this has failed before.
    pub failures: i32,
}

/// What came of looking after it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TendReport {
    /// Instant, RFC 3339 UTC.
    pub at: String,
    /// Whether the upstream was asked at all.
    pub is_asked: bool,
    /// Why it did not work; none when it did.
    pub problem: Option<String>,
    /// Bundles that arrived now.
    pub received: i32,
    /// Decisions that came now.
    pub decisions: i32,
    /// Failures in a row, to be given back next time.
    pub failures: i32,
    /// Seconds to wait before the next time; 0 when there is nothing to look after.
    pub wait_seconds: i32,
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

/// Setting that keeps [`LimitRequest::limit`].
const LIMIT: &str = "upload_limit";
/// Setting that keeps which bundles somebody sent and the network held up: ids in JSON.
const HELD_UP: &str = "upload_held_up";
/// Least limit: less would take days for one bundle.
const LEAST_LIMIT: i32 = 16;
/// Between two looks while decisions may come.
const CALM_SECONDS: i32 = 600;
/// Before the first new try of what the network held up; doubles with every failure.
const EAGER_SECONDS: i32 = 30;
/// Longest between two tries.
const LONGEST_SECONDS: i32 = 1800;

fn limit(call: &Call<'_>) -> Result<i32> {
    let text = call.desk.read(|r| r.setting(LIMIT))?;
    Ok(text.and_then(|t| t.parse().ok()).unwrap_or(0))
}

fn client(call: &Call<'_>, patience: Patience) -> Result<Client> {
    let limit = u64::from(limit(call)?.unsigned_abs()) << 10;
    Ok(Client::new(paired(call)?, patience)?.limited_to(limit))
}

fn held_up(call: &Call<'_>) -> Result<Vec<String>> {
    let text = call.desk.read(|r| r.setting(HELD_UP))?;
    Ok(text.and_then(|t| serde_json::from_str(&t).ok()).unwrap_or_default())
}

/// Keep whether a bundle is to be tried again without being asked for.
fn hold(call: &Call<'_>, id: &str, is_held: bool) -> Result<()> {
    let mut list = held_up(call)?;
    if list.iter().any(|one| one == id) == is_held {
        return Ok(());
    }
    list.retain(|one| one != id);
    if is_held {
        list.push(id.to_owned());
    }
    let text = serde_json::to_string(&list)?;
    let detail = if is_held { "网络恢复后接着报" } else { "不再自动接着报" };
    call.desk.write("sync.push", Some(id), detail, |w| w.set(HELD_UP, &text))
}

/// Set how much of the line an upload may take.
pub fn set_limit(call: &Call<'_>, input: LimitRequest) -> Result<SyncState> {
    if input.limit != 0 && input.limit < LEAST_LIMIT {
        let message = format!("限速至少每秒 {LEAST_LIMIT} 千字节");
        return Err(Error::invalid(message, "不限速请填 0").at("limit"));
    }
    let text = input.limit.to_string();
    call.desk.write("sync.limit", None, "改上报限速", |w| w.set(LIMIT, &text))?;
    state(call, SyncStateRequest {})
}

/// Look after what a person has begun, while the window is open: send on what the network held up,
/// bring decisions when a bundle is there. Never pairs, never sends what nobody has sent, never goes
/// on with what was paused.
pub fn tend(call: &Call<'_>, input: TendRequest) -> Result<TendReport> {
    let mut report = TendReport {
        at: call.desk.now(),
        is_asked: false,
        problem: None,
        received: 0,
        decisions: 0,
        failures: 0,
        wait_seconds: 0,
    };
    let ids = held_up(call)?;
    let is_expecting =
        call.desk.read(|r| r.list_bundle(None))?.iter().any(|b| b.state == "received");
    if !is_paired(call)? || (ids.is_empty() && !is_expecting) {
        return Ok(report);
    }
    // A person is sending; what they begin they see to the end.
    let Ok(_sending) = call.desk.sending.try_lock() else {
        report.wait_seconds = EAGER_SECONDS;
        return Ok(report);
    };
    report.is_asked = true;
    match tend_once(call, ids, &mut report) {
        Ok(()) => {}
        Err(e) if e.code == Code::Cancelled => return Err(e),
        Err(e) => report.problem = Some(e.message),
    }
    if report.problem.is_some() {
        report.failures = input.failures.clamp(0, 16) + 1;
        let doubled = EAGER_SECONDS << (report.failures - 1).min(8);
        report.wait_seconds = doubled.min(LONGEST_SECONDS);
    } else {
        report.wait_seconds = CALM_SECONDS;
    }
    Ok(report)
}

fn tend_once(call: &Call<'_>, ids: Vec<String>, report: &mut TendReport) -> Result<()> {
    // One try: the next one comes by itself.
    let client = client(call, Patience { attempts: 1, ..Patience::default() })?;
    if !ids.is_empty() {
        let pushed = push_by(call, &client, &PushRequest { ids })?;
        report.received = pushed.received.len() as i32;
        if let Some(failed) = pushed.failed.into_iter().next() {
            report.problem = Some(failed.message);
            return Ok(());
        }
    }
    report.decisions = reply::pull(call, &client)?.decisions;
    Ok(())
}

fn pairing(call: &Call<'_>) -> Result<Option<Pairing>> {
    call.desk.read(|r| r.setting(UPSTREAM))?.map(|text| parse_pairing(&text)).transpose()
}

/// The paired upstream, for what cannot do without.
pub(crate) fn paired(call: &Call<'_>) -> Result<Pairing> {
    pairing(call)?
        .ok_or_else(|| Error::precondition("还没有与上级配对", "请先读入上级给的配对文件"))
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
    Ok(SyncState { upstream, outbox, received, limit: limit(call)? })
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

/// Listens on the way how many bytes the upstream has, to be kept when the upload stops.
struct Noting<'a> {
    progress: &'a dyn Progress,
    done: AtomicU64,
}

impl Progress for Noting<'_> {
    fn step(&self, label: &str, done: u64, total: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.progress.step(label, done, total);
    }

    fn is_cancelled(&self) -> bool {
        self.progress.is_cancelled()
    }
}

/// Send bundles, one after the other. Sending one twice changes nothing.
pub fn push(call: &Call<'_>, input: PushRequest) -> Result<PushReport> {
    let Ok(_sending) = call.desk.sending.try_lock() else {
        return Err(Error::precondition(
            "正在后台接着传，没有再开一路",
            "请等它传完，或在“联网情况”里取消后再报",
        ));
    };
    // A few seconds, then the person is told: what the network holds up goes on by itself.
    push_by(call, &client(call, Patience { attempts: 4, ..Patience::default() })?, &input)
}

fn push_by(call: &Call<'_>, client: &Client, input: &PushRequest) -> Result<PushReport> {
    let desk = call.desk;
    let all = desk.read(|r| r.list_bundle(None))?;
    let wanted = |b: &&Kept| {
        if input.ids.is_empty() { b.state != "received" } else { input.ids.contains(&b.id) }
    };
    let mut report = PushReport { received: Vec::new(), failed: Vec::new() };
    for kept in all.iter().filter(wanted) {
        let pushed = push_one(call, client, kept);
        // Stopped by a person or refused by the upstream, it waits for a person.
        hold(call, &kept.id, pushed.as_ref().is_err_and(|e| e.code == Code::Offline))?;
        match pushed {
            Ok(kept) => report.received.push(bundle::view(call, &kept)?),
            Err(e) if e.code == Code::Cancelled => return Err(e),
            Err(e) => {
                let mut now = desk.read(|r| r.bundle(&kept.id))?;
                now.last_error = Some(e.message.clone());
                if matches!(e.code, Code::Conflict | Code::UpstreamRejected) {
                    // Nothing is on its way: it lies here until a person does something about it.
                    now.state = "sealed".into();
                }
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

/// Bring back what the upstream has said since last time.
pub fn pull(call: &Call<'_>, _: SyncStateRequest) -> Result<ReplyReport> {
    let client = client(call, Patience::default())?;
    let report = reply::pull(call, &client)?;
    let now = call.desk.now();
    call.desk.write("sync.pull", None, "上级有应答", |w| w.set(LAST_SEEN, &now))?;
    Ok(report)
}

fn push_one(call: &Call<'_>, client: &Client, kept: &Kept) -> Result<Kept> {
    let desk = call.desk;
    let path = desk.kept("bundles", &kept.file_name)?;
    let job = UploadJob {
        zip: &path,
        bundle_id: &kept.id,
        zip_sha256: &kept.zip_sha256,
        bytes: kept.bytes.unsigned_abs(),
    };
    let mut keeper = Keeper { call, kept: kept.clone() };
    let noting = Noting { progress: call.progress, done: AtomicU64::new(0) };
    let pushed = match client.push(&job, &mut keeper, &noting) {
        Ok(pushed) => pushed,
        Err(error) => {
            let mut now = desk.read(|r| r.bundle(&kept.id))?;
            now.sent_bytes = i64::try_from(noting.done.into_inner()).unwrap_or(0);
            if now.sent_bytes != kept.sent_bytes {
                let detail = "停在中途，下次接着传";
                desk.write("sync.push", Some(&kept.id), detail, |w| w.put_bundle(&now))?;
            }
            return Err(error);
        }
    };
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
