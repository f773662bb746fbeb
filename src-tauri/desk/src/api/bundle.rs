//! 上报包: seal a batch, verify it.

use super::{Call, packet};
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::files::Blobs;
use crate::progress::Progress;
use crate::store::bundle::Bundle as Kept;
use crate::store::material::{Attachment, PacketVolume};
use bundle::{Seal, SealApplication, SealFile, Signer, Source, Trust};
use engine::bundle::{BundleApplicant, BundleBatch, BundleKind, BundleUnit, MAX_BUNDLE_BYTES};
use engine::id::{ApplicationId, BatchId};
use engine::protocol::Signed;
use engine::unit::UnitRelation;
use engine::verdict::Verdict;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;

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

/// What was sealed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SealReport {
    /// One bundle for each round and returned bundle, and more where one would grow too large.
    pub bundles: Vec<BundleView>,
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
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
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
    /// 轮次, 0 for the first filing.
    pub round: i32,
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

/// Setting that keeps the unit's signing key.
const SIGNING_KEY: &str = "signing_key";

/// The unit's signing key, made at first need.
pub(crate) fn signer(call: &Call<'_>) -> Result<Signer> {
    if let Some(text) = call.desk.read(|r| r.setting(SIGNING_KEY))? {
        return Signer::from_secret_text(&text).map_err(error);
    }
    let signer = Signer::generate().map_err(error)?;
    let text = signer.to_secret_text().map_err(error)?;
    call.desk
        .write("bundle.seal", None, "生成单位签名密钥", |w| w.set(SIGNING_KEY, &text))?;
    Ok(signer)
}

/// A failure of package `bundle` in the desk's words.
pub(crate) fn error(e: bundle::Error) -> Error {
    match e {
        bundle::Error::Io { what, source } => Error::io(&what, source),
        bundle::Error::Cancelled => Error::cancelled(),
        bundle::Error::Exists => Error::new(Code::Conflict, e.to_string(), ""),
        bundle::Error::Refused(_) => Error::new(Code::UnsupportedFile, e.to_string(), ""),
        bundle::Error::Input(_) | bundle::Error::Key => {
            Error::new(Code::InvalidInput, e.to_string(), "")
        }
    }
}

/// The desk's progress as package `bundle` reports to it.
pub(crate) struct Watching<'a>(pub &'a dyn Progress);

impl bundle::Watch for Watching<'_> {
    fn step(&self, label: &str, done: u64, total: u64) {
        self.0.step(label, done, total);
    }

    fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }
}

/// Somebody ready to be sealed, and what that follows.
struct Ready {
    row: packet::PacketRow,
    /// 轮次.
    round: u8,
    /// The returned bundle it answers.
    prev: Option<String>,
}

/// Who can be sealed, and why not the others. Somebody who came back and has changed nothing is
/// sealed only when asked for by name.
fn ready(
    call: &Call<'_>,
    batch: &BatchId,
    named: &[ApplicationId],
) -> Result<(Vec<Ready>, Vec<SealBlock>)> {
    let rows = packet::list(call, packet::PacketListRequest { batch_id: batch.clone() })?.rows;
    let (mut ready, mut blocked) = (Vec::new(), Vec::new());
    for row in rows {
        let id = &row.application_id;
        let filed = call.desk.read(|r| r.filed(id))?;
        if filed.as_ref().is_some_and(|f| !f.is_returned()) {
            continue;
        }
        let mut reason = match row.state {
            packet::PacketState::Built => None,
            packet::PacketState::Ready => Some("还没有生成档案".to_owned()),
            packet::PacketState::Stale => Some("生成档案以后内容又改过，请重新生成".to_owned()),
            packet::PacketState::NotReady => row.reasons.first().cloned(),
        };
        if let (None, Some(filed), false) = (&reason, &filed, named.contains(id)) {
            let kept = call.desk.read(|r| r.application(id))?;
            // A bundle that cannot be read any more must not keep anybody from filing again.
            let changes = super::decision::changes(call, &kept, filed);
            if changes.is_ok_and(|c| c.is_empty()) {
                reason = Some("上级退回后还没有改动".to_owned());
            }
        }
        match reason {
            None => ready.push(Ready {
                row,
                round: filed.as_ref().map_or(0, |f| f.round + 1),
                prev: filed.map(|f| f.bundle_id),
            }),
            Some(reason) => blocked.push(SealBlock {
                application_id: row.application_id,
                name: row.name,
                reason,
            }),
        }
    }
    Ok((ready, blocked))
}

