//! 备份 and 恢复: what there is, a copy now, the whole office for elsewhere, and back again.

use super::Call;
use crate::backup::{self, Occasion};
use crate::clock;
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::files::lock;
use crate::store::copy::Contents;
use chrono::DateTime;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// Characters a pass phrase has at least.
const LEAST: usize = 8;
/// Days after which a backup elsewhere is old.
const OLD_AFTER: i64 = 7;

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackupStateRequest {}

/// A copy by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackupRequest {
    /// Its file name.
    pub name: String,
}

/// The pass phrase of a backup to be made. It is kept nowhere.
#[derive(Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackupExportRequest {
    /// The pass phrase.
    pub passphrase: String,
}

/// A backup file and what opens it.
#[derive(Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackupOpenRequest {
    /// File token.
    pub file: String,
    /// The pass phrase.
    pub passphrase: String,
}

/// Which backup to restore.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackupRestoreRequest {
    /// A copy by its file name; `None` for the backup file opened last.
    pub name: Option<String>,
}

/// A copy of the database that is there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SnapshotView {
    /// File name.
    pub name: String,
    /// Why it was taken.
    pub occasion: Occasion,
    /// Instant, RFC 3339 UTC.
    pub made_at: String,
    /// Bytes.
    pub bytes: f64,
}

/// 备份.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackupPage {
    /// Why the database cannot be used; then nothing works but a restore.
    pub damage: Option<String>,
    /// Why the last daily copy failed.
    pub problem: Option<String>,
    /// The copies on this machine, the newest first.
    pub snapshots: Vec<SnapshotView>,
    /// Instant of the last backup put elsewhere, RFC 3339 UTC.
    pub external_at: Option<String>,
    /// Whether that is too long ago.
    pub is_overdue: bool,
    /// Why the office folder lies in a bad place.
    pub caution: Option<String>,
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackupContents {
    /// Name of the unit.
    pub unit_name: Option<String>,
    /// Instant it was made, RFC 3339 UTC; for a copy the last change in it.
    pub made_at: Option<String>,
    /// People.
    pub people: i32,
    /// Batches.
    pub batches: i32,
    /// Attachments.
    pub attachments: i32,
    /// Sealed bundles.
    pub bundles: i32,
    /// Attachments that were damaged when the backup was made, and are not in it.
    pub damaged: i32,
}

/// A backup file, ready to be put elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackupFile {
    /// File token.
    pub file: String,
    /// Suggested name, without personal data.
    pub file_name: String,
    /// Bytes.
    pub bytes: f64,
    /// Attachments damaged on the disk, which are not in it.
    pub damaged: i32,
}

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RestoreReport {
    /// Folder inside the office folder where what was there is kept.
    pub aside: String,
    /// Attachments that are nowhere to be found.
    pub missing: i32,
    /// Sealed bundles in the folder that were sealed after the backup.
    pub unknown_bundles: i32,
}

/// Nothing but opening it works on a locked office, and nothing but looking at backups and restoring
/// one on a damaged database.
pub(super) fn admit(desk: &Desk, name: &str) -> Result<()> {
    if !name.starts_with("key.") {
        desk.refuse_locked()?;
    }
    match desk.damage() {
        Some(_) if !name.starts_with("backup.") && !name.starts_with("key.") => Err(Error::new(
            Code::DamagedDatabase,
            "资料库已经损坏，现在只能从备份恢复",
            "请在恢复页选一份备份；损坏的文件会另存，不会删除",
        )),
        _ => Ok(()),
    }
}

/// The backups there are.
pub fn state(call: &Call<'_>, _: BackupStateRequest) -> Result<BackupPage> {
    let desk = call.desk;
    let snapshots = backup::list(desk)?.into_iter().map(|s| SnapshotView {
        made_at: clock::instant(
            s.made_at.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs() as i64),
        ),
        name: s.name,
        occasion: s.occasion,
        bytes: s.bytes as f64,
    });
    Ok(BackupPage {
        damage: desk.damage(),
        problem: desk.daily_problem(),
        snapshots: snapshots.collect(),
        external_at: desk.read(|r| r.setting(backup::EXTERNAL))?,
        is_overdue: overdue(call)?.is_some(),
        caution: backup::caution(&desk.folder("")),
    })
}

/// Take a copy now.
pub fn make(call: &Call<'_>, _: BackupStateRequest) -> Result<BackupPage> {
    refuse_damaged(call)?;
    backup::take(call.desk, Occasion::Hand)?;
    state(call, BackupStateRequest {})
}

/// Look into a copy; every page of it is checked.
pub fn look(call: &Call<'_>, input: BackupRequest) -> Result<BackupContents> {
    let contents = backup::look(call.desk, &backup::path(call.desk, &input.name)?)?;
    Ok(view(&contents, contents.changed_at.clone(), 0))
}

