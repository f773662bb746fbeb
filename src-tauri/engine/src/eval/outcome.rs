//! Findings, materials, route, dates and advice put together into one owned verdict.

use super::explain::fill;
use super::{Judged, Judgement};
use crate::date::{Date, PartialDate, add_months, long};
use crate::edition::compile::Compiled;
use crate::fact::document::CommitteeTier;
use crate::fact::{Case, F, all};
use crate::pack::Material;
use crate::pack::rule::{Effect, Standing};
use crate::verdict::{
    Arithmetic, Citation, Conclusion, DueDate, Finding, MaterialState, MissingFact, Outcome,
    RequiredMaterial, Route, RouteOffice, Verdict,
};
use chrono::Datelike;

/// Put the verdict together.
pub(super) fn verdict(case: &Case<'_>, judgement: Judgement<'_>) -> Verdict {
    let Judgement { conclusion, findings: judged, arithmetic } = judgement;
    let materials = materials(case, &judged);
    let route = route(case, &judged);
    let dates = dates(case, arithmetic.as_ref());
    // Materials and routes have their own place; the list of findings keeps what decides or warns.
    let mut shown: Vec<&Judged<'_>> = judged
        .iter()
        .filter(|f| match f.rule.effect {
            Effect::RequireMaterial | Effect::WaiveMaterial | Effect::SetRoute => false,
            Effect::Note => f.outcome != Outcome::Met,
            _ => true,
        })
        .collect();
    shown.sort_by(|a, b| (weight(a), &a.rule.id).cmp(&(weight(b), &b.rule.id)));
    let has_cautions = shown.iter().any(|f| is_caution(f));
    let earliest = arithmetic
        .as_ref()
        .filter(|a| !a.is_satisfied)
        .map(|a| earliest_year(a.satisfied_on, a.until));
    let is_trial = case.facts.options.trial == Some(true) && case.year() > case.edition.coverage.1;
    Verdict {
        conclusion: if is_trial { Conclusion::Undetermined } else { conclusion },
        trial: is_trial.then_some(conclusion),
        blocking: blocking(&judged, arithmetic.as_ref()),
        has_cautions,
        headline: headline(conclusion, &shown, arithmetic.as_ref(), has_cautions, is_trial),
        how_to: how_to(case, &shown, arithmetic.as_ref(), earliest),
        missing: missing(case, &shown),
        findings: shown.iter().map(|f| finding(case, f)).collect(),
        arithmetic,
        earliest_year: earliest,
        materials,
        route,
        dates,
        as_of: case.edition.as_of,
        packs: case.edition.packs.clone(),
    }
}

fn finding(case: &Case<'_>, f: &Judged<'_>) -> Finding {
    let remedy = (f.acts != Some(false)).then_some(f.rule.remedy.as_ref()).flatten();
    Finding {
        rule: f.rule.id.clone(),
        reference: f.rule.reference.clone(),
        name: f.rule.name.clone(),
        effect: f.rule.effect,
        outcome: f.outcome,
        standing: f.standing,
        sentence: f.sentence.clone().into_owned(),
        remedy: remedy.map(|r| fill(r, case).into_owned()),
        facts: f.facts.iter().map(|id| case.used(*id)).collect(),
        cites: f.cites.to_vec(),
        missing: f.missing.iter().map(|id| all()[*id as usize].id.to_owned()).collect(),
    }
}

fn is_caution(f: &Judged<'_>) -> bool {
    f.outcome == Outcome::Applied
        && matches!(f.rule.effect, Effect::Caution | Effect::Block | Effect::BarUntil)
}

