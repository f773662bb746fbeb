//! 上报包: sealed bundles, where they stand, their receipts.

use super::{Read, Write, row};
use crate::error::{Error, Result};
use engine::id::{ApplicationId, BatchId};
use rusqlite::params;
use serde::{Deserialize, Serialize};

/// 上报包. Immutable but for its way upstream.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Bundle {
    /// SHA-256 of the tag manifest, hex.
    pub id: String,
    /// Batch.
    pub batch_id: BatchId,
    /// UUID of the sealing.
    pub uuid: String,
    /// Round, 0 for the first.
    pub round: i32,
    /// Bundle it follows.
    pub prev: Option<String>,
    /// SHA-256 of the zip, hex.
    pub zip_sha256: String,
    /// Size.
    pub bytes: i64,
    /// Files.
    pub files: i64,
    /// Name in the bundle folder.
    pub file_name: String,
    /// Instant of sealing.
    pub sealed_at: String,
    /// `sealed`, `uploading`, `received`, `rejected`.
    pub state: String,
    /// Where an unfinished upload goes on.
    pub upload_url: Option<String>,
    /// Bytes acknowledged.
    pub sent_bytes: i64,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// The signed receipt.
    pub receipt: Option<serde_json::Value>,
}

impl Read<'_> {
    /// Bundles, the newest first; of one batch or of all.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_bundle(&self, batch: Option<&BatchId>) -> Result<Vec<Bundle>> {
        let batch = batch.map(|b| b.0.as_str());
        let sql = "SELECT * FROM bundle WHERE ?1 IS NULL OR batch_id = ?1
                   ORDER BY sealed_at DESC, id";
        row::list(self.db, sql, &[&batch], false)
    }

    /// A bundle.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn bundle(&self, id: &str) -> Result<Bundle> {
        row::one(self.db, "SELECT * FROM bundle WHERE id = ?1", &[&id], false)?
            .ok_or_else(|| Error::not_found("这个上报包"))
    }

    /// How many applications a bundle holds.
    ///
    /// # Errors
    /// Database failures.
    pub fn count_bundle_application(&self, id: &str) -> Result<i64> {
        self.count("SELECT count(*) FROM bundle_application WHERE bundle_id = ?1", &[&id])
    }
}

impl Write<'_> {
    /// Record a sealed bundle.
    ///
    /// # Errors
    /// Database failures.
    pub fn insert_bundle(&self, bundle: &Bundle, who: &[ApplicationId]) -> Result<()> {
        row::insert(self.db, "bundle", &[], bundle)?;
        for id in who {
            self.db.execute(
                "INSERT INTO bundle_application (bundle_id, application_id) VALUES (?1, ?2)",
                params![bundle.id, id.0],
            )?;
        }
        Ok(())
    }

    /// Keep where a bundle stands.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_bundle(&self, bundle: &Bundle) -> Result<()> {
        row::replace(self.db, "bundle", &[], bundle)
    }
}
