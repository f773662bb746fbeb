//! 资格预审: verdicts, and the facts a clerk states.

use super::Call;
use super::batch::ApplicationRow;
use super::batch::row;
use super::notice::FileView;
use crate::error::{Error, Result};
use crate::forms::{Arithmetic as SumLine, FactLine, FindingLine, VerdictMark, VerdictSheet};
use crate::origin;
use crate::store::batch::ApplicationRow as Kept;
use engine::date::long;
use engine::fact::document::Options;
use engine::fact::{self, Case, Facts};
use engine::id::{ApplicationId, BatchId};
use engine::pack::Packs;
use engine::pack::rule::Effect;
use engine::unit::Unit;
use engine::verdict::{Conclusion, Outcome};
use engine::verdict::{FactUsed, Verdict};
use serde::{Deserialize, Serialize};

/// Assess a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssessRequest {
    /// Batch.
    pub batch_id: BatchId,
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssessReport {
    /// 可申报.
    pub eligible: i32,
    /// 不可申报.
    pub ineligible: i32,
    /// 待核实.
    pub undetermined: i32,
    /// Verdicts that differ from before.
    pub changed: i32,
}

/// One application.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerdictRequest {
    /// Id.
    pub application_id: ApplicationId,
}

/// The verdict and whom it is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerdictPage {
    /// The applicant.
    pub row: ApplicationRow,
    /// Main facts of the applicant.
    pub facts: Vec<FactUsed>,
    /// `None` before the first assessment.
    pub verdict: Option<Verdict>,
    /// Instant, RFC 3339 UTC.
    pub assessed_at: Option<String>,
    /// Facts the clerk stated.
    pub answers: Vec<AnswerView>,
}

/// A stated fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerView {
    /// Fact id.
    pub fact: String,
    /// Label.
    pub label: String,
    /// For a reader.
    pub value: String,
}

/// State a fact; an empty value takes the statement back. Re-assesses at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerRequest {
    /// Application.
    pub application_id: ApplicationId,
    /// Fact id.
    pub fact: String,
    /// Value.
    pub value: String,
}

/// Assess every applicant of a batch.
pub fn assess_batch(call: &Call<'_>, input: AssessRequest) -> Result<AssessReport> {
    let (rows, units) =
        call.desk.read(|r| Ok((r.list_application(&input.batch_id)?, r.list_unit()?)))?;
    let total = rows.len() as u64;
    let mut report = AssessReport { eligible: 0, ineligible: 0, undetermined: 0, changed: 0 };
    let mut verdicts = Vec::new();
    for (i, kept) in rows.iter().enumerate() {
        call.progress.checkpoint("逐人预审", i as u64, total)?;
        let verdict = judge(call, kept, &units)?;
        match verdict.conclusion {
            Conclusion::Eligible => report.eligible += 1,
            Conclusion::Ineligible => report.ineligible += 1,
            Conclusion::Undetermined => report.undetermined += 1,
        }
        report.changed += i32::from(kept.verdict.as_ref() != Some(&verdict));
        verdicts.push((kept.application.id.clone(), verdict));
    }
    let now = call.desk.now();
    let detail = format!(
        "可申报 {}，不可申报 {}，待核实 {}",
        report.eligible, report.ineligible, report.undetermined
    );
    call.desk.write("eligibility.assess", Some(&input.batch_id.0), detail, |w| {
        verdicts.iter().try_for_each(|(id, verdict)| w.put_verdict(id, verdict, &now))
    })?;
    call.progress.step("完成", total, total);
    Ok(report)
}

fn judge(call: &Call<'_>, kept: &Kept, units: &[Unit]) -> Result<Verdict> {
    judge_by(call, kept, units, &call.desk.packs(), &call.desk.options()?)
}

fn judge_by(
    call: &Call<'_>,
    kept: &Kept,
    units: &[Unit],
    packs: &Packs,
    options: &Options,
) -> Result<Verdict> {
    Ok(engine::eval::assess(&facts(call, kept, units, packs, options)?, packs))
}

/// What the rules read of a kept application, with the cells it was read from.
fn facts(
    call: &Call<'_>,
    kept: &Kept,
    units: &[Unit],
    packs: &Packs,
    options: &Options,
) -> Result<Facts> {
    let person = &kept.application.person_id;
    let (dossier, told) =
        call.desk.read(|r| Ok((r.dossier(person)?, r.list_import_trace(person)?)))?;
    let unit = kept.application.applying_unit_id.as_ref();
    let unit = unit.and_then(|id| units.iter().find(|u| u.id == *id));
    let mut facts = crate::facts::of_row(&dossier, kept, unit, packs, options);
    facts.origins = origin::of(&dossier, &told, packs)?;
    Ok(facts)
}

