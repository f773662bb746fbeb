//! Faults of the wire many times over (list of the exchange design): kills of either side, stops at
//! every step between a byte and its answer, lines that are slow, silent or late, two computers of
//! one unit, and programs of different age. What was acknowledged is there, and there once.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bundle::sha256_file;
use desk::error::Code;
use desk::sync::{Client, UploadJob};
use engine::protocol::Pairing;
use serde_json::json;
use tests::bag::{self, Forgery, noise};
use tests::office::{Office, copy_folder};
use tests::station::ready_for_packet;
use tests::wire::{
    FileState, Mischief, Proxy, Receiver, Sealed, Stage, client, impatient, receiver_command, told,
    wait_until,
};

const ROUNDS: u32 = 50;
const CHILD: &str = "CHENGBAO_TEST_SENDER";

/// All that stands in `acknowledged` is at the receiver, whole; gives how many rows are too many.
fn account(stage: &Stage, bundles: &[&Sealed], acknowledged: &BTreeSet<String>) -> (usize, usize) {
    let rows: Vec<String> = stage
        .receiver
        .list()
        .iter()
        .map(|row| row["bundle_id"].as_str().unwrap().to_owned())
        .collect();
    let once: BTreeSet<_> = rows.iter().cloned().collect();
    let is_whole = |sealed: &Sealed| {
        sha256_file(&stage.receiver.stored(&sealed.bundle_id))
            .is_ok_and(|hash| hash == sealed.zip_sha256)
    };
    let lost = bundles
        .iter()
        .filter(|b| acknowledged.contains(&b.bundle_id))
        .filter(|b| !once.contains(&b.bundle_id) || !is_whole(b));
    (lost.count(), rows.len() - once.len())
}

/// Not a test of its own: `f01_fifty_…` runs it in another process, to kill it.
#[test]
fn send_in_a_process_of_its_own_if_asked_to() {
    let Ok(job) = std::env::var(CHILD) else { return };
    let (pairing, dir, bundles): (Pairing, PathBuf, Vec<[String; 4]>) =
        serde_json::from_str(&job).unwrap();
    let client = client(&pairing);
    let mut book =
        fs::File::options().create(true).append(true).open(dir.join("acknowledged")).unwrap();
    let before = fs::read_to_string(dir.join("acknowledged")).unwrap();
    for [zip, id, hash, bytes] in bundles.iter().filter(|b| !before.contains(&b[1])) {
        let job = UploadJob {
            zip: Path::new(zip),
            bundle_id: id,
            zip_sha256: hash,
            bytes: bytes.parse().unwrap(),
        };
        client.push(&job, &mut FileState(dir.join(format!("{id}.state"))), &()).unwrap();
        writeln!(book, "{id}").unwrap();
        book.sync_all().unwrap();
    }
}

#[test]
fn f01_fifty_kills_of_the_client_lose_nothing_and_double_nothing() {
    let stage = Stage::new();
    let slow = Proxy::before(stage.receiver.port, Mischief::Slow(2 << 10));
    let bundles: Vec<_> = (1..=80).map(|n| stage.sealed(n, 256 << 10)).collect();
    let list: Vec<_> = bundles
        .iter()
        .map(|b| json!([b.zip, b.bundle_id, b.zip_sha256, b.bytes.to_string()]))
        .collect();
    let job = json!([slow.pairing(&stage.receiver), stage.dir.path(), list]).to_string();
    for round in 0..ROUNDS {
        let passed = slow.passed.load(Ordering::SeqCst);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "send_in_a_process_of_its_own_if_asked_to"])
            .env(CHILD, &job)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        wait_until("it sends", || (slow.passed.load(Ordering::SeqCst) > passed).then_some(()));
        std::thread::sleep(Duration::from_millis(u64::from(noise(round, 1)[0])));
        child.kill().unwrap();
        assert!(!child.wait().unwrap().success(), "round {round}: everything was sent before");
    }
    let book = fs::read_to_string(stage.dir.path().join("acknowledged")).unwrap();
    let acknowledged: BTreeSet<_> = book.lines().map(str::to_owned).collect();
    assert!(acknowledged.len() > 5, "only {} got through", acknowledged.len());
    // Whoever comes next finishes what is left.
    let client = client(&stage.receiver.pairing());
    for sealed in &bundles {
        let mut state = FileState(stage.dir.path().join(format!("{}.state", sealed.bundle_id)));
        client.push(&sealed.job(), &mut state, &()).unwrap();
    }
    let all: Vec<_> = bundles.iter().collect();
    let (lost, doubled) = account(&stage, &all, &acknowledged);
    told(&format!(
        "f01 client killed: rounds {ROUNDS}, acknowledged {}, lost {lost}, duplicates {doubled}",
        acknowledged.len()
    ));
    assert_eq!((lost, doubled, stage.receiver.list().len()), (0, 0, bundles.len()));
}

