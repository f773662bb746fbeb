//! The database. One connection behind a lock; every statement is short, and unique keys, never
//! "look first, insert then", decide what is a duplicate.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use engine::protocol::{Event, EventKind, Signed};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::clock;
use crate::failure::{Failure, Result};

/// Scripts in order; a script is never edited after its release.
const SCHEMA: [&str; 2] = [include_str!("schema.sql"), include_str!("schema2.sql")];
/// An upload that nobody continued for this long is dropped.
const UPLOAD_LIFE_SECONDS: i64 = 7 * 24 * 3600;

/// The receiver's database.
pub struct Store {
    connection: Mutex<Connection>,
    /// Id made at installation.
    pub server_id: String,
    /// Raised when the receiver was restored from a backup.
    pub epoch: u64,
}

/// A unit that may upload.
pub struct UnitRow {
    /// Name given at pairing.
    pub name: String,
    /// SHA-256 of the token's secret part, hex.
    pub token_sha256: String,
    /// Key its bundles are signed with, once known.
    pub signing_key: Option<String>,
}

/// An upload, finished or not.
pub struct UploadRow {
    /// Its id, as in its address.
    pub id: String,
    /// SHA-256 the whole file must have.
    pub zip_sha256: String,
    /// Length of the whole file.
    pub size: u64,
    /// Bundle id the client announced.
    pub bundle_id: String,
    /// Bytes safely on disk.
    pub stored: u64,
    /// Whether it became a bundle.
    pub is_done: bool,
    /// When it is dropped, seconds since 1970.
    pub expires_at: i64,
}

impl UploadRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            zip_sha256: row.get("zip_sha256")?,
            size: row.get("size")?,
            bundle_id: row.get("bundle_id")?,
            stored: row.get("stored")?,
            is_done: row.get("is_done")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

/// A received bundle.
pub struct BundleRow {
    /// Unit that filed it.
    pub unit_id: String,
    /// Its id.
    pub bundle_id: String,
    /// Length in bytes.
    pub size: u64,
    /// Batch it belongs to.
    pub batch_id: String,
    /// 轮次.
    pub round: u8,
    /// Number of applications in it.
    pub applications: u64,
    /// Instant of receipt.
    pub received_at: String,
    /// Event number.
    pub n: u64,
    /// The receipt.
    pub signed: Signed,
}

impl BundleRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            unit_id: row.get("unit_id")?,
            bundle_id: row.get("bundle_id")?,
            size: row.get("size")?,
            batch_id: row.get("batch_id")?,
            round: row.get("round")?,
            applications: row.get("applications")?,
            received_at: row.get("received_at")?,
            n: row.get("n")?,
            signed: Signed { document: row.get("document")?, signature: row.get("signature")? },
        })
    }
}

