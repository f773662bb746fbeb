//! Copies of the database: taken while it is in use, looked into, and put in its place.

use super::{MIGRATIONS, Store, raw, unlock};
use crate::error::{Code, Error, Result};
use crate::key::Secret;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What a database holds, counted before anything is done with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Name of the office's own unit.
    pub unit_name: Option<String>,
    /// People.
    pub people: i64,
    /// Batches.
    pub batches: i64,
    /// Attachments.
    pub attachments: i64,
    /// Bundles sealed.
    pub bundles: i64,
    /// Instant of its last change, RFC 3339 UTC.
    pub changed_at: Option<String>,
}

/// Copy the database at `from` into a new file under the same key, whole, while others go on
/// writing; then open the copy and check every page of it.
///
/// # Errors
/// `DiskFull` and the like, `DamagedDatabase` when the copy does not hold together; then there is no
/// copy.
pub fn copy(from: &Path, to: &Path, key: Option<&Secret>) -> Result<Contents> {
    made(to, key, |part| {
        let db = open(from, key)?;
        db.execute("VACUUM INTO ?1", params![part.to_string_lossy()])?;
        Ok(())
    })
}

/// As [`copy`], but under another key, or under none.
///
/// # Errors
/// As [`copy`]; `Precondition` where this program was built without encryption.
pub fn recode(
    from: &Path,
    key: Option<&Secret>,
    to: &Path,
    new: Option<&Secret>,
) -> Result<Contents> {
    if key == new {
        return copy(from, to, key);
    }
    made(to, new, |part| {
        let db = open(from, key)?;
        let version: i64 = db.pragma_query_value(None, "user_version", |r| r.get(0))?;
        let wanted = new.map(raw).unwrap_or_default();
        db.execute("ATTACH ?1 AS target KEY ?2", params![part.to_string_lossy(), &*wanted])?;
        db.query_row("SELECT sqlcipher_export('target')", [], |_| Ok(())).map_err(export_failed)?;
        db.pragma_update(Some("target"), "user_version", version)?;
        db.execute("DETACH target", [])?;
        Ok(())
    })
}

/// What stopped an export is told in words alone: its own code is the same for everything.
fn export_failed(error: rusqlite::Error) -> Error {
    let is_full = error.to_string().contains("disk is full");
    let told = Error::from(error);
    if !is_full {
        return told;
    }
    let error =
        Error::new(Code::DiskFull, "磁盘已满，资料库没有写成", "请腾出空间后重试；之前保存的都在");
    error.with_source(told)
}

/// Whether a database lies in the clear.
#[must_use]
pub fn is_plain(path: &Path) -> bool {
    let mut first = [0; 16];
    let read = std::fs::File::open(path).and_then(|mut f| f.read_exact(&mut first));
    read.is_ok() && &first == b"SQLite format 3\0"
}

fn open(path: &Path, key: Option<&Secret>) -> Result<Connection> {
    // A database that is attached is made with the flags of the one it is attached to.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    std::fs::metadata(path).map_err(|e| Error::io("资料库", e))?;
    let db = Connection::open_with_flags(path, flags)?;
    if let Some(key) = key {
        unlock(&db, key)?;
    }
    db.busy_timeout(Duration::from_secs(5))?;
    Ok(db)
}

/// Write a database beside its place, look into it, and put it there.
fn made(
    to: &Path,
    key: Option<&Secret>,
    write: impl FnOnce(&Path) -> Result<()>,
) -> Result<Contents> {
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let _ = std::fs::remove_file(&part);
    let made = (|| {
        write(&part)?;
        let contents = look(&part, key)?;
        std::fs::File::open(&part)
            .and_then(|f| f.sync_all())
            .map_err(|e| Error::io("备份文件", e))?;
        std::fs::rename(&part, to).map_err(|e| Error::io("备份文件", e))?;
        Ok(contents)
    })();
    if made.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    made
}

