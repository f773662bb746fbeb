//! 判定: rules read facts, findings fold into a verdict.
//!
//! Order: rules that set dates and adjust years, then the sum of years, then everything that may
//! read the sum.

pub mod condition;
mod outcome;
mod tenure;

use crate::date::Date;
use crate::fact::{Case, Reading, Value};
use crate::pack::rule::{Effect, Rule, RuleVersion, Standing};
use crate::title::ApplicationKind;
use crate::verdict::{Finding, OriginKind, Outcome, Verdict};
use chrono::Datelike;
use condition::{Trace, holds};
use tenure::{Adjustments, Sum};

/// The verdict on a case.
#[must_use]
pub fn assess(mut case: Case<'_>) -> Verdict {
    let mut findings = Vec::new();
    coverage(&case, &mut findings);
    let rules: Vec<&Rule> = case.packs.rules().collect();
    let (first, rest): (Vec<&Rule>, Vec<&Rule>) =
        rules.into_iter().partition(|r| matches!(r.effect, Effect::SetDate | Effect::AdjustYears));
    let mut adjust = Adjustments::default();
    for rule in first {
        if let Some(found) = judge(rule, &case) {
            adjustment(&case, &found, &mut adjust);
            findings.push(found.finding);
        }
    }
    let arithmetic = years(&mut case, &adjust, &mut findings);
    let mut acting = Vec::new();
    for rule in rest {
        if let Some(found) = judge(rule, &case) {
            findings.push(found.finding.clone());
            acting.push(found);
        }
    }
    outcome::verdict(&case, findings, &acting, arithmetic)
}

/// A rule that was read for a case.
#[derive(Clone)]
pub(crate) struct Judged<'a> {
    pub finding: Finding,
    pub version: &'a RuleVersion,
    /// Whether its condition holds; `None` for unknown.
    pub acts: Option<bool>,
}

/// Read one rule for a case; `None` when no version holds at its date or it is repealed.
fn judge<'a>(rule: &'a Rule, case: &Case<'_>) -> Option<Judged<'a>> {
    let version = rule.at(case.as_of)?;
    if version.standing == Standing::Repealed {
        return None;
    }
    let mut trace = Trace::default();
    let concerned = version.applies.as_ref().map_or(Some(true), |c| holds(c, case, &mut trace));
    let acts = match concerned {
        Some(false) => Some(false),
        Some(true) => version.when.as_ref().map_or(Some(true), |c| holds(c, case, &mut trace)),
        None => match version.when.as_ref().map(|c| holds(c, case, &mut trace)) {
            Some(Some(false)) => Some(false),
            _ => None,
        },
    };
    if acts.is_some() {
        trace.missing.clear();
    }
    // A text a later document is silent on, or that nobody has confirmed, only cautions.
    let is_firm = version.standing == Standing::Stated;
    let outcome = match (concerned, acts, rule.effect) {
        (Some(false), ..) => Outcome::NotApplicable,
        (_, Some(false), _) => Outcome::Met,
        (_, Some(true), Effect::Block | Effect::BarUntil) if is_firm => Outcome::Failed,
        (_, Some(true), _) => Outcome::Applied,
        (_, None, Effect::Block | Effect::BarUntil | Effect::SetDate) if is_firm => {
            Outcome::Unknown
        }
        (_, None, _) => Outcome::Applied,
    };
    let say = &version.say;
    let sentence = match acts {
        Some(true) => say.hit.as_ref(),
        Some(false) => say.pass.as_ref(),
        None => say.unknown.as_ref().or(say.hit.as_ref()),
    };
    let finding = Finding {
        rule: rule.id.clone(),
        name: rule.name.clone(),
        effect: rule.effect,
        outcome,
        standing: version.standing,
        sentence: sentence.map_or_else(|| rule.name.clone(), |s| fill(s, case)),
        remedy: (acts != Some(false)).then(|| say.remedy.as_ref().map(|s| fill(s, case))).flatten(),
        facts: trace.facts.iter().map(|f| case.used(f)).collect(),
        cites: case.packs.citations(&version.cites),
        missing: trace.missing,
    };
    Some(Judged { finding, version, acts })
}

