//! 材料清单: people × materials, and one material of one applicant.

use super::Call;
use crate::error::{Error, Result};
use crate::store::batch::ApplicationRow as Kept;
use crate::store::material::Attachment;
use engine::date::Date;
use engine::id::{ApplicationId, AttachmentId, BatchId};
use engine::pack::Material;
use engine::verdict::Citation;
use engine::verdict::{Conclusion, RequiredMaterial};
use serde::{Deserialize, Serialize};

/// A batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HeatmapRequest {
    /// Batch.
    pub batch_id: BatchId,
}

/// 缺件一览.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Heatmap {
    /// Columns.
    pub materials: Vec<MaterialHead>,
    /// Rows.
    pub rows: Vec<HeatRow>,
    /// Cells still to mend.
    pub open_count: i32,
    /// People they fall on.
    pub open_people: i32,
    /// Files that go by the name of their material and not by the one they came with.
    pub renamed: i32,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MaterialHead {
    /// Material id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Short name for the head.
    pub short: String,
    /// Cells to mend in this column.
    pub open_count: i32,
}

/// 材料状态.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum MaterialState {
    /// 齐全.
    Complete,
    /// 缺件.
    Missing,
    /// 待核实.
    Doubtful,
    /// 过期.
    Expired,
    /// 免交.
    Waived,
    /// Not asked of this applicant.
    NotRequired,
    /// Made by this program at its station.
    MadeHere,
}

/// An applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HeatRow {
    /// Application.
    pub application_id: ApplicationId,
    /// Name.
    pub name: String,
    /// 部门.
    pub department: Option<String>,
    /// One a column.
    pub cells: Vec<MaterialState>,
    /// Cells to mend.
    pub open_count: i32,
}

/// One material of one applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MaterialRequest {
    /// Application.
    pub application_id: ApplicationId,
    /// Material.
    pub material_id: String,
}

/// One material of one applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MaterialPage {
    /// Application.
    pub application_id: ApplicationId,
    /// Material.
    pub material_id: String,
    /// Applicant.
    pub person_name: String,
    /// Material.
    pub name: String,
    /// State.
    pub state: MaterialState,
    /// The state in one sentence.
    pub state_note: String,
    /// Why it is asked.
    pub reason: String,
    /// Clauses.
    pub cites: Vec<Citation>,
    /// Files.
    pub attachments: Vec<AttachmentView>,
    /// 另附: what nobody is asked for and anybody may add.
    pub optional: Vec<OptionalMaterial>,
}

/// A material an applicant may add.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OptionalMaterial {
    /// Material.
    pub id: String,
    /// Short name.
    pub name: String,
    /// Files there.
    pub files: i32,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttachmentView {
    /// Id.
    pub id: AttachmentId,
    /// File token for the host's `read`.
    pub file: String,
    /// Original name.
    pub name: String,
    /// `jpeg`, `png`, `pdf`.
    pub kind: String,
    /// Pages.
    pub pages: i32,
    /// Size in bytes.
    pub bytes: f64,
    /// Pixels, upright.
    pub width: Option<i32>,
    /// Pixels, upright.
    pub height: Option<i32>,
    /// What to look at.
    pub warnings: Vec<ScanWarningView>,
    /// Whether the clerk has confirmed it despite warnings.
    pub is_confirmed: bool,
    /// Last day of validity.
    pub valid_until: Option<Date>,
}

/// Something about a scan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScanWarningView {
    /// Kind.
    pub code: String,
    /// Sentence.
    pub message: String,
    /// What to do.
    pub suggestion: String,
}

/// People × materials.
pub fn get(call: &Call<'_>, input: HeatmapRequest) -> Result<Heatmap> {
    let desk = call.desk;
    let (kept, attachments) = desk.read(|r| {
        Ok((r.list_application(&input.batch_id)?, r.list_attachment_of_batch(&input.batch_id)?))
    })?;
    // Somebody who cannot apply owes nothing.
    let on: Vec<&Kept> = kept
        .iter()
        .filter(|k| k.verdict.as_ref().is_some_and(|v| v.conclusion != Conclusion::Ineligible))
        .collect();
    let asked = |id: &str| {
        on.iter().any(|k| {
            k.verdict.iter().flat_map(|v| &v.materials).any(|m| m.material == id && !m.is_waived)
        })
    };
    let heads: Vec<_> = columns(call, &on).into_iter().filter(|m| asked(&m.id)).collect();
    let mut rows = Vec::new();
    for k in on {
        let name = desk.read(|r| r.dossier(&k.application.person_id))?.person;
        let mine: Vec<&Attachment> =
            attachments.iter().filter(|a| a.application_id == k.application.id).collect();
        let cells: Vec<MaterialState> =
            heads.iter().map(|m| state(call, k, &m.id, &mine)).collect();
        let open_count = cells.iter().filter(|c| is_open(**c)).count() as i32;
        rows.push(HeatRow {
            application_id: k.application.id.clone(),
            name: name.name,
            department: name.department,
            cells,
            open_count,
        });
    }
    let head = |(i, m): (usize, &Material)| MaterialHead {
        id: m.id.clone(),
        name: m.name.clone(),
        short: m.short.clone(),
        open_count: rows.iter().filter(|r| is_open(r.cells[i])).count() as i32,
    };
    Ok(Heatmap {
        materials: heads.iter().enumerate().map(head).collect(),
        open_count: rows.iter().map(|r| r.open_count).sum(),
        open_people: rows.iter().filter(|r| r.open_count > 0).count() as i32,
        renamed: attachments.iter().filter(|a| a.original_name.is_some()).count() as i32,
        rows,
    })
}

