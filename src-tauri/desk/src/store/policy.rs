//! Packs the office has laid over the shipped ones, and its own copies of official texts.

use super::row;
use super::{Read, Write};
use crate::error::Result;
use engine::pack::committee::CommitteeNotice;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A pack of the office: the texts of its files, and the form it was made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfficePack {
    /// Id, the pack's own.
    pub id: String,
    /// Name, for the case that it can no longer be read.
    pub name: String,
    /// Texts by name.
    pub files: BTreeMap<String, String>,
    /// The filled-in notice, where it was made in the window.
    pub notice: Option<CommitteeNotice>,
    /// Instant, RFC 3339 UTC.
    pub saved_at: String,
}

/// The office's own copy of an official text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceCopy {
    /// The document, an id of the packs.
    pub source_id: String,
    /// Content.
    pub sha256: String,
    /// Name of the file as it came.
    pub name: String,
    /// Pages.
    pub pages: i32,
    /// Instant, RFC 3339 UTC.
    pub added_at: String,
}

impl Read<'_> {
    /// All packs of the office, in the order they came.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_office_pack(&self) -> Result<Vec<OfficePack>> {
        row::list(self.db, "SELECT * FROM office_pack ORDER BY saved_at, id", &[], false)
    }

    /// The office's copy of a document.
    ///
    /// # Errors
    /// Database failures.
    pub fn source_copy(&self, source_id: &str) -> Result<Option<SourceCopy>> {
        let sql = "SELECT * FROM source_copy WHERE source_id = ?1";
        row::one(self.db, sql, &[&source_id], false)
    }

    /// The page a clerk found a clause on.
    ///
    /// # Errors
    /// Database failures.
    pub fn clause_page(&self, clause_id: &str) -> Result<Option<i32>> {
        let sql = "SELECT page FROM clause_page WHERE clause_id = ?1";
        Ok(self.db.query_row(sql, [clause_id], |r| r.get(0)).optional()?)
    }
}

impl Write<'_> {
    /// Keep a pack in place of an earlier one of the same id.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_office_pack(&self, pack: &OfficePack) -> Result<()> {
        row::replace(self.db, "office_pack", &[], pack)
    }

    /// Take a pack off.
    ///
    /// # Errors
    /// Database failures.
    pub fn delete_office_pack(&self, id: &str) -> Result<()> {
        self.db.execute("DELETE FROM office_pack WHERE id = ?1", [id])?;
        Ok(())
    }

    /// Keep a copy of a document in place of an earlier one; the pages found in that one go.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_source_copy(&self, copy: &SourceCopy) -> Result<()> {
        self.delete_source_copy(&copy.source_id)?;
        row::insert(self.db, "source_copy", &[], copy)
    }

    /// Take a copy off.
    ///
    /// # Errors
    /// Database failures.
    pub fn delete_source_copy(&self, source_id: &str) -> Result<()> {
        self.db.execute("DELETE FROM source_copy WHERE source_id = ?1", [source_id])?;
        Ok(())
    }

    /// Remember the page of a clause.
    ///
    /// # Errors
    /// Database failures; a document without a copy.
    pub fn put_clause_page(&self, clause_id: &str, source_id: &str, page: i32) -> Result<()> {
        let sql = "INSERT INTO clause_page (clause_id, source_id, page) VALUES (?1, ?2, ?3)
                   ON CONFLICT (clause_id) DO UPDATE SET page = excluded.page";
        self.db.execute(sql, params![clause_id, source_id, page])?;
        Ok(())
    }
}
