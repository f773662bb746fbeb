//! 审核结果 beside the person: what was asked, what has changed since the bundle went out.

use super::Call;
use super::person::fields;
use super::person_section::sections;
use crate::error::{Error, Result};
use crate::store::batch::ApplicationRow as Kept;
use crate::store::decision::{Filed, KeptDecision};
use chrono::NaiveDate as Date;
use engine::bundle::{ApplicationEnvelope, MAX_ROUND};
use engine::decision::{Outcome, Remark};
use engine::id::{ApplicationId, BatchId};
use engine::person::Dossier;
use engine::protocol::Signed;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Decisions of a batch, or all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecisionListRequest {
    /// Batch.
    #[serde(default)]
    pub batch_id: Option<BatchId>,
}

/// Decisions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecisionList {
    /// The newest first.
    pub decisions: Vec<DecisionView>,
    /// Applications that came back and are not filed again.
    pub open: i32,
}

/// How it stands after the decision.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum DecisionStanding {
    /// 待补正：came back, not filed again.
    Open,
    /// Filed again in the next round.
    FiledAgain,
    /// Accepted or rejected.
    Closed,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecisionView {
    /// Application.
    pub application_id: ApplicationId,
    /// Its batch.
    pub batch_id: BatchId,
    /// Applicant.
    pub name: String,
    /// 拟申报职称.
    pub title: String,
    /// 轮次, 0 for the first filing.
    pub round: i32,
    /// Rounds there may be after the first.
    pub rounds: i32,
    /// What was decided.
    pub outcome: Outcome,
    /// How it stands now.
    pub standing: DecisionStanding,
    /// What to put right, or why.
    pub remarks: Vec<Remark>,
    /// Last day for filing again.
    pub due_on: Option<Date>,
    /// Who decided.
    pub decided_by: String,
    /// Instant by the upstream's clock.
    pub decided_at: String,
    /// Number at the upstream.
    pub number: String,
    /// What has changed here since the bundle was sealed; only of one that is open.
    pub changes: Vec<DecisionChange>,
    /// Why it cannot be said what has changed.
    pub problem: Option<String>,
}

/// Something that is not as it was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecisionChange {
    /// What.
    pub what: String,
    /// As sealed; empty for something new.
    pub before: String,
    /// Now; empty for something gone.
    pub now: String,
}

/// Decisions, and what changed since.
pub fn list(call: &Call<'_>, input: DecisionListRequest) -> Result<DecisionList> {
    let kept = call.desk.read(|r| r.list_decision(input.batch_id.as_ref()))?;
    let decisions = kept.iter().map(|k| view(call, k)).collect::<Result<Vec<_>>>()?;
    let open = decisions.iter().filter(|d| d.standing == DecisionStanding::Open).count() as i32;
    Ok(DecisionList { decisions, open })
}

/// Who of a batch came back and is not filed again, by name, and the first day it is due. Opens no
/// bundle.
pub(crate) fn open(call: &Call<'_>, batch: &BatchId) -> Result<(Vec<String>, Option<Date>)> {
    let (mut names, mut due) = (Vec::new(), None);
    for kept in call.desk.read(|r| r.list_decision(Some(batch)))? {
        let id = &kept.application_id;
        let filed = call.desk.read(|r| r.filed(id))?;
        if !filed.is_some_and(|f| f.is_returned() && i32::from(f.round) == kept.round) {
            continue;
        }
        let person = call.desk.read(|r| r.application(id))?.application.person_id;
        names.push(call.desk.read(|r| r.dossier(&person))?.person.name);
        let signed: Signed = serde_json::from_value(kept.signed)?;
        let on = signed.decision()?.due_on.and_then(|d| d.parse().ok());
        due = [due, on].into_iter().flatten().min();
    }
    Ok((names, due))
}

fn view(call: &Call<'_>, kept: &KeptDecision) -> Result<DecisionView> {
    let id = &kept.application_id;
    let (application, filed) = call.desk.read(|r| Ok((r.application(id)?, r.filed(id)?)))?;
    let a = &application.application;
    let dossier = call.desk.read(|r| r.dossier(&a.person_id))?;
    let signed: Signed = serde_json::from_value(kept.signed.clone())?;
    let said = signed.decision()?;
    let standing = match said.outcome {
        Outcome::Returned if filed.as_ref().is_some_and(|f| i32::from(f.round) > kept.round) => {
            DecisionStanding::FiledAgain
        }
        Outcome::Returned => DecisionStanding::Open,
        _ => DecisionStanding::Closed,
    };
    let (changes, problem) = match (&filed, standing) {
        (Some(filed), DecisionStanding::Open) => match changes(call, &application, filed) {
            Ok(changes) => (changes, None),
            Err(e) => (Vec::new(), Some(format!("比不出改了什么：{}", e.message))),
        },
        _ => (Vec::new(), None),
    };
    Ok(DecisionView {
        application_id: id.clone(),
        batch_id: a.batch_id.clone(),
        name: dossier.person.name,
        title: a.title.clone().unwrap_or_default(),
        round: kept.round,
        rounds: i32::from(MAX_ROUND),
        outcome: said.outcome,
        standing,
        remarks: said.remarks,
        due_on: said.due_on.and_then(|d| d.parse().ok()),
        decided_by: said.decided_by,
        decided_at: said.decided_at,
        number: format!("{:04}", said.n),
        changes,
        problem,
    })
}

