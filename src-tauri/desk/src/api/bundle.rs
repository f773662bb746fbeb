//! 上报包: seal a batch, verify it.

use super::{Call, packet};
use crate::error::{Code, Error, Result};
use crate::files::Blobs;
use crate::progress::Progress;
use crate::store::bundle::Bundle as Kept;
use crate::store::material::Attachment;
use bundle::{Seal, SealApplication, SealFile, Signer, Source, Trust};
use engine::bundle::{BundleApplicant, BundleBatch, BundleKind, BundleUnit};
use engine::id::{ApplicationId, BatchId};
use engine::protocol::SignedReceipt;
use engine::unit::UnitRelation;
use serde::{Deserialize, Serialize};
use std::io::{Cursor, Read};
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
fn signer(call: &Call<'_>) -> Result<Signer> {
    if let Some(text) = call.desk.read(|r| r.setting(SIGNING_KEY))? {
        return Signer::from_secret_text(&text).map_err(error);
    }
    let signer = Signer::generate().map_err(error)?;
    let text = signer.to_secret_text().map_err(error)?;
    call.desk
        .write("bundle.key", None, "生成单位签名密钥", |w| w.set(SIGNING_KEY, &text))?;
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

/// Who can be sealed, and why not the others.
fn ready(call: &Call<'_>, batch: &BatchId) -> Result<(Vec<packet::PacketRow>, Vec<SealBlock>)> {
    let rows = packet::list(call, packet::PacketListRequest { batch_id: batch.clone() })?.rows;
    let (mut ready, mut blocked) = (Vec::new(), Vec::new());
    for row in rows {
        if call.desk.read(|r| r.is_sealed(&row.application_id))? {
            continue;
        }
        let reason = match row.state {
            packet::PacketState::Built => None,
            packet::PacketState::Ready => Some("还没有生成档案".to_owned()),
            packet::PacketState::Stale => Some("生成档案以后内容又改过，请重新生成".to_owned()),
            packet::PacketState::NotReady => row.reasons.first().cloned(),
        };
        match reason {
            None => ready.push(row),
            Some(reason) => blocked.push(SealBlock {
                application_id: row.application_id,
                name: row.name,
                reason,
            }),
        }
    }
    Ok((ready, blocked))
}

/// Seal everybody who is ready into one bundle.
pub fn seal(call: &Call<'_>, input: SealRequest) -> Result<BundleView> {
    let desk = call.desk;
    let batch = desk.read(|r| r.batch(&input.batch_id))?;
    let (mut rows, _) = ready(call, &input.batch_id)?;
    if !input.application_ids.is_empty() {
        rows.retain(|r| input.application_ids.contains(&r.application_id));
    }
    if rows.is_empty() {
        return Err(Error::precondition("没有可以封存的人", "先生成一人一档，再来封存"));
    }
    let unit = desk.read(|r| r.list_unit())?;
    let unit = unit.into_iter().find(|u| u.relation == UnitRelation::Own);
    let unit = unit.ok_or_else(|| Error::precondition("单位信息没有填", "请先填写单位信息"))?;
    let mut applications = Vec::new();
    for row in &rows {
        applications.push(application(call, row)?);
    }
    let uuid = desk.new_id();
    let seal = Seal {
        bundle_uuid: uuid.clone(),
        kind: BundleKind::Submission,
        unit: BundleUnit { id: unit.credit_code, name: unit.name },
        batch: BundleBatch {
            id: batch.id.0.clone(),
            application_year: batch.year,
            name: batch.name.clone(),
        },
        round: 0,
        prev: None,
        software: concat!("chengbao ", env!("CARGO_PKG_VERSION")).into(),
        bagged_on: desk.today().to_string(),
        applications,
        files: Vec::new(),
    };
    let folder = desk.folder("bundles");
    std::fs::create_dir_all(&folder).map_err(|e| Error::io("上报包文件夹", e))?;
    let file_name = format!("bundle-{uuid}.zip");
    let path = folder.join(&file_name);
    let sealed =
        bundle::seal(&seal, &signer(call)?, &path, &Watching(call.progress)).map_err(error)?;
    let kept = Kept {
        id: sealed.bundle_id,
        batch_id: batch.id,
        uuid,
        round: 0,
        prev: None,
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
    let who: Vec<ApplicationId> = rows.into_iter().map(|r| r.application_id).collect();
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
    let path = desk.folder("packets").join(format!("{id}.pdf"));
    let mut files = vec![SealFile {
        path: "packet.pdf".into(),
        name: "一人一档.pdf".into(),
        material: None,
        source: Source::File(path, packet.map(|p| p.sha256)),
    }];
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
    Ok(SealApplication {
        application_id: id.0.clone(),
        applicant: BundleApplicant {
            person_id: a.person_id.0.clone(),
            name: dossier.person.name.clone(),
            title: a.title.clone().unwrap_or_default(),
            committee: committee.map(|c| c.name).unwrap_or_default(),
            kind: a.kind.key().to_owned(),
        },
        record: serde_json::json!({ "dossier": dossier, "application": a, "verdict": kept.verdict }),
        files,
    })
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
        Some(batch) => ready(call, batch)?,
        None => (Vec::new(), Vec::new()),
    };
    Ok(BundleList { bundles, ready: ready.len() as i32, blocked })
}

/// A bundle for the window.
pub(crate) fn view(call: &Call<'_>, b: &Kept) -> Result<BundleView> {
    let desk = call.desk;
    let batch = desk.read(|r| r.batch(&b.batch_id))?;
    let path = desk.folder("bundles").join(&b.file_name);
    let signed: Option<SignedReceipt> =
        b.receipt.clone().and_then(|r| serde_json::from_value(r).ok());
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
        file: desk.hand_in(&path, &b.file_name),
        file_name: b.file_name.clone(),
    })
}

/// Check a sealed bundle as it lies there.
pub fn verify(call: &Call<'_>, input: BundleRequest) -> Result<VerifyReport> {
    let kept = call.desk.read(|r| r.bundle(&input.id))?;
    let path = call.desk.folder("bundles").join(&kept.file_name);
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
