//! The stations, each through the same commands the window uses.

use super::receiver::Receiver;
use super::script::Script;
use super::{Station, Summary};
use crate::out::Bar;
use desk::Desk;
use desk::api::{Call, attachment, batch, bundle, eligibility, notice, opinion, packet, person};
use desk::api::{checklist, roster, sample, sync, unit};
use desk::clock::SteppedClock;
use desk::error::{Error, Result};
use engine::id::{ApplicationId, BatchId, NoticeId};
use engine::verdict::Conclusion;
use std::collections::BTreeMap;
use std::path::Path;

/// The job under way.
pub struct Walk<'a> {
    desk: &'a Desk,
    clock: &'a SteppedClock,
    script: &'a Script,
    out: &'a Path,
    pairing: Option<&'a Path>,
    progress: Bar,
    batch: BatchId,
    scans: BTreeMap<String, String>,
}

impl<'a> Walk<'a> {
    /// The job before its first station.
    pub fn new(
        desk: &'a Desk,
        clock: &'a SteppedClock,
        script: &'a Script,
        out: &'a Path,
        pairing: Option<&'a Path>,
    ) -> Self {
        Self {
            desk,
            clock,
            script,
            out,
            pairing,
            progress: Bar::new(),
            batch: BatchId::default(),
            scans: BTreeMap::new(),
        }
    }