#[test]
fn f02_fifty_kills_of_the_receiver_lose_nothing_and_double_nothing() {
    let mut stage = Stage::new();
    let (pairing, is_over) = (stage.receiver.pairing(), AtomicBool::new(false));
    let (seal_in, signer) = (stage.dir.path().to_owned(), bundle::Signer::generate().unwrap());
    let sent = std::thread::scope(|scope| {
        let sending = scope.spawn(|| {
            let mut patience = impatient();
            patience.attempts = 500;
            let client = Client::new(pairing, patience).unwrap();
            let mut sent = Vec::new();
            while !is_over.load(Ordering::SeqCst) {
                let n = sent.len() as u32 + 1;
                let sealed = Sealed::new(&seal_in, &bag::seal_sized(n, 1 << 20), &signer);
                let mut state = FileState(seal_in.join(format!("state-{n}")));
                let receipt = client.push(&sealed.job(), &mut state, &()).unwrap().signed;
                sent.push((sealed, receipt));
            }
            sent
        });
        for kill in 0..ROUNDS {
            let chance = u64::from(noise(kill, 1)[0]);
            std::thread::sleep(Duration::from_millis(10 + chance / 2));
            stage.receiver.kill();
            stage.receiver = Receiver::start_on(&stage.receiver.data, stage.receiver.port);
        }
        is_over.store(true, Ordering::SeqCst);
        sending.join().unwrap()
    });
    let client = client(&stage.receiver.pairing());
    for (sealed, acknowledged) in &sent {
        let (kept, _) = client.fetch_receipt(&sealed.bundle_id).unwrap().unwrap();
        assert_eq!(kept, *acknowledged);
    }
    let all: Vec<_> = sent.iter().map(|(sealed, _)| sealed).collect();
    let acknowledged = all.iter().map(|sealed| sealed.bundle_id.clone()).collect();
    let (lost, doubled) = account(&stage, &all, &acknowledged);
    told(&format!(
        "f02 receiver killed: rounds {ROUNDS}, acknowledged {}, lost {lost}, duplicates {doubled}",
        all.len()
    ));
    assert_eq!((lost, doubled, stage.receiver.list().len()), (0, 0, all.len()));
}

#[test]
fn f02_a_receiver_that_stops_at_any_step_has_the_upload_or_the_bundle() {
    for step in ["written", "synced", "renamed", "placed", "committed"] {
        let mut stage = Stage::new();
        let sealed = stage.sealed(1, 1 << 20);
        let (data, port) = (stage.receiver.data.clone(), stage.receiver.port);
        stage.receiver.kill();
        stage.receiver = Receiver::start_as(&data, port, &[], Some(step));
        let pairing = stage.receiver.pairing();
        let mut state = stage.state("s");
        let pushed = std::thread::scope(|scope| {
            let job = sealed.job();
            let pushing = scope.spawn(move || {
                let mut patience = impatient();
                patience.attempts = 200;
                Client::new(pairing, patience).unwrap().push(&job, &mut state, &())
            });
            stage.receiver.wait_stopped();
            let is_placed = stage.receiver.stored(&sealed.bundle_id).exists();
            let is_part = !stage.receiver.parts().is_empty();
            assert!(is_placed != is_part, "{step}: placed {is_placed}, part {is_part}");
            stage.receiver = Receiver::start_on(&data, port);
            pushing.join().unwrap().unwrap()
        });
        assert_eq!(pushed.receipt.n, 1, "{step}");
        stage.assert_received(&sealed);
    }
}

#[test]
fn f08_a_line_of_64_kilobytes_a_second_delivers() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 160 << 10);
    let slow = Proxy::before(stage.receiver.port, Mischief::Slow(64));
    let client = client(&slow.pairing(&stage.receiver));
    let pushed = client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap();
    assert_eq!(pushed.sent_bytes, sealed.bytes);
    stage.assert_received(&sealed);
}

