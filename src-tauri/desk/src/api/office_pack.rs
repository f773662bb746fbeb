//! 本单位的规则包: packs laid over the shipped ones, and the committee's notice filled in as a form.

use super::Call;
use super::eligibility::rejudged;
use super::pack::{PackList, PackListRequest};
use crate::error::{Error, Result};
use crate::packs;
use crate::store::Write;
use crate::store::policy::OfficePack;
use engine::pack::PackKind;
use engine::pack::committee::CommitteeNotice;
use engine::pack::rule::Effect;
use engine::title::{EducationLevel, Level};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A pack that is handed in: a .toml with every section, or a .zip of its files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PackImportRequest {
    /// File token.
    pub file: String,
}

/// A pack of the office.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PackRemoveRequest {
    /// Id.
    pub id: String,
}

/// Whose notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommitteeNoticeRequest {
    /// Committee, an id of the directory.
    pub committee_id: String,
    /// 申报年度.
    pub year: i32,
}

/// The notice of a committee as it stands, and what may be chosen in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommitteeNoticePage {
    /// Name of the committee.
    pub committee: String,
    /// Level it reviews.
    pub level: Level,
    /// The notice; an empty one where none is kept.
    pub notice: CommitteeNotice,
    /// Whether one is kept.
    pub is_kept: bool,
    /// Conditions to choose from.
    pub conditions: Vec<ConditionChoice>,
    /// Materials of the base.
    pub materials: Vec<MaterialChoice>,
    /// Levels the committee's series has, with the titles below each.
    pub levels: Vec<LevelChoice>,
    /// Educations a ladder may name.
    pub educations: Vec<EducationChoice>,
}

/// A condition to choose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConditionChoice {
    /// Id.
    pub id: String,
    /// What a clerk reads.
    pub label: String,
    /// Unit of its number; empty where it has none.
    pub unit: String,
    /// What it does, in words.
    pub effect: String,
    /// Whether it forbids the application.
    pub is_blocking: bool,
}

/// A material of the base.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MaterialChoice {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// Whether its pages are copies.
    pub is_copy: bool,
    /// Who signs it.
    pub signed_by: Option<String>,
    /// Who seals it.
    pub sealed_by: Option<String>,
}

/// A level with the titles one may come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LevelChoice {
    /// Level.
    pub level: Level,
    /// In words.
    pub label: String,
    /// Titles of the level below, for “任…满几年”.
    pub below: Vec<String>,
}

/// An education.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EducationChoice {
    /// Education.
    pub education: EducationLevel,
    /// In words.
    pub label: String,
}

/// A filled-in notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommitteeSaveRequest {
    /// The notice.
    pub notice: CommitteeNotice,
}

/// Lay a pack over the others. It is checked first; a faulty one changes nothing.
pub fn import(call: &Call<'_>, input: PackImportRequest) -> Result<PackList> {
    let (_, bytes) = call.desk.tokens().read(&input.file)?;
    let files = packs::unpack(&bytes)?;
    let (pack, _) = packs::over(&below(call, &kept(call)?)?, &files)?;
    if [PackKind::National, PackKind::City].contains(&pack.meta.kind) {
        return Err(Error::invalid(
            "国家和城市的规则包随程序更新，不能单独放入",
            "年度通知写成 kind = \"year\"，评委会通知写成 kind = \"committee\"，本单位的写成 kind = \"office\"",
        ));
    }
    keep(call, "pack.import", of_office(call, &pack.meta.id, &pack.meta.name, files, None))?;
    super::pack::list(call, PackListRequest {})
}

/// Take a pack of the office off.
pub fn remove(call: &Call<'_>, input: PackRemoveRequest) -> Result<PackList> {
    let (gone, after): (Vec<OfficePack>, Vec<OfficePack>) =
        kept(call)?.into_iter().partition(|p| p.id == input.id);
    let pack = gone.first().ok_or_else(|| Error::not_found("这个规则包"))?;
    renew(call, "pack.remove", pack, &after, |w| w.delete_office_pack(&pack.id))?;
    super::pack::list(call, PackListRequest {})
}

/// The notice of a committee, to be filled in.
pub fn committee(call: &Call<'_>, input: CommitteeNoticeRequest) -> Result<CommitteeNoticePage> {
    let desk = call.desk;
    let packs = desk.packs();
    let committee = packs.committee(&input.committee_id, input.year);
    let committee = committee.ok_or_else(|| Error::not_found("这个评委会"))?;
    let empty = CommitteeNotice::empty(&committee.id, &committee.series, input.year, desk.today());
    let own = empty.pack_id();
    let known = kept(call)?.into_iter().find(|p| p.id == own).and_then(|p| p.notice);
    let rows = packs.titles_of(input.year);
    let row = rows.iter().find(|r| r.series == committee.series);
    let levels: Vec<(Level, Vec<String>)> =
        row.iter().flat_map(|r| r.levels()).map(|(l, names)| (l, names.to_vec())).collect();
    let below = |level: Level| {
        let under = levels.iter().filter(|(l, _)| *l < level).max_by_key(|(l, _)| *l);
        under.map(|(_, names)| names.clone()).unwrap_or_default()
    };
    let choice =
        |level: Level| LevelChoice { level, label: level.label().to_owned(), below: below(level) };
    Ok(CommitteeNoticePage {
        committee: committee.name.clone(),
        level: committee.level,
        is_kept: known.is_some(),
        notice: known.unwrap_or(empty),
        conditions: conditions(call)?,
        materials: packs.materials().into_iter().map(material).collect(),
        levels: levels.iter().map(|(level, _)| choice(*level)).collect(),
        educations: EducationLevel::ALL
            .iter()
            .map(|e| EducationChoice { education: *e, label: e.label().to_owned() })
            .collect(),
    })
}