    fn call(&self) -> Call<'_> {
        Call { desk: self.desk, progress: &self.progress }
    }

    /// Go to a station; returns what was done there in one sentence.
    pub fn go(&mut self, station: Station, summary: &mut Summary) -> Result<String> {
        let told = match station {
            Station::Import => self.import(summary),
            Station::Batch => self.batch(),
            Station::Assess => self.assess(summary),
            Station::Materials => self.materials(),
            Station::Notice => self.notice(summary),
            Station::Packet => self.packet(summary),
            Station::Bundle => self.bundle(summary),
            Station::Sync => self.sync(summary),
        }?;
        self.progress.finish();
        Ok(told)
    }

    fn import(&mut self, summary: &mut Summary) -> Result<String> {
        let sample = sample::open(&self.call(), sample::SampleRequest {})?;
        self.scans = sample.scans.into_iter().map(|s| (s.name, s.file)).collect();
        let look = |accepts: Vec<String>| roster::RosterPreviewRequest {
            file: sample.roster.clone(),
            fixes: self.script.fixes.clone(),
            drops: self.script.drops.clone(),
            accepts,
            ..roster::RosterPreviewRequest::default()
        };
        let raw = roster::preview(
            &self.call(),
            roster::RosterPreviewRequest {
                file: sample.roster.clone(),
                ..roster::RosterPreviewRequest::default()
            },
        )?;
        let first = roster::preview(&self.call(), look(Vec::new()))?;
        let accepts = first
            .issues
            .iter()
            .filter(|i| self.script.accepts.contains(&i.code))
            .map(|i| i.id.clone())
            .collect();
        let preview = roster::preview(&self.call(), look(accepts))?;
        let request = roster::RosterCommitRequest { preview: preview.preview, remember: true };
        let done = roster::commit(&self.call(), request)?;
        for settle in &self.script.settles {
            self.settle(&settle.name, &settle.field, &settle.value)?;
        }
        summary.people = done.created;
        Ok(format!(
            "读到 {} 行，问题 {} 处逐一定下；入库 {} 人，另有记录 {} 条",
            raw.counts.read,
            raw.counts.errors + raw.counts.warnings,
            done.created,
            done.records
        ))
    }

    fn settle(&self, name: &str, field: &str, value: &str) -> Result<()> {
        let found = person::list(
            &self.call(),
            serde_json::from_value(serde_json::json!({ "query": name }))?,
        )?;
        for row in found.rows {
            let page = person::get(&self.call(), person::PersonRequest { id: row.id })?;
            for doubt in page.doubts.into_iter().filter(|d| d.field == field) {
                let value = value.to_owned();
                person::settle(&self.call(), person::SettleRequest { doubt: doubt.id, value })?;
            }
        }
        Ok(())
    }

    fn batch(&mut self) -> Result<String> {
        let page = batch::create(&self.call(), self.script.batch.clone())?;
        self.batch = page.id.clone();
        let id = page.id;
        let all = batch::candidates(&self.call(), batch::CandidatesRequest { id: id.clone() })?;
        let (on, off): (Vec<_>, Vec<_>) = all.candidates.into_iter().partition(|c| c.is_selectable);
        let person_ids = on.iter().map(|c| c.person_id.clone()).collect();
        batch::choose(&self.call(), batch::ChooseRequest { id, person_ids })?;
        let reasons: Vec<_> = off.iter().filter_map(|c| c.reason.clone()).collect();
        Ok(format!("选入 {} 人，{} 人不由本单位申报：{}", on.len(), off.len(), reasons.join("；")))
    }

    fn assess(&mut self, summary: &mut Summary) -> Result<String> {
        let request = eligibility::AssessRequest { batch_id: self.batch.clone() };
        let report = eligibility::assess_batch(&self.call(), request)?;
        summary.eligible = report.eligible;
        summary.ineligible = report.ineligible;
        summary.undetermined = report.undetermined;
        Ok(format!(
            "可申报 {}，不可申报 {}，待核实 {}",
            report.eligible, report.ineligible, report.undetermined
        ))
    }

    fn page(&self) -> Result<batch::BatchPage> {
        batch::get(&self.call(), batch::BatchRequest { id: self.batch.clone() })
    }

    fn eligible(&self) -> Result<Vec<batch::ApplicationRow>> {
        let rows = self.page()?.applications;
        Ok(rows.into_iter().filter(|r| r.conclusion == Some(Conclusion::Eligible)).collect())
    }

    fn attach(
        &self,
        id: &ApplicationId,
        material: &str,
        files: &[String],
    ) -> Result<attachment::AttachmentReport> {
        let known = |name: &String| {
            self.scans.get(name).cloned().ok_or_else(|| Error::not_found("样例扫描件"))
        };
        let request = attachment::AttachmentAddRequest {
            application_id: id.clone(),
            material_id: material.to_owned(),
            files: files.iter().map(known).collect::<Result<_>>()?,
            valid_until: None,
        };
        attachment::add(&self.call(), request)
    }

    fn materials(&mut self) -> Result<String> {
        self.clock.go_to(self.script.days.material);
        let (mut taken, mut refused, mut doubted) = (0, 0, 0);
        for row in self.eligible()? {
            if row.name == self.script.trouble.name {
                let trouble = &self.script.trouble;
                let report = self.attach(&row.id, &trouble.material, &trouble.files)?;
                refused += report.refused.len();
                doubted += report.accepted.len();
                // The clerk takes the doubtful scans out again and hands in good ones.
                for a in report.accepted {
                    attachment::remove(&self.call(), attachment::AttachmentRequest { id: a.id })?;
                }
            }
            let verdict = eligibility::get(
                &self.call(),
                eligibility::VerdictRequest { application_id: row.id.clone() },
            )?;
            let asked = verdict.verdict.map(|v| v.materials).unwrap_or_default();
            for material in asked.iter().filter(|m| !m.is_waived && !m.is_made_here) {
                let Some(files) = self.script.material.get(&material.material) else {
                    continue;
                };
                let report = self.attach(&row.id, &material.material, files)?;
                taken += report.accepted.len();
                refused += report.refused.len();
            }
        }
        let request = checklist::HeatmapRequest { batch_id: self.batch.clone() };
        let heatmap = checklist::get(&self.call(), request)?;
        Ok(format!(
            "放入 {taken} 个文件，{refused} 个不能用、{doubted} 个要重扫（都说明了原因）；还缺 {} 处，落在 {} 人",
            heatmap.open_count, heatmap.open_people
        ))
    }

    fn notice(&mut self, summary: &mut Summary) -> Result<String> {
        self.clock.go_to(self.script.days.post);
        let who: Vec<ApplicationId> = self.eligible()?.into_iter().map(|r| r.id).collect();
        let posting = &self.script.notice;
        let page = notice::post(
            &self.call(),
            notice::NoticePostRequest {
                batch_id: self.batch.clone(),
                application_ids: who.clone(),
                posted_on: self.script.days.post,
                place: posting.place.clone(),
                platform: posting.platform.clone(),
                posted_by: posting.posted_by.clone(),
                receiver: posting.receiver.clone(),
            },
        )?;
        for (i, id) in who.iter().enumerate() {
            let request =
                notice::NoticeFormRequest { id: page.id.clone(), application_id: id.clone() };
            let file = notice::form(&self.call(), request)?;
            self.keep(&file.file, &format!("notice-{:02}.pdf", i + 1), summary)?;
        }
        if notice::close(&self.call(), notice::NoticeRequest { id: page.id.clone() }).is_ok() {
            return Err(Error::internal("a notice closed before its days were over"));
        }
        self.clock.go_to(self.script.days.close);
        let closed = self.close(page.id)?;
        let report =
            notice::report(&self.call(), notice::NoticeReportRequest { id: closed.id.clone() })?;
        self.keep(&report.file, "notice-report.pdf", summary)?;
        Ok(format!(
            "{} 人，{} 张贴，{} 个工作日至 {}，{} 起可签，无异议结束",
            who.len(),
            closed.posted_on,
            closed.required_days,
            closed.ends_on,
            closed.signable_from
        ))
    }

    fn close(&self, id: NoticeId) -> Result<notice::NoticePage> {
        notice::close(&self.call(), notice::NoticeRequest { id })
    }

    /// Copy a made paper into the result folder, under a name without personal data.
    fn keep(&self, token: &str, name: &str, summary: &Summary) -> Result<()> {
        let (_, bytes) = self.desk.tokens().read(token)?;
        desk::files::write_whole(&summary.pdf.join(name), &bytes, "结果文件")
    }

    fn packet(&mut self, summary: &mut Summary) -> Result<String> {
        self.clock.go_to(self.script.days.seal);
        let rows = self.eligible()?;
        for row in &rows {
            let mut draft = self.script.opinion.clone();
            draft.recommendation = format!("{}申报{}", draft.recommendation, row.title);
            let request =
                opinion::OpinionSaveRequest { application_ids: vec![row.id.clone()], draft };
            opinion::save(&self.call(), request)?;
        }
        let report = packet::assemble_batch(
            &self.call(),
            packet::PacketAssembleRequest {
                batch_id: self.batch.clone(),
                application_ids: Vec::new(),
            },
        )?;
        if let Some(failed) = report.failed.first() {
            return Err(Error::precondition(failed.message.clone(), failed.hint.clone()));
        }
        let mut n = 0;
        for row in &rows {
            let request = packet::PacketRequest { application_id: row.id.clone() };
            for file in packet::get(&self.call(), request)?.files {
                n += 1;
                self.keep(&file.file, &format!("packet-{n:02}.pdf"), summary)?;
            }
        }
        let request = packet::PacketListRequest { batch_id: self.batch.clone() };
        let list = packet::roster(&self.call(), request)?;
        self.keep(&list.file, "recommendation-roster.pdf", summary)?;
        if let Some(row) = rows.first() {
            let request = eligibility::VerdictRequest { application_id: row.id.clone() };
            let sheet = eligibility::sheet(&self.call(), request)?;
            self.keep(&sheet.file, "verdict-01.pdf", summary)?;
        }
        summary.packets = report.built;
        summary.pages = report.pages;
        let left = rows.len() as i32 - report.built;
        Ok(format!("{} 册，共 {} 页；{left} 人材料未齐，暂不装", report.built, report.pages))
    }

    fn bundle(&mut self, summary: &mut Summary) -> Result<String> {
        let request =
            bundle::SealRequest { batch_id: self.batch.clone(), application_ids: Vec::new() };
        let sealed = bundle::seal(&self.call(), request)?.bundles.into_iter().next();
        let sealed = sealed.ok_or_else(|| Error::internal("sealed without a bundle"))?;
        let request = bundle::BundleRequest { id: sealed.id.clone() };
        let verified = bundle::verify(&self.call(), request)?;
        if !verified.is_valid {
            return Err(Error::internal("a bundle just sealed does not verify"));
        }
        let path = self.out.join("bundle.zip");
        self.desk.tokens().copy_out(&sealed.file, &path, "上报包")?;
        summary.bundle_id = Some(sealed.id.clone());
        summary.bundle_bytes = sealed.bytes;
        summary.bundle = Some(path);
        Ok(format!(
            "{} 人、{} 个文件，{:.1} 兆，核对无误，编号 {}",
            sealed.people,
            sealed.files,
            sealed.bytes / 1_048_576.0,
            &sealed.id[..16]
        ))
    }

    fn sync(&mut self, summary: &mut Summary) -> Result<String> {
        let own = unit::get(&self.call(), unit::UnitRequest {})?.own;
        let own = own.ok_or_else(|| Error::precondition("单位信息没有填", "请先填写单位信息"))?;
        let (_running, pairing) = match self.pairing {
            Some(path) => (None, path.to_owned()),
            None => {
                let receiver = Receiver::start(self.out, &own.credit_code, &own.name)?;
                let pairing = receiver.pairing.clone();
                (Some(receiver), pairing)
            }
        };
        if !pairing.is_file() {
            return Err(Error::not_found("配对文件"));
        }
        let file = self.desk.hand_in(&pairing, "pairing.json");
        sync::pair(&self.call(), sync::PairRequest { file })?;
        let report = sync::push(&self.call(), sync::PushRequest { ids: Vec::new() })?;
        if let Some(failed) = report.failed.into_iter().next() {
            return Err(Error::new(desk::error::Code::Offline, failed.message, failed.hint));
        }
        let receipt = report.received.into_iter().find_map(|b| b.receipt);
        let receipt = receipt.ok_or_else(|| Error::internal("received without a receipt"))?;
        summary.receipt = Some(receipt.number.clone());
        Ok(format!("已接收，回执 {}，签名已核对", receipt.number))
    }
}
