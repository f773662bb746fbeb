//! An office under a key: nothing of it lies in the clear, nothing of it is lost on the way there,
//! and nothing but a pass phrase or the recovery code opens it.
#![cfg(feature = "encrypted")]

use desk::clock::SystemClock;
use desk::error::Code;
use desk::key::KEY_FILE;
use desk::{Desk, Opening};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use tests::office::{Office, chengbao, copy_folder, repository, resources};
use tests::soak::{Dice, kill_after, rounds, time};
use tests::station::ready_for_packet;

const PHRASE: &str = "测试口令 not-a-secret";
const OTHER: &str = "第二句口令 also-none";

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// What of these lies open in a file.
fn open_in(path: &Path, secrets: &[&[u8]]) -> Vec<String> {
    let bytes = std::fs::read(path).unwrap();
    let is_there = |secret: &&&[u8]| bytes.windows(secret.len()).any(|w| w == **secret);
    secrets.iter().filter(is_there).map(|s| String::from_utf8_lossy(s).into_owned()).collect()
}

fn opening(folder: &Path, phrase: Option<&str>) -> Opening {
    Opening {
        folder: folder.to_owned(),
        resources: resources(),
        clock: Arc::new(SystemClock),
        passphrase: phrase.map(|p| p.to_owned().into()),
    }
}

fn encrypt(office: &Office) -> Value {
    office.ok("key.create", json!({ "name": "样经办", "passphrase": PHRASE }))
}

/// An office with a packet, a bundle and copies of its database; the bundle, and a token's content.
fn full() -> (Office, Value, Value) {
    let (office, batch, application) = ready_for_packet("样建国");
    let input = json!({ "batchId": batch, "applicationIds": [application] });
    office.ok("packet.assemble", input);
    let bundle = office.ok("bundle.seal", json!({ "batchId": batch }))["bundles"][0].clone();
    office.ok("backup.make", json!({}));
    (office, bundle, application)
}

#[test]
fn nothing_of_an_encrypted_office_lies_in_the_clear() {
    let (office, bundle, application) = full();
    let folder = office.folder.path().join("office");
    let people = office.desk.read(|r| r.list_person_id()).unwrap();
    let dossier = office.desk.read(|r| r.dossier(&people[0])).unwrap();
    let id = dossier.person.id_number.clone().unwrap();
    let secrets: &[&[u8]] = &[
        dossier.person.name.as_bytes(),
        id.as_bytes(),
        b"SQLite format 3",
        b"%PDF-",
        b"PK\x03\x04",
        b"JFIF",
    ];
    let clear = files(&folder).iter().filter(|f| !open_in(f, secrets).is_empty()).count();
    assert!(clear > 5, "before, {clear} files lie open");

    let made = encrypt(&office);
    assert_eq!(made["code"].as_str().unwrap().len(), 29);
    let (_, sheet) = office.desk.tokens().read(made["sheet"]["file"].as_str().unwrap()).unwrap();
    assert!(sheet.starts_with(b"%PDF-"));
    // All of it can be used as before.
    let verified = office.ok("bundle.verify", json!({ "id": bundle["id"] }));
    assert_eq!(verified["isValid"], true, "{verified}");
    let packet = office.ok("packet.get", json!({ "applicationId": application }));
    let token = packet["files"][0]["file"].as_str().unwrap();
    assert!(office.desk.tokens().read(token).unwrap().1.starts_with(b"%PDF-"));
    let copy = office.ok("backup.state", json!({}))["snapshots"][0]["name"].clone();
    assert_eq!(office.ok("backup.look", json!({ "name": copy }))["people"], 24);

    office.ok("key.close", json!({}));
    for file in files(&folder) {
        let open = open_in(&file, secrets);
        let name = file.strip_prefix(&folder).unwrap().display();
        assert!(open.is_empty(), "{name} holds {} of them", open.len());
    }
    assert!(!folder.join("made").exists(), "what was made to be looked at is gone");
}

