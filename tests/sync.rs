//! The whole wire, against the real receiver process: what is acknowledged is there, what is there
//! is there once, and nothing else counts as sent.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};

use bundle::{Signer, sha256_file};
use desk::error::Code;
use desk::progress::Progress;
use desk::sync::{UploadJob, UploadState};
use engine::bundle::BundleFault;
use engine::protocol::{EventKind, Pairing, Problem, ProblemCode, Secret};
use reqwest::blocking::Response;
use tempfile::{TempDir, tempdir};
use tests::bag::{self, Forgery, UNIT};
use tests::wire::{
    FileState, Impostor, Mischief, Proxy, Receiver, Sealed, client, receiver_command, wait_until,
};

/// A receiver, a unit's key, and a folder for everything.
struct Stage {
    dir: TempDir,
    receiver: Receiver,
    signer: Signer,
}

impl Stage {
    fn new() -> Self {
        let dir = tempdir().unwrap();
        let data = dir.path().join("receiver");
        fs::create_dir(&data).unwrap();
        let receiver = Receiver::start(&data);
        Self {
            dir,
            receiver,
            signer: Signer::generate().unwrap(),
        }
    }

    fn sealed(&self, n: u32, payload_bytes: usize) -> Sealed {
        Sealed::new(
            self.dir.path(),
            &bag::seal_sized(n, payload_bytes),
            &self.signer,
        )
    }

    fn state(&self, name: &str) -> FileState {
        FileState(self.dir.path().join(name))
    }

    /// The bundle is there, whole, once.
    fn assert_received(&self, sealed: &Sealed) {
        let stored = self.receiver.stored(&sealed.bundle_id);
        assert_eq!(sha256_file(&stored).unwrap(), sealed.zip_sha256);
        let rows = self.receiver.list();
        let found = rows
            .iter()
            .filter(|row| row["bundle_id"] == sealed.bundle_id.as_str());
        assert_eq!(found.count(), 1);
        assert_eq!(self.receiver.parts(), [0; 0]);
    }
}

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
    assert_eq!(
        (pushed.receipt.size, pushed.receipt.unit_id.as_str()),
        (sealed.bytes, UNIT)
    );
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
    assert_eq!(
        client.server().unwrap().public_key,
        stage.receiver.pairing().server_key
    );
}

#[test]
fn debian_s_minisign_accepts_the_receipt() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 10);
    let pairing = stage.receiver.pairing();
    let pushed = client(&pairing)
        .push(&sealed.job(), &mut stage.state("s"), &())
        .unwrap();
    let file = stage.dir.path().join("receipt.json");
    fs::write(&file, &pushed.signed.document).unwrap();
    fs::write(
        stage.dir.path().join("receipt.json.minisig"),
        &pushed.signed.signature,
    )
    .unwrap();
    let output = Command::new("minisign")
        .args([
            "-V",
            "-m",
            file.to_str().unwrap(),
            "-P",
            &pairing.server_key,
        ])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_same_bundle_again_gives_the_same_receipt_and_sends_nothing() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 1 << 20);
    let client = client(&stage.receiver.pairing());
    let first = client
        .push(&sealed.job(), &mut stage.state("a"), &())
        .unwrap();
    // With the kept state, and from another computer that knows nothing of it.
    for state in ["a", "b"] {
        let again = client
            .push(&sealed.job(), &mut stage.state(state), &())
            .unwrap();
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
    let first = client
        .push(&sealed.job(), &mut stage.state("a"), &())
        .unwrap();
    let again = stage.dir.path().join("again.zip");
    fs::write(&again, Forgery::of(&sealed.zip).bytes()).unwrap();
    let hash = sha256_file(&again).unwrap();
    assert_ne!(hash, sealed.zip_sha256);
    let bytes = fs::metadata(&again).unwrap().len();
    let job = UploadJob {
        zip: &again,
        zip_sha256: &hash,
        bytes,
        ..sealed.job()
    };
    let second = client.push(&job, &mut stage.state("b"), &()).unwrap();
    assert_eq!((second.signed, second.sent_bytes), (first.signed, 0));
    stage.assert_received(&sealed);
}

