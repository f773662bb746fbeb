//! The receiving side decides: rounds in order, replies by wire and by stick, pages for reviewers.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use bundle::{Identity, Recipient, STICK_ENDING, Seal, encrypt};
use desk::error::Code;
use engine::decision::{Outcome, Reply};
use engine::protocol::EventKind;
use reqwest::blocking::Response;
use reqwest::redirect;
use tests::bag::{UNIT, seal_sized};
use tests::wire::{Sealed, Stage, client, program, receiver_command};

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Decide about an application of a bundle by the command line.
fn decide(stage: &Stage, bundle: &str, application: &str, outcome: &str) -> Output {
    let data = text(&stage.receiver.data);
    receiver_command(&[
        "decide",
        "--data",
        data,
        "--unit",
        UNIT,
        "--bundle",
        bundle,
        "--application",
        application,
        "--outcome",
        outcome,
        "--remark",
        "请补一份证明",
        "--due",
        "2025-10-15",
        "--by",
        "试审核",
    ])
}

fn push(stage: &Stage, sealed: &Sealed) -> Result<(), desk::error::Error> {
    let client = client(&stage.receiver.pairing());
    let mut state = stage.state(&sealed.bundle_id);
    client.push(&sealed.job(), &mut state, &()).map(drop)
}

/// The applications of one sealing, in another round and bundle.
fn again(n: u32, round: u8, prev: Option<&str>) -> Seal {
    let mut seal = seal_sized(1, 4000);
    seal.bundle_uuid = format!("01997d2c-6f00-7a00-8000-{n:012}");
    seal.round = round;
    seal.prev = prev.map(str::to_owned);
    seal
}

fn sealed(stage: &Stage, seal: &Seal) -> Sealed {
    Sealed::new(stage.dir.path(), seal, &stage.signer)
}

#[test]
fn a_return_is_told_once_and_only_what_follows_it_is_taken() {
    let stage = Stage::new();
    let first = sealed(&stage, &again(1, 0, None));
    push(&stage, &first).unwrap();
    // A second round before anything was decided, and one that answers another bundle.
    let early = sealed(&stage, &again(2, 1, Some(&first.bundle_id)));
    let error = push(&stage, &early).unwrap_err();
    assert_eq!(error.code, Code::Conflict);
    assert!(error.message.contains("还没有审核结果"), "{error}");

    assert!(decide(&stage, &first.bundle_id, "app-1-0", "returned").status.success());
    let repeated = decide(&stage, &first.bundle_id, "app-1-0", "returned");
    assert!(said(&repeated).contains("无变化"), "{}", said(&repeated));
    let reworded = receiver_command(&[
        "decide",
        "--data",
        text(&stage.receiver.data),
        "--unit",
        UNIT,
        "--bundle",
        &first.bundle_id,
        "--application",
        "app-1-0",
        "--outcome",
        "returned",
        "--remark",
        "另一条意见",
        "--by",
        "试复核",
    ]);
    assert!(!reworded.status.success(), "another text is not the same decision");
    let other = decide(&stage, &first.bundle_id, "app-1-0", "accepted");
    assert!(!other.status.success() && said(&other).contains("已有审核结果"), "{}", said(&other));
    let stranger = decide(&stage, &first.bundle_id, "app-9", "accepted");
    assert!(said(&stranger).contains("没有这份申报"), "{}", said(&stranger));

    let client = client(&stage.receiver.pairing());
    let events = client.fetch_events(0).unwrap().events;
    let kinds: Vec<EventKind> = events.iter().map(|e| e.kind).collect();
    assert_eq!(kinds, [EventKind::Received, EventKind::Decided]);
    let (_, decision) = client.fetch_decision(events[1].n).unwrap();
    assert_eq!((decision.outcome, decision.round), (Outcome::Returned, 0));
    assert_eq!(decision.remarks[0].text, "请补一份证明");
    assert_eq!(decision.due_on.as_deref(), Some("2025-10-15"));
    assert!(client.fetch_decision(events[0].n).is_err(), "the first event decided nothing");

    // The other applicant of the same bundle was not returned, so both together do not follow.
    let error = push(&stage, &early).unwrap_err();
    assert_eq!(error.code, Code::Conflict);
    assert!(decide(&stage, &first.bundle_id, "app-1-1", "returned").status.success());
    let wrong = sealed(&stage, &again(3, 1, Some(&"f".repeat(64))));
    assert!(push(&stage, &wrong).unwrap_err().message.contains("不是被退回的那一包"));
    push(&stage, &early).unwrap();
    stage.assert_received(&early);
}