/// The materials of the base and of every committee filed with, in packet order; where several name
/// the same one, the base's name stands above the column.
fn columns(call: &Call<'_>, on: &[&Kept]) -> Vec<Material> {
    let base = call.desk.packs();
    let own = on.iter().map(|k| call.desk.packs_of(&k.application));
    let mut all: Vec<Material> = Vec::new();
    for packs in std::iter::once(base).chain(own) {
        for material in packs.materials() {
            if !all.iter().any(|m| m.id == material.id) {
                all.push(material.clone());
            }
        }
    }
    all.sort_by_key(|m| m.order);
    all
}

fn is_open(state: MaterialState) -> bool {
    matches!(state, MaterialState::Missing | MaterialState::Doubtful | MaterialState::Expired)
}

/// How many materials of one application are still to be mended.
pub(crate) fn open_count(call: &Call<'_>, kept: &Kept) -> Result<i32> {
    Ok(open_names(call, kept)?.len() as i32)
}

/// Materials of one application still to be mended, by name.
pub(crate) fn open_names(call: &Call<'_>, kept: &Kept) -> Result<Vec<String>> {
    let attachments = call.desk.read(|r| r.list_attachment(&kept.application.id))?;
    let mine: Vec<&Attachment> = attachments.iter().collect();
    let asked = kept.verdict.iter().flat_map(|v| &v.materials);
    let open = asked.filter(|m| is_open(state(call, kept, &m.material, &mine)));
    Ok(open.map(|m| m.name.clone()).collect())
}

/// A material asked of an application, and how it stands.
pub(crate) struct Standing {
    /// What is asked.
    pub asked: RequiredMaterial,
    /// How it stands.
    pub state: MaterialState,
    /// The state in one sentence.
    pub note: String,
    /// Pages of its files.
    pub pages: i32,
}

/// Everything asked of an application, in the order of the packet.
pub(crate) fn standings(call: &Call<'_>, kept: &Kept) -> Result<Vec<Standing>> {
    let all = call.desk.read(|r| r.list_attachment(&kept.application.id))?;
    let mine: Vec<&Attachment> = all.iter().collect();
    let asked = kept.verdict.iter().flat_map(|v| &v.materials);
    let mut standings: Vec<Standing> = asked
        .map(|asked| {
            let state = state(call, kept, &asked.material, &mine);
            Standing {
                state,
                note: note(state, kept, &all, &asked.material),
                pages: mine
                    .iter()
                    .filter(|a| a.material_id == asked.material)
                    .map(|a| a.pages)
                    .sum(),
                asked: asked.clone(),
            }
        })
        .filter(|s| s.state != MaterialState::NotRequired)
        .collect();
    let packs = call.desk.packs_of(&kept.application);
    for material in packs.materials().into_iter().filter(|m| m.is_optional) {
        let state = state(call, kept, &material.id, &mine);
        if state != MaterialState::NotRequired
            && !standings.iter().any(|s| s.asked.material == material.id)
        {
            let files = mine.iter().filter(|a| a.material_id == material.id);
            standings.push(Standing {
                state,
                note: note(state, kept, &all, &material.id),
                pages: files.map(|a| a.pages).sum(),
                asked: added(material),
            });
        }
    }
    let order = |s: &Standing| packs.material(&s.asked.material).map(|m| m.order);
    standings.sort_by_key(order);
    Ok(standings)
}

/// What an applicant has added without being asked.
fn added(material: &Material) -> RequiredMaterial {
    RequiredMaterial {
        material: material.id.clone(),
        name: material.name.clone(),
        is_waived: false,
        is_advised: true,
        is_made_here: false,
        reason: "本人另附".into(),
        shows_original: material.is_certificate,
        signed_by: material.signed_by.clone(),
        sealed_by: material.sealed_by.clone(),
        copies: material.copies.unwrap_or(1),
        state: Default::default(),
        rule: String::new(),
        cites: Vec::new(),
    }
}

impl MaterialState {
    /// The words a clerk reads.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Complete => "齐",
            Self::Missing => "缺",
            Self::Doubtful => "待核实",
            Self::Expired => "过期",
            Self::Waived => "免交",
            Self::NotRequired => "不用交",
            Self::MadeHere => "本程序出",
        }
    }
}

