//! 操作记录 (event): append-only, written in the transaction of the change itself.

use super::Read;
use crate::error::Result;
use rusqlite::{Connection, params};

/// An act to be logged.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Instant, RFC 3339 UTC.
    pub at: String,
    /// Name of the operation, as the command table has it.
    pub op: String,
    /// Who.
    pub actor: String,
    /// Id of what it is about.
    pub subject: Option<String>,
    /// In words, without personal data.
    pub detail: String,
    /// State before, JSON.
    pub before: Option<String>,
    /// State after, JSON.
    pub after: Option<String>,
}

/// An act as logged.
#[derive(Debug, Clone)]
pub struct Event {
    /// Instant, RFC 3339 UTC.
    pub at: String,
    /// Name of the operation.
    pub op: String,
    /// Who.
    pub actor: String,
    /// In words.
    pub detail: String,
}

pub(super) fn append(db: &Connection, e: &Draft) -> Result<()> {
    db.execute(
        "INSERT INTO event (at, op, actor, subject, detail, before, after)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![e.at, e.op, e.actor, e.subject, e.detail, e.before, e.after],
    )?;
    Ok(())
}

impl Read<'_> {
    /// How many events match, and a window of them, the newest first.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_event(
        &self,
        subject: Option<&str>,
        from: i64,
        count: i64,
    ) -> Result<(i64, Vec<Event>)> {
        let total =
            self.count("SELECT count(*) FROM event WHERE ?1 IS NULL OR subject = ?1", &[&subject])?;
        let mut statement = self.db.prepare_cached(
            "SELECT at, op, actor, detail FROM event WHERE ?1 IS NULL OR subject = ?1
             ORDER BY n DESC LIMIT ?3 OFFSET ?2",
        )?;
        let rows = statement.query_map(params![subject, from, count], |r| {
            Ok(Event { at: r.get(0)?, op: r.get(1)?, actor: r.get(2)?, detail: r.get(3)? })
        })?;
        Ok((total, rows.collect::<Result<_, _>>()?))
    }

    /// Instant of the last change.
    ///
    /// # Errors
    /// Database failures.
    pub fn last_change_at(&self) -> Result<Option<String>> {
        Ok(self.db.query_row("SELECT max(at) FROM event", [], |r| r.get(0))?)
    }
}
