//! What an office lays over the shipped rules: a committee's notice filled in as a form, a pack that
//! is handed in, readings, its own copies of the texts; and what they do to the verdicts.

use desk::error::Code;
use serde_json::{Value, json};
use tests::office::{Office, Stop, chengbao, repository, zipped_pack};

/// The sample office, assessed.
fn assessed() -> (Office, Value) {
    let office = Office::with_sample();
    office.settle_all();
    let batch = office.assessed_batch();
    (office, batch)
}

/// A notice that asks five projects, eight years, one own material and names its days.
fn notice(office: &Office, committee: &str) -> Value {
    let page = office.ok("pack.committee", json!({ "committeeId": committee, "year": 2025 }));
    let mut notice = page["notice"].clone();
    notice["name"] = json!("样例评委会2025年度申报通知（虚构）");
    notice["issuer"] = json!("样例评委会（虚构）");
    notice["issuedOn"] = json!("2025-05-08");
    notice["clauses"] = json!([
        { "locator": "一", "paraphrase": "本科任助工要满八年，项目要五个。" },
        { "locator": "二", "paraphrase": "九月一日到三十日收材料，另交诚信声明两份。" },
    ]);
    notice["schedule"]["paperFrom"] = json!("2025-09-01");
    notice["schedule"]["paperUntil"] = json!("2025-09-30");
    notice["schedule"]["locator"] = json!("二");
    notice["ladder"] = json!([
        { "level": "intermediate", "education": "bachelor", "years": 8, "after": "助理工程师", "locator": "一" },
    ]);
    notice["conditions"] = json!([{ "kind": "projects", "number": 5, "locator": "一" }]);
    notice["materials"] = json!([
        { "material": "pledge", "name": "职称申报承诺书", "short": "承诺书", "copies": 2, "isCopy": false, "isRequired": true, "signedBy": "本人", "sealedBy": null, "locator": "二" },
        { "material": "", "name": "诚信声明", "short": "声明", "copies": 2, "isCopy": false, "isRequired": true, "signedBy": "本人", "sealedBy": null, "locator": "二" },
    ]);
    notice
}

/// The committee that reviews 样建国, and his application.
fn somebody(office: &Office, batch: &Value) -> (String, Value) {
    let row = office.application(batch, "样建国");
    let page = office.ok("batch.get", json!({ "id": batch }));
    let name = row["committee"].as_str().unwrap();
    let committees = page["committees"].as_array().unwrap();
    let id = committees.iter().find(|c| c["name"] == name).unwrap()["id"].clone();
    (id.as_str().unwrap().to_owned(), row["id"].clone())
}

fn verdict(office: &Office, application: &Value) -> Value {
    office.ok("eligibility.get", json!({ "applicationId": application }))["verdict"].clone()
}

#[test]
fn a_notice_filled_in_as_a_form_judges_its_own_applicants_and_can_be_taken_back() {
    let (office, batch) = assessed();
    let (committee, application) = somebody(&office, &batch);
    let before = verdict(&office, &application);
    assert_eq!(before["conclusion"], "eligible");
    let others: Vec<Value> = office.ok("batch.get", json!({ "id": batch }))["applications"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|r| r["committee"] != office.application(&batch, "样建国")["committee"])
        .cloned()
        .collect();
    let page = office.ok("pack.saveCommittee", json!({ "notice": notice(&office, &committee) }));
    assert_eq!(page["isKept"], true);
    // Judged again at once: eight years by the committee's own ladder, with its own clause.
    let after = verdict(&office, &application);
    assert_eq!(after["conclusion"], "ineligible", "{}", after["headline"]);
    let required = &after["arithmetic"]["requiredYears"];
    assert_eq!(required, 8, "{}", after["arithmetic"]["lines"]);
    let findings = after["findings"].as_array().unwrap();
    let own = findings
        .iter()
        .find(|f| f["ref"] == "M24" && f["name"].as_str().unwrap().contains("项目"))
        .unwrap();
    let clause = office.ok("pack.clause", json!({ "id": own["cites"][0]["clause"] }));
    assert_eq!(clause["paraphrase"], "本科任助工要满八年，项目要五个。");
    let materials = after["materials"].as_array().unwrap();
    assert!(materials.iter().any(|m| m["name"] == "诚信声明"), "{materials:?}");
    // Nobody else is touched.
    for row in others {
        let now = office.application(&batch, row["name"].as_str().unwrap());
        assert_eq!(now["headline"], row["headline"]);
    }
    let list = office.ok("pack.list", json!({}));
    let pack = list["packs"].as_array().unwrap().iter().find(|p| p["isOwn"] == true).unwrap();
    assert_eq!((&pack["kind"], &pack["isForm"]), (&json!("评委会通知"), &json!(true)));
    office.ok("pack.remove", json!({ "id": pack["id"] }));
    let back = verdict(&office, &application);
    assert_eq!(
        (&back["conclusion"], &back["headline"]),
        (&before["conclusion"], &before["headline"])
    );
}

