//! 导入: what each import did to whom, how to take it back, and the mappings remembered.

use super::{Read, Write, row};
use crate::error::{Error, Result};
use engine::id::PersonId;
use engine::person::Dossier;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// An import that was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Import {
    /// Id.
    pub id: String,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file, hex.
    pub file_sha256: String,
    /// Instant.
    pub imported_at: String,
    /// New people.
    pub created: i32,
    /// Changed people.
    pub updated: i32,
    /// Rows held back.
    pub held: i32,
    /// People left as they were.
    pub unchanged: i32,
    /// Instant at which it was taken back.
    pub undone_at: Option<String>,
    /// Its sheets, in the order of the workbook.
    pub sheets: Vec<ImportedSheet>,
}

/// A sheet of an import and what its columns fed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportedSheet {
    /// Name.
    pub name: String,
    /// Key of the field, of a person or of a record, to column letters.
    pub columns: BTreeMap<String, String>,
}

/// Where a record of a person stood in the workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordPlace {
    /// Key of the kind: the list of the dossier.
    pub list: String,
    /// Index in the list as the import left it.
    pub index: usize,
    /// Sheet, by its index in the import.
    pub sheet: u16,
    /// Row, from 1.
    pub row: u32,
}

/// What an import did to one person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Change {
    /// Person.
    pub person_id: PersonId,
    /// `created`, `updated`.
    pub kind: String,
    /// As the person was.
    pub before: Option<Dossier>,
    /// As the import left them.
    pub after: Dossier,
    /// Sheet of the person's own row, by its index in the import; `None` before this was noted.
    pub sheet: Option<u16>,
    /// That row, from 1.
    pub row: Option<u32>,
    /// Where the records of other sheets stood.
    pub records: Option<Vec<RecordPlace>>,
}

/// What one import did to a person, with what it takes to name the cells.
#[derive(Debug, Clone, Deserialize)]
pub struct ImportTrace {
    /// Name of the file.
    pub file_name: String,
    /// Its sheets.
    pub sheets: Vec<ImportedSheet>,
    /// Sheet of the person's own row.
    pub sheet: Option<u16>,
    /// That row, from 1.
    pub row: Option<u32>,
    /// Where the records of other sheets stood.
    pub records: Option<Vec<RecordPlace>>,
    /// As the person was.
    pub before: Option<Dossier>,
    /// As the import left them.
    pub after: Dossier,
}

/// A word read as another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptWord {
    /// Field key.
    pub field: String,
    /// As the list has it.
    pub raw: String,
    /// What stands for it.
    pub value: String,
}

/// What was chosen for a layout before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Header to field key; an empty key keeps the column as an extra value.
    pub columns: BTreeMap<String, String>,
    /// Words.
    pub words: Vec<KeptWord>,
}

/// What tells a known person apart.
#[derive(Debug, Clone, Deserialize)]
pub struct Known {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Id number.
    pub id_number: Option<String>,
    /// 工号.
    pub staff_number: Option<String>,
    /// Birth.
    pub born_on: Option<engine::date::PartialDate>,
}

