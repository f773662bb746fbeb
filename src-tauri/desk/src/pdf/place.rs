//! Put a finished file in its place: written under another name first, so that a reader never meets
//! half a file and a failure leaves what was there.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use crate::error::{Code, Error, Result};

/// Let `write` fill a file, then move it to `target`. `what` names it by its role (“档案 PDF”).
///
/// # Errors
/// `Conflict` when `target` exists and `replace` is not set; `DiskFull`, `FileBusy` and the like; and
/// whatever `write` gives. The unfinished file is removed.
pub(super) fn place<T>(
    target: &Path,
    what: &str,
    replace: bool,
    write: impl FnOnce(BufWriter<File>) -> Result<(BufWriter<File>, T)>,
) -> Result<T> {
    if !replace && target.exists() {
        return Err(Error::new(
            Code::Conflict,
            format!("{what}已经存在，没有覆盖"),
            "请换一个位置，或确认要替换后重试",
        ));
    }
    let mut name = target.file_name().map_or_else(OsString::new, OsString::from);
    name.push(".part");
    let unfinished = target.with_file_name(name);
    let written = fill(&unfinished, what, write)
        .and_then(|given| {
            fs::rename(&unfinished, target).map_err(|error| Error::io(what, error))?;
            Ok(given)
        })
        .inspect_err(|_| {
            // The failure is what the person hears of; a leftover is overwritten next time.
            let _ = fs::remove_file(&unfinished);
        })?;
    // The name is safe only when the folder is on the disk too; not every system lets one ask.
    if let Some(folder) = target.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
    Ok(written)
}

fn fill<T>(
    path: &Path,
    what: &str,
    write: impl FnOnce(BufWriter<File>) -> Result<(BufWriter<File>, T)>,
) -> Result<T> {
    let file = File::create(path).map_err(|error| Error::io(what, error))?;
    let (written, given) = write(BufWriter::with_capacity(1 << 18, file))?;
    let file = written.into_inner().map_err(|error| Error::io(what, error.into_error()))?;
    file.sync_all().map_err(|error| Error::io(what, error))?;
    Ok(given)
}
