//! The three invented offices give exactly the people, doubts and rows left out that their writer
//! expects (unit-a.xlsx, unit-b.xls, unit-c.csv).

use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::office::Office;

fn look(name: &str) -> Value {
    let office = Office::on("2025-09-26");
    let file = office.file(&format!("tests/fixtures/roster/{name}"));
    let preview = office.ok("roster.preview", json!({ "file": file }));
    office.ok("roster.check", json!({ "preview": preview["preview"] }))
}

fn person(found: &Value, row: i64) -> &Value {
    let people = found["people"].as_array().unwrap();
    people.iter().find(|p| p["row"] == row).unwrap_or_else(|| panic!("row {row}"))
}

fn value<'a>(found: &'a Value, row: i64, key: &str) -> &'a str {
    person(found, row)["values"][key].as_str().unwrap_or("")
}

/// Code, row and column of every error and warning.
fn doubts(found: &Value) -> BTreeSet<(String, i64, String)> {
    found["issues"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|i| i["severity"] != "hint")
        .map(|i| {
            let text = |key: &str| i[key].as_str().unwrap_or("").to_owned();
            (text("code"), i["row"].as_i64().unwrap(), text("column"))
        })
        .collect()
}

fn expect(found: &Value, want: &[(&str, i64, &str)]) {
    let want: BTreeSet<(String, i64, String)> =
        want.iter().map(|(c, r, l)| ((*c).to_owned(), *r, (*l).to_owned())).collect();
    let got = doubts(found);
    let lacking: Vec<_> = want.difference(&got).collect();
    let beyond: Vec<_> = got.difference(&want).collect();
    assert!(lacking.is_empty() && beyond.is_empty(), "lacking {lacking:?}, beyond {beyond:?}");
}

