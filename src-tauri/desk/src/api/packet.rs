//! 一人一档: the packet of each applicant.

use super::notice::FileView;
use super::packet_part::{self, Volume};
use super::{Call, binding, checklist};
use crate::error::{Error, Result};
use crate::files::{sha256, sha256_file};
use crate::pdf;
use crate::store::batch::ApplicationRow as Kept;
use crate::store::material::{Attachment, OutlinePart, Packet, PacketLayout, PacketVolume};
use engine::id::{ApplicationId, BatchId};
use engine::verdict::Conclusion;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

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
    /// The PDFs, one a volume.
    pub files: Vec<FileView>,
    /// Parts with true page numbers.
    pub outline: Vec<OutlineEntry>,
}

/// A part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OutlineEntry {
    /// Title.
    pub title: String,
    /// Volume, from 1.
    pub volume: i32,
    /// First page.
    pub page: i32,
    /// How many.
    pub pages: i32,
    /// Who signs or seals where: “审核人、审核日期、单位公章”.
    pub seals: Vec<String>,
}

/// What a packet is made of, gathered before anything is drawn.
pub(super) struct Makings {
    pub(super) kept: Kept,
    name: String,
    pub(super) attachments: Vec<Attachment>,
    pub(super) notice: Option<crate::store::notice::Notice>,
    /// How the office puts it together, where it has said.
    pub(super) layout: Option<PacketLayout>,
    reasons: Vec<String>,
    source_sha256: String,
}

