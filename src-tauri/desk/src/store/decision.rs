//! 审核结果: what the upstream decided, and which round an application is in.

use super::{Read, Write, row};
use crate::error::Result;
use engine::id::{ApplicationId, BatchId};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

/// A decision as it is kept; its signature was checked before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeptDecision {
    /// Application.
    pub application_id: ApplicationId,
    /// 轮次.
    pub round: i32,
    /// Bundle it is about.
    pub bundle_id: String,
    /// Epoch of the receiver.
    pub epoch: i64,
    /// Number of the event at the receiver.
    pub n: i64,
    /// `accepted`, `returned`, `rejected`.
    pub outcome: String,
    /// Instant by the receiver's clock.
    pub decided_at: String,
    /// The signed document.
    pub signed: serde_json::Value,
}

/// The round an application was last sealed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// 轮次.
    pub round: u8,
    /// Bundle.
    pub bundle_id: String,
    /// What was decided about it, if anything.
    pub outcome: Option<String>,
}

impl Filed {
    /// Whether it came back and may be filed again.
    #[must_use]
    pub fn is_returned(&self) -> bool {
        self.outcome.as_deref() == Some("returned")
    }
}

impl Read<'_> {
    /// Decisions, the newest first; of one batch or of all.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_decision(&self, batch: Option<&BatchId>) -> Result<Vec<KeptDecision>> {
        let batch = batch.map(|b| b.0.as_str());
        let sql = "SELECT d.* FROM decision d JOIN application a ON a.id = d.application_id
                   WHERE ?1 IS NULL OR a.batch_id = ?1 ORDER BY d.epoch DESC, d.n DESC";
        row::list(self.db, sql, &[&batch], false)
    }

    /// What was decided about an application in a round.
    ///
    /// # Errors
    /// Database failures.
    pub fn decision(&self, id: &ApplicationId, round: u8) -> Result<Option<KeptDecision>> {
        let sql = "SELECT * FROM decision WHERE application_id = ?1 AND round = ?2";
        row::one(self.db, sql, &[&id.0, &round], false)
    }

    /// The last round of an application; `None` when it was never sealed.
    ///
    /// # Errors
    /// Database failures.
    pub fn filed(&self, id: &ApplicationId) -> Result<Option<Filed>> {
        let sql = "SELECT b.round, b.id, d.outcome FROM bundle_application x
                   JOIN bundle b ON b.id = x.bundle_id
                   LEFT JOIN decision d
                       ON d.application_id = x.application_id AND d.round = b.round
                   WHERE x.application_id = ?1 ORDER BY b.round DESC, b.sealed_at DESC LIMIT 1";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Filed { round: row.get(0)?, bundle_id: row.get(1)?, outcome: row.get(2)? })
        };
        Ok(self.db.prepare_cached(sql)?.query_row([&id.0], read).optional()?)
    }

    /// Whether an application is in a sealed bundle that did not come back.
    ///
    /// # Errors
    /// Database failures.
    pub fn is_sealed(&self, id: &ApplicationId) -> Result<bool> {
        Ok(self.filed(id)?.is_some_and(|f| !f.is_returned()))
    }

    /// Whether an application is in a bundle in a round.
    ///
    /// # Errors
    /// Database failures.
    pub fn is_in_bundle(&self, bundle: &str, round: u8, id: &ApplicationId) -> Result<bool> {
        let sql = "SELECT count(*) FROM bundle_application x JOIN bundle b ON b.id = x.bundle_id
                   WHERE b.id = ?1 AND b.round = ?2 AND x.application_id = ?3";
        Ok(self.count(sql, &[&bundle, &round, &id.0])? > 0)
    }
}

impl Write<'_> {
    /// Keep a decision, unless a later one of the same round is here. Gives whether it was new.
    ///
    /// # Errors
    /// Database failures.
    pub fn take_decision(&self, decision: &KeptDecision) -> Result<bool> {
        let d = decision;
        let held: Option<(i64, i64)> = self
            .db
            .prepare_cached(
                "SELECT epoch, n FROM decision WHERE application_id = ?1 AND round = ?2",
            )?
            .query_row(params![d.application_id.0, d.round], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        if held.is_some_and(|held| held >= (d.epoch, d.n)) {
            return Ok(false);
        }
        self.db.execute(
            "DELETE FROM decision WHERE application_id = ?1 AND round = ?2",
            params![d.application_id.0, d.round],
        )?;
        row::insert(self.db, "decision", &[], d)?;
        Ok(true)
    }
}
