//! A bundle that was verified when it came, opened again for one of its files.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;

use engine::bundle::{ApplicationEnvelope, BundleFile, BundleManifest, MANIFEST_PATH};
use serde::de::DeserializeOwned;
use zip::ZipArchive;

use crate::digest::{CopyError, copy};
use crate::{Error, Result};

/// Longest JSON file read into memory.
const MAX_JSON_BYTES: u64 = 16 << 20;

/// A kept bundle. Only for files this program verified itself before it put them away: the
/// structure is believed, the content of each file is still compared with its checksum.
pub struct Kept {
    archive: ZipArchive<BufReader<File>>,
    top: String,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kept({} files)", self.archive.len())
    }
}

impl Kept {
    /// Open one.
    ///
    /// # Errors
    /// `Io` when the file is gone or is no bundle any more.
    pub fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(Error::io("上报包"))?;
        let archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
        let first = archive.file_names().next().transpose().map_err(damaged)?;
        let first = first.as_deref().unwrap_or_default();
        let top = first.split('/').next().unwrap_or_default().to_owned();
        Ok(Self { archive, top })
    }

    /// `bundle.json`.
    ///
    /// # Errors
    /// `Io` when it cannot be read.
    pub fn manifest(&mut self) -> Result<BundleManifest> {
        self.json(MANIFEST_PATH)
    }

    /// The `application.json` at a path that the manifest names.
    ///
    /// # Errors
    /// `Io` when it cannot be read.
    pub fn application(&mut self, path: &str) -> Result<ApplicationEnvelope> {
        self.json(path)
    }

    /// Copy one file out; what came is what the application says it is.
    ///
    /// # Errors
    /// `Io` when it cannot be read or written, or is not what it was.
    pub fn copy(&mut self, file: &BundleFile, to: &mut impl Write) -> Result<()> {
        let (sha256, _) = self.read(&file.path, file.bytes, to)?;
        if sha256 == file.sha256 { Ok(()) } else { Err(damaged("checksum")) }
    }

    fn json<T: DeserializeOwned>(&mut self, path: &str) -> Result<T> {
        let mut bytes = Vec::new();
        self.read(path, MAX_JSON_BYTES, &mut bytes)?;
        serde_json::from_slice(&bytes).map_err(damaged)
    }

    fn read(&mut self, path: &str, limit: u64, to: &mut impl Write) -> Result<(String, u64)> {
        let name = format!("{}/{path}", self.top);
        let mut from = self.archive.by_name(&name).map_err(damaged)?;
        copy(&mut from, to, limit, |_| Ok(())).map_err(|e| match e {
            CopyError::Read(e) => Error::io("上报包")(e),
            CopyError::Write(e) => Error::io("取出的文件")(e),
            CopyError::Stopped(e) => e,
        })
    }
}

fn damaged(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::io("上报包")(std::io::Error::new(std::io::ErrorKind::InvalidData, cause))
}
