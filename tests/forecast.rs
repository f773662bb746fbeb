//! `chengbao forecast` and “who is affected”: the real program on facts documents.

use serde_json::{Value, json};
use std::process::{Command, Output};
use tests::facts::engineer;
use tests::office::{chengbao, repository};

fn run(arguments: &[&str], facts: &Value) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("case.json");
    std::fs::write(&file, facts.to_string()).unwrap();
    Command::new(chengbao())
        .args(["--resources".as_ref(), repository().join("assets").as_os_str()])
        .args(arguments)
        .args(["--facts".as_ref(), file.as_os_str()])
        .output()
        .unwrap()
}

fn outlook(facts: &Value, more: &[&str]) -> Value {
    let output = run(&[&["forecast", "--json", "--from", "2025"], more].concat(), facts);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// An assistant engineer of December 2022 with a bachelor's degree in the field.
fn assistant() -> Value {
    let mut facts = engineer();
    facts["application"]["committee"] = Value::Null;
    facts["person"]["born_on"] = json!("1997-03-05");
    facts["insurance"] = json!({ "is_in_kunming": true, "since": "2019-07", "is_continuous": true, "matches_contract": true });
    facts["retirement"] = json!({ "is_retired": false });
    facts["education"][0]["graduated_on"] = json!("2019-07");
    facts["titles"][0]["obtained_on"] = json!("2022-12-15");
    facts["secondments"] = json!([]);
    facts
}

fn first(outlook: &Value, level: usize) -> Option<i64> {
    outlook["outlooks"][level]["first_year"].as_i64()
}

#[test]
fn the_first_year_of_each_next_level_comes_after_the_one_below_it() {
    let found = outlook(&assistant(), &["--years", "10"]);
    let next = &found["outlooks"][0];
    assert_eq!((next["level"].as_str(), first(&found, 0)), (Some("intermediate"), Some(2026)));
    let years: Vec<(i64, &str, bool)> = next["years"]
        .as_array()
        .unwrap()
        .iter()
        .map(|y| {
            let is_trial = y["is_trial"].as_bool().unwrap();
            (y["year"].as_i64().unwrap(), y["conclusion"].as_str().unwrap(), is_trial)
        })
        .collect();
    assert_eq!(years, [(2025, "ineligible", false), (2026, "eligible", true)]);
    assert_eq!(next["years"][0]["blocking"], json!(["E12"]));
    // Five years as an engineer from the end of 2026: full on 31 December 2031.
    let above = &found["outlooks"][1];
    assert_eq!(above["level"], "associate_senior");
    let open = above["first_year"].as_i64().or(above["first_open_year"].as_i64());
    assert_eq!(open, Some(2031));
    let said = above["assumptions"].to_string();
    assert!(said.contains("假定2026年末取得") && said.contains("试算"), "{said}");
}

#[test]
fn another_degree_brings_it_forward_and_another_field_puts_it_off() {
    // A master's degree of 2023 asks two years less than a bachelor's.
    let with = outlook(&assistant(), &["--degree", "硕士研究生,2023-06,土木工程"]);
    assert_eq!(first(&with, 0), Some(2025));
    assert!(with["outlooks"][0]["assumptions"].to_string().contains("硕士研究生"));
    let other = outlook(&assistant(), &["--mismatch"]);
    assert_eq!(first(&other, 0), Some(2027));
}

#[test]
fn a_graduate_is_looked_ahead_for_by_recognition_and_promotion_follows() {
    let mut facts = engineer();
    let application = &mut facts["application"];
    application["kind"] = json!("recognition");
    application["title"] = json!("助理工程师");
    application["level"] = json!("assistant");
    facts["titles"] = json!([]);
    facts["education"][0]["graduated_on"] = json!("2024-07");
    facts["recognition"] = json!({ "hired_on": "2024-07-15", "has_passed": true });
    let found = outlook(&facts, &["--years", "7"]);
    let levels = found["outlooks"].as_array().unwrap();
    let open = |o: &Value| o["first_year"].as_i64().or(o["first_open_year"].as_i64()).unwrap();
    assert_eq!((levels[0]["level"].as_str(), open(&levels[0])), (Some("assistant"), 2025));
    // Four years as an assistant from the end of 2025.
    assert_eq!((levels[1]["level"].as_str(), open(&levels[1])), (Some("intermediate"), 2029));
}

#[test]
fn what_belongs_to_one_filing_does_not_follow_into_the_years_ahead() {
    let mut facts = assistant();
    facts["history"]["returns_and_resets"] = json!(4);
    facts["history"]["opinion_rounds"] = json!(3);
    facts["history"]["has_open_problem"] = json!(true);
    assert_eq!(first(&outlook(&facts, &[]), 0), Some(2026));
}

#[test]
fn a_fact_that_is_missing_is_named_and_the_year_stays_open() {
    let mut facts = assistant();
    facts["education"] = json!([{ "field_of_study": "土木工程", "graduated_on": "2019-07" }]);
    let found = outlook(&facts, &["--years", "3"]);
    let next = &found["outlooks"][0];
    assert_eq!(next["first_year"], Value::Null);
    assert!(next["years"][0]["missing"].to_string().contains("education.level"));
}

#[test]
fn what_cannot_be_read_is_refused_with_the_option_that_is_wrong() {
    for (more, words) in [
        (vec!["--degree", "硕士研究生"], "--degree"),
        (vec!["--degree", "神仙,2026-06"], "层次"),
        (vec!["--years", "40"], "1至10"),
        (vec!["--from", "1999"], "2022"),
    ] {
        let output = run(&[vec!["forecast"], more].concat(), &assistant());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn whom_a_change_of_the_rules_concerns_is_said_with_what_differs() {
    // Only the 2023 notice states the insurance; what it barred, later editions caution.
    let mut facts = assistant();
    facts["titles"][0]["obtained_on"] = json!("2019-12-15");
    facts["insurance"] = json!({ "is_in_kunming": true, "since": "2025-02", "is_continuous": true, "matches_contract": true });
    let output = run(&["pack", "diff", "2023", "2025", "--json"], &facts);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let one = &found["affected"][0];
    assert_eq!(
        (one["id"].as_str(), one["before"].as_str(), one["after"].as_str()),
        (Some("样例-01"), Some("ineligible"), Some("eligible"))
    );
    let e11 = one["differences"].as_array().unwrap().iter().find(|d| d["ref"] == "E11").unwrap();
    assert!(!e11["before"].as_str().unwrap().is_empty());
    assert!(found["changes"].as_array().unwrap().len() > 10);
}
