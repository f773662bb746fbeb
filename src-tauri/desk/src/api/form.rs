//! 表格: every paper of the season, per applicant and per batch, and the gallery of samples.

use super::binding::{Sheet, sheet};
use super::notice::FileView;
use super::{Call, form_batch, form_data, meeting};
use crate::error::{Error, Result};
use crate::forms::{Document, FormSpec, Gap, Made, SampleSize, Subject, When, workbook};
use crate::store::batch::Batch;
use engine::id::{ApplicationId, BatchId};
use engine::verdict::Citation;
use serde::{Deserialize, Serialize};

/// The forms of a batch, or of one applicant in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormListRequest {
    /// Batch.
    pub batch_id: BatchId,
    /// Applicant; the batch's own forms when left out.
    #[serde(default)]
    pub application_id: Option<ApplicationId>,
}

/// Forms in the order of the season.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormList {
    /// Forms.
    pub forms: Vec<FormEntry>,
    /// What is wrong with the office's own copies, each with file and line.
    pub faults: Vec<String>,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormEntry {
    /// Name, for `form.make`.
    pub name: String,
    /// Title.
    pub title: String,
    /// The step it belongs to, in words.
    pub stage: String,
    /// Paper in words.
    pub paper: String,
    /// Where it comes from.
    pub source: String,
    /// Whether the layout waits for this year's attachment.
    pub is_layout_pending: bool,
    /// Whether the office uses a copy of its own.
    pub is_own: bool,
    /// Whether a workbook can be had too.
    pub has_workbook: bool,
    /// Why it is not needed here; needed when left out.
    pub reason: Option<String>,
    /// Copies to print.
    pub copies: i32,
    /// Places to seal, a copy.
    pub seals: i32,
    /// Places to sign, a copy.
    pub signatures: i32,
    /// Who signs or seals where, one a line.
    pub places: Vec<String>,
    /// Clauses that demand it.
    pub cites: Vec<Citation>,
}

/// Make a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormMakeRequest {
    /// Name of the form.
    pub name: String,
    /// Batch.
    pub batch_id: BatchId,
    /// Applicant, for a form of one.
    #[serde(default)]
    pub application_id: Option<ApplicationId>,
}

/// A form that was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormMade {
    /// The PDF.
    pub file: FileView,
    /// Fields that print as blanks.
    pub gaps: Vec<FormGap>,
    /// What to mind.
    pub cautions: Vec<String>,
}

/// A field that prints as a blank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormGap {
    /// Path in the data.
    pub path: String,
    /// What it is called.
    pub label: String,
}

/// A form filled with invented people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormSampleRequest {
    /// Name of the form.
    pub name: String,
    /// `short`, `long`, `extreme`.
    #[serde(default)]
    pub size: String,
}

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormGalleryRequest {}

/// Make an office's own copy of a form's template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormAdaptRequest {
    /// Name of the form.
    pub name: String,
}

/// The office's own copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormAdapted {
    /// Its files, from the office's folder on.
    pub files: Vec<String>,
}

/// The form of an applicant's portal blocks, to be copied block by block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PortalRequest {
    /// Applicant.
    pub application_id: ApplicationId,
}

/// 填报对照单 in the window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PortalPage {
    /// Applicant.
    pub name: String,
    /// What to choose before filling in.
    pub choices: Vec<PortalPair>,
    /// Blocks in the portal's order.
    pub blocks: Vec<PortalBlockView>,
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PortalPair {
    /// Label.
    pub label: String,
    /// Value.
    pub text: String,
}

/// A block of the portal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PortalBlockView {
    /// Title.
    pub title: String,
    /// What to mind.
    pub note: String,
    /// Columns; none for prose.
    pub head: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
    /// Prose.
    pub text: String,
}

fn entry(
    call: &Call<'_>,
    spec: &FormSpec,
    is_dispatched: bool,
    reason: Option<String>,
) -> FormEntry {
    use crate::forms::PlaceKind;
    let count = |kind: PlaceKind| {
        spec.places(is_dispatched).filter(|p| p.kind == kind).map(|p| p.count as i32).sum()
    };
    FormEntry {
        name: spec.name.clone(),
        title: spec.title.clone(),
        stage: spec.stage.label().to_owned(),
        paper: spec.paper.label().to_owned(),
        source: spec.source.clone(),
        is_layout_pending: spec.is_layout_pending,
        is_own: call.desk.forms().is_own(&spec.name),
        has_workbook: spec.has_workbook,
        reason,
        copies: spec.copies as i32,
        seals: count(PlaceKind::Seal),
        signatures: count(PlaceKind::Signature),
        places: spec
            .places(is_dispatched)
            .map(|p| format!("{}{}　{}", p.who, p.kind.label(), p.spot))
            .collect(),
        cites: call.desk.packs().citations(&spec.clauses()),
    }
}