#[test]
fn f07_a_fourth_return_is_refused_and_must_end_otherwise() {
    let stage = Stage::new();
    let mut prev: Option<String> = None;
    for round in 0..=3 {
        let now = sealed(&stage, &again(10 + u32::from(round), round, prev.as_deref()));
        push(&stage, &now).unwrap();
        for application in ["app-1-0", "app-1-1"] {
            let answer = decide(&stage, &now.bundle_id, application, "returned");
            assert_eq!(answer.status.success(), round < 3, "{}", said(&answer));
            if round == 3 {
                assert!(said(&answer).contains("已退回过3次"), "{}", said(&answer));
            }
        }
        prev = Some(now.bundle_id);
    }
    let last = prev.unwrap();
    assert!(decide(&stage, &last, "app-1-0", "rejected").status.success());
    let rows = stage.receiver.list();
    let row = rows.iter().find(|r| r["bundle_id"] == last.as_str()).unwrap();
    assert_eq!(row["decisions"][0]["outcome"], "rejected");
    assert_eq!(row["decisions"][1]["outcome"], serde_json::Value::Null);
}

#[test]
fn a_bundle_comes_by_stick_and_the_reply_goes_back_the_same_way() {
    let stage = Stage::new();
    let stick = stage.dir.path().join("stick");
    fs::create_dir(&stick).unwrap();
    let recipient = stage.receiver.pairing().server_recipient.unwrap();
    let recipient = Recipient::parse(&recipient).unwrap();
    let ours = sealed(&stage, &seal_sized(1, 3000));
    let lost = sealed(&stage, &seal_sized(2, 3000));
    let put = |from: &Sealed, name: &str, whom: Recipient| {
        encrypt(&from.zip, &stick.join(format!("{name}{STICK_ENDING}")), &[whom], &()).unwrap();
    };
    put(&ours, "bundle-1", recipient);
    put(&lost, "bundle-2", Identity::generate().recipient());
    fs::write(stick.join("other.doc"), "a clerk's own file").unwrap();

    let data = text(&stage.receiver.data);
    // The unit's first bundle by stick proves nothing but its key, which a person compares.
    let unvouched = receiver_command(&["import", "--data", data, text(&stick)]);
    let fingerprint = stage.signer.public().fingerprint();
    assert!(
        said(&unvouched).contains(&format!("--fingerprint {fingerprint}")),
        "{}",
        said(&unvouched)
    );
    let import = || {
        let key = ["--fingerprint", fingerprint.as_str()];
        receiver_command(&[&["import", "--data", data], &key[..], &[text(&stick)]].concat())
    };
    assert_eq!(stage.receiver.list().len(), 0);
    let first = import();
    assert!(!first.status.success(), "one of the two is for somebody else");
    assert!(said(&first).contains("已接收：bundle-1.zip.age"), "{}", said(&first));
    let refused = "没有接收：bundle-2.zip.age：这个文件不是加密给这里的";
    assert!(said(&first).contains(refused), "{}", said(&first));
    assert!(said(&import()).contains("已接收，无变化：bundle-1.zip.age"));
    stage.assert_received(&ours);
    // By wire as well, nothing changes.
    push(&stage, &ours).unwrap();
    assert_eq!(stage.receiver.list().len(), 1);

    decide(&stage, &ours.bundle_id, "app-1-0", "returned");
    let out = receiver_command(&["reply", "--data", data, "--unit", UNIT, "--out", text(&stick)]);
    assert!(out.status.success(), "{}", said(&out));
    let file = stick.join(format!("reply-{UNIT}-2.json"));
    let reply: Reply = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    assert_eq!((reply.receipts.len(), reply.decisions.len()), (1, 1));
    let key = bundle::PublicKey::parse(&stage.receiver.pairing().server_key).unwrap();
    let signed = &reply.decisions[0];
    bundle::verify_text(&key, signed.document.as_bytes(), &signed.signature).unwrap();
}

