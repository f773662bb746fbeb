//! A list in and out again: import, mending, remembering, taking back, the sheet of problems, the
//! template, the export.

use desk::api::{Call, dispatch};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use tests::office::{Office, Stop, chengbao};

fn fixture(office: &Office, name: &str) -> String {
    office.file(&format!("tests/fixtures/roster/{name}"))
}

fn write(office: &Office, name: &str, text: &str) -> String {
    let path = office.folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    office.desk.hand_in(&path, name)
}

fn import(office: &Office, request: Value) -> Value {
    let preview = office.ok("roster.preview", request);
    office.ok("roster.commit", json!({ "preview": preview["preview"] }))
}

fn keep(office: &Office, made: &Value, name: &str) -> String {
    let (_, bytes) = office.desk.tokens().read(made["file"].as_str().unwrap()).unwrap();
    let path = office.folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    office.desk.hand_in(&path, name)
}

fn names(office: &Office) -> Vec<String> {
    let list = office.ok("person.list", json!({}));
    list["rows"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap().into()).collect()
}

#[test]
fn a_whole_import_is_taken_back_and_the_office_is_as_before() {
    let office = Office::on("2025-08-25");
    let before = office.ok("person.list", json!({}));
    let done = import(&office, json!({ "file": fixture(&office, "plain.xlsx") }));
    assert_eq!(done["created"], 2);
    let undone = office.ok("roster.undo", json!({ "import": done["import"] }));
    assert_eq!((&undone["removed"], &undone["kept"]), (&json!(2), &json!([])));
    assert_eq!(office.ok("person.list", json!({})), before);
    let error = office.fails("roster.undo", json!({ "import": done["import"] }));
    assert!(error.message.contains("撤销过"), "{error}");
    let again = office.ok("roster.preview", json!({ "file": fixture(&office, "plain.xlsx") }));
    assert_eq!(again["alreadyImportedOn"], Value::Null, "what was taken back was not imported");
}

#[test]
fn taking_back_returns_old_values_and_keeps_what_was_changed_since() {
    let office = Office::on("2025-08-25");
    import(&office, json!({ "file": fixture(&office, "plain.xlsx") }));
    let head = "姓名,身份证号,部门,手机号码,备注\n";
    let next = format!("{head}样甲,530102198503150018,财务部,13000009009,\n");
    let done = import(&office, json!({ "file": write(&office, "next.csv", &next) }));
    assert_eq!(done["updated"], 1);
    let later = format!("{head}样甲,530102198503150018,人事部,,\n");
    import(&office, json!({ "file": write(&office, "later.csv", &later) }));
    let undone = office.ok("roster.undo", json!({ "import": done["import"] }));
    assert_eq!(undone["restored"], 1);
    let kept = undone["kept"].as_array().unwrap();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!((kept[0]["name"].as_str(), kept[0]["what"].as_str()), (Some("样甲"), Some("部门")));
    let id = office.ok("person.list", json!({ "query": "样甲" }))["rows"][0]["id"].clone();
    let phone = office.ok("person.reveal", json!({ "id": id, "field": "phone" }));
    assert_eq!(phone["value"], "13000009001", "the old number is back");
    let row = office.ok("person.list", json!({ "query": "样甲" }))["rows"][0].clone();
    assert_eq!(row["department"], "人事部");
}

#[test]
fn a_blank_erases_nothing_and_nobody_absent_is_removed() {
    let office = Office::on("2025-08-25");
    import(&office, json!({ "file": fixture(&office, "plain.xlsx") }));
    let next = "姓名,身份证号,手机号码,民族\n样甲,530102198503150018,,彝族\n";
    let done = import(&office, json!({ "file": write(&office, "next.csv", next) }));
    assert_eq!((&done["created"], &done["updated"]), (&json!(0), &json!(1)));
    assert_eq!(names(&office), ["样甲", "样乙"]);
    let id = office.ok("person.list", json!({ "query": "样甲" }))["rows"][0]["id"].clone();
    let phone = office.ok("person.reveal", json!({ "id": id, "field": "phone" }));
    assert_eq!(phone["value"], "13000009001");
}

