//! What comes back from the upstream: receipts and decisions, by the feed or in a reply file. Both
//! roads end here; taking the same thing twice changes nothing, and what is missing deletes nothing.

use super::Call;
use crate::error::{Code, Error, Result};
use crate::store::Write;
use crate::store::bundle::Bundle as Kept;
use crate::store::decision::KeptDecision;
use crate::sync::{Client, check_decision, check_receipt};
use engine::decision::{Decision, Outcome, REPLY_FORMAT, Reply};
use engine::protocol::{EventKind, Pairing, Receipt, Signed};
use serde::{Deserialize, Serialize};

/// What was taken in.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReplyReport {
    /// Bundles now known to be received.
    pub receipts: i32,
    /// New decisions.
    pub decisions: i32,
    /// About bundles that are not on this computer.
    pub elsewhere: i32,
    /// Bundles the upstream no longer has; they wait to be sent again.
    pub lost: i32,
}

/// Read reply files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReplyRequest {
    /// Tokens of the files.
    pub files: Vec<String>,
}

/// Setting: number of the last event taken.
const AFTER: &str = "feed_after";
/// Setting: epoch of that number.
const EPOCH: &str = "feed_epoch";

/// One thing the upstream said, checked.
enum Said {
    Receipt(Signed, Receipt),
    Decision(Signed, Decision),
}

/// Ask the paired upstream for everything new.
pub(crate) fn pull(call: &Call<'_>, client: &Client) -> Result<ReplyReport> {
    let setting = |key| -> Result<u64> {
        let text = call.desk.read(|r| r.setting(key))?;
        Ok(text.and_then(|t| t.parse().ok()).unwrap_or(0))
    };
    let (mut after, known) = (setting(AFTER)?, setting(EPOCH)?);
    let mut report = ReplyReport::default();
    let mut page = client.fetch_events(after)?;
    if page.epoch != known {
        // A restored upstream counts anew; what it has lost is offered again.
        report.lost = offer_again(call, client, page.epoch)?;
        after = 0;
        page = client.fetch_events(after)?;
    }
    loop {
        let mut said = Vec::new();
        for event in &page.events {
            call.progress.checkpoint("取回审核结果", event.n, page.next)?;
            match event.kind {
                EventKind::Received => {
                    if let Some((signed, receipt)) = client.fetch_receipt(&event.bundle_id)? {
                        said.push(Said::Receipt(signed, receipt));
                    }
                }
                EventKind::Decided => {
                    let (signed, decision) = client.fetch_decision(event.n)?;
                    said.push(Said::Decision(signed, decision));
                }
                EventKind::Unknown => {}
            }
        }
        let is_last = page.events.is_empty();
        if !is_last || page.epoch != known {
            let cursor = [(AFTER, page.next.to_string()), (EPOCH, page.epoch.to_string())];
            take(call, "sync.pull", &said, &cursor, &mut report)?;
        }
        if is_last {
            return Ok(report);
        }
        after = page.next.max(after + 1);
        page = client.fetch_events(after)?;
    }
}

/// Bundles with a receipt of an older epoch that the upstream does not have any more go back to
/// waiting. Nothing is deleted here.
fn offer_again(call: &Call<'_>, client: &Client, epoch: u64) -> Result<i32> {
    let mut lost = 0;
    for mut kept in call.desk.read(|r| r.list_bundle(None))? {
        let receipt: Option<Signed> =
            kept.receipt.clone().and_then(|r| serde_json::from_value(r).ok());
        let is_older = receipt.and_then(|s| s.receipt().ok()).is_some_and(|r| r.epoch < epoch);
        if !is_older || client.fetch_receipt(&kept.id)?.is_some() {
            continue;
        }
        kept.state = "sealed".into();
        kept.last_error = Some("上级收件端恢复过备份，这一份没有了，请再报一次".into());
        let detail = "上级没有这一份了，待重报";
        call.desk.write("sync.pull", Some(&kept.id), detail, |w| w.put_bundle(&kept))?;
        lost += 1;
    }
    Ok(lost)
}

/// Read reply files from a stick.
pub fn read(call: &Call<'_>, input: ReplyRequest) -> Result<ReplyReport> {
    let pairing = super::sync::paired(call)?;
    let mut said = Vec::new();
    for token in &input.files {
        let (_, bytes) = call.desk.tokens().read(token)?;
        said.extend(parse(&pairing, &bytes).map_err(|e| e.at("files"))?);
    }
    let mut report = ReplyReport::default();
    take(call, "sync.read", &said, &[], &mut report)?;
    Ok(report)
}