/// The state of one material of one application.
fn state(call: &Call<'_>, kept: &Kept, material: &str, mine: &[&Attachment]) -> MaterialState {
    let asked = kept.verdict.iter().flat_map(|v| &v.materials).find(|m| m.material == material);
    if asked.is_some_and(|a| a.is_waived) {
        return MaterialState::Waived;
    }
    if asked.is_some_and(|a| a.is_made_here) {
        return MaterialState::MadeHere;
    }
    let files: Vec<_> = mine.iter().filter(|a| a.material_id == material).collect();
    if asked.is_none_or(|a| a.is_advised) && files.is_empty() {
        return MaterialState::NotRequired;
    }
    let due = kept.application.submitted_on.unwrap_or_else(|| call.desk.today());
    if files.is_empty() {
        MaterialState::Missing
    } else if files.iter().any(|a| a.valid_until.is_some_and(|d| d < due)) {
        MaterialState::Expired
    } else if files.iter().any(|a| !a.is_confirmed && a.warnings.iter().any(|w| is_heavy(&w.0))) {
        MaterialState::Doubtful
    } else {
        MaterialState::Complete
    }
}

/// Warnings that make a material doubtful; the others are only worth knowing.
fn is_heavy(code: &str) -> bool {
    matches!(code, "dark" | "blurred" | "blank" | "low_resolution")
}

/// One material of one applicant.
pub fn item(call: &Call<'_>, input: MaterialRequest) -> Result<MaterialPage> {
    let desk = call.desk;
    let (kept, all) = desk.read(|r| {
        Ok((r.application(&input.application_id)?, r.list_attachment(&input.application_id)?))
    })?;
    let packs = desk.packs_of(&kept.application);
    let material =
        packs.material(&input.material_id).ok_or_else(|| Error::not_found("这项材料"))?.clone();
    let optional_one = |m: &Material| OptionalMaterial {
        id: m.id.clone(),
        name: m.short.clone(),
        files: all.iter().filter(|a| a.material_id == m.id).count() as i32,
    };
    let optional =
        packs.materials().into_iter().filter(|m| m.is_optional).map(optional_one).collect();
    let asked: Option<&RequiredMaterial> =
        kept.verdict.iter().flat_map(|v| &v.materials).find(|m| m.material == material.id);
    let mine: Vec<&Attachment> = all.iter().collect();
    let state = state(call, &kept, &material.id, &mine);
    let person = desk.read(|r| r.dossier(&kept.application.person_id))?.person;
    let files = all.iter().filter(|a| a.material_id == material.id);
    Ok(MaterialPage {
        application_id: input.application_id,
        person_name: person.name,
        name: material.name,
        state_note: match state {
            MaterialState::NotRequired if material.is_optional => "没有规则要求，有就另附".into(),
            _ => note(state, &kept, &all, &material.id),
        },
        state,
        reason: asked.map(|a| a.reason.clone()).unwrap_or_default(),
        cites: asked.map(|a| a.cites.clone()).unwrap_or_default(),
        attachments: files.map(|a| view(call, a)).collect(),
        optional,
        material_id: material.id,
    })
}

fn note(state: MaterialState, kept: &Kept, all: &[Attachment], material: &str) -> String {
    match state {
        MaterialState::Complete => "齐了".into(),
        MaterialState::Missing => "还没有放入文件，图片或 PDF 都行".into(),
        MaterialState::Doubtful => "有文件要看一眼：清楚就点“可以用”，不清楚请重扫".into(),
        MaterialState::Expired => {
            let until = all
                .iter()
                .filter(|a| a.material_id == material)
                .filter_map(|a| a.valid_until)
                .min()
                .map(engine::date::long)
                .unwrap_or_default();
            let due = kept.application.submitted_on.map(engine::date::long).unwrap_or_default();
            format!("有效期到{until}，早于报送日{due}，请重新下载")
        }
        MaterialState::Waived => "不用交".into(),
        MaterialState::NotRequired => "这个人不用交".into(),
        MaterialState::MadeHere => "由本程序在对应步骤里做出来，不用放文件".into(),
    }
}

/// An attachment for the window.
pub(crate) fn view(call: &Call<'_>, a: &Attachment) -> AttachmentView {
    let path = call.desk.blobs().path(&a.sha256);
    let warning = |(code, message): &(String, String)| ScanWarningView {
        code: code.clone(),
        message: message.clone(),
        suggestion: String::new(),
    };
    AttachmentView {
        id: a.id.clone(),
        file: call.desk.tokens().register_blob(&path, &a.name),
        name: a.name.clone(),
        kind: a.kind.clone(),
        pages: a.pages,
        bytes: a.bytes as f64,
        width: a.width,
        height: a.height,
        warnings: a.warnings.iter().map(warning).collect(),
        is_confirmed: a.is_confirmed,
        valid_until: a.valid_until,
    }
}