#[test]
fn twenty_clients_with_one_bundle_make_one_row_and_one_receipt() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 3 << 20);
    let pairing = stage.receiver.pairing();
    let receipts: Vec<_> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..20)
            .map(|i| {
                let (sealed, pairing, stage) = (&sealed, &pairing, &stage);
                scope.spawn(move || {
                    let mut patience = tests::wire::impatient();
                    // They wait for each other, which is no fault of any of them.
                    patience.attempts = 200;
                    let client = desk::sync::Client::new(pairing.clone(), patience).unwrap();
                    client
                        .push(&sealed.job(), &mut stage.state(&format!("s{i}")), &())
                        .unwrap()
                })
            })
            .collect();
        handles
            .into_iter()
            .map(|handle| handle.join().unwrap().signed)
            .collect()
    });
    assert!(receipts.iter().all(|receipt| *receipt == receipts[0]));
    stage.assert_received(&sealed);
    assert_eq!(stage.receiver.list().len(), 1);
}

const CHILD_JOB: &str = "CHENGBAO_TEST_PUSH";

/// Not a test of its own: `a_killed_client_goes_on_where_it_stopped` runs it in another process.
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
    client(&pairing)
        .push(&job, &mut FileState(state.into()), &())
        .unwrap();
}

#[test]
fn a_killed_client_goes_on_where_it_stopped() {
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
        assert!(
            !child.wait().unwrap().success(),
            "round {round}: it was done before the kill"
        );
    }
    let client = client(&stage.receiver.pairing());
    let pushed = client
        .push(&sealed.job(), &mut FileState(state), &())
        .unwrap();
    // What had been acknowledged is not sent again: at most one chunk was lost in each kill.
    let kept = sealed.bytes - pushed.sent_bytes;
    assert!(kept >= 8 << 20, "only {kept} bytes were kept");
    stage.assert_received(&sealed);
}

#[test]
fn a_killed_receiver_is_waited_for_and_goes_on_where_it_stopped() {
    let mut stage = Stage::new();
    let sealed = stage.sealed(1, 40 << 20);
    let slow = Proxy::before(stage.receiver.port, Mischief::Slow(40 << 10));
    let pairing = slow.pairing(&stage.receiver);
    let mut state = stage.state("state");
    let pushed = std::thread::scope(|scope| {
        let job = sealed.job();
        let pushing = scope.spawn(move || {
            let mut patience = tests::wire::impatient();
            patience.attempts = 100;
            let client = desk::sync::Client::new(pairing, patience).unwrap();
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
fn a_line_that_is_cut_again_and_again_still_delivers() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 30 << 20);
    let mischief = Mischief::CutAfter {
        bytes: 9 << 20,
        times: 3,
    };
    let cutting = Proxy::before(stage.receiver.port, mischief);
    let client = client(&cutting.pairing(&stage.receiver));
    let pushed = client
        .push(&sealed.job(), &mut stage.state("s"), &())
        .unwrap();
    assert_eq!(pushed.sent_bytes, sealed.bytes);
    stage.assert_received(&sealed);
}

#[test]
fn an_answer_lost_on_the_way_changes_nothing() {
    for method in ["POST", "PATCH", "GET"] {
        let stage = Stage::new();
        let sealed = stage.sealed(1, 1 << 20);
        let losing = Proxy::before(stage.receiver.port, Mischief::SwallowAnswerTo(method));
        let client = client(&losing.pairing(&stage.receiver));
        let pushed = client
            .push(&sealed.job(), &mut stage.state("s"), &())
            .unwrap();
        assert_eq!(pushed.receipt.n, 1, "{method}");
        stage.assert_received(&sealed);
        assert_eq!(
            losing.passed.load(Ordering::SeqCst),
            u64::MAX / 2,
            "{method} was swallowed"
        );
    }
}

/// Cancels after so many reports.
struct CancelAfter(u64, AtomicU64);

impl Progress for CancelAfter {
    fn step(&self, _label: &str, done: u64, total: u64) {
        assert!(done <= total);
        self.1.fetch_add(1, Ordering::Relaxed);
    }

    fn is_cancelled(&self) -> bool {
        self.1.load(Ordering::Relaxed) >= self.0
    }
}

#[test]
fn cancelling_stops_between_two_chunks_and_keeps_what_was_sent() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 30 << 20);
    let client = client(&stage.receiver.pairing());
    let mut state = stage.state("s");
    let cancel = CancelAfter(4, AtomicU64::new(0));
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
    let error = client
        .push(&sealed.job(), &mut stage.state("s"), &())
        .unwrap_err();
    assert_eq!(error.code, Code::Offline);
    assert!(error.message.contains("没有丢"), "{error}");
    assert!(!error.hint.is_empty());
    assert_eq!(client.server().unwrap_err().code, Code::Offline);
    stage.receiver = Receiver::start_on(&stage.receiver.data, stage.receiver.port);
    client
        .push(&sealed.job(), &mut stage.state("s"), &())
        .unwrap();
    stage.assert_received(&sealed);
}

#[test]
fn a_wrong_token_is_refused_with_the_remedy() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 10);
    for token in [
        format!("{UNIT}.{}", "0".repeat(64)),
        format!("OTHER.{}", "0".repeat(64)),
    ] {
        let mut pairing = stage.receiver.pairing();
        pairing.token = Secret::new(token);
        let client = client(&pairing);
        let error = client
            .push(&sealed.job(), &mut stage.state("s"), &())
            .unwrap_err();
        assert_eq!(error.code, Code::UpstreamRejected);
        assert!(error.hint.contains("重新配对"), "{error}");
        assert_eq!(
            client.fetch_events(0).unwrap_err().code,
            Code::UpstreamRejected
        );
    }
    assert!(stage.receiver.list().is_empty());
}

