//! 受影响的人: what the same person would be told under the rules of two days.
//!
//! Only the rules differ: the application year, the cut-off and the person stay the same, so that
//! what comes out is the change of the policy and not the passing of time.

use crate::date::Date;
use crate::eval::assess;
use crate::fact::Facts;
use crate::pack::Packs;
use crate::pack::rule::{Effect, Standing};
use crate::verdict::{Conclusion, Finding, Outcome, RequiredMaterial, Verdict};
use serde::Serialize;
use std::collections::BTreeMap;

/// One thing that a person is told differently.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Id in the list of policy facts, `E13`; empty for a material.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Rule id or material id.
    pub id: String,
    /// What it is about, in a clerk's words.
    pub name: String,
    /// What the earlier rules say; empty where they say nothing.
    pub before: String,
    /// What the later rules say; empty where they say nothing.
    pub after: String,
}

/// What changes for one person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Affected {
    /// Under the earlier rules.
    pub before: Conclusion,
    /// Under the later rules.
    pub after: Conclusion,
    /// What differs: findings that decide or warn first, then materials.
    pub differences: Vec<Difference>,
}

/// What changes for a person between the rules of two days; `None` where nothing does. Wording and
/// hints are no change: what counts is the conclusion, what stands in the way, what is cautioned,
/// the years, and the materials.
#[must_use]
pub fn affected(facts: &Facts, packs: &Packs, from: Date, to: Date) -> Option<Affected> {
    let on = |day: Date| {
        let mut facts = facts.clone();
        facts.as_of = Some(day);
        assess(&facts, packs)
    };
    let (a, b) = (on(from), on(to));
    let mut differences = findings(&a, &b);
    differences.extend(materials(&a, &b));
    if a.conclusion == b.conclusion && differences.is_empty() {
        return None;
    }
    Some(Affected { before: a.conclusion, after: b.conclusion, differences })
}

/// What a finding means for the person, in a word; empty where it neither decides, nor warns, nor
/// changes the sum. What only asks for a confirmation is no difference.
fn weight(finding: &Finding) -> &'static str {
    let is_stated = finding.standing == Standing::Stated;
    match (finding.outcome, finding.effect) {
        (Outcome::Failed, _) => "阻断",
        (Outcome::Unknown, _) => "待核实",
        (Outcome::Applied, _) if !finding.missing.is_empty() => "",
        (Outcome::Applied, Effect::AdjustYears | Effect::SetDate) if is_stated => "计入",
        (Outcome::Applied, Effect::AdjustYears | Effect::SetDate) => "只警告，不计入",
        (Outcome::Applied, Effect::Block | Effect::BarUntil) => "只警告",
        (Outcome::Applied, Effect::Caution) => "警告",
        _ => "",
    }
}

fn findings(a: &Verdict, b: &Verdict) -> Vec<Difference> {
    let by_rule = |v: &Verdict| -> BTreeMap<String, Finding> {
        v.findings.iter().map(|f| (f.rule.clone(), f.clone())).collect()
    };
    let (before, after) = (by_rule(a), by_rule(b));
    let mut ids: Vec<&String> = before.keys().chain(after.keys()).collect();
    ids.sort();
    ids.dedup();
    let word = |told: Option<&Finding>| told.map_or("", weight);
    let said = |told: Option<&Finding>| match told {
        None => String::new(),
        Some(f) if word(told).is_empty() && f.outcome == Outcome::Met => {
            format!("通过：{}", f.sentence)
        }
        Some(_) if word(told).is_empty() => String::new(),
        Some(f) => format!("{}：{}", word(told), f.sentence),
    };
    let mut out = Vec::new();
    for id in ids {
        let (x, y) = (before.get(id), after.get(id));
        let Some(named) = y.or(x) else { continue };
        if word(x) == word(y) {
            continue;
        }
        out.push(Difference {
            reference: named.reference.clone(),
            id: id.clone(),
            name: named.name.clone(),
            before: said(x),
            after: said(y),
        });
    }
    let is_deciding = |d: &Difference| [&d.before, &d.after].iter().any(|t| t.starts_with("阻断"));
    out.sort_by_key(|d| !is_deciding(d));
    out
}

fn materials(a: &Verdict, b: &Verdict) -> Vec<Difference> {
    let mut ids: Vec<&str> =
        a.materials.iter().chain(&b.materials).map(|m| m.material.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let of = |v: &'_ Verdict, id: &str| v.materials.iter().find(|m| m.material == id).cloned();
    let different = |id: &str| {
        let (x, y) = (of(a, id), of(b, id));
        let state = |m: &Option<RequiredMaterial>| m.as_ref().map_or("", asked);
        if state(&x) == state(&y) {
            return None;
        }
        let name = y.as_ref().or(x.as_ref()).map(|m| m.name.clone()).unwrap_or_default();
        let (before, after) = (state(&x).to_owned(), state(&y).to_owned());
        Some(Difference { reference: String::new(), id: id.to_owned(), name, before, after })
    };
    ids.into_iter().filter_map(different).collect()
}

/// How a material is asked for.
fn asked(material: &RequiredMaterial) -> &'static str {
    match (material.is_waived, material.is_advised) {
        (true, _) => "免交",
        (false, true) => "建议交",
        (false, false) => "应交",
    }
}
