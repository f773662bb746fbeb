//! The database: opened once, never lost, never downgraded, attachments by content.

use desk::clock::SystemClock;
use desk::error::{Code, Error};
use desk::{Desk, Opening};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use tests::office::{Office, resources};
use tests::older::{put_back, schemas};

fn open(folder: &Path) -> Result<Desk, Error> {
    Desk::open(Opening {
        folder: folder.to_owned(),
        resources: resources(),
        clock: Arc::new(SystemClock),
        passphrase: None,
    })
}

fn code(result: Result<Desk, Error>) -> Code {
    match result {
        Ok(_) => panic!("it should not open"),
        Err(error) => error.code,
    }
}

#[test]
fn what_was_acknowledged_is_there_after_opening_again() {
    let Office { desk, folder, .. } = Office::with_sample();
    let path = folder.path().join("office");
    drop(desk);
    let desk = open(&path).unwrap();
    assert_eq!(desk.read(|r| r.list_person_id()).unwrap().len(), 24);
}

#[test]
fn f21_an_office_is_open_in_one_window_only() {
    let office = Office::on("2025-08-25");
    let path = office.folder.path().join("office");
    assert_eq!(code(open(&path)), Code::FileBusy);
    drop(office.desk);
    assert!(open(&path).is_ok());
}

#[test]
fn f20_a_newer_database_is_refused_and_left_as_it_is() {
    let Office { desk, folder, .. } = Office::with_sample();
    drop(desk);
    let path = folder.path().join("office");
    let db = rusqlite::Connection::open(path.join("office.db")).unwrap();
    db.pragma_update(None, "user_version", 999).unwrap();
    drop(db);
    assert_eq!(code(open(&path)), Code::NewerDatabase);
    let db = rusqlite::Connection::open(path.join("office.db")).unwrap();
    let n: i64 = db.query_row("SELECT count(*) FROM person", [], |r| r.get(0)).unwrap();
    assert_eq!(n, 24);
}

#[test]
fn every_older_database_is_brought_up_with_all_it_held_and_kept_beside() {
    let Office { desk, folder, .. } = Office::with_sample();
    let path = folder.path().join("office");
    let dossiers = |desk: &Desk| {
        desk.read(|r| {
            let ids = r.list_person_id()?;
            ids.iter().map(|id| r.dossier(id)).collect::<Result<Vec<_>, _>>()
        })
        .unwrap()
    };
    let held = dossiers(&desk);
    drop(desk);
    // The first schema had no records of study; from the second on nothing may change.
    for version in (1..=schemas()).rev() {
        put_back(&path, version);
        let desk = open(&path).unwrap();
        let now = dossiers(&desk);
        assert_eq!(now.len(), held.len(), "of schema {version}");
        if version > 1 {
            assert_eq!(now, held, "of schema {version}");
        }
        let kept = path.join(format!("backup/office-before-v{}.db", version + 1));
        assert_eq!(kept.exists(), version < schemas(), "of schema {version}");
    }
}

#[test]
fn f18_a_damaged_database_is_reported_and_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office");
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join("office.db"), b"this was a database once, long enough to look at")
        .unwrap();
    assert_eq!(code(open(&path)), Code::DamagedDatabase);
    let kept = std::fs::read(path.join("office.db")).unwrap();
    assert!(kept.starts_with(b"this was"));
}

#[cfg(not(feature = "encrypted"))]
#[test]
fn a_program_without_encryption_refuses_rather_than_pretends() {
    let office = Office::with_sample();
    let input = serde_json::json!({ "name": "样经办", "passphrase": "测试口令 not-a-secret" });
    assert_eq!(office.fails("key.create", input).code, Code::Precondition);
    assert!(!office.folder.path().join("office").join(desk::key::KEY_FILE).exists());
}

#[test]
fn tables_are_strict_and_keys_are_held() {
    let Office { desk, folder, .. } = Office::with_sample();
    drop(desk);
    let db = rusqlite::Connection::open(folder.path().join("office/office.db")).unwrap();
    let loose: i64 = db
        .query_row("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'", [], |r| r.get(0))
        .unwrap();
    assert_eq!(loose, 0);
    let broken: i64 =
        db.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |r| r.get(0)).unwrap();
    assert_eq!(broken, 0);
}

#[test]
fn an_attachment_is_kept_once_under_its_content_and_goes_with_its_last_user() {
    let office = Office::with_sample();
    office.settle_all();
    let batch = office.assessed_batch();
    let file = office.file("assets/sample/scan/01-id-front.jpg");
    let add = |name: &str| {
        let row = office.application(&batch, name);
        let input = json!({ "applicationId": row["id"], "materialId": "id-card", "files": [file] });
        office.ok("attachment.add", input)["accepted"][0]["id"].clone()
    };
    let (first, second) = (add("样建国"), add("测海燕"));
    let blobs = || -> Vec<std::path::PathBuf> {
        let root = office.desk.folder("blobs");
        let folders = std::fs::read_dir(root).unwrap().map(|f| f.unwrap().path());
        let folders = folders.filter(|f| !f.ends_with("removed"));
        folders.flat_map(|f| std::fs::read_dir(f).unwrap().map(|f| f.unwrap().path())).collect()
    };
    assert_eq!(blobs().len(), 1);
    assert_eq!(std::fs::read(&blobs()[0]).unwrap()[0], 0, "the format byte comes first");
    office.ok("attachment.remove", json!({ "id": first }));
    assert_eq!(blobs().len(), 1);
    office.ok("attachment.remove", json!({ "id": second }));
    assert_eq!(blobs().len(), 0);
    // Put aside first: a backup of the database from before still finds it for two months.
    let aside = || std::fs::read_dir(office.desk.folder("blobs/removed")).unwrap().count();
    assert_eq!(aside(), 1);
    office.clock.go_to("2025-10-20".parse().unwrap());
    desk::backup::daily(&office.desk).unwrap();
    assert_eq!(aside(), 1);
    office.clock.go_to("2025-10-30".parse().unwrap());
    desk::backup::daily(&office.desk).unwrap();
    assert_eq!(aside(), 0);
}

#[test]
fn a_damaged_attachment_is_named_and_not_handed_out() {
    let office = Office::on("2025-08-25");
    let name = office.desk.blobs().put(b"a scan").unwrap();
    assert_eq!(office.desk.blobs().get(&name).unwrap(), b"a scan");
    std::fs::write(office.desk.blobs().path(&name), b"\0another").unwrap();
    assert_eq!(office.desk.blobs().get(&name).unwrap_err().code, Code::DamagedDatabase);
}
