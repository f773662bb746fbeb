//! Findings, materials, route and advice put together into one verdict.

use super::{Judged, earliest_year};
use crate::date::long;
use crate::fact::Case;
use crate::pack::rule::{Effect, Standing};
use crate::verdict::{
    Arithmetic, Conclusion, Finding, MissingFact, Outcome, RequiredMaterial, Route, Verdict,
};

/// Put the verdict together.
pub(super) fn verdict(
    case: &Case<'_>,
    mut findings: Vec<Finding>,
    acting: &[Judged<'_>],
    arithmetic: Option<Arithmetic>,
) -> Verdict {
    let materials = materials(case, acting);
    let route = route(case, acting);
    // Materials and routes have their own place; the list of findings keeps what decides or warns.
    findings.retain(|f| {
        f.outcome != Outcome::NotApplicable
            && !matches!(f.effect, Effect::RequireMaterial | Effect::WaiveMaterial)
            && f.effect != Effect::SetRoute
            && !(f.effect == Effect::Note && f.outcome == Outcome::Met)
    });
    findings.sort_by_key(|f| (weight(f), f.rule.clone()));
    let conclusion = Verdict::conclude(&findings);
    let has_cautions = findings.iter().any(is_caution);
    let missing = missing(case, &findings);
    let earliest = arithmetic
        .as_ref()
        .filter(|a| !a.is_satisfied)
        .map(|a| earliest_year(a.satisfied_on, a.until));
    Verdict {
        conclusion,
        has_cautions,
        headline: headline(conclusion, &findings, arithmetic.as_ref(), has_cautions),
        how_to: how_to(&findings, arithmetic.as_ref(), earliest),
        findings,
        arithmetic,
        missing,
        earliest_year: earliest,
        materials,
        route,
        as_of: case.as_of,
        packs: case.packs.packs().iter().map(crate::pack::Pack::reference).collect(),
    }
}

fn is_caution(f: &Finding) -> bool {
    f.outcome == Outcome::Applied && matches!(f.effect, Effect::Caution | Effect::Block)
}

fn weight(f: &Finding) -> u8 {
    match f.outcome {
        Outcome::Failed => 0,
        Outcome::Unknown => 1,
        Outcome::NotCovered => 2,
        Outcome::Applied if is_caution(f) => 3,
        Outcome::Applied => 4,
        Outcome::Met => 5,
        Outcome::NotApplicable => 6,
    }
}

fn headline(
    conclusion: Conclusion,
    findings: &[Finding],
    arithmetic: Option<&Arithmetic>,
    has_cautions: bool,
) -> String {
    let first = findings.first().map(|f| f.sentence.clone()).unwrap_or_default();
    match conclusion {
        Conclusion::Ineligible | Conclusion::Undetermined => first,
        Conclusion::Eligible => {
            let years = arithmetic.map_or_else(
                || "所列条件都已满足".to_owned(),
                |a| format!("任职{}，要求{}年", a.net, a.required_years),
            );
            let cautions = findings.iter().filter(|f| is_caution(f)).count();
            if has_cautions { format!("{years}；另有{cautions}条提示要看") } else { years }
        }
    }
}

/// What can be done: remedies of what stands in the way, then the year in which time alone mends it.
fn how_to(
    findings: &[Finding],
    arithmetic: Option<&Arithmetic>,
    earliest: Option<i32>,
) -> Vec<String> {
    let mut steps: Vec<String> = findings
        .iter()
        .filter(|f| f.outcome != Outcome::Met)
        .filter_map(|f| f.remedy.clone())
        .collect();
    if let (Some(a), Some(year)) = (arithmetic, earliest) {
        steps.push(format!("{year}年：到{}自然满{}年", long(a.satisfied_on), a.required_years));
    }
    steps
}

fn missing(case: &Case<'_>, findings: &[Finding]) -> Vec<MissingFact> {
    let mut ids: Vec<&String> = Vec::new();
    for finding in findings.iter().filter(|f| f.outcome == Outcome::Unknown) {
        for id in &finding.missing {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    ids.into_iter().filter_map(|id| case.missing(id)).collect()
}

/// Required materials in packet order; a waiver takes off what a rule asked for. A rule whose
/// condition is unknown asks for its material rather than forgetting it.
fn materials(case: &Case<'_>, acting: &[Judged<'_>]) -> Vec<RequiredMaterial> {
    let mut list: Vec<(i32, RequiredMaterial)> = Vec::new();
    let material = |j: &Judged<'_>| {
        j.version.value.material.as_ref().and_then(|id| case.packs.material(id)).cloned()
    };
    for j in acting.iter().filter(|j| j.finding.effect == Effect::RequireMaterial) {
        if j.acts == Some(false) || j.finding.outcome == Outcome::NotApplicable {
            continue;
        }
        let Some(m) = material(j) else { continue };
        if list.iter().any(|(_, r)| r.material == m.id) {
            continue;
        }
        let only_caution = j.version.standing != Standing::Stated;
        let doubt = if j.acts.is_none() { "（是否适用待核实）" } else { "" };
        let silent = if only_caution { "（当年文件未载，建议备齐）" } else { "" };
        list.push((
            m.order,
            RequiredMaterial {
                material: m.id,
                name: m.name,
                is_waived: false,
                is_made_here: m.made_by.is_some(),
                reason: format!("{}{doubt}{silent}", j.finding.sentence),
                cites: j.finding.cites.clone(),
            },
        ));
    }
    for j in acting.iter().filter(|j| j.finding.effect == Effect::WaiveMaterial) {
        if j.acts != Some(true) || j.finding.outcome == Outcome::NotApplicable {
            continue;
        }
        let Some(m) = material(j) else { continue };
        list.retain(|(_, r)| r.material != m.id);
        list.push((
            m.order,
            RequiredMaterial {
                material: m.id,
                name: m.name,
                is_waived: true,
                is_made_here: false,
                reason: j.finding.sentence.clone(),
                cites: j.finding.cites.clone(),
            },
        ));
    }
    list.sort_by(|a, b| (a.0, &a.1.material).cmp(&(b.0, &b.1.material)));
    list.into_iter().map(|(_, r)| r).collect()
}

/// The first route rule that acts; offices are filled in from the unit.
fn route(case: &Case<'_>, acting: &[Judged<'_>]) -> Option<Route> {
    let j = acting.iter().find(|j| {
        j.finding.effect == Effect::SetRoute
            && j.acts == Some(true)
            && j.finding.outcome != Outcome::NotApplicable
    })?;
    let unit = case.unit?;
    let steps = j.version.value.steps.as_ref()?.iter().map(|s| {
        let or = |text: &str, fallback: &str| {
            if text.is_empty() { fallback.to_owned() } else { text.to_owned() }
        };
        s.replace("{unit}", &unit.name)
            .replace("{supervising_body}", &or(&unit.supervising_body, "主管部门"))
            .replace("{hrss_bureau}", &or(&unit.hrss_bureau, "当地人社部门"))
    });
    Some(Route { steps: steps.collect(), cites: j.finding.cites.clone() })
}
