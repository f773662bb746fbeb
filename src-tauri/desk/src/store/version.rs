//! 改动: what a person's records were before each change.

use super::{Read, Write};
use crate::error::{Error, Result};
use engine::id::PersonId;
use engine::person::Dossier;
use rusqlite::{OptionalExtension, params};

/// A state that was changed.
#[derive(Debug, Clone)]
pub struct PersonVersion {
    /// Number of the event that changed it.
    pub n: i64,
    /// Instant of the change, RFC 3339 UTC.
    pub at: String,
    /// Name of the operation.
    pub op: String,
    /// Who.
    pub actor: String,
    /// In words.
    pub detail: String,
    /// What it was before.
    pub before: Dossier,
}

impl Read<'_> {
    /// The states a person's records have had, the newest first.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_person_version(&self, id: &PersonId) -> Result<Vec<PersonVersion>> {
        let mut statement = self.db.prepare_cached(
            "SELECT v.n, e.at, e.op, e.actor, e.detail, v.dossier_json
             FROM person_version v JOIN event e ON e.n = v.n
             WHERE v.person_id = ?1 ORDER BY v.n DESC",
        )?;
        let rows = statement.query_map([&id.0], |r| {
            let text: String = r.get(5)?;
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, text))
        })?;
        rows.map(|row| {
            let (n, at, op, actor, detail, text) = row?;
            Ok(PersonVersion { n, at, op, actor, detail, before: serde_json::from_str(&text)? })
        })
        .collect()
    }

    /// What a person's records were before the event of this number.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn person_version(&self, id: &PersonId, n: i64) -> Result<Dossier> {
        let sql = "SELECT dossier_json FROM person_version WHERE person_id = ?1 AND n = ?2";
        let text: Option<String> =
            self.db.query_row(sql, params![id.0, n], |r| r.get(0)).optional()?;
        let text = text.ok_or_else(|| Error::not_found("这次改动"))?;
        Ok(serde_json::from_str(&text)?)
    }
}

impl Write<'_> {
    /// Keep what a person's records are now, before they are changed; once for each event, and nothing
    /// for somebody new.
    ///
    /// # Errors
    /// Database failures.
    pub(super) fn keep_version(&self, id: &PersonId) -> Result<()> {
        let is_there: bool = self
            .db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM person WHERE id = ?1)")?
            .query_row([&id.0], |r| r.get(0))?;
        if !is_there {
            return Ok(());
        }
        let n: i64 = self
            .db
            .prepare_cached("SELECT coalesce(max(n), 0) + 1 FROM event")?
            .query_row([], |r| r.get(0))?;
        let text = serde_json::to_string(&self.dossier(id)?)?;
        self.db
            .prepare_cached(
                "INSERT OR IGNORE INTO person_version (person_id, n, dossier_json)
                 VALUES (?1, ?2, ?3)",
            )?
            .execute(params![id.0, n, text])?;
        Ok(())
    }
}
