//! 判定: rules read facts, findings fold into a verdict.
//!
//! Order: rules that set dates and adjust years, then the sum of years, then everything that may
//! read the sum. What comes out first is a [`Judgement`] that borrows from the edition and the
//! facts; a [`Verdict`](crate::verdict::Verdict) is its owned form.

mod condition;
mod explain;
mod outcome;
mod tenure;

use crate::date::{Date, PartialDate};
use crate::edition::compile::Compiled;
use crate::edition::{Edition, EditionKey};
use crate::fact::read::begun::is_begun;
use crate::fact::{Case, F, Facts, Reading, Value};
use crate::pack::Packs;
use crate::pack::rule::{Effect, OnMissing, Standing};
use crate::title::ApplicationKind;
use crate::verdict::{Arithmetic, Citation, Conclusion, OriginKind, Outcome, Verdict};
use chrono::Datelike;
use condition::{Trace, holds};
use std::borrow::Cow;
use std::sync::Arc;
use tenure::{Adjustments, Sum};

pub(crate) use tenure::ladder_standing;

/// Facts of one finding; the usual few need no heap.
pub type FactList = smallvec::SmallVec<[F; 14]>;

/// One rule's result, borrowing from the edition.
#[derive(Debug)]
pub struct Judged<'c> {
    pub(crate) rule: &'c Compiled,
    /// What came of it.
    pub outcome: Outcome,
    /// Whether its condition holds; `None` for unknown.
    pub(crate) acts: Option<bool>,
    /// One sentence for the clerk.
    pub sentence: Cow<'c, str>,
    pub(crate) standing: Standing,
    pub(crate) cites: &'c [Citation],
    /// Facts used.
    pub facts: FactList,
    /// Facts that are missing.
    pub missing: Vec<F>,
}

impl Judged<'_> {
    /// Rule id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.rule.id
    }

    /// Id in the list of policy facts, `E15`.
    #[must_use]
    pub fn reference(&self) -> &str {
        &self.rule.reference
    }
}

/// Everything that was judged of one case.
#[derive(Debug)]
pub struct Judgement<'c> {
    /// 可申报, 不可申报, 待核实.
    pub conclusion: Conclusion,
    /// Findings in the order they were made.
    pub findings: Vec<Judged<'c>>,
    /// The sum, where years count.
    pub arithmetic: Option<Arithmetic>,
}

/// The day rules are read for: stated, else the last day of the application year.
#[must_use]
pub fn as_of(facts: &Facts) -> Date {
    let year = facts.year().unwrap_or(0);
    facts.as_of.unwrap_or_else(|| crate::date::year_end(year))
}

/// The edition a case is judged by. A 试算 of a year past the last covered one borrows the last
/// covered day.
#[must_use]
pub fn edition_of(facts: &Facts, packs: &Packs) -> Arc<Edition> {
    let day = as_of(facts);
    let (_, until, _) = packs.coverage();
    let is_trial = facts.options.trial == Some(true) && day.year() > until;
    let last = Date::from_ymd_opt(until, 12, 31).unwrap_or(day);
    packs.edition(&EditionKey::of(facts, if is_trial { last } else { day }))
}

/// The verdict on what is known of an application.
#[must_use]
pub fn assess(facts: &Facts, packs: &Packs) -> Verdict {
    let edition = edition_of(facts, packs);
    let case = Case::new(facts, &edition);
    let judgement = judge(&case);
    outcome::verdict(&case, judgement)
}

