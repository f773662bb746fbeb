//! The receiver as other programs see it: tus, the feed, its own faults, its files.

use std::fs;
use std::path::Path;

use desk::sync::UploadState;
use engine::protocol::{Pairing, Problem, ProblemCode};
use reqwest::blocking::Response;
use tests::wire::{CancelAfter, Stage, client, receiver_command};

/// A bare tus request.
fn tus(
    pairing: &Pairing,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Response {
    // Installs the TLS provider that a bare client needs too.
    drop(client(pairing));
    let http = reqwest::blocking::Client::builder().no_proxy().build().unwrap();
    let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
    let url = format!("{}{path}", pairing.base_url);
    let mut request =
        http.request(method, url).bearer_auth(pairing.token.reveal()).body(body.to_vec());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().unwrap()
}

#[test]
fn the_receiver_keeps_to_tus_and_names_each_misuse() {
    let stage = Stage::new();
    let pairing = stage.receiver.pairing();
    const TUS: (&str, &str) = ("tus-resumable", "1.0.0");
    const BYTES: (&str, &str) = ("content-type", "application/offset+octet-stream");
    // Base64 of 64 times `a` and of 64 times `b`.
    let (a, b) =
        (format!("{}==", "YWFh".repeat(21) + "YQ"), format!("{}==", "YmJi".repeat(21) + "Yg"));
    let metadata = format!("sha256 {a},bundle_id {b}");
    let create = |length: &str, headers: &[(&str, &str)]| {
        let all = [&[("upload-length", length)], headers].concat();
        tus(&pairing, "POST", "/files", &all, b"")
    };
    let code = |response: Response| {
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        assert_eq!(response.headers()["zc-protocol"], "1");
        let status = response.status().as_u16();
        let problem: Problem = response.json().unwrap();
        assert_eq!((problem.status, problem.code.status()), (status, status));
        assert!(!problem.detail.is_ascii(), "{}", problem.detail);
        problem.code
    };
    let meta = ("upload-metadata", metadata.as_str());

    let number = tus(&pairing, "GET", "/decisions/abc", &[], b"");
    assert_eq!(code(number), ProblemCode::BadRequest);
    let absent = tus(&pairing, "GET", "/decisions/7", &[], b"");
    assert_eq!(code(absent), ProblemCode::NotFound);
    let options = tus(&pairing, "OPTIONS", "/files", &[], b"");
    assert_eq!(options.status(), 204);
    assert_eq!(options.headers()["tus-extension"], "creation,termination,checksum,expiration");
    assert_eq!(code(create("10", &[meta])), ProblemCode::VersionMismatch);
    assert_eq!(code(create("0", &[TUS, meta])), ProblemCode::BadRequest);
    assert_eq!(code(create("10", &[TUS])), ProblemCode::BadRequest);
    assert_eq!(code(create("9999999999", &[TUS, meta])), ProblemCode::TooLarge);
    let created = create("10", &[TUS, meta]);
    assert_eq!(created.status(), 201);
    let location = created.headers()["location"].to_str().unwrap().to_owned();
    assert_eq!(create("10", &[TUS, meta]).headers()["location"], location.as_str());
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
    assert_eq!(code(patch("5", &[BYTES], b"abc")), ProblemCode::OffsetConflict);
    // Even a client that is still sending hears why.
    let much = vec![0; 8 << 20];
    assert_eq!(code(patch("5", &[BYTES], &much)), ProblemCode::OffsetConflict);
    let wrong = ("upload-checksum", "sha256 AAAA");
    assert_eq!(code(patch("0", &[BYTES, wrong], b"abc")), ProblemCode::ChunkChecksum);
    assert_eq!(offset(), "0");
    assert_eq!(code(patch("0", &[BYTES], b"12345678901")), ProblemCode::TooLarge);
    assert_eq!(offset(), "0");
    let right = ("upload-checksum", "sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
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
    assert_eq!(code(tus(&pairing, "GET", "/nothing", &[], b"")), ProblemCode::NotFound);
    assert_eq!(code(tus(&pairing, "PUT", "/files", &[], b"")), ProblemCode::MethodNotAllowed);

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
    let cancel = CancelAfter::new(4);
    let mut state = stage.state("s");
    mine.push(&sealed.job(), &mut state, &cancel).unwrap_err();
    let data = stage.receiver.data.to_str().unwrap();
    let out = stage.dir.path().join("other.json");
    let args = ["pair", "--data", data, "--unit", "OTHER-1", "--name", "另一单位", "--out"];
    let output = receiver_command(&[&args[..], &[out.to_str().unwrap()]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(&out).unwrap();
    let theirs = desk::sync::parse_pairing(&text).unwrap();
    let path = state.load().unwrap().unwrap();
    let path = path.strip_prefix("/zc/v1").unwrap();
    let tus_header = [("tus-resumable", "1.0.0")];
    assert_eq!(tus(&theirs, "HEAD", path, &tus_header, b"").status(), 404);
    assert_eq!(tus(&theirs, "DELETE", path, &tus_header, b"").status(), 404);
    mine.push(&sealed.job(), &mut state, &()).unwrap();
    assert!(client(&theirs).fetch_receipt(&sealed.bundle_id).unwrap().is_none());
    assert!(client(&theirs).fetch_events(0).unwrap().events.is_empty());
}

#[test]
fn waiting_for_events_ends_when_one_comes_or_the_time_is_over() {
    let stage = Stage::new();
    let pairing = stage.receiver.pairing();
    let client = client(&pairing);
    assert_eq!(tus(&pairing, "GET", "/events?after=0&wait=1", &[], b"").status(), 204);
    let sealed = stage.sealed(1, 10);
    std::thread::scope(|scope| {
        let waiting =
            scope.spawn(|| tus(&pairing, "GET", "/events?after=0&wait=25", &[], b"").status());
        client.push(&sealed.job(), &mut stage.state("s"), &()).unwrap();
        assert_eq!(waiting.join().unwrap(), 200);
    });
    assert_eq!(tus(&pairing, "GET", "/events?after=x", &[], b"").status(), 400);
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
        (vec!["serve", "--data", fresh, "--listen", "0.0.0.0:0"], "--host"),
        (vec!["serve", "--data", fresh, "--listen", &taken], "占用"),
        (vec!["serve", "--data", &data], "另一个收件端"),
        (vec!["pair", "--data", fresh, "--unit", "U", "--name", "样例", "--out", out], "--url"),
        (
            vec!["pair", "--data", &data, "--unit", "../x", "--name", "样例", "--out", out],
            "单位代码",
        ),
        (vec!["pair", "--data", &data, "--unit", "U", "--name", "样例", "--out", mine], "没有覆盖"),
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
        assert!(!output.status.success() && said.contains(word), "{args:?}: {said}");
    }
    assert!(!Path::new(out).exists());
    assert_eq!(fs::read_to_string(mine).unwrap(), "mine");
    assert!(stage.receiver.terminate(), "SIGTERM ends it well");
    assert!(receiver_command(&["--help"]).stdout.starts_with("呈报收件端".as_bytes()));
}

#[cfg(unix)]
#[test]
fn secrets_are_readable_by_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let stage = Stage::new();
    for (name, mode) in [("receiver.key", 0o600), ("pairing.json", 0o600), ("bundles", 0o700)] {
        let found = fs::metadata(stage.receiver.data.join(name)).unwrap().permissions().mode();
        assert_eq!(found & 0o777, mode, "{name}");
    }
    let token = stage.receiver.pairing().token;
    let secret = token.reveal().split_once('.').unwrap().1.to_owned();
    for file in ["receiver.db", "receiver.db-wal"] {
        let bytes = fs::read(stage.receiver.data.join(file)).unwrap_or_default();
        assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()), "{file}");
    }
}