/// Open a database that is not in use, check every page of it, and count what it holds.
///
/// # Errors
/// `DamagedDatabase`, `NewerDatabase`; the file is only read.
pub fn look(path: &Path, key: Option<&Secret>) -> Result<Contents> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    if let Some(key) = key {
        unlock(&db, key)?;
    }
    let version: i64 = db.pragma_query_value(None, "user_version", |r| r.get(0))?;
    if version > MIGRATIONS.len() as i64 {
        return Err(super::newer());
    }
    check(&db, "integrity_check")?;
    let count = |table: &str| -> Result<i64> {
        Ok(db.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))?)
    };
    Ok(Contents {
        unit_name: db
            .query_row("SELECT name FROM unit WHERE relation = 'own'", [], |r| r.get(0))
            .optional()?,
        people: count("person")?,
        batches: count("batch")?,
        attachments: count("attachment")?,
        bundles: count("bundle")?,
        changed_at: db.query_row("SELECT max(at) FROM event", [], |r| r.get(0))?,
    })
}

/// Let SQLite go over the pages; `pragma` is `integrity_check` or the faster `quick_check`.
fn check(db: &Connection, pragma: &str) -> Result<()> {
    let first: String = db.query_row(&format!("PRAGMA {pragma}(1)"), [], |r| r.get(0))?;
    if first == "ok" { Ok(()) } else { Err(damaged()) }
}

pub(crate) fn damaged() -> Error {
    Error::new(
        Code::DamagedDatabase,
        "资料库文件已经损坏",
        "请从备份恢复；损坏的文件会另存，不会删除",
    )
}

impl Store {
    /// A quick look over every page.
    ///
    /// # Errors
    /// `DamagedDatabase`.
    pub fn quick_check(&self) -> Result<()> {
        check(&self.db, "quick_check")
    }

    /// A database in memory that holds nothing, for an office whose own cannot be read.
    ///
    /// # Errors
    /// None that a person could meet.
    pub fn empty() -> Result<Self> {
        let db = Connection::open_in_memory()?;
        db.pragma_update(None, "foreign_keys", "ON")?;
        let mut store = Self { db, path: PathBuf::new(), key: None };
        store.migrate()?;
        Ok(store)
    }

    /// Put the database `new` in the place of the one at `path`, which is kept in the folder `aside`
    /// with what belongs to it. `path` names the old database or the new one at every moment. `new` is
    /// brought up to this version before, where it lies.
    ///
    /// # Errors
    /// `DiskFull` and the like; then the old one is in its place, and this store reads it again. Where
    /// even that fails, this store is an empty one, see [`Store::is_empty`].
    pub fn replace(
        &mut self,
        path: &Path,
        new: &Path,
        aside: &Path,
        key: Option<&Secret>,
    ) -> Result<()> {
        std::fs::create_dir_all(aside).map_err(|e| Error::io("另存的资料库", e))?;
        // Nothing may fail once it is in place; closing it leaves the one file alone.
        drop(Self::open(new, key)?);
        // Everything of the old one into its one file; a damaged one cannot, and keeps what is beside it.
        let _ = self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        *self = Self::empty()?;
        let swapped = swap(path, new, aside);
        *self = Self::open(path, key)?;
        swapped
    }

    /// Whether this is the database in memory that stands for one that cannot be read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.path.as_os_str().is_empty()
    }
}

fn swap(path: &Path, new: &Path, aside: &Path) -> Result<()> {
    let io = |e| Error::io("另存的资料库", e);
    for ending in ["", "-wal", "-shm"] {
        let mut from = path.as_os_str().to_owned();
        from.push(ending);
        let from = PathBuf::from(from);
        if !from.exists() {
            continue;
        }
        let to = aside.join(from.file_name().unwrap_or_default());
        // A second name for the same file costs no room; a stick's file system knows none.
        if std::fs::hard_link(&from, &to).is_err() {
            std::fs::copy(&from, &to).map_err(io)?;
        }
        if !ending.is_empty() {
            std::fs::remove_file(&from).map_err(io)?;
        }
    }
    std::fs::rename(new, path).map_err(|e| Error::io("资料库", e))
}