/// Judge a case.
#[must_use]
pub fn judge<'c>(case: &'c Case<'_>) -> Judgement<'c> {
    let mut findings: Vec<Judged<'c>> = Vec::with_capacity(case.edition.rules());
    let mut trace = Trace::default();
    if !coverage(case, &mut findings) {
        let conclusion = Conclusion::of(findings.iter().map(|f| f.outcome));
        return Judgement { conclusion, findings, arithmetic: None };
    }
    let mut adjust = Adjustments::default();
    // The cut-off first: what follows may read it.
    let (cutoffs, others) = case.edition.before_sum.split_at(case.edition.cutoffs);
    for rule in cutoffs {
        if let Some(found) = read(rule, case, &mut trace) {
            adjustment(case, &found, &mut adjust);
            findings.push(found);
        }
    }
    let until = adjust.until.map(|day| Value::Date(day.into()));
    case.set(
        F::TenureUntil,
        until.map_or(Reading::Absent, |day| Reading::Known(day, OriginKind::Computed)),
    );
    for rule in others {
        if let Some(found) = read(rule, case, &mut trace) {
            adjustment(case, &found, &mut adjust);
            findings.push(found);
        }
    }
    let arithmetic = years(case, &adjust, &mut findings, &mut trace);
    for rule in &case.edition.after_sum {
        if let Some(found) = read(rule, case, &mut trace) {
            findings.push(found);
        }
    }
    let conclusion = Conclusion::of(findings.iter().map(|f| f.outcome));
    Judgement { conclusion, findings, arithmetic }
}

/// Whether each rule of the edition acts on a case: for the proof that every version of every rule
/// has a case it acts on and one it does not. A rule that does not concern the case does not act.
#[must_use]
pub fn acts<'c>(case: &'c Case<'_>) -> Vec<(&'c str, Option<bool>)> {
    let _ = judge(case);
    let mut trace = Trace::default();
    let rules = case.edition.before_sum.iter().chain(&case.edition.after_sum);
    rules
        .map(|rule| {
            let concerned =
                rule.applies.as_ref().map_or(Some(true), |c| holds(c, case, &mut trace));
            let acts = if concerned == Some(false) {
                Some(false)
            } else {
                rule.when.as_ref().map_or(concerned, |c| holds(c, case, &mut trace))
            };
            // As in `read`: whom a rule may not concern at all, it does not act on yet.
            let is_open = concerned.is_none() && acts == Some(true);
            (rule.id.as_str(), if is_open { None } else { acts })
        })
        .collect()
}

/// Read one rule for a case; `None` when it does not concern it or has nothing to say.
fn read<'c>(rule: &'c Compiled, case: &'c Case<'_>, trace: &mut Trace) -> Option<Judged<'c>> {
    trace.clear();
    let concerned = rule.applies.as_ref().map_or(Some(true), |c| holds(c, case, trace));
    let acts = match concerned {
        Some(false) => return None,
        Some(true) => rule.when.as_ref().map_or(Some(true), |c| holds(c, case, trace)),
        None => match rule.when.as_ref().map(|c| holds(c, case, trace)) {
            Some(Some(false)) => Some(false),
            _ => None,
        },
    };
    if acts.is_some() {
        trace.missing.clear();
    }
    let decides = matches!(rule.effect, Effect::Block | Effect::BarUntil | Effect::SetDate);
    let outcome = match acts {
        Some(false) => Outcome::Met,
        Some(true) if matches!(rule.effect, Effect::Block | Effect::BarUntil) && rule.is_firm => {
            Outcome::Failed
        }
        Some(true) => Outcome::Applied,
        // A record that was begun is to be finished, however quiet the rule is without one.
        None if decides && rule.is_firm && trace.missing.iter().any(|f| is_begun(*f, case)) => {
            Outcome::Unknown
        }
        None => match rule.on_missing {
            OnMissing::Wait => return None,
            OnMissing::Ask if decides && rule.is_firm => Outcome::Unknown,
            OnMissing::Ask | OnMissing::Confirm => Outcome::Applied,
        },
    };
    let (sentence, is_quiet) = explain::sentence(rule, acts, case);
    // A warning or a hint about something nobody recorded, with nothing to say of it, is left out.
    if acts.is_none() && is_quiet && outcome == Outcome::Applied && !explain::asks_anyway(rule) {
        return None;
    }
    Some(Judged {
        rule,
        outcome,
        acts,
        sentence,
        standing: rule.standing,
        cites: &rule.cites,
        facts: std::mem::take(&mut trace.facts),
        missing: std::mem::take(&mut trace.missing),
    })
}