/// What of an application is not as it lies in the bundle it was last sealed in.
pub(crate) fn changes(call: &Call<'_>, kept: &Kept, filed: &Filed) -> Result<Vec<DecisionChange>> {
    let a = &kept.application;
    let (before, then) = sealed(call, &a.id, filed)?;
    let now = call.desk.read(|r| r.dossier(&a.person_id))?;
    let mut changes = difference(&before, &now);
    let was = &then.record["application"];
    let is = serde_json::to_value(a)?;
    for (key, label) in [
        ("title", "拟申报职称"),
        ("series", "申报系列"),
        ("specialty", "申报专业"),
        ("committeeId", "评审委员会"),
        ("kind", "申报类型"),
        ("answers", "预审时的回答"),
    ] {
        if was[key] != is[key] {
            changes.push(DecisionChange {
                what: label.to_owned(),
                before: short(&was[key]),
                now: short(&is[key]),
            });
        }
    }
    changes.extend(of_materials(call, kept, &then)?);
    Ok(changes)
}

/// The dossier and the files as they were sealed.
fn sealed(
    call: &Call<'_>,
    id: &ApplicationId,
    filed: &Filed,
) -> Result<(Dossier, ApplicationEnvelope)> {
    let kept = call.desk.read(|r| r.bundle(&filed.bundle_id))?;
    let path = call.desk.kept("bundles", &kept.file_name)?;
    let mut bundle = bundle::Kept::open(&path).map_err(super::bundle::error)?;
    let manifest = bundle.manifest().map_err(super::bundle::error)?;
    let one = manifest.applications.iter().find(|a| a.application_id == id.0);
    let one = one.ok_or_else(|| Error::not_found("上报包里的这一份"))?;
    let then = bundle.application(&one.path).map_err(super::bundle::error)?;
    let dossier = serde_json::from_value(then.record["dossier"].clone())?;
    Ok((dossier, then))
}

/// What of a person's records differs, field by field and record by record.
pub(super) fn difference(before: &Dossier, now: &Dossier) -> Vec<DecisionChange> {
    let mut changes = of_fields(before, now);
    changes.extend(of_sections(before, now));
    changes
}

fn of_fields(before: &Dossier, now: &Dossier) -> Vec<DecisionChange> {
    let changed = |what: &str, before: Option<String>, now: Option<String>| DecisionChange {
        what: what.to_owned(),
        before: before.unwrap_or_default(),
        now: now.unwrap_or_default(),
    };
    let mut list = Vec::new();
    if before.person.name != now.person.name {
        let names = [&before.person.name, &now.person.name].map(|n| Some(n.clone()));
        let [before, now] = names;
        list.push(changed("姓名", before, now));
    }
    let was: BTreeMap<String, Option<String>> =
        fields(before, None).into_iter().map(|f| (f.key, f.value)).collect();
    let mut seen = BTreeSet::new();
    for field in fields(now, None) {
        let then = was.get(&field.key).cloned().flatten();
        // A masked number may differ where it is hidden.
        let is_other = match field.key.as_str() {
            "id_number" => before.person.id_number != now.person.id_number,
            "phone" => before.person.phone != now.person.phone,
            _ => then != field.value,
        };
        if is_other {
            list.push(changed(&field.label, then, field.value));
        }
        seen.insert(field.key);
    }
    for field in fields(before, None).into_iter().filter(|f| !seen.contains(&f.key)) {
        list.push(changed(&field.label, field.value, None));
    }
    list
}

fn of_sections(before: &Dossier, now: &Dossier) -> Vec<DecisionChange> {
    let told = |row: &[String]| -> String {
        let cells: Vec<&str> = row.iter().map(String::as_str).filter(|c| !c.is_empty()).collect();
        cells.join("，")
    };
    let mut list = Vec::new();
    for (was, is) in sections(before).into_iter().zip(sections(now)) {
        let mut gone: Vec<&Vec<String>> = was.rows.iter().collect();
        let mut new = Vec::new();
        for row in &is.rows {
            match gone.iter().position(|g| *g == row) {
                Some(at) => drop(gone.remove(at)),
                None => new.push(row),
            }
        }
        for at in 0..gone.len().max(new.len()) {
            list.push(DecisionChange {
                what: is.title.clone(),
                before: gone.get(at).map(|row| told(row)).unwrap_or_default(),
                now: new.get(at).map(|row| told(row)).unwrap_or_default(),
            });
        }
    }
    list
}

fn of_materials(
    call: &Call<'_>,
    kept: &Kept,
    then: &ApplicationEnvelope,
) -> Result<Vec<DecisionChange>> {
    let packs = call.desk.packs_of(&kept.application);
    let mut was: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for file in &then.files {
        if let Some(material) = &file.material {
            was.entry(material.clone()).or_default().push(&file.sha256);
        }
    }
    let attachments = call.desk.read(|r| r.list_attachment(&kept.application.id))?;
    let mut is: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for attachment in &attachments {
        if let Some(material) = packs.material(&attachment.material_id) {
            is.entry(material.name.clone()).or_default().push(&attachment.sha256);
        }
    }
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let none = Vec::new();
    let told = |files: &[&str], other: &[&str]| -> String {
        let own = files.iter().filter(|f| !other.contains(f)).count();
        match files.len() {
            0 => String::new(),
            n if own == 0 && files.len() == other.len() => format!("{n} 个文件，次序不一样"),
            n if own == 0 => format!("{n} 个文件"),
            n => format!("{n} 个文件，其中 {own} 个不一样"),
        }
    };
    Ok(names
        .into_iter()
        .map(|name| (name, was.get(name).unwrap_or(&none), is.get(name).unwrap_or(&none)))
        .filter(|(_, was, is)| was != is)
        .map(|(name, was, is)| DecisionChange {
            what: name.clone(),
            before: told(was, is),
            now: told(is, was),
        })
        .collect())
}

fn short(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Object(map) => format!("{} 项", map.len()),
        other => other.to_string(),
    }
}
