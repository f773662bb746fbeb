//! Every kind of file an office may have: read the same, or refused in words, and the program lives on.

use serde_json::{Value, json};
use tests::office::{Office, repository};

fn look(office: &Office, name: &str) -> Value {
    let file = office.file(&format!("tests/fixtures/roster/{name}"));
    let preview = office.ok("roster.preview", json!({ "file": file }));
    office.ok("roster.check", json!({ "preview": preview["preview"] }))
}

fn refusal(office: &Office, name: &str) -> String {
    let file = office.file(&format!("tests/fixtures/roster/{name}"));
    let error = office.fails("roster.preview", json!({ "file": file }));
    assert!(!error.hint.is_empty(), "{name} says what to do");
    error.message
}

fn issue<'a>(found: &'a Value, code: &str, row: i64) -> &'a Value {
    let issues = found["issues"].as_array().unwrap();
    let hit = issues.iter().find(|i| i["code"] == code && i["row"] == row);
    hit.unwrap_or_else(|| panic!("{code} in row {row}: {issues:#?}"))
}

fn value<'a>(found: &'a Value, name: &str, key: &str) -> &'a str {
    let people = found["people"].as_array().unwrap();
    let person = people.iter().find(|p| p["values"]["name"] == name);
    let person = person.unwrap_or_else(|| panic!("{name}: {people:#?}"));
    person["values"][key].as_str().unwrap_or("")
}

#[test]
fn one_list_is_read_the_same_from_every_format() {
    let office = Office::on("2025-08-25");
    let files = [
        ("plain.xlsx", "xlsx"),
        ("xlsx-named.xls", "xlsx"),
        ("plain.xls", "xls"),
        ("plain.et", "xls"),
        ("biff5.xls", "xls"),
        ("biff5-silent.xls", "xls"),
        ("plain.ods", "ods"),
        ("utf8.csv", "csv"),
        ("bom.csv", "csv"),
        ("gbk.csv", "csv"),
        ("utf16.txt", "csv"),
        ("tab.tsv", "csv"),
        ("semicolon.csv", "csv"),
        ("html-named.xls", "html"),
        ("xml2003.xls", "xml2003"),
    ];
    for (name, format) in files {
        let found = look(&office, name);
        assert_eq!(found["format"], format, "{name}");
        let got = |who, key| value(&found, who, key).to_owned();
        assert_eq!(got("样甲", "id_number"), "530102198503150018", "{name}");
        assert_eq!(got("样甲", "born_on"), "1985-03-15", "{name}");
        assert_eq!(got("样甲", "title.obtained_on"), "2019-11-20", "{name}");
        assert_eq!(got("样乙", "title.name"), "工程师", "{name}");
        assert_eq!(got("样乙", "title.obtained_on"), "2018-12", "{name}: a month stays a month");
        assert_eq!(got("样乙", "phone"), "13000009002", "{name}");
        assert_eq!(found["counts"]["errors"], 0, "{name}: {}", found["issues"]);
    }
}

#[test]
fn an_appointment_form_gives_the_work_and_nothing_of_the_family() {
    let office = Office::on("2025-08-25");
    let found = look(&office, "person.lrmx");
    assert_eq!(found["format"], "lrmx");
    assert_eq!(value(&found, "样甲", "title.name"), "工程师");
    assert_eq!(found["people"][0]["records"]["work"].as_array().unwrap().len(), 2);
    let all = found.to_string();
    assert!(!all.contains("样家人") && !all.contains("健康"));
}

#[test]
fn what_is_no_list_is_refused_in_words() {
    let office = Office::on("2025-08-25");
    for (name, word) in [
        ("truncated.xlsx", "不完整"),
        ("bomb.xlsx", "大得不正常"),
        ("short.xlsb", "读漏"),
        ("word.docx", "Word"),
    ] {
        let message = refusal(&office, name);
        assert!(message.contains(word), "{name}: {message}");
    }
    let entity = refusal(&office, "entity.xlsx");
    assert!(entity.contains("读不出来"), "{entity}");
    assert_eq!(office.ok("person.list", json!({}))["total"], 0);
}

#[test]
fn a_stray_cell_at_the_far_corner_costs_nothing() {
    let office = Office::on("2025-08-25");
    let found = look(&office, "far-corner.xlsx");
    assert_eq!(found["counts"]["ready"], 2);
    assert_eq!(issue(&found, "far_cells", 1)["severity"], "hint");
}

