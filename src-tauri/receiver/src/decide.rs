//! Decisions (审核结果): made once for an application in a round, signed, told in the feed.

use engine::bundle::MAX_ROUND;
use engine::decision::{Decision, Outcome, Remark};
use engine::protocol::{ProblemCode, Signed, canonical_json};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::clock;
use crate::failure::{Failure, Result};
use crate::http::App;
use crate::store::{IMMEDIATE, Store};

/// What a reviewer decides.
#[derive(Debug, Clone)]
pub struct Ruling {
    /// Unit that filed.
    pub unit_id: String,
    /// Bundle it came in.
    pub bundle_id: String,
    /// Application.
    pub application_id: String,
    /// What.
    pub outcome: Outcome,
    /// What to put right, or why.
    pub remarks: Vec<Remark>,
    /// Last day for filing again, `YYYY-MM-DD`.
    pub due_on: Option<String>,
    /// Who, by name.
    pub by: String,
}

/// A decision as it is kept.
pub struct DecisionRow {
    /// Event number.
    pub n: u64,
    /// The signed document.
    pub signed: Signed,
}

impl DecisionRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            n: row.get("n")?,
            signed: Signed { document: row.get("document")?, signature: row.get("signature")? },
        })
    }
}

/// Decide. Gives the event number, and whether anything was new: the same decision again is not.
///
/// # Errors
/// `NotFound` for an application that did not come in this bundle, `ReturnLimit` for a return in the
/// last round, `BadRequest` for a return without a remark or when it was decided otherwise before.
pub fn decide(app: &App, ruling: &Ruling) -> Result<(u64, bool)> {
    check(ruling)?;
    let mut connection = app.store.connection();
    let transaction = connection.transaction_with_behavior(IMMEDIATE)?;
    let round: u8 = transaction
        .query_row(
            "SELECT round FROM application
             WHERE unit_id = ?1 AND application_id = ?2 AND bundle_id = ?3",
            params![ruling.unit_id, ruling.application_id, ruling.bundle_id],
            |row| row.get(0),
        )
        .optional()?
        .ok_or_else(|| {
            Failure::new(ProblemCode::NotFound, "这个上报包里没有这份申报，没有记下结果")
        })?;
    if let Some(held) = held(&transaction, ruling, round)? {
        let is_same = held.outcome == ruling.outcome
            && held.remarks == ruling.remarks
            && held.due_on == ruling.due_on;
        if is_same {
            return Ok((held.n, false));
        }
        return Err(Failure::bad(
            "这份申报本轮已有审核结果，没有改动。要改的，请等单位再报后在下一轮处理",
        ));
    }
    if ruling.outcome == Outcome::Returned && round >= MAX_ROUND {
        return Err(Failure::new(
            ProblemCode::ReturnLimit,
            "这份申报已退回过3次，不能再退，请作出通过或不予受理的结论",
        ));
    }
    let n = record(app, &transaction, ruling, round)?;
    transaction.commit()?;
    drop(connection);
    tracing::info!(unit = ruling.unit_id, n, "decided");
    app.announce(n);
    Ok((n, true))
}

fn check(ruling: &Ruling) -> Result<()> {
    let is_day = |text: &String| chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok();
    if ruling.outcome == Outcome::Unknown {
        return Err(Failure::bad("没有选审核结论"));
    }
    if ruling.outcome != Outcome::Accepted && ruling.remarks.is_empty() {
        return Err(Failure::bad("退回或不予受理要写明意见，请至少填一条"));
    }
    if ruling.due_on.as_ref().is_some_and(|day| !is_day(day)) {
        return Err(Failure::bad("补正期限要写成2025-09-30这样的日期"));
    }
    let long = |text: &str| text.chars().count() > 2000;
    if ruling.remarks.iter().any(|r| r.text.trim().is_empty() || long(&r.text)) {
        return Err(Failure::bad("每条意见不能是空的，也不能超过2000字"));
    }
    Ok(())
}

/// What was decided about it in this round before.
fn held(transaction: &Transaction<'_>, ruling: &Ruling, round: u8) -> Result<Option<Decision>> {
    let document: Option<String> = transaction
        .query_row(
            "SELECT document FROM decision
             WHERE unit_id = ?1 AND application_id = ?2 AND round = ?3",
            params![ruling.unit_id, ruling.application_id, round],
            |row| row.get(0),
        )
        .optional()?;
    Ok(document.map(|text| serde_json::from_str(&text)).transpose()?)
}

