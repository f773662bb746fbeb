//! The database of one office: open, migrate, transactions. Owns every line of SQL; knows nothing of
//! what calls it.

pub mod batch;
pub mod bin;
pub mod bundle;
pub mod copy;
pub mod decision;
pub mod event;
pub mod material;
pub mod notice;
pub mod person;
pub mod policy;
pub mod roster;
mod row;
mod search;
pub mod unit;
pub mod version;

use crate::error::{Code, Error, Result};
use crate::key::Secret;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::path::{Path, PathBuf};
use std::time::Duration;
use zeroize::Zeroizing;

/// Scripts in order; a script is never edited after its release.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_init.sql"),
    include_str!("migrations/0002_roster.sql"),
    include_str!("migrations/0003_policy.sql"),
    include_str!("migrations/0004_search.sql"),
    include_str!("migrations/0005_origin.sql"),
    include_str!("migrations/0006_packet.sql"),
    include_str!("migrations/0007_decision.sql"),
    include_str!("migrations/0008_bin.sql"),
    include_str!("migrations/0009_department.sql"),
    include_str!("migrations/0010_version.sql"),
    include_str!("migrations/0011_review.sql"),
];

/// Statements kept ready.
const STATEMENTS: usize = 128;
/// Pages kept in memory, in KiB: the keys of a large roster go all over their index.
const CACHE: i64 = 32_768;

/// The database of one office.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    path: PathBuf,
    key: Option<Secret>,
}

impl Store {
    /// Open the database at `path`, making or upgrading it. With a key, every page is encrypted; a
    /// build that cannot do that refuses rather than writing in the clear.
    ///
    /// # Errors
    /// `NewerDatabase`, `DamagedDatabase`, `DiskFull`, `FileBusy`; the file is left as it was.
    pub fn open(path: &Path, key: Option<&Secret>) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, flags)?;
        if let Some(key) = key {
            unlock(&db, key)?;
        }
        db.busy_timeout(Duration::from_secs(5))?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "foreign_keys", "ON")?;
        // What is erased on request is overwritten, not only unlinked.
        db.pragma_update(None, "secure_delete", "ON")?;
        // Every table has its statements; an import turns through all of them for each person.
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        db.pragma_update(None, "cache_size", -CACHE)?;
        let mut store = Self { db, path: path.to_owned(), key: key.cloned() };
        store.migrate()?;
        store.index()?;
        Ok(store)
    }

    fn migrate(&mut self) -> Result<()> {
        let version: usize =
            self.db.pragma_query_value(None, "user_version", |r| r.get::<_, i64>(0))? as usize;
        if version > MIGRATIONS.len() {
            return Err(newer());
        }
        if version == MIGRATIONS.len() {
            return Ok(());
        }
        if version > 0 {
            self.snapshot(&format!("before-v{}", version + 1))?;
        }
        let tx = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        for script in &MIGRATIONS[version..] {
            tx.execute_batch(script)?;
        }
        tx.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
        tx.commit()?;
        Ok(())
    }

    /// Make the search keys of everybody where another version of the program made them, or none.
    fn index(&mut self) -> Result<()> {
        if self.read().has_search_keys()? {
            return Ok(());
        }
        let tx = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        Write { read: Read { db: &tx } }.rebuild_search()?;
        tx.commit()?;
        Ok(())
    }

    /// Keep a checked copy of the database beside it, under `backup/`.
    ///
    /// # Errors
    /// `DiskFull` and the like; the database itself is untouched.
    pub fn snapshot(&self, label: &str) -> Result<PathBuf> {
        let folder = self.path.with_file_name("backup");
        std::fs::create_dir_all(&folder).map_err(|e| Error::io("备份文件夹", e))?;
        let target = folder.join(format!("office-{label}.db"));
        copy::copy(&self.path, &target, self.key.as_ref())?;
        Ok(target)
    }

    /// Let nothing of what was deleted stay in the log beside the database.
    ///
    /// # Errors
    /// `DiskFull` and the like.
    pub fn settle(&self) -> Result<()> {
        Ok(self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }

    /// Reading side.
    #[must_use]
    pub fn read(&self) -> Read<'_> {
        Read { db: &self.db }
    }

    /// Run `work` in one transaction and write one event for it; nothing is kept if it fails.
    ///
    /// # Errors
    /// Whatever `work` or the commit says.
    pub fn transact<T>(
        &mut self,
        event: event::Draft,
        work: impl FnOnce(&Write<'_>) -> Result<T>,
    ) -> Result<T> {
        let tx = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let write = Write { read: Read { db: &tx } };
        let result = work(&write)?;
        event::append(&tx, &event)?;
        tx.commit()?;
        Ok(result)
    }
}

fn newer() -> Error {
    Error::new(
        Code::NewerDatabase,
        "这份资料是更新版本的程序保存的，本程序读不了",
        "请安装新版程序后再打开；资料没有被改动",
    )
}

/// SQLCipher's key, and proof that it took: plain SQLite ignores the pragma without a word.
fn unlock(db: &Connection, key: &Secret) -> Result<()> {
    // It would write its own lines to the standard error; ours say the same in words.
    db.pragma_update(None, "cipher_log_level", "NONE")?;
    db.pragma_update(None, "key", &*raw(key))?;
    let version: Option<String> =
        db.query_row("PRAGMA cipher_version", [], |r| r.get(0)).optional()?;
    if version.is_none_or(|v| v.is_empty()) {
        return Err(Error::precondition(
            "这个程序没有编入加密功能，不能打开加密的资料",
            "请换用带加密的版本",
        ));
    }
    Ok(())
}

/// A key as SQLCipher takes it without stretching it once more.
fn raw(key: &Secret) -> Zeroizing<String> {
    let hex = Zeroizing::new(key.iter().map(|b| format!("{b:02x}")).collect::<String>());
    Zeroizing::new(format!("x'{}'", &*hex))
}

/// Reading handle.
#[derive(Clone, Copy)]
pub struct Read<'a> {
    pub(crate) db: &'a Connection,
}

/// Writing handle, only inside [`Store::transact`].
pub struct Write<'a> {
    read: Read<'a>,
}

impl<'a> std::ops::Deref for Write<'a> {
    type Target = Read<'a>;

    fn deref(&self) -> &Read<'a> {
        &self.read
    }
}

impl Read<'_> {
    /// A setting.
    ///
    /// # Errors
    /// Database failures.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        let sql = "SELECT value FROM setting WHERE key = ?1";
        Ok(self.db.query_row(sql, [key], |r| r.get(0)).optional()?)
    }

    /// The single number a query gives.
    pub(crate) fn count(&self, sql: &str, params: &[&dyn rusqlite::ToSql]) -> Result<i64> {
        Ok(self.db.query_row(sql, params, |r| r.get(0))?)
    }
}

impl Write<'_> {
    /// Keep a setting.
    ///
    /// # Errors
    /// Database failures.
    pub fn set(&self, key: &str, value: &str) -> Result<()> {
        let sql = "INSERT INTO setting (key, value) VALUES (?1, ?2)
                   ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.db.execute(sql, [key, value])?;
        Ok(())
    }
}