fn adjustment<'c>(case: &Case<'_>, found: &Judged<'c>, adjust: &mut Adjustments<'c>) {
    let rule = found.rule;
    if let Some(years) = rule.value.add_years {
        match found.acts {
            Some(true) if rule.is_firm => adjust.added.push((years, rule)),
            Some(true) => adjust.cautioned.push((years, rule)),
            None if rule.is_firm => adjust.perhaps.push((years, found.missing.clone())),
            None | Some(false) => {}
        }
    }
    if let Some(fact) = rule.deduct {
        match (found.acts, case.read(fact)) {
            (Some(true), Reading::Known(Value::Intervals(list), _)) => {
                let target = if rule.is_firm {
                    &mut adjust.deducted
                } else {
                    &mut adjust.cautioned_deducted
                };
                target.extend(list.iter().map(|i| (i.clone(), rule)));
            }
            (None, _) if rule.is_firm => {
                adjust.missing.extend(&found.missing);
                let most = (fact == F::SecondmentUncounted)
                    .then(|| crate::fact::read::career::secondment_at_most(case))
                    .flatten();
                adjust.at_most = most.map(|list| list.into_iter().map(|i| (i, rule)).collect());
            }
            _ => {}
        }
    }
    match (rule.value.subject.as_deref(), found.acts) {
        (Some("tenure_until"), Some(true)) => {
            let date = match (rule.from_fact, &rule.value.month_day) {
                (Some(fact), _) => case.read(fact).date().and_then(PartialDate::exact),
                (None, Some(month_day)) => format!("{}-{month_day}", case.year()).parse().ok(),
                (None, None) => None,
            };
            // A cut-off nobody states any more does not move the sum.
            if let Some(date) = date.filter(|_| rule.is_firm) {
                adjust.until = Some(date);
            }
        }
        (Some("tenure_from"), Some(true)) => {
            let Some(fact) = rule.from_fact else { return };
            if *case.read(fact) == Reading::Absent {
                return;
            }
            let target = if rule.is_firm { &mut adjust.from } else { &mut adjust.perhaps_from };
            target.get_or_insert((fact, rule));
        }
        (Some("tenure_from"), None) if rule.is_firm && found.outcome == Outcome::Unknown => {
            // A start before a change of series lies earlier than the usual one, any other later.
            let lengthens = rule.from_fact == Some(F::BeforeTransferOn);
            adjust.open_start = Some((lengthens, found.missing.clone()));
        }
        _ => {}
    }
}

/// Do the sum where years count, and let later rules read it.
fn years<'c>(
    case: &'c Case<'_>,
    adjust: &Adjustments<'_>,
    findings: &mut Vec<Judged<'c>>,
    trace: &mut Trace,
) -> Option<Arithmetic> {
    let kind = case.kind()?;
    let counts = matches!(kind, ApplicationKind::Promotion | ApplicationKind::EntrustedReview)
        && case.read(F::IsExamOnly).bool() != Some(true)
        && !is_special_entry(case);
    if !counts {
        return None;
    }
    trace.clear();
    let sum = tenure::sum(case, adjust, trace);
    let rule = &case.edition.builtin.ladder;
    let mut finding = Judged {
        rule,
        outcome: Outcome::Met,
        acts: Some(false),
        sentence: Cow::Borrowed(""),
        standing: ladder_standing(case),
        cites: tenure::ladder_cites(case).unwrap_or(&rule.cites),
        facts: FactList::from_slice(&[F::TitleName, F::TitleObtainedOn, F::EducationLevel]),
        missing: Vec::new(),
    };
    let satisfied = |yes: bool| {
        case.set(F::TenureIsSatisfied, Reading::Known(Value::Bool(yes), OriginKind::Computed));
    };
    let arithmetic = match sum {
        Sum::Done(sum) => {
            satisfied(sum.is_satisfied);
            finding.outcome = if sum.is_satisfied { Outcome::Met } else { Outcome::Failed };
            finding.sentence = explain::sum_line(&sum).into();
            Some(*sum)
        }
        Sum::Direct => {
            satisfied(true);
            finding.sentence = "按学历可以直接申报这一级，不要求下级职称的年限".into();
            None
        }
        Sum::Unconfirmed(sum) => {
            finding.outcome = Outcome::Unknown;
            finding.missing = vec![F::RequiredYears];
            finding.sentence =
                format!("{}；这一级的年限没有读到原文，请按当年标准核实", explain::sum_line(&sum))
                    .into();
            Some(*sum)
        }
        Sum::TooLow(reason) => {
            satisfied(false);
            finding.outcome = Outcome::Failed;
            finding.sentence = reason.into();
            None
        }
        Sum::Unknown => {
            let labels: Vec<_> =
                trace.missing.iter().map(|f| crate::fact::all()[*f as usize].label).collect();
            finding.outcome = Outcome::Unknown;
            finding.sentence = if labels.is_empty() {
                "起算日只知道月份，取月初和月末结论不同，请补到日".into()
            } else {
                format!("缺{}，年限算不出来，不按够也不按不够处理", labels.join("、")).into()
            };
            finding.facts.clone_from(&trace.facts);
            finding.missing.clone_from(&trace.missing);
            if finding.missing.is_empty() {
                finding.missing.push(F::TitleObtainedOn);
            }
            None
        }
        Sum::NotCovered(reason) => {
            finding.outcome = Outcome::NotCovered;
            finding.missing = vec![F::RequiredYears];
            finding.sentence = reason.into();
            None
        }
    };
    findings.push(finding);
    arithmetic
}