#[test]
fn f08_a_line_that_fell_silent_is_given_up_and_begun_again() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 1 << 20);
    let silent = Proxy::before(stage.receiver.port, Mischief::Silent(2));
    let mut patience = impatient();
    patience.request = Duration::from_millis(700);
    let client = Client::new(silent.pairing(&stage.receiver), patience).unwrap();
    client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap();
    stage.assert_received(&sealed);
    assert!(silent.passed.load(Ordering::SeqCst) >= sealed.bytes, "it went by the third line");
}

#[test]
fn f08_answers_that_come_late_are_waited_for() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 20 << 20);
    let late = Proxy::before(stage.receiver.port, Mischief::Late(250));
    let client = client(&late.pairing(&stage.receiver));
    let pushed = client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap();
    assert_eq!(pushed.sent_bytes, sealed.bytes, "nothing was sent twice");
    stage.assert_received(&sealed);
}

/// Two computers of one unit seal the same round differently: the first to send has it, the second is
/// told, and both keep what they have.
#[test]
fn f06_of_two_computers_the_second_is_told_and_both_keep_their_bundles() {
    let (office, batch, id) = ready_for_packet("样建国");
    office.ok("packet.assemble", json!({ "batchId": batch, "applicationIds": [id] }));
    let elsewhere = tempfile::tempdir().unwrap();
    // The unit has one key; it was taken along to the second computer.
    let key = bundle::Signer::generate().unwrap().to_secret_text().unwrap();
    let office = office.reopened(|own| {
        let db = rusqlite::Connection::open(own.join("office.db")).unwrap();
        let row = ("signing_key", key.as_str());
        db.execute("INSERT INTO setting (key, value) VALUES (?1, ?2)", row).unwrap();
        drop(db);
        copy_folder(own, &elsewhere.path().join("office"));
    });
    let twin = Office::opened(elsewhere, std::sync::Arc::clone(&office.clock));
    let dir = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(dir.path());
    let pairing = fs::read(receiver.data.join("pairing.json")).unwrap();
    let sealed: Vec<_> = [&office, &twin]
        .map(|one| {
            let file = one.desk.hand_out(&pairing, "pairing.json").unwrap();
            one.ok("sync.pair", json!({ "file": file }));
            one.ok("bundle.seal", json!({ "batchId": batch }))["bundles"][0].clone()
        })
        .into();
    assert_ne!(sealed[0]["id"], sealed[1]["id"]);
    let first = office.ok("sync.push", json!({}));
    assert_eq!(first["received"][0]["id"], sealed[0]["id"]);
    let second = twin.ok("sync.push", json!({}));
    assert_eq!(second["failed"][0]["id"], sealed[1]["id"]);
    let said = second["failed"][0].to_string();
    assert!(said.contains("本轮已收到"), "{said}");
    for (one, state) in [(&office, "received"), (&twin, "sealed")] {
        let list = one.ok("bundle.list", json!({ "batchId": batch }))["bundles"].clone();
        assert_eq!(list[0]["state"], state);
        let zip = one.desk.tokens().path(list[0]["file"].as_str().unwrap()).unwrap();
        assert!(zip.exists());
    }
    assert_eq!(receiver.list().len(), 1);
}