impl Store {
    /// Open the database, made if it is not there.
    pub fn open(path: &Path) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
        )?;
        bring_up(&connection)?;
        let (server_id, epoch) =
            connection.query_row("SELECT server_id, epoch FROM server", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        Ok(Self { connection: Mutex::new(connection), server_id, epoch })
    }

    /// The connection. A panic in another request left at most an open transaction, which its
    /// guard rolled back, so a poisoned lock is as good as any.
    pub fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begin a new epoch; gives its number.
    pub fn begin_epoch(&self) -> Result<u64> {
        let connection = self.connection();
        let sql = "UPDATE server SET epoch = epoch + 1 RETURNING epoch";
        Ok(connection.query_row(sql, [], |row| row.get(0))?)
    }

    /// A unit by its id.
    pub fn unit(&self, unit_id: &str) -> Result<Option<UnitRow>> {
        let read = |row: &Row<'_>| {
            Ok(UnitRow { name: row.get(0)?, token_sha256: row.get(1)?, signing_key: row.get(2)? })
        };
        let sql = "SELECT name, token_sha256, signing_key FROM unit WHERE unit_id = ?1";
        Ok(self.connection().query_row(sql, [unit_id], read).optional()?)
    }

    /// Pair a unit, or give it a new token. Its signing key stays unless another one is given or
    /// it is to be forgotten.
    pub fn pair_unit(
        &self,
        unit_id: &str,
        name: &str,
        token_sha256: &str,
        key: KeyChange<'_>,
    ) -> Result<()> {
        let connection = self.connection();
        let known: Option<String> = connection
            .query_row("SELECT signing_key FROM unit WHERE unit_id = ?1", [unit_id], |r| r.get(0))
            .optional()?
            .flatten();
        let signing_key = match key {
            KeyChange::Keep => known.as_deref(),
            KeyChange::Forget => None,
            KeyChange::Set(key) => Some(key),
        };
        connection.execute(
            "INSERT INTO unit (unit_id, name, token_sha256, signing_key, paired_at)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (unit_id) DO UPDATE SET name = excluded.name,
                 token_sha256 = excluded.token_sha256, signing_key = excluded.signing_key,
                 paired_at = excluded.paired_at",
            params![unit_id, name, token_sha256, signing_key, clock::instant()],
        )?;
        Ok(())
    }

    /// Begin an upload, or find the one with the same content. An upload of a bundle that is here
    /// already, in whatever zip, is done from the start.
    pub fn create_upload(
        &self,
        unit_id: &str,
        new_id: &str,
        zip_sha256: &str,
        size: u64,
        bundle_id: &str,
    ) -> Result<UploadRow> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(IMMEDIATE)?;
        transaction.execute(
            "INSERT INTO upload (id, unit_id, zip_sha256, size, bundle_id, expires_at)
             VALUES (?2, ?1, ?3, ?4, ?5, ?6)
             ON CONFLICT (unit_id, zip_sha256, size)
             DO UPDATE SET expires_at = excluded.expires_at",
            params![unit_id, new_id, zip_sha256, size, bundle_id, expiry()],
        )?;
        transaction.execute(
            "UPDATE upload SET is_done = 1, stored = size
             WHERE unit_id = ?1 AND zip_sha256 = ?2 AND size = ?3 AND EXISTS (
                 SELECT 1 FROM bundle b WHERE b.unit_id = ?1 AND b.bundle_id = upload.bundle_id)",
            params![unit_id, zip_sha256, size],
        )?;
        let upload = transaction.query_row(
            "SELECT * FROM upload WHERE unit_id = ?1 AND zip_sha256 = ?2 AND size = ?3",
            params![unit_id, zip_sha256, size],
            UploadRow::read,
        )?;
        transaction.commit()?;
        Ok(upload)
    }

    /// An upload of this unit; other units' uploads do not exist for it.
    pub fn upload(&self, unit_id: &str, id: &str) -> Result<Option<UploadRow>> {
        let sql = "SELECT * FROM upload WHERE unit_id = ?1 AND id = ?2";
        Ok(self.connection().query_row(sql, [unit_id, id], UploadRow::read).optional()?)
    }

    /// Note what is safely on disk.
    pub fn set_stored(&self, id: &str, stored: u64) -> Result<()> {
        self.connection().execute(
            "UPDATE upload SET stored = ?2, expires_at = ?3 WHERE id = ?1",
            params![id, stored, expiry()],
        )?;
        Ok(())
    }

    /// Drop an upload.
    pub fn delete_upload(&self, id: &str) -> Result<()> {
        self.connection().execute("DELETE FROM upload WHERE id = ?1", [id])?;
        Ok(())
    }

    /// Drop an upload that arrived whole and was refused, and keep a note for the operator.
    pub fn refuse_upload(&self, unit_id: &str, upload: &UploadRow, codes: &str) -> Result<()> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(IMMEDIATE)?;
        transaction.execute(
            "INSERT INTO refusal (at, unit_id, zip_sha256, codes) VALUES (?1, ?2, ?3, ?4)",
            params![clock::instant(), unit_id, upload.zip_sha256, codes],
        )?;
        transaction.execute("DELETE FROM upload WHERE id = ?1", [&upload.id])?;
        Ok(transaction.commit()?)
    }

    /// Uploads that have all their bytes but were not looked at: the receiver was stopped between.
    pub fn complete_uploads(&self) -> Result<Vec<(String, String)>> {
        self.pairs("SELECT unit_id, id FROM upload WHERE is_done = 0 AND stored = size AND ?1 = ?1")
    }

    /// Unfinished uploads that have expired.
    pub fn expired_uploads(&self) -> Result<Vec<(String, String)>> {
        self.pairs("SELECT unit_id, id FROM upload WHERE is_done = 0 AND expires_at < ?1")
    }

    /// Whether an upload still goes on, whose ever it is.
    pub fn is_unfinished(&self, id: &str) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM upload WHERE id = ?1 AND is_done = 0)";
        Ok(self.connection().query_row(sql, [id], |row| row.get(0))?)
    }

    fn pairs(&self, sql: &str) -> Result<Vec<(String, String)>> {
        let connection = self.connection();
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([clock::seconds()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A received bundle of this unit.
    pub fn bundle(&self, unit_id: &str, bundle_id: &str) -> Result<Option<BundleRow>> {
        let sql = "SELECT * FROM bundle WHERE unit_id = ?1 AND bundle_id = ?2";
        Ok(self.connection().query_row(sql, [unit_id, bundle_id], BundleRow::read).optional()?)
    }

    /// Units, by name.
    pub fn units(&self) -> Result<Vec<(String, String)>> {
        self.pairs("SELECT unit_id, name FROM unit WHERE ?1 = ?1 ORDER BY name, unit_id")
    }

    /// All received bundles, oldest first.
    pub fn bundles(&self) -> Result<Vec<BundleRow>> {
        let connection = self.connection();
        let mut statement = connection.prepare("SELECT * FROM bundle ORDER BY n")?;
        let rows = statement.query_map([], BundleRow::read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// At most a hundred events of this unit after a number, ascending.
    pub fn events(&self, unit_id: &str, after: u64) -> Result<Vec<Event>> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            "SELECT n, kind, bundle_id, at FROM event WHERE unit_id = ?1 AND n > ?2
             ORDER BY n LIMIT 100",
        )?;
        let rows = statement.query_map(params![unit_id, after], |row| {
            let kind: String = row.get(1)?;
            Ok(Event {
                n: row.get(0)?,
                kind: match kind.as_str() {
                    "received" => EventKind::Received,
                    "decided" => EventKind::Decided,
                    _ => EventKind::Unknown,
                },
                bundle_id: row.get(2)?,
                at: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// What pairing does to a unit's signing key.
#[derive(Debug, Clone, Copy)]
pub enum KeyChange<'a> {
    /// Leave it as it is.
    Keep,
    /// Take the key of the next accepted bundle.
    Forget,
    /// Register this key.
    Set(&'a str),
}

/// Writers wait for each other at the beginning, never in the middle.
pub const IMMEDIATE: rusqlite::TransactionBehavior = rusqlite::TransactionBehavior::Immediate;

/// Make or upgrade the tables, in one transaction: `pair` and `serve` may start at once on a new
/// folder, and the second finds the work done.
fn bring_up(connection: &Connection) -> Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let version: usize = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version > SCHEMA.len() {
        connection.execute_batch("ROLLBACK")?;
        return Err(Failure::bad("收件端数据库由更新版本的程序建立，请升级本程序"));
    }
    for script in SCHEMA.iter().skip(version) {
        connection.execute_batch(script)?;
    }
    if version == 0 {
        connection.execute(
            "INSERT INTO server (id, server_id, epoch) VALUES (1, ?1, 1)",
            [uuid::Uuid::new_v4().to_string()],
        )?;
    }
    Ok(connection.execute_batch("COMMIT")?)
}

fn expiry() -> i64 {
    clock::seconds() + UPLOAD_LIFE_SECONDS
}