/// Assess one applicant again, where there was a verdict before.
pub(crate) fn reassess(call: &Call<'_>, id: &ApplicationId) -> Result<()> {
    let (kept, units) = call.desk.read(|r| Ok((r.application(id)?, r.list_unit()?)))?;
    if kept.verdict.is_none() {
        return Ok(());
    }
    let verdict = judge(call, &kept, &units)?;
    let now = call.desk.now();
    let detail = verdict.conclusion.label();
    call.desk
        .write("eligibility.assess", Some(&id.0), detail, |w| w.put_verdict(id, &verdict, &now))
}

/// The verdicts that would come out differently by these packs and readings, of everybody who has been
/// judged and is not sealed yet. Nothing is written.
pub(crate) fn rejudged(
    call: &Call<'_>,
    packs: &Packs,
    options: &Options,
) -> Result<Vec<(ApplicationId, Verdict)>> {
    let (batches, units) = call.desk.read(|r| Ok((r.list_batch()?, r.list_unit()?)))?;
    let mut open = Vec::new();
    for batch in batches {
        for kept in call.desk.read(|r| r.list_application(&batch.id))? {
            if kept.verdict.is_some() && !call.desk.read(|r| r.is_sealed(&kept.application.id))? {
                open.push(kept);
            }
        }
    }
    let total = open.len() as u64;
    let mut differing = Vec::new();
    for (i, kept) in open.into_iter().enumerate() {
        call.progress.checkpoint("按新的规则重判", i as u64, total)?;
        let verdict = judge_by(call, &kept, &units, packs, options)?;
        if kept.verdict.as_ref() != Some(&verdict) {
            differing.push((kept.application.id, verdict));
        }
    }
    Ok(differing)
}

/// The verdict on one applicant.
pub fn get(call: &Call<'_>, input: VerdictRequest) -> Result<VerdictPage> {
    let kept = call.desk.read(|r| r.application(&input.application_id))?;
    let units = call.desk.read(|r| r.list_unit())?;
    let packs = call.desk.packs();
    let facts = facts(call, &kept, &units, &packs, &call.desk.options()?)?;
    let edition = engine::eval::edition_of(&facts, &packs);
    let case = Case::new(&facts, &edition);
    let used = |id: &str| fact::definition(id).map(|d| case.used(d.fact));
    let shown = [
        "education.level",
        "education.field_of_study",
        "title.name",
        "title.obtained_on",
        "title.appointed_on",
        "application.title",
        "application.specialty",
        "application.kind",
    ];
    let answers = kept.application.answers.keys().filter_map(|fact| {
        let used = used(fact)?;
        let value = used.value.unwrap_or_default();
        Some(AnswerView { fact: fact.clone(), label: used.label, value })
    });
    Ok(VerdictPage {
        answers: answers.collect(),
        facts: shown.iter().filter_map(|f| used(f)).collect(),
        row: row(call, &kept)?,
        verdict: kept.verdict,
        assessed_at: kept.assessed_at,
    })
}

/// State a fact and assess again.
pub fn answer(call: &Call<'_>, input: AnswerRequest) -> Result<VerdictPage> {
    let mut kept = call.desk.read(|r| r.application(&input.application_id))?;
    let definition = fact::definition(&input.fact).filter(|d| !d.question.is_empty());
    let definition =
        definition.ok_or_else(|| Error::invalid("这一项不能在这里核定", "请到人员信息里补"))?;
    let value = input.value.trim();
    if value.is_empty() {
        kept.application.answers.remove(&input.fact);
    } else if fact::parse_answer(definition.ask, value).is_none() {
        return Err(Error::invalid(
            format!("“{}”的写法不对", definition.label),
            "日期写成 2025-09-30，只知道月份写成 2025-09",
        )
        .at("value"));
    } else {
        kept.application.answers.insert(input.fact.clone(), value.to_owned());
    }
    let detail = format!("核定“{}”", definition.label);
    let subject = input.application_id.0.clone();
    call.desk.write("eligibility.answer", Some(&subject), detail, |w| {
        w.put_answers(&kept.application)
    })?;
    reassess(call, &input.application_id)?;
    get(call, VerdictRequest { application_id: input.application_id })
}

/// 结论与依据 of one applicant as a paper.
pub fn sheet(call: &Call<'_>, input: VerdictRequest) -> Result<FileView> {
    let data = sheet_data(call, &input.application_id)?;
    let bytes = call.desk.forms().verdict(&data, call.desk.today())?;
    super::notice::paper(call, &bytes, "结论与依据.pdf")
}

/// Whom a 结论与依据 sheet is about.
#[derive(Debug, Clone, Default)]
pub struct SheetHead {
    /// 申报年度.
    pub year: String,
    /// 单位全称.
    pub unit: String,
    /// 姓名.
    pub name: String,
    /// 现职称.
    pub held_title: String,
    /// 申报职称.
    pub applied_title: String,
    /// 申报类型.
    pub kind: String,
}