/// The feed is cut at other places again and again: what is told twice counts once, what was cut off
/// is told again.
#[test]
fn f23_a_feed_that_is_cut_anywhere_is_read_again_and_each_word_counts_once() {
    let (office, batch, id) = ready_for_packet("样建国");
    office.ok("packet.assemble", json!({ "batchId": batch, "applicationIds": [id] }));
    let sealed = office.ok("bundle.seal", json!({ "batchId": batch }))["bundles"][0].clone();
    let dir = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(dir.path());
    let pair = |pairing: &Pairing| {
        let text = serde_json::to_vec(pairing).unwrap();
        let file = office.desk.hand_out(&text, "pairing.json").unwrap();
        office.ok("sync.pair", json!({ "file": file }));
    };
    pair(&receiver.pairing());
    office.ok("sync.push", json!({}));
    let data = dir.path().to_str().unwrap();
    let (bundle, application) = (sealed["id"].as_str().unwrap(), id.as_str().unwrap());
    let decided = receiver_command(&[
        "decide",
        "--data",
        data,
        "--unit",
        bag::UNIT,
        "--bundle",
        bundle,
        "--application",
        application,
        "--outcome",
        "returned",
        "--remark",
        "请补一页",
        "--by",
        "试审核",
    ]);
    assert!(decided.status.success(), "{}", String::from_utf8_lossy(&decided.stderr));
    let (mut decisions, mut cuts) = (0, 0);
    for bytes in (50..1500).step_by(150) {
        let cutting = Proxy::before(receiver.port, Mischief::CutAfter { bytes, times: u64::MAX });
        pair(&cutting.pairing(&receiver));
        match office.call("sync.pull", json!({})) {
            Ok(report) => decisions += report["decisions"].as_i64().unwrap(),
            Err(error) => {
                assert_eq!(error.code, Code::Offline, "{error}");
                cuts += 1;
            }
        }
    }
    assert!(cuts > 1, "only {cuts} cuts");
    pair(&receiver.pairing());
    decisions += office.ok("sync.pull", json!({}))["decisions"].as_i64().unwrap();
    // What was taken before a cut stands already when it is read again.
    assert!(decisions <= 1, "told {decisions} times");
    assert_eq!(office.ok("sync.pull", json!({}))["decisions"], 0);
    let list = office.ok("decision.list", json!({ "batchId": batch }));
    assert_eq!(list["decisions"].as_array().unwrap().len(), 1);
    told(&format!("f23 feed cut: rounds {cuts}, acknowledged 1, lost 0, duplicates 0"));
}

/// A program of another age: what is only more is read, what does not fit is named by its place.
#[test]
fn f25_what_another_version_wrote_differently_is_named_by_its_place() {
    let stage = Stage::new();
    let client = client(&stage.receiver.pairing());
    let good = stage.sealed(1, 10);
    let send = |path: &str, change: &dyn Fn(&mut serde_json::Value)| {
        let mut forgery = Forgery::of(&good.zip);
        let mut document: serde_json::Value =
            serde_json::from_slice(&forgery.at(path).data).unwrap();
        change(&mut document);
        forgery.put(path, serde_json::to_vec(&document).unwrap());
        forgery.reseal(&stage.signer);
        let zip = stage.dir.path().join("other.zip");
        fs::write(&zip, forgery.bytes()).unwrap();
        let id = bundle::sha256_bytes(&forgery.at("tagmanifest-sha256.txt").data);
        let (hash, bytes) = (sha256_file(&zip).unwrap(), fs::metadata(&zip).unwrap().len());
        let job = UploadJob { zip: &zip, bundle_id: &id, zip_sha256: &hash, bytes };
        let _ = fs::remove_file(stage.dir.path().join("f25"));
        client.push(&job, &mut stage.state("f25"), &())
    };
    for (change, pointer) in [
        (
            &(|d: &mut serde_json::Value| d["batch"]["application_year"] = json!("二〇二五"))
                as &dyn Fn(&mut serde_json::Value),
            "data/bundle.json#/batch/application_year",
        ),
        (&|d| d["round"] = json!(-1), "data/bundle.json#/round"),
        (&|d| drop(d["unit"].as_object_mut().unwrap().remove("name")), "data/bundle.json#/unit"),
        (&|d| d["applications"][1]["path"] = json!(7), "data/bundle.json#/applications/1/path"),
    ] {
        let error = send("data/bundle.json", change).unwrap_err();
        assert_eq!(error.code, Code::UpstreamRejected);
        assert!(error.message.contains(pointer), "{pointer}: {error}");
    }
    let one = Forgery::of(&good.zip).at("data/bundle.json").data.clone();
    let one: serde_json::Value = serde_json::from_slice(&one).unwrap();
    let path = one["applications"][0]["path"].as_str().unwrap();
    let error = send(path, &|d| d["files"][0]["bytes"] = json!("many")).unwrap_err();
    assert!(error.message.contains(&format!("{path}#/files/0/bytes")), "{error}");
    assert!(stage.receiver.list().is_empty());
    send("data/bundle.json", &|d| d["added_by_a_later_version"] = json!({ "a": [1] })).unwrap();
    assert_eq!(stage.receiver.list().len(), 1);
}