#[test]
fn a_material_of_the_committee_takes_files_and_shows_in_the_map() {
    let (office, batch) = assessed();
    let (committee, application) = somebody(&office, &batch);
    let mut notice = notice(&office, &committee);
    notice["ladder"] = json!([]);
    notice["conditions"] = json!([]);
    office.ok("pack.saveCommittee", json!({ "notice": notice }));
    let map = office.ok("checklist.get", json!({ "batchId": batch }));
    let heads = map["materials"].as_array().unwrap();
    let own = heads.iter().find(|m| m["name"] == "诚信声明").expect("a column of its own");
    let scan = office.file("assets/sample/scan/03-diploma.jpg");
    let input = json!({ "applicationId": application, "materialId": own["id"], "files": [scan] });
    let report = office.ok("attachment.add", input);
    assert_eq!(report["accepted"].as_array().unwrap().len(), 1, "{report}");
    let item = json!({ "applicationId": application, "materialId": own["id"] });
    assert_eq!(office.ok("checklist.item", item)["name"], "诚信声明");
}

#[test]
fn what_is_missing_in_a_form_is_said_with_its_place_and_nothing_changes() {
    let (office, batch) = assessed();
    let (committee, application) = somebody(&office, &batch);
    let good = notice(&office, &committee);
    for (change, at, words) in [
        (json!({ "name": "" }), "name", "全称"),
        (
            json!({ "conditions": [{ "kind": "projects", "number": 5, "locator": "九" }] }),
            "conditions.0.locator",
            "条件第1行",
        ),
        (
            json!({ "conditions": [{ "kind": "projects", "number": 0, "locator": "一" }] }),
            "conditions.0.number",
            "至少是1",
        ),
        (
            json!({ "clauses": [{ "locator": "一", "paraphrase": "" }, { "locator": "二", "paraphrase": "有" }] }),
            "clauses.0.paraphrase",
            "大意",
        ),
    ] {
        let mut notice = good.clone();
        for (key, value) in change.as_object().unwrap() {
            notice[key] = value.clone();
        }
        let error = office.fails("pack.saveCommittee", json!({ "notice": notice }));
        assert!(error.message.contains(words), "{error}");
        assert_eq!(error.field.as_deref(), Some(at));
    }
    let mut backwards = good;
    backwards["schedule"]["paperUntil"] = json!("2025-08-01");
    let error = office.fails("pack.saveCommittee", json!({ "notice": backwards }));
    assert!(error.message.contains("收审截止"), "{error}");
    assert_eq!(verdict(&office, &application)["conclusion"], "eligible");
    let page = office.ok("pack.committee", json!({ "committeeId": committee, "year": 2025 }));
    assert_eq!(page["isKept"], false);
}