#[test]
fn a_login_page_in_between_is_never_taken_for_the_receiver() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 10);
    for answer in [
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<h1>Log in</h1>",
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/login\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 201 Created\r\nLocation: /zc/v1/files/x\r\nTus-Resumable: 1.0.0\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nUpload-Offset: 99\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 407 Proxy Authentication Required\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 511 Network Authentication Required\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n",
    ] {
        let portal = Impostor::answering(answer);
        let mut pairing = stage.receiver.pairing();
        pairing.base_url = format!("http://127.0.0.1:{}/zc/v1", portal.port);
        let mut state = stage.state("s");
        let error = client(&pairing)
            .push(&sealed.job(), &mut state, &())
            .unwrap_err();
        assert_eq!(error.code, Code::Offline, "{answer}");
        assert!(error.message.contains("登录页或代理"), "{error}");
        assert_eq!(state.load().unwrap(), None, "{answer}");
        let expected = if answer.contains(" 503 ") { 6 } else { 1 };
        assert_eq!(portal.asked.load(Ordering::SeqCst), expected, "{answer}");
    }
}

#[test]
fn another_receiver_at_the_same_address_is_not_trusted() {
    let mut stage = Stage::new();
    let sealed = stage.sealed(1, 10);
    let pairing = stage.receiver.pairing();
    stage.receiver.kill();
    let other = stage.dir.path().join("other");
    fs::create_dir(&other).unwrap();
    stage.receiver = Receiver::start_on(&other, stage.receiver.port);
    let error = client(&pairing)
        .push(&sealed.job(), &mut stage.state("s"), &())
        .unwrap_err();
    assert_eq!(error.code, Code::UpstreamRejected);
    assert!(error.message.contains("不是配对时的那一个"), "{error}");
}

#[test]
fn bytes_that_are_not_the_announced_ones_are_dropped() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 1 << 20);
    let wrong = "ab".repeat(32);
    let job = UploadJob {
        zip_sha256: &wrong,
        ..sealed.job()
    };
    let mut state = stage.state("s");
    let client = client(&stage.receiver.pairing());
    let error = client.push(&job, &mut state, &()).unwrap_err();
    assert_eq!(error.code, Code::UpstreamRejected);
    assert!(error.message.contains("校验值"), "{error}");
    assert!(stage.receiver.list().is_empty());
    assert_eq!(stage.receiver.parts(), [0; 0]);
    assert_eq!(state.load().unwrap(), None);
    client.push(&sealed.job(), &mut state, &()).unwrap();
    stage.assert_received(&sealed);
}

#[test]
fn a_zip_that_changed_after_sealing_is_not_sent() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 10);
    fs::write(&sealed.zip, "short").unwrap();
    let client = client(&stage.receiver.pairing());
    let error = client
        .push(&sealed.job(), &mut stage.state("s"), &())
        .unwrap_err();
    assert_eq!(error.code, Code::Conflict);
    fs::remove_file(&sealed.zip).unwrap();
    let error = client
        .push(&sealed.job(), &mut stage.state("s"), &())
        .unwrap_err();
    assert_eq!(error.code, Code::NotFound);
}

