//! The way back: what is there is set aside, what was kept is put in its place.

use super::EXTERNAL;
use super::file::DATABASE;
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::files::sha256_file;
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
pub fn restore(desk: &Desk, database: &Path, others: Option<&Path>) -> Result<Restored> {
    let aside = format!("set-aside/{}-{}", desk.today(), &desk.new_id()[..13]);
    let folder = desk.folder(&aside);
    if let Some(others) = others {
        for name in files(others)? {
            if name != Path::new(DATABASE) {
                put(&others.join(&name), &desk.folder("").join(&name), &folder.join(&name))?;
            }
        }
    }
    // The copy stays where it is, so that the same backup can be restored again.
    let next = desk.folder("office.db.next");
    std::fs::copy(database, &next).map_err(|e| Error::io("资料库", e))?;
    std::fs::File::open(&next).and_then(|f| f.sync_all()).map_err(|e| Error::io("资料库", e))?;
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
