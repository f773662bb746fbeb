//! 依据: clauses and packs.

use super::Call;
use crate::error::{Error, Result};
use engine::date::Date;
use engine::pack::rule::Standing;
use engine::verdict::Citation;
use serde::{Deserialize, Serialize};

/// A clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClauseRequest {
    /// Clause id.
    pub id: String,
}

/// A clause with its document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClausePage {
    /// Clause id.
    pub id: String,
    /// Full name of the document.
    pub document: String,
    /// 文号.
    pub number: Option<String>,
    /// 发文机关.
    pub issuer: String,
    /// Date of issue.
    pub issued_on: Date,
    /// Where in the document.
    pub locator: String,
    /// 大意, in our own words.
    pub paraphrase: String,
    /// 正式文件, 官方指南.
    pub weight: String,
    /// Rules that rest on it.
    pub rules: Vec<ClauseRule>,
    /// The office's own copy of the document, where it has one.
    pub copy: Option<super::source_copy::CopyView>,
}

/// A rule and its editions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClauseRule {
    /// Rule id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Versions through time.
    pub editions: Vec<EditionView>,
}

/// A version of a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EditionView {
    /// First day.
    pub from: Date,
    /// How sure.
    pub standing: Standing,
    /// Clauses.
    pub cites: Vec<Citation>,
}

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PackListRequest {}

/// Everything the packs hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PackList {
    /// Packs, base first.
    pub packs: Vec<PackView>,
    /// Application years with a text of their own, ascending.
    pub years: Vec<i32>,
    /// Packs of the office that do not hold.
    pub set_aside: Vec<SetAsideView>,
    /// All clauses.
    pub clauses: Vec<ClauseBrief>,
}

/// A pack of the office that does not hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetAsideView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Why, with file, line and id.
    pub message: String,
}

/// A pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PackView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
    /// SHA-256 of its files.
    pub hash: String,
    /// First application year.
    pub covers_from: i32,
    /// Last application year.
    pub covers_until: i32,
    /// What it is for, in words.
    pub kind: String,
    /// The committee it belongs to.
    pub committee_id: Option<String>,
    /// Whether the office has laid it over the shipped ones.
    pub is_own: bool,
    /// Whether it was filled in as a form.
    pub is_form: bool,
}

/// A clause in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClauseBrief {
    /// Id.
    pub id: String,
    /// “2025版指南 问8(1)”.
    pub label: String,
    /// 大意.
    pub paraphrase: String,
}

/// Application years with a text of their own, ascending.
pub(crate) fn years(packs: &engine::pack::Packs) -> Vec<i32> {
    let (first, last, without) = packs.coverage();
    (first..=last).filter(|year| !without.contains(year)).collect()
}

/// A clause with its document and the rules that rest on it.
pub fn clause(call: &Call<'_>, input: ClauseRequest) -> Result<ClausePage> {
    let packs = call.desk.packs_with_clause(&input.id)?;
    let (Some(clause), Some(source)) = (packs.clause(&input.id), packs.source_of(&input.id)) else {
        return Err(Error::not_found("这一条依据"));
    };
    let rests =
        |r: &&engine::pack::rule::Rule| r.versions.iter().any(|v| v.cites.contains(&input.id));
    let rule = |r: &engine::pack::rule::Rule| ClauseRule {
        id: r.id.clone(),
        name: r.name.clone(),
        editions: r
            .versions
            .iter()
            .map(|v| EditionView {
                from: v.from,
                standing: v.standing,
                cites: packs.citations(&v.cites),
            })
            .collect(),
    };
    Ok(ClausePage {
        id: clause.id.clone(),
        document: source.name.clone(),
        number: source.number.clone(),
        issuer: source.issuer.clone(),
        issued_on: source.issued_on,
        locator: clause.locator.clone(),
        paraphrase: clause.paraphrase.clone(),
        weight: source.weight.label().to_owned(),
        rules: packs.rules().filter(rests).map(rule).collect(),
        copy: super::source_copy::view(call, &source.id, &clause.id)?,
    })
}

/// Packs and all clauses.
pub fn list(call: &Call<'_>, _: PackListRequest) -> Result<PackList> {
    let office = call.desk.office_packs();
    let packs = &office.packs;
    let kept = call.desk.read(|r| r.list_office_pack())?;
    let view = |p: &engine::pack::Pack| PackView {
        id: p.meta.id.clone(),
        name: p.meta.name.clone(),
        version: p.meta.version.clone(),
        hash: p.hash.clone(),
        covers_from: p.meta.covers_from,
        covers_until: p.meta.covers_until,
        kind: p.meta.kind.label().to_owned(),
        committee_id: p.meta.committee.clone(),
        is_own: kept.iter().any(|k| k.id == p.meta.id),
        is_form: kept.iter().any(|k| k.id == p.meta.id && k.notice.is_some()),
    };
    let mut clauses: Vec<ClauseBrief> = Vec::new();
    for stacked in packs.stacks() {
        for c in stacked.clauses() {
            if clauses.iter().all(|known| known.id != c.id) {
                let cite = stacked.citations(std::slice::from_ref(&c.id)).into_iter().next();
                clauses.push(ClauseBrief {
                    id: c.id.clone(),
                    label: cite.map(|c| c.label).unwrap_or_default(),
                    paraphrase: c.paraphrase.clone(),
                });
            }
        }
    }
    let aside = |a: &crate::packs::SetAside| SetAsideView {
        id: a.id.clone(),
        name: a.name.clone(),
        message: a.message.clone(),
    };
    Ok(PackList {
        packs: packs.packs().iter().chain(packs.committee_packs()).map(view).collect(),
        years: years(packs),
        set_aside: office.set_aside.iter().map(aside).collect(),
        clauses,
    })
}
