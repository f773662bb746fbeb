//! Files in and out: tokens for what hosts hand in and take out, and the store of attachments by
//! content.

use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// What commands know of files: a token, never a path.
#[derive(Debug, Default)]
pub struct Tokens {
    known: Mutex<HashMap<String, Entry>>,
}

#[derive(Debug, Clone)]
struct Entry {
    path: PathBuf,
    name: String,
    is_blob: bool,
}

impl Tokens {
    /// A token for a plain file, with the name to show.
    pub fn register(&self, path: &Path, name: &str) -> String {
        self.put(path, name, false)
    }

    /// A token for an attachment in the blob folder.
    pub fn register_blob(&self, path: &Path, name: &str) -> String {
        self.put(path, name, true)
    }

    fn put(&self, path: &Path, name: &str, is_blob: bool) -> String {
        let entry = Entry { path: path.to_owned(), name: name.to_owned(), is_blob };
        let mut known = lock(&self.known);
        let same = known.iter().find(|(_, e)| e.path == entry.path && e.name == entry.name);
        if let Some((token, _)) = same {
            return token.clone();
        }
        let token = uuid::Uuid::new_v4().to_string();
        known.insert(token.clone(), entry);
        token
    }

    /// Name and content behind a token.
    ///
    /// # Errors
    /// `NotFound` for a token of another run, file errors otherwise.
    pub fn read(&self, token: &str) -> Result<(String, Vec<u8>)> {
        let entry = lock(&self.known).get(token).cloned();
        let entry = entry.ok_or_else(|| Error::not_found("这个文件"))?;
        let bytes = if entry.is_blob {
            open_blob(&entry.path)?
        } else {
            std::fs::read(&entry.path).map_err(|e| Error::io("文件", e))?
        };
        Ok((entry.name, bytes))
    }

    /// The name behind a token.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn name(&self, token: &str) -> Result<String> {
        let known = lock(&self.known);
        known.get(token).map(|e| e.name.clone()).ok_or_else(|| Error::not_found("这个文件"))
    }
}

/// A lock that a panicking thread cannot poison for everybody.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// SHA-256, hex.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// First byte of a blob: how the rest is written. A later version adds a sealed form.
const PLAIN: u8 = 0;

/// The folder of attachments, named by the SHA-256 of their content.
#[derive(Debug, Clone)]
pub struct Blobs {
    root: PathBuf,
}

impl Blobs {
    /// The folder at `root`, made if need be.
    ///
    /// # Errors
    /// File errors.
    pub fn open(root: PathBuf) -> Result<Self> {
        std::fs::create_dir_all(&root).map_err(|e| Error::io("附件文件夹", e))?;
        Ok(Self { root })
    }

    /// Where a content lies.
    #[must_use]
    pub fn path(&self, sha256: &str) -> PathBuf {
        self.root.join(&sha256[..2.min(sha256.len())]).join(sha256)
    }

    /// Keep a content; the same content twice is one file. It is on the disk when this returns.
    ///
    /// # Errors
    /// `DiskFull` and the like; no half file is left under its final name.
    pub fn put(&self, bytes: &[u8]) -> Result<String> {
        let name = sha256(bytes);
        let path = self.path(&name);
        if path.is_file() {
            return Ok(name);
        }
        let mut sealed = Vec::with_capacity(bytes.len() + 1);
        sealed.push(PLAIN);
        sealed.extend_from_slice(bytes);
        write_whole(&path, &sealed, "附件")?;
        Ok(name)
    }

    /// A content.
    ///
    /// # Errors
    /// `NotFound`, or a file that does not agree with its name.
    pub fn get(&self, sha256_hex: &str) -> Result<Vec<u8>> {
        let bytes = open_blob(&self.path(sha256_hex))?;
        if sha256(&bytes) != sha256_hex {
            return Err(Error::new(
                crate::error::Code::DamagedDatabase,
                "有一个附件在磁盘上已经损坏",
                "请用原件重新放入，或从备份恢复",
            ));
        }
        Ok(bytes)
    }

    /// Remove a content nobody refers to any more.
    pub fn remove(&self, sha256: &str) {
        // A file that stays behind costs room, nothing else; the next clean-up meets it again.
        let _ = std::fs::remove_file(self.path(sha256));
    }
}

fn open_blob(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = std::fs::read(path).map_err(|e| Error::io("附件", e))?;
    match bytes.first() {
        Some(&PLAIN) => {
            bytes.remove(0);
            Ok(bytes)
        }
        _ => Err(Error::new(
            crate::error::Code::NewerDatabase,
            "附件的保存方式比本程序新",
            "请安装新版程序后再打开",
        )),
    }
}

/// Write a file so that it is whole or not there: beside, flushed, then renamed.
///
/// # Errors
/// `DiskFull` and the like; nothing is left under the final name.
pub fn write_whole(path: &Path, bytes: &[u8], what: &str) -> Result<()> {
    let io = |e| Error::io(what, e);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(io)?;
    }
    let part = path.with_extension("part");
    let result = (|| {
        let mut file = std::fs::File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, path)
    })();
    if result.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    result.map_err(io)
}
