//! Unpack a bundle while checking it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::verify::read;
use crate::{Error, Result, Trust, Verified, Watch};

/// Unpack a bundle into a new folder: the bag's files directly under it, without the top folder.
/// Everything is written beside `dir` under a temporary name and moved there only when the whole
/// bundle was found good; otherwise nothing stays.
///
/// # Errors
/// As [`crate::verify`]; `Exists` when `dir` is there already.
pub fn extract(path: &Path, dir: &Path, trust: Trust<'_>, watch: &dyn Watch) -> Result<Verified> {
    let fail = |e| Error::io("解开的文件夹")(e);
    if dir.try_exists().map_err(fail)? {
        return Err(Error::Exists);
    }
    let mut part = dir.as_os_str().to_owned();
    part.push(".part");
    let temp = TempDir(PathBuf::from(part));
    fs::create_dir(&temp.0).map_err(fail)?;
    let verified = read(path, trust, watch, &mut |inner| {
        // `inner` has passed the naming rule, so it cannot lead out of the folder.
        let target = temp.0.join(inner);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(fail)?;
        }
        File::create_new(&target).map(Some).map_err(fail)
    })?;
    fs::rename(&temp.0, dir).map_err(fail)?;
    crate::digest::sync_dir(dir.parent()).map_err(fail)?;
    Ok(verified)
}

/// A folder that disappears unless it was renamed.
struct TempDir(PathBuf);

impl Drop for TempDir {
    fn drop(&mut self) {
        // Not there any more after the rename.
        let _ = fs::remove_dir_all(&self.0);
    }
}