#[test]
fn a_locked_office_says_nothing_and_writes_nothing() {
    let office = Office::with_sample();
    let made = encrypt(&office);
    office.ok("key.close", json!({}));
    for command in desk::api::TABLE.iter().filter(|c| !c.name.starts_with("key.")) {
        let error = office.call(command.name, json!({})).unwrap_err();
        assert_eq!(error.code, Code::Locked, "{}", command.name);
    }
    assert!(office.desk.write("test", None, "", |_| Ok(())).is_err(), "below the table as well");
    let state = office.ok("key.state", json!({}));
    assert_eq!((&state["isLocked"], &state["own"]), (&json!(true), &Value::Null));

    let wrong = |office: &Office| {
        let input = json!({ "name": null, "passphrase": "certainly not it" });
        office.fails("key.open", input)
    };
    let first = wrong(&office);
    assert_eq!((first.code, wrong(&office).message), (Code::Refused, first.message));
    wrong(&office);
    let paused = office.fails("key.open", json!({ "name": null, "passphrase": PHRASE }));
    assert!(paused.message.contains("秒再试"), "even the right one waits: {}", paused.message);
    std::thread::sleep(Duration::from_millis(1100));
    office.ok("key.open", json!({ "name": "样经办", "passphrase": PHRASE }));
    assert_eq!(office.ok("person.list", json!({}))["total"], 24);

    office.ok("key.close", json!({}));
    let code = made["code"].as_str().unwrap().to_lowercase();
    let input = |code: &str| json!({ "code": code, "name": "样接手", "passphrase": OTHER });
    assert_eq!(office.fails("key.recover", input("abcde")).field.as_deref(), Some("code"));
    office.ok("key.recover", input(&code));
    assert_eq!(office.ok("key.state", json!({}))["own"]["name"], "样接手");
    let told = office.ok("history.list", json!({ "count": 5 })).to_string();
    assert!(told.contains("样接手"), "who it was stands in the history");
}

#[test]
fn each_officer_has_a_phrase_and_a_changed_one_opens_no_more() {
    let office = Office::with_sample();
    let made = encrypt(&office);
    let add = json!({ "name": "样复核", "role": "reviewer", "passphrase": OTHER });
    office.ok("key.addOfficer", add.clone());
    assert_eq!(office.fails("key.addOfficer", add).code, Code::Conflict);
    let change = |former: &str| json!({ "former": former, "passphrase": "换过的口令 third" });
    assert_eq!(office.fails("key.change", change(OTHER)).code, Code::Refused);
    office.ok("key.change", change(PHRASE));
    let renewed = office.ok("key.renew", json!({ "passphrase": "换过的口令 third" }));
    assert_eq!(
        office.fails("key.removeOfficer", json!({ "name": "样经办" })).code,
        Code::Precondition
    );

    office.ok("key.close", json!({}));
    assert!(office.call("key.open", json!({ "name": "样经办", "passphrase": PHRASE })).is_err());
    let recover = |code: &Value| json!({ "code": code, "name": "样经办", "passphrase": PHRASE });
    assert_eq!(office.fails("key.recover", recover(&made["code"])).code, Code::Refused);
    office.ok("key.open", json!({ "name": "样复核", "passphrase": OTHER }));
    office.ok("key.removeOfficer", json!({ "name": "样经办" }));
    office.ok("key.close", json!({}));
    let gone = json!({ "name": "样经办", "passphrase": "换过的口令 third" });
    assert_eq!(office.fails("key.open", gone).code, Code::Refused);
    office.ok("key.recover", recover(&renewed["code"]));
}