fn parse(pairing: &Pairing, bytes: &[u8]) -> Result<Vec<Said>> {
    let hint = "请到上级收件端重新导出本单位的回件";
    let wrong = |what: &str| Error::invalid(format!("回件不能用：{what}"), hint);
    let text = std::str::from_utf8(bytes).map_err(|_| wrong("不是回件文件"))?;
    let reply: Reply = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|e| wrong("内容不完整，或不是回件文件").with_source(e))?;
    if reply.format != REPLY_FORMAT {
        return Err(wrong("不是呈报的回件"));
    }
    if reply.unit_id != pairing.unit_id {
        return Err(wrong("是给别的单位的"));
    }
    let mut said = Vec::new();
    for signed in reply.receipts {
        let about = signed.receipt().map_err(|_| wrong("里面的回执读不出来"))?.bundle_id;
        let receipt = check_receipt(pairing, &about, &signed)?;
        said.push(Said::Receipt(signed, receipt));
    }
    for signed in reply.decisions {
        let decision = check_decision(pairing, &signed)?;
        said.push(Said::Decision(signed, decision));
    }
    Ok(said)
}

/// Take everything in, by one of the two roads, and where the feed stands, in one transaction.
fn take(
    call: &Call<'_>,
    op: &str,
    said: &[Said],
    cursor: &[(&str, String)],
    report: &mut ReplyReport,
) -> Result<()> {
    let mut changes: Vec<Change> = Vec::new();
    for one in said {
        match one {
            Said::Receipt(signed, receipt) => match received(call, signed, receipt)? {
                Found::New(kept) => changes.push(Change::Bundle(kept)),
                Found::Known => {}
                Found::Elsewhere => report.elsewhere += 1,
            },
            Said::Decision(signed, decision) => match decided(call, signed, decision)? {
                Found::New(kept) => changes.push(Change::Decision(kept)),
                Found::Known => {}
                Found::Elsewhere => report.elsewhere += 1,
            },
        }
    }
    if changes.is_empty() && cursor.is_empty() {
        return Ok(());
    }
    let (receipts, decisions) =
        call.desk.write(op, None, format!("收到 {} 件", changes.len()), |w| {
            cursor.iter().try_for_each(|(key, value)| w.set(key, value))?;
            store(w, &changes)
        })?;
    report.receipts += receipts;
    report.decisions += decisions;
    Ok(())
}

enum Change {
    Bundle(Box<Kept>),
    Decision(KeptDecision),
}

/// What this computer makes of something said.
enum Found<T> {
    New(T),
    Known,
    Elsewhere,
}

fn store(w: &Write<'_>, changes: &[Change]) -> Result<(i32, i32)> {
    let (mut receipts, mut decisions) = (0, 0);
    for change in changes {
        match change {
            Change::Bundle(kept) => {
                w.put_bundle(kept)?;
                receipts += 1;
            }
            Change::Decision(decision) => decisions += i32::from(w.take_decision(decision)?),
        }
    }
    Ok((receipts, decisions))
}

fn received(call: &Call<'_>, signed: &Signed, receipt: &Receipt) -> Result<Found<Box<Kept>>> {
    let mut kept = match call.desk.read(|r| r.bundle(&receipt.bundle_id)) {
        Ok(kept) => kept,
        Err(e) if e.code == Code::NotFound => return Ok(Found::Elsewhere),
        Err(e) => return Err(e),
    };
    if kept.state == "received" {
        return Ok(Found::Known);
    }
    kept.state = "received".into();
    kept.sent_bytes = kept.bytes;
    kept.last_error = None;
    kept.upload_url = None;
    kept.receipt = Some(serde_json::to_value(signed)?);
    Ok(Found::New(Box::new(kept)))
}

fn decided(call: &Call<'_>, signed: &Signed, d: &Decision) -> Result<Found<KeptDecision>> {
    if d.outcome == Outcome::Unknown {
        return Err(Error::precondition(
            "上级的审核结果里有这个版本不认识的结论",
            "请先升级本程序，再取回审核结果",
        ));
    }
    let id = engine::id::ApplicationId(d.application_id.clone());
    let (is_ours, held) = call
        .desk
        .read(|r| Ok((r.is_in_bundle(&d.bundle_id, d.round, &id)?, r.decision(&id, d.round)?)))?;
    if !is_ours {
        return Ok(Found::Elsewhere);
    }
    if held.is_some_and(|k| (k.epoch, k.n) >= (d.epoch as i64, d.n as i64)) {
        return Ok(Found::Known);
    }
    Ok(Found::New(KeptDecision {
        application_id: id,
        round: i32::from(d.round),
        bundle_id: d.bundle_id.clone(),
        epoch: d.epoch as i64,
        n: d.n as i64,
        outcome: d.outcome.as_str().to_owned(),
        decided_at: d.decided_at.clone(),
        signed: serde_json::to_value(signed)?,
    }))
}