/// Send bytes that are announced honestly but are no bundle of this unit; gives the refusal.
fn refused(stage: &Stage, bytes: &[u8], bundle_id: &str) -> desk::error::Error {
    let zip = stage.dir.path().join("forged.zip");
    fs::write(&zip, bytes).unwrap();
    let hash = sha256_file(&zip).unwrap();
    let job = UploadJob {
        zip: &zip,
        bundle_id,
        zip_sha256: &hash,
        bytes: bytes.len() as u64,
    };
    let before = stage.receiver.list().len();
    let error = client(&stage.receiver.pairing())
        .push(&job, &mut stage.state("f"), &())
        .unwrap_err();
    assert_eq!(stage.receiver.list().len(), before);
    assert_eq!(stage.receiver.parts(), [0; 0]);
    let _ = fs::remove_file(stage.dir.path().join("f"));
    error
}

#[test]
fn a_tampered_bundle_is_refused_with_the_reason() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 10);
    let mut forgery = Forgery::of(&sealed.zip);
    forgery.put("data/readme.html", "changed");
    let error = refused(&stage, &forgery.bytes(), &sealed.bundle_id);
    assert_eq!(error.code, Code::UpstreamRejected);
    assert!(
        error
            .message
            .contains(BundleFault::PayloadChecksum.sentence()),
        "{error}"
    );
    assert!(error.message.contains("data/readme.html"), "{error}");
    let error = refused(&stage, b"no zip at all", &sealed.bundle_id);
    assert!(
        error.message.contains(BundleFault::ZipTruncated.sentence()),
        "{error}"
    );
    let error = refused(&stage, &fs::read(&sealed.zip).unwrap(), &"0".repeat(64));
    assert!(error.message.contains("编号"), "{error}");
}

#[test]
fn the_first_key_that_signed_is_the_unit_s_key_until_the_operator_says_otherwise() {
    let mut stage = Stage::new();
    let client = client(&stage.receiver.pairing());
    client
        .push(&stage.sealed(1, 10).job(), &mut stage.state("a"), &())
        .unwrap();
    stage.signer = Signer::generate().unwrap();
    let second = stage.sealed(2, 10);
    let error = client
        .push(&second.job(), &mut stage.state("b"), &())
        .unwrap_err();
    assert!(
        error
            .message
            .contains(BundleFault::SignerUnknown.sentence()),
        "{error}"
    );
    let data = stage.receiver.data.to_str().unwrap();
    let pairing = stage.receiver.data.join("pairing.json");
    let pairing = pairing.to_str().unwrap();
    let args = [
        "pair",
        "--data",
        data,
        "--unit",
        UNIT,
        "--name",
        "样例单位",
        "--out",
        pairing,
    ];
    let output = receiver_command(&[&args[..], &["--forget-key"]].concat());
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // The token in the file that is there still holds.
    client
        .push(&second.job(), &mut stage.state("b"), &())
        .unwrap();
    stage.assert_received(&second);
}

#[test]
fn an_application_stands_once_in_each_round() {
    let stage = Stage::new();
    let client = client(&stage.receiver.pairing());
    client
        .push(&stage.sealed(1, 10).job(), &mut stage.state("a"), &())
        .unwrap();
    let mut other = bag::seal_sized(1, 20);
    other.bundle_uuid = "01997d2c-6f00-7a00-8000-000000000099".into();
    let other = Sealed::new(stage.dir.path(), &other, &stage.signer);
    let error = client
        .push(&other.job(), &mut stage.state("b"), &())
        .unwrap_err();
    assert_eq!(error.code, Code::Conflict);
    assert!(error.message.contains("本轮已收到"), "{error}");
    assert_eq!(stage.receiver.list().len(), 1);
}

#[test]
fn a_bundle_of_another_unit_is_refused() {
    let stage = Stage::new();
    let mut seal = bag::seal();
    seal.unit.id = "OTHER".into();
    let sealed = Sealed::new(stage.dir.path(), &seal, &stage.signer);
    let client = client(&stage.receiver.pairing());
    let error = client
        .push(&sealed.job(), &mut stage.state("s"), &())
        .unwrap_err();
    assert_eq!(error.code, Code::UpstreamRejected);
    assert!(error.message.contains("单位代码"), "{error}");
}