#[test]
fn an_error_value_newer_than_the_reader_is_an_error_of_its_cell_only() {
    let office = Office::on("2025-08-25");
    let found = look(&office, "spill.xlsx");
    let i = issue(&found, "cell_error", 4);
    assert_eq!((i["column"].as_str(), i["raw"].as_str()), (Some("D"), Some("#SPILL!")));
    assert_eq!(found["counts"]["ready"], 2);
}

#[test]
fn a_formula_never_worked_out_is_told_from_a_blank() {
    let office = Office::on("2025-08-25");
    let found = look(&office, "no-value.xlsx");
    assert_eq!(issue(&found, "formula_no_value", 4)["column"], "D");
}

#[test]
fn doubtful_cells_are_named_at_their_place_and_certain_ones_read() {
    let office = Office::on("2025-08-25");
    let found = look(&office, "cells.xlsx");
    assert_eq!(value(&found, "样甲", "title.obtained_on"), "2012-10", "the format shows the zero");
    assert_eq!(value(&found, "样甲", "started_work_on"), "1990-07");
    assert_eq!(value(&found, "样甲", "staff_number"), "0007", "as the format shows it");
    assert_eq!(value(&found, "样乙", "started_work_on"), "2012-07");
    assert_eq!(value(&found, "样丙", "phone"), "13000009003");
    assert_eq!(issue(&found, "date_ambiguous", 3)["column"], "F");
    assert_eq!(issue(&found, "id_digits_lost", 3)["column"], "C");
    assert_eq!(issue(&found, "value_unknown", 4)["column"], "B");
    assert_eq!(issue(&found, "date_unreadable", 4)["column"], "F");
    assert_eq!(issue(&found, "date_assumed", 4)["column"], "H");
    assert_eq!(issue(&found, "cell_error", 5)["column"], "D");
    assert_eq!(issue(&found, "phone_odd", 5)["column"], "G");
    assert_eq!(issue(&found, "date_impossible", 5)["column"], "H");
    assert_eq!(issue(&found, "formula_no_value", 6)["column"], "G");
    assert_eq!(issue(&found, "hidden_row", 6)["severity"], "warning");
    assert_eq!(issue(&found, "hidden_column", 1)["column"], "J");
    assert_eq!(issue(&found, "other_list", 1)["sheet"], "去年的名单");
    assert_eq!(found["people"][0]["extra"]["工资"], "1", "a column of the office's own is kept");
}

#[test]
fn dates_of_a_1904_workbook_are_counted_from_1904() {
    let office = Office::on("2025-08-25");
    let found = look(&office, "1904.xlsx");
    assert_eq!(value(&found, "样甲", "title.obtained_on"), "2019-11-20");
    assert_eq!(value(&found, "样乙", "title.obtained_on"), "2017-11-20");
    assert_eq!(issue(&found, "date_assumed", 3)["column"], "F");
}

#[test]
fn months_of_an_old_workbook_stay_months_and_hidden_rows_are_told() {
    let office = Office::on("2025-08-25");
    let found = look(&office, "plain.xls");
    assert_eq!(value(&found, "样丙", "title.obtained_on"), "2012-10");
    assert_eq!(value(&found, "样丙", "born_on"), "1982-10-01", "the id number tells the day");
    assert_eq!(issue(&found, "hidden_row", 3)["person_name"].as_str(), None);
    assert_eq!(issue(&found, "hidden_row", 3)["personName"], "样乙");
}

#[test]
fn formulas_that_were_never_worked_out_are_named_in_an_old_workbook() {
    let office = Office::on("2025-08-25");
    let found = look(&office, "xlwt-formulas.xls");
    for (row, column) in [(2, "C"), (2, "D"), (2, "E"), (3, "B")] {
        let here = |i: &&Value| i["row"] == row && i["column"] == column;
        let issue = found["issues"].as_array().unwrap().iter().find(here);
        let issue = issue.unwrap_or_else(|| panic!("{column}{row}: {}", found["issues"]));
        assert_eq!(issue["code"], "formula_no_value", "{column}{row}");
    }
    let named = issue(&found, "name_missing", 4);
    assert!(named["message"].as_str().unwrap().contains("公式"), "{named}");
}

