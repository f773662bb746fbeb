//! 改动: every change of a person's records is told field by field, and can be gone back behind.

use serde_json::{Value, json};
use tests::office::Office;

fn person(office: &Office, name: &str) -> Value {
    let list = office.ok("person.list", json!({ "query": name }));
    list["rows"][0]["id"].clone()
}

fn department(office: &Office, id: &Value) -> Value {
    let page = office.ok("person.get", json!({ "id": id }));
    page["row"]["department"].clone()
}

fn move_to(office: &Office, id: &Value, department: &str) {
    let values = json!([{ "key": "department", "value": department }]);
    office.ok("person.save", json!({ "id": id, "values": values }));
}

#[test]
fn any_earlier_state_comes_back_and_coming_back_can_be_taken_back() {
    let office = Office::with_sample();
    let id = person(&office, "样建国");
    let versions = || office.ok("person.versions", json!({ "id": id }))["versions"].clone();
    assert_eq!(versions(), json!([]), "importing somebody new changes nobody");
    let first = department(&office, &id);
    move_to(&office, &id, "样例二科");
    move_to(&office, &id, "样例三科");
    let told = versions();
    let all = told.as_array().unwrap();
    assert_eq!(all.len(), 2);
    let change = &all[0]["changes"][0];
    assert_eq!((&change["before"], &change["now"]), (&json!("样例二科"), &json!("样例三科")));
    assert_eq!(all[1]["changes"][0]["before"], first);

    office.ok("person.restoreVersion", json!({ "id": id, "n": all[1]["n"] }));
    assert_eq!(department(&office, &id), first);
    let newest = versions()[0].clone();
    office.ok("person.restoreVersion", json!({ "id": id, "n": newest["n"] }));
    assert_eq!(department(&office, &id), "样例三科");
    office.fails("person.restoreVersion", json!({ "id": id, "n": 1 }));
    let log = office.ok("history.check", json!({}));
    assert_eq!(log["brokenAt"], Value::Null, "the log holds together: {log}");
}

#[test]
fn records_settled_doubts_and_lists_leave_their_trace_too() {
    let office = Office::with_sample();
    let doubted = office.ok("person.list", json!({}))["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| office.ok("person.get", json!({ "id": row["id"] })))
        .find(|page| !page["doubts"].as_array().unwrap().is_empty())
        .expect("the sample has doubts");
    let id = doubted["row"]["id"].clone();
    let doubt = &doubted["doubts"][0];
    let value = &doubt["choices"][1]["value"];
    office.ok("person.settle", json!({ "doubt": doubt["id"], "value": value }));
    let section = json!({ "id": id, "section": "education", "at": null,
        "values": [{ "key": "school", "value": "样例大学" }] });
    office.ok("person.saveRecord", section);
    let versions = office.ok("person.versions", json!({ "id": id }))["versions"].clone();
    let text = versions.to_string();
    assert!(versions.as_array().unwrap().len() >= 2 && text.contains("样例大学"), "{text}");
    // Numbers of documents stay masked here as everywhere.
    let dossier = office.desk.read(|r| r.dossier(&id.as_str().unwrap().to_owned().into())).unwrap();
    if let Some(number) = dossier.person.id_number {
        assert!(!text.contains(&number));
    }
}

#[test]
fn erasing_somebody_erases_what_they_were() {
    let office = Office::with_sample();
    let id = person(&office, "样建国");
    move_to(&office, &id, "样例二科");
    let kept = |office: &Office| {
        let id = id.as_str().unwrap().to_owned().into();
        office.desk.read(|r| r.list_person_version(&id)).unwrap().len()
    };
    office.ok("person.remove", json!({ "id": id, "reason": "调出" }));
    assert_eq!(kept(&office), 1, "whoever is put back finds them again");
    office.ok("person.erase", json!({ "id": id }));
    assert_eq!(kept(&office), 0);
}
