//! The proof of a pack: every case comes out as wanted, and every version of every rule has a case
//! it acts on and one it does not.

use super::Packs;
use super::case::{Case, Cases};
use super::check::Fault;
use super::rule::{Condition, Standing};
use crate::eval::{Judgement, acts, edition_of, judge};
use crate::fact::{Case as Judged, document};
use crate::verdict::Verdict;
use std::collections::BTreeSet;

/// Which rule versions acted, and which did not, over all cases: rule id and first day.
#[derive(Debug, Default)]
pub struct Coverage {
    /// Acted in some case.
    pub hit: BTreeSet<(String, String)>,
    /// Did not act in some case.
    pub pass: BTreeSet<(String, String)>,
}

/// Judge a case and say everything that is not as wanted.
pub fn faults(case: &Case, cases: &Cases, packs: &Packs, coverage: &mut Coverage) -> Vec<String> {
    let Some(text) = cases.document(case) else {
        return vec![format!("没有名为 {} 的底本", case.base)];
    };
    let facts = match document::parse(&text) {
        Ok(facts) => facts,
        Err(error) => return vec![error.to_string()],
    };
    let edition = edition_of(&facts, packs);
    let judged = Judged::new(&facts, &edition);
    let judgement = judge(&judged);
    for (id, acted) in acts(&judged) {
        let version = packs.rule(id).and_then(|r| r.at(edition.as_of)).map(|v| v.from.to_string());
        let key = (id.to_owned(), version.unwrap_or_default());
        match acted {
            Some(true) => coverage.hit.insert(key),
            Some(false) => coverage.pass.insert(key),
            None => false,
        };
    }
    let verdict = crate::eval::assess(&facts, packs);
    let mut faults = compare(case, &verdict);
    faults.extend(outcomes(case, &judgement));
    faults
}

/// Versions of rules without a case they act on, or without one they do not act on.
#[must_use]
pub fn unproved(packs: &Packs, coverage: &Coverage) -> Vec<Fault> {
    let mut out = Vec::new();
    for rule in packs.rules() {
        for version in rule.versions.iter().filter(|v| v.standing != Standing::Repealed) {
            let key = (rule.id.clone(), version.from.to_string());
            let for_all = is_trivial(version.applies.as_ref()) && is_trivial(version.when.as_ref());
            let (file, line) = packs.place_of(&rule.id).unwrap_or_default();
            let mut add = |what: &str| {
                let message = format!("{} 起的版本没有{what}的案例", version.from);
                out.push(Fault { file: file.clone(), line, id: rule.id.clone(), message });
            };
            if !coverage.hit.contains(&key) {
                add("判中");
            }
            if !for_all && !coverage.pass.contains(&key) {
                add("没判中");
            }
        }
    }
    out
}

/// A condition that holds for everybody.
fn is_trivial(condition: Option<&Condition>) -> bool {
    condition.is_none_or(|c| matches!(c, Condition::All(list) if list.is_empty()))
}

fn outcomes(case: &Case, judgement: &Judgement<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    for (rule, wanted) in &case.outcome {
        let found = judgement.findings.iter().find(|f| f.id() == rule);
        let got = found.map_or("none", |f| f.outcome.key());
        if got != wanted {
            faults.push(format!("{rule}: wanted {wanted}, got {got}"));
        }
    }
    faults
}

fn compare(case: &Case, v: &Verdict) -> Vec<String> {
    let mut faults = Vec::new();
    let mut check = |what: &str, is_right: bool, got: String| {
        if !is_right {
            faults.push(format!("{what}: got {got}"));
        }
    };
    let said = || format!("{} — {}", v.conclusion.key(), v.headline);
    check("verdict", v.conclusion.key() == case.verdict, said());
    let trial = v.trial.map(|t| t.key().to_owned());
    check("trial", trial == case.trial, format!("{trial:?}"));
    let mut wanted = case.blocking.clone();
    wanted.sort();
    check("blocking", v.blocking == wanted, format!("{:?}; {}", v.blocking, said()));
    for fact in &case.missing {
        let asked: Vec<_> = v.missing.iter().map(|m| m.fact.clone()).collect();
        check("missing", asked.contains(fact), format!("{asked:?}, wanted {fact}"));
    }
    if let Some(t) = &case.tenure {
        let shown = v.arithmetic.as_ref().map(|a| a.lines.join("；")).unwrap_or_default();
        let a = v.arithmetic.as_ref();
        let months = |s: crate::date::Span| [s.years, s.months];
        let mut same = |what: &str, is_right: bool| check(what, is_right, shown.clone());
        same("from", t.from.is_none() || t.from == a.map(|a| a.from.to_string()));
        same("until", t.until.is_none() || t.until == a.map(|a| a.until.to_string()));
        same("gross", t.gross.is_none() || t.gross == a.map(|a| months(a.gross)));
        same("net", t.net.is_none() || t.net == a.map(|a| months(a.net)));
        same("required", t.required.is_none() || t.required == a.map(|a| a.required_years));
        let day = a.map(|a| a.satisfied_on.to_string());
        same("satisfied_on", t.satisfied_on.is_none() || t.satisfied_on == day);
        let full = a.map(|a| a.is_satisfied);
        same("is_satisfied", t.is_satisfied.is_none() || t.is_satisfied == full);
    }
    let has = |id: &str, waived: bool| {
        v.materials.iter().any(|m| m.material == id && m.is_waived == waived)
    };
    for id in &case.material {
        check("material", has(id, false), format!("no {id}"));
    }
    for id in &case.waived {
        check("waived", has(id, true), format!("{id} not waived"));
    }
    for id in &case.no_material {
        check("no_material", !has(id, false), id.clone());
    }
    for (id, state) in &case.state {
        let got = v.materials.iter().find(|m| m.material == *id).map(|m| m.state);
        check("state", got == Some(*state), format!("{id} {got:?}"));
    }
    let code = v.route.as_ref().map(|r| r.code.clone());
    check("route", case.route.is_none() || case.route == code, format!("{code:?}"));
    let steps = v.route.as_ref().map(|r| r.steps.clone()).unwrap_or_default();
    let mut rest = steps.iter();
    for wanted in &case.steps {
        check("steps", rest.any(|s| s.contains(wanted.as_str())), format!("{steps:?}"));
    }
    if let Some(wanted) = &case.platform {
        let got = v.route.as_ref().and_then(|r| r.platform.clone()).unwrap_or_default();
        check("platform", got.contains(wanted.as_str()), got.clone());
    }
    for (key, wanted) in &case.date {
        let got = v.dates.iter().find(|d| d.key == *key).map(|d| d.on.to_string());
        check(key, got.as_deref().unwrap_or("none") == wanted, format!("{got:?}"));
    }
    if let Some(wanted) = &case.reading {
        let got = v.arithmetic.as_ref().and_then(|a| a.other_reading.clone()).unwrap_or_default();
        let fits = if wanted.is_empty() { got.is_empty() } else { got.contains(wanted.as_str()) };
        check("reading", fits, got.clone());
    }
    faults
}
