//! Judging: the whole pack, and ten of its rules against two engines of rules.

use crate::measure;
use crate::people;
use crate::report::Line;
use desk::resources::{Resources, read_pack};
use engine::eval;
use engine::fact::{Case, F, Facts, Reading, Value};
use engine::pack::{Packs, check};
use serde_json::{Value as Json, json};
use std::path::Path;

/// People judged.
const PEOPLE: u64 = 100_000;
/// People made at a time, so that making them takes no memory and judging finds them near.
const AT_ONCE: u64 = 500;
/// People the peers judge; they are slower.
const FEWER: u64 = 20_000;
/// The year the ten rules are written for.
const YEAR: i32 = 2025;
/// The rules the peers have too.
const TEN: [&str; 10] = ["D01", "E01a", "E01b", "E03", "E09", "E13", "E15", "E24b", "E27", "E32"];

/// Run `work` on `n` people and give the CPU seconds it took, making them left out.
fn on_people(n: u64, mut work: impl FnMut(&[Facts])) -> f64 {
    let mut spent = 0.0;
    for from in (0..n).step_by(AT_ONCE as usize) {
        let people: Vec<Facts> = (from..(from + AT_ONCE).min(n)).map(people::facts).collect();
        let begun = measure::cpu();
        work(&people);
        spent += measure::cpu() - begun;
    }
    spent
}

/// The whole pack: sentences, arithmetic and clauses of every finding; then the verdict as it is
/// kept and shown.
pub fn whole(resources: &Resources) -> Vec<Line> {
    let packs = resources.packs().expect("the packs load");
    let (mut findings, mut letters) = (0, 0);
    let mut judge = |people: &[Facts]| {
        for facts in people {
            let edition = eval::edition_of(facts, &packs);
            let case = Case::new(facts, &edition);
            let judgement = eval::judge(&case);
            findings += judgement.findings.len();
            letters += judgement.findings.iter().map(|f| f.sentence.len()).sum::<usize>();
        }
    };
    on_people(AT_ONCE, &mut judge);
    let few = measure::peak();
    let spent = on_people(PEOPLE, &mut judge);
    let growth = measure::peak() - few;
    let each = findings as f64 / (PEOPLE + AT_ONCE) as f64;
    let full = on_people(FEWER, |people| {
        for facts in people {
            letters += eval::assess(facts, &packs).findings.len();
        }
    });
    assert!(letters > 0);
    vec![
        Line::at_least("判十万人，带句子和算式", PEOPLE as f64 / spent, "人/秒", 50_000.0),
        Line::told("　每人的判定", each, "条"),
        Line::below("　判的时候内存增长", growth, "MiB", 8.0),
        Line::told("整份结论（材料、渠道、日期在内）", FEWER as f64 / full, "人/秒"),
    ]
}

/// Loading and checking every pack.
pub fn packs(resources: &Resources) -> Vec<Line> {
    let load = || {
        let begun = measure::cpu();
        let folder = resources.root().join("packs");
        let packs = resources
            .packs_with(&[folder.join("sample-2026"), folder.join("sample-committee")])
            .expect("the packs load");
        let faults = check::check(&packs, None);
        assert!(faults.is_empty(), "{faults:?}");
        measure::cpu() - begun
    };
    // The first time counts: that is what a start of the program pays.
    vec![Line::below("读入并检查全部规则包", load() * 1e3, "毫秒", 100.0)]
}

/// Ten rules against the peers.
pub fn peers(resources: &Resources, peer: &Path) -> Vec<Line> {
    let packs = ten(resources);
    let people: Vec<Facts> =
        (0..FEWER * 2).map(people::facts).filter(|f| f.year() == Some(YEAR)).collect();
    let documents: Vec<Json> = people.iter().map(|f| document(f, &packs)).collect();
    let expected: Vec<Vec<&str>> = people.iter().map(|f| hits(f, &packs)).collect();
    let n = people.len() as f64;

    let ours = timed(|| {
        for facts in &people {
            let edition = eval::edition_of(facts, &packs);
            let case = Case::new(facts, &edition);
            assert!(!eval::judge(&case).findings.is_empty());
        }
    }) / n;
    let zen = zen(peer, &documents, &expected) / n;
    let rego = rego(peer, &documents, &expected) / n;
    let each = |s: f64| s * 1e6;
    let (name, best) = if zen < rego { ("zen-engine", zen) } else { ("regorus", rego) };
    vec![
        Line::told("同样十条：zen-engine（决策表）", each(zen), "微秒/人"),
        Line::told("同样十条：regorus（Rego）", each(rego), "微秒/人"),
        Line::times_less("同样十条，带句子和算式", each(ours), "微秒/人", name, each(best), 10.0),
    ]
}

fn timed(work: impl FnOnce()) -> f64 {
    let begun = measure::cpu();
    work();
    measure::cpu() - begun
}

