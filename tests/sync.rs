//! The whole wire, against the real receiver process: what is acknowledged is there, what is there
//! is there once, and an interruption costs at most a chunk.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::Ordering;

use bundle::sha256_file;
use desk::error::Code;
use desk::sync::{Client, UploadJob};
use engine::protocol::{CHUNK_BYTES, EventKind, Pairing};
use tests::bag::{Forgery, UNIT};
use tests::wire::{
    CancelAfter, FileState, Mischief, Proxy, Receiver, Sealed, Stage, client, impatient, wait_until,
};

#[test]
fn a_bundle_arrives_and_a_signed_receipt_comes_back() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 20 << 20);
    let client = client(&stage.receiver.pairing());
    let mut state = stage.state("state");
    let pushed = client.push(&sealed.job(), &mut state, &()).unwrap();
    assert_eq!(pushed.sent_bytes, sealed.bytes);
    assert_eq!(pushed.receipt.bundle_id, sealed.bundle_id);
    assert_eq!(pushed.receipt.zip_sha256, sealed.zip_sha256);
    assert_eq!((pushed.receipt.size, pushed.receipt.unit_id.as_str()), (sealed.bytes, UNIT));
    assert!(pushed.server_time.is_some());
    stage.assert_received(&sealed);

    let page = client.fetch_events(0).unwrap();
    assert_eq!((page.events.len(), page.next), (1, pushed.receipt.n));
    assert_eq!(page.events[0].kind, EventKind::Received);
    assert_eq!(page.events[0].bundle_id, sealed.bundle_id);
    assert!(client.fetch_events(page.next).unwrap().events.is_empty());
    let (signed, _) = client.fetch_receipt(&sealed.bundle_id).unwrap().unwrap();
    assert_eq!(signed, pushed.signed);
    assert!(client.fetch_receipt(&"0".repeat(64)).unwrap().is_none());
    assert_eq!(client.server().unwrap().public_key, stage.receiver.pairing().server_key);
}

#[test]
fn debian_s_minisign_accepts_the_receipt() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 10);
    let pairing = stage.receiver.pairing();
    let pushed = client(&pairing).push(&sealed.job(), &mut stage.state("s"), &()).unwrap();
    let file = stage.dir.path().join("receipt.json");
    fs::write(&file, &pushed.signed.document).unwrap();
    fs::write(stage.dir.path().join("receipt.json.minisig"), &pushed.signed.signature).unwrap();
    let output = Command::new("minisign")
        .args(["-V", "-m", file.to_str().unwrap(), "-P", &pairing.server_key])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_same_bundle_again_gives_the_same_receipt_and_sends_nothing() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 1 << 20);
    let client = client(&stage.receiver.pairing());
    let first = client.push(&sealed.job(), &mut stage.state("a"), &()).unwrap();
    // With the kept state, and from another computer that knows nothing of it.
    for state in ["a", "b"] {
        let again = client.push(&sealed.job(), &mut stage.state(state), &()).unwrap();
        assert_eq!(again.signed, first.signed);
        assert_eq!(again.sent_bytes, 0);
    }
    stage.assert_received(&sealed);
}

#[test]
fn a_bundle_zipped_again_is_the_same_bundle_to_the_receiver() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 1 << 20);
    let client = client(&stage.receiver.pairing());
    let first = client.push(&sealed.job(), &mut stage.state("a"), &()).unwrap();
    let again = stage.dir.path().join("again.zip");
    fs::write(&again, Forgery::of(&sealed.zip).bytes()).unwrap();
    let hash = sha256_file(&again).unwrap();
    assert_ne!(hash, sealed.zip_sha256);
    let bytes = fs::metadata(&again).unwrap().len();
    let job = UploadJob { zip: &again, zip_sha256: &hash, bytes, ..sealed.job() };
    let second = client.push(&job, &mut stage.state("b"), &()).unwrap();
    assert_eq!((second.signed, second.sent_bytes), (first.signed, 0));
    stage.assert_received(&sealed);
}

#[test]
fn f05_twenty_clients_with_one_bundle_make_one_row_and_one_receipt() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 3 << 20);
    let pairing = stage.receiver.pairing();
    let receipts: Vec<_> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..20)
            .map(|i| {
                let (sealed, pairing, stage) = (&sealed, &pairing, &stage);
                scope.spawn(move || {
                    let mut patience = impatient();
                    // They wait for each other, which is no fault of any of them.
                    patience.attempts = 200;
                    let client = Client::new(pairing.clone(), patience).unwrap();
                    client.push(&sealed.job(), &mut stage.state(&format!("s{i}")), &()).unwrap()
                })
            })
            .collect();
        handles.into_iter().map(|handle| handle.join().unwrap().signed).collect()
    });
    assert!(receipts.iter().all(|receipt| *receipt == receipts[0]));
    stage.assert_received(&sealed);
    assert_eq!(stage.receiver.list().len(), 1);
}

const CHILD_JOB: &str = "CHENGBAO_TEST_PUSH";