/// Why a form is not needed here.
pub(super) fn needs(
    call: &Call<'_>,
    spec: &FormSpec,
    s: Option<&Sheet>,
    batch: &Batch,
) -> Result<Option<&'static str>> {
    let Some(when) = spec.when else { return Ok(None) };
    let is_needed = match s {
        None => form_batch::has(call, when, batch)?,
        Some(s) => {
            let id = &s.kept.application.id;
            let asked = |id: &str| {
                let all = s.kept.verdict.iter().flat_map(|v| &v.materials);
                all.into_iter().any(|m| m.material == id && !m.is_waived)
            };
            match when {
                When::Dispatched => {
                    use engine::person::EmploymentKind;
                    s.dossier.person.employment_kind == Some(EmploymentKind::Dispatched)
                }
                When::Seconded => !s.dossier.secondment.is_empty(),
                When::PostChanged => !s.dossier.post_change.is_empty(),
                When::MaterialAsked => spec.material.as_ref().is_some_and(|m| asked(m.get_ref())),
                When::OutOfProvince => asked("out-title"),
                When::Posted => call.desk.read(|r| r.notice_of(id))?.is_some(),
                When::NoticeClosed => {
                    call.desk.read(|r| r.notice_of(id))?.is_some_and(|n| n.closed_at.is_some())
                }
                When::PublicInstitution => s.unit.as_ref().is_some_and(|u| u.post_setup.is_some()),
            }
        }
    };
    Ok((!is_needed).then(|| when.reason()))
}

/// The forms of a batch or of one applicant.
pub fn list(call: &Call<'_>, input: FormListRequest) -> Result<FormList> {
    let batch = call.desk.read(|r| r.batch(&input.batch_id))?;
    let s = input.application_id.as_ref().map(|id| sheet(call, id)).transpose()?;
    let subject = if s.is_some() { Subject::Person } else { Subject::Batch };
    let mut forms = Vec::new();
    for spec in call.desk.forms().specs()?.iter().filter(|f| f.subject == subject) {
        let reason = needs(call, spec, s.as_ref(), &batch)?.map(str::to_owned);
        let is_dispatched = s.as_ref().is_some_and(|s| s.host.is_some());
        forms.push(entry(call, spec, is_dispatched, reason));
    }
    let faults = call.desk.forms().check(&call.desk.packs());
    Ok(FormList { forms, faults: faults.iter().map(ToString::to_string).collect() })
}

/// All forms there are, for the gallery.
pub fn gallery(call: &Call<'_>, _: FormGalleryRequest) -> Result<FormList> {
    let specs = call.desk.forms().specs()?;
    let faults = call.desk.forms().check(&call.desk.packs());
    Ok(FormList {
        forms: specs.iter().map(|f| entry(call, f, true, None)).collect(),
        faults: faults.iter().map(ToString::to_string).collect(),
    })
}

/// Copy a form's template into the office's folder, where it may be changed; one that is there already
/// is not touched.
pub fn adapt(call: &Call<'_>, input: FormAdaptRequest) -> Result<FormAdapted> {
    let made = call.desk.forms().adapt(&input.name)?;
    call.desk.write("form.adapt", None, "把一份表格改成自己的", |_| Ok(()))?;
    let name = |p: &std::path::PathBuf| {
        let name = p.file_name().map(|n| n.to_string_lossy().into_owned());
        format!("forms/{}", name.unwrap_or_default())
    };
    Ok(FormAdapted { files: made.iter().map(name).collect() })
}

/// A form filled with invented people.
pub fn sample(call: &Call<'_>, input: FormSampleRequest) -> Result<FormMade> {
    let size = SampleSize::ALL.into_iter().find(|s| s.key() == input.size);
    let size = size.unwrap_or(SampleSize::Short);
    let made = call.desk.forms().make_sample(&input.name, size, call.desk.today())?;
    hand_out(call, made, Vec::new())
}

fn hand_out(call: &Call<'_>, made: Made, more: Vec<String>) -> Result<FormMade> {
    // The name of a file is seen by anybody who looks over a shoulder: it names no person.
    let file = super::notice::paper(call, &made.pdf, &format!("{}.pdf", made.spec.title))?;
    let gap = |g: Gap| FormGap { path: g.path, label: g.label };
    Ok(FormMade {
        file,
        gaps: made.gaps.into_iter().map(gap).collect(),
        cautions: made.cautions.into_iter().chain(more).collect(),
    })
}

