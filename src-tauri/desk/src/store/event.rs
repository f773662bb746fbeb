//! 操作记录 (event): append-only, written in the transaction of the change itself.

use super::Read;
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

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
    let last: Option<(i64, Option<String>)> = db
        .prepare_cached("SELECT n, hash FROM event ORDER BY n DESC LIMIT 1")?
        .query_row([], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let (n, before) = last.map_or((1, None), |(n, hash)| (n + 1, hash));
    let hash = link(before.as_deref(), n, e);
    db.prepare_cached(
        "INSERT INTO event (n, at, op, actor, subject, detail, before, after, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![n, e.at, e.op, e.actor, e.subject, e.detail, e.before, e.after, hash])?;
    // The last link is kept apart, so that entries cut off at the end are missed too.
    db.prepare_cached("INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)")?
        .execute(params![HEAD, format!("{n} {hash}")])?;
    Ok(())
}

/// Setting: number and hash of the last entry.
const HEAD: &str = "event.head";

/// The hash of an entry: SHA-256 over the one before it and everything it says, each part with its
/// length, so that no two entries read the same.
fn link(before: Option<&str>, n: i64, e: &Draft) -> String {
    let mut digest = Sha256::new();
    let number = n.to_string();
    let parts = [
        before,
        Some(number.as_str()),
        Some(e.at.as_str()),
        Some(e.op.as_str()),
        Some(e.actor.as_str()),
        e.subject.as_deref(),
        Some(e.detail.as_str()),
        e.before.as_deref(),
        e.after.as_deref(),
    ];
    for part in parts {
        match part {
            Some(text) => {
                digest.update((text.len() as u64 + 1).to_be_bytes());
                digest.update(text.as_bytes());
            }
            None => digest.update(0u64.to_be_bytes()),
        }
    }
    digest.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// Whether the log is as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    /// Entries that carry a hash.
    pub linked: i64,
    /// The first entry that does not fit, by its number.
    pub broken_at: Option<i64>,
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

    /// Go over the whole log: every entry must follow from the one before it, none may be missing,
    /// and the last one must be the last that was written.
    ///
    /// # Errors
    /// Database failures.
    pub fn check_event(&self) -> Result<Chain> {
        let mut statement = self.db.prepare(
            "SELECT n, at, op, actor, subject, detail, before, after, hash FROM event ORDER BY n",
        )?;
        let mut rows = statement.query([])?;
        let (mut linked, mut last): (i64, Option<(i64, Option<String>)>) = (0, None);
        while let Some(r) = rows.next()? {
            let (n, hash): (i64, Option<String>) = (r.get(0)?, r.get(8)?);
            let draft = Draft {
                at: r.get(1)?,
                op: r.get(2)?,
                actor: r.get(3)?,
                subject: r.get(4)?,
                detail: r.get(5)?,
                before: r.get(6)?,
                after: r.get(7)?,
            };
            let (before_n, before) = last.take().unwrap_or((0, None));
            // Entries of earlier versions carry none; once there is one, there is one ever after.
            let fits = match &hash {
                Some(hash) => *hash == link(before.as_deref(), n, &draft),
                None => before.is_none(),
            };
            if !fits || n != before_n + 1 {
                return Ok(Chain { linked, broken_at: Some(n) });
            }
            linked += i64::from(hash.is_some());
            last = Some((n, hash));
        }
        let (n, hash) = last.unwrap_or((0, None));
        let head = self.setting(HEAD)?;
        let expected = hash.map(|hash| format!("{n} {hash}"));
        let broken_at = (head != expected).then_some(n + 1);
        Ok(Chain { linked, broken_at })
    }

    /// Instant of the first change.
    ///
    /// # Errors
    /// Database failures.
    pub fn first_change_at(&self) -> Result<Option<String>> {
        Ok(self.db.query_row("SELECT min(at) FROM event", [], |r| r.get(0))?)
    }

    /// Instant of the last change.
    ///
    /// # Errors
    /// Database failures.
    pub fn last_change_at(&self) -> Result<Option<String>> {
        Ok(self.db.query_row("SELECT max(at) FROM event", [], |r| r.get(0))?)
    }
}
