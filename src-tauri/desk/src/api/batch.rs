//! 批次: one unit's filing of one year.

use super::committee::Committee;
use super::{Call, committee};
use crate::error::{Error, Result};
use crate::store::batch::{ApplicationRow as Kept, Batch};
use engine::application::Application;
use engine::date::Date;
use engine::id::{ApplicationId, BatchId, PersonId};
use engine::person::Dossier;
use engine::title::{ApplicationKind, Level};
use engine::unit::{Unit, UnitRelation};
use engine::verdict::Conclusion;
use serde::{Deserialize, Serialize};

/// A new batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchCreateRequest {
    /// Name.
    pub name: String,
    /// 申报年度.
    pub year: i32,
    /// Committees, from the directory.
    pub committee_ids: Vec<String>,
    /// 报送日: the day the unit hands it in.
    pub submit_on: Option<Date>,
    /// 网报关闭, where known.
    #[serde(default)]
    pub portal_closes_on: Option<Date>,
    /// Estimated 开评日.
    #[serde(default)]
    pub review_opens_on: Option<Date>,
}

/// A batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchRequest {
    /// Id.
    pub id: BatchId,
}

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchListRequest {}

/// All batches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchList {
    /// The newest first.
    pub batches: Vec<BatchPage>,
}

/// A batch and how far it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchPage {
    /// Id.
    pub id: BatchId,
    /// Name.
    pub name: String,
    /// 申报年度.
    pub year: i32,
    /// Committees.
    pub committees: Vec<Committee>,
    /// 报送日.
    pub submit_on: Option<Date>,
    /// 网报关闭.
    pub portal_closes_on: Option<Date>,
    /// Estimated 开评日.
    pub review_opens_on: Option<Date>,
    /// The seven steps.
    pub steps: Vec<Step>,
    /// Applicants.
    pub applications: Vec<ApplicationRow>,
}

/// Where a step stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Nothing yet.
    Waiting,
    /// Under way.
    Going,
    /// Finished.
    Done,
}

/// One of the seven steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// `choose` `assess` `material` `notice` `opinion` `packet` `submit`.
    pub key: String,
    /// 选人 …
    pub label: String,
    /// How many are through.
    pub done: i32,
    /// Of how many.
    pub total: i32,
    /// Where it stands.
    pub state: StepState,
}

/// An applicant in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplicationRow {
    /// Id.
    pub id: ApplicationId,
    /// Person.
    pub person_id: PersonId,
    /// Name.
    pub name: String,
    /// 部门.
    pub department: Option<String>,
    /// 现职称.
    pub current_title: Option<String>,
    /// 申报职称.
    pub title: String,
    /// 申报类型 in words.
    pub kind: String,
    /// Committee name.
    pub committee: Option<String>,
    /// Unit in whose name it is filed.
    pub applying_unit: String,
    /// Verdict.
    pub conclusion: Option<Conclusion>,
    /// Its sentence.
    pub headline: Option<String>,
    /// Whether the verdict carries cautions.
    pub has_cautions: bool,
    /// Materials still missing.
    pub missing_materials: i32,
    /// `posted`, `expired`, `objected`, `closed`.
    pub notice_state: Option<String>,
    /// 单位意见 complete.
    pub has_opinion: bool,
    /// Pages of the packet, when built.
    pub packet_pages: Option<i32>,
    /// In a sealed bundle.
    pub is_sealed: bool,
}

/// Who may be chosen for a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CandidatesRequest {
    /// Batch.
    pub id: BatchId,
}

/// Everybody in the roster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CandidateList {
    /// In roster order.
    pub candidates: Vec<Candidate>,
}

/// Somebody who may be chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Candidate {
    /// Person.
    pub person_id: PersonId,
    /// Name.
    pub name: String,
    /// 部门.
    pub department: Option<String>,
    /// 现职称.
    pub current_title: Option<String>,
    /// 拟申报职称.
    pub title: Option<String>,
    /// 申报类型 in words.
    pub kind: Option<String>,
    /// The batch's committee that fits.
    pub committee_id: Option<String>,
    /// In the batch already.
    pub is_chosen: bool,
    /// Whether the office may file this person here.
    pub is_selectable: bool,
    /// Why not, with the clause.
    pub reason: Option<String>,
}

/// The applicants of a batch; who is not listed is taken out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChooseRequest {
    /// Batch.
    pub id: BatchId,
    /// Persons.
    pub person_ids: Vec<PersonId>,
}

