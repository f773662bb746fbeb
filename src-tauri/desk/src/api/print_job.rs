//! 合并打印: the papers of a batch as one pile, in the order they are handed round, each as often as
//! it is needed.

use super::form::{self, FormMakeRequest};
use super::notice::FileView;
use super::{Call, binding, packet};
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::forms::{FormSpec, Paper, Stage, Subject};
use crate::pdf::{self, Content, FileSource, Part};
use crate::store::batch::Batch;
use engine::id::{ApplicationId, BatchId};
use engine::verdict::Conclusion;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Copies of one paper that can be meant.
const MAX_COPIES: i32 = 20;

/// What can be printed of a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrintPlanRequest {
    /// Batch.
    pub batch_id: BatchId,
}

/// What can be printed of a batch, in the order of the season.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrintPlan {
    /// Papers.
    pub papers: Vec<PrintPaper>,
    /// Applicants whose packet is built.
    pub packets: i32,
}

/// A paper of the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrintPaper {
    /// Form.
    pub name: String,
    /// Title.
    pub title: String,
    /// The step it belongs to, in words.
    pub stage: String,
    /// Paper in words.
    pub paper: String,
    /// Whether there is one an applicant.
    pub is_personal: bool,
    /// For how many it is needed; 0 for a paper of the batch that is not needed.
    pub needed: i32,
    /// Copies of each.
    pub copies: i32,
}

/// 打印次序.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum PrintOrder {
    /// 按人: all papers of one, then of the next.
    Person,
    /// 按表: one paper of all, then the next.
    Document,
}

/// Make a pile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrintRequest {
    /// Batch.
    pub batch_id: BatchId,
    /// Which papers and how often.
    pub papers: Vec<PrintChoice>,
    /// Order.
    pub order: PrintOrder,
    /// 双面打印: every paper starts on a front page.
    #[serde(default)]
    pub is_duplex: bool,
    /// The packets that are built too.
    #[serde(default)]
    pub has_packets: bool,
}

/// A paper and how often.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrintChoice {
    /// Form.
    pub name: String,
    /// Copies of each.
    pub copies: i32,
}

/// Piles, one a size of paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrintMade {
    /// The files.
    pub files: Vec<FileView>,
    /// What lies in them, in order.
    pub lines: Vec<PrintLine>,
    /// What could not be made, and why.
    pub failed: Vec<String>,
}

/// A paper in a pile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrintLine {
    /// File it is in, from 1.
    pub file: i32,
    /// Title.
    pub title: String,
    /// Whose; empty for a paper of the batch.
    pub name: String,
    /// Pages of one.
    pub pages: i32,
    /// How often.
    pub copies: i32,
    /// Its first page in the file.
    pub page: i32,
}

/// Somebody papers are printed for.
struct Who {
    id: ApplicationId,
    name: String,
    sheet: binding::Sheet,
    /// Whether they apply; who may not is given the papers of the judgement only.
    is_applying: bool,
}

impl Who {
    /// Whether a paper is for them.
    fn needs(&self, call: &Call<'_>, spec: &FormSpec, batch: &Batch) -> Result<bool> {
        let is_theirs = self.is_applying || spec.stage == Stage::Assess;
        Ok(is_theirs && form::needs(call, spec, Some(&self.sheet), batch)?.is_none())
    }
}

/// Everybody who has been judged.
fn everybody(call: &Call<'_>, batch: &Batch) -> Result<Vec<Who>> {
    let kept = call.desk.read(|r| r.list_application(&batch.id))?;
    let judged = kept.into_iter().filter_map(|k| Some((k.verdict?.conclusion, k.application.id)));
    judged
        .map(|(conclusion, id)| {
            let sheet = binding::sheet(call, &id)?;
            let name = sheet.dossier.person.name.clone();
            Ok(Who { id, name, sheet, is_applying: conclusion != Conclusion::Ineligible })
        })
        .collect()
}

