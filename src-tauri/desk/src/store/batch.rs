//! 批次 and 申报, with the sealed verdict of each application.

use super::{Read, Write, row};
use crate::error::{Error, Result};
use engine::application::Application;
use engine::date::Date;
use engine::id::{ApplicationId, BatchId, PersonId};
use engine::verdict::Verdict;
use rusqlite::params;
use serde::{Deserialize, Serialize};

/// 批次.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Batch {
    /// Id.
    pub id: BatchId,
    /// Name.
    pub name: String,
    /// 申报年度.
    pub year: i32,
    /// 报送日.
    pub submit_on: Option<Date>,
    /// 网报关闭.
    pub portal_closes_on: Option<Date>,
    /// Estimated 开评日.
    pub review_opens_on: Option<Date>,
    /// Instant of creation.
    pub created_at: String,
}

/// 申报 as kept, with its latest verdict.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ApplicationRow {
    /// The application; year and dates come from the batch.
    #[serde(flatten)]
    pub application: Application,
    /// Latest verdict.
    pub verdict: Option<Verdict>,
    /// Instant of the assessment.
    pub assessed_at: Option<String>,
}

const APPLICATIONS: &str = "
SELECT a.id, a.batch_id, a.person_id, a.applying_unit_id, a.committee_id, a.kind, a.series,
       a.specialty, a.title, a.level, b.year, b.submit_on AS submitted_on, b.review_opens_on,
       a.answers_json, a.verdict_json, a.assessed_at
FROM application a JOIN batch b ON b.id = a.batch_id";

impl Read<'_> {
    /// All batches, the newest first.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_batch(&self) -> Result<Vec<Batch>> {
        row::list(self.db, "SELECT * FROM batch ORDER BY year DESC, created_at DESC", &[], false)
    }

    /// A batch.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn batch(&self, id: &BatchId) -> Result<Batch> {
        row::one(self.db, "SELECT * FROM batch WHERE id = ?1", &[&id.0], false)?
            .ok_or_else(|| Error::not_found("这个批次"))
    }

    /// Committee ids of a batch, in order.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_batch_committee(&self, id: &BatchId) -> Result<Vec<String>> {
        let sql = "SELECT committee_id FROM batch_committee WHERE batch_id = ?1 ORDER BY ord";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([&id.0], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Applications of a batch, in roster order.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_application(&self, id: &BatchId) -> Result<Vec<ApplicationRow>> {
        let sql = format!(
            "{APPLICATIONS} JOIN person p ON p.id = a.person_id WHERE a.batch_id = ?1 ORDER BY p.rowid"
        );
        row::list(self.db, &sql, &[&id.0], false)
    }

    /// Applications of a person, the newest first.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_application_of(&self, id: &PersonId) -> Result<Vec<ApplicationRow>> {
        let sql = format!("{APPLICATIONS} WHERE a.person_id = ?1 ORDER BY b.year DESC");
        row::list(self.db, &sql, &[&id.0], false)
    }

    /// An application.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn application(&self, id: &ApplicationId) -> Result<ApplicationRow> {
        row::one(self.db, &format!("{APPLICATIONS} WHERE a.id = ?1"), &[&id.0], false)?
            .ok_or_else(|| Error::not_found("这份申报"))
    }
}

impl Write<'_> {
    /// Keep a batch with its committees.
    ///
    /// # Errors
    /// Database failures.
    pub fn insert_batch(&self, batch: &Batch, committees: &[String]) -> Result<()> {
        row::insert(self.db, "batch", &[], batch)?;
        for (ord, committee) in committees.iter().enumerate() {
            self.db.execute(
                "INSERT INTO batch_committee (batch_id, committee_id, ord) VALUES (?1, ?2, ?3)",
                params![batch.id.0, committee, ord as i64],
            )?;
        }
        Ok(())
    }

    /// Add an application.
    ///
    /// # Errors
    /// Database failures.
    pub fn insert_application(&self, a: &Application) -> Result<()> {
        self.db.execute(
            "INSERT INTO application (id, batch_id, person_id, applying_unit_id, committee_id, kind,
                series, specialty, title, level, answers_json)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, '{}')",
            params![
                a.id.0,
                a.batch_id.0,
                a.person_id.0,
                a.applying_unit_id.as_ref().map(|u| &u.0),
                a.committee_id,
                a.kind.key(),
                a.series,
                a.specialty,
                a.title,
                a.level.map(engine::title::Level::key),
            ],
        )?;
        Ok(())
    }

    /// Take an application out of its batch, with everything that hangs on it.
    ///
    /// # Errors
    /// Database failures.
    pub fn delete_application(&self, id: &ApplicationId) -> Result<()> {
        self.db.execute("DELETE FROM application WHERE id = ?1", [&id.0])?;
        Ok(())
    }

    /// Keep a verdict.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_verdict(&self, id: &ApplicationId, verdict: &Verdict, at: &str) -> Result<()> {
        self.db.execute(
            "UPDATE application SET verdict_json = ?2, conclusion = ?3, assessed_at = ?4 WHERE id = ?1",
            params![id.0, serde_json::to_string(verdict)?, verdict.conclusion.key(), at],
        )?;
        Ok(())
    }

    /// Keep the clerk's answers.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_answers(&self, a: &Application) -> Result<()> {
        self.db.execute(
            "UPDATE application SET answers_json = ?2 WHERE id = ?1",
            params![a.id.0, serde_json::to_string(&a.answers)?],
        )?;
        Ok(())
    }
}
