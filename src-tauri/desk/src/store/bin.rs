//! 回收站: people taken off the roster, whole, until they are put back or erased.

use super::{Read, Write, row};
use crate::error::Result;
use engine::id::PersonId;
use engine::person::Dossier;
use rusqlite::params;
use serde::Deserialize;

/// A person taken off the roster.
#[derive(Debug, Clone, Deserialize)]
pub struct RemovedPerson {
    /// The person's id.
    pub id: PersonId,
    /// Instant of the removal, RFC 3339 UTC.
    pub removed_at: String,
    /// Why, as the clerk wrote it.
    pub reason: String,
    /// Everything known of the person; `None` after it was erased.
    pub dossier: Option<Dossier>,
    /// Instant at which it was erased.
    pub erased_at: Option<String>,
}

impl Read<'_> {
    /// Everybody in the bin and everybody erased, the newest first.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_removed(&self) -> Result<Vec<RemovedPerson>> {
        let sql = "SELECT * FROM removed_person ORDER BY removed_at DESC, id DESC";
        row::list(self.db, sql, &[], false)
    }

    /// One of them.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn removed_person(&self, id: &PersonId) -> Result<RemovedPerson> {
        row::one(self.db, "SELECT * FROM removed_person WHERE id = ?1", &[&id.0], false)?
            .ok_or_else(|| crate::error::Error::not_found("回收站里的这个人"))
    }
}

impl Write<'_> {
    /// Take a person off the roster, whole, into the bin.
    ///
    /// # Errors
    /// Database failures; a person somebody applies as cannot be removed.
    pub fn bin_person(&self, dossier: &Dossier, reason: &str, at: &str) -> Result<()> {
        self.db.execute(
            "INSERT INTO removed_person (id, removed_at, reason, dossier_json) VALUES (?1, ?2, ?3, ?4)",
            params![dossier.person.id.0, at, reason, serde_json::to_string(dossier)?],
        )?;
        self.remove_person(&dossier.person.id)
    }

    /// Take a person out of the bin, onto the roster again.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_back_person(&self, dossier: &Dossier) -> Result<()> {
        let sql = "DELETE FROM removed_person WHERE id = ?1";
        self.db.execute(sql, [&dossier.person.id.0])?;
        self.add_dossier(dossier)
    }

    /// Forget everything about a person in the bin, but that there was one.
    ///
    /// # Errors
    /// Database failures.
    pub fn erase_person(&self, id: &PersonId, at: &str) -> Result<()> {
        self.db.execute(
            "UPDATE removed_person SET dossier_json = NULL, reason = '', erased_at = ?2 WHERE id = ?1",
            params![id.0, at],
        )?;
        for table in ["roster_change", "person_version"] {
            self.db.execute(&format!("DELETE FROM {table} WHERE person_id = ?1"), [&id.0])?;
        }
        Ok(())
    }
}
