//! 出处: every value of a verdict is traced to the cell it was read from, for as long as it is that
//! cell's value.

use desk::spreadsheet::Options;
use engine::roster::{Workbook, column_of};
use serde_json::{Value, json};
use tests::office::{Office, repository};

/// Facts of an applicant's verdict that name a cell: fact id, value, place.
fn traced(office: &Office, row: &Value) -> Vec<(String, String, String)> {
    let page = office.ok("eligibility.get", json!({ "applicationId": row["id"] }));
    let findings = page["verdict"]["findings"].as_array().unwrap().clone();
    let used = findings.iter().flat_map(|f| f["facts"].as_array().unwrap().clone());
    let used = used.chain(page["facts"].as_array().unwrap().clone());
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    used.filter(|u| u["source"].is_string())
        .map(|u| (text(&u["fact"]), text(&u["value"]), text(&u["source"])))
        .collect()
}

/// What stands in “花名册.xlsx〔人员〕F12”; `None` for a whole row.
fn cell(book: &Workbook, place: &str) -> Option<String> {
    let (sheet, at) = place.split_once('〔')?.1.split_once('〕')?;
    let letters: String = at.chars().take_while(char::is_ascii_uppercase).collect();
    let row: u32 = at[letters.len()..].parse().ok()?;
    let sheet = book.sheets.iter().find(|s| s.name == sheet)?;
    Some(sheet.cell(row - 1, column_of(&letters)?)?.show())
}

fn sample() -> Workbook {
    let bytes = std::fs::read(repository().join("assets/sample/roster.xlsx")).unwrap();
    desk::worker::read(bytes, &Options::default(), &()).unwrap()
}

#[test]
fn every_place_named_in_the_sample_holds_the_value_shown_beside_it() {
    let office = Office::with_sample();
    office.settle_all();
    let batch = office.assessed_batch();
    let book = sample();
    let page = office.ok("batch.get", json!({ "id": batch }));
    let mut seen = std::collections::BTreeMap::new();
    for row in page["applications"].as_array().unwrap() {
        for (fact, value, place) in traced(&office, row) {
            assert!(place.starts_with("花名册.xlsx〔"), "{place}");
            let Some(found) = cell(&book, &place) else { continue };
            *seen.entry(fact.clone()).or_insert(0) += 1;
            let year = value.get(..4).filter(|y| y.chars().all(|c| c.is_ascii_digit()));
            let is_shown = match fact.as_str() {
                "title.obtained_on" | "title.appointed_on" | "insurance.since" => {
                    found.contains(year.unwrap()) || found.parse::<f64>().is_ok()
                }
                "education.field_of_study" | "title.name" | "education.school" => {
                    found.contains(&value)
                }
                _ => true,
            };
            assert!(is_shown, "{fact}: {value} is not what stands in {place}: {found}");
        }
    }
    for fact in ["title.obtained_on", "education.field_of_study", "insurance.is_in_time"] {
        assert!(seen.get(fact).is_some_and(|n| *n > 5), "{fact}: {seen:?}");
    }
}

#[test]
fn a_value_follows_the_list_that_brought_it_and_loses_its_place_when_it_is_typed_anew() {
    // Of an office that knows its own unit.
    let office = Office::with_sample();
    let write = |name: &str, text: &str| {
        let path = office.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        office.desk.hand_in(&path, name)
    };
    let import = |file: String| {
        let seen = office.ok("roster.preview", json!({ "file": file }));
        office.ok("roster.commit", json!({ "preview": seen["preview"] }))
    };
    let head = "姓名,身份证号,学历,毕业院校,所学专业,毕业时间,现职称,取得时间,申报系列,申报专业,申报职称\n";
    let line = |field: &str| {
        format!(
            "{head}样新,530102198503150018,本科,样例大学,{field},2007.07,助理工程师,2019.11,工程技术,建筑工程,工程师\n"
        )
    };
    import(write("一.csv", &line("土木工程")));
    let id = office.ok("person.list", json!({ "query": "样新" }))["rows"][0]["id"].clone();
    let batch = office
        .ok("batch.create", json!({ "name": "样", "year": 2025, "committeeIds": [] }))["id"]
        .clone();
    office.ok("batch.choose", json!({ "id": batch, "personIds": [id] }));
    let place = |fact: &str| {
        office.ok("eligibility.assess", json!({ "batchId": batch }));
        let row = office.application(&batch, "样新");
        let all = traced(&office, &row);
        all.into_iter().find(|(f, ..)| f == fact).map(|(_, _, place)| place)
    };
    let sheet = "〔表〕";
    assert_eq!(place("title.obtained_on").as_deref(), Some(&*format!("一.csv{sheet}H2")));
    assert_eq!(place("education.field_of_study").as_deref(), Some(&*format!("一.csv{sheet}E2")));

    import(write("二.csv", &line("工程管理")));
    assert_eq!(place("title.obtained_on").as_deref(), Some(&*format!("一.csv{sheet}H2")));
    assert_eq!(place("education.field_of_study").as_deref(), Some("二.csv〔表〕E2"));

    let values = json!([
        { "key": "name", "value": "助理工程师" },
        { "key": "obtained_on", "value": "2018.12" },
    ]);
    let request = json!({ "id": id, "section": "title_held", "at": 0, "values": values });
    office.ok("person.saveRecord", request);
    assert_eq!(place("title.obtained_on"), None);
}
