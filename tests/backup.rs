//! Backups: taken by themselves, put elsewhere under a pass phrase, brought back; nothing lost on the
//! way, damage always told.

use desk::backup::{self, Occasion};
use desk::clock::SystemClock;
use desk::error::Code;
use desk::{Desk, Opening};
use serde_json::{Value, json};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tests::office::{Office, chengbao, repository, resources};
use tests::soak::rounds;

const PHRASE: &str = "测试口令 not-a-secret";

fn opening(folder: &Path) -> Opening {
    Opening {
        folder: folder.to_owned(),
        resources: resources(),
        clock: Arc::new(SystemClock),
        passphrase: None,
    }
}

/// The sample office with one attachment; gives the attachment's application as well.
fn with_attachment() -> (Office, Value) {
    let office = Office::with_sample();
    office.settle_all();
    let batch = office.assessed_batch();
    let row = office.ok("batch.get", json!({ "id": batch }))["applications"][0].clone();
    let file = office.file("assets/sample/scan/03-diploma.jpg");
    let input = json!({ "applicationId": row["id"], "materialId": "id-card", "files": [file] });
    office.ok("attachment.add", input);
    (office, row["id"].clone())
}

fn attachments(office: &Office, application: &Value) -> Value {
    let input = json!({ "applicationId": application, "materialId": "id-card" });
    office.ok("checklist.item", input)["attachments"].clone()
}

/// Export and give where the file lies.
fn exported(office: &Office) -> PathBuf {
    let made = office.ok("backup.export", json!({ "passphrase": PHRASE }));
    assert_eq!(made["damaged"], 0);
    let to = office.folder.path().join(made["fileName"].as_str().unwrap());
    office.desk.tokens().copy_out(made["file"].as_str().unwrap(), &to, "备份").unwrap();
    office.ok("backup.saved", json!({}));
    to
}

fn open_file(office: &Office, path: &Path, phrase: &str) -> Result<Value, desk::error::Error> {
    let token = office.desk.hand_in(path, "backup");
    office.call("backup.open", json!({ "file": token, "passphrase": phrase }))
}

fn people(office: &Office) -> usize {
    office.desk.read(|r| r.list_person_id()).unwrap().len()
}

#[test]
fn a_copy_is_taken_once_a_day_and_before_every_import() {
    let office = Office::with_sample();
    let of = |occasion: Occasion| {
        let all = backup::list(&office.desk).unwrap();
        all.into_iter().filter(|s| s.occasion == occasion).map(|s| s.name).collect::<Vec<_>>()
    };
    let before = of(Occasion::Import);
    assert_eq!(before.len(), 1, "the sample was imported once");
    let held = office.ok("backup.look", json!({ "name": before[0] }));
    assert_eq!((held["people"].as_i64(), people(&office)), (Some(0), 24));

    assert!(backup::daily(&office.desk).unwrap());
    assert!(!backup::daily(&office.desk).unwrap(), "once a day");
    office.clock.go_to("2025-08-26".parse().unwrap());
    assert!(backup::daily(&office.desk).unwrap());
    assert_eq!(of(Occasion::Day), ["office-day-2025-08-26.db", "office-day-2025-08-25.db"]);
}

#[test]
fn the_whole_office_moves_to_another_machine() {
    let (office, application) = with_attachment();
    let file = exported(&office);
    let bytes = std::fs::read(&file).unwrap();
    for plain in ["样建国".as_bytes(), b"SQLite format 3", b"office.db"] {
        assert!(!bytes.windows(plain.len()).any(|w| w == plain), "something lies open in it");
    }

    let other = Office::on("2025-09-01");
    let wrong = open_file(&other, &file, "another phrase").unwrap_err();
    assert_eq!(wrong.code, Code::InvalidInput);
    assert!(wrong.message.starts_with("口令不对"), "{}", wrong.message);

    let held = open_file(&other, &file, PHRASE).unwrap();
    let expected = (Some(24), Some(1), Some(1));
    let counts = ["people", "batches", "attachments"].map(|k| held[k].as_i64());
    assert_eq!((counts[0], counts[1], counts[2]), expected);
    assert_eq!(people(&other), 0, "looking changes nothing");

    let report = other.ok("backup.restore", json!({ "name": null }));
    assert_eq!((report["missing"].as_i64(), people(&other)), (Some(0), 24));
    let shown = attachments(&other, &application);
    let sha256 = shown[0]["sha256"]
        .as_str()
        .map(str::to_owned)
        .unwrap_or_else(|| other.desk.read(|r| r.list_content()).unwrap()[0].clone());
    assert_eq!(
        other.desk.blobs().get(&sha256).unwrap(),
        std::fs::read(repository().join("assets/sample/scan/03-diploma.jpg")).unwrap()
    );
    let aside = other.desk.folder(report["aside"].as_str().unwrap());
    assert!(aside.join("office.db").is_file(), "what was there is kept");
    assert!(!other.desk.folder("restoring").exists());
}

#[test]
fn a_copy_brings_back_what_was_removed_since() {
    let (office, application) = with_attachment();
    office.ok("backup.make", json!({}));
    let copy = backup::list(&office.desk).unwrap()[0].name.clone();
    office.ok("backup.saved", json!({}));
    let attachment = attachments(&office, &application)[0]["id"].clone();
    office.ok("attachment.remove", json!({ "id": attachment }));
    assert_eq!(attachments(&office, &application).as_array().unwrap().len(), 0);
    let report = office.ok("backup.restore", json!({ "name": copy }));
    assert_eq!(report["missing"], 0, "the content was put aside, not deleted");
    assert_eq!(attachments(&office, &application)[0]["id"], attachment);
    // That a backup lies elsewhere was written down after the copy, and is as true as before.
    assert!(office.ok("backup.state", json!({}))["externalAt"].is_string());
    // And the restore itself can be taken back: what was there before it is a copy too.
    let newest = backup::list(&office.desk).unwrap()[0].name.clone();
    office.ok("backup.restore", json!({ "name": newest }));
    assert_eq!(attachments(&office, &application).as_array().unwrap().len(), 0);
}