#[test]
fn rules_and_verdicts_change_together_or_not_at_all() {
    let (office, batch) = assessed();
    let (committee, application) = somebody(&office, &batch);
    let before = verdict(&office, &application);
    let stopped = desk::api::Call { desk: &office.desk, progress: &Stop };
    for (name, input) in [
        ("pack.saveCommittee", json!({ "notice": notice(&office, &committee) })),
        ("reading.set", json!({ "id": "kunming.tenure-start", "value": "\"appointed\"" })),
        ("reading.adopt", json!({ "source": "N23", "isAdopted": true })),
    ] {
        let error = desk::api::dispatch(&stopped, name, input).unwrap_err();
        assert_eq!(error.code, Code::Cancelled, "{name}: {error}");
    }
    assert_eq!(verdict(&office, &application), before);
    let list = office.ok("reading.list", json!({}));
    let is_chosen = |r: &Value| r["isChosen"] == true;
    assert!(!list["readings"].as_array().unwrap().iter().any(is_chosen));
    assert!(!list["sources"].as_array().unwrap().iter().any(|s| s["isAdopted"] == true));
    let packs = office.ok("pack.list", json!({}))["packs"].clone();
    assert!(packs.as_array().unwrap().iter().all(|p| p["isOwn"] == false));
}

fn hand_in(office: &Office, name: &str, bytes: &[u8]) -> String {
    let path = office.folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    office.desk.hand_in(&path, name)
}

#[test]
fn a_years_notice_is_handed_in_as_a_file_and_outlives_the_program() {
    let office = Office::on("2026-05-20");
    let batch = json!({ "name": "2026", "year": 2026, "committeeIds": [], "submitOn": null });
    let error = office.fails("batch.create", batch.clone());
    assert!(error.message.contains("没有2026年度"), "{error}");
    let file = hand_in(&office, "year.zip", &zipped_pack("sample-2026"));
    let list = office.ok("pack.import", json!({ "file": file }));
    assert!(list["packs"].as_array().unwrap().iter().any(|p| p["id"] == "sample-2026"));
    office.ok("batch.create", batch);
    let Office { desk, clock, folder } = office;
    drop(desk);
    let again = desk::Desk::open(desk::Opening {
        folder: folder.path().join("office"),
        resources: tests::office::resources(),
        clock,
        passphrase: None,
    })
    .unwrap();
    assert_eq!(again.packs().coverage().1, 2026);
}

#[test]
fn a_faulty_pack_never_gets_in_and_the_sentence_names_the_place() {
    let office = Office::on("2025-08-25");
    let head = "[pack]\nid = \"own\"\nname = \"口径\"\nversion = \"1\"\nkind = \"office\"\ncovers_from = 2025\ncovers_until = 2025\n";
    let unknown_fact = format!(
        "{head}\n[[rule]]\nid = \"own.a\"\nname = \"甲\"\neffect = \"caution\"\nwhen = {{ is = [\"person.shoe_size\", 44] }}\nsay = {{ hit = \"甲\" }}\nchecked_on = 2025-08-01\n\n[[rule.version]]\nfrom = 2025-01-01\nstanding = \"unverified\"\n"
    );
    for (text, code, words) in [
        (unknown_fact.as_str(), Code::PackInvalid, "person.shoe_size"),
        ("[pack\nid = 1", Code::PackInvalid, "pack.toml"),
        ("你好", Code::PackInvalid, "pack.toml"),
        (&head.replace("office", "city"), Code::InvalidInput, "不能单独放入"),
    ] {
        let file = hand_in(&office, "own.toml", text.as_bytes());
        let error = office.fails("pack.import", json!({ "file": file }));
        assert_eq!(error.code, code, "{error}");
        assert!(error.message.contains(words), "{error}");
    }
    let file = hand_in(&office, "own.toml", &[0xff, 0xfe, 0x00, 0x01]);
    assert_eq!(office.fails("pack.import", json!({ "file": file })).code, Code::UnsupportedFile);
    let packs = office.ok("pack.list", json!({}))["packs"].clone();
    assert!(packs.as_array().unwrap().iter().all(|p| p["isOwn"] == false));
}

