//! Verdicts on the sample office against what was worked out by hand, and packs that hold together.

use engine::verdict::{Outcome, Verdict};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use tests::office::{Office, repository, resources};

#[derive(Deserialize)]
struct Cases {
    person: Vec<Expected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    name: String,
    conclusion: String,
    gross: Option<[i32; 2]>,
    net: Option<[i32; 2]>,
    required: Option<i32>,
    satisfied_on: Option<String>,
    is_satisfied: Option<bool>,
    #[serde(default)]
    rules: BTreeMap<String, String>,
    needs: Option<String>,
    needs_not: Option<String>,
}

fn verdict_of(office: &Office, batch: &serde_json::Value, name: &str) -> Verdict {
    let row = office.application(batch, name);
    let page = office.ok("eligibility.get", json!({ "applicationId": row["id"] }));
    serde_json::from_value(page["verdict"].clone()).unwrap()
}

#[test]
fn everybody_of_the_sample_office_gets_the_verdict_worked_out_by_hand() {
    let office = Office::with_sample();
    office.settle_all();
    let batch = office.assessed_batch();
    let text = std::fs::read_to_string(repository().join("tests/cases/kunming/unit-a-2025.toml"));
    let cases: Cases = toml::from_str(&text.unwrap()).unwrap();
    assert_eq!(cases.person.len(), 23);
    let mut wrong = Vec::new();
    for expected in &cases.person {
        let v = verdict_of(&office, &batch, &expected.name);
        let mut check = |what: &str, is_right: bool, got: String| {
            if !is_right {
                wrong.push(format!("{} {what}: {got}", expected.name));
            }
        };
        let conclusion = v.conclusion.key();
        check(
            "conclusion",
            conclusion == expected.conclusion,
            format!("{conclusion}: {}", v.headline),
        );
        let sum = v.arithmetic.as_ref();
        let shown = || sum.map(|a| a.lines.join("；")).unwrap_or_default();
        let months = |s: engine::date::Span| [s.years, s.months];
        check("gross", sum.map(|a| months(a.gross)) == expected.gross, shown());
        check("net", sum.map(|a| months(a.net)) == expected.net, shown());
        check("required", sum.map(|a| a.required_years) == expected.required, shown());
        check("is_satisfied", sum.map(|a| a.is_satisfied) == expected.is_satisfied, shown());
        let day = sum.map(|a| a.satisfied_on.to_string());
        check("satisfied_on", day == expected.satisfied_on, shown());
        for (rule, outcome) in &expected.rules {
            let found = v.findings.iter().find(|f| f.rule == *rule).map(|f| f.outcome.key());
            check(rule, found == Some(outcome), format!("{found:?}"));
        }
        let asks = |id: &str| v.materials.iter().any(|m| m.material == id && !m.is_waived);
        if let Some(id) = &expected.needs {
            check("needs", asks(id), id.clone());
        }
        if let Some(id) = &expected.needs_not {
            check("needs_not", !asks(id), id.clone());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_finding_that_decides_cites_a_clause_and_says_why() {
    let office = Office::with_sample();
    let batch = office.assessed_batch();
    let page = office.ok("batch.get", json!({ "id": batch }));
    for row in page["applications"].as_array().unwrap() {
        let v = verdict_of(&office, &batch, row["name"].as_str().unwrap());
        for f in &v.findings {
            assert!(!f.sentence.is_empty(), "{}", f.rule);
            assert!(!f.sentence.contains(['{', '}']), "{}: {}", f.rule, f.sentence);
            let decides = matches!(f.outcome, Outcome::Failed | Outcome::Unknown);
            assert!(!decides || !f.cites.is_empty() || f.rule == "national.ladder", "{}", f.rule);
            assert!(f.outcome != Outcome::Unknown || !f.missing.is_empty(), "{}", f.rule);
        }
        assert!(v.route.is_some());
    }
}

#[test]
fn an_open_doubt_keeps_a_person_undetermined_until_it_is_settled() {
    let office = Office::with_sample();
    let batch = office.assessed_batch();
    let before = verdict_of(&office, &batch, "例建军");
    assert_eq!(before.conclusion.key(), "undetermined");
    assert!(before.headline.contains("身份信息"), "{}", before.headline);
    office.settle_all();
    assert_eq!(verdict_of(&office, &batch, "例建军").conclusion.key(), "eligible");
}

#[test]
fn a_missing_fact_is_asked_and_its_answer_changes_the_verdict() {
    let office = Office::with_sample();
    let batch = office.assessed_batch();
    let row = office.application(&batch, "样桂芳");
    let page = office.ok("eligibility.get", json!({ "applicationId": row["id"] }));
    let asked: Vec<_> =
        page["verdict"]["missing"].as_array().unwrap().iter().map(|m| &m["fact"]).collect();
    assert_eq!(asked, ["retirement.has_extension"]);
    let answer = |value: &str| {
        let input = json!({ "applicationId": row["id"], "fact": "retirement.has_extension", "value": value });
        office.ok("eligibility.answer", input)["verdict"]["conclusion"].clone()
    };
    assert_eq!(answer("no"), "ineligible");
    assert_eq!(answer("yes"), "eligible");
    assert_eq!(answer(""), "undetermined");
    let wrong =
        json!({ "applicationId": row["id"], "fact": "retirement.has_extension", "value": "maybe" });
    assert_eq!(office.fails("eligibility.answer", wrong).field.as_deref(), Some("value"));
}

#[test]
fn the_same_case_gives_the_same_verdict() {
    let office = Office::with_sample();
    let batch = office.assessed_batch();
    let again = office.ok("eligibility.assess", json!({ "batchId": batch }));
    assert_eq!(again["changed"], 0);
}

#[test]
fn the_shipped_packs_hold_together() {
    let packs = resources().packs().unwrap();
    let faults = engine::pack::check::check(&packs, None);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(packs.committees(2025).len(), 62);
    assert_eq!(packs.titles("工程师").count(), 1);
}

#[test]
fn a_pack_with_a_fault_is_refused_by_file_and_reason() {
    let file = |text: &str| {
        let files = BTreeMap::from([("rule/x.toml".to_owned(), text.to_owned())]);
        engine::pack::Pack::load(&files).unwrap_err()
    };
    assert_eq!(file("[[rule]]\nid = 3").file, "rule/x.toml");
    assert!(file("").reason.contains("[pack]"));
    let wrong = file("[[rule]]\nid = 'x'\nname = 'x'\neffect = 'forbid'\nversion = []");
    assert!(wrong.reason.contains("forbid"), "{}", wrong.reason);
}

#[test]
fn a_year_outside_the_packs_is_refused_and_a_year_without_a_text_is_cautioned() {
    let office = Office::with_sample();
    office.settle_all();
    let mut batch = tests::office::script()["batch"].clone();
    batch["year"] = json!(2027);
    assert_eq!(office.fails("batch.create", batch.clone()).field.as_deref(), Some("year"));
    batch["year"] = json!(2024);
    batch["committeeIds"] = json!([]);
    let created = office.ok("batch.create", batch);
    let who = office.ok("person.list", json!({ "query": "样建国" }))["rows"][0]["id"].clone();
    office.ok("batch.choose", json!({ "id": created["id"], "personIds": [who] }));
    office.ok("eligibility.assess", json!({ "batchId": created["id"] }));
    let v = verdict_of(&office, &created["id"], "样建国");
    assert_eq!(v.conclusion.key(), "eligible");
    assert!(v.findings.iter().any(|f| f.name == "沿用上一版" && f.outcome == Outcome::Applied));
    assert!(v.findings.iter().any(|f| f.rule == "kunming.C14b" && f.outcome == Outcome::Applied));
}

/// The verdict on a person of the sample with something about the application changed.
fn changed(name: &str, change: impl Fn(&mut engine::application::Application)) -> Verdict {
    let office = Office::with_sample();
    office.settle_all();
    let batch = office.assessed_batch();
    let id = office.application(&batch, name)["id"].as_str().unwrap().to_owned();
    let id = engine::id::ApplicationId(id);
    let (mut kept, units) =
        office.desk.read(|r| Ok((r.application(&id)?, r.list_unit()?))).unwrap();
    let dossier = office.desk.read(|r| r.dossier(&kept.application.person_id)).unwrap();
    change(&mut kept.application);
    let unit = units.iter().find(|u| Some(&u.id) == kept.application.applying_unit_id.as_ref());
    let packs = office.desk.packs();
    let facts = desk::facts::facts(&dossier, &kept.application, unit, &packs, &Default::default());
    engine::eval::assess(&facts, &packs)
}

#[test]
fn a_case_whose_rules_are_not_shipped_is_undetermined_and_says_so() {
    let exceptional =
        changed("样建国", |a| a.kind = engine::title::ApplicationKind::Exceptional);
    assert_eq!(exceptional.conclusion.key(), "undetermined");
    assert!(exceptional.headline.contains("破格"), "{}", exceptional.headline);
    let reporter = changed("样建国", |a| {
        a.series = Some("新闻专业人员".into());
        a.title = Some("记者".into());
    });
    let open = reporter.findings.iter().find(|f| f.outcome == Outcome::NotCovered);
    assert!(open.is_some_and(|f| f.sentence.contains("新闻专业人员")), "{}", reporter.headline);
    // Nobody goes from 助理工程师 to 记者 without a change of series.
    assert_eq!(reporter.blocking, ["N03"]);
}

#[test]
fn an_edition_is_picked_by_the_application_year() {
    // The extra year for another field of study came with the notice of 2023.
    let y2022 = changed("试秀英", |a| a.year = 2022);
    assert!(y2022.findings.iter().all(|f| f.rule != "kunming.E13"));
    assert_eq!(y2022.arithmetic.unwrap().required_years, 4);
    let y2023 = changed("试秀英", |a| a.year = 2023);
    assert_eq!(y2023.arithmetic.unwrap().required_years, 5);
}