fn record(app: &App, transaction: &Transaction<'_>, ruling: &Ruling, round: u8) -> Result<u64> {
    let at = clock::instant();
    transaction.execute(
        "INSERT INTO event (unit_id, kind, bundle_id, at) VALUES (?1, 'decided', ?2, ?3)",
        params![ruling.unit_id, ruling.bundle_id, at],
    )?;
    let n = u64::try_from(transaction.last_insert_rowid()).map_err(Failure::internal)?;
    let decision = Decision {
        server_id: app.store.server_id.clone(),
        epoch: app.store.epoch,
        n,
        unit_id: ruling.unit_id.clone(),
        bundle_id: ruling.bundle_id.clone(),
        application_id: ruling.application_id.clone(),
        round,
        outcome: ruling.outcome,
        remarks: ruling.remarks.clone(),
        due_on: ruling.due_on.clone(),
        decided_by: ruling.by.clone(),
        decided_at: at.clone(),
    };
    let document = canonical_json(&decision)?;
    let comment = format!("decision:{} n:{n}", ruling.bundle_id);
    let signature = app.signer.sign(document.as_bytes(), &comment)?;
    transaction.execute(
        "INSERT INTO decision (n, unit_id, application_id, round, bundle_id, outcome, decided_at,
             document, signature)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            n,
            ruling.unit_id,
            ruling.application_id,
            round,
            ruling.bundle_id,
            ruling.outcome.as_str(),
            at,
            document,
            signature,
        ],
    )?;
    let about = [&*ruling.unit_id, &*ruling.bundle_id, &*ruling.application_id];
    note(transaction, &ruling.by, ruling.outcome.as_str(), about)?;
    Ok(n)
}

/// Write down who did what. Ids only.
fn note(connection: &Connection, reviewer: &str, act: &str, about: [&str; 3]) -> Result<()> {
    let [unit_id, bundle_id, application_id] = about;
    connection.execute(
        "INSERT INTO audit (at, reviewer, act, unit_id, bundle_id, application_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![clock::instant(), reviewer, act, unit_id, bundle_id, application_id],
    )?;
    Ok(())
}

impl Store {
    /// A decision by its event number; other units' decisions do not exist for a unit.
    pub fn decision(&self, unit_id: &str, n: u64) -> Result<Option<Signed>> {
        let sql = "SELECT * FROM decision WHERE unit_id = ?1 AND n = ?2";
        let row = self.connection().query_row(sql, params![unit_id, n], DecisionRow::read);
        Ok(row.optional()?.map(|row| row.signed))
    }

    /// All decisions of a unit, oldest first.
    pub fn decisions(&self, unit_id: &str) -> Result<Vec<DecisionRow>> {
        self.list_decision(
            "SELECT * FROM decision WHERE unit_id = ?1 AND ?2 = ?2 ORDER BY n",
            unit_id,
            "",
        )
    }

    /// The decisions of one application, round by round.
    pub fn decisions_of(&self, unit_id: &str, application_id: &str) -> Result<Vec<DecisionRow>> {
        let sql =
            "SELECT * FROM decision WHERE unit_id = ?1 AND application_id = ?2 ORDER BY round";
        self.list_decision(sql, unit_id, application_id)
    }

    fn list_decision(&self, sql: &str, unit_id: &str, other: &str) -> Result<Vec<DecisionRow>> {
        let connection = self.connection();
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map(params![unit_id, other], DecisionRow::read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Applications of a bundle, each with what was decided about it in that round.
    pub fn applications(
        &self,
        unit_id: &str,
        bundle_id: &str,
    ) -> Result<Vec<(String, Option<String>)>> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            "SELECT a.application_id, d.outcome FROM application a LEFT JOIN decision d
                 ON d.unit_id = a.unit_id AND d.application_id = a.application_id
                     AND d.round = a.round
             WHERE a.unit_id = ?1 AND a.bundle_id = ?2 ORDER BY 1",
        )?;
        let rows =
            statement.query_map([unit_id, bundle_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Write down that a reviewer looked at something, or took it.
    pub fn note(&self, reviewer: &str, act: &str, about: [&str; 3]) -> Result<()> {
        note(&self.connection(), reviewer, act, about)
    }
}

/// Whether a bundle may follow: the first round follows nothing, a later one a return of just the
/// bundle it names. Called inside the transaction that records it.
pub fn check_order(
    transaction: &Transaction<'_>,
    unit_id: &str,
    application_id: &str,
    round: u8,
    prev: Option<&str>,
) -> Result<()> {
    if round == 0 {
        return match prev {
            None => Ok(()),
            Some(_) => Err(out_of_order("第一次报送不应写明前一包")),
        };
    }
    let before: Option<(String, String)> = transaction
        .query_row(
            "SELECT bundle_id, outcome FROM decision
             WHERE unit_id = ?1 AND application_id = ?2 AND round = ?3",
            params![unit_id, application_id, round - 1],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    match before {
        Some((bundle_id, outcome)) if outcome == "returned" => {
            if prev == Some(format!("sha256:{bundle_id}").as_str()) {
                Ok(())
            } else {
                Err(out_of_order("写明的前一包不是被退回的那一包"))
            }
        }
        Some(_) => Err(out_of_order("上一轮没有退回")),
        None => Err(out_of_order("上一轮还没有审核结果")),
    }
}

fn out_of_order(why: &str) -> Failure {
    Failure::new(
        ProblemCode::RoundOrder,
        format!("没有接收：{why}。请单位先取回审核结果，再按退回意见重新封存"),
    )
}
