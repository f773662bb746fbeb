//! 一人一档: the packet of each applicant.

use super::notice::FileView;
use super::{Call, binding, checklist};
use crate::error::{Error, Result};
use crate::files::sha256;
use crate::forms::{Index, IndexLine, PlaceKind};
use crate::pdf::{self, Content, Contents, FileSource, Part};
use crate::store::batch::ApplicationRow as Kept;
use crate::store::material::{Attachment, OutlinePart, Packet};
use engine::id::{ApplicationId, BatchId};
use engine::verdict::Conclusion;
use serde::{Deserialize, Serialize};

/// A batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketListRequest {
    /// Batch.
    pub batch_id: BatchId,
}

/// Packets of a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketList {
    /// One an applicant.
    pub rows: Vec<PacketRow>,
}

/// Where a packet stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum PacketState {
    /// Something is missing.
    NotReady,
    /// Can be built.
    Ready,
    /// Built.
    Built,
    /// Built, but something has changed since.
    Stale,
}

/// A packet in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketRow {
    /// Application.
    pub application_id: ApplicationId,
    /// Applicant.
    pub name: String,
    /// State.
    pub state: PacketState,
    /// What is missing.
    pub reasons: Vec<String>,
    /// Pages.
    pub pages: Option<i32>,
    /// Places to seal.
    pub seals: Option<i32>,
    /// Places to sign.
    pub signatures: Option<i32>,
}

/// Build packets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketAssembleRequest {
    /// Batch.
    pub batch_id: BatchId,
    /// Whom; empty means everybody who is ready.
    #[serde(default)]
    pub application_ids: Vec<ApplicationId>,
}

/// What was built.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketReport {
    /// Packets.
    pub built: i32,
    /// Pages of all.
    pub pages: i32,
    /// Not built.
    pub failed: Vec<PacketFailure>,
}

/// A packet that was not built.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketFailure {
    /// Application.
    pub application_id: ApplicationId,
    /// Applicant.
    pub name: String,
    /// Why.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// One packet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketRequest {
    /// Application.
    pub application_id: ApplicationId,
}

/// A built packet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketPage {
    /// In one line.
    pub row: PacketRow,
    /// The PDF.
    pub file: Option<FileView>,
    /// Parts with true page numbers.
    pub outline: Vec<OutlineEntry>,
}

/// A part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OutlineEntry {
    /// Title.
    pub title: String,
    /// First page.
    pub page: i32,
    /// How many.
    pub pages: i32,
    /// Who signs or seals where: “审核人、审核日期、单位公章”.
    pub seals: Vec<String>,
}

/// What a packet is made of, gathered before anything is drawn.
struct Makings {
    kept: Kept,
    name: String,
    attachments: Vec<Attachment>,
    notice: Option<crate::store::notice::Notice>,
    reasons: Vec<String>,
    source_sha256: String,
}

fn gather(call: &Call<'_>, id: &ApplicationId) -> Result<Makings> {
    let desk = call.desk;
    let (kept, attachments, notice, opinion) = desk.read(|r| {
        Ok((r.application(id)?, r.list_attachment(id)?, r.notice_of(id)?, r.opinion(id)?))
    })?;
    let dossier = desk.read(|r| r.dossier(&kept.application.person_id))?;
    let mut reasons = Vec::new();
    match kept.verdict.as_ref().map(|v| v.conclusion) {
        Some(Conclusion::Eligible) => {}
        Some(other) => reasons.push(format!("结论是“{}”", other.label())),
        None => reasons.push("还没有预审".into()),
    }
    if notice.as_ref().is_none_or(|n| n.closed_at.is_none()) {
        reasons.push("公示还没有结束".into());
    }
    let open = checklist::open_names(call, &kept)?;
    if !open.is_empty() {
        reasons.push(format!("材料没有齐：{}", open.join("、")));
    }
    let year = kept.application.year;
    if !opinion.as_ref().is_some_and(|o| super::opinion::is_complete(call, year, o)) {
        reasons.push("单位意见要素没有写全".into());
    }
    let files: Vec<_> = attachments.iter().map(|a| (&a.material_id, &a.sha256)).collect();
    let facts = serde_json::to_vec(&(
        &dossier,
        &kept.application,
        &files,
        notice.as_ref().map(|n| (&n.id, &n.closed_at)),
        &opinion,
    ))?;
    Ok(Makings {
        kept,
        name: dossier.person.name,
        attachments,
        notice,
        reasons,
        source_sha256: sha256(&facts),
    })
}

/// Packets of a batch.
pub fn list(call: &Call<'_>, input: PacketListRequest) -> Result<PacketList> {
    let kept = call.desk.read(|r| r.list_application(&input.batch_id))?;
    let on = kept
        .iter()
        .filter(|k| k.verdict.as_ref().is_some_and(|v| v.conclusion != Conclusion::Ineligible));
    let rows = on.map(|k| row(call, &k.application.id)).collect::<Result<_>>()?;
    Ok(PacketList { rows })
}