#[test]
fn a_backup_moves_between_offices_under_different_keys_and_none() {
    let (office, _, _) = full();
    encrypt(&office);
    let exported = |office: &Office| {
        let made = office.ok("backup.export", json!({ "passphrase": OTHER }));
        let to = office.folder.path().join("moved.tar.age");
        let _ = std::fs::remove_file(&to);
        office.desk.tokens().copy_out(made["file"].as_str().unwrap(), &to, "备份").unwrap();
        to
    };
    let content = office.desk.read(|r| r.list_content()).unwrap();
    let restored = |to: &Office, file: &Path| {
        let token = to.desk.hand_in(file, "backup");
        let held = to.ok("backup.open", json!({ "file": token, "passphrase": OTHER }));
        assert_eq!(held["people"], 24);
        let report = to.ok("backup.restore", json!({ "name": null }));
        assert_eq!(report["missing"], 0);
        for sha256 in &content {
            to.desk.blobs().get(sha256).unwrap();
        }
        let batch = to.ok("batch.list", json!({}))["batches"][0]["id"].clone();
        let bundles = to.ok("bundle.list", json!({ "batchId": batch }))["bundles"].clone();
        let verified = to.ok("bundle.verify", json!({ "id": bundles[0]["id"] }));
        assert_eq!(verified["isValid"], true);
    };
    let first = exported(&office);
    let clear = Office::on("2025-10-08");
    restored(&clear, &first);
    assert!(!clear.desk.is_encrypted());
    let back = exported(&clear);
    let sealed = Office::on("2025-10-08");
    sealed.ok("key.create", json!({ "name": "样新", "passphrase": PHRASE }));
    restored(&sealed, &back);
    restored(&sealed, &first);
    let folder = sealed.folder.path().join("office");
    sealed.ok("key.close", json!({}));
    for file in files(&folder) {
        let open = open_in(&file, &[b"SQLite format 3", b"%PDF-", b"PK\x03\x04", b"JFIF"]);
        assert!(open.is_empty(), "{} lies open after a restore", file.display());
    }
    sealed.ok("key.open", json!({ "name": null, "passphrase": PHRASE }));
    assert_eq!(sealed.ok("person.list", json!({}))["total"], 24);
}

/// Killed at any moment of encrypting: the office opens, by its pass phrase or without, with everything
/// in it, and what was left over is sealed the next time.
#[test]
fn encrypting_that_is_killed_loses_nothing() {
    let all = rounds(12);
    let (office, _, _) = full();
    let content = office.desk.read(|r| r.list_content()).unwrap();
    let Office { desk, folder, .. } = office;
    drop(desk);
    let command = |path: &Path| {
        let input = json!({ "name": "样经办", "passphrase": PHRASE }).to_string();
        let mut command = Command::new(chengbao());
        command.args(["call", "--resources"]).arg(repository().join("assets"));
        command.arg("--office").arg(path).args(["key.create", &input]);
        command
    };
    let fresh = |name: String| {
        let path = folder.path().join(name);
        copy_folder(&folder.path().join("office"), &path);
        path
    };
    let whole = time(&mut command(&fresh("whole".into())));
    let mut dice = Dice::new(5);
    let mut seen = [0, 0];
    for round in 0..all {
        let path = fresh(format!("round-{round}"));
        // The first and the last round are sure to lie on either side of the key file.
        let part = match round {
            0 => 0.05,
            n if n + 1 == all => 1.5,
            _ => 0.2 + dice.below(900) as f64 / 1000.0,
        };
        let is_done = kill_after(&mut command(&path), whole.mul_f64(part));
        let is_encrypted = path.join(KEY_FILE).exists();
        assert!(is_encrypted || !is_done, "round {round}: it was acknowledged");
        seen[usize::from(is_encrypted)] += 1;
        let desk = Desk::open(opening(&path, is_encrypted.then_some(PHRASE)))
            .unwrap_or_else(|e| panic!("round {round}: {e}"));
        assert_eq!(desk.read(|r| r.list_person_id()).unwrap().len(), 24, "round {round}");
        for sha256 in &content {
            desk.blobs().get(sha256).unwrap_or_else(|e| panic!("round {round}: {e}"));
        }
        drop(desk);
        std::fs::remove_dir_all(&path).unwrap();
    }
    println!("encrypting killed: {all} rounds, clear {}, encrypted {}, lost 0", seen[0], seen[1]);
    assert!(seen[0] > 0 && seen[1] > 0);
}