fn conditions(call: &Call<'_>) -> Result<Vec<ConditionChoice>> {
    let kinds = call.desk.resources().condition_kinds()?.conditions;
    Ok(kinds
        .into_iter()
        .map(|kind| ConditionChoice {
            is_blocking: kind.effect == Effect::Block,
            effect: kind.effect.label().to_owned(),
            id: kind.id,
            label: kind.label,
            unit: kind.unit,
        })
        .collect())
}

fn material(m: &engine::pack::Material) -> MaterialChoice {
    MaterialChoice {
        id: m.id.clone(),
        name: m.name.clone(),
        short: m.short.clone(),
        is_copy: m.is_copy,
        signed_by: m.signed_by.clone(),
        sealed_by: m.sealed_by.clone(),
    }
}

/// Keep a filled-in notice; from then on it holds for the applications of its committee and year.
pub fn save_committee(call: &Call<'_>, input: CommitteeSaveRequest) -> Result<CommitteeNoticePage> {
    let desk = call.desk;
    let notice = input.notice;
    let packs = desk.packs();
    let committee = packs.committee(&notice.committee_id, notice.year);
    let committee = committee.ok_or_else(|| Error::not_found("这个评委会"))?;
    if committee.series != notice.series {
        return Err(Error::invalid("通知的系列与评委会不一致", "请重新打开这份通知"));
    }
    let kinds = desk.resources().condition_kinds()?;
    if let Some(fault) = notice.faults(&kinds).first() {
        let message = format!("{}{}", place(&fault.field), fault.message);
        return Err(Error::invalid(message, "请补好再保存；还没有写入").at(&fault.field));
    }
    let files = notice.files(&kinds, &packs.materials(), desk.today()).map_err(Error::internal)?;
    let kept = kept(call)?;
    let own = notice.pack_id();
    let others: Vec<OfficePack> = kept.into_iter().filter(|p| p.id != own).collect();
    packs::over(&below(call, &others)?, &files)?;
    let request =
        CommitteeNoticeRequest { committee_id: notice.committee_id.clone(), year: notice.year };
    let name = notice.name.trim().to_owned();
    keep(call, "pack.saveCommittee", of_office(call, &own, &name, files, Some(notice)))?;
    self::committee(call, request)
}

/// Where a field of the form stands, for a clerk: “材料第3行：”.
fn place(field: &str) -> String {
    let mut parts = field.split('.');
    let part = match parts.next().unwrap_or_default() {
        "clauses" => "条款",
        "schedule" => "日程",
        "ladder" => "学历年限",
        "conditions" => "条件",
        "materials" => "材料",
        "specialtyLocator" => "受理专业",
        _ => return String::new(),
    };
    match parts.next().and_then(|row| row.parse::<usize>().ok()) {
        Some(row) => format!("{part}第{}行：", row + 1),
        None => format!("{part}："),
    }
}

fn kept(call: &Call<'_>) -> Result<Vec<OfficePack>> {
    call.desk.read(|r| r.list_office_pack())
}

/// Everything a pack of the office lies over: the shipped packs and the office's others that hold.
fn below(call: &Call<'_>, others: &[OfficePack]) -> Result<Vec<engine::pack::Pack>> {
    let mut out = call.desk.resources().shipped()?;
    let aside = call.desk.office_packs().set_aside;
    for own in others.iter().filter(|p| !aside.iter().any(|a| a.id == p.id)) {
        out.push(engine::pack::Pack::load(&own.files).map_err(Error::internal)?);
    }
    Ok(out)
}

fn of_office(
    call: &Call<'_>,
    id: &str,
    name: &str,
    files: BTreeMap<String, String>,
    notice: Option<CommitteeNotice>,
) -> OfficePack {
    let (id, name) = (id.to_owned(), name.to_owned());
    OfficePack { id, name, files, notice, saved_at: call.desk.now() }
}

/// Put a pack in place of an earlier one of its id.
fn keep(call: &Call<'_>, op: &str, pack: OfficePack) -> Result<()> {
    let mut after = kept(call)?;
    after.retain(|p| p.id != pack.id);
    after.push(pack.clone());
    renew(call, op, &pack, &after, |w| w.put_office_pack(&pack))
}

/// Change the packs of the office. Whoever is judged differently by what comes after is judged first,
/// so that packs and verdicts change in one transaction or not at all.
fn renew(
    call: &Call<'_>,
    op: &str,
    pack: &OfficePack,
    after: &[OfficePack],
    work: impl FnOnce(&Write<'_>) -> Result<()>,
) -> Result<()> {
    let desk = call.desk;
    let office = packs::load(desk.resources(), after)?;
    let differing = rejudged(call, &office.packs, &desk.options()?)?;
    let now = desk.now();
    desk.write(op, Some(&pack.id), pack.name.clone(), |w| {
        work(w)?;
        differing.iter().try_for_each(|(id, verdict)| w.put_verdict(id, verdict, &now))
    })?;
    desk.put_packs(office);
    Ok(())
}