/// The packs with ten rules left.
fn ten(resources: &Resources) -> Packs {
    let folder = resources.root().join("packs");
    let mut national = read_pack(&folder.join("national")).expect("the pack loads");
    national.body.rule.clear();
    let mut city = read_pack(&folder.join("kunming")).expect("the pack loads");
    city.body.rule.retain(|r| TEN.iter().any(|id| r.id == format!("kunming.{id}")));
    assert_eq!(city.body.rule.len(), TEN.len());
    Packs::stack(vec![national, city])
}

/// The rules that act on somebody.
fn hits(facts: &Facts, packs: &Packs) -> Vec<&'static str> {
    let edition = eval::edition_of(facts, packs);
    let case = Case::new(facts, &edition);
    let acting = eval::acts(&case);
    let acts = |id: &&&str| {
        acting.iter().any(|(rule, acts)| *acts == Some(true) && rule.ends_with(&format!(".{id}")))
    };
    TEN.iter().filter(acts).copied().collect()
}

/// What the peers are told: the facts the ten rules read, derived already. That is work we do and
/// they do not.
fn document(facts: &Facts, packs: &Packs) -> Json {
    let edition = eval::edition_of(facts, packs);
    let case = Case::new(facts, &edition);
    let flag = |fact: F| match case.read(fact) {
        Reading::Known(Value::Bool(b), _) => json!(b),
        Reading::Absent => json!(false),
        _ => Json::Null,
    };
    let word = |fact: F| case.read(fact).text().unwrap_or("unknown").to_owned();
    json!({
        "kind": word(F::ApplicationKind),
        "employment": word(F::EmploymentKind),
        "has_open_doubt": flag(F::HasOpenDoubt),
        "is_in_kunming": flag(F::UnitInKunming),
        "entrusted": flag(F::EntrustedComplete),
        "is_on_post": flag(F::IsOnPost),
        "does_professional_work": flag(F::DoesProfessionalWork),
        "unit_kind": word(F::UnitKind),
        "outside_form": word(F::UnitOutsideForm),
        "is_civil_servant": flag(F::IsCivilServant),
        "field_matches": flag(F::FieldMatches),
        "is_away": flag(F::SecondedAway),
        "is_same_level": flag(F::IsSameLevel),
        "is_exam_only": flag(F::IsExamOnly),
        "returns": case.read(F::ReturnsAndResets).number().unwrap_or(0.0),
    })
}

/// A decision table, compiled beforehand; what it says must be what we say.
fn zen(peer: &Path, documents: &[Json], expected: &[Vec<&str>]) -> f64 {
    use zen_engine::DecisionEngine;
    use zen_engine::model::DecisionContent;
    let text = std::fs::read_to_string(peer.join("ten.json")).expect("the table is there");
    let content: DecisionContent = serde_json::from_str(&text).expect("the table is one");
    let decision = DecisionEngine::default().create_decision(content.into());
    let Ok(mut decision) = decision else { panic!("the table is no graph") };
    decision.compile();
    let judge = |document: &Json| {
        let answer = pollster::block_on(decision.evaluate(document.clone().into()));
        answer.unwrap_or_else(|e| panic!("{e}")).result
    };
    for (document, expected) in documents.iter().zip(expected).take(2_000) {
        let found = judge(document).to_value();
        let mut found: Vec<&str> =
            found.as_array().into_iter().flatten().filter_map(|r| r["rule"].as_str()).collect();
        found.dedup();
        assert_eq!(found, *expected, "{document}");
    }
    let inputs: Vec<_> = documents.iter().map(|d| d.clone().into()).collect();
    timed(|| {
        for input in inputs {
            let answer = pollster::block_on(decision.evaluate(input));
            assert!(answer.is_ok());
        }
    })
}

/// The rules in Rego, parsed beforehand.
fn rego(peer: &Path, documents: &[Json], expected: &[Vec<&str>]) -> f64 {
    let text = std::fs::read_to_string(peer.join("ten.rego")).expect("the rules are there");
    let mut engine = regorus::Engine::new();
    engine.add_policy("ten.rego".into(), text).expect("the rules parse");
    let inputs: Vec<regorus::Value> = documents
        .iter()
        .map(|d| regorus::Value::from_json_str(&d.to_string()).expect("JSON is JSON"))
        .collect();
    let rule = "data.title.hit";
    for (input, expected) in inputs.iter().zip(expected).take(2_000) {
        engine.set_input(input.clone());
        let found = engine.eval_rule(rule.into()).expect("the rules hold");
        let found = found.to_json_str().expect("a set is a list");
        let found: Vec<String> = serde_json::from_str(&found).expect("a set is a list");
        assert_eq!(found, *expected, "{input}");
    }
    timed(|| {
        for input in inputs {
            engine.set_input(input);
            assert!(engine.eval_rule(rule.into()).is_ok());
        }
    })
}