/// A form of an applicant or of a batch as a paper.
pub(super) fn paper(call: &Call<'_>, input: &FormMakeRequest) -> Result<Made> {
    let spec = call.desk.forms().spec(&input.name)?;
    let batch = call.desk.read(|r| r.batch(&input.batch_id))?;
    let document = document(call, &spec, &batch, input.application_id.as_ref())?;
    let date = match spec.is_posted {
        true => posted_on(call, &batch, input.application_id.as_ref())?,
        false => None,
    };
    call.desk.forms().make(&input.name, &document, date.unwrap_or(call.desk.today()))
}

/// Make a form of an applicant or of a batch.
pub fn make(call: &Call<'_>, input: FormMakeRequest) -> Result<FormMade> {
    let made = paper(call, &input)?;
    let batch = call.desk.read(|r| r.batch(&input.batch_id))?;
    let mut cautions = Vec::new();
    if input.name == "meeting-record" || input.name == "opinion" {
        let record = meeting::of_batch(call, &batch.id)?;
        if input.name == "meeting-record" {
            cautions.extend(meeting::sums(&record));
        }
        let kept = call.desk.read(|r| r.list_application(&batch.id))?;
        for k in kept.iter().map(|k| &k.application.id) {
            if input.application_id.as_ref().is_none_or(|id| id == k) {
                cautions.extend(meeting::disagreement(call, &record, k)?);
            }
        }
        cautions.dedup();
    }
    hand_out(call, made, cautions)
}

/// The day of posting, by which a posted form is dated.
fn posted_on(
    call: &Call<'_>,
    batch: &Batch,
    id: Option<&ApplicationId>,
) -> Result<Option<engine::date::Date>> {
    let notice = match id {
        Some(id) => call.desk.read(|r| r.notice_of(id))?,
        None => call.desk.read(|r| r.list_notice(&batch.id))?.into_iter().next(),
    };
    Ok(notice.map(|n| n.posted_on))
}

fn document(
    call: &Call<'_>,
    spec: &FormSpec,
    batch: &Batch,
    id: Option<&ApplicationId>,
) -> Result<Document> {
    match (spec.subject, id) {
        (Subject::Person, Some(id)) => {
            let kept = call.desk.read(|r| r.application(id))?;
            if kept.application.batch_id != batch.id {
                return Err(Error::invalid("这个人不在这个批次里", "请从批次的名单里选"));
            }
            form_data::of_application(call, id)
        }
        (Subject::Person, None) => {
            Err(Error::invalid(format!("“{}”是一人一份的，没有选人", spec.title), "请选一个申报人")
                .at("applicationId"))
        }
        (Subject::Batch, _) => {
            let mut document = form_batch::of_batch(call, &batch.id)?;
            if spec.when == Some(When::OutOfProvince) {
                let kept = call.desk.read(|r| r.list_application(&batch.id))?;
                let wanted: Vec<_> = form_batch::out_of_province(call, batch)?.collect();
                let mut on = kept.iter().map(|k| wanted.contains(&k.application.id));
                document.list.retain(|_| on.next().unwrap_or(false));
            }
            Ok(document)
        }
    }
}

/// The workbook of a batch: 申报人员情况一览表.
pub fn book(call: &Call<'_>, input: FormListRequest) -> Result<FileView> {
    let document = form_batch::of_batch(call, &input.batch_id)?;
    if document.list.is_empty() {
        return Err(Error::precondition("批次里还没有申报人", "请先选人"));
    }
    let bytes = workbook(&document)?;
    let name = "申报人员情况一览表.xlsx";
    let subject = input.batch_id.0.clone();
    call.desk.write("form.workbook", Some(&subject), "导出一览表", |_| Ok(()))?;
    Ok(FileView { file: call.desk.hand_out(&bytes, name)?, name: name.to_owned(), pages: 1 })
}

/// 填报对照单 of an applicant, block by block.
pub fn portal(call: &Call<'_>, input: PortalRequest) -> Result<PortalPage> {
    let s = sheet(call, &input.application_id)?;
    let portal = super::form_portal::portal(call, &s);
    let pair = |p: crate::forms::Pair| PortalPair { label: p.label, text: p.text };
    let block = |b: crate::forms::PortalBlock| PortalBlockView {
        title: b.title,
        note: b.note,
        head: b.head,
        rows: b.row,
        text: b.text,
    };
    Ok(PortalPage {
        name: s.dossier.person.name,
        choices: portal.choice.into_iter().map(pair).collect(),
        blocks: portal.block.into_iter().map(block).collect(),
    })
}