/// Whether the years of a special entry are judged instead of the ladder.
fn is_special_entry(case: &Case<'_>) -> bool {
    case.edition.has_special_entry
        && case.facts.special_entry.is_some()
        && case.facts.application.is_first_review != Some(false)
        && case.read(F::HasAdjacentTitle).bool() != Some(true)
}

/// What the packs do not reach at all: years, kinds of application, values that cannot be right.
/// Whether there is anything to judge: a year that is not covered is never judged by another's rules.
fn coverage<'c>(case: &'c Case<'_>, findings: &mut Vec<Judged<'c>>) -> bool {
    let builtin = &case.edition.builtin;
    let mut add = |rule: &'c Compiled, outcome: Outcome, sentence: String, missing: Vec<F>| {
        findings.push(Judged {
            rule,
            outcome,
            acts: Some(true),
            sentence: sentence.into(),
            standing: Standing::Unverified,
            cites: &rule.cites,
            facts: FactList::new(),
            missing,
        });
    };
    let (from, until, without_text) = &case.edition.coverage;
    let Some(year) = case.facts.year() else {
        let sentence = "没有填申报年度，不知道用哪一年的规定".to_owned();
        add(&builtin.coverage, Outcome::NotCovered, sentence, vec![F::ApplicationYear]);
        return false;
    };
    let is_trial = case.facts.options.trial == Some(true);
    let day = as_of(case.facts);
    let covers = |y: i32| (*from..=*until).contains(&y);
    if is_trial && year > *until {
        let sentence = format!("试算：{year}年度的规定还没有，按{until}年度推演，不是结论");
        add(&builtin.trial, Outcome::Applied, sentence, Vec::new());
    } else if !covers(year) || !covers(day.year()) {
        let sentence = format!(
            "规则包覆盖{from}—{until}年度，没有{}年度的规定",
            if covers(year) { day.year() } else { year }
        );
        add(&builtin.coverage, Outcome::NotCovered, sentence, Vec::new());
        return false;
    } else if without_text.contains(&year) {
        let sentence = format!("{year}年度没有单独的文本，按此前最近的规定判，请以当年通知为准");
        add(&builtin.without_text, Outcome::Applied, sentence, Vec::new());
    }
    match case.kind() {
        None => {
            let sentence = "没有填申报类型，晋升、转系列、考核认定的规定不同".to_owned();
            add(&builtin.kind, Outcome::Unknown, sentence, vec![F::ApplicationKind]);
        }
        Some(kind) if !case.edition.list_has("kunming.covered-kinds", kind.key()) => {
            let sentence = format!("规则包还没有“{}”的规则，请按当年通知由人判断", kind.label());
            add(&builtin.kind, Outcome::NotCovered, sentence, Vec::new());
        }
        Some(_) => {}
    }
    for problem in &case.facts.problems {
        let sentence = format!("“{}”{}，请改正以后再判", problem.path, problem.message);
        add(&builtin.domain, Outcome::Unknown, sentence, vec![F::HasProblem]);
    }
    true
}