/// A packet in one line.
pub(crate) fn row(call: &Call<'_>, id: &ApplicationId) -> Result<PacketRow> {
    let makings = gather(call, id)?;
    let packet = call.desk.read(|r| r.packet(id))?;
    let state = match &packet {
        Some(p) if p.source_sha256 == makings.source_sha256 => PacketState::Built,
        Some(_) if makings.reasons.is_empty() => PacketState::Stale,
        _ if makings.reasons.is_empty() => PacketState::Ready,
        _ => PacketState::NotReady,
    };
    let sum = |pick: fn(&OutlinePart) -> i32| {
        packet.as_ref().map(|p| p.outline.iter().map(pick).sum::<i32>())
    };
    Ok(PacketRow {
        application_id: id.clone(),
        name: makings.name,
        state,
        reasons: makings.reasons,
        pages: packet.as_ref().map(|p| p.pages),
        seals: sum(|p| p.seal_count),
        signatures: sum(|p| p.signature_count),
    })
}

/// Build packets, one person after the other; what fails for one does not stop the others.
pub fn assemble_batch(call: &Call<'_>, input: PacketAssembleRequest) -> Result<PacketReport> {
    let all = list(call, PacketListRequest { batch_id: input.batch_id.clone() })?.rows;
    let chosen: Vec<PacketRow> = if input.application_ids.is_empty() {
        let wanted = |r: &PacketRow| matches!(r.state, PacketState::Ready | PacketState::Stale);
        all.into_iter().filter(wanted).collect()
    } else {
        all.into_iter().filter(|r| input.application_ids.contains(&r.application_id)).collect()
    };
    let total = chosen.len() as u64;
    let mut report = PacketReport { built: 0, pages: 0, failed: Vec::new() };
    for (i, row) in chosen.iter().enumerate() {
        call.progress.checkpoint("生成一人一档", i as u64, total)?;
        match build(call, row) {
            Ok(pages) => {
                report.built += 1;
                report.pages += pages;
            }
            Err(e) if e.code == crate::error::Code::Cancelled => return Err(e),
            Err(e) => report.failed.push(PacketFailure {
                application_id: row.application_id.clone(),
                name: row.name.clone(),
                message: e.message,
                hint: e.hint,
            }),
        }
    }
    call.progress.step("完成", total, total);
    Ok(report)
}

/// Steps of one packet stay below the steps of the whole job.
struct Quiet<'a>(&'a dyn crate::progress::Progress);

impl crate::progress::Progress for Quiet<'_> {
    fn step(&self, _: &str, _: u64, _: u64) {}

    fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }
}

fn build(call: &Call<'_>, row: &PacketRow) -> Result<i32> {
    let desk = call.desk;
    let id = &row.application_id;
    let makings = gather(call, id)?;
    if let Some(reason) = makings.reasons.first() {
        return Err(Error::precondition(format!("还不能装袋：{reason}"), "补齐后再生成"));
    }
    let Some(notice) = &makings.notice else {
        return Err(Error::precondition("还不能装袋：没有公示", "公示结束后再生成"));
    };
    let date = notice.posted_on;
    let form = super::notice::form_bytes(call, &notice.id, id)?;
    let opinion = super::opinion::paper(call, id)?;
    let (parts, places) = parts(call, &makings, form, opinion)?;
    let out = desk.folder("packets").join(format!("{id}.pdf"));
    let options = pdf::Options {
        fonts: desk.forms().fonts()?,
        title: "职称申报材料".into(),
        date,
        odd_start: false,
        replace: true,
    };
    std::fs::create_dir_all(desk.folder("packets")).map_err(|e| Error::io("档案文件夹", e))?;
    let made = pdf::assemble(&parts, &options, &out, &Quiet(call.progress))?;
    let bytes = std::fs::read(&out).map_err(|e| Error::io("档案", e))?;
    let outline = made.contents.entries.iter().zip(&places).map(|(e, p)| OutlinePart {
        title: e.title.clone(),
        page: e.first_page as i32,
        pages: e.pages as i32,
        seals: p.words.clone(),
        seal_count: if p.is_copy { e.pages as i32 } else { p.seals },
        signature_count: if p.is_copy { e.pages as i32 } else { p.signatures },
    });
    let packet = Packet {
        sha256: sha256(&bytes),
        source_sha256: makings.source_sha256.clone(),
        pages: made.contents.total as i32,
        copies: made.copies as i32,
        bytes: made.bytes as i64,
        outline: outline.collect(),
        built_at: desk.now(),
    };
    let detail = format!("{} 页", packet.pages);
    desk.write("packet.assemble", Some(&id.0), detail, |w| w.put_packet(id, &packet))?;
    Ok(packet.pages)
}

/// Who signs or seals a part.
struct Places {
    words: Vec<String>,
    seals: i32,
    signatures: i32,
    is_copy: bool,
}