#[test]
fn a_pack_that_no_longer_fits_is_set_aside_whole_and_the_office_still_opens() {
    let office = Office::on("2025-08-25");
    let text = "[pack]\nid = \"own\"\nname = \"本单位口径\"\nversion = \"1\"\nkind = \"office\"\ncovers_from = 2025\ncovers_until = 2025\n";
    let file = hand_in(&office, "own.toml", text.as_bytes());
    office.ok("pack.import", json!({ "file": file }));
    let Office { desk, clock, folder } = office;
    drop(desk);
    let db = rusqlite::Connection::open(folder.path().join("office/office.db")).unwrap();
    let broken = json!({ "pack.toml": text.replace("kind", "kindly") }).to_string();
    db.execute("UPDATE office_pack SET files_json = ?1", [broken]).unwrap();
    drop(db);
    let desk = desk::Desk::open(desk::Opening {
        folder: folder.path().join("office"),
        resources: tests::office::resources(),
        clock: clock.clone(),
        passphrase: None,
    })
    .unwrap();
    let office = Office { desk, clock, folder };
    let list = office.ok("pack.list", json!({}));
    assert_eq!(list["setAside"][0]["name"], "本单位口径");
    assert!(list["setAside"][0]["message"].as_str().unwrap().contains("kindly"));
    office.ok("pack.remove", json!({ "id": "own" }));
    assert_eq!(office.ok("pack.list", json!({}))["setAside"], json!([]));
}

#[test]
fn a_reading_the_office_decides_judges_again_and_can_be_given_back() {
    let (office, batch) = assessed();
    let list = office.ok("reading.list", json!({}));
    let readings = list["readings"].as_array().unwrap();
    let start = readings.iter().find(|r| r["id"] == "kunming.tenure-start").unwrap();
    assert_eq!(start["isChosen"], false);
    let choice = |label: &str| {
        let choices = start["choices"].as_array().unwrap();
        choices.iter().find(|c| c["label"].as_str().unwrap().contains(label)).unwrap()["value"]
            .clone()
    };
    let input = json!({ "id": "kunming.tenure-start", "value": choice("受聘") });
    let after = office.ok("reading.set", input);
    assert!(after["changed"].as_i64().unwrap() > 0);
    let row = office.application(&batch, "样建国");
    let sum = verdict(&office, &row["id"])["arithmetic"].clone();
    assert!(sum["fromLabel"].as_str().unwrap().contains('聘'), "{sum}");
    let back = office.ok("reading.set", json!({ "id": "kunming.tenure-start", "value": null }));
    assert_eq!(back["changed"], after["changed"]);
    let error =
        office.fails("reading.set", json!({ "id": "kunming.tenure-start", "value": "\"never\"" }));
    assert!(error.message.contains("没有这种读法"), "{error}");
    let adopted = office.ok("reading.adopt", json!({ "source": "N23", "isAdopted": true }));
    let n23 = adopted["sources"].as_array().unwrap().iter().find(|s| s["source"] == "N23").unwrap();
    assert_eq!(n23["isAdopted"], true);
    assert!(!n23["rules"].as_array().unwrap().is_empty());
}

#[test]
fn the_offices_own_copy_opens_with_its_clause_and_pictures_are_refused() {
    let office = Office::on("2025-08-25");
    let pdf = office.file("assets/sample/scan/09-education-record-2p.pdf");
    let page = office.ok("source.attach", json!({ "clause": "G25.Q8.1", "file": pdf }));
    assert_eq!((&page["copy"]["pages"], &page["copy"]["page"]), (&json!(2), &Value::Null));
    let token = page["copy"]["file"].as_str().unwrap();
    let (_, bytes) = office.desk.tokens().read(token).unwrap();
    assert!(bytes.starts_with(b"%PDF"));
    // Another clause of the same document has it too, one of another document has not.
    assert!(!office.ok("pack.clause", json!({ "id": "G25.Q17" }))["copy"].is_null());
    assert!(office.ok("pack.clause", json!({ "id": "G22.Q6" }))["copy"].is_null());
    let kept = office.ok("source.page", json!({ "clause": "G25.Q8.1", "page": 1 }));
    assert_eq!(kept["copy"]["page"], 1);
    let error = office.fails("source.page", json!({ "clause": "G25.Q8.1", "page": 9 }));
    assert!(error.hint.contains("共2页"), "{error:?}");
    let picture = office.file("assets/sample/scan/03-diploma.jpg");
    let error = office.fails("source.attach", json!({ "clause": "G25.Q8.1", "file": picture }));
    assert!(error.hint.contains("另存为 PDF"), "{error:?}");
    let off = office.ok("source.detach", json!({ "id": "G25.Q8.1" }));
    assert!(off["copy"].is_null());
    let blobs = office.folder.path().join("office/blobs");
    let (all, aside) = (walk(&blobs), walk(&blobs.join("removed")));
    assert_eq!((all, aside), (1, 1), "the content is put aside with the last reference");
}