#[test]
fn f05_one_bundle_by_wire_and_by_stick_at_once_is_received_once() {
    let stage = Stage::new();
    push(&stage, &sealed(&stage, &seal_sized(1, 10))).unwrap();
    for n in 2..6 {
        let ours = sealed(&stage, &seal_sized(n, 3 << 20));
        std::thread::scope(|scope| {
            let wire = scope.spawn(|| push(&stage, &ours));
            let data = text(&stage.receiver.data);
            let stick = receiver_command(&["import", "--data", data, text(&ours.zip)]);
            assert!(stick.status.success(), "{}", said(&stick));
            wire.join().unwrap().unwrap();
        });
        stage.assert_received(&ours);
    }
}

const PHRASE: &str = "一句足够长的测试口令";

/// A reviewer's browser: keeps its cookie, follows nothing.
struct Browser {
    http: reqwest::blocking::Client,
    base: String,
    cookie: String,
}

impl Browser {
    fn new(stage: &Stage) -> Self {
        // Installs the TLS provider that a bare client needs too.
        drop(client(&stage.receiver.pairing()));
        let http = reqwest::blocking::Client::builder()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .build()
            .unwrap();
        let base = format!("http://127.0.0.1:{}", stage.receiver.port);
        Self { http, base, cookie: String::new() }
    }

    fn get(&self, path: &str) -> Response {
        let request = self.http.get(format!("{}{path}", self.base));
        request.header("cookie", &self.cookie).send().unwrap()
    }

    fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let mut form = reqwest::Url::parse("http://form").unwrap();
        form.query_pairs_mut().extend_pairs(fields);
        let request = self.http.post(format!("{}{path}", self.base));
        let request = request.body(form.query().unwrap_or_default().to_owned());
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.header("cookie", &self.cookie).send().unwrap()
    }

    fn login(&mut self, phrase: &str) -> u16 {
        let answer = self.post("/review/login", &[("name", "试审核"), ("phrase", phrase)]);
        if let Some(cookie) = answer.headers().get("set-cookie") {
            self.cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        }
        answer.status().as_u16()
    }
}

/// The proof in a page's form.
fn csrf(page: &str) -> String {
    let start = page.find("name=\"csrf\" value=\"").unwrap() + 19;
    page[start..start + 64].to_owned()
}