/// All batches.
pub fn list(call: &Call<'_>, _: BatchListRequest) -> Result<BatchList> {
    let batches = call.desk.read(|r| r.list_batch())?;
    let pages = batches.iter().map(|b| page(call, b)).collect::<Result<_>>()?;
    Ok(BatchList { batches: pages })
}

/// A batch.
pub fn get(call: &Call<'_>, input: BatchRequest) -> Result<BatchPage> {
    let batch = call.desk.read(|r| r.batch(&input.id))?;
    page(call, &batch)
}

/// A new batch.
pub fn create(call: &Call<'_>, input: BatchCreateRequest) -> Result<BatchPage> {
    let name = input.name.trim();
    if name.is_empty() {
        return Err(Error::invalid("批次名称没有填", "例如“2025年度建筑工程中级”").at("name"));
    }
    let (from, until, _) = call.desk.packs().coverage();
    if !(from..=until).contains(&input.year) {
        return Err(Error::invalid(
            format!("规则包覆盖{from}—{until}年度，没有{}年度", input.year),
            "请选覆盖内的年度，或先更新规则包",
        )
        .at("year"));
    }
    for id in &input.committee_ids {
        if committee::find(call, input.year, id).is_none() {
            return Err(Error::invalid("名录里没有所选的评委会", "请重新选择").at("committeeIds"));
        }
    }
    if let (Some(submit), Some(closes)) = (input.submit_on, input.portal_closes_on)
        && closes > submit
    {
        return Err(Error::invalid("网报关闭在报送日之后", "请核对两个日期").at("portalClosesOn"));
    }
    let batch = Batch {
        id: BatchId(call.desk.new_id()),
        name: name.to_owned(),
        year: input.year,
        submit_on: input.submit_on,
        portal_closes_on: input.portal_closes_on,
        review_opens_on: input.review_opens_on,
        created_at: call.desk.now(),
    };
    let detail = format!("{}年度", batch.year);
    call.desk.write("batch.create", Some(&batch.id.0), detail, |w| {
        w.insert_batch(&batch, &input.committee_ids)
    })?;
    page(call, &batch)
}

/// Everybody who may be chosen, and why not the others.
pub fn candidates(call: &Call<'_>, input: CandidatesRequest) -> Result<CandidateList> {
    let desk = call.desk;
    let batch = desk.read(|r| r.batch(&input.id))?;
    let (ids, units, chosen, committees) = desk.read(|r| {
        Ok((
            r.list_person_id()?,
            r.list_unit()?,
            r.list_application(&input.id)?,
            r.list_batch_committee(&input.id)?,
        ))
    })?;
    let committees: Vec<Committee> =
        committees.iter().filter_map(|id| committee::find(call, batch.year, id)).collect();
    let mut out = Vec::new();
    for id in ids {
        let dossier = desk.read(|r| r.dossier(&id))?;
        out.push(candidate(call, &dossier, &units, &chosen, &committees));
    }
    Ok(CandidateList { candidates: out })
}

fn candidate(
    call: &Call<'_>,
    d: &Dossier,
    units: &[Unit],
    chosen: &[Kept],
    committees: &[Committee],
) -> Candidate {
    let p = &d.person;
    let reason = not_selectable(call, d, units);
    Candidate {
        person_id: p.id.clone(),
        name: p.name.clone(),
        department: p.department.clone(),
        current_title: d.current_title().and_then(|t| t.name.clone()),
        title: p.intended_title.clone(),
        kind: p.intended_kind.map(|k| k.label().to_owned()),
        committee_id: fitting(call, d, committees).map(|c| c.id.clone()),
        is_chosen: chosen.iter().any(|c| c.application.person_id == p.id),
        is_selectable: reason.is_none(),
        reason,
    }
}

/// Why this office may not file a person here.
fn not_selectable(call: &Call<'_>, d: &Dossier, units: &[Unit]) -> Option<String> {
    let employer = d.person.employer_id.as_ref();
    let employer = employer.and_then(|id| units.iter().find(|u| u.id == *id));
    if d.person.intended_title.is_none() {
        return Some("花名册里没有写拟申报什么职称".into());
    }
    match employer {
        Some(unit) if unit.relation == UnitRelation::DispatchAgency => {
            let clause = call.desk.packs().citations(&["G25.Q11.1".to_owned()]);
            let clause = clause.first().map(|c| c.label.clone()).unwrap_or_default();
            Some(format!("合同在派遣公司，由“{}”申报（{clause}）", unit.name))
        }
        Some(unit) if !unit.is_filed_here() => {
            Some(format!("合同在“{}”，不由本单位申报", unit.name))
        }
        Some(_) => None,
        None => Some("不知道合同在哪个单位，请先补工作经历或参保信息".into()),
    }
}