/// Seal everybody who is ready. A bundle holds one round and answers one returned bundle, and stays
/// under the limit of size; so one sealing may give several.
pub fn seal(call: &Call<'_>, input: SealRequest) -> Result<SealReport> {
    let desk = call.desk;
    let batch = desk.read(|r| r.batch(&input.batch_id))?;
    let (mut list, _) = ready(call, &input.batch_id, &input.application_ids)?;
    if !input.application_ids.is_empty() {
        list.retain(|r| input.application_ids.contains(&r.row.application_id));
    }
    if list.is_empty() {
        return Err(Error::precondition("没有可以封存的人", "先生成一人一档，再来封存"));
    }
    let unit = desk.read(|r| r.list_unit())?;
    let unit = unit.into_iter().find(|u| u.relation == UnitRelation::Own);
    let unit = unit.ok_or_else(|| Error::precondition("单位信息没有填", "请先填写单位信息"))?;
    let mut groups: BTreeMap<(u8, Option<String>), Vec<SealApplication>> = BTreeMap::new();
    for one in list {
        let application = application(call, &one.row)?;
        groups.entry((one.round, one.prev)).or_default().push(application);
    }
    let mut bundles = Vec::new();
    for ((round, prev), applications) in groups {
        for applications in portions(applications, ROOM, size) {
            let seal = Seal {
                bundle_uuid: desk.new_id(),
                kind: BundleKind::Submission,
                unit: BundleUnit { id: unit.credit_code.clone(), name: unit.name.clone() },
                batch: BundleBatch {
                    id: batch.id.0.clone(),
                    application_year: batch.year,
                    name: batch.name.clone(),
                },
                round,
                prev: prev.clone(),
                software: concat!("chengbao ", env!("CARGO_PKG_VERSION")).into(),
                bagged_on: desk.today().to_string(),
                applications,
                files: Vec::new(),
            };
            bundles.push(seal_one(call, &seal)?);
        }
    }
    Ok(SealReport { bundles })
}

/// Bytes of files that go into one bundle at most: the limit less what manifests, records and the
/// zip's own directory take.
const ROOM: u64 = MAX_BUNDLE_BYTES - (64 << 20);

fn size(application: &SealApplication) -> u64 {
    let of = |file: &SealFile| match &file.source {
        Source::Bytes(bytes) => bytes.len() as u64,
        Source::File(path, _) => std::fs::metadata(path).map_or(0, |m| m.len()),
        Source::Stream { bytes, .. } => *bytes,
    };
    application.files.iter().map(of).sum()
}

/// Whole applications in their order, as many together as there is room for.
fn portions<T>(list: Vec<T>, room: u64, size: impl Fn(&T) -> u64) -> Vec<Vec<T>> {
    let mut portions: Vec<Vec<T>> = Vec::new();
    let mut left = 0;
    for one in list {
        let bytes = size(&one);
        match portions.last_mut() {
            Some(last) if bytes <= left => {
                left -= bytes;
                last.push(one);
            }
            _ => {
                left = room.saturating_sub(bytes);
                portions.push(vec![one]);
            }
        }
    }
    portions
}

/// Seal one bundle and record it.
fn seal_one(call: &Call<'_>, seal: &Seal) -> Result<BundleView> {
    let desk = call.desk;
    let folder = desk.folder("bundles");
    std::fs::create_dir_all(&folder).map_err(|e| Error::io("上报包文件夹", e))?;
    let file_name = format!("bundle-{}.zip", seal.bundle_uuid);
    let path = folder.join(&file_name);
    // In the clear only where everything goes at the next start.
    let made = desk.folder("made");
    std::fs::create_dir_all(&made).map_err(|e| Error::io("上报包文件夹", e))?;
    let made = made.join(&file_name);
    let sealed =
        bundle::seal(seal, &signer(call)?, &made, &Watching(call.progress)).map_err(error)?;
    desk.ring.sealer.keep(&made, "上报包")?;
    std::fs::rename(&made, &path).map_err(|e| Error::io("上报包", e))?;
    let kept = Kept {
        id: sealed.bundle_id,
        batch_id: BatchId(seal.batch.id.clone()),
        uuid: seal.bundle_uuid.clone(),
        round: i32::from(seal.round),
        prev: seal.prev.clone(),
        zip_sha256: sealed.zip_sha256,
        bytes: sealed.bytes as i64,
        files: sealed.files as i64,
        file_name,
        sealed_at: desk.now(),
        state: "sealed".into(),
        upload_url: None,
        sent_bytes: 0,
        last_error: None,
        receipt: None,
    };
    let who: Vec<ApplicationId> =
        seal.applications.iter().map(|a| ApplicationId(a.application_id.clone())).collect();
    let detail = format!("{} 人，{} 个文件", who.len(), kept.files);
    desk.write("bundle.seal", Some(&kept.id), detail, |w| w.insert_bundle(&kept, &who))?;
    view(call, &kept)
}

