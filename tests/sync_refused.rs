//! What must not count as sent: wrong tokens, login pages, other receivers, forged bundles.

use std::fs;
use std::sync::atomic::Ordering;

use bundle::{Signer, sha256_file};
use desk::error::Code;
use desk::sync::{UploadJob, UploadState};
use engine::bundle::BundleFault;
use engine::protocol::Secret;
use tests::bag::{self, Forgery, UNIT};
use tests::wire::{Impostor, Receiver, Sealed, Stage, client, receiver_command};

#[test]
fn a_wrong_token_is_refused_with_the_remedy() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 10);
    for token in [format!("{UNIT}.{}", "0".repeat(64)), format!("OTHER.{}", "0".repeat(64))] {
        let mut pairing = stage.receiver.pairing();
        pairing.token = Secret::new(token);
        let client = client(&pairing);
        let error = client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap_err();
        assert_eq!(error.code, Code::UpstreamRejected);
        assert!(error.hint.contains("重新配对"), "{error}");
        assert_eq!(client.fetch_events(0).unwrap_err().code, Code::UpstreamRejected);
    }
    assert!(stage.receiver.list().is_empty());
}

#[test]
fn f09_a_login_page_in_between_is_never_taken_for_the_receiver() {
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
        let error = client(&pairing).push(&sealed.job(), &mut state, &()).unwrap_err();
        assert_eq!(error.code, Code::Offline, "{answer}");
        assert!(error.message.contains("登录页或代理"), "{error}");
        assert_eq!(state.load().unwrap(), None, "{answer}");
        let expected = if answer.contains(" 503 ") { 6 } else { 1 };
        assert_eq!(portal.asked.load(Ordering::SeqCst), expected, "{answer}");
    }
}

#[test]
fn f13_another_receiver_at_the_same_address_is_not_trusted() {
    let mut stage = Stage::new();
    let sealed = stage.sealed(1, 10);
    let pairing = stage.receiver.pairing();
    stage.receiver.kill();
    let other = stage.dir.path().join("other");
    fs::create_dir(&other).unwrap();
    stage.receiver = Receiver::start_on(&other, stage.receiver.port);
    let error = client(&pairing).push(&sealed.job(), &mut stage.state("s"), &()).unwrap_err();
    assert_eq!(error.code, Code::UpstreamRejected);
    assert!(error.message.contains("不是配对时的那一个"), "{error}");
}

#[test]
fn bytes_that_are_not_the_announced_ones_are_dropped() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 1 << 20);
    let wrong = "ab".repeat(32);
    let job = UploadJob { zip_sha256: &wrong, ..sealed.job() };
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
    let error = client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap_err();
    assert_eq!(error.code, Code::Conflict);
    fs::remove_file(&sealed.zip).unwrap();
    let error = client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap_err();
    assert_eq!(error.code, Code::NotFound);
}

/// Send bytes that are announced honestly but are no bundle of this unit; gives the refusal.
fn refused(stage: &Stage, bytes: &[u8], bundle_id: &str) -> desk::error::Error {
    let zip = stage.dir.path().join("forged.zip");
    fs::write(&zip, bytes).unwrap();
    let hash = sha256_file(&zip).unwrap();
    let job = UploadJob { zip: &zip, bundle_id, zip_sha256: &hash, bytes: bytes.len() as u64 };
    let before = stage.receiver.list().len();
    let error =
        client(&stage.receiver.pairing()).push(&job, &mut stage.state("f"), &()).unwrap_err();
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
    assert!(error.message.contains(BundleFault::PayloadChecksum.sentence()), "{error}");
    assert!(error.message.contains("data/readme.html"), "{error}");
    let error = refused(&stage, b"no zip at all", &sealed.bundle_id);
    assert!(error.message.contains(BundleFault::ZipTruncated.sentence()), "{error}");
    let error = refused(&stage, &fs::read(&sealed.zip).unwrap(), &"0".repeat(64));
    assert!(error.message.contains("编号"), "{error}");
}

#[test]
fn the_first_key_that_signed_is_the_unit_s_key_until_the_operator_says_otherwise() {
    let mut stage = Stage::new();
    let client = client(&stage.receiver.pairing());
    client.push(&stage.sealed(1, 10).job(), &mut stage.state("a"), &()).unwrap();
    stage.signer = Signer::generate().unwrap();
    let second = stage.sealed(2, 10);
    let error = client.push(&second.job(), &mut stage.state("b"), &()).unwrap_err();
    assert!(error.message.contains(BundleFault::SignerUnknown.sentence()), "{error}");
    let data = stage.receiver.data.to_str().unwrap();
    let pairing = stage.receiver.data.join("pairing.json");
    let pairing = pairing.to_str().unwrap();
    let args = ["pair", "--data", data, "--unit", UNIT, "--name", "样例单位", "--out", pairing];
    let output = receiver_command(&[&args[..], &["--forget-key"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // The token in the file that is there still holds.
    client.push(&second.job(), &mut stage.state("b"), &()).unwrap();
    stage.assert_received(&second);
}

#[test]
fn f06_an_application_stands_once_in_each_round() {
    let stage = Stage::new();
    let client = client(&stage.receiver.pairing());
    client.push(&stage.sealed(1, 10).job(), &mut stage.state("a"), &()).unwrap();
    let mut other = bag::seal_sized(1, 20);
    other.bundle_uuid = "01997d2c-6f00-7a00-8000-000000000099".into();
    let other = Sealed::new(stage.dir.path(), &other, &stage.signer);
    let error = client.push(&other.job(), &mut stage.state("b"), &()).unwrap_err();
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
    let error = client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap_err();
    assert_eq!(error.code, Code::UpstreamRejected);
    assert!(error.message.contains("单位代码"), "{error}");
}