fn skipped(found: &Value, sheet: &str) -> Vec<(i64, String)> {
    found["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|s| s["sheet"] == sheet)
        .map(|s| (s["row"].as_i64().unwrap(), s["reason"].as_str().unwrap().to_owned()))
        .collect()
}

#[test]
fn the_building_company() {
    let found = look("unit-a.xlsx");
    assert_eq!(found["counts"]["read"], 25);
    expect(
        &found,
        &[
            ("id_duplicate", 5, "F"),
            ("id_duplicate", 23, "F"),
            ("id_digits_lost", 10, "F"),
            ("date_assumed", 11, "E"),
            ("id_check", 20, "F"),
            ("birth_mismatch", 25, "E"),
        ],
    );
    let rows = skipped(&found, "专技人员花名册");
    assert!(rows.contains(&(28, "空行".into())) && rows.contains(&(31, "合计行".into())));
    assert!(rows.contains(&(32, "表尾说明".into())));
    assert_eq!(value(&found, 7, "title.obtained_on"), "2021-10-18");
    assert_eq!(value(&found, 8, "ethnicity"), "彝", "族 is left out");
    assert_eq!(value(&found, 12, "started_work_on"), "2008-07");
    assert_eq!(value(&found, 15, "started_work_on"), "2002-11");
    assert_eq!(value(&found, 16, "phone"), "13000001012", "a number is a text again");
    assert_eq!(value(&found, 18, "name"), "测试·阿牛");
    assert_eq!(value(&found, 21, "education.level"), "master");
    assert_eq!(value(&found, 24, "title.obtained_on"), "", "no default is put in");
    assert_eq!(value(&found, 26, "title.name"), "", "无 is no title");
    assert_eq!(value(&found, 27, "born_on"), "2002-02-28");
    assert!(value(&found, 29, "id_number").ends_with('X'));
    let training = skipped(&found, "继续教育");
    assert!(training.iter().any(|s| s.1 == "合计行"), "{training:?}");
    let records = &person(&found, 11)["records"]["secondment"][0];
    assert_eq!(records["until"], Value::Null, "至今 is open");
}

#[test]
fn the_primary_school() {
    let found = look("unit-b.xls");
    assert_eq!(found["counts"]["read"], 15);
    expect(
        &found,
        &[
            ("id_15_digits", 5, "D"),
            ("id_duplicate", 6, "D"),
            ("id_duplicate", 17, "D"),
            ("date_impossible", 15, "O"),
            ("birth_mismatch", 17, "F"),
            ("sex_mismatch", 18, "E"),
        ],
    );
    assert_eq!(value(&found, 4, "name"), "样敏", "blanks inside are no part of the name");
    assert_eq!(value(&found, 7, "id_number"), "53010319980801996X");
    assert_eq!(value(&found, 9, "id_number"), "530103197804049978");
    assert_eq!(value(&found, 9, "title.obtained_on"), "2016-12");
    assert_eq!(value(&found, 9, "education.mode"), "in_service", "函授 says so");
    assert_eq!(value(&found, 11, "id_number"), "530129199312259971");
    assert_eq!(value(&found, 12, "id_number"), "530103199903039985");
    assert_eq!(value(&found, 12, "title.name"), "");
    assert_eq!(value(&found, 14, "name"), "样例·古丽", "one kind of middle dot");
    assert_eq!(value(&found, 19, "title.appointed_on"), "2024-09");
    assert_eq!(value(&found, 4, "phone"), "13000002001");
    assert_eq!(value(&found, 4, "post_grade"), "专业技术十级", "a grade is no title");
    assert_eq!(value(&found, 4, "education.school"), "样例师范大学");
    assert_eq!(value(&found, 4, "education.field_of_study"), "汉语言文学");
    let rows = skipped(&found, "教职工信息");
    for row in [3, 8, 13] {
        assert!(rows.contains(&(row, "分组标题".into())), "{rows:?}");
    }
    assert!(rows.contains(&(21, "合计行".into())) && rows.contains(&(22, "表尾说明".into())));
    let records = &person(&found, 14)["records"];
    assert_eq!(records["achievement"][0]["name"], "盘龙区样例村小支教一年(虚构)");
    assert_eq!(records["training"][0]["specialty_hours"], 60.0);
    assert_eq!(records["appraisal"].as_array().unwrap().len(), 5);
    assert!(found["issues"].as_array().unwrap().iter().any(|i| i["code"] == "hidden_sheet"));
    let suggestion = found["issues"].as_array().unwrap();
    let old = suggestion.iter().find(|i| i["code"] == "id_15_digits").unwrap();
    assert_eq!(old["suggestion"], "5301**********9965", "suggested, never put in");
    assert_eq!(value(&found, 5, "id_number"), "");
}

#[test]
fn the_hospital() {
    let found = look("unit-c.csv");
    assert_eq!(found["encoding"], "gb18030");
    assert_eq!(found["counts"]["read"], 12);
    expect(
        &found,
        &[
            ("name_differs", 2, "C"),
            ("name_differs", 3, "C"),
            ("name_differs", 4, "C"),
            ("name_lost", 5, "B"),
            ("id_digits_lost", 9, "F"),
            ("date_assumed", 10, "G"),
            ("name_differs", 10, "C"),
            ("name_odd", 11, "B"),
            ("date_assumed", 11, "Q"),
            ("id_length", 12, "F"),
            ("name_differs", 12, "C"),
        ],
    );
    assert_eq!(value(&found, 2, "id_name"), "样例·古丽·买买提");
    assert_eq!(value(&found, 4, "title.obtained_on"), "2020-06");
    assert_eq!(value(&found, 6, "name"), "样㛃");
    assert_eq!(value(&found, 7, "title.obtained_on"), "2018-11-10");
    assert_eq!(value(&found, 8, "id_number"), "53010319890221998X", "out of its shell");
    assert_eq!(value(&found, 9, "id_number"), "");
    assert_eq!(value(&found, 11, "title.obtained_on"), "2017-09-22");
    assert_eq!(value(&found, 12, "phone"), "13000003011");
    assert_eq!(value(&found, 13, "phone"), "13000003012");
    assert_eq!(value(&found, 13, "name"), "测新宇", "a line break in a note moves no row");
    assert!(skipped(&found, "表").contains(&(14, "合计行".into())));
}
