//! 联网 while the window is open: what a person has sent goes on by itself, nothing else does, and an
//! upload leaves the line to others when it is told to. Against the real receiver process.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use desk::api::{Host, HostEvent};
use desk::sync::Client;
use serde_json::{Value, json};
use tests::office::{Office, Stop};
use tests::station::ready_for_packet;
use tests::wire::{CancelAfter, Receiver, Stage, impatient};

/// An office with one sealed bundle, paired with a running receiver.
fn paired() -> (Office, Receiver, Value) {
    let (office, batch, id) = ready_for_packet("样建国");
    office.ok("packet.assemble", json!({ "batchId": batch, "applicationIds": [id] }));
    let sealed = office.ok("bundle.seal", json!({ "batchId": batch, "applicationIds": [] }));
    let data = office.folder.path().join("receiver");
    std::fs::create_dir(&data).unwrap();
    let receiver = Receiver::start(&data);
    let pairing = std::fs::read(data.join("pairing.json")).unwrap();
    let file = office.desk.hand_out(&pairing, "pairing.json").unwrap();
    office.ok("sync.pair", json!({ "file": file }));
    (office, receiver, sealed["bundles"][0].clone())
}

#[test]
fn what_was_sent_and_held_up_goes_on_by_itself_and_nothing_else() {
    let (office, mut receiver, bundle) = paired();
    let tend = |failures: i32| office.ok("sync.tend", json!({ "failures": failures }));
    let quiet = tend(0);
    assert_eq!((&quiet["isAsked"], &quiet["waitSeconds"]), (&json!(false), &json!(0)));
    assert!(receiver.list().is_empty(), "nobody has sent it");

    receiver.kill();
    let report = office.ok("sync.push", json!({ "ids": [bundle["id"]] }));
    assert_eq!(report["failed"][0]["id"], bundle["id"]);
    let mut waits = Vec::new();
    let mut failures = 0;
    for _ in 0..3 {
        let told = tend(failures);
        assert!(told["problem"].as_str().unwrap().contains("没有丢"), "{told}");
        failures = told["failures"].as_i64().unwrap() as i32;
        waits.push(told["waitSeconds"].as_i64().unwrap());
    }
    assert_eq!((failures, waits), (3, vec![30, 60, 120]));
    assert_eq!(tend(40)["waitSeconds"], 1800);

    let receiver = Receiver::start_on(&receiver.data, receiver.port);
    let told = tend(failures);
    assert_eq!((&told["received"], &told["failures"]), (&json!(1), &json!(0)), "{told}");
    assert_eq!(told["waitSeconds"], 600, "decisions may come now");
    assert_eq!(receiver.list()[0]["bundle_id"], bundle["id"]);
    let again = tend(0);
    assert_eq!((&again["isAsked"], &again["received"]), (&json!(true), &json!(0)));
}

#[test]
fn what_a_person_stopped_waits_for_a_person() {
    let (office, receiver, bundle) = paired();
    let call = desk::api::Call { desk: &office.desk, progress: &Stop };
    let stopped = desk::api::dispatch(&call, "sync.push", json!({ "ids": [bundle["id"]] }));
    assert!(stopped.is_err());
    assert_eq!(office.ok("sync.tend", json!({ "failures": 0 }))["isAsked"], false);
    assert!(receiver.list().is_empty());
    office.ok("sync.push", json!({ "ids": [bundle["id"]] }));
    assert_eq!(receiver.list().len(), 1);
}

#[test]
fn a_limit_is_kept_by_the_office_and_a_senseless_one_refused() {
    let (office, _receiver, _) = paired();
    assert_eq!(office.ok("sync.state", json!({}))["limit"], 0);
    assert_eq!(office.ok("sync.limit", json!({ "limit": 200 }))["limit"], 200);
    let error = office.fails("sync.limit", json!({ "limit": 3 }));
    assert!(error.message.contains("至少"), "{error}");
    assert_eq!(office.ok("sync.limit", json!({ "limit": 0 }))["limit"], 0);
}

#[test]
fn an_upload_under_a_limit_goes_by_small_pieces_can_be_stopped_and_goes_on() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 600 << 10);
    let client = Client::new(stage.receiver.pairing(), impatient()).unwrap().limited_to(200 << 10);
    let mut state = stage.state("s");
    client.push(&sealed.job(), &mut state, &CancelAfter::new(3)).unwrap_err();
    assert_eq!(stage.receiver.parts(), [200 << 10]);
    let begun = Instant::now();
    let pushed = client.push(&sealed.job(), &mut state, &()).unwrap();
    assert_eq!(pushed.sent_bytes, sealed.bytes - (200 << 10));
    // It sleeps that long; a slow machine takes longer and no machine less.
    assert!(begun.elapsed() >= Duration::from_secs(1));
    stage.assert_received(&sealed);
}

#[test]
fn one_line_at_a_time_and_a_look_that_finds_nothing_says_nothing() {
    let (office, _receiver, bundle) = paired();
    let told = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&told);
    let Office { desk, folder: _folder, .. } = office;
    let (begun, is_begun) = mpsc::channel();
    let host = Host::new(desk, move |event| match event {
        HostEvent::Changed(topics) if topics.iter().any(|t| t == "bundle") => {
            count.fetch_add(1, Ordering::SeqCst);
        }
        HostEvent::Progress(_) => drop(begun.send(())),
        HostEvent::Changed(_) => {}
    });
    host.call("sync.tend", json!({ "failures": 0 }), None).unwrap();
    assert_eq!(told.load(Ordering::SeqCst), 0, "nothing was looked after, nothing changed");

    host.call("sync.limit", json!({ "limit": 512 }), None).unwrap();
    let input = json!({ "ids": [bundle["id"]] });
    std::thread::scope(|scope| {
        let first = scope.spawn(|| host.call("sync.push", input.clone(), Some("first")));
        is_begun.recv().unwrap();
        let refused = host.call("sync.push", input.clone(), None).unwrap_err();
        assert!(refused.message.contains("没有再开一路"), "{}", refused.message);
        let meanwhile = host.call("sync.tend", json!({ "failures": 0 }), None).unwrap();
        assert_eq!(meanwhile["isAsked"], false, "a person is sending");
        assert_eq!(first.join().unwrap().unwrap()["received"][0]["id"], bundle["id"]);
    });
    assert!(told.load(Ordering::SeqCst) > 0);
}

#[test]
fn a_failure_is_found_again_by_its_number_and_says_nothing_of_anybody() {
    let Office { desk, folder, .. } = Office::on("2025-09-23");
    let host = Host::new(desk, |_| {});
    let input = json!({ "id": { "name": "样建国", "number": "53012419890312997X" } });
    let told = host.call("person.get", input, None).unwrap_err();
    // What a clerk mends alone is not written down.
    host.call("person.get", json!({ "id": "nobody" }), None).unwrap_err();
    let log = std::fs::read_to_string(folder.path().join("office/log/incident.txt")).unwrap();
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(log.contains(&format!(" {} ", told.incident)), "{log}");
    assert!(log.contains(" person.get InvalidInput json Data"), "{log}");
    for word in ["样建国", "53012419890312997X"] {
        assert!(!log.contains(word) && !told.message.contains(word));
    }
}