fn add_reviewer(stage: &Stage, phrase: &str) -> Output {
    let mut child = Command::new(program())
        .args(["reviewer", "--data", text(&stage.receiver.data), "--name", "试审核"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(phrase.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_reviewer_looks_and_decides_in_a_browser_and_nobody_else_does() {
    let stage = Stage::new();
    let ours = sealed(&stage, &seal_sized(1, 5000));
    push(&stage, &ours).unwrap();
    assert!(said(&add_reviewer(&stage, "太短")).contains("口令太短"));
    assert!(add_reviewer(&stage, PHRASE).status.success());

    let mut browser = Browser::new(&stage);
    let page = format!("/review/{UNIT}/{}", ours.bundle_id);
    let one = format!("{page}/1");
    for path in ["/review/", &page, &one, &format!("{one}/file/0"), &format!("{page}/zip")] {
        let answer = browser.get(path);
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["location"]),
            (303, &"/review/login".parse().unwrap()),
            "{path}"
        );
    }
    assert_eq!(browser.login("一句不对的测试口令呀"), 401);
    assert!(browser.cookie.is_empty());
    assert_eq!(browser.login(PHRASE), 303);

    let list = browser.get("/review/");
    assert!(
        list.headers()["content-security-policy"].to_str().unwrap().contains("default-src 'none'")
    );
    let list = list.text().unwrap();
    assert!(list.contains("样例单位") && !list.contains("样建国"), "no names in the list");
    assert!(browser.get(&page).text().unwrap().contains("样建国"));
    let shown = browser.get(&one).text().unwrap();
    assert!(
        shown.contains("身份证正面_样例.jpg") && shown.contains("一人一档 &lt;样例&gt;.pdf"),
        "{shown}"
    );
    let files = ours_files(&browser, &one);
    assert_eq!(files[0].0, "application/pdf");
    assert_eq!(files[1].0, "image/jpeg");
    assert_eq!(files[1].1, [0xff, 0xd8, 1, 0xff, 0xd9]);
    let whole = browser.get(&format!("{page}/zip")).bytes().unwrap();
    assert_eq!(bundle::sha256_bytes(&whole), ours.zip_sha256);

    let proof = csrf(&shown);
    let form = |csrf: &str, remark: &str| {
        browser.post(
            &one,
            &[
                ("csrf", csrf),
                ("outcome", "returned"),
                ("material", "身份证"),
                ("remark", remark),
                ("due_on", "2025-10-15"),
            ],
        )
    };
    assert_eq!(form(&"0".repeat(64), "背面不清楚").status(), 400, "a form of somebody else");
    let empty = form(&proof, " ");
    assert_eq!(empty.status(), 400);
    let empty = empty.text().unwrap();
    assert!(empty.contains("请至少填一条") && empty.contains("value=\"2025-10-15\""), "{empty}");
    assert_eq!(form(&proof, "背面不清楚").status(), 303);
    let after = browser.get(&one).text().unwrap();
    assert!(after.contains("背面不清楚") && !after.contains("签发</button>"));

    let events = client(&stage.receiver.pairing()).fetch_events(0).unwrap().events;
    let (_, decision) = client(&stage.receiver.pairing()).fetch_decision(events[1].n).unwrap();
    assert_eq!(decision.decided_by, "试审核");
    assert_eq!(decision.remarks[0].material.as_deref(), Some("身份证"));

    let strange = browser.get(&format!("{page}/abc"));
    assert_eq!(strange.status(), 400);
    assert!(strange.text().unwrap().contains("这个地址不对"));

    assert_eq!(browser.post("/review/logout", &[("csrf", &proof)]).status(), 303);
    assert_eq!(browser.get("/review/").status(), 303, "the cookie is worth nothing now");
    assert_eq!(browser.login(PHRASE), 303);
    assert_eq!(browser.get("/review/").status(), 200);
    let data = text(&stage.receiver.data);
    receiver_command(&["reviewer", "--data", data, "--name", "试审核", "--remove"]);
    assert_eq!(browser.get("/review/").status(), 303, "somebody removed is out at once");
    assert_eq!(browser.login(PHRASE), 401);

    let db = rusqlite::Connection::open(stage.receiver.data.join("receiver.db")).unwrap();
    let count = |act: &str| -> u32 {
        let sql = "SELECT count(*) FROM audit WHERE reviewer = '试审核' AND act = ?1";
        db.query_row(sql, [act], |row| row.get(0)).unwrap()
    };
    let acts = ["list", "view", "file", "download", "returned"].map(count);
    assert_eq!(acts, [1, 3, 2, 1, 1]);
    let log = fs::read_to_string(stage.receiver.data.join("log")).unwrap();
    assert!(!log.contains("样建国") && !log.contains("背面"), "{log}");
}

/// Media type and content of each file of an application.
fn ours_files(browser: &Browser, one: &str) -> Vec<(String, Vec<u8>)> {
    (0..2)
        .map(|n| {
            let answer = browser.get(&format!("{one}/file/{n}"));
            assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
            let media = answer.headers()["content-type"].to_str().unwrap().to_owned();
            (media, answer.bytes().unwrap().to_vec())
        })
        .collect()
}
