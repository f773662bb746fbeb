//! `chengbao assess`: the real program on facts documents, one and many, right and wrong.

use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Output, Stdio};
use tests::facts::engineer;
use tests::office::repository;

fn assess(input: &str, more: &[&str]) -> Output {
    let test = std::env::current_exe().unwrap();
    let mut child = Command::new(test.ancestors().nth(2).unwrap().join("chengbao"))
        .args(["--resources".as_ref(), repository().join("assets").as_os_str()])
        .args(["assess", "--facts", "-"])
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("./dev builds chengbao first");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn result(facts: &Value, more: &[&str]) -> Value {
    let output = assess(&facts.to_string(), &[&["--json"], more].concat());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_verdict_carries_sum_clause_facts_with_their_place_materials_route_and_dates() {
    let v = result(&engineer(), &[]);
    assert_eq!((v["id"].as_str(), v["verdict"].as_str()), (Some("样例-01"), Some("eligible")));
    let months =
        |key: &str| (v["tenure"][key]["years"].as_i64(), v["tenure"][key]["months"].as_i64());
    assert_eq!(months("gross"), (Some(5), Some(9)));
    assert_eq!(months("net"), (Some(5), Some(1)));
    assert_eq!(v["tenure"]["deducted"][0]["span"]["text"], "8个月");
    assert_eq!(v["tenure"]["required"], 4);
    assert_eq!(v["tenure"]["until"], "2025-12-31");
    let findings = v["findings"].as_array().unwrap();
    let e15 = findings.iter().find(|f| f["rule"] == "kunming.E15b").unwrap();
    assert_eq!(e15["ref"], "E15");
    let cite = &e15["cites"][0];
    assert_eq!(cite["clause"], "G25.Q8.1");
    for key in ["document", "issuer", "section", "paraphrase"] {
        assert!(cite[key].as_str().is_some_and(|t| !t.is_empty()), "{key}");
    }
    let sum = findings.iter().find(|f| f["rule"] == "national.ladder").unwrap();
    let obtained =
        sum["facts"].as_array().unwrap().iter().find(|f| f["fact"] == "title.obtained_on");
    assert_eq!(obtained.unwrap()["source"], "花名册.xlsx 人员表 H5");
    assert_eq!(v["route"]["code"], "b");
    assert_eq!(v["route"]["office"]["phones"][0], "0871-68811142");
    assert!(v["checklist"].as_array().unwrap().iter().any(|m| m["material"] == "chsi-form"));
    assert!(v["dates"].as_array().unwrap().iter().any(|d| d["key"] == "tenure_until"));
}

#[test]
fn many_cases_come_back_one_a_line_and_nothing_is_judged_if_one_cannot_be_read() {
    let mut short = engineer();
    short["id"] = json!("样例-02");
    short["titles"][0]["obtained_on"] = json!("2022-12-15");
    let lines = format!("{}\n{}\n", engineer(), short);
    let output = assess(&lines, &["--json"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let got: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(got.len(), 2);
    assert_eq!(got[1]["verdict"], "ineligible");
    assert_eq!(got[1]["blocking"], json!(["E12"]));
    let wrong = format!("{}\n{{\"titel\": []}}\n", engineer());
    let output = assess(&wrong, &["--json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("第2行") && said.contains("titel"), "{said}");
}

#[test]
fn a_value_outside_its_domain_is_named_and_keeps_the_verdict_open() {
    let mut facts = engineer();
    facts["titles"][0]["obtained_on"] = json!("2020-09-31");
    facts["person"]["id_number"] = json!("5301021985031500188");
    let v = result(&facts, &[]);
    assert_eq!(v["verdict"], "undetermined");
    let said: Vec<_> =
        v["findings"].as_array().unwrap().iter().map(|f| f["text"].to_string()).collect();
    assert!(said.iter().any(|t| t.contains("titles.0.obtained_on")), "{said:?}");
    assert!(said.iter().any(|t| t.contains("person.id_number") && t.contains("19位")), "{said:?}");
    assert!(!said.iter().any(|t| t.contains("5301021985031500188")), "the number is shown");
}

#[test]
fn a_year_not_covered_gives_no_verdict_and_a_trial_is_marked_as_one() {
    let mut facts = engineer();
    facts["application"]["year"] = json!(2026);
    facts["application"]["submitted_on"] = json!("2026-09-30");
    facts["application"]["review_opens_on"] = json!("2026-11-18");
    let v = result(&facts, &[]);
    assert_eq!((v["verdict"].as_str(), v["trial"].as_str()), (Some("undetermined"), None));
    let v = result(&facts, &["--trial"]);
    assert_eq!(
        (v["verdict"].as_str(), v["trial"].as_str()),
        (Some("undetermined"), Some("eligible"))
    );
    assert!(v["headline"].as_str().unwrap().contains("试算"));
}

#[test]
fn next_years_notice_is_taken_as_data() {
    let mut facts = engineer();
    facts["application"]["year"] = json!(2026);
    facts["application"]["submitted_on"] = json!("2026-06-30");
    facts["application"]["review_opens_on"] = json!("2026-11-18");
    facts["secondments"] = json!([]);
    facts["titles"][0]["obtained_on"] = json!("2022-12-15");
    let year = repository().join("assets/packs/sample-2026");
    let committee = repository().join("assets/packs/sample-committee");
    let (year, committee) =
        (year.to_string_lossy().into_owned(), committee.to_string_lossy().into_owned());
    // The cut-off of the invented notice is 30 September: three years and nine months.
    let v = result(&facts, &["--pack", &year]);
    assert_eq!(v["verdict"], "ineligible");
    assert_eq!(v["tenure"]["until"], "2026-09-30");
    assert!(v["checklist"].as_array().unwrap().iter().any(|m| m["material"] == "ethics-form"));
    // The extra year for another field of study is gone.
    facts["titles"][0]["obtained_on"] = json!("2021-10-18");
    facts["education"][0]["field_of_study"] = json!("市场营销");
    assert_eq!(result(&facts, &["--pack", &year])["tenure"]["required"], 4);
    // The committee's own ladder holds for its own applicants alone.
    facts["education"][0]["level"] = json!("college");
    let both = ["--pack", &year, "--pack", &committee];
    assert_eq!(result(&facts, &both)["tenure"]["required"], 5);
    facts["application"]["committee"]["id"] = json!("km.62");
    assert_eq!(result(&facts, &both)["tenure"]["required"], 4);
}

#[test]
fn the_office_may_keep_applying_what_a_later_guide_is_silent_on() {
    let mut facts = engineer();
    facts["insurance"] = json!({ "is_in_kunming": true, "since": "2025-02", "is_continuous": true, "matches_contract": true });
    let v = result(&facts, &[]);
    assert_eq!(
        (v["verdict"].as_str(), v["has_cautions"].as_bool()),
        (Some("eligible"), Some(true))
    );
    let v = result(&facts, &["--adopt", "N23"]);
    assert_eq!((v["verdict"].as_str(), &v["blocking"]), (Some("ineligible"), &json!(["E11"])));
}

#[test]
fn the_years_of_every_series_are_cited_from_its_own_standard() {
    let mut facts = engineer();
    facts["application"]["committee"] = Value::Null;
    for (title, series, held, standard) in [
        ("工程师", "工程技术人员", "助理工程师", "EN19."),
        ("农艺师", "农业技术人员", "助理农艺师", "AG19."),
    ] {
        facts["application"]["title"] = json!(title);
        facts["application"]["series"] = json!(series);
        facts["titles"][0]["name"] = json!(held);
        facts["titles"][0]["series"] = json!(series);
        let found = result(&facts, &[]);
        let list = found["findings"].as_array().unwrap();
        let ladder = list.iter().find(|f| f["rule"] == "national.ladder").unwrap();
        let clause = ladder["cites"][0]["clause"].as_str().unwrap();
        assert!(clause.starts_with(standard), "{title}: {clause}");
    }
}