fn application(call: &Call<'_>, row: &packet::PacketRow) -> Result<SealApplication> {
    let desk = call.desk;
    let id = &row.application_id;
    let (kept, attachments) = desk.read(|r| Ok((r.application(id)?, r.list_attachment(id)?)))?;
    let dossier = desk.read(|r| r.dossier(&kept.application.person_id))?;
    let a = &kept.application;
    let committee = a.committee_id.as_deref();
    let committee = committee.and_then(|c| super::committee::find(call, a.year, c));
    let packet = desk.read(|r| r.packet(id))?;
    let mut files = Vec::new();
    let volumes = packet.iter().flat_map(|p| {
        let several = p.files().len() > 1;
        p.files().into_iter().zip(packet::paths(call, id, p)).map(move |v| (several, v))
    });
    for (n, (several, (volume, path))) in volumes.enumerate() {
        let (file, name) = match several {
            false => ("packet.pdf".to_owned(), "一人一档.pdf".to_owned()),
            true => (format!("packet-{}.pdf", n + 1), format!("一人一档-{}.pdf", volume.title)),
        };
        let source = volume_source(desk, path, &volume);
        files.push(SealFile { path: file, name, material: None, source });
    }
    let packs = desk.packs_of(a);
    for (i, attachment) in attachments.iter().enumerate() {
        let ending = match attachment.kind.as_str() {
            "jpeg" => "jpg",
            other => other,
        };
        let material = packs.material(&attachment.material_id);
        files.push(SealFile {
            path: format!("scans/{:02}-{}.{ending}", i + 1, attachment.material_id),
            name: attachment.name.clone(),
            material: material.map(|m| m.name.clone()),
            source: blob(desk.blobs(), attachment),
        });
    }
    let verdict = kept.verdict.map(Verdict::without_sources);
    Ok(SealApplication {
        application_id: id.0.clone(),
        applicant: BundleApplicant {
            person_id: a.person_id.0.clone(),
            name: dossier.person.name.clone(),
            title: a.title.clone().unwrap_or_default(),
            committee: committee.map(|c| c.name).unwrap_or_default(),
            kind: a.kind.key().to_owned(),
        },
        record: serde_json::json!({ "dossier": dossier, "application": a, "verdict": verdict }),
        files,
    })
}

/// A volume of a packet, opened only when its turn comes.
fn volume_source(desk: &Desk, path: PathBuf, volume: &PacketVolume) -> Source {
    if !crate::key::is_sealed(&path) {
        return Source::File(path, Some(volume.sha256.clone()));
    }
    let sealer = desk.ring.sealer.clone();
    let open = move || -> std::io::Result<Box<dyn Read>> {
        let content = sealer.reader(&path, "档案").map_err(std::io::Error::other)?;
        Ok(content)
    };
    Source::Stream {
        open: Arc::new(open),
        bytes: volume.bytes.unsigned_abs(),
        sha256: Some(volume.sha256.clone()),
    }
}

/// An attachment read only when its turn comes, so that one scan at a time is in memory.
fn blob(blobs: &Blobs, attachment: &Attachment) -> Source {
    let blobs = blobs.clone();
    let sha256 = attachment.sha256.clone();
    let open = {
        let sha256 = sha256.clone();
        move || -> std::io::Result<Box<dyn Read>> {
            let bytes = blobs.get(&sha256).map_err(std::io::Error::other)?;
            Ok(Box::new(Cursor::new(bytes)))
        }
    };
    Source::Stream {
        open: Arc::new(open),
        bytes: attachment.bytes.unsigned_abs(),
        sha256: Some(sha256),
    }
}