#[test]
fn a_grouped_header_under_titles_is_understood_and_what_is_no_person_is_listed() {
    let office = Office::on("2025-08-25");
    let found = look(&office, "layout.xlsx");
    assert_eq!(found["counts"]["read"], 3);
    let people = found["people"].as_array().unwrap();
    let education = |i: usize| people[i]["records"]["education"].as_array().unwrap().clone();
    assert_eq!(education(0)[0]["school"], "样例大学");
    assert_eq!(education(0)[1]["mode"], "in_service");
    assert_eq!(issue(&found, "education_unknown", 6)["raw"], "研究生");
    assert_eq!(people[1]["values"]["department"], "技术部", "one cell merged over both rows");
    let reason = |row: i64| {
        let all = found["skipped"].as_array().unwrap();
        all.iter().find(|s| s["row"] == row).map(|s| s["reason"].as_str().unwrap().to_owned())
    };
    assert_eq!(reason(5).as_deref(), Some("分组标题"));
    assert_eq!(reason(8).as_deref(), Some("重复的表头"));
    assert_eq!(reason(10).as_deref(), Some("合计行"));
    assert_eq!(reason(11).as_deref(), Some("表尾说明"));
}

#[test]
fn two_lists_in_one_sheet_are_reported() {
    let office = Office::on("2025-08-25");
    let below = look(&office, "two-lists.xlsx");
    assert_eq!(issue(&below, "second_list", 5)["severity"], "error");
    assert_eq!(below["counts"]["ready"], 2);
    let beside = look(&office, "side-by-side.xlsx");
    assert!(issue(&beside, "second_list", 1)["message"].as_str().unwrap().contains('I'));
}

#[test]
fn no_fixture_is_left_untested() {
    let here = std::fs::read_to_string(repository().join("tests/roster_format.rs")).unwrap();
    let sample = std::fs::read_to_string(repository().join("tests/roster_sample.rs")).unwrap();
    for entry in std::fs::read_dir(repository().join("tests/fixtures/roster")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_told = here.contains(&name) || sample.contains(&name) || name == "make.py";
        assert!(is_told, "{name} is in no test");
    }
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// An OpenDocument sheet of a few hundred bytes that unfolds to fifty million cells.
fn unfolding() -> Vec<u8> {
    let content = r#"<?xml version="1.0"?><office:document-content
        xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
        xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
        <table:table table:name="a"><table:table-row table:number-rows-repeated="1000000">
        <table:table-cell table:number-columns-repeated="50" office:value-type="string"><text:p>x</text:p>
        </table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>
        </office:document-content>"#;
    // Blanks between the elements are no part of the format.
    let content = content.split_whitespace().collect::<Vec<_>>().join(" ").replace("> <", "><");
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ])
}

/// A workbook of a few hundred kilobytes whose shared texts fill a quarter of a gigabyte.
fn filling() -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relations = |list: &[(&str, &str)]| {
        let each = |(i, (kind, target)): (usize, &(&str, &str))| {
            format!(r#"<Relationship Id="r{i}" Type="{of}/{kind}" Target="{target}"/>"#)
        };
        let all: String = list.iter().enumerate().map(each).collect();
        format!(r#"<Relationships xmlns="{package}">{all}</Relationships>"#)
    };
    let book = format!(
        r#"<workbook xmlns="{main}" xmlns:r="{of}"><sheets><sheet name="a" sheetId="1" r:id="r0"/></sheets></workbook>"#
    );
    let parts = relations(&[
        ("worksheet", "worksheets/sheet1.xml"),
        ("sharedStrings", "sharedStrings.xml"),
    ]);
    let texts = format!(r#"<sst xmlns="{main}">{}</sst>"#, "<si><t>a</t></si>".repeat(6_000_000));
    let sheet = format!(r#"<worksheet xmlns="{main}"><sheetData/></worksheet>"#);
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", relations(&[("officeDocument", "xl/workbook.xml")]).as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", parts.as_bytes()),
        ("xl/sharedStrings.xml", texts.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

#[test]
fn a_file_that_wants_all_memory_ends_its_worker_and_nothing_else() {
    let office = Office::on("2025-08-25");
    let refused = |name: &str, bytes: &[u8]| {
        let path = office.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let file = office.desk.hand_in(&path, name);
        let error = office.fails("roster.preview", json!({ "file": file }));
        assert_eq!(error.code, desk::error::Code::UnsupportedFile);
        error.message
    };
    let full = refused("filling.xlsx", &filling());
    assert!(full.contains("读到一半停了"), "{full}");
    let wide = refused("unfolding.ods", &unfolding());
    assert!(wide.contains("五百万"), "{wide}");
    assert_eq!(look(&office, "plain.ods")["counts"]["ready"], 2, "the next file is read");
}
