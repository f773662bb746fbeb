//! For a person who has 7-Zip and nothing of ours: the bag's files in a zip locked with a pass phrase
//! (AES-256). Names and sizes stay readable in it, and nothing vouches for the zip as a whole; the
//! signature inside the bag still vouches for its content.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::digest::{CopyError, copy};
use crate::seal::Temp;
use crate::{Error, Result, Watch, checkpoint};

/// Role of the new file in an error.
const LOCKED: &str = "加了密码的压缩包";

/// Write the files of a sealed bundle into a new zip locked with `passphrase`, then open that one
/// again and compare every file. Gives its length in bytes.
///
/// # Errors
/// `Exists` when the target is there already, `Io`, `Input` when what is read back is not what was
/// written, `Cancelled`; nothing is left under the final name.
pub fn protect(from: &Path, to: &Path, passphrase: &str, watch: &dyn Watch) -> Result<u64> {
    if to.try_exists().map_err(Error::io(LOCKED))? {
        return Err(Error::Exists);
    }
    let source = File::open(from).map_err(Error::io("上报包"))?;
    let total = source.metadata().map_err(Error::io("上报包"))?.len();
    let mut source = open(source)?;
    let temp = Temp::beside(to)?;
    let file = File::create(&temp.path).map_err(Error::io(LOCKED))?;
    let mut zip = ZipWriter::new(BufWriter::with_capacity(1 << 20, file));
    let mut written = Vec::with_capacity(source.len());
    let mut done = 0;
    for index in 0..source.len() {
        let mut entry = source.by_index(index).map_err(damaged)?;
        let name = entry.name().map_err(damaged)?.into_owned();
        let method = match entry.compression() {
            CompressionMethod::Stored => CompressionMethod::Stored,
            _ => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .with_aes_encryption(AesMode::Aes256, passphrase);
        zip.start_file(name, options).map_err(failed)?;
        let packed = entry.compressed_size();
        let moved =
            copy(&mut entry, &mut zip, u64::MAX, |_| checkpoint(watch, "加密", done, total));
        let (sha256, _) = moved.map_err(|e| match e {
            CopyError::Read(e) => Error::io("上报包")(e),
            CopyError::Write(e) => Error::io(LOCKED)(e),
            CopyError::Stopped(e) => e,
        })?;
        done = (done + packed).min(total);
        written.push(sha256);
    }
    let buffered = zip.finish().map_err(failed)?;
    let file = buffered.into_inner().map_err(|e| Error::io(LOCKED)(e.into_error()))?;
    file.sync_all().map_err(Error::io(LOCKED))?;
    let bytes = file.metadata().map_err(Error::io(LOCKED))?.len();
    drop(file);
    if read_back(&temp.path, passphrase, watch, total)? != written {
        return Err(Error::Input(
            "写好的压缩包读回来不一样，没有留下文件。请换一个位置再试".to_owned(),
        ));
    }
    temp.keep(to)?;
    Ok(bytes)
}

fn open(file: File) -> Result<ZipArchive<BufReader<File>>> {
    ZipArchive::new(BufReader::new(file)).map_err(damaged)
}

/// Hashes of all files as the pass phrase opens them.
fn read_back(path: &Path, passphrase: &str, watch: &dyn Watch, total: u64) -> Result<Vec<String>> {
    let mut archive = open(File::open(path).map_err(Error::io(LOCKED))?)?;
    let mut hashes = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let mut entry = archive.by_index_decrypt(index, passphrase.as_bytes()).map_err(failed)?;
        let read = copy(&mut entry, &mut std::io::sink(), u64::MAX, |_| {
            checkpoint(watch, "读回核对", total, total)
        });
        hashes.push(match read {
            Ok((sha256, _)) => sha256,
            Err(CopyError::Stopped(e)) => return Err(e),
            Err(CopyError::Read(e) | CopyError::Write(e)) => return Err(Error::io(LOCKED)(e)),
        });
    }
    Ok(hashes)
}

fn damaged(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::io("上报包")(std::io::Error::new(std::io::ErrorKind::InvalidData, cause))
}

fn failed(error: zip::result::ZipError) -> Error {
    match error {
        zip::result::ZipError::Io(e) => Error::io(LOCKED)(e),
        other => Error::io(LOCKED)(std::io::Error::other(other)),
    }
}
