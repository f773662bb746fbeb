//! Policy cases: what is known of somebody, and what the rules must say.
//!
//! A file of `tests/cases` holds named bases and cases; a case changes a base by path. The wanted
//! result is written as a person reads it: verdict, what blocks, years, dates, materials, route.

use engine::eval::{Judgement, acts, edition_of, judge};
use engine::fact::{Case as Judged, document};
use engine::pack::Packs;
use engine::verdict::{MaterialState, Verdict};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A file of cases.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct File {
    /// Bases by name: facts documents.
    pub base: BTreeMap<String, toml::Value>,
    /// Cases.
    pub case: Vec<Case>,
}

/// One case.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Case {
    /// A sentence that says what is proved.
    pub name: String,
    /// The base it starts from.
    pub base: String,
    /// Changes: path (`titles.0.obtained_on`) to value.
    pub set: BTreeMap<String, toml::Value>,
    /// Paths taken away.
    pub unset: Vec<String>,
    /// Wanted: `eligible`, `ineligible`, `undetermined`.
    pub verdict: String,
    /// Wanted: on a 试算, what the last covered edition would say.
    pub trial: Option<String>,
    /// Wanted: every ref that stands in the way, and no other.
    pub blocking: Vec<String>,
    /// Wanted outcomes by rule id; `none` for a rule that must say nothing.
    pub outcome: BTreeMap<String, String>,
    /// Facts that must be asked for.
    pub missing: Vec<String>,
    /// Wanted sum.
    pub tenure: Option<Tenure>,
    /// Materials that must be asked for, waived, or not be there.
    pub material: Vec<String>,
    /// Materials a rule must take off.
    pub waived: Vec<String>,
    /// Materials that must not be asked for.
    pub no_material: Vec<String>,
    /// Wanted states of materials.
    pub state: BTreeMap<String, MaterialState>,
    /// Wanted letter of the channel.
    pub route: Option<String>,
    /// Texts the steps must contain, in order.
    pub steps: Vec<String>,
    /// Text the platform must contain.
    pub platform: Option<String>,
    /// Wanted dates by key.
    pub date: BTreeMap<String, String>,
    /// Text that another reading must contain; empty for none at all.
    pub reading: Option<String>,
    /// Why the text leaves the case open, where it does.
    pub ambiguous: Option<String>,
}

/// The sum wanted.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tenure {
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub until: Option<String>,
    /// Years and months before deductions.
    pub gross: Option<[i32; 2]>,
    /// Years and months after them.
    pub net: Option<[i32; 2]>,
    /// Years required.
    pub required: Option<i32>,
    /// First day the years are full.
    pub satisfied_on: Option<String>,
    /// Whether they are full.
    pub is_satisfied: Option<bool>,
}

/// Which rule versions acted, and which did not, over all cases: rule id and first day.
#[derive(Debug, Default)]
pub struct Coverage {
    /// Acted in some case.
    pub hit: BTreeSet<(String, String)>,
    /// Did not act in some case.
    pub pass: BTreeSet<(String, String)>,
}

fn at<'a>(root: &'a mut serde_json::Value, path: &str) -> &'a mut serde_json::Value {
    let mut here = root;
    for part in path.split('.') {
        here = match part.parse::<usize>() {
            Ok(n) => {
                if !here.is_array() {
                    *here = serde_json::json!([]);
                }
                let list = here.as_array_mut().unwrap();
                while list.len() <= n {
                    list.push(serde_json::json!({}));
                }
                &mut list[n]
            }
            Err(_) => {
                if !here.is_object() {
                    *here = serde_json::json!({});
                }
                here.as_object_mut().unwrap().entry(part).or_insert(serde_json::Value::Null)
            }
        };
    }
    here
}

fn json(value: &toml::Value) -> serde_json::Value {
    match value {
        toml::Value::Datetime(d) => serde_json::Value::String(d.to_string()),
        toml::Value::Array(list) => list.iter().map(json).collect(),
        toml::Value::Table(map) => map.iter().map(|(k, v)| (k.clone(), json(v))).collect(),
        other => serde_json::to_value(other).unwrap(),
    }
}

/// The facts document of a case, as JSON text.
///
/// # Errors
/// A base that does not exist.
pub fn document_of(case: &Case, bases: &BTreeMap<String, toml::Value>) -> Result<String, String> {
    let base = bases.get(&case.base).ok_or_else(|| format!("no base {}", case.base))?;
    let mut root = json(base);
    for (path, value) in &case.set {
        *at(&mut root, path) = json(value);
    }
    for path in &case.unset {
        *at(&mut root, path) = serde_json::Value::Null;
    }
    Ok(root.to_string())
}

/// Judge a case and say everything that is not as wanted.
pub fn faults(
    case: &Case,
    bases: &BTreeMap<String, toml::Value>,
    packs: &Packs,
    coverage: &mut Coverage,
) -> Vec<String> {
    let text = match document_of(case, bases) {
        Ok(text) => text,
        Err(reason) => return vec![format!("{}: {reason}", case.name)],
    };
    let facts = match document::parse(&text) {
        Ok(facts) => facts,
        Err(error) => return vec![format!("{}: {error}", case.name)],
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
    let verdict = engine::eval::assess(&facts, packs);
    let mut faults = compare(case, &verdict);
    faults.extend(outcomes(case, &judgement));
    faults.into_iter().map(|f| format!("{}: {f}", case.name)).collect()
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
        let months = |s: engine::date::Span| [s.years, s.months];
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