/// Not a test of its own: `f01_a_killed_client_goes_on_where_it_stopped` runs it in another process.
#[test]
fn push_in_a_process_of_its_own_if_asked_to() {
    let Ok(job) = std::env::var(CHILD_JOB) else {
        return;
    };
    let [zip, id, hash, bytes, pairing, state] = serde_json::from_str::<[String; 6]>(&job).unwrap();
    let job = UploadJob {
        zip: Path::new(&zip),
        bundle_id: &id,
        zip_sha256: &hash,
        bytes: bytes.parse().unwrap(),
    };
    let pairing: Pairing = serde_json::from_str(&pairing).unwrap();
    client(&pairing).push(&job, &mut FileState(state.into()), &()).unwrap();
}

#[test]
fn f01_a_killed_client_goes_on_where_it_stopped() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 40 << 20);
    let slow = Proxy::before(stage.receiver.port, Mischief::Slow(40 << 10));
    let state = stage.dir.path().join("state");
    let job = serde_json::json!([
        sealed.zip,
        sealed.bundle_id,
        sealed.zip_sha256,
        sealed.bytes.to_string(),
        serde_json::to_string(&slow.pairing(&stage.receiver)).unwrap(),
        state,
    ]);
    for (round, target) in [10_u64 << 20, 20 << 20, 30 << 20].into_iter().enumerate() {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "push_in_a_process_of_its_own_if_asked_to"])
            .env(CHILD_JOB, job.to_string())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        wait_until("enough has been sent", || {
            (slow.passed.load(Ordering::SeqCst) >= target).then_some(())
        });
        child.kill().unwrap();
        assert!(!child.wait().unwrap().success(), "round {round}: it was done before the kill");
    }
    let client = client(&stage.receiver.pairing());
    let pushed = client.push(&sealed.job(), &mut FileState(state), &()).unwrap();
    // What had been acknowledged is not sent again: at most one chunk was lost in each kill.
    let kept = sealed.bytes - pushed.sent_bytes;
    assert!(kept >= 8 << 20, "only {kept} bytes were kept");
    stage.assert_received(&sealed);
}

#[test]
fn f02_a_killed_receiver_is_waited_for_and_goes_on_where_it_stopped() {
    let mut stage = Stage::new();
    let sealed = stage.sealed(1, 40 << 20);
    let slow = Proxy::before(stage.receiver.port, Mischief::Slow(40 << 10));
    let pairing = slow.pairing(&stage.receiver);
    let mut state = stage.state("state");
    let pushed = std::thread::scope(|scope| {
        let job = sealed.job();
        let pushing = scope.spawn(move || {
            let mut patience = impatient();
            patience.attempts = 100;
            let client = Client::new(pairing, patience).unwrap();
            client.push(&job, &mut state, &())
        });
        for target in [12_u64 << 20, 25 << 20] {
            wait_until("enough has been sent", || {
                (slow.passed.load(Ordering::SeqCst) >= target).then_some(())
            });
            stage.receiver.kill();
            stage.receiver = Receiver::start_on(&stage.receiver.data, stage.receiver.port);
        }
        pushing.join().unwrap().unwrap()
    });
    // Each chunk that was answered counts once; only unanswered ones were sent again.
    assert_eq!(pushed.sent_bytes, sealed.bytes);
    let waste = slow.passed.load(Ordering::SeqCst) - sealed.bytes;
    assert!(waste < 2 * (9 << 20), "{waste} bytes were sent in vain");
    stage.assert_received(&sealed);
}

#[test]
fn f08_a_line_that_is_cut_again_and_again_still_delivers() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 30 << 20);
    let mischief = Mischief::CutAfter { bytes: 9 << 20, times: 3 };
    let cutting = Proxy::before(stage.receiver.port, mischief);
    let client = client(&cutting.pairing(&stage.receiver));
    let pushed = client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap();
    assert_eq!(pushed.sent_bytes, sealed.bytes);
    let wasted = cutting.passed.load(Ordering::SeqCst) - sealed.bytes;
    assert!(wasted <= 3 * CHUNK_BYTES + (64 << 10), "each cut costs a chunk at most: {wasted}");
    stage.assert_received(&sealed);
}

#[test]
fn f08_a_line_too_poor_for_a_whole_chunk_still_delivers() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 20 << 20);
    let mischief = Mischief::CutAfter { bytes: 3 << 20, times: u64::MAX };
    let poor = Proxy::before(stage.receiver.port, mischief);
    let client = client(&poor.pairing(&stage.receiver));
    client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap();
    stage.assert_received(&sealed);
}

#[test]
fn f04_an_answer_lost_on_the_way_changes_nothing() {
    for method in ["POST", "PATCH", "GET"] {
        let stage = Stage::new();
        let sealed = stage.sealed(1, 1 << 20);
        let losing = Proxy::before(stage.receiver.port, Mischief::SwallowAnswerTo(method));
        let client = client(&losing.pairing(&stage.receiver));
        let pushed = client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap();
        assert_eq!(pushed.receipt.n, 1, "{method}");
        stage.assert_received(&sealed);
        assert_eq!(losing.passed.load(Ordering::SeqCst), u64::MAX / 2, "{method} was swallowed");
    }
}