fn weight(f: &Judged<'_>) -> u8 {
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

/// Refs of what stands in the way, once each.
fn blocking(judged: &[Judged<'_>], arithmetic: Option<&Arithmetic>) -> Vec<String> {
    let mut refs: Vec<String> = Vec::new();
    let failed = judged.iter().filter(|f| f.outcome == Outcome::Failed);
    let own = failed.map(|f| f.rule.reference.clone());
    let decisive = arithmetic.iter().filter(|a| !a.is_satisfied).flat_map(|a| a.decisive.clone());
    for reference in own.chain(decisive) {
        if !refs.contains(&reference) {
            refs.push(reference);
        }
    }
    refs.sort();
    refs
}

fn headline(
    conclusion: Conclusion,
    findings: &[&Judged<'_>],
    arithmetic: Option<&Arithmetic>,
    has_cautions: bool,
    is_trial: bool,
) -> String {
    let first = findings.first().map(|f| f.sentence.clone().into_owned()).unwrap_or_default();
    let line = match conclusion {
        Conclusion::Ineligible | Conclusion::Undetermined => first,
        Conclusion::Eligible => {
            let years = arithmetic.map_or_else(
                || "所列条件都已满足".to_owned(),
                |a| format!("任职{}，要求{}年", a.net, a.required_years),
            );
            let cautions = findings.iter().filter(|f| is_caution(f)).count();
            if has_cautions { format!("{years}；另有{cautions}条提示要看") } else { years }
        }
    };
    if is_trial {
        format!("试算（不是结论）：{}。{line}", conclusion.label())
    } else {
        line
    }
}

/// What can be done: remedies of what stands in the way, then the year in which time alone mends it.
fn how_to(
    case: &Case<'_>,
    findings: &[&Judged<'_>],
    arithmetic: Option<&Arithmetic>,
    earliest: Option<i32>,
) -> Vec<String> {
    let mut steps: Vec<String> = findings
        .iter()
        .filter(|f| f.outcome != Outcome::Met && f.acts != Some(false))
        .filter_map(|f| f.rule.remedy.as_ref())
        .map(|r| fill(r, case).into_owned())
        .collect();
    if let (Some(a), Some(year)) = (arithmetic, earliest) {
        steps.push(format!("{year}年：到{}自然满{}年", long(a.satisfied_on), a.required_years));
    }
    steps
}

/// Facts to ask for: first those the verdict waits for, then those a person should confirm.
fn missing(case: &Case<'_>, findings: &[&Judged<'_>]) -> Vec<MissingFact> {
    let mut ids: Vec<F> = Vec::new();
    let waits = |f: &&&Judged<'_>| matches!(f.outcome, Outcome::Unknown | Outcome::NotCovered);
    for f in findings.iter().filter(waits) {
        for id in &f.missing {
            let id = ask_for(case, *id);
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    ids.into_iter().map(|id| all()[id as usize].missing()).collect()
}

/// What to ask a person for when a computed fact is missing: the one it is computed from.
fn ask_for(case: &Case<'_>, fact: F) -> F {
    let first = |of: &[F]| {
        let missing = |f: &&F| *case.read(**f) == crate::fact::Reading::Missing;
        of.iter().find(missing).copied().unwrap_or(fact)
    };
    match fact {
        F::IsDueAtReview | F::IsNearRetirement | F::IsRetiredAtReview => {
            first(&[F::ReviewOpensOn, F::RetirementStatutoryOn])
        }
        F::IsNextLevel | F::IsSameLevel | F::LevelGap => {
            first(&[F::ApplicationLevel, F::TitleLevel])
        }
        F::TransferMonths => first(&[F::TransferMovedOn, F::SubmittedOn]),
        F::RecognitionIsReady | F::RecognitionReadyOn => first(&[F::HiredOn, F::SubmittedOn]),
        F::RecognitionIsListed => first(&[F::ApplicationLevel, F::EducationLevel]),
        F::InsuranceInTime => F::InsuranceSince,
        other => other,
    }
}

/// Required materials in packet order; a waiver takes off what a rule asked for. A rule whose
/// condition is unknown asks for its material rather than forgetting it.
fn materials(case: &Case<'_>, judged: &[Judged<'_>]) -> Vec<RequiredMaterial> {
    let mut list: Vec<(i32, RequiredMaterial)> = Vec::new();
    let of = |effect: Effect| judged.iter().filter(move |j| j.rule.effect == effect);
    for j in of(Effect::RequireMaterial).filter(|j| j.acts != Some(false)) {
        let Some(entry) = entry(case, j.rule) else { continue };
        if list.iter().any(|(_, r)| r.material == entry.1.material) {
            continue;
        }
        let doubt = if j.acts.is_none() { "（是否适用待核实）" } else { "" };
        let silent = if j.standing == Standing::Stated {
            ""
        } else {
            "（当年文件未载，建议备齐）"
        };
        let reason = format!("{}{doubt}{silent}", j.sentence);
        let is_advised = j.standing != Standing::Stated;
        list.push((entry.0, RequiredMaterial { reason, is_advised, ..entry.1 }));
    }
    for j in of(Effect::WaiveMaterial).filter(|j| j.acts == Some(true)) {
        let Some(entry) = entry(case, j.rule) else { continue };
        list.retain(|(_, r)| r.material != entry.1.material);
        let reason = j.sentence.clone().into_owned();
        let waived = RequiredMaterial { is_waived: true, is_made_here: false, reason, ..entry.1 };
        list.push((entry.0, waived));
    }
    list.sort_by(|a, b| (a.0, &a.1.material).cmp(&(b.0, &b.1.material)));
    list.into_iter().map(|(_, r)| r).collect()
}

fn entry(case: &Case<'_>, rule: &Compiled) -> Option<(i32, RequiredMaterial)> {
    let m = case.edition.material(rule.value.material.as_deref()?)?;
    let entry = RequiredMaterial {
        material: m.id.clone(),
        name: m.name.clone(),
        is_waived: false,
        is_advised: false,
        is_made_here: m.made_by.is_some(),
        reason: String::new(),
        shows_original: m.is_certificate,
        signed_by: m.signed_by.clone(),
        sealed_by: m.sealed_by.clone(),
        copies: m.copies.unwrap_or(1),
        state: state(case, m),
        rule: rule.id.clone(),
        cites: rule.cites.clone(),
    };
    Some((m.order, entry))
}

/// What is known of a material: its own entry, else the facts the pack names for it.
fn state(case: &Case<'_>, material: &Material) -> MaterialState {
    let fact = |id: &Option<String>| {
        let known = id.as_deref().and_then(crate::fact::definition)?;
        case.read(known.fact).bool()
    };
    let mut list = case.facts.materials.iter().flatten();
    let own = list.rfind(|m| m.material.as_deref() == Some(material.id.as_str()));
    let closes = case.facts.window.as_ref().and_then(|w| w.intake_until);
    let day = closes.or(case.facts.application.submitted_on);
    let until = own.and_then(|m| m.valid_until);
    let expired = until.zip(day).is_some_and(|(until, day)| until < day)
        || fact(&material.valid_by) == Some(false);
    match own.and_then(|m| m.is_ready).or_else(|| fact(&material.ready_by)) {
        Some(true) if expired => MaterialState::Expired,
        Some(true) => MaterialState::Ready,
        Some(false) => MaterialState::Lacking,
        None => MaterialState::Unknown,
    }
}

/// The signing steps of the route rule that weighs most, then what others append; offices are
/// filled in from the unit and the directory.
fn route(case: &Case<'_>, judged: &[Judged<'_>]) -> Option<Route> {
    let acting =
        || judged.iter().filter(|j| j.rule.effect == Effect::SetRoute && j.acts == Some(true));
    let main = acting()
        .filter(|j| j.rule.value.steps.is_some())
        .max_by_key(|j| j.rule.value.priority.unwrap_or(0))?;
    let mut steps = main.rule.value.steps.clone().unwrap_or_default();
    let mut refs = vec![main.rule.reference.clone()];
    let mut cites: Vec<Citation> = main.rule.cites.clone();
    let mut platform = main.rule.value.platform.clone();
    for j in acting().filter(|j| !std::ptr::eq(j.rule, main.rule)) {
        let value = &j.rule.value;
        if value.steps.is_some() {
            continue;
        }
        steps.extend(value.then_steps.iter().flatten().cloned());
        platform = value.platform.clone().or(platform);
        for cite in &j.rule.cites {
            if !cites.contains(cite) {
                cites.push(cite.clone());
            }
        }
        if !refs.contains(&j.rule.reference) {
            refs.push(j.rule.reference.clone());
        }
    }
    let unit = case.facts.unit.as_ref();
    let office = unit.and_then(|u| case.edition.office(u.county_code.as_deref()?));
    let or = |text: Option<&str>, fallback: &str| {
        text.filter(|t| !t.is_empty()).unwrap_or(fallback).to_owned()
    };
    let bureau = unit.and_then(|u| u.hrss_bureau.as_deref().filter(|b| !b.is_empty()));
    let bureau = or(bureau.or(office.map(|o| o.0.as_str())), "当地人社部门");
    let names = [
        ("{unit}", or(unit.and_then(|u| u.name.as_deref()), "单位")),
        ("{supervising_body}", or(unit.and_then(|u| u.supervising_body.as_deref()), "主管部门")),
        ("{hrss_bureau}", bureau),
        ("{committee}", or(case.read(F::Committee).text(), committee_word(case))),
    ];
    let filled = |step: &String| {
        names.iter().fold(step.clone(), |text, (mark, name)| text.replace(mark, name))
    };
    let uses_office = steps.iter().any(|s| s.contains("{hrss_bureau}"));
    Some(Route {
        code: main.rule.value.code.clone().unwrap_or_default(),
        refs,
        steps: steps.iter().map(filled).collect(),
        platform,
        office: office
            .filter(|_| uses_office)
            .map(|(name, phones)| RouteOffice { name: name.clone(), phones: phones.clone() }),
        cites,
    })
}

fn committee_word(case: &Case<'_>) -> &'static str {
    if case.read(F::CommitteeTier).text() == Some(CommitteeTier::Province.key()) {
        "省级评委会"
    } else {
        "评委会"
    }
}

/// Dates that follow from the facts, the earliest first.
fn dates(case: &Case<'_>, arithmetic: Option<&Arithmetic>) -> Vec<DueDate> {
    let mut list: Vec<DueDate> = Vec::new();
    let mut add =
        |key: &str, label: &str, on: Option<Date>, reference: &str, note: Option<&str>| {
            if let Some(on) = on {
                list.push(DueDate {
                    key: key.to_owned(),
                    label: label.to_owned(),
                    on,
                    reference: reference.to_owned(),
                    note: note.map(str::to_owned),
                });
            }
        };
    let exact = |fact: F| case.read(fact).date().and_then(PartialDate::last_day);
    add("tenure_until", "任职年限截止", exact(F::TenureUntil), "E12", None);
    add("satisfied_on", "年限期满", arithmetic.map(|a| a.satisfied_on), "E12", None);
    let partial = case.read(F::RetirementStatutoryOn).date().is_some_and(|d| d.exact().is_none());
    let note = partial.then_some("出生只知道月份，日按月末");
    add("retirement", "法定退休", exact(F::RetirementStatutoryOn), "E10", note);
    add("recognition_ready", "见习期满", exact(F::RecognitionReadyOn), "R03", None);
    add("notice_sign_from", "公示期满可签署", exact(F::NoticeSignFrom), "M07", None);
    let end = "到当日24:00";
    add("channel_opens", "网报开放", exact(F::ChannelOpensOn), "C05", None);
    add("channel_closes", "网报关闭", exact(F::ChannelClosesOn), "C06", Some(end));
    add("supplement", "补正期限", exact(F::SupplementDeadline), "E33", Some(end));
    let months = case.edition.whole("kunming.recheck-months");
    let recheck = exact(F::ResultConfirmedOn).zip(months).map(|(day, m)| add_months(day, m));
    add("recheck", "复查申请期限", recheck, "C22", Some(end));
    list.sort_by(|a, b| (a.on, &a.key).cmp(&(b.on, &b.key)));
    list
}

/// First application year whose cut-off is on or after the day the years are full.
pub(crate) fn earliest_year(satisfied_on: Date, until: Date) -> i32 {
    let same_day = satisfied_on.with_year(until.year()).unwrap_or(satisfied_on);
    satisfied_on.year() + i32::from(same_day > until)
}
