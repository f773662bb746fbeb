//! The policy cases: what the texts demand of three editions, case by case, and the proof that
//! every version of every rule has a case it acts on and one it does not.

use engine::pack::case::Cases;
use engine::pack::proof::{Coverage, faults, unproved};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use tests::office::{repository, resources};

/// All cases of the folder. The sample office is judged through the desk, in `policy.rs`.
fn cases() -> Cases {
    let folder = repository().join("tests/cases/kunming");
    let paths = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let files = paths.filter_map(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (!name.starts_with("unit-")).then(|| (name, fs::read_to_string(&path).unwrap()))
    });
    Cases::read(&files.collect()).unwrap()
}

#[test]
fn every_case_comes_out_as_the_texts_demand() {
    let packs = resources().packs().unwrap();
    let all = cases();
    assert!(all.cases.len() >= 300, "only {} cases", all.cases.len());
    let mut names = BTreeSet::new();
    let mut wrong = Vec::new();
    for (file, case) in &all.cases {
        assert!(names.insert(&case.name), "two cases are called {}", case.name);
        let found = faults(case, &all, &packs, &mut Coverage::default());
        wrong.extend(found.into_iter().map(|f| format!("{file}: {}: {f}", case.name)));
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.cases.len(), wrong.join("\n"));
}

#[test]
fn every_version_of_every_rule_has_a_case_it_acts_on_and_one_it_does_not() {
    let packs = resources().packs().unwrap();
    let all = cases();
    let mut coverage = Coverage::default();
    for (_, case) in &all.cases {
        faults(case, &all, &packs, &mut coverage);
    }
    let open: Vec<String> = unproved(&packs, &coverage).iter().map(ToString::to_string).collect();
    assert!(open.is_empty(), "{}", open.join("\n"));
}

#[test]
fn every_fact_of_the_policy_is_a_rule_or_said_not_to_be_checked() {
    let packs = resources().packs().unwrap();
    let rules: BTreeSet<String> = packs.rules().map(|r| r.reference.clone()).collect();
    let text =
        fs::read_to_string(repository().join("assets/packs/kunming/NOT-CHECKED.md")).unwrap();
    let rows = text.lines().filter_map(|l| l.strip_prefix("| ")).map(|l| l.split(" |"));
    let listed: BTreeMap<String, usize> = rows
        .filter_map(|mut cells| {
            let id = cells.next()?.trim().to_owned();
            let reason = cells.nth(1)?.trim().chars().count();
            id.starts_with(['E', 'R', 'M', 'C', 'N']).then_some((id, reason))
        })
        .collect();
    let all = [("E", 43), ("R", 9), ("M", 26), ("C", 25), ("N", 9)];
    for id in all.iter().flat_map(|(letter, n)| (1..=*n).map(move |i| format!("{letter}{i:02}"))) {
        let is_rule = rules.contains(&id);
        let reason = listed.get(&id);
        assert!(is_rule || reason.is_some(), "{id} is neither a rule nor listed");
        assert!(!(is_rule && reason.is_some()), "{id} is a rule and listed as not checked");
        assert!(reason.is_none_or(|r| *r >= 4), "{id} is listed without a reason");
    }
}

#[test]
fn every_field_of_the_facts_document_is_read_or_carried_for_a_reason() {
    let packs = resources().packs().unwrap();
    let read = engine::fact::schema::readers(&packs);
    let known: BTreeSet<&str> =
        engine::fact::all().iter().flat_map(|d| d.fields).copied().collect();
    for field in read.keys() {
        assert!(known.contains(field.as_str()), "{field}");
    }
    // Every fact that names fields names ones that exist.
    let text = desk::api::schemas(&packs)
        .into_iter()
        .find(|(name, _)| *name == "facts.schema.json")
        .map(|(_, text)| text)
        .unwrap();
    for field in &known {
        let name = field.rsplit('.').next().unwrap().trim_end_matches("[]");
        assert!(text.contains(&format!("\"{name}\"")), "{field} is no field of the document");
    }
}