/// What can be printed of a batch.
pub fn plan(call: &Call<'_>, input: PrintPlanRequest) -> Result<PrintPlan> {
    let batch = call.desk.read(|r| r.batch(&input.batch_id))?;
    let people = everybody(call, &batch)?;
    let mut papers = Vec::new();
    for spec in call.desk.forms().specs()? {
        let needed = match spec.subject {
            Subject::Batch => i32::from(form::needs(call, &spec, None, &batch)?.is_none()),
            Subject::Person => {
                let mut needed = 0;
                for who in &people {
                    needed += i32::from(who.needs(call, &spec, &batch)?);
                }
                needed
            }
        };
        papers.push(PrintPaper {
            name: spec.name.clone(),
            title: spec.title.clone(),
            stage: spec.stage.label().to_owned(),
            paper: spec.paper.label().to_owned(),
            is_personal: spec.subject == Subject::Person,
            needed,
            copies: spec.copies as i32,
        });
    }
    let mut packets = 0;
    for who in &people {
        packets += i32::from(call.desk.read(|r| r.packet(&who.id))?.is_some());
    }
    Ok(PrintPlan { papers, packets })
}

/// A paper to be laid on the pile.
struct Sheet {
    title: String,
    name: String,
    copies: i32,
    is_a3: bool,
    path: PathBuf,
}

/// Lay the papers of a batch on piles. What cannot be made is named and left out; the others are
/// printed.
pub fn make(call: &Call<'_>, input: PrintRequest) -> Result<PrintMade> {
    if input.papers.iter().any(|p| !(1..=MAX_COPIES).contains(&p.copies)) {
        let message = format!("份数要在 1 到 {MAX_COPIES} 之间");
        return Err(Error::invalid(message, "请改一下份数再合成").at("papers"));
    }
    let batch = call.desk.read(|r| r.batch(&input.batch_id))?;
    let people = everybody(call, &batch)?;
    let mut chosen: Vec<(FormSpec, i32)> = Vec::new();
    for spec in call.desk.forms().specs()? {
        if let Some(choice) = input.papers.iter().find(|p| p.name == spec.name) {
            chosen.push((spec, choice.copies));
        }
    }
    if chosen.len() != input.papers.len() {
        return Err(Error::not_found("要打印的一份表格"));
    }
    let mut pile = Pile::new(call, &input)?;
    // Papers of the whole batch lie on top, whatever the order below.
    for (spec, copies) in chosen.iter().filter(|c| c.0.subject == Subject::Batch) {
        if form::needs(call, spec, None, &batch)?.is_none() {
            pile.lay(spec, *copies, None)?;
        }
    }
    let personal: Vec<_> = chosen.iter().filter(|c| c.0.subject == Subject::Person).collect();
    let total = (personal.len() * people.len()) as u64;
    let mut done = 0;
    let mut lay = |pile: &mut Pile<'_, '_>, who: &Who, (spec, copies): &(FormSpec, i32)| {
        call.progress.checkpoint("排版", done, total)?;
        done += 1;
        if who.needs(call, spec, &batch)? { pile.lay(spec, *copies, Some(who)) } else { Ok(()) }
    };
    match input.order {
        PrintOrder::Person => {
            for who in &people {
                for one in &personal {
                    lay(&mut pile, who, one)?;
                }
                pile.packet(who)?;
            }
        }
        PrintOrder::Document => {
            for one in &personal {
                for who in &people {
                    lay(&mut pile, who, one)?;
                }
            }
            for who in &people {
                pile.packet(who)?;
            }
        }
    }
    pile.close()
}

struct Pile<'a, 'c> {
    call: &'a Call<'c>,
    input: &'a PrintRequest,
    sheets: Vec<Sheet>,
    failed: Vec<String>,
    /// Papers wait here; the folder goes when the pile is made.
    folder: PathBuf,
}

impl<'a, 'c> Pile<'a, 'c> {
    fn new(call: &'a Call<'c>, input: &'a PrintRequest) -> Result<Self> {
        let folder = call.desk.folder("made").join(call.desk.new_id());
        std::fs::create_dir_all(&folder).map_err(|e| Error::io("打印文件夹", e))?;
        Ok(Self { call, input, sheets: Vec::new(), failed: Vec::new(), folder })
    }