fn gather(call: &Call<'_>, id: &ApplicationId) -> Result<Makings> {
    let desk = call.desk;
    let (kept, attachments, notice, opinion) = desk.read(|r| {
        Ok((r.application(id)?, r.list_attachment(id)?, r.notice_of(id)?, r.opinion(id)?))
    })?;
    let committee = kept.application.committee_id.as_deref().unwrap_or_default();
    let (dossier, layout) =
        desk.read(|r| Ok((r.dossier(&kept.application.person_id)?, r.packet_layout(committee)?)))?;
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
    } else if !super::opinion::is_reviewed(call, id)? {
        reasons.push("单位意见还没有复核".into());
    }
    let files: Vec<_> = attachments.iter().map(|a| (&a.material_id, &a.sha256)).collect();
    let facts = serde_json::to_vec(&(
        &dossier,
        &kept.application,
        &files,
        notice.as_ref().map(|n| (&n.id, &n.closed_at)),
        &opinion,
        &layout,
    ))?;
    Ok(Makings {
        kept,
        name: dossier.person.name,
        attachments,
        notice,
        layout,
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
    let volumes = packet_part::volumes(call, &makings, form, opinion)?;
    let layout = makings.layout.clone().unwrap_or_default();
    let options = pdf::Options {
        fonts: desk.forms().fonts()?,
        title: "职称申报材料".into(),
        date,
        odd_start: layout.is_duplex,
        gutter: f32::from(layout.gutter) * pdf::MM,
        on_page: layout.is_block_on_page,
        is_numbered: true,
        replace: true,
    };
    for name in ["packets", "made"] {
        std::fs::create_dir_all(desk.folder(name)).map_err(|e| Error::io("档案文件夹", e))?;
    }
    let mut bound = Bound::default();
    for (n, volume) in volumes.iter().enumerate() {
        // In the clear only where everything goes at the next start.
        let next = desk.folder("made").join(format!("{id}-{}.pdf", n + 1));
        bound.waiting.push((next.clone(), path(call, id, n, volumes.len())));
        let made = pdf::assemble(&volume.parts, &options, &next, &Quiet(call.progress))?;
        let sha256 = sha256_file(&next).map_err(|e| Error::io("档案", e))?;
        desk.ring.sealer.keep(&next, "档案")?;
        bound.note(n, volume, &made, sha256);
    }
    let packet = Packet {
        sha256: bound.volumes.first().map(|v| v.sha256.clone()).unwrap_or_default(),
        source_sha256: makings.source_sha256.clone(),
        pages: bound.volumes.iter().map(|v| v.pages).sum(),
        copies: bound.copies,
        bytes: bound.volumes.iter().map(|v| v.bytes).sum(),
        outline: std::mem::take(&mut bound.outline),
        built_at: desk.now(),
        volumes: std::mem::take(&mut bound.volumes),
    };
    let before = desk.read(|r| r.packet(id))?;
    bound.settle()?;
    let detail = format!("{} 页", packet.pages);
    desk.write("packet.assemble", Some(&id.0), detail, |w| w.put_packet(id, &packet))?;
    // A packet of more volumes than now leaves none behind.
    let now = paths(call, id, &packet);
    for old in before.iter().flat_map(|p| paths(call, id, p)).filter(|p| !now.contains(p)) {
        // What cannot be removed is not looked at any more.
        let _ = std::fs::remove_file(old);
    }
    Ok(packet.pages)
}

/// Volumes written, waiting under names of their own until the last one is there.
#[derive(Default)]
struct Bound {
    waiting: Vec<(PathBuf, PathBuf)>,
    outline: Vec<OutlinePart>,
    volumes: Vec<PacketVolume>,
    copies: i32,
}

impl Bound {
    fn note(&mut self, n: usize, volume: &Volume<'_>, made: &pdf::Assembled, sha256: String) {
        let outline = made.contents.entries.iter().zip(&volume.places).map(|(e, p)| OutlinePart {
            title: e.title.clone(),
            page: e.first_page as i32,
            pages: e.pages as i32,
            seals: p.words.clone(),
            seal_count: if p.is_copy { e.pages as i32 } else { p.seals },
            signature_count: if p.is_copy { e.pages as i32 } else { p.signatures },
            volume: n as i32 + 1,
        });
        self.outline.extend(outline);
        self.copies += made.copies as i32;
        self.volumes.push(PacketVolume {
            title: volume.title.clone(),
            sha256,
            pages: made.contents.total as i32,
            bytes: made.bytes as i64,
        });
    }

    /// Give the volumes their names.
    fn settle(&mut self) -> Result<()> {
        // One that cannot be named stays waiting, and goes with the others.
        while let Some((next, target)) = self.waiting.last() {
            std::fs::rename(next, target).map_err(|e| Error::io("档案", e))?;
            self.waiting.pop();
        }
        Ok(())
    }
}

impl Drop for Bound {
    /// What was written for a packet that did not come about goes.
    fn drop(&mut self) {
        for (next, _) in &self.waiting {
            let _ = std::fs::remove_file(next);
        }
    }
}

/// Where a volume lies.
fn path(call: &Call<'_>, id: &ApplicationId, n: usize, total: usize) -> PathBuf {
    let name = if total > 1 { format!("{id}-{}.pdf", n + 1) } else { format!("{id}.pdf") };
    call.desk.folder("packets").join(name)
}

/// Where the volumes of a packet lie, in order.
pub(super) fn paths(call: &Call<'_>, id: &ApplicationId, packet: &Packet) -> Vec<PathBuf> {
    let total = packet.files().len();
    (0..total).map(|n| path(call, id, n, total)).collect()
}

/// One packet.
pub fn get(call: &Call<'_>, input: PacketRequest) -> Result<PacketPage> {
    let id = &input.application_id;
    let packet = call.desk.read(|r| r.packet(id))?;
    let file = |packet: &Packet| {
        let files = packet.files().into_iter().zip(paths(call, id, packet));
        let there = files.filter(|(_, path)| path.is_file());
        there.map(|(volume, path)| view(call, &volume, &path, packet)).collect()
    };
    let files: Vec<FileView> = packet.as_ref().map(file).unwrap_or_default();
    let entry = |p: OutlinePart| OutlineEntry {
        title: p.title,
        volume: p.volume,
        page: p.page,
        pages: p.pages,
        seals: p.seals,
    };
    Ok(PacketPage {
        row: row(call, id)?,
        files,
        outline: packet.into_iter().flat_map(|p| p.outline).map(entry).collect(),
    })
}

fn view(call: &Call<'_>, volume: &PacketVolume, path: &Path, packet: &Packet) -> FileView {
    let name = match packet.files().len() {
        1 => "申报材料.pdf".to_owned(),
        _ => format!("申报材料-{}.pdf", volume.title),
    };
    FileView { file: call.desk.tokens().register_kept(path, &name), name, pages: volume.pages }
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