#[test]
fn a_receiver_stopped_between_rename_and_commit_finishes_at_its_next_start() {
    let mut stage = Stage::new();
    let sealed = stage.sealed(1, 1 << 20);
    let client = client(&stage.receiver.pairing());
    client
        .push(&sealed.job(), &mut stage.state("s"), &())
        .unwrap();
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
    stage.receiver = Receiver::start_on(&stage.receiver.data, stage.receiver.port);
    stage.assert_received(&sealed);
    let pushed = client
        .push(&sealed.job(), &mut stage.state("s"), &())
        .unwrap();
    assert_eq!((pushed.sent_bytes, pushed.receipt.n), (0, 2));
}

#[test]
fn bytes_the_disk_lost_are_sent_again() {
    let mut stage = Stage::new();
    let sealed = stage.sealed(1, 30 << 20);
    let client = client(&stage.receiver.pairing());
    let cancel = CancelAfter(4, AtomicU64::new(0));
    client
        .push(&sealed.job(), &mut stage.state("s"), &cancel)
        .unwrap_err();
    stage.receiver.kill();
    let part = fs::read_dir(stage.receiver.data.join("parts"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let file = fs::File::options().write(true).open(part.path()).unwrap();
    file.set_len(5 << 20).unwrap();
    stage.receiver = Receiver::start_on(&stage.receiver.data, stage.receiver.port);
    let pushed = client
        .push(&sealed.job(), &mut stage.state("s"), &())
        .unwrap();
    assert_eq!(pushed.sent_bytes, sealed.bytes - (5 << 20));
    stage.assert_received(&sealed);
}

#[test]
fn bytes_the_disk_garbled_are_found_by_the_hash_and_everything_is_sent_again() {
    let mut stage = Stage::new();
    let sealed = stage.sealed(1, 30 << 20);
    let client = client(&stage.receiver.pairing());
    let cancel = CancelAfter(4, AtomicU64::new(0));
    client
        .push(&sealed.job(), &mut stage.state("s"), &cancel)
        .unwrap_err();
    stage.receiver.kill();
    let part = fs::read_dir(stage.receiver.data.join("parts"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let mut bytes = fs::read(part.path()).unwrap();
    bytes[1 << 20..2 << 20].fill(0);
    fs::write(part.path(), bytes).unwrap();
    stage.receiver = Receiver::start_on(&stage.receiver.data, stage.receiver.port);
    let pushed = client
        .push(&sealed.job(), &mut stage.state("s"), &())
        .unwrap();
    assert!(pushed.sent_bytes > sealed.bytes);
    stage.assert_received(&sealed);
}

/// A bare tus request.
fn tus(
    pairing: &Pairing,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Response {
    let http = reqwest::blocking::Client::builder()
        .no_proxy()
        .build()
        .unwrap();
    let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
    let url = format!("{}{path}", pairing.base_url);
    let mut request = http
        .request(method, url)
        .bearer_auth(pairing.token.reveal())
        .body(body.to_vec());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().unwrap()
}

#[test]
fn the_receiver_keeps_to_tus_and_names_each_misuse() {
    let stage = Stage::new();
    let pairing = stage.receiver.pairing();
    // Builds the provider that a bare client needs too.
    client(&pairing).server().unwrap();
    const TUS: (&str, &str) = ("tus-resumable", "1.0.0");
    const BYTES: (&str, &str) = ("content-type", "application/offset+octet-stream");
    // Base64 of 64 times `a` and of 64 times `b`.
    let (a, b) = (
        format!("{}==", "YWFh".repeat(21) + "YQ"),
        format!("{}==", "YmJi".repeat(21) + "Yg"),
    );
    let metadata = format!("sha256 {a},bundle_id {b}");
    let create = |length: &str, headers: &[(&str, &str)]| {
        let all = [&[("upload-length", length)], headers].concat();
        tus(&pairing, "POST", "/files", &all, b"")
    };
    let code = |response: Response| {
        assert_eq!(
            response.headers()["content-type"],
            "application/problem+json"
        );
        assert_eq!(response.headers()["zc-protocol"], "1");
        let status = response.status().as_u16();
        let problem: Problem = response.json().unwrap();
        assert_eq!((problem.status, problem.code.status()), (status, status));
        assert!(!problem.detail.is_ascii(), "{}", problem.detail);
        problem.code
    };
    let meta = ("upload-metadata", metadata.as_str());

    let options = tus(&pairing, "OPTIONS", "/files", &[], b"");
    assert_eq!(options.status(), 204);
    assert_eq!(
        options.headers()["tus-extension"],
        "creation,termination,checksum,expiration"
    );
    assert_eq!(code(create("10", &[meta])), ProblemCode::VersionMismatch);
    assert_eq!(code(create("0", &[TUS, meta])), ProblemCode::BadRequest);
    assert_eq!(code(create("10", &[TUS])), ProblemCode::BadRequest);
    assert_eq!(
        code(create("9999999999", &[TUS, meta])),
        ProblemCode::TooLarge
    );
    let created = create("10", &[TUS, meta]);
    assert_eq!(created.status(), 201);
    let location = created.headers()["location"].to_str().unwrap().to_owned();
    assert_eq!(
        create("10", &[TUS, meta]).headers()["location"],
        location.as_str()
    );
    let path = location.strip_prefix("/zc/v1").unwrap();

    let patch = |offset: &str, headers: &[(&str, &str)], body: &[u8]| {
        let all = [&[TUS, ("upload-offset", offset)], headers].concat();
        tus(&pairing, "PATCH", path, &all, body)
    };
    let offset = || {
        let head = tus(&pairing, "HEAD", path, &[TUS], b"");
        assert_eq!(
            (head.status().as_u16(), &head.headers()["upload-length"]),
            (200, &"10".parse().unwrap())
        );
        head.headers()["upload-offset"].to_str().unwrap().to_owned()
    };
    assert_eq!(code(patch("0", &[], b"abc")), ProblemCode::WrongMediaType);
    assert_eq!(
        code(patch("5", &[BYTES], b"abc")),
        ProblemCode::OffsetConflict
    );
    let wrong = ("upload-checksum", "sha256 AAAA");
    assert_eq!(
        code(patch("0", &[BYTES, wrong], b"abc")),
        ProblemCode::ChunkChecksum
    );
    assert_eq!(offset(), "0");
    assert_eq!(
        code(patch("0", &[BYTES], b"12345678901")),
        ProblemCode::TooLarge
    );
    assert_eq!(offset(), "0");
    let right = (
        "upload-checksum",
        "sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
    );
    let done = patch("0", &[BYTES, right], b"abc");
    assert_eq!(
        (done.status().as_u16(), &done.headers()["upload-offset"]),
        (204, &"3".parse().unwrap())
    );
    assert!(done.headers().contains_key("upload-expires") && done.headers().contains_key("date"));
    assert_eq!(offset(), "3");
    assert_eq!(tus(&pairing, "DELETE", path, &[TUS], b"").status(), 204);
    assert_eq!(tus(&pairing, "HEAD", path, &[TUS], b"").status(), 404);
    assert_eq!(stage.receiver.parts(), [0; 0]);
    assert_eq!(
        code(tus(&pairing, "GET", "/nothing", &[], b"")),
        ProblemCode::NotFound
    );
    assert_eq!(
        code(tus(&pairing, "PUT", "/files", &[], b"")),
        ProblemCode::MethodNotAllowed
    );

    let info = tus(&pairing, "GET", "/server", &[], b"");
    let etag = info.headers()["etag"].to_str().unwrap().to_owned();
    let again = tus(&pairing, "GET", "/server", &[("if-none-match", &etag)], b"");
    assert_eq!(again.status(), 304);
    assert_eq!(again.headers()["zc-server-id"], pairing.server_id.as_str());
}

#[test]
fn a_unit_sees_only_its_own() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 30 << 20);
    let mine = client(&stage.receiver.pairing());
    let cancel = CancelAfter(4, AtomicU64::new(0));
    let mut state = stage.state("s");
    mine.push(&sealed.job(), &mut state, &cancel).unwrap_err();
    let data = stage.receiver.data.to_str().unwrap();
    let out = stage.dir.path().join("other.json");
    let args = [
        "pair",
        "--data",
        data,
        "--unit",
        "OTHER-1",
        "--name",
        "另一单位",
        "--out",
    ];
    let output = receiver_command(&[&args[..], &[out.to_str().unwrap()]].concat());
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = fs::read_to_string(&out).unwrap();
    let theirs = desk::sync::parse_pairing(&text).unwrap();
    let path = state.load().unwrap().unwrap();
    let path = path.strip_prefix("/zc/v1").unwrap();
    let tus_header = [("tus-resumable", "1.0.0")];
    assert_eq!(tus(&theirs, "HEAD", path, &tus_header, b"").status(), 404);
    assert_eq!(tus(&theirs, "DELETE", path, &tus_header, b"").status(), 404);
    mine.push(&sealed.job(), &mut state, &()).unwrap();
    assert!(
        client(&theirs)
            .fetch_receipt(&sealed.bundle_id)
            .unwrap()
            .is_none()
    );
    assert!(client(&theirs).fetch_events(0).unwrap().events.is_empty());
}

#[test]
fn waiting_for_events_ends_when_one_comes_or_the_time_is_over() {
    let stage = Stage::new();
    let pairing = stage.receiver.pairing();
    let client = client(&pairing);
    assert_eq!(
        tus(&pairing, "GET", "/events?after=0&wait=1", &[], b"").status(),
        204
    );
    let sealed = stage.sealed(1, 10);
    std::thread::scope(|scope| {
        let waiting =
            scope.spawn(|| tus(&pairing, "GET", "/events?after=0&wait=25", &[], b"").status());
        client
            .push(&sealed.job(), &mut stage.state("s"), &())
            .unwrap();
        assert_eq!(waiting.join().unwrap(), 200);
    });
    assert_eq!(
        tus(&pairing, "GET", "/events?after=x", &[], b"").status(),
        400
    );
}

#[test]
fn the_receiver_s_own_faults_are_said_in_chinese_and_fail() {
    let mut stage = Stage::new();
    let data = stage.receiver.data.to_str().unwrap().to_owned();
    let fresh = stage.dir.path().join("fresh");
    let fresh = fresh.to_str().unwrap();
    let taken = format!("127.0.0.1:{}", stage.receiver.port);
    let mine = stage.dir.path().join("mine.json");
    fs::write(&mine, "mine").unwrap();
    let mine = mine.to_str().unwrap();
    let out = stage.dir.path().join("out.json");
    let out = out.to_str().unwrap();
    for (args, word) in [
        (
            vec!["serve", "--data", fresh, "--listen", "0.0.0.0:0"],
            "本机地址",
        ),
        (vec!["serve", "--data", fresh, "--listen", &taken], "占用"),
        (vec!["serve", "--data", &data], "另一个收件端"),
        (
            vec![
                "pair", "--data", fresh, "--unit", "U", "--name", "样例", "--out", out,
            ],
            "--url",
        ),
        (
            vec![
                "pair", "--data", &data, "--unit", "../x", "--name", "样例", "--out", out,
            ],
            "单位代码",
        ),
        (
            vec![
                "pair", "--data", &data, "--unit", "U", "--name", "样例", "--out", mine,
            ],
            "没有覆盖",
        ),
        (
            vec![
                "pair",
                "--data",
                &data,
                "--unit",
                "U",
                "--name",
                "样例",
                "--out",
                out,
                "--unit-key",
                "x",
            ],
            "公钥",
        ),
    ] {
        let output = receiver_command(&args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !output.status.success() && said.contains(word),
            "{args:?}: {said}"
        );
    }
    assert!(!Path::new(out).exists());
    assert_eq!(fs::read_to_string(mine).unwrap(), "mine");
    assert!(stage.receiver.terminate(), "SIGTERM ends it well");
    assert!(
        receiver_command(&["--help"])
            .stdout
            .starts_with("呈报收件端".as_bytes())
    );
}

#[cfg(unix)]
#[test]
fn secrets_are_readable_by_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let stage = Stage::new();
    for (name, mode) in [
        ("receiver.key", 0o600),
        ("pairing.json", 0o600),
        ("bundles", 0o700),
    ] {
        let found = fs::metadata(stage.receiver.data.join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(found & 0o777, mode, "{name}");
    }
    let token = stage.receiver.pairing().token;
    let secret = token.reveal().split_once('.').unwrap().1.to_owned();
    for file in ["receiver.db", "receiver.db-wal"] {
        let bytes = fs::read(stage.receiver.data.join(file)).unwrap_or_default();
        assert!(
            !bytes.windows(secret.len()).any(|w| w == secret.as_bytes()),
            "{file}"
        );
    }
}