/// Bundles, and who could be sealed.
pub fn list(call: &Call<'_>, input: BundleListRequest) -> Result<BundleList> {
    let bundles = call.desk.read(|r| r.list_bundle(input.batch_id.as_ref()))?;
    let bundles = bundles.iter().map(|b| view(call, b)).collect::<Result<_>>()?;
    let (ready, blocked) = match &input.batch_id {
        Some(batch) => ready(call, batch, &[])?,
        None => (Vec::new(), Vec::new()),
    };
    Ok(BundleList { bundles, ready: ready.len() as i32, blocked })
}

/// A bundle for the window.
pub(crate) fn view(call: &Call<'_>, b: &Kept) -> Result<BundleView> {
    let desk = call.desk;
    let batch = desk.read(|r| r.batch(&b.batch_id))?;
    let path = desk.folder("bundles").join(&b.file_name);
    let signed: Option<Signed> = b.receipt.clone().and_then(|r| serde_json::from_value(r).ok());
    let receipt = signed.and_then(|s| s.receipt().ok()).map(|r| ReceiptView {
        number: format!("{:04}", r.n),
        received_at: r.received_at,
        server: r.server_id,
        is_verified: true,
    });
    Ok(BundleView {
        id: b.id.clone(),
        batch_id: b.batch_id.clone(),
        batch_name: batch.name,
        people: desk.read(|r| r.count_bundle_application(&b.id))? as i32,
        files: b.files as i32,
        bytes: b.bytes as f64,
        round: b.round,
        sealed_at: b.sealed_at.clone(),
        state: match b.state.as_str() {
            "uploading" => BundleState::Uploading,
            "received" => BundleState::Received,
            "rejected" => BundleState::Rejected,
            _ => BundleState::Sealed,
        },
        sent_bytes: b.sent_bytes as f64,
        last_error: b.last_error.clone(),
        receipt,
        file: desk.tokens().register_kept(&path, &b.file_name),
        file_name: b.file_name.clone(),
    })
}

/// Check a sealed bundle as it lies there.
pub fn verify(call: &Call<'_>, input: BundleRequest) -> Result<VerifyReport> {
    let kept = call.desk.read(|r| r.bundle(&input.id))?;
    let path = call.desk.kept("bundles", &kept.file_name)?;
    let key = signer(call)?.public().clone();
    let fingerprint = key.fingerprint();
    let keys = [key];
    match bundle::verify(&path, Trust::Keys(&keys), &Watching(call.progress)) {
        Ok(v) => {
            let check = |label: &str, detail: String| VerifyCheck {
                label: label.to_owned(),
                is_ok: true,
                detail,
            };
            Ok(VerifyReport {
                is_valid: v.bundle_id == kept.id,
                files: v.payload.len() as i32,
                bytes: v.payload_bytes as f64,
                signed_by: Some(v.signer.fingerprint()),
                checks: vec![
                    check("压缩包结构", "没有多余、重名、越界的条目".into()),
                    check("文件清单", format!("{} 个文件，逐个核对 SHA-256", v.payload.len())),
                    check("单位签名", format!("指纹 {fingerprint}")),
                    VerifyCheck {
                        label: "包编号".into(),
                        is_ok: v.bundle_id == kept.id,
                        detail: v.bundle_id.clone(),
                    },
                ],
                bundle_id: v.bundle_id,
            })
        }
        Err(bundle::Error::Refused(problems)) => Ok(VerifyReport {
            is_valid: false,
            bundle_id: kept.id,
            files: 0,
            bytes: 0.0,
            signed_by: None,
            checks: problems
                .iter()
                .map(|p| VerifyCheck {
                    label: "核对不通过".into(),
                    is_ok: false,
                    detail: p.message.clone(),
                })
                .collect(),
        }),
        Err(e) => Err(error(e)),
    }
}

#[cfg(test)]
mod tests {
    use super::portions;

    #[test]
    fn whole_applications_go_together_as_far_as_there_is_room() {
        let cut = |sizes: &[u64]| portions(sizes.to_vec(), 10, |s| *s);
        assert_eq!(cut(&[]), Vec::<Vec<u64>>::new());
        assert_eq!(cut(&[4, 6, 1, 9, 10, 3]), [vec![4, 6], vec![1, 9], vec![10], vec![3]]);
        // One that fits nowhere stays alone; sealing names it.
        assert_eq!(cut(&[3, 12, 3]), [vec![3], vec![12], vec![3]]);
    }
}
