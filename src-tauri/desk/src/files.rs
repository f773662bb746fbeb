//! Files in and out: tokens for what hosts hand in and take out, and the store of attachments by
//! content.

use crate::error::{Error, Result};
use crate::key::Sealer;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

/// What commands know of files: a token, never a path.
#[derive(Debug, Default)]
pub struct Tokens {
    known: Mutex<HashMap<String, Entry>>,
    sealer: Sealer,
}

#[derive(Debug, Clone)]
struct Entry {
    path: PathBuf,
    name: String,
    kind: Kind,
}

/// Whose file it is, and so how it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The person's, or a paper made on demand: as it is.
    Plain,
    /// An attachment in the blob folder.
    Blob,
    /// A packet or a bundle, sealed where the office is encrypted.
    Kept,
}

impl Tokens {
    /// Tokens of an office whose files are opened by `sealer`.
    pub(crate) fn with(sealer: Sealer) -> Self {
        Self { known: Mutex::default(), sealer }
    }

    /// Forget every token: what they stand for is shown to nobody any more.
    pub(crate) fn clear(&self) {
        lock(&self.known).clear();
    }

    /// A token for a plain file, with the name to show.
    pub fn register(&self, path: &Path, name: &str) -> String {
        self.put(path, name, Kind::Plain)
    }

    /// A token for an attachment in the blob folder.
    pub fn register_blob(&self, path: &Path, name: &str) -> String {
        self.put(path, name, Kind::Blob)
    }

    /// A token for a packet or a bundle.
    pub fn register_kept(&self, path: &Path, name: &str) -> String {
        self.put(path, name, Kind::Kept)
    }

    fn put(&self, path: &Path, name: &str, kind: Kind) -> String {
        let entry = Entry { path: path.to_owned(), name: name.to_owned(), kind };
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
        let bytes = match entry.kind {
            Kind::Blob => open_blob(&entry.path, &self.sealer)?,
            Kind::Kept => self.sealer.read(&entry.path, "文件")?,
            Kind::Plain => std::fs::read(&entry.path).map_err(|e| Error::io("文件", e))?,
        };
        Ok((entry.name, bytes))
    }

    /// Where the file behind a token lies, for copying one that may be large.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn path(&self, token: &str) -> Result<PathBuf> {
        let known = lock(&self.known);
        known.get(token).map(|e| e.path.clone()).ok_or_else(|| Error::not_found("这个文件"))
    }

    /// Put the file behind a token somewhere else, such as on a stick, and read it back: a stick may
    /// take everything and keep nothing. Memory does not grow with the file.
    ///
    /// # Errors
    /// `NotFound`, `DiskFull` and the like; `Conflict` when what is read back differs. Nothing is left
    /// under the final name.
    pub fn copy_out(&self, token: &str, to: &Path, what: &str) -> Result<()> {
        let entry = lock(&self.known).get(token).cloned();
        let entry = entry.ok_or_else(|| Error::not_found("这个文件"))?;
        if entry.kind == Kind::Blob {
            return write_whole(to, &open_blob(&entry.path, &self.sealer)?, what);
        }
        let mut source = match entry.kind {
            Kind::Kept => self.sealer.reader(&entry.path, "文件")?,
            _ => Box::new(File::open(&entry.path).map_err(|e| Error::io("文件", e))?),
        };
        let mut part = to.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let copied = copy_checked(&mut source, &part, what)
            .and_then(|()| std::fs::rename(&part, to).map_err(|e| Error::io(what, e)));
        if copied.is_err() {
            let _ = std::fs::remove_file(&part);
        }
        copied
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

/// SHA-256 of a file in lower-case hex, read piece by piece.
///
/// # Errors
/// What reading gives.
pub fn sha256_file(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(digest.finalize().iter().map(|b| format!("{b:02x}")).collect()),
            n => digest.update(piece.get(..n).unwrap_or_default()),
        }
    }
}