impl Read<'_> {
    /// Everybody, as far as it takes to recognise them.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_known(&self) -> Result<Vec<Known>> {
        let sql = "SELECT id, name, id_number, staff_number, born_on FROM person ORDER BY rowid";
        row::list(self.db, sql, &[], false)
    }

    /// All imports, the latest first.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_import(&self) -> Result<Vec<Import>> {
        row::list(
            self.db,
            "SELECT * FROM roster_import ORDER BY imported_at DESC, id DESC",
            &[],
            false,
        )
    }

    /// An import.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn import(&self, id: &str) -> Result<Import> {
        row::one(self.db, "SELECT * FROM roster_import WHERE id = ?1", &[&id], false)?
            .ok_or_else(|| Error::not_found("这次导入"))
    }

    /// What an import did, in order.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_change(&self, import: &str) -> Result<Vec<Change>> {
        let sql = "SELECT person_id, kind, before_json, after_json, sheet, \"row\", records_json
                   FROM roster_change WHERE import_id = ?1 ORDER BY rowid";
        row::list(self.db, sql, &[&import], false)
    }

    /// People the imports of these very bytes have written, as they left them.
    ///
    /// # Errors
    /// Database failures.
    pub fn imported_people(&self, sha256: &str) -> Result<HashMap<String, Dossier>> {
        let sql = "SELECT c.person_id, c.kind, c.before_json, c.after_json, c.sheet, c.\"row\",
                   c.records_json FROM roster_change c JOIN roster_import i ON i.id = c.import_id
                   WHERE i.file_sha256 = ?1 AND i.undone_at IS NULL ORDER BY c.rowid";
        let changes: Vec<Change> = row::list(self.db, sql, &[&sha256], false)?;
        Ok(changes.into_iter().map(|c| (c.person_id.0, c.after)).collect())
    }

    /// What the imports that stand did to a person, the latest first.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_import_trace(&self, id: &PersonId) -> Result<Vec<ImportTrace>> {
        let sql = "SELECT i.file_name, i.sheets_json, c.sheet, c.\"row\", c.records_json,
                   c.before_json, c.after_json
                   FROM roster_change c JOIN roster_import i ON i.id = c.import_id
                   WHERE c.person_id = ?1 AND i.undone_at IS NULL
                   ORDER BY i.imported_at DESC, c.rowid DESC";
        row::list(self.db, sql, &[&id.0], false)
    }

    /// Whether an application refers to a person.
    ///
    /// # Errors
    /// Database failures.
    pub fn is_person_used(&self, id: &PersonId) -> Result<bool> {
        Ok(self.count("SELECT count(*) FROM application WHERE person_id = ?1", &[&id.0])? > 0)
    }

    /// Whether a person is there.
    ///
    /// # Errors
    /// Database failures.
    pub fn has_person(&self, id: &PersonId) -> Result<bool> {
        Ok(self.count("SELECT count(*) FROM person WHERE id = ?1", &[&id.0])? > 0)
    }

    /// What was chosen for a layout before.
    ///
    /// # Errors
    /// Database failures.
    pub fn mapping(&self, layout: &str) -> Result<Option<Mapping>> {
        let sql = "SELECT columns_json, words_json FROM roster_mapping WHERE layout = ?1";
        let found: Option<(String, String)> =
            self.db.query_row(sql, [layout], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        let Some((columns, words)) = found else {
            return Ok(None);
        };
        Ok(Some(Mapping {
            columns: serde_json::from_str(&columns)?,
            words: serde_json::from_str(&words)?,
        }))
    }
}

impl Write<'_> {
    /// Note an import.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_import(&self, import: &Import) -> Result<()> {
        row::replace(self.db, "roster_import", &[], import)
    }

    /// Note what an import did to a person.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_change(&self, import: &str, change: &Change) -> Result<()> {
        // Written straight: a tree of a hundred values for every person would only be thrown away.
        let before = change.before.as_ref().map(serde_json::to_string).transpose()?;
        let after = serde_json::to_string(&change.after)?;
        let records = change.records.as_ref().map(serde_json::to_string).transpose()?;
        let sql = "INSERT INTO roster_change (import_id, person_id, kind, before_json, after_json,
                   sheet, \"row\", records_json) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let mut statement = self.db.prepare_cached(sql)?;
        let Change { person_id, kind, sheet, row, .. } = change;
        statement.execute(params![
            import,
            person_id.0,
            kind,
            before,
            after,
            sheet,
            row,
            records
        ])?;
        Ok(())
    }

    /// Mark an import as taken back, and drop the doubts it raised that are still open.
    ///
    /// # Errors
    /// Database failures.
    pub fn mark_undone(&self, import: &str, at: &str) -> Result<()> {
        let sql = "UPDATE roster_import SET undone_at = ?2 WHERE id = ?1";
        self.db.execute(sql, [import, at])?;
        let sql = "DELETE FROM doubt WHERE import_id = ?1 AND settled_at IS NULL";
        self.db.execute(sql, [import])?;
        Ok(())
    }

    /// Remember what was chosen for a layout.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_mapping(&self, layout: &str, mapping: &Mapping, at: &str) -> Result<()> {
        let (columns, words) =
            (serde_json::to_string(&mapping.columns)?, serde_json::to_string(&mapping.words)?);
        self.db.execute(
            "INSERT INTO roster_mapping VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (layout) DO UPDATE SET columns_json = excluded.columns_json,
             words_json = excluded.words_json, saved_at = excluded.saved_at",
            params![layout, columns, words, at],
        )?;
        Ok(())
    }

    /// Forget what was chosen for a layout.
    ///
    /// # Errors
    /// Database failures.
    pub fn forget_mapping(&self, layout: &str) -> Result<()> {
        self.db.execute("DELETE FROM roster_mapping WHERE layout = ?1", [layout])?;
        Ok(())
    }
}
