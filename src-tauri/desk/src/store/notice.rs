//! 公示 and its objections.

use super::{Read, Write, row};
use crate::error::{Error, Result};
use engine::date::Date;
use engine::id::{ApplicationId, BatchId, NoticeId};
use rusqlite::params;
use serde::{Deserialize, Serialize};

/// 公示.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Notice {
    /// Id.
    pub id: NoticeId,
    /// Batch.
    pub batch_id: BatchId,
    /// Day of posting.
    pub posted_on: Date,
    /// Working days required when it was posted.
    pub required_days: i32,
    /// Where.
    pub place: String,
    /// Platform.
    pub platform: String,
    /// Who posted it.
    pub posted_by: String,
    /// Who receives objections.
    pub receiver: String,
    /// Instant of closing.
    pub closed_at: Option<String>,
    /// Instant of recording.
    pub created_at: String,
}

/// 异议.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ObjectionRow {
    /// Id.
    pub id: String,
    /// Notice.
    pub notice_id: NoticeId,
    /// Day.
    pub raised_on: Date,
    /// What.
    pub text: String,
    /// How settled.
    pub handling: Option<String>,
}

impl Read<'_> {
    /// Notices of a batch, the newest first.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_notice(&self, id: &BatchId) -> Result<Vec<Notice>> {
        let sql = "SELECT * FROM notice WHERE batch_id = ?1 ORDER BY created_at DESC, id DESC";
        row::list(self.db, sql, &[&id.0], false)
    }

    /// A notice.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn notice(&self, id: &NoticeId) -> Result<Notice> {
        row::one(self.db, "SELECT * FROM notice WHERE id = ?1", &[&id.0], false)?
            .ok_or_else(|| Error::not_found("这次公示"))
    }

    /// The latest notice an application is in.
    ///
    /// # Errors
    /// Database failures.
    pub fn notice_of(&self, id: &ApplicationId) -> Result<Option<Notice>> {
        let sql = "SELECT n.* FROM notice n JOIN notice_application x ON x.notice_id = n.id
                   WHERE x.application_id = ?1 ORDER BY n.created_at DESC, n.id DESC LIMIT 1";
        row::one(self.db, sql, &[&id.0], false)
    }

    /// Applications in a notice.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_notice_application(&self, id: &NoticeId) -> Result<Vec<ApplicationId>> {
        let sql = "SELECT x.application_id FROM notice_application x
                   JOIN application a ON a.id = x.application_id JOIN person p ON p.id = a.person_id
                   WHERE x.notice_id = ?1 ORDER BY p.rowid";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([&id.0], |r| r.get::<_, String>(0))?;
        Ok(rows.map(|r| r.map(ApplicationId)).collect::<Result<_, _>>()?)
    }

    /// Objections to a notice.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_objection(&self, id: &NoticeId) -> Result<Vec<ObjectionRow>> {
        let sql = "SELECT * FROM objection WHERE notice_id = ?1 ORDER BY raised_on, rowid";
        row::list(self.db, sql, &[&id.0], false)
    }

    /// An objection.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn objection(&self, id: &str) -> Result<ObjectionRow> {
        row::one(self.db, "SELECT * FROM objection WHERE id = ?1", &[&id], false)?
            .ok_or_else(|| Error::not_found("这条异议"))
    }
}

impl Write<'_> {
    /// Record a posting.
    ///
    /// # Errors
    /// Database failures.
    pub fn insert_notice(&self, notice: &Notice, who: &[ApplicationId]) -> Result<()> {
        row::insert(self.db, "notice", &[], notice)?;
        for id in who {
            self.db.execute(
                "INSERT INTO notice_application (notice_id, application_id) VALUES (?1, ?2)",
                params![notice.id.0, id.0],
            )?;
        }
        Ok(())
    }

    /// Close a notice.
    ///
    /// # Errors
    /// Database failures.
    pub fn close_notice(&self, id: &NoticeId, at: &str) -> Result<()> {
        self.db.execute("UPDATE notice SET closed_at = ?2 WHERE id = ?1", [&id.0, at])?;
        Ok(())
    }

    /// Note an objection.
    ///
    /// # Errors
    /// Database failures.
    pub fn insert_objection(&self, objection: &ObjectionRow) -> Result<()> {
        row::insert(self.db, "objection", &[], objection)
    }

    /// Settle an objection.
    ///
    /// # Errors
    /// Database failures.
    pub fn settle_objection(&self, id: &str, handling: &str) -> Result<()> {
        self.db.execute("UPDATE objection SET handling = ?2 WHERE id = ?1", [id, handling])?;
        Ok(())
    }
}