/// Copy a file, flush it, and compare what is read back with what was read.
fn copy_checked(source: &mut impl Read, to: &Path, what: &str) -> Result<()> {
    let io = |e| Error::io(what, e);
    let mut target = bundle::Hashing::new(File::create(to).map_err(io)?);
    std::io::copy(source, &mut target).map_err(io)?;
    let (target, wanted) = target.finish();
    target.sync_all().map_err(io)?;
    drop(target);
    if sha256_file(to).map_err(io)? == wanted {
        return Ok(());
    }
    Err(Error::new(
        crate::error::Code::Conflict,
        "写过去的内容读回来不一样，没有留下文件",
        "请换一个U盘或目录再试",
    ))
}

/// First byte of a blob: how the rest is written. A sealed one opens to this form.
const PLAIN: u8 = 0;

/// The folder of attachments, named by the SHA-256 of their content.
#[derive(Debug, Clone)]
pub struct Blobs {
    root: PathBuf,
    sealer: Sealer,
}

impl Blobs {
    /// The folder at `root`, made if need be.
    ///
    /// # Errors
    /// File errors.
    pub(crate) fn open(root: PathBuf, sealer: Sealer) -> Result<Self> {
        std::fs::create_dir_all(&root).map_err(|e| Error::io("附件文件夹", e))?;
        Ok(Self { root, sealer })
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
        let mut content = Vec::with_capacity(bytes.len() + 1);
        content.push(PLAIN);
        content.extend_from_slice(bytes);
        self.sealer.write(&path, &content, "附件")?;
        Ok(name)
    }

    /// A content.
    ///
    /// # Errors
    /// `NotFound`, or a file that does not agree with its name.
    pub fn get(&self, sha256_hex: &str) -> Result<Vec<u8>> {
        let bytes = open_blob(&self.path(sha256_hex), &self.sealer)?;
        if sha256(&bytes) != sha256_hex {
            return Err(Error::new(
                crate::error::Code::DamagedDatabase,
                "有一个附件在磁盘上已经损坏",
                "请用原件重新放入，或从备份恢复",
            ));
        }
        Ok(bytes)
    }

    /// Put a content aside that nobody refers to any more. It goes for good by [`Blobs::purge`], so
    /// that a backup of the database from before still finds it.
    pub fn remove(&self, sha256: &str, now: SystemTime) {
        let removed = self.removed();
        // A file that stays behind costs room, nothing else.
        let _ = std::fs::create_dir_all(&removed)
            .and_then(|()| std::fs::rename(self.path(sha256), removed.join(sha256)))
            .and_then(|()| File::open(removed.join(sha256)))
            .and_then(|file| file.set_modified(now));
    }

    /// Bring back a content that was put aside. Gives whether it is there now.
    pub fn bring_back(&self, sha256: &str) -> bool {
        let path = self.path(sha256);
        if path.is_file() {
            return true;
        }
        let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        folder.and_then(|()| std::fs::rename(self.removed().join(sha256), path)).is_ok()
    }

    /// Delete what was put aside longer ago than `age`.
    pub fn purge(&self, age: Duration, now: SystemTime) {
        let Ok(entries) = std::fs::read_dir(self.removed()) else { return };
        for entry in entries.flatten() {
            let at = entry.metadata().and_then(|m| m.modified());
            if at.is_ok_and(|at| now.duration_since(at).is_ok_and(|since| since >= age)) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    fn removed(&self) -> PathBuf {
        self.root.join("removed")
    }
}

/// Where contents that were put aside lie, from the office folder.
pub(crate) const REMOVED: &str = "blobs/removed";

/// Whether a file of the blob folder still holds what its name says.
pub(crate) fn blob_is_whole(path: &Path, sealer: &Sealer) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    open_blob(path, sealer).is_ok_and(|bytes| sha256(&bytes) == name)
}

fn open_blob(path: &Path, sealer: &Sealer) -> Result<Vec<u8>> {
    let mut bytes = sealer.read(path, "附件")?;
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
        let mut file = File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, path)
    })();
    if result.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    result.map_err(io)
}