#[test]
fn the_published_protocol_names_every_problem_and_path_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let yaml = fs::read_to_string(root.join("schemas/sync.openapi.yaml")).unwrap();
    let listed: Vec<_> = yaml
        .lines()
        .filter_map(|line| line.strip_prefix("            - "))
        .filter(|code| code.bytes().all(|c| c.is_ascii_lowercase() || c == b'-'))
        .collect();
    let known: Vec<_> = ProblemCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(listed, known);
    let paths: Vec<_> =
        yaml.lines().filter_map(|l| l.strip_prefix("  /")?.strip_suffix(':')).collect();
    let stage = Stage::new();
    for path in paths {
        let path = format!("/{}", path.replace("{id}", "x").replace("{bundle_id}", "x"));
        let answer = tus(&stage.receiver.pairing(), "OPTIONS", &path, &[], b"");
        // A path that is not served would be 404; one without OPTIONS is 405.
        assert!(matches!(answer.status().as_u16(), 204 | 405), "{path}: {}", answer.status());
    }
}

#[test]
fn tuspy_delivers_a_bundle_to_our_receiver_and_goes_on_after_it_was_stopped() {
    let stage = Stage::new();
    let sealed = stage.sealed(1, 20 << 20);
    let pairing = stage.receiver.pairing();
    let script = "import sys, json\n\
        from tusclient import client\n\
        job = json.load(sys.stdin)\n\
        tus = client.TusClient(job['url'], headers={'Authorization': 'Bearer ' + job['token']})\n\
        up = tus.uploader(job['zip'], chunk_size=4 << 20, metadata=job['metadata'])\n\
        up.upload(stop_at=9 << 20)\n\
        stopped = up.offset\n\
        again = tus.uploader(job['zip'], chunk_size=4 << 20, url=up.url)\n\
        resumed = again.offset\n\
        again.upload()\n\
        print(json.dumps([stopped, resumed, again.offset]))";
    let job = serde_json::json!({
        "url": format!("{}/files", pairing.base_url),
        "token": pairing.token.reveal(),
        "zip": sealed.zip,
        "metadata": {
            "filename": "bundle.zip", "sha256": sealed.zip_sha256,
            "bundle_id": sealed.bundle_id, "kind": "submission",
        },
    });
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/venv/bin/python");
    let mut child = std::process::Command::new(python)
        .args(["-c", script])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("./dev test makes target/venv");
    serde_json::to_writer(child.stdin.take().unwrap(), &job).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let offsets: [u64; 3] = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(offsets, [9 << 20, 9 << 20, sealed.bytes]);
    stage.assert_received(&sealed);
}