/// Replace `{fact.id}` by what is known of the fact.
fn fill(template: &str, case: &Case<'_>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((id, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        out.push_str(&case.read(id).value().map_or_else(|| "（未填）".to_owned(), Value::show));
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn adjustment(case: &Case<'_>, found: &Judged<'_>, adjust: &mut Adjustments) {
    use crate::verdict::RequiredPart;
    let value = &found.version.value;
    let cites = &found.finding.cites;
    if let Some(years) = value.add_years {
        let part = RequiredPart { years, label: found.finding.name.clone(), cites: cites.clone() };
        match found.acts {
            Some(true) => adjust.added.push(part),
            None => adjust.perhaps_added.push(part),
            Some(false) => {}
        }
    }
    if found.acts != Some(true) {
        return;
    }
    if let Some(fact) = &value.deduct {
        match case.read(fact) {
            Reading::Known(Value::Intervals(list), _) => {
                adjust.deducted.extend(list.into_iter().map(|i| (i, cites.clone())));
            }
            _ => adjust.has_unknown_deduction = true,
        }
    }
    match (value.subject.as_deref(), &value.month_day, &value.fact) {
        (Some("tenure_until"), Some(month_day), _) => {
            let date = format!("{}-{month_day}", case.as_of.year()).parse::<Date>().ok();
            adjust.until = date.map(|d| (d, cites.clone()));
        }
        (Some("tenure_from"), _, Some(fact)) => {
            let label = crate::fact::definition(fact).map_or("", |d| d.label).to_owned();
            adjust.from = Some((case.read(fact), label, fact.clone()));
        }
        _ => {}
    }
}

/// Do the sum where years count, and let later rules read it.
fn years(
    case: &mut Case<'_>,
    adjust: &Adjustments,
    findings: &mut Vec<Finding>,
) -> Option<crate::verdict::Arithmetic> {
    let counts = case.application.kind == ApplicationKind::Promotion
        && case.read("application.is_exam_only").bool() != Some(true);
    if !counts {
        return None;
    }
    let base = Finding {
        rule: "national.ladder".into(),
        name: "学历与任职年限".into(),
        effect: Effect::Block,
        outcome: Outcome::Met,
        standing: crate::fact::table_standing(case, "national.ladder"),
        sentence: String::new(),
        remedy: None,
        facts: Vec::new(),
        cites: case
            .packs
            .parameter("national.ladder", case.as_of)
            .map(|p| case.packs.citations(&p.cites))
            .unwrap_or_default(),
        missing: Vec::new(),
    };
    match tenure::sum(case, adjust) {
        Sum::Done(sum) => {
            let ok = Reading::Known(Value::Bool(sum.is_satisfied), OriginKind::Computed);
            case.computed.insert("tenure.is_satisfied", ok);
            let facts = ["title.name", "title.obtained_on", "education.level"];
            findings.push(Finding {
                outcome: if sum.is_satisfied { Outcome::Met } else { Outcome::Failed },
                sentence: match &sum.short_by {
                    None => format!("折算任职{}，要求{}年，够", sum.net, sum.required_years),
                    Some(short) => {
                        format!("折算任职{}，要求{}年，差{short}", sum.net, sum.required_years)
                    }
                },
                facts: facts.iter().map(|f| case.used(f)).collect(),
                cites: sum.required_parts.iter().flat_map(|p| p.cites.clone()).collect(),
                ..base
            });
            Some(*sum)
        }
        Sum::Unknown(trace) => {
            let labels: Vec<_> = trace.missing.iter().map(|f| case.used(f).label).collect();
            findings.push(Finding {
                outcome: Outcome::Unknown,
                sentence: format!("缺{}，年限算不出来，不按够也不按不够处理", labels.join("、")),
                facts: trace.facts.iter().map(|f| case.used(f)).collect(),
                missing: trace.missing,
                ..base
            });
            None
        }
        Sum::NotCovered(reason) => {
            findings.push(Finding { outcome: Outcome::NotCovered, sentence: reason, ..base });
            None
        }
    }
}

/// What the packs do not reach at all: kinds of application, years.
fn coverage(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let (from, until, without_text) = case.packs.coverage();
    let year = case.application.year;
    let kind = case.application.kind;
    let covered = case
        .packs
        .rows("kunming.covered-kinds", case.as_of)
        .any(|v| v.as_str() == Some(kind.key()));
    let mut add = |outcome: Outcome, effect: Effect, name: &str, sentence: String| {
        findings.push(Finding {
            rule: "pack.coverage".into(),
            name: name.into(),
            effect,
            outcome,
            standing: Standing::Unverified,
            sentence,
            remedy: None,
            facts: Vec::new(),
            cites: Vec::new(),
            missing: Vec::new(),
        });
    };
    if !(from..=until).contains(&year) {
        let sentence = format!("规则包覆盖{from}—{until}年度，没有{year}年度的规定");
        add(Outcome::NotCovered, Effect::Block, "年度未覆盖", sentence);
    } else if without_text.contains(&year) {
        let sentence = format!("{year}年度没有单独的文本，按此前最近的规定判，请以当年通知为准");
        add(Outcome::Applied, Effect::Caution, "沿用上一版", sentence);
    }
    if !covered {
        let sentence = format!("规则包还没有“{}”的规则，请按当年通知由人判断", kind.label());
        add(Outcome::NotCovered, Effect::Block, "申报类型未覆盖", sentence);
    }
}

/// First application year whose cut-off is on or after the day the years are full.
pub(crate) fn earliest_year(satisfied_on: Date, until: Date) -> i32 {
    let same_day = satisfied_on.with_year(until.year()).unwrap_or(satisfied_on);
    satisfied_on.year() + i32::from(same_day > until)
}
