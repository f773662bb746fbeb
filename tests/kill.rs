//! The real program killed at any moment of whatever writes: what it acknowledged is there, nothing
//! else is half done, and everything can be read.

use desk::clock::SystemClock;
use desk::{Desk, Opening};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tests::office::{Office, chengbao, copy_folder, repository, resources};
use tests::soak::{Dice, kill_after, rounds, time};
use tests::station::ready_for_packet;

const PHRASE: &str = "测试口令 not-a-secret";
const NEW_PHRASE: &str = "换过的口令 third";
/// Of each kind of work; more in `./dev soak`.
const ROUNDS: u64 = 4;

/// An office before the work, and what the work is.
struct Work {
    name: &'static str,
    arguments: Vec<String>,
    /// What tells whether it was done: a number that the work changes.
    measure: fn(&Desk) -> usize,
}

struct Stage {
    folder: tempfile::TempDir,
    phrases: PathBuf,
    content: Vec<String>,
    bundle: Value,
}

/// An office with all there is, encrypted where this program can.
fn stage() -> Stage {
    let (office, batch, application) = ready_for_packet("样建国");
    let input = json!({ "batchId": batch, "applicationIds": [application] });
    office.ok("packet.assemble", input);
    if desk::key::CAN_ENCRYPT {
        office.ok("key.create", json!({ "name": "样经办", "passphrase": PHRASE }));
    }
    let content = office.desk.read(|r| r.list_content()).unwrap();
    let Office { desk, folder, .. } = office;
    drop(desk);
    let phrases = folder.path().join("phrase.txt");
    std::fs::write(&phrases, PHRASE).unwrap();
    Stage { folder, phrases, content, bundle: json!({ "batchId": batch }) }
}

fn open(folder: &Path, phrase: &str) -> Result<Desk, desk::error::Error> {
    Desk::open(Opening {
        folder: folder.to_owned(),
        resources: resources(),
        clock: Arc::new(SystemClock),
        passphrase: desk::key::CAN_ENCRYPT.then(|| phrase.to_owned().into()),
    })
}

fn people(desk: &Desk) -> usize {
    desk.read(|r| r.list_person_id()).unwrap().len()
}

fn bundles(desk: &Desk) -> usize {
    desk.read(|r| r.list_bundle(None)).unwrap().len()
}

fn copies(desk: &Desk) -> usize {
    let all = desk::backup::list(desk).unwrap();
    all.iter()
        .filter(|s| desk::backup::look(desk, &desk::backup::path(desk, &s.name).unwrap()).is_ok())
        .count()
}

/// Everything that was there before can be read, and the log holds together.
fn check(desk: &Desk, content: &[String], when: &str) {
    for sha256 in content {
        desk.blobs().get(sha256).unwrap_or_else(|e| panic!("{when}: {e}"));
    }
    let chain = desk.read(|r| r.check_event()).unwrap();
    assert_eq!(chain.broken_at, None, "{when}: the log");
}

#[test]
fn whatever_is_killed_loses_nothing_that_was_acknowledged() {
    let stage = stage();
    let list = repository().join("tests/fixtures/roster/plain.xlsx");
    let works = [
        Work {
            name: "import",
            arguments: vec!["roster".into(), "import".into(), list.display().to_string()],
            measure: people,
        },
        Work { name: "seal", arguments: call("bundle.seal", &stage.bundle), measure: bundles },
        Work { name: "copy", arguments: call("backup.make", &json!({})), measure: copies },
    ];
    let mut dice = Dice::new(11);
    let (mut all, mut acknowledged, mut lost) = (0, 0, 0);
    for work in &works {
        let command = |folder: &Path| {
            let mut command = Command::new(chengbao());
            command.arg("--resources").arg(repository().join("assets"));
            if desk::key::CAN_ENCRYPT {
                command.arg("--passphrase-file").arg(&stage.phrases);
            }
            match work.arguments[0].as_str() {
                "call" => {
                    command.arg("call").arg("--office").arg(folder).args(&work.arguments[1..])
                }
                _ => command.arg("--office").arg(folder).args(&work.arguments),
            };
            command
        };
        let fresh = |name: &str| {
            let folder = stage.folder.path().join(name);
            let _ = std::fs::remove_dir_all(&folder);
            copy_folder(&stage.folder.path().join("office"), &folder);
            folder
        };
        let folder = fresh("whole");
        let before = (work.measure)(&open(&folder, PHRASE).unwrap());
        let whole = time(&mut command(&folder));
        let after = (work.measure)(&open(&folder, PHRASE).unwrap());
        assert!(after > before, "{}: the work changes what it is measured by", work.name);
        for round in 0..rounds(ROUNDS) {
            let folder = fresh("killed");
            let moment = whole.mul_f64(0.2 + dice.below(900) as f64 / 1000.0);
            let is_done = kill_after(&mut command(&folder), moment);
            let when = format!("{} round {round} after {moment:?}", work.name);
            let desk = open(&folder, PHRASE).unwrap_or_else(|e| panic!("{when}: {e}"));
            let now = (work.measure)(&desk);
            assert!(now == before || now == after, "{when}: half done, {now}");
            check(&desk, &stage.content, &when);
            all += 1;
            acknowledged += u32::from(is_done);
            lost += u32::from(is_done && now != after);
        }
    }
    println!(
        "killed at work: {all} rounds, acknowledged {acknowledged}, lost {lost}, unreadable 0"
    );
    assert_eq!(lost, 0);
}

fn call(name: &str, input: &Value) -> Vec<String> {
    vec!["call".into(), name.into(), input.to_string()]
}

/// A pass phrase is the old one or the new one, and the new one once that was acknowledged.
#[cfg(feature = "encrypted")]
#[test]
fn a_change_of_pass_phrase_that_is_killed_leaves_one_that_opens() {
    let stage = stage();
    let mut dice = Dice::new(3);
    let input = json!({ "former": PHRASE, "passphrase": NEW_PHRASE });
    let command = |folder: &Path| {
        let mut command = Command::new(chengbao());
        command.arg("--resources").arg(repository().join("assets"));
        command
            .arg("--passphrase-file")
            .arg(&stage.phrases)
            .arg("call")
            .arg("--office")
            .arg(folder);
        command.args(["key.change", &input.to_string()]);
        command
    };
    let fresh = || {
        let folder = stage.folder.path().join("changed");
        let _ = std::fs::remove_dir_all(&folder);
        copy_folder(&stage.folder.path().join("office"), &folder);
        folder
    };
    let whole = time(&mut command(&fresh()));
    let (mut old, mut new) = (0, 0);
    for round in 0..rounds(ROUNDS) {
        let folder = fresh();
        let moment = whole.mul_f64(0.4 + dice.below(700) as f64 / 1000.0);
        let is_done = kill_after(&mut command(&folder), moment);
        let opened = match open(&folder, NEW_PHRASE) {
            Ok(desk) => {
                new += 1;
                desk
            }
            Err(_) => {
                assert!(!is_done, "round {round}: the new one was acknowledged");
                old += 1;
                open(&folder, PHRASE).unwrap_or_else(|e| panic!("round {round}: {e}"))
            }
        };
        check(&opened, &stage.content, &format!("round {round}"));
    }
    println!("pass phrase killed: {} rounds, old {old}, new {new}, locked out 0", rounds(ROUNDS));
}
