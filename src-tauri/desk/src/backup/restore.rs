//! The way back: what is there is set aside, what was kept is put in its place.

use super::file::{DATABASE, Unpacked};
use super::{EXTERNAL, key_of};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::files::sha256_file;
use crate::key::Sealer;
use crate::progress::Progress;
use crate::store::copy;
use std::path::{Path, PathBuf};

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Folder inside the office folder where the former database lies.
    pub aside: String,
    /// Attachments the restored database names that are nowhere to be found.
    pub missing: u64,
    /// Sealed bundles in the folder that the restored database does not know: sealed after the backup.
    pub unknown_bundles: u64,
}

/// Put `database` in the place of the office's own, which is set aside; with `others`, the rest of an
/// unpacked backup as well. The database comes last: a crash before leaves the office as it was.
///
/// # Errors
/// `DiskFull` and the like; then the office goes on with what it had.
pub fn restore(
    desk: &Desk,
    database: &Path,
    others: Option<&Unpacked>,
    progress: &dyn Progress,
) -> Result<Restored> {
    let aside = format!("set-aside/{}-{}", desk.today(), &desk.new_id()[..13]);
    let folder = desk.folder(&aside);
    let own = desk.ring.data_key();
    let key = match others {
        Some(unpacked) => unpacked.head.key()?,
        None => own.clone(),
    };
    if let Some(unpacked) = others {
        let theirs = key.as_ref().map(Sealer::of).unwrap_or_default();
        let found = files(&unpacked.folder)?;
        for (n, name) in found.iter().enumerate() {
            progress.checkpoint("恢复附件", n as u64, found.len() as u64)?;
            if name == Path::new(DATABASE) {
                continue;
            }
            let from = unpacked.folder.join(name);
            if key != own && is_kept(name) {
                desk.ring.sealer.adopt(&from, &theirs, "恢复的文件")?;
            }
            put(&from, &desk.folder("").join(name), &folder.join(name))?;
        }
    }
    // The copy stays where it is, so that the same backup can be restored again.
    let next = desk.folder("office.db.next");
    let key = key_of(database, key.map(|k| k.database()));
    copy::recode(database, key.as_ref(), &next, desk.ring.database().as_ref())?;
    // That a backup lies elsewhere is as true after the restore as before.
    let external = desk.read(|r| r.setting(EXTERNAL))?;
    let replaced = desk.replace(&next, &folder);
    for tail in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(desk.folder(&format!("office.db.next{tail}")));
    }
    replaced?;
    let (contents, bundles) = desk.read(|r| Ok((r.list_content()?, r.list_bundle(None)?)))?;
    let missing = contents.iter().filter(|sha256| !desk.blobs().bring_back(sha256)).count() as u64;
    let known = |name: &str| bundles.iter().any(|b| b.file_name == name);
    let unknown_bundles = std::fs::read_dir(desk.folder("bundles")).map_or(0, |entries| {
        let names = entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned());
        names.filter(|name| name.ends_with(".zip") && !known(name)).count() as u64
    });
    desk.write(
        "backup.restore",
        None,
        "从备份恢复；原来的资料库另存，没有删除",
        |w| match external
            .filter(|at| w.setting(EXTERNAL).is_ok_and(|kept| kept.as_ref() < Some(at)))
        {
            Some(at) => w.set(EXTERNAL, &at),
            None => Ok(()),
        },
    )?;
    Ok(Restored { aside, missing, unknown_bundles })
}

/// Whether a file of this name is one that an encrypted office keeps sealed.
fn is_kept(name: &Path) -> bool {
    ["blobs", "packets", "bundles"].iter().any(|kept| name.starts_with(kept))
}

/// Put a file in its place; another one there is set aside.
fn put(from: &Path, to: &Path, aside: &Path) -> Result<()> {
    let io = |e| Error::io("恢复的文件", e);
    if to.is_file() {
        let length = |path: &Path| std::fs::metadata(path).map(|m| m.len());
        let is_same = length(from).map_err(io)? == length(to).map_err(io)?
            && sha256_file(from).map_err(io)? == sha256_file(to).map_err(io)?;
        if is_same {
            return Ok(());
        }
        if let Some(parent) = aside.parent() {
            std::fs::create_dir_all(parent).map_err(io)?;
        }
        std::fs::rename(to, aside).map_err(io)?;
    }
    if let Some(parent) = to.parent() {
        std::fs::create_dir_all(parent).map_err(io)?;
    }
    std::fs::rename(from, to).map_err(io)
}

/// Every file below a folder, named from there.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let io = |e| Error::io("暂存文件夹", e);
    let (mut found, mut waiting) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(below) = waiting.pop() {
        for entry in std::fs::read_dir(folder.join(&below)).map_err(io)? {
            let entry = entry.map_err(io)?;
            let name = below.join(entry.file_name());
            if entry.file_type().map_err(io)?.is_dir() {
                waiting.push(name);
            } else {
                found.push(name);
            }
        }
    }
    Ok(found)
}