/// The title applied for, from the dictionary; the series given picks among equal names.
pub(crate) fn applied(call: &Call<'_>, d: &Dossier) -> Option<(String, Level)> {
    let name = d.person.intended_title.as_deref()?;
    let packs = call.desk.packs();
    let all: Vec<_> = packs.titles(name).collect();
    let series = d.person.intended_series.as_deref();
    let found = all.iter().find(|t| Some(t.series.as_str()) == series).or_else(|| all.first())?;
    Some((found.series.clone(), found.level))
}

/// The committee of the batch that reviews the person's series, level and field.
fn fitting<'a>(call: &Call<'_>, d: &Dossier, committees: &'a [Committee]) -> Option<&'a Committee> {
    let (series, level) = applied(call, d)?;
    let field = d.person.intended_specialty.as_deref().unwrap_or_default();
    committees.iter().find(|c| {
        c.series == series
            && c.level == level
            && (c.fields.is_empty() || c.fields.iter().any(|f| f == field))
    })
}

/// Set the applicants of a batch.
pub fn choose(call: &Call<'_>, input: ChooseRequest) -> Result<BatchPage> {
    let desk = call.desk;
    let batch = desk.read(|r| r.batch(&input.id))?;
    let (units, before, committees) = desk.read(|r| {
        Ok((r.list_unit()?, r.list_application(&input.id)?, r.list_batch_committee(&input.id)?))
    })?;
    let committees: Vec<Committee> =
        committees.iter().filter_map(|id| committee::find(call, batch.year, id)).collect();
    let mut added = Vec::new();
    for id in &input.person_ids {
        if before.iter().any(|k| k.application.person_id == *id) {
            continue;
        }
        let dossier = desk.read(|r| r.dossier(id))?;
        if let Some(reason) = not_selectable(call, &dossier, &units) {
            return Err(Error::precondition(
                format!("有一人不能选入本批次：{reason}"),
                "请去掉这个人，其余照选；本次没有写入",
            ));
        }
        added.push(application(call, &batch, &dossier, &committees));
    }
    let removed: Vec<&Kept> =
        before.iter().filter(|k| !input.person_ids.contains(&k.application.person_id)).collect();
    for kept in &removed {
        if desk.read(|r| r.is_sealed(&kept.application.id))? {
            return Err(Error::precondition(
                "有一人已经封入上报包，不能移出批次",
                "已上报的申报只能走退回或重置",
            ));
        }
    }
    let detail = format!("选入 {} 人，移出 {} 人", added.len(), removed.len());
    desk.write("batch.choose", Some(&batch.id.0), detail, |w| {
        removed.iter().try_for_each(|k| w.delete_application(&k.application.id))?;
        added.iter().try_for_each(|a| w.insert_application(a))
    })?;
    page(call, &batch)
}

/// The application a person would file in a year, by what the roster says is intended.
pub(crate) fn intended(call: &Call<'_>, d: &Dossier, year: i32) -> Application {
    let batch = Batch {
        id: BatchId::default(),
        name: String::new(),
        year,
        submit_on: None,
        portal_closes_on: None,
        review_opens_on: None,
        created_at: String::new(),
    };
    let packs = call.desk.packs();
    let all: Vec<Committee> = packs.committees(year).iter().map(|c| Committee::from(*c)).collect();
    application(call, &batch, d, &all)
}

fn application(
    call: &Call<'_>,
    batch: &Batch,
    d: &Dossier,
    committees: &[Committee],
) -> Application {
    let p = &d.person;
    let title = applied(call, d);
    Application {
        id: ApplicationId(call.desk.new_id()),
        batch_id: batch.id.clone(),
        person_id: p.id.clone(),
        applying_unit_id: p.employer_id.clone(),
        committee_id: fitting(call, d, committees).map(|c| c.id.clone()),
        kind: p.intended_kind.unwrap_or(ApplicationKind::Promotion),
        series: title.as_ref().map(|t| t.0.clone()).or_else(|| p.intended_series.clone()),
        specialty: p.intended_specialty.clone(),
        title: p.intended_title.clone(),
        level: title.map(|t| t.1),
        year: batch.year,
        submitted_on: batch.submit_on,
        review_opens_on: batch.review_opens_on,
        answers: Default::default(),
    }
}