#[test]
fn one_number_with_another_name_is_asked_before_it_is_changed() {
    let office = Office::on("2025-08-25");
    import(&office, json!({ "file": fixture(&office, "plain.xlsx") }));
    let next = "姓名,身份证号,性别,民族\n样新名,530102198503150018,男,汉\n";
    let file = write(&office, "next.csv", next);
    let preview = office.ok("roster.preview", json!({ "file": file }));
    assert_eq!(preview["counts"]["held"], 1);
    let issue = preview["issues"].as_array().unwrap();
    let issue = issue.iter().find(|i| i["code"] == "name_changed").unwrap();
    let done = import(&office, json!({ "file": file, "accepts": [issue["id"]] }));
    assert_eq!(done["updated"], 1);
    assert_eq!(names(&office), ["样新名", "样乙"]);
}

#[test]
fn a_mapping_is_remembered_for_the_layout_and_can_be_forgotten() {
    let office = Office::on("2025-08-25");
    let text = "姓名,身份证号,性别,评上日子\n样甲,530102198503150018,男,2019.11\n";
    let file = write(&office, "one.csv", text);
    let first = office.ok("roster.preview", json!({ "file": file }));
    assert_eq!(first["columns"][3]["field"], Value::Null);
    let choice = json!([{ "column": "D", "field": "title.obtained_on" }]);
    let chosen = office.ok("roster.preview", json!({ "file": file, "mapping": choice }));
    assert_eq!(chosen["columns"][3]["how"], "chosen");
    office.ok("roster.commit", json!({ "preview": chosen["preview"] }));
    let text = "姓名,身份证号,性别,评上日子\n样乙,530103199004049987,女,2018.12\n";
    let next = write(&office, "two.csv", text);
    let second = office.ok("roster.preview", json!({ "file": next }));
    assert_eq!(second["columns"][3]["field"], "title.obtained_on");
    assert_eq!(
        (&second["columns"][3]["how"], &second["isRemembered"]),
        (&json!("remembered"), &json!(true))
    );
    office.ok("roster.forget", json!({ "preview": second["preview"] }));
    let third = office.ok("roster.preview", json!({ "file": next }));
    assert_eq!(third["columns"][3]["field"], Value::Null);
}

#[test]
fn one_word_is_mended_in_a_whole_column() {
    let office = Office::on("2025-08-25");
    let text = "姓名,身份证号,学历,性别\n样甲,530102198503150018,大本,男\n样乙,530103199004049987,大本,女\n";
    let file = write(&office, "one.csv", text);
    let first = office.ok("roster.preview", json!({ "file": file }));
    assert_eq!(first["counts"]["warnings"], 2);
    let words = json!([{ "field": "education.level", "raw": "大本", "value": "大学本科" }]);
    let second = office.ok("roster.preview", json!({ "file": file, "words": words }));
    assert_eq!(second["counts"]["warnings"], 0, "{}", second["issues"]);
}

#[test]
fn a_skipped_row_can_be_brought_back_and_a_sheet_chosen() {
    let office = Office::on("2025-08-25");
    let text =
        "姓名,身份证号,性别,民族\n样甲,530102198503150018,男,汉\n,530103199004049987,女,汉\n";
    let file = write(&office, "one.csv", text);
    let first = office.ok("roster.preview", json!({ "file": file }));
    assert!(first["issues"].as_array().unwrap().iter().any(|i| i["code"] == "name_missing"));
    let fix = json!([{ "sheet": "表", "row": 3, "column": "A", "value": "样乙" }]);
    let second = office.ok("roster.preview", json!({ "file": file, "fixes": fix }));
    assert_eq!(second["counts"]["ready"], 2);
    let other = office.ok(
        "roster.preview",
        json!({ "file": fixture(&office, "cells.xlsx"), "sheet": "去年的名单" }),
    );
    assert_eq!(other["counts"]["ready"], 2);
}

#[test]
fn the_sheet_of_problems_can_be_imported_as_it_is() {
    let office = Office::on("2025-08-25");
    let preview = office.ok("roster.preview", json!({ "file": fixture(&office, "layout.xlsx") }));
    let mut request = json!({ "file": fixture(&office, "cells.xlsx") });
    let first = office.ok("roster.preview", request.clone());
    let made = office.ok("roster.errors", json!({ "preview": first["preview"] }));
    assert_eq!(made["name"], "待改的行.xlsx");
    request["file"] = json!(keep(&office, &made, "errors.xlsx"));
    let second = office.ok("roster.preview", request);
    let held = |p: &Value| p["counts"]["held"].as_i64().unwrap();
    assert_eq!(held(&second), held(&first), "{}", second["issues"]);
    let fields: Vec<&Value> =
        second["columns"].as_array().unwrap().iter().map(|c| &c["field"]).collect();
    assert_eq!(
        &fields[..7],
        &first["columns"].as_array().unwrap()[..7].iter().map(|c| &c["field"]).collect::<Vec<_>>()
            [..]
    );
    let found = office.ok("roster.check", json!({ "preview": second["preview"] }));
    for person in found["people"].as_array().unwrap() {
        assert!(person["extra"].get("问题").is_none(), "what we added is not theirs");
    }
    assert_eq!(preview["counts"]["read"], 3);
}