#[test]
fn every_fault_of_a_backup_file_is_told_and_changes_nothing() {
    let (office, _) = with_attachment();
    let file = exported(&office);
    let whole = std::fs::read(&file).unwrap();
    let other = Office::on("2025-09-01");
    let bad = other.folder.path().join("bad.age");
    let middle = whole.len() / 2;
    let mut cases = vec![b"PK\x03\x04".to_vec(), Vec::new()];
    cases.extend([1, 16, 100_000, middle].map(|cut| whole[..whole.len() - cut].to_vec()));
    cases.extend([300, 70_000, middle, whole.len() - 1].map(|at| {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        changed
    }));
    for (n, case) in cases.iter().enumerate() {
        std::fs::write(&bad, case).unwrap();
        let error = open_file(&other, &bad, PHRASE).unwrap_err();
        assert!(
            matches!(error.code, Code::InvalidInput | Code::UnsupportedFile),
            "case {n}: {:?} {}",
            error.code,
            error.message
        );
        assert!(!other.desk.folder("restoring").exists(), "case {n} left something");
        let refused = other.fails("backup.restore", json!({ "name": null }));
        assert_eq!(refused.code, Code::Precondition, "case {n}");
    }
    assert_eq!(people(&other), 0);
}

#[test]
fn f18_a_damaged_database_is_kept_as_it_is_and_a_backup_takes_its_place() {
    let Office { desk, folder, .. } = Office::with_sample();
    backup::daily(&desk).unwrap();
    drop(desk);
    let path = folder.path().join("office");
    let database = path.join("office.db");
    let mut file = std::fs::OpenOptions::new().write(true).open(&database).unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    file.write_all(&[0xAA; 6000]).unwrap();
    drop(file);
    let damaged = std::fs::read(&database).unwrap();

    assert_eq!(Desk::open(opening(&path)).err().map(|e| e.code), Some(Code::DamagedDatabase));
    let desk = Desk::open_even_damaged(opening(&path)).unwrap();
    assert!(desk.damage().is_some());
    assert_eq!(std::fs::read(&database).unwrap(), damaged, "opening changes nothing");
    let office = Office { desk, clock: Arc::new(clock()), folder };
    assert_eq!(office.fails("overview.get", json!({})).code, Code::DamagedDatabase);
    assert_eq!(office.fails("backup.make", json!({})).code, Code::DamagedDatabase);
    let page = office.ok("backup.state", json!({}));
    assert!(page["damage"].is_string());
    let copy = &page["snapshots"][0];
    assert_eq!(copy["occasion"], "day");

    let report = office.ok("backup.restore", json!({ "name": copy["name"] }));
    assert_eq!(people(&office), 24);
    office.ok("overview.get", json!({}));
    let aside = office.desk.folder(report["aside"].as_str().unwrap()).join("office.db");
    assert_eq!(std::fs::read(aside).unwrap(), damaged, "the damaged file is kept");
}

fn clock() -> desk::clock::SteppedClock {
    desk::clock::SteppedClock::at("2025-08-26".parse().unwrap())
}

#[test]
fn a_backup_elsewhere_that_is_old_is_asked_for() {
    let office = Office::with_sample();
    let asked = || {
        let duties = office.ok("overview.get", json!({}))["duties"].clone();
        let all = duties.as_array().unwrap().clone();
        all.into_iter().find(|d| d["route"] == "/setting").map(|d| d["title"].clone())
    };
    assert_eq!(asked(), None, "nothing is old on the first day");
    office.clock.go_to("2025-09-05".parse().unwrap());
    assert_eq!(asked(), Some(json!("还没有备份到别处")));
    exported(&office);
    assert_eq!(asked(), None);
    office.clock.go_to("2025-09-20".parse().unwrap());
    assert_eq!(asked(), Some(json!("15 天没有备份到别处")));
}

/// Killed while it puts a backup in place: afterwards the office is the old one or the new one.
#[test]
fn a_restore_that_is_killed_leaves_the_old_office_or_the_new_one() {
    const ROUNDS: u64 = 12;
    let all = rounds(ROUNDS);
    let Office { desk, folder, .. } = Office::with_sample();
    let path = folder.path().join("office");
    let before = backup::list(&desk).unwrap()[0].name.clone();
    drop(desk);
    let mut seen = [0, 0];
    for round in 0..all {
        let mut child = Command::new(chengbao())
            .args(["--office"])
            .arg(&path)
            .args(["backup", "restore", &before])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(60 + 45 * (round % ROUNDS) + round / ROUNDS * 5));
        let _ = child.kill();
        child.wait().unwrap();
        let desk = Desk::open(opening(&path)).expect("it opens after every kill");
        let n = desk.read(|r| r.list_person_id()).unwrap().len();
        assert!(n == 24 || n == 0, "round {round}: {n} people");
        seen[usize::from(n == 0)] += 1;
        if n == 0 {
            // Back to the full office for the next round, by the copy the restore itself took.
            let full = backup::list(&desk).unwrap().into_iter().find(|s| {
                let held = backup::look(&desk, &desk.folder("backup").join(&s.name)).unwrap();
                held.people == 24
            });
            let name = full.expect("what was there is still there").name;
            backup::restore(&desk, &desk.folder("backup").join(name), None, &()).unwrap();
        }
    }
    println!("restore killed: {all} rounds, old {}, new {}, lost 0", seen[0], seen[1]);
}
