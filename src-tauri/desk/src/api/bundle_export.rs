//! The road by stick: a sealed bundle encrypted for the upstream and for the unit itself, so that a
//! lost stick tells nothing; or, by choice, locked with a pass phrase for a person with 7-Zip only. A
//! page to sign goes with either.

use super::bundle::{Watching, error, signer};
use super::{Call, sync};
use crate::error::{Error, Result};
use crate::forms::BundleSheet;
use crate::store::bundle::Bundle as Kept;
use bundle::{Identity, Recipient, STICK_ENDING};
use engine::unit::UnitRelation;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Which bundle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportRequest {
    /// Bundle id.
    pub id: String,
}

/// Lock a bundle with a pass phrase.
#[derive(Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LockRequest {
    /// Bundle id.
    pub id: String,
    /// At least twelve characters.
    pub passphrase: String,
}

/// A bundle ready to be put on a stick, with the page that goes with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportedBundle {
    /// File token.
    pub file: String,
    /// Suggested name.
    pub file_name: String,
    /// Size in bytes.
    pub bytes: f64,
    /// Who can open it, beside this unit; empty for whoever has the pass phrase.
    pub recipient: String,
    /// File token of the 交接单, a PDF.
    pub sheet: String,
    /// Suggested name of it.
    pub sheet_name: String,
}

/// What lies in a folder after an export.
#[derive(Debug, Clone)]
pub struct Exported {
    /// The file to carry.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// The 交接单 beside it.
    pub sheet: PathBuf,
}

/// Fewest characters of a pass phrase: a lost stick can be tried on at leisure, and the zip's own
/// hardening of pass phrases is weak.
const LEAST: usize = 12;
/// Setting that keeps the key that opens what this unit encrypted for itself.
const STICK_IDENTITY: &str = "stick_identity";
/// Folder of encrypted bundles on their way out; only the last one is kept.
const FOLDER: &str = "stick";

/// Encrypt a bundle into the office's folder, for the window to hand out.
pub fn export(call: &Call<'_>, input: ExportRequest) -> Result<ExportedBundle> {
    let made = export_to(call, &input.id, &emptied(call)?)?;
    let recipient = sync::paired(call)?.server_name;
    Ok(handed_out(call, &made, recipient))
}

/// Lock a bundle with a pass phrase, for a person who has 7-Zip and nothing of ours.
pub fn lock(call: &Call<'_>, input: LockRequest) -> Result<ExportedBundle> {
    if input.passphrase.chars().count() < LEAST {
        let message = format!("口令至少 {LEAST} 个字");
        return Err(Error::invalid(message, "用一句记得住的话最好").at("passphrase"));
    }
    let kept = call.desk.read(|r| r.bundle(&input.id))?;
    let from = call.desk.kept("bundles", &kept.file_name)?;
    let stem = kept.file_name.trim_end_matches(".zip");
    let to = emptied(call)?.join(format!("{stem}-locked.zip"));
    let bytes =
        bundle::protect(&from, &to, &input.passphrase, &Watching(call.progress)).map_err(error)?;
    let sheet =
        sheet_beside(call, &kept, &to, bytes, "", "压缩包加口令（AES-256）；文件名和大小可见")?;
    call.desk.write("bundle.lock", Some(&input.id), "加口令导出，读回核对无误", |_| Ok(()))?;
    Ok(handed_out(call, &Exported { path: to, bytes, sheet }, String::new()))
}

/// The folder of what goes out, with nothing in it: what lay there was handed out before, and is
/// made anew from the sealed bundle at any time.
fn emptied(call: &Call<'_>) -> Result<PathBuf> {
    let folder = call.desk.folder(FOLDER);
    match std::fs::remove_dir_all(&folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            return Err(Error::io("待拷出的文件夹", e));
        }
        _ => std::fs::create_dir_all(&folder).map_err(|e| Error::io("待拷出的文件夹", e))?,
    }
    Ok(folder)
}

fn handed_out(call: &Call<'_>, made: &Exported, recipient: String) -> ExportedBundle {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (file_name, sheet_name) = (name(&made.path), name(&made.sheet));
    ExportedBundle {
        file: call.desk.hand_in(&made.path, &file_name),
        file_name,
        bytes: made.bytes as f64,
        recipient,
        sheet: call.desk.hand_in(&made.sheet, &sheet_name),
        sheet_name,
    }
}