/// Write the whole office into one encrypted file.
pub fn export(call: &Call<'_>, input: BackupExportRequest) -> Result<BackupFile> {
    refuse_damaged(call)?;
    check(&input.passphrase)?;
    let desk = call.desk;
    let file_name = format!("呈报备份-{}{}", desk.today(), backup::ENDING);
    let folder = desk.folder("made").join("backup");
    // One made before was handed out; only the last one takes room.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|e| Error::io("备份文件夹", e))?;
    let path = folder.join(&file_name);
    let head = backup::write(desk, &input.passphrase, &path, call.progress)?;
    let bytes = std::fs::metadata(&path).map_err(|e| Error::io("备份文件", e))?.len();
    Ok(BackupFile {
        file: desk.hand_in(&path, &file_name),
        file_name,
        bytes: bytes as f64,
        damaged: head.damaged as i32,
    })
}

/// Write the whole office into an encrypted file of this name, such as on a stick.
///
/// # Errors
/// `InvalidInput` for a pass phrase that is too short, `Conflict` where the file is there already,
/// and as [`backup::write`].
pub fn export_to(call: &Call<'_>, passphrase: &str, to: &Path) -> Result<BackupPage> {
    refuse_damaged(call)?;
    check(passphrase)?;
    if to.exists() {
        return Err(Error::new(Code::Conflict, "这个文件已经存在，没有覆盖", "请换一个文件名"));
    }
    backup::write(call.desk, passphrase, to, call.progress)?;
    saved(call, BackupStateRequest {})
}

/// The backup file was put elsewhere.
pub fn saved(call: &Call<'_>, _: BackupStateRequest) -> Result<BackupPage> {
    let now = call.desk.now();
    call.desk.write(
        "backup.export",
        None,
        "整套备份已存到别处，读回核对无误",
        |w| w.set(backup::EXTERNAL, &now),
    )?;
    state(call, BackupStateRequest {})
}

/// Unpack a backup file beside the office and look at it; the office is not touched.
pub fn open(call: &Call<'_>, input: BackupOpenRequest) -> Result<BackupContents> {
    let desk = call.desk;
    let from = desk.tokens().path(&input.file)?;
    open_from(call, &from, &input.passphrase)
}

/// As [`open`], from a path.
///
/// # Errors
/// As [`backup::unpack`].
pub fn open_from(call: &Call<'_>, from: &Path, passphrase: &str) -> Result<BackupContents> {
    let desk = call.desk;
    let mut kept = lock(&desk.unpacked);
    *kept = None;
    let unpacked = backup::unpack(from, passphrase, &desk.folder("restoring"), call.progress)?;
    let told =
        view(&unpacked.contents, Some(unpacked.head.made_at.clone()), unpacked.head.damaged as i32);
    *kept = Some(unpacked);
    Ok(told)
}

/// Put a backup in the place of what is there.
pub fn restore(call: &Call<'_>, input: BackupRestoreRequest) -> Result<RestoreReport> {
    let desk = call.desk;
    let mut kept = lock(&desk.unpacked);
    call.progress.checkpoint("恢复", 0, 0)?;
    let restored = match input.name {
        Some(name) => {
            let path = backup::path(desk, &name)?;
            // Every page is looked at before it takes the place of anything.
            backup::look(desk, &path)?;
            if desk.damage().is_none() {
                backup::take(desk, Occasion::Hand)?;
            }
            backup::restore(desk, &path, None, call.progress)?
        }
        None => {
            let unpacked = kept
                .as_ref()
                .ok_or_else(|| Error::precondition("还没有打开备份文件", "请先选文件、输口令"))?;
            let database = unpacked.folder.join("office.db");
            let restored = backup::restore(desk, &database, Some(unpacked), call.progress)?;
            let _ = std::fs::remove_dir_all(&unpacked.folder);
            *kept = None;
            restored
        }
    };
    Ok(RestoreReport {
        aside: restored.aside,
        missing: restored.missing as i32,
        unknown_bundles: restored.unknown_bundles as i32,
    })
}

/// That a backup elsewhere is due, and why; `None` where there is nothing to lose yet.
pub(super) fn overdue(call: &Call<'_>) -> Result<Option<(String, String)>> {
    let desk = call.desk;
    let (external, first) =
        desk.read(|r| Ok((r.setting(backup::EXTERNAL)?, r.first_change_at()?)))?;
    let since = external.as_deref().or(first.as_deref());
    let Some(since) = since.and_then(|at| DateTime::parse_from_rfc3339(at).ok()) else {
        return Ok(None);
    };
    let days = (desk.today() - clock::day(since.timestamp())).num_days();
    if days <= OLD_AFTER {
        return Ok(None);
    }
    let title = match external {
        Some(_) => format!("{days} 天没有备份到别处"),
        None => "还没有备份到别处".to_owned(),
    };
    let detail = "电脑坏了、丢了，只有U盘或别的盘上的备份能找回来".to_owned();
    Ok(Some((title, detail)))
}

fn view(contents: &Contents, made_at: Option<String>, damaged: i32) -> BackupContents {
    BackupContents {
        unit_name: contents.unit_name.clone(),
        made_at,
        people: contents.people as i32,
        batches: contents.batches as i32,
        attachments: contents.attachments as i32,
        bundles: contents.bundles as i32,
        damaged,
    }
}

fn check(passphrase: &str) -> Result<()> {
    if passphrase.chars().count() >= LEAST {
        return Ok(());
    }
    Err(Error::invalid(format!("口令至少 {LEAST} 个字"), "用一句记得住的话最好").at("passphrase"))
}

fn refuse_damaged(call: &Call<'_>) -> Result<()> {
    admit(call.desk, "")
}
