//! 回收站 and the log: off the roster and back again, erased on request, and no entry cut or changed
//! without a trace.

use desk::error::Code;
use serde_json::{Value, json};
use std::path::Path;
use tests::office::Office;

fn row(office: &Office, name: &str) -> Option<Value> {
    let list = office.ok("person.list", json!({ "query": name }));
    list["rows"].as_array().unwrap().iter().find(|r| r["name"] == name).cloned()
}

/// Whether any file below a folder holds these bytes.
fn holds(folder: &Path, wanted: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holds(&path, wanted));
        } else if std::fs::read(&path).unwrap().windows(wanted.len()).any(|w| w == wanted) {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found
}

#[test]
fn somebody_taken_off_the_roster_comes_back_as_they_were() {
    let office = Office::with_sample();
    let id = row(&office, "样建国").unwrap()["id"].clone();
    let before = office.ok("person.get", json!({ "id": id }));
    let bin = office.ok("person.remove", json!({ "id": id, "reason": "调出" }));
    assert_eq!(
        (bin["people"][0]["name"].as_str(), bin["people"][0]["reason"].as_str()),
        (Some("样建国"), Some("调出"))
    );
    assert_eq!(row(&office, "样建国"), None);
    assert_eq!(office.fails("person.get", json!({ "id": id })).code, Code::NotFound);
    let after = office.ok("person.putBack", json!({ "id": id }));
    assert_eq!((&after["fields"], &after["sections"]), (&before["fields"], &before["sections"]));
    assert!(office.ok("person.bin", json!({}))["people"].as_array().unwrap().is_empty());
    assert!(row(&office, "样建国").is_some());
}

#[test]
fn who_applies_stays_and_who_was_entered_anew_is_not_doubled() {
    let office = Office::with_sample();
    office.settle_all();
    let batch = office.assessed_batch();
    let applicant = office.application(&batch, "样建国");
    let refused = office.fails("person.remove", json!({ "id": applicant["personId"] }));
    assert_eq!(refused.code, Code::Precondition);

    let office = Office::with_sample();
    let id = row(&office, "样建国").unwrap()["id"].clone();
    let number =
        office.ok("person.reveal", json!({ "id": id, "field": "id_number" }))["value"].clone();
    office.ok("person.remove", json!({ "id": id }));
    let values =
        json!([{ "key": "name", "value": "样建国" }, { "key": "id_number", "value": number }]);
    office.ok("person.save", json!({ "values": values }));
    assert_eq!(office.fails("person.putBack", json!({ "id": id })).code, Code::Conflict);
}

#[test]
fn what_was_erased_is_nowhere_on_this_machine() {
    let office = Office::with_sample();
    let id = row(&office, "样建国").unwrap()["id"].clone();
    let number =
        office.ok("person.reveal", json!({ "id": id, "field": "id_number" }))["value"].clone();
    let number = number.as_str().unwrap().as_bytes().to_vec();
    office.ok("backup.make", json!({}));
    let folder = office.desk.folder("");
    assert!(!holds(&folder, &number).is_empty(), "it is there to begin with");
    office.ok("person.remove", json!({ "id": id, "reason": "本人要求" }));
    let done = office.ok("person.erase", json!({ "id": id }));
    assert!(done["copies"].as_i64().unwrap() >= 1);
    assert_eq!(holds(&folder, &number), Vec::<String>::new());
    let trace = office.ok("person.bin", json!({}))["people"][0].clone();
    assert_eq!((trace["name"].clone(), trace["reason"].clone()), (Value::Null, json!("")));
    assert!(trace["erasedAt"].is_string());
    assert_eq!(office.fails("person.putBack", json!({ "id": id })).code, Code::Precondition);
    assert_eq!(office.fails("person.erase", json!({ "id": id })).code, Code::Precondition);
    assert_eq!(office.ok("history.check", json!({}))["isWhole"], true);
}

#[test]
fn an_entry_changed_cut_out_or_cut_off_shows() {
    let tamper = |sql: &str| {
        let Office { desk, folder, clock } = Office::with_sample();
        let office = Office { desk, folder, clock };
        let whole = office.ok("history.check", json!({}));
        assert_eq!(whole["isWhole"], true);
        assert!(whole["checked"].as_i64().unwrap() >= 2);
        let db = rusqlite::Connection::open(office.desk.folder("office.db")).unwrap();
        assert!(db.execute(sql, []).unwrap() > 0, "{sql}");
        drop(db);
        office.ok("history.check", json!({}))
    };
    for sql in [
        "UPDATE event SET detail = detail || '。' WHERE n = 1",
        "UPDATE event SET at = '2020-01-01T00:00:00Z' WHERE n = 2",
        "UPDATE event SET actor = '别人' WHERE n = (SELECT max(n) FROM event)",
        "DELETE FROM event WHERE n = 2",
        "DELETE FROM event WHERE n = 1",
        "DELETE FROM event WHERE n = (SELECT max(n) FROM event)",
        "UPDATE event SET hash = NULL WHERE n = 2",
    ] {
        let checked = tamper(sql);
        assert_eq!(checked["isWhole"], false, "{sql}");
        assert!(checked["brokenAt"].is_i64(), "{sql}");
    }
}