/// One changed byte anywhere is told and never served as other content.
#[test]
fn a_changed_byte_is_always_noticed() {
    const PLACES: u64 = 200;
    let office = Office::with_sample();
    encrypt(&office);
    let file = office.file("assets/sample/scan/03-diploma.jpg");
    let (_, scan) = office.desk.tokens().read(&file).unwrap();
    let blob = office.desk.blobs().put(&scan).unwrap();
    let blob_path = office.desk.blobs().path(&blob);
    let copy = {
        office.ok("backup.make", json!({}));
        office.ok("backup.state", json!({}))["snapshots"][0]["name"].clone()
    };
    let copy_path = office.desk.folder("backup").join(copy.as_str().unwrap());
    let (whole_copy, whole_blob) =
        (std::fs::read(&copy_path).unwrap(), std::fs::read(&blob_path).unwrap());
    let mut seed = 7_u64;
    let mut at = |length: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % length
    };
    for _ in 0..PLACES / 2 {
        let place = at(whole_blob.len());
        let mut changed = whole_blob.clone();
        changed[place] ^= 1 << (place % 8);
        std::fs::write(&blob_path, &changed).unwrap();
        assert!(office.desk.blobs().get(&blob).is_err(), "attachment, byte {place}");
        let place = at(whole_copy.len());
        let mut changed = whole_copy.clone();
        changed[place] ^= 1 << (place % 8);
        std::fs::write(&copy_path, &changed).unwrap();
        let looked = office.call("backup.look", json!({ "name": copy }));
        assert!(looked.is_err(), "database, byte {place} of {}", whole_copy.len());
    }
    std::fs::write(&blob_path, &whole_blob).unwrap();
    assert_eq!(office.desk.blobs().get(&blob).unwrap(), scan);
}

#[test]
fn the_command_line_opens_it_with_a_file_and_says_so_without() {
    let office = Office::with_sample();
    encrypt(&office);
    let Office { desk, folder, .. } = office;
    drop(desk);
    let path = folder.path().join("office");
    let run = |phrase: Option<&str>| {
        let mut command = Command::new(chengbao());
        if let Some(phrase) = phrase {
            let file = folder.path().join("phrase.txt");
            std::fs::write(&file, format!("{phrase}\n")).unwrap();
            command.arg("--passphrase-file").arg(file);
        }
        let resources = repository().join("assets");
        command.args(["--resources"]).arg(resources).args(["call", "--office"]).arg(&path);
        command.arg("person.list").output().unwrap()
    };
    let without = run(None);
    let told = String::from_utf8_lossy(&without.stderr).into_owned();
    assert!(!without.status.success() && told.contains("--passphrase-file"), "{told}");
    assert!(!run(Some("certainly not it")).status.success());
    let right = run(Some(PHRASE));
    assert!(
        right.status.success() && String::from_utf8_lossy(&right.stdout).contains("\"total\": 24")
    );
}

#[test]
fn where_there_is_a_reviewer_no_packet_is_built_on_one_pair_of_eyes() {
    let (office, batch, application) = ready_for_packet("样建国");
    encrypt(&office);
    let packet = |office: &Office| {
        let rows = office.ok("packet.list", json!({ "batchId": batch }))["rows"].clone();
        let all = rows.as_array().unwrap();
        all.iter().find(|r| r["applicationId"] == application).unwrap().clone()
    };
    assert_eq!(packet(&office)["state"], "ready", "without a reviewer nothing is asked");
    let add = |name: &str| json!({ "name": name, "role": "reviewer", "passphrase": OTHER });
    office.ok("key.addOfficer", add("样复核"));
    assert!(packet(&office)["reasons"].to_string().contains("还没有复核"));
    let ids = json!({ "applicationIds": [application] });
    let error = office.fails("opinion.review", ids.clone());
    assert!(error.message.contains("要由复核人"), "the preparer cannot: {}", error.message);

    office.ok("key.addOfficer", add("样建国"));
    let open = |office: &Office, name: &str| {
        office.ok("key.close", json!({}));
        office.ok("key.open", json!({ "name": name, "passphrase": OTHER }));
    };
    open(&office, "样建国");
    let error = office.fails("opinion.review", ids.clone());
    assert!(error.message.contains("本人的申报"), "nor the applicant: {}", error.message);

    open(&office, "样复核");
    let page = office.ok("opinion.review", ids.clone());
    assert_eq!(page["review"]["reviewedBy"], "样复核");
    assert_eq!(packet(&office)["state"], "ready");
    // Kept as it was it stays looked over; changed, it has to be looked over again, by somebody else.
    let save = |draft: &Value| json!({ "applicationIds": [application], "draft": draft });
    let kept = office.ok("opinion.save", save(&page["draft"]));
    assert_eq!(kept["review"]["reviewedBy"], "样复核");
    let mut draft = page["draft"].clone();
    draft["assessment"] = json!("改过的评价");
    let changed = office.ok("opinion.save", save(&draft));
    assert_eq!(changed["review"]["reviewedBy"], Value::Null);
    let error = office.fails("opinion.review", ids);
    assert!(error.message.contains("您自己写的"), "{}", error.message);
}