/// Encrypt a bundle straight into a folder, such as a stick, and read it back; the 交接单 lies
/// beside it.
///
/// # Errors
/// `Precondition` without an upstream that can be encrypted for, `Conflict` where the file is there
/// already, `Io` and the like for a stick that is full, read-only or gone.
pub fn export_to(call: &Call<'_>, id: &str, folder: &Path) -> Result<Exported> {
    let pairing = sync::paired(call)?;
    let upstream = pairing.server_recipient.as_deref().ok_or_else(|| {
        Error::precondition(
            "这份配对文件里没有上级的加密公钥，不能加密导出",
            "请向上级索取新的配对文件；急用时可以存成不加密的文件，当面交给对方",
        )
    })?;
    let upstream = Recipient::parse(upstream).map_err(error)?;
    let kept = call.desk.read(|r| r.bundle(id))?;
    let from = call.desk.kept("bundles", &kept.file_name)?;
    let stem = kept.file_name.trim_end_matches(".zip");
    let to = folder.join(format!("{stem}{STICK_ENDING}"));
    let whom = [upstream, identity(call)?.recipient()];
    let bytes = bundle::encrypt(&from, &to, &whom, &Watching(call.progress)).map_err(error)?;
    let how = "加密，只有接收单位和本单位能打开";
    let sheet = sheet_beside(call, &kept, &to, bytes, &pairing.server_name, how)?;
    call.desk.write("bundle.export", Some(id), "加密导出，读回核对无误", |_| Ok(()))?;
    Ok(Exported { path: to, bytes, sheet })
}

/// Set the 交接单 of a file that was just written, beside it.
fn sheet_beside(
    call: &Call<'_>,
    kept: &Kept,
    file: &Path,
    bytes: u64,
    recipient: &str,
    protection: &str,
) -> Result<PathBuf> {
    let desk = call.desk;
    let batch = desk.read(|r| r.batch(&kept.batch_id))?;
    let units = desk.read(|r| r.list_unit())?;
    let own = units.into_iter().find(|u| u.relation == UnitRelation::Own);
    let sha256 = bundle::sha256_file(file).map_err(error)?;
    // Letters and digits alone make the smallest code, and every scanner shows them as text.
    let code = format!("SHA256:{} ID:{}", sha256.to_uppercase(), kept.id.to_uppercase());
    let qr = qrcode::QrCode::with_error_correction_level(&code, qrcode::EcLevel::M)
        .map_err(Error::internal)?
        .render::<qrcode::render::svg::Color<'_>>()
        .build();
    let today = desk.today();
    let sheet = BundleSheet {
        unit: own.map(|u| u.name).unwrap_or_default(),
        batch: batch.name,
        filing: kept.round.unsigned_abs() + 1,
        applications: desk.read(|r| r.count_bundle_application(&kept.id))?,
        recipient: recipient.to_owned(),
        file_name: file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        size: format!("{:.1} 兆", bytes as f64 / f64::from(1 << 20)),
        bytes,
        protection: protection.to_owned(),
        sha256: in_groups(&sha256),
        id: in_groups(&kept.id),
        signer: signer(call)?.public().fingerprint(),
        qr,
        made_on: today.format("%Y年%-m月%-d日").to_string(),
    };
    let pdf = desk.forms().bundle_sheet(&sheet, today)?;
    let stem = kept.file_name.trim_end_matches(".zip");
    let to = file.with_file_name(format!("{stem}-sheet.pdf"));
    crate::files::write_whole(&to, &pdf, "交接单")?;
    Ok(to)
}

/// A long number as people compare it: eight digits at a time.
fn in_groups(hex: &str) -> Vec<String> {
    hex.as_bytes().chunks(8).map(|c| String::from_utf8_lossy(c).into_owned()).collect()
}

/// The unit's own key, so that it can read its stick again; made at first need.
fn identity(call: &Call<'_>) -> Result<Identity> {
    if let Some(text) = call.desk.read(|r| r.setting(STICK_IDENTITY))? {
        return Identity::parse(&text).map_err(error);
    }
    let identity = Identity::generate();
    let text = identity.to_text();
    call.desk
        .write("bundle.export", None, "生成U盘加密密钥", |w| w.set(STICK_IDENTITY, &text))?;
    Ok(identity)
}