#[test]
fn cancelling_stops_between_two_chunks_and_keeps_what_was_sent() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 30 << 20);
    let client = client(&stage.receiver.pairing());
    let mut state = stage.state("s");
    let cancel = CancelAfter::new(4);
    let error = client.push(&sealed.job(), &mut state, &cancel).unwrap_err();
    assert_eq!(error.code, Code::Cancelled);
    assert_eq!(stage.receiver.parts(), [16 << 20]);
    let pushed = client.push(&sealed.job(), &mut state, &()).unwrap();
    assert_eq!(pushed.sent_bytes, sealed.bytes - (16 << 20));
    stage.assert_received(&sealed);
}

#[test]
fn a_receiver_that_is_down_is_offline_and_nothing_is_lost() {
    let mut stage = Stage::new();
    let sealed = stage.sealed(1, 10);
    stage.receiver.kill();
    let client = client(&stage.receiver.pairing());
    let error = client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap_err();
    assert_eq!(error.code, Code::Offline);
    assert!(error.message.contains("没有丢"), "{error}");
    assert!(!error.hint.is_empty());
    assert_eq!(client.server().unwrap_err().code, Code::Offline);
    stage.receiver = Receiver::start_on(&stage.receiver.data, stage.receiver.port);
    client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap();
    stage.assert_received(&sealed);
}

#[test]
fn f02_a_receiver_stopped_between_rename_and_commit_finishes_at_its_next_start() {
    let mut stage = Stage::new();
    let sealed = stage.sealed(1, 1 << 20);
    let client = client(&stage.receiver.pairing());
    client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap();
    stage.receiver.kill();
    // Take the commit back: the file is in its place, the rows are not.
    let database = rusqlite::Connection::open(stage.receiver.data.join("receiver.db")).unwrap();
    database
        .execute_batch(
            "BEGIN; DELETE FROM application; DELETE FROM bundle; DELETE FROM event;
             UPDATE upload SET is_done = 0; COMMIT;",
        )
        .unwrap();
    drop(database);
    // And a part file whose upload was dropped just before the stop.
    fs::write(stage.receiver.data.join("parts/orphan.part"), "left over").unwrap();
    stage.receiver = Receiver::start_on(&stage.receiver.data, stage.receiver.port);
    stage.assert_received(&sealed);
    let pushed = client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap();
    assert_eq!((pushed.sent_bytes, pushed.receipt.n), (0, 2));
}

#[test]
fn f03_bytes_the_disk_lost_are_sent_again() {
    let mut stage = Stage::new();
    let sealed = stage.sealed(1, 30 << 20);
    let client = client(&stage.receiver.pairing());
    let cancel = CancelAfter::new(4);
    client.push(&sealed.job(), &mut stage.state("s"), &cancel).unwrap_err();
    stage.receiver.kill();
    let part = fs::read_dir(stage.receiver.data.join("parts")).unwrap().next().unwrap().unwrap();
    let file = fs::File::options().write(true).open(part.path()).unwrap();
    file.set_len(5 << 20).unwrap();
    stage.receiver = Receiver::start_on(&stage.receiver.data, stage.receiver.port);
    let pushed = client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap();
    assert_eq!(pushed.sent_bytes, sealed.bytes - (5 << 20));
    stage.assert_received(&sealed);
}

#[test]
fn f03_bytes_the_disk_garbled_are_found_by_the_hash_and_everything_is_sent_again() {
    let mut stage = Stage::new();
    let sealed = stage.sealed(1, 30 << 20);
    let client = client(&stage.receiver.pairing());
    let cancel = CancelAfter::new(4);
    client.push(&sealed.job(), &mut stage.state("s"), &cancel).unwrap_err();
    stage.receiver.kill();
    let part = fs::read_dir(stage.receiver.data.join("parts")).unwrap().next().unwrap().unwrap();
    let mut bytes = fs::read(part.path()).unwrap();
    bytes[1 << 20..2 << 20].fill(0);
    fs::write(part.path(), bytes).unwrap();
    stage.receiver = Receiver::start_on(&stage.receiver.data, stage.receiver.port);
    let pushed = client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap();
    assert!(pushed.sent_bytes > sealed.bytes);
    stage.assert_received(&sealed);
}

#[cfg(target_os = "linux")]
#[test]
fn the_receiver_s_memory_does_not_grow_with_the_upload() {
    let stage = Stage::new();
    let big = stage.dir.path().join("big.pdf");
    fs::File::create(&big).unwrap().set_len(300 << 20).unwrap();
    let mut seal = tests::bag::seal();
    seal.applications[0].files[1].source = bundle::Source::File(big, None);
    let sealed = Sealed::new(stage.dir.path(), &seal, &stage.signer);
    let client = client(&stage.receiver.pairing());
    client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap();
    stage.assert_received(&sealed);
    let peak = stage.receiver.peak_kib();
    assert!(peak < 64 << 10, "{peak} KiB");
}