fn places(call: &Call<'_>, form: &str) -> Result<Places> {
    let spec = call.desk.forms().spec(form)?;
    let here: Vec<_> = spec.places(false).collect();
    let count = |kind: PlaceKind| {
        here.iter().filter(|p| p.kind == kind).map(|p| p.count as i32).sum::<i32>()
    };
    Ok(Places {
        words: here.iter().map(|p| format!("{}{}", p.who, p.kind.label())).collect(),
        seals: count(PlaceKind::Seal),
        signatures: count(PlaceKind::Signature),
        is_copy: false,
    })
}

fn parts<'a>(
    call: &'a Call<'_>,
    makings: &'a Makings,
    form: Vec<u8>,
    opinion: Vec<u8>,
) -> Result<(Vec<Part<'a>>, Vec<Places>)> {
    let desk = call.desk;
    let id = makings.kept.application.id.clone();
    let (mut parts, mut marks) = (Vec::new(), Vec::new());
    let date = makings.notice.as_ref().map(|n| n.posted_on).unwrap_or_else(|| desk.today());
    let cover = binding::cover(call, &id)?;
    let index_head = cover.clone();
    parts.push(Part {
        title: "封面".into(),
        section: None,
        content: Content::Numbered(Box::new(move |c: &Contents| {
            let mut data = cover.clone();
            data.pages = c.total;
            desk.forms().cover(&data, date)
        })),
    });
    marks.push(places(call, "cover")?);
    parts.push(Part {
        title: "材料目录".into(),
        section: None,
        content: Content::Numbered(Box::new(move |c: &Contents| {
            desk.forms().index(&index(&index_head, c), date)
        })),
    });
    marks.push(places(call, "index")?);
    let (mut form, mut opinion) = (Some(form), Some(opinion));
    let packs = desk.packs_of(&makings.kept.application);
    for material in packs.materials() {
        let section =
            Some(if material.order < 40 { "申报与公示" } else { "证件与佐证" }.to_owned());
        let title = material.name.clone();
        match material.made_by.as_deref() {
            Some("notice") => {
                if let Some(bytes) = form.take() {
                    parts.push(Part { title, section, content: Content::Typeset(bytes) });
                    marks.push(places(call, "notice")?);
                }
                continue;
            }
            Some("opinion") => {
                if let Some(bytes) = opinion.take() {
                    parts.push(Part { title, section, content: Content::Typeset(bytes) });
                    marks.push(places(call, "opinion")?);
                }
                continue;
            }
            _ => {}
        }
        let mine = makings.attachments.iter().filter(|a| a.material_id == material.id);
        let files: Vec<FileSource<'a>> = mine
            .enumerate()
            .map(|(i, a)| FileSource {
                label: format!("第 {} 个文件", i + 1),
                read: Box::new(move || desk.blobs().get(&a.sha256)),
            })
            .collect();
        if files.is_empty() {
            continue;
        }
        let content =
            if material.is_copy { Content::Copies(files) } else { Content::Originals(files) };
        parts.push(Part { title, section, content });
        marks.push(Places {
            words: if material.is_copy {
                vec!["审核人、审核意见、审核日期、单位公章".into()]
            } else {
                Vec::new()
            },
            seals: 0,
            signatures: 0,
            is_copy: material.is_copy,
        });
    }
    Ok((parts, marks))
}

fn index(head: &crate::forms::Cover, contents: &Contents) -> Index {
    let line = |e: &pdf::Entry| IndexLine {
        section: e.section.clone().unwrap_or_default(),
        title: e.title.clone(),
        pages: e.pages,
        first_page: e.first_page,
        remark: String::new(),
    };
    Index {
        application_year: head.application_year.clone(),
        name: head.name.clone(),
        unit: head.unit.clone(),
        title: head.title.clone(),
        line: contents.entries.iter().filter(|e| e.section.is_some()).map(line).collect(),
        pages: contents.total,
    }
}

/// One packet.
pub fn get(call: &Call<'_>, input: PacketRequest) -> Result<PacketPage> {
    let id = &input.application_id;
    let packet = call.desk.read(|r| r.packet(id))?;
    let path = call.desk.folder("packets").join(format!("{id}.pdf"));
    let file = packet.as_ref().filter(|_| path.is_file()).map(|p| FileView {
        file: call.desk.hand_in(&path, "申报材料.pdf"),
        name: "申报材料.pdf".into(),
        pages: p.pages,
    });
    let entry = |p: OutlinePart| OutlineEntry {
        title: p.title,
        page: p.page,
        pages: p.pages,
        seals: p.seals,
    };
    Ok(PacketPage {
        row: row(call, id)?,
        file,
        outline: packet.into_iter().flat_map(|p| p.outline).map(entry).collect(),
    })
}

/// 推荐花名册 of a batch as a paper.
pub fn roster(call: &Call<'_>, input: PacketListRequest) -> Result<FileView> {
    let batch = call.desk.read(|r| r.batch(&input.batch_id))?;
    let data = binding::recommendation(call, &batch)?;
    if data.line.is_empty() {
        return Err(Error::precondition("还没有人可申报，花名册是空的", "请先做资格预审"));
    }
    let bytes = call.desk.forms().roster(&data, call.desk.today())?;
    super::notice::paper(call, &bytes, "推荐花名册.pdf")
}