impl SheetHead {
    /// The head of a facts document.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        let text = |t: &Option<String>| t.clone().unwrap_or_default();
        let mut held = facts.titles.iter().flatten().filter_map(|t| t.name.clone());
        Self {
            year: facts.year().map(|y| y.to_string()).unwrap_or_default(),
            unit: facts.unit.as_ref().map(|u| text(&u.name)).unwrap_or_default(),
            name: text(&facts.person.name),
            held_title: held.next_back().unwrap_or_else(|| "无".into()),
            applied_title: text(&facts.application.title),
            kind: facts.application.kind.map(|k| k.label().to_owned()).unwrap_or_default(),
        }
    }
}

/// The data of the 结论与依据 sheet.
pub(crate) fn sheet_data(call: &Call<'_>, id: &ApplicationId) -> Result<VerdictSheet> {
    let page = get(call, VerdictRequest { application_id: id.clone() })?;
    let Some(verdict) = page.verdict else {
        return Err(Error::precondition("还没有预审", "请先在“资格预审”里预审"));
    };
    let kept = call.desk.read(|r| r.application(id))?;
    let head = SheetHead {
        year: kept.application.year.to_string(),
        unit: page.row.applying_unit.clone(),
        name: page.row.name.clone(),
        held_title: page.row.current_title.clone().unwrap_or_else(|| "无".into()),
        applied_title: page.row.title.clone(),
        kind: page.row.kind.clone(),
    };
    let packs = call.desk.packs_of(&kept.application);
    Ok(verdict_sheet(&verdict, &head, &packs))
}

/// A verdict as the paper shows it.
#[must_use]
pub fn verdict_sheet(v: &Verdict, head: &SheetHead, packs: &Packs) -> VerdictSheet {
    // What passed needs no more than its clause; what decides or warns carries the paraphrase too.
    let paraphrase = |f: &engine::verdict::Finding| {
        let clause = f.cites.first().filter(|_| f.outcome != Outcome::Met);
        let clause = clause.and_then(|c| packs.clause(&c.clause));
        clause.map(|c| c.paraphrase.clone()).unwrap_or_default()
    };
    let line = |f: &engine::verdict::Finding| FindingLine {
        mark: f.outcome.label().to_owned(),
        text: f.sentence.clone(),
        clause: f.cites.iter().map(|c| c.label.clone()).collect::<Vec<_>>().join("、"),
        paraphrase: paraphrase(f),
    };
    // Of what passed the paper names the conditions; duties and hints have their own papers.
    let shown = v.findings.iter().filter(|f| match f.outcome {
        Outcome::NotApplicable => false,
        Outcome::Met => matches!(f.effect, Effect::Block | Effect::BarUntil),
        _ => !matches!(f.effect, Effect::Duty | Effect::Note),
    });
    VerdictSheet {
        application_year: head.year.clone(),
        unit: head.unit.clone(),
        name: head.name.clone(),
        held_title: head.held_title.clone(),
        applied_title: head.applied_title.clone(),
        kind: head.kind.clone(),
        mark: match v.conclusion {
            Conclusion::Eligible => VerdictMark::Eligible,
            Conclusion::Ineligible => VerdictMark::Ineligible,
            Conclusion::Undetermined => VerdictMark::Undetermined,
        },
        verdict: match v.trial {
            Some(trial) => format!("试算：{}", trial.label()),
            None => v.conclusion.label().to_owned(),
        },
        summary: v.headline.clone(),
        arithmetic: v.arithmetic.iter().flat_map(|a| a.lines.iter()).map(|l| sum_line(l)).collect(),
        fact: facts_of(shown.clone()),
        finding: shown.map(line).collect(),
        missing: v.missing.iter().map(|m| m.label.clone()).collect(),
        as_of: long(v.as_of),
        pack: v
            .packs
            .iter()
            .map(|p| format!("{} {}", p.id, p.version))
            .collect::<Vec<_>>()
            .join("，"),
    }
}

/// What the findings rest on, each fact once.
fn facts_of<'a>(findings: impl Iterator<Item = &'a engine::verdict::Finding>) -> Vec<FactLine> {
    let mut lines: Vec<FactLine> = Vec::new();
    for used in findings.flat_map(|f| &f.facts) {
        let Some(value) = &used.value else { continue };
        if lines.iter().any(|l| l.label == used.label && l.value == *value) {
            continue;
        }
        let kind = used.origin.map(|o| o.label().to_owned());
        let source = used.source.clone().or(kind).unwrap_or_default();
        lines.push(FactLine { label: used.label.clone(), value: value.clone(), source });
    }
    lines
}

fn sum_line(line: &str) -> SumLine {
    match line.split_once('：') {
        Some((label, text)) => SumLine { label: label.to_owned(), text: text.to_owned() },
        None => SumLine { label: "结果".into(), text: line.to_owned() },
    }
}