    fn lay(&mut self, spec: &FormSpec, copies: i32, who: Option<&Who>) -> Result<()> {
        let request = FormMakeRequest {
            name: spec.name.clone(),
            batch_id: self.input.batch_id.clone(),
            application_id: who.map(|w| w.id.clone()),
        };
        let name = who.map(|w| w.name.clone()).unwrap_or_default();
        let made = match form::paper(self.call, &request) {
            Ok(made) => made,
            Err(error) if error.code == Code::Cancelled => return Err(error),
            Err(error) => {
                self.failed.push(format!("{name}《{}》：{}", spec.title, error.message));
                return Ok(());
            }
        };
        let path = self.folder.join(format!("{:04}.pdf", self.sheets.len()));
        crate::files::write_whole(&path, &made.pdf, "打印文件")?;
        let is_a3 = spec.paper == Paper::A3Lying;
        self.sheets.push(Sheet { title: spec.title.clone(), name, copies, is_a3, path });
        Ok(())
    }

    fn packet(&mut self, who: &Who) -> Result<()> {
        if !self.input.has_packets || !who.is_applying {
            return Ok(());
        }
        let Some(packet) = self.call.desk.read(|r| r.packet(&who.id))? else {
            self.failed.push(format!("{}：档案还没有生成", who.name));
            return Ok(());
        };
        for (volume, path) in
            packet.files().into_iter().zip(packet::paths(self.call, &who.id, &packet))
        {
            let title = format!("一人一档（{}）", volume.title);
            let name = who.name.clone();
            self.sheets.push(Sheet { title, name, copies: 1, is_a3: false, path });
        }
        Ok(())
    }

    fn close(&mut self) -> Result<PrintMade> {
        if self.sheets.is_empty() {
            return Err(Error::precondition(
                "没有可以打印的",
                "请先勾选要打印的表格，或先生成档案",
            ));
        }
        let desk = self.call.desk;
        let (mut files, mut lines) = (Vec::new(), Vec::new());
        for is_a3 in [false, true] {
            let sheets: Vec<&Sheet> = self.sheets.iter().filter(|s| s.is_a3 == is_a3).collect();
            if sheets.is_empty() {
                continue;
            }
            // Each copy is a part of its own, so that on both sides it starts on a front page.
            let copies = sheets.iter().flat_map(|s| (0..s.copies).map(move |_| *s));
            let parts: Vec<Part<'_>> = copies.clone().map(|sheet| part(desk, sheet)).collect();
            let options = pdf::Options {
                fonts: desk.forms().fonts()?,
                title: "职称申报打印件".into(),
                date: desk.today(),
                odd_start: self.input.is_duplex,
                gutter: 0.0,
                on_page: false,
                is_numbered: false,
                replace: false,
            };
            let out = desk.folder("made").join(format!("{}.pdf", desk.new_id()));
            let made = pdf::assemble(&parts, &options, &out, self.call.progress)?;
            let name = if is_a3 { "打印-A3.pdf" } else { "打印-A4.pdf" };
            files.push(FileView {
                file: desk.hand_in(&out, name),
                name: name.into(),
                pages: made.contents.total as i32,
            });
            let mut entries = made.contents.entries.iter();
            for sheet in sheets {
                let first = entries.next();
                lines.push(PrintLine {
                    file: files.len() as i32,
                    title: sheet.title.clone(),
                    name: sheet.name.clone(),
                    pages: first.map_or(0, |e| e.pages as i32),
                    copies: sheet.copies,
                    page: first.map_or(0, |e| e.first_page as i32),
                });
                for _ in 1..sheet.copies {
                    entries.next();
                }
            }
        }
        Ok(PrintMade { files, lines, failed: std::mem::take(&mut self.failed) })
    }
}

impl Drop for Pile<'_, '_> {
    fn drop(&mut self) {
        // What waited is in the pile by now, or of no use.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn part<'a>(desk: &'a Desk, sheet: &'a Sheet) -> Part<'a> {
    let read = move || desk.ring.sealer.read(&sheet.path, "打印文件");
    let file = FileSource { label: "文件".into(), read: Box::new(read), clear: None };
    Part { title: sheet.title.clone(), section: None, content: Content::AsIs(vec![file]) }
}