#[test]
fn what_is_exported_is_imported_again_without_loss() {
    let office = Office::with_sample();
    let made = office.ok("roster.export", json!({}));
    let file = keep(&office, &made, "export.xlsx");
    let same = office.ok("roster.preview", json!({ "file": file }));
    assert_eq!(same["counts"]["unchanged"], 24, "{} {}", same["counts"], same["issues"]);
    let other = Office::on("2025-08-25");
    other.ok("sample.open", json!({}));
    let path = office.folder.path().join("export.xlsx");
    let done = import(&other, json!({ "file": other.desk.hand_in(&path, "export.xlsx") }));
    assert_eq!(done["created"], 24);
    let back = other.ok("roster.export", json!({}));
    let back = keep(&other, &back, "back.xlsx");
    let check = |office: &Office, file: &str| {
        let preview = office.ok("roster.preview", json!({ "file": file }));
        let found = office.ok("roster.check", json!({ "preview": preview["preview"] }));
        let people = found["people"].as_array().unwrap().clone();
        people.into_iter().map(|p| (p["values"].clone(), p["records"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(check(&office, &file), check(&other, &back));
}

#[test]
fn an_extra_value_under_a_word_of_ours_comes_back_as_an_extra_value() {
    let office = Office::on("2025-08-25");
    let list = "姓名,身份证号,毕业时间,血型\n样甲,530102198503150018,2007.07,甲型\n";
    let file = write(&office, "list.csv", list);
    import(&office, json!({ "file": file, "mapping": [{ "column": "C", "field": null }] }));
    let made = office.ok("roster.export", json!({}));
    keep(&office, &made, "export.xlsx");
    let other = Office::on("2025-08-25");
    let path = office.folder.path().join("export.xlsx");
    let file = other.desk.hand_in(&path, "export.xlsx");
    let preview = other.ok("roster.preview", json!({ "file": file }));
    let found = other.ok("roster.check", json!({ "preview": preview["preview"] }));
    let person = &found["people"][0];
    assert_eq!(person["extra"], json!({ "毕业时间": "2007.07", "血型": "甲型" }), "{person}");
    assert!(person["records"].get("education").is_none(), "it is no graduation");
}

#[test]
fn the_template_is_understood_column_by_column() {
    let office = Office::on("2025-08-25");
    let made = office.ok("roster.template", json!({}));
    let file = keep(&office, &made, "template.xlsx");
    let preview = office.ok("roster.preview", json!({ "file": file }));
    for column in preview["columns"].as_array().unwrap() {
        assert!(column["field"].is_string(), "{column}");
    }
    let labels: Vec<&str> = preview["sheets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["label"].as_str().unwrap())
        .collect();
    for label in ["工作经历", "学历", "现有职称", "年度考核", "继续教育", "业绩成果"]
    {
        assert!(labels.contains(&label), "{label}: {labels:?}");
    }
}

#[test]
fn a_change_in_between_stops_the_import() {
    let office = Office::on("2025-08-25");
    import(&office, json!({ "file": fixture(&office, "plain.xlsx") }));
    let text = "姓名,身份证号,性别,部门\n样甲,530102198503150018,男,甲部\n";
    let preview = office.ok("roster.preview", json!({ "file": write(&office, "a.csv", text) }));
    office
        .desk
        .write("person.settle", None, "", |w| {
            let id = w.list_person_id()?.remove(0);
            let mut person = w.dossier(&id)?.person;
            person.department = Some("乙部".into());
            w.put_person(&person)
        })
        .unwrap();
    let error = office.fails("roster.commit", json!({ "preview": preview["preview"] }));
    assert!(error.message.contains("有人改过"), "{error}");
}

#[test]
fn the_command_line_previews_imports_and_takes_back() {
    let folder = tempfile::tempdir().unwrap();
    let office = folder.path().join("office");
    let list = tests::office::repository().join("tests/fixtures/roster/plain.xlsx");
    let run = |arguments: &[&str]| {
        let out = Command::new(chengbao())
            .args(["--resources".as_ref(), tests::office::resources().root().as_os_str()])
            .args(["--office".as_ref(), office.as_os_str()])
            .arg("roster")
            .args(arguments)
            .output()
            .unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    let list = list.to_str().unwrap();
    let seen: Value = serde_json::from_str(&run(&["preview", list, "--json"])).unwrap();
    assert_eq!(seen["people"][0]["values"]["id_number"], "530102198503150018");
    let done: Value = serde_json::from_str(&run(&["import", list, "--json"])).unwrap();
    assert_eq!(done["created"], 2);
    let export = folder.path().join("out.xlsx");
    run(&["export", export.to_str().unwrap()]);
    assert!(Path::new(&export).metadata().unwrap().len() > 1000);
    let template = folder.path().join("template.xlsx");
    run(&["template", template.to_str().unwrap()]);
    let undone: Value = serde_json::from_str(&run(&["undo", "--json"])).unwrap();
    assert_eq!(undone["removed"], 2);
}

#[test]
fn cancelling_stops_the_reading_and_writes_nothing() {
    let office = Office::on("2025-08-25");
    let file = fixture(&office, "plain.xlsx");
    let call = Call { desk: &office.desk, progress: &Stop };
    let error = dispatch(&call, "roster.preview", json!({ "file": file })).unwrap_err();
    assert_eq!(error.code, desk::error::Code::Cancelled);
}

#[test]
fn a_person_and_their_records_are_changed_by_hand() {
    let office = Office::on("2025-08-25");
    import(&office, json!({ "file": fixture(&office, "plain.xlsx") }));
    let id = office.ok("person.list", json!({ "query": "样甲" }))["rows"][0]["id"].clone();
    let put = |key: &str, value: &str| json!({ "key": key, "value": value });
    let page = office.ok(
        "person.save",
        json!({ "id": id, "values": [put("department", "测绘部"), put("joined_on", "2010年7月")] }),
    );
    assert_eq!(page["row"]["department"], "测绘部");
    let wrong = json!({ "id": id, "values": [put("id_number", "530102198503150019")] });
    assert!(office.fails("person.save", wrong).message.contains("证件号码不对"));
    let taken = json!({ "id": id, "values": [put("id_number", "530103199004049987")] });
    assert!(office.fails("person.save", taken).message.contains("已有人用"));
    let study = json!([put("from", "2015.03"), put("content", "高级研修班")]);
    let page =
        office.ok("person.saveRecord", json!({ "id": id, "section": "study", "values": study }));
    let rows = |page: &Value, key: &str| {
        let sections = page["sections"].as_array().unwrap();
        sections.iter().find(|s| s["key"] == key).unwrap()["rows"].clone()
    };
    assert_eq!(rows(&page, "study")[0][3], "高级研修班");
    let bad = json!({ "id": id, "section": "study", "at": 0, "values": [put("from", "去年")] });
    assert!(office.fails("person.saveRecord", bad).message.contains("读不出日期"));
    let page = office.ok("person.removeRecord", json!({ "id": id, "section": "study", "at": 0 }));
    assert_eq!(rows(&page, "study"), json!([]));
    let added = office.ok("person.save", json!({ "values": [put("name", "样丙")] }));
    assert_eq!(added["row"]["name"], "样丙");
    assert_eq!(names(&office), ["样甲", "样乙", "样丙"]);
}

#[test]
fn the_same_file_once_more_changes_nothing_not_even_what_was_edited_since() {
    let office = Office::on("2025-08-25");
    let request = json!({ "file": fixture(&office, "plain.xlsx") });
    import(&office, request.clone());
    let id = office.ok("person.list", json!({ "query": "样甲" }))["rows"][0]["id"].clone();
    let values = json!([{ "key": "phone", "value": "13000009999" }]);
    office.ok("person.save", json!({ "id": id, "values": values }));
    let again = office.ok("roster.preview", request.clone());
    assert!(again["alreadyImportedOn"].is_string());
    assert_eq!(again["counts"]["unchanged"], 2);
    let done = import(&office, request);
    assert_eq!((&done["import"], &done["updated"]), (&json!(""), &json!(0)));
    let phone = office.ok("person.reveal", json!({ "id": id, "field": "phone" }));
    assert_eq!(phone["value"], "13000009999");
    assert_eq!(office.ok("roster.history", json!({}))["imports"].as_array().unwrap().len(), 1);
}
