//! The sample's staff list, cell by cell doubt, and what an import leaves behind.

use serde_json::{Value, json};
use tests::office::{Office, script};

fn preview(office: &Office) -> Value {
    let opened = office.ok("sample.open", json!({}));
    office.ok("roster.preview", json!({ "file": opened["roster"] }))
}

fn issue<'a>(preview: &'a Value, code: &str) -> &'a Value {
    let issues = preview["issues"].as_array().unwrap();
    issues.iter().find(|i| i["code"] == code).unwrap_or_else(|| panic!("{code} is reported"))
}

#[test]
fn the_sheet_is_found_under_its_titles_and_its_two_row_header_is_understood() {
    let office = Office::on("2025-08-25");
    let p = preview(&office);
    let roles: Vec<(&str, &str)> = p["sheets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (s["name"].as_str().unwrap(), s["label"].as_str().unwrap()))
        .collect();
    assert_eq!(roles[0], ("专技人员花名册", "人员"));
    assert_eq!(roles.iter().filter(|r| r.1 != "不导入").count(), 10);
    let field = |column: &str| {
        let columns = p["columns"].as_array().unwrap();
        let c = columns.iter().find(|c| c["column"] == column).unwrap();
        (c["header"].as_str().unwrap().to_owned(), c["field"].as_str().unwrap_or("").to_owned())
    };
    assert_eq!(field("L"), ("全日制教育/学历".into(), "full_time.level".into()));
    assert_eq!(field("Q"), ("在职教育/学历".into(), "in_service.level".into()));
    assert_eq!(field("V").1, "title.name");
    assert_eq!(field("Z").1, "intended_series_specialty");
    assert_eq!(p["counts"]["read"], 25);
}

#[test]
fn titles_totals_and_footnotes_are_skipped_and_listed() {
    let office = Office::on("2025-08-25");
    let p = preview(&office);
    let skipped = p["skipped"].as_array().unwrap();
    let of = |row: i64| {
        let hit = skipped.iter().find(|s| s["sheet"] == "专技人员花名册" && s["row"] == row);
        hit.map(|s| s["reason"].as_str().unwrap().to_owned())
    };
    assert_eq!(of(1).as_deref(), Some("标题或说明"));
    assert_eq!(of(28).as_deref(), Some("空行"));
    assert_eq!(of(31).as_deref(), Some("合计行"));
    assert_eq!(of(32).as_deref(), Some("表尾说明"));
}

#[test]
fn a_number_with_lost_digits_is_refused_at_its_place() {
    let office = Office::on("2025-08-25");
    let p = preview(&office);
    let i = issue(&p, "id_digits_lost");
    assert_eq!((i["row"].as_i64(), i["column"].as_str()), (Some(10), Some("F")));
    assert_eq!(i["severity"], "error");
    assert_eq!(i["raw"], "5.30111E+17", "as a spreadsheet shows it, and no more of it");
    let i = issue(&p, "id_check");
    assert_eq!((i["row"].as_i64(), i["column"].as_str()), (Some(20), Some("F")));
    assert!(i["message"].as_str().unwrap().contains('8'), "names the expected digit");
}

#[test]
fn a_duplicate_holds_both_rows_back_until_one_is_chosen() {
    let office = Office::on("2025-08-25");
    let p = preview(&office);
    let rows: Vec<i64> = p["issues"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|i| i["code"] == "id_duplicate")
        .map(|i| i["row"].as_i64().unwrap())
        .collect();
    assert_eq!(rows, [5, 23]);
    let held = p["grid"].as_array().unwrap().iter().filter(|r| r["fate"] == "held");
    assert_eq!(held.count(), 4, "two duplicates, one lost number, one wrong digit");
    assert_eq!(p["counts"]["ready"], 21);
}

#[test]
fn dates_of_every_form_are_read_and_an_assumption_is_shown() {
    let office = Office::with_sample();
    let rows = office.ok("person.list", json!({}));
    let born = |name: &str| {
        let rows = rows["rows"].as_array().unwrap();
        let row = rows.iter().find(|r| r["name"] == name).unwrap();
        (row["bornOn"].as_str().unwrap().to_owned(), row["obtainedOn"].as_str().map(str::to_owned))
    };
    assert_eq!(born("样建国"), ("1989-03-12".into(), Some("2019-11-20".into())));
    assert_eq!(born("例志强"), ("1995-08-21".into(), Some("2022-12-15".into())));
    assert_eq!(born("试国平").0, "1987-04-18");
    assert_eq!(born("样晨曦"), ("2002-02-28".into(), None));
    assert_eq!(born("样小燕").1, None);
    let p = preview(&Office::on("2025-08-25"));
    let i = issue(&p, "date_assumed");
    assert_eq!((i["row"].as_i64(), i["column"].as_str()), (Some(11), Some("E")));
}

#[test]
fn no_screen_of_the_preview_shows_a_whole_id_number() {
    let office = Office::on("2025-08-25");
    let text = preview(&office).to_string();
    let mut digits = 0;
    for c in text.chars() {
        digits = if c.is_ascii_digit() { digits + 1 } else { 0 };
        assert!(digits < 15, "a long number is shown");
    }
}

#[test]
fn importing_twice_changes_nothing() {
    let office = Office::with_sample();
    let before = office.ok("person.list", json!({}));
    assert_eq!(before["total"], 24);
    let opened = office.ok("sample.open", json!({}));
    let s = script();
    let again = office.ok(
        "roster.preview",
        json!({ "file": opened["roster"], "fixes": s["fixes"], "drops": s["drops"] }),
    );
    assert!(again["alreadyImportedOn"].is_string());
    assert_eq!(again["counts"]["unchanged"], 24, "{}", again["counts"]);
    office.ok("roster.commit", json!({ "preview": again["preview"] }));
    assert_eq!(office.ok("person.list", json!({})), before);
}

#[test]
fn a_preview_can_be_committed_once() {
    let office = Office::on("2025-08-25");
    let p = preview(&office);
    office.ok("roster.commit", json!({ "preview": p["preview"] }));
    let error = office.fails("roster.commit", json!({ "preview": p["preview"] }));
    assert!(error.message.contains("过期"), "{error}");
}

#[test]
fn a_birth_date_against_the_id_number_becomes_a_doubt() {
    let office = Office::with_sample();
    let found = office.ok("person.list", json!({ "query": "例建军" }));
    assert_eq!(found["rows"][0]["doubts"], 1);
    office.settle_all();
    let found = office.ok("person.list", json!({ "query": "例建军" }));
    assert_eq!(
        (&found["rows"][0]["doubts"], &found["rows"][0]["bornOn"]),
        (&json!(0), &json!("1987-12-01"))
    );
}

#[test]
fn files_that_are_no_staff_list_are_refused_in_words() {
    let office = Office::on("2025-08-25");
    let refuse = |name: &str, bytes: &[u8], word: &str| {
        let path = office.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let file = office.desk.hand_in(&path, name);
        let error = office.fails("roster.preview", json!({ "file": file }));
        assert!(error.message.contains(word), "{name}: {error}");
        assert!(!error.hint.is_empty(), "{name} says what to do");
    };
    refuse("empty.xlsx", b"", "0 字节");
    refuse("a.pdf", b"%PDF-1.7\n", "PDF");
    refuse("a.xlsx", b"hello", "不是");
    let whole =
        std::fs::read(tests::office::repository().join("assets/sample/roster.xlsx")).unwrap();
    refuse("cut.xlsx", &whole[..whole.len() / 2], "不完整");
    refuse("cut.xls", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "损坏");
    assert_eq!(office.ok("person.list", json!({}))["total"], 0);
}