/// A batch with its steps.
pub(crate) fn page(call: &Call<'_>, batch: &Batch) -> Result<BatchPage> {
    let kept = call.desk.read(|r| r.list_application(&batch.id))?;
    let rows = kept.iter().map(|k| row(call, k)).collect::<Result<Vec<_>>>()?;
    let committees = call.desk.read(|r| r.list_batch_committee(&batch.id))?;
    Ok(BatchPage {
        id: batch.id.clone(),
        name: batch.name.clone(),
        year: batch.year,
        committees: committees
            .iter()
            .filter_map(|id| committee::find(call, batch.year, id))
            .collect(),
        submit_on: batch.submit_on,
        portal_closes_on: batch.portal_closes_on,
        review_opens_on: batch.review_opens_on,
        steps: steps(&rows),
        applications: rows,
    })
}

fn steps(rows: &[ApplicationRow]) -> Vec<Step> {
    let n = |test: fn(&ApplicationRow) -> bool| rows.iter().filter(|r| test(r)).count() as i32;
    let all = rows.len() as i32;
    let on = n(|r| r.conclusion == Some(Conclusion::Eligible));
    let step = |key: &str, label: &str, done: i32, total: i32| Step {
        key: key.to_owned(),
        label: label.to_owned(),
        done,
        total,
        state: if total > 0 && done >= total {
            StepState::Done
        } else if done > 0 {
            StepState::Going
        } else {
            StepState::Waiting
        },
    };
    let is_on = |r: &ApplicationRow| r.conclusion == Some(Conclusion::Eligible);
    let decided = n(|r| r.conclusion.is_some_and(|c| c != Conclusion::Undetermined));
    let with = |test: fn(&ApplicationRow) -> bool| {
        rows.iter().filter(|r| is_on(r) && test(r)).count() as i32
    };
    vec![
        step("choose", "选人", all, all),
        step("assess", "资格预审", decided, all),
        step("material", "收材料", with(|r| r.missing_materials == 0), on),
        step("notice", "公示", with(|r| r.notice_state.as_deref() == Some("closed")), on),
        step("opinion", "单位审核", with(|r| r.has_opinion), on),
        step("packet", "打印盖章", with(|r| r.packet_pages.is_some()), on),
        step("submit", "报送", with(|r| r.is_sealed), on),
    ]
}

/// An applicant in one line.
pub(crate) fn row(call: &Call<'_>, kept: &Kept) -> Result<ApplicationRow> {
    let a = &kept.application;
    let desk = call.desk;
    let (dossier, units, notice, opinion, packet, is_sealed) = desk.read(|r| {
        Ok((
            r.dossier(&a.person_id)?,
            r.list_unit()?,
            r.notice_of(&a.id)?,
            r.opinion(&a.id)?,
            r.packet(&a.id)?,
            r.is_sealed(&a.id)?,
        ))
    })?;
    let unit = a.applying_unit_id.as_ref().and_then(|id| units.iter().find(|u| u.id == *id));
    let notice_state = match &notice {
        Some(n) => Some(super::notice::state(call, n)?.0),
        None => None,
    };
    let committee = a.committee_id.as_deref().and_then(|id| committee::find(call, a.year, id));
    let v = kept.verdict.as_ref();
    Ok(ApplicationRow {
        id: a.id.clone(),
        person_id: a.person_id.clone(),
        name: dossier.person.name.clone(),
        department: dossier.person.department.clone(),
        current_title: dossier.current_title().and_then(|t| t.name.clone()),
        title: a.title.clone().unwrap_or_default(),
        kind: a.kind.label().to_owned(),
        committee: committee.map(|c| c.name),
        applying_unit: unit.map(|u| u.name.clone()).unwrap_or_default(),
        conclusion: v.map(|v| v.conclusion),
        headline: v.map(|v| v.headline.clone()),
        has_cautions: v.is_some_and(|v| v.has_cautions),
        missing_materials: super::checklist::open_count(call, kept)?,
        notice_state: notice_state.map(|s| s.key().to_owned()),
        has_opinion: opinion.is_some_and(|o| super::opinion::is_complete(call, a.year, &o)),
        packet_pages: packet.map(|p| p.pages),
        is_sealed,
    })
}