fn walk(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    entries.map(|p| if p.is_dir() { walk(&p) } else { 1 }).sum()
}

#[test]
fn the_staff_is_compared_under_two_years_rules_and_looked_ahead_for() {
    let (office, _) = assessed();
    let years = json!({ "fromYear": 2023, "toYear": 2025 });
    let page = office.ok("pack.diff", years.clone());
    assert_eq!(office.ok("pack.list", json!({}))["years"], json!([2022, 2023, 2025]));
    let groups: Vec<&str> =
        page["groups"].as_array().unwrap().iter().map(|g| g["subject"].as_str().unwrap()).collect();
    assert_eq!(groups[0], "规则");
    let found = office.ok("pack.affected", years);
    assert_eq!(found["lookedAt"].as_i64().unwrap() + found["withoutTitle"].as_i64().unwrap(), 24);
    let people = found["people"].as_array().unwrap();
    assert!(!people.is_empty());
    for one in people {
        let differs = one["before"] != one["after"];
        assert!(differs || !one["differences"].as_array().unwrap().is_empty(), "{one}");
    }
    let error = office.fails("pack.diff", json!({ "fromYear": 2025, "toYear": 2023 }));
    assert!(error.message.contains("较早"), "{error}");
    let people = office.ok("person.list", json!({ "query": "样建国", "count": 10 }));
    let id = &people["rows"][0]["id"];
    let ahead = office.ok("forecast.get", json!({ "personId": id }));
    let outlooks = ahead["outlooks"].as_array().unwrap();
    assert_eq!(outlooks[0]["firstYear"], 2025, "{ahead}");
    assert!(outlooks[0]["years"][0]["headline"].as_str().is_some());
    assert!(!ahead["assumptions"].as_array().unwrap().is_empty());
}

#[test]
fn the_empty_notice_for_a_pack_author_is_a_pack_that_checks_clean() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("pack");
    let run = |arguments: &[&std::ffi::OsStr]| {
        std::process::Command::new(chengbao())
            .args(["--resources".as_ref(), repository().join("assets").as_os_str()])
            .args(arguments)
            .output()
            .unwrap()
    };
    let made = run(&[
        "pack".as_ref(),
        "template".as_ref(),
        "--committee".as_ref(),
        "km.45".as_ref(),
        "--year".as_ref(),
        "2026".as_ref(),
        "--out".as_ref(),
        out.as_os_str(),
    ]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let checked = run(&["pack".as_ref(), "check".as_ref(), "--pack".as_ref(), out.as_os_str()]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    let cases = repository().join("tests/cases/kunming");
    let proved = run(&["pack".as_ref(), "check".as_ref(), "--cases".as_ref(), cases.as_os_str()]);
    let said = String::from_utf8_lossy(&proved.stdout).into_owned();
    assert!(proved.status.success() && said.contains("个案例"), "{said}");
    // A rule nobody has a case for is named.
    let sample = repository().join("assets/packs/sample-2026");
    let open = run(&[
        "pack".as_ref(),
        "check".as_ref(),
        "--pack".as_ref(),
        sample.as_os_str(),
        "--cases".as_ref(),
        cases.as_os_str(),
    ]);
    assert!(!open.status.success());
    assert!(String::from_utf8_lossy(&open.stdout).contains("的案例"));
}
