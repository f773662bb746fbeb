//! 找人: the search box of the roster finds people by every way a clerk types them.

use desk::error::{Code, Error};
use engine::id::PersonId;
use engine::person::{Dossier, Person};
use serde_json::{Value, json};
use tests::office::{Office, resources};
use tests::older::put_back;

/// Invented people: id, name, identity number, staff number, department.
type Row = (&'static str, &'static str, Option<&'static str>, Option<&'static str>, &'static str);

const PEOPLE: [Row; 8] = [
    ("p1", "单样文", Some("530102198503150018"), Some("G0017"), "一部"),
    ("p2", "样例·古丽", Some("53010219900101003X"), None, "一部"),
    ("p3", "𠮷样", None, Some("G0018"), "二部"),
    ("p4", "曾样国", Some("530111197707070016"), None, "二部"),
    ("p5", "吕样", None, None, "二部"),
    ("p6", "张样乐", None, None, "一部"),
    ("p7", "王䶮", None, None, "一部"),
    ("p8", "尉迟样", None, None, "一部"),
];

fn person(id: &str, name: &str, number: Option<&str>, staff: Option<&str>, part: &str) -> Dossier {
    let person = Person {
        id: PersonId(id.into()),
        name: name.into(),
        id_number: number.map(Into::into),
        staff_number: staff.map(Into::into),
        department: Some(part.into()),
        ..Person::default()
    };
    Dossier { person, ..Dossier::default() }
}

fn office() -> Office {
    let office = Office::on("2025-08-25");
    office
        .desk
        .write("test", None, "", |w| {
            PEOPLE.iter().try_for_each(|(id, name, number, staff, part)| {
                w.put_dossier(&person(id, name, *number, *staff, part))
            })
        })
        .unwrap();
    office
}

/// Ids of the people found, in the order shown; the total must agree.
fn found(office: &Office, request: Value) -> Vec<String> {
    let list = office.ok("person.list", request);
    let rows = list["rows"].as_array().unwrap();
    assert_eq!(list["total"], rows.len(), "{list}");
    rows.iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn people_are_found_as_a_clerk_types_them() {
    let office = office();
    for (typed, expected) in [
        ("样文", &["p1"][..]),
        ("单样文", &["p1"]),
        ("shanyang", &["p1"]),
        ("danyangwen", &["p1"]),
        ("syw", &["p1"]),
        ("SYW", &["p1"]),
        ("古丽", &["p2"]),
        ("样例古丽", &["p2"]),
        ("样例 ·古", &["p2"]),
        ("样例．古丽", &["p2"]),
        ("ylgl", &["p2"]),
        ("𠮷", &["p3"]),
        ("zengyangguo", &["p4"]),
        ("cengyang", &["p4"]),
        ("lvyang", &["p5"]),
        ("lüyang", &["p5"]),
        ("ｌｕｙａｎｇ", &["p5"]),
        ("zhangyangyue", &["p6"]),
        ("zhangyangle", &["p6"]),
        ("zyy", &["p6"]),
        ("䶮", &["p7"]),
        ("wang", &["p7"]),
        ("yuchi", &["p8"]),
        ("weichi", &["p8"]),
        ("530102", &["p1", "p2"]),
        ("５３０１１１", &["p4"]),
        ("0018", &["p1"]),
        ("003x", &["p2"]),
        ("530111 19770707 0016", &["p4"]),
        ("g001", &["p1", "p3"]),
        ("19850315", &[]),
        ("没有", &[]),
        ("%", &[]),
        ("_样", &[]),
    ] {
        assert_eq!(found(&office, json!({ "query": typed })), expected, "{typed}");
    }
    assert_eq!(found(&office, json!({ "query": " ·" })).len(), PEOPLE.len());
}

#[test]
fn a_search_goes_with_a_filter_a_sort_and_a_window() {
    let office = office();
    let all = found(&office, json!({ "query": "样" }));
    assert_eq!(all, ["p1", "p2", "p3", "p4", "p5", "p6", "p8"]);
    let part = found(&office, json!({ "query": "样", "department": "二部" }));
    assert_eq!(part, ["p3", "p4", "p5"]);
    let sorted = found(&office, json!({ "query": "样", "sort": "department", "descending": true }));
    assert_eq!(sorted[..3], ["p3", "p4", "p5"].map(String::from), "{sorted:?}");
    let none = found(&office, json!({ "query": "样", "conclusion": "eligible" }));
    assert!(none.is_empty());
    let window = office.ok("person.list", json!({ "query": "样", "from": 5, "count": 5 }));
    assert_eq!(window["total"], 7);
    let ids: Vec<&str> =
        window["rows"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["p6", "p8"]);
}

#[test]
fn what_is_found_changes_with_the_person_and_in_the_same_transaction() {
    let office = office();
    let find = |typed: &str| found(&office, json!({ "query": typed }));
    let (id, name, number, staff, part) = PEOPLE[0];
    let renamed = |name: &str| person(id, name, number, staff, part);
    office.desk.write("test", None, "", |w| w.put_dossier(&renamed("解样文"))).unwrap();
    assert!(find("单").is_empty());
    assert_eq!(find("xieyangwen"), [id]);
    assert_eq!(find("0018"), [id]);

    let failed = office.desk.write("test", None, "", |w| {
        w.put_dossier(&renamed("仇样文"))?;
        Err::<(), _>(Error::new(Code::Conflict, "不成", ""))
    });
    assert!(failed.is_err());
    assert!(find("仇").is_empty());
    assert_eq!(find("解"), [id]);

    office.desk.write("test", None, "", |w| w.remove_person(&PersonId(id.into()))).unwrap();
    for typed in ["解", name, "xie", "0018", "g0017"] {
        assert!(find(typed).is_empty(), "{typed}");
    }
    let db = rusqlite::Connection::open(office.folder.path().join("office/office.db")).unwrap();
    let orphans: i64 = db
        .query_row(
            "SELECT count(*) FROM search_key WHERE n NOT IN (SELECT n FROM search_person)",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(orphans, 0);
}

#[test]
fn a_roster_kept_by_an_older_program_is_searched_after_opening() {
    let Office { desk, folder, .. } = office();
    drop(desk);
    let path = folder.path().join("office");
    put_back(&path, 3);
    let desk = desk::Desk::open(desk::Opening {
        folder: path.clone(),
        resources: resources(),
        clock: std::sync::Arc::new(desk::clock::SystemClock),
        passphrase: None,
    })
    .unwrap();
    let call = desk::api::Call { desk: &desk, progress: &() };
    let list = desk::api::dispatch(&call, "person.list", json!({ "query": "zengyang" })).unwrap();
    assert_eq!(list["rows"][0]["id"], "p4");
    assert_eq!(list["total"], 1);
}
