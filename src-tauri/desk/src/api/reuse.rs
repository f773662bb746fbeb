//! 沿用往年材料: scans of an earlier application put to this year's, where the paper stays the same.
//!
//! A certificate is scanned once. Which materials last is said by the packs (`is_lasting`); what speaks
//! of one year (承诺书, 年度考核, 备案表) is never offered. A scan that was doubtful is doubtful again, and
//! one whose validity ends before the papers are handed in is named and not taken.

use super::Call;
use crate::error::{Error, Result};
use crate::store::batch::ApplicationRow;
use crate::store::material::Attachment;
use engine::date::Date;
use engine::id::{ApplicationId, AttachmentId, BatchId};
use engine::pack::Material;
use engine::verdict::Conclusion;
use serde::{Deserialize, Serialize};

/// A batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EarlierRequest {
    /// Batch.
    pub batch_id: BatchId,
}

/// What earlier applications hold for the gaps of this batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EarlierPage {
    /// One a person and material, in the order of the roster.
    pub rows: Vec<EarlierRow>,
}

/// The scans of one material of one person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EarlierRow {
    /// Application they would go to.
    pub application_id: ApplicationId,
    /// Applicant.
    pub name: String,
    /// Material.
    pub material_id: String,
    /// Its short name.
    pub material: String,
    /// Year they were filed in.
    pub year: i32,
    /// How many files.
    pub files: i32,
    /// Pages of all of them.
    pub pages: i32,
    /// Last day of validity, the earliest of them.
    pub valid_until: Option<Date>,
    /// Whether that day is before the papers are handed in; such a one is not taken.
    pub is_expired: bool,
}

/// Materials to take over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReuseRequest {
    /// Batch.
    pub batch_id: BatchId,
    /// Which of the rows offered.
    pub picks: Vec<ReusePick>,
}

/// One row to take over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReusePick {
    /// Application.
    pub application_id: ApplicationId,
    /// Material.
    pub material_id: String,
}

/// What was taken over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reused {
    /// The new attachments, to be taken out again by whoever changes their mind.
    pub attachments: Vec<AttachmentId>,
}

/// A row with the files behind it.
struct Found {
    row: EarlierRow,
    files: Vec<Attachment>,
}

/// What earlier applications hold for the gaps of a batch.
///
/// # Errors
/// `NotFound`, database failures.
pub fn earlier(call: &Call<'_>, input: EarlierRequest) -> Result<EarlierPage> {
    let rows = found(call, &input.batch_id)?.into_iter().map(|f| f.row).collect();
    Ok(EarlierPage { rows })
}

/// Take over what was picked, all of it or nothing.
///
/// # Errors
/// `Precondition` where a row is no longer offered, database failures.
pub fn reuse(call: &Call<'_>, input: ReuseRequest) -> Result<Reused> {
    let desk = call.desk;
    let offered = found(call, &input.batch_id)?;
    let mut rows = Vec::new();
    for pick in &input.picks {
        let is_it = |f: &&Found| {
            f.row.application_id == pick.application_id
                && f.row.material_id == pick.material_id
                && !f.row.is_expired
        };
        let Some(found) = offered.iter().find(is_it) else {
            return Err(Error::precondition(
                "有一项材料已经补上，或不能再沿用",
                "请重新打开“沿用往年材料”再选",
            ));
        };
        rows.extend(found.files.iter().map(|file| Attachment {
            id: AttachmentId(desk.new_id()),
            application_id: pick.application_id.clone(),
            is_confirmed: false,
            // The file it was the twin of lies with the other application.
            warnings: file.warnings.iter().filter(|w| w.0 != "duplicate").cloned().collect(),
            added_at: desk.now(),
            ..file.clone()
        }));
    }
    let detail = format!("沿用往年材料 {} 项，{} 个文件", input.picks.len(), rows.len());
    desk.write("attachment.reuse", Some(&input.batch_id.0), detail, |w| {
        rows.iter().try_for_each(|a| w.insert_attachment(a))
    })?;
    Ok(Reused { attachments: rows.into_iter().map(|a| a.id).collect() })
}

fn found(call: &Call<'_>, batch: &BatchId) -> Result<Vec<Found>> {
    let desk = call.desk;
    let kept = desk.read(|r| r.list_application(batch))?;
    let mut out = Vec::new();
    // Somebody who cannot apply owes nothing, and whoever is not judged yet is not asked for anything.
    let is_on = |row: &&ApplicationRow| {
        row.verdict.as_ref().is_some_and(|v| v.conclusion != Conclusion::Ineligible)
    };
    for row in kept.iter().filter(is_on) {
        let person = &row.application.person_id;
        let others: Vec<ApplicationRow> = desk.read(|r| r.list_application_of(person))?;
        let is_earlier = |o: &&ApplicationRow| {
            o.application.id != row.application.id && o.application.year <= row.application.year
        };
        let others: Vec<&ApplicationRow> = others.iter().filter(is_earlier).collect();
        if others.is_empty() {
            continue;
        }
        let held = others
            .iter()
            .map(|o| Ok((o.application.year, desk.read(|r| r.list_attachment(&o.application.id))?)))
            .collect::<Result<Vec<_>>>()?;
        let gaps = gaps(call, row)?;
        let name = desk.read(|r| r.dossier(person))?.person.name;
        out.extend(
            gaps.iter().filter_map(|material| latest(desk.today(), row, material, &held, &name)),
        );
    }
    Ok(out)
}

/// Lasting materials an application is asked for, or may add, and has no file of.
fn gaps(call: &Call<'_>, row: &ApplicationRow) -> Result<Vec<Material>> {
    let mine = call.desk.read(|r| r.list_attachment(&row.application.id))?;
    let asked = row.verdict.iter().flat_map(|v| &v.materials);
    let open: Vec<&str> =
        asked.filter(|m| !m.is_waived && !m.is_made_here).map(|m| m.material.as_str()).collect();
    let packs = call.desk.packs_of(&row.application);
    let is_gap = |m: &&Material| {
        m.is_lasting
            && (m.is_optional || open.contains(&m.id.as_str()))
            && !mine.iter().any(|a| a.material_id == m.id)
    };
    Ok(packs.materials().into_iter().filter(is_gap).cloned().collect())
}

/// The files of the latest application that has any.
fn latest(
    today: Date,
    row: &ApplicationRow,
    material: &Material,
    held: &[(i32, Vec<Attachment>)],
    name: &str,
) -> Option<Found> {
    let (year, files) = held.iter().find_map(|(year, all)| {
        let files: Vec<Attachment> =
            all.iter().filter(|a| a.material_id == material.id).cloned().collect();
        (!files.is_empty()).then_some((*year, files))
    })?;
    let valid_until = files.iter().filter_map(|a| a.valid_until).min();
    let due = row.application.submitted_on.unwrap_or(today);
    let row = EarlierRow {
        application_id: row.application.id.clone(),
        name: name.to_owned(),
        material_id: material.id.clone(),
        material: material.short.clone(),
        year,
        files: files.len() as i32,
        pages: files.iter().map(|a| a.pages).sum(),
        valid_until,
        is_expired: valid_until.is_some_and(|day| day < due),
    };
    Some(Found { row, files })
}
