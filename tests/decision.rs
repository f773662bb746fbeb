//! 退回与再报: what the upstream says comes back by file, stands beside the person, and the next round
//! answers it.

use bundle::{Identity, Kept, Signer};
use desk::error::Code;
use engine::decision::{Decision, Outcome, REPLY_FORMAT, Remark, Reply};
use engine::protocol::{
    BundleState, PAIRING_FORMAT, PROTOCOL, Pairing, Receipt, Secret, Signed, canonical_json,
};
use serde_json::{Value, json};
use std::path::PathBuf;
use tests::bag::UNIT;
use tests::office::{Office, copy_folder};
use tests::station::ready_for_packet;
use tests::wire::{Receiver, receiver_command};

/// An upstream as its documents show it.
struct Upstream {
    signer: Signer,
    identity: Identity,
}

impl Upstream {
    fn new() -> Self {
        Self { signer: Signer::generate().unwrap(), identity: Identity::generate() }
    }

    fn pair(&self, office: &Office, recipient: Option<String>) {
        let pairing = Pairing {
            format: PAIRING_FORMAT.into(),
            protocol: PROTOCOL,
            base_url: "http://127.0.0.1:9/zc/v1".into(),
            server_id: "upstream".into(),
            server_name: "样例收件端".into(),
            server_key: self.signer.public().to_base64(),
            unit_id: UNIT.into(),
            unit_name: "样例单位".into(),
            token: Secret::new(format!("{UNIT}.{}", "a".repeat(64))),
            server_recipient: recipient,
            ca_pem: None,
        };
        let text = serde_json::to_string(&pairing).unwrap();
        let token = office.desk.hand_out(text.as_bytes(), "pairing.json").unwrap();
        office.ok("sync.pair", json!({ "file": token }));
    }

    fn sign(&self, document: String) -> Signed {
        Signed { signature: self.signer.sign(document.as_bytes(), "").unwrap(), document }
    }

    fn receipt(&self, bundle: &str, n: u64) -> Signed {
        let receipt = Receipt {
            server_id: "upstream".into(),
            epoch: 1,
            n,
            bundle_id: bundle.into(),
            zip_sha256: "0".repeat(64),
            size: 1,
            unit_id: UNIT.into(),
            received_at: "2025-09-24T01:00:00Z".into(),
            state: BundleState::Received,
        };
        self.sign(canonical_json(&receipt).unwrap())
    }

    fn decision(&self, bundle: &str, id: &Value, round: u8, n: u64, outcome: Outcome) -> Signed {
        let decision = Decision {
            server_id: "upstream".into(),
            epoch: 1,
            n,
            unit_id: UNIT.into(),
            bundle_id: bundle.into(),
            application_id: id.as_str().unwrap().into(),
            round,
            outcome,
            remarks: vec![Remark {
                material: Some("身份证".into()),
                text: "背面不清楚，请重新扫描".into(),
            }],
            due_on: Some("2025-09-30".into()),
            decided_by: "试审核".into(),
            decided_at: "2025-09-25T02:00:00Z".into(),
        };
        self.sign(canonical_json(&decision).unwrap())
    }
}

fn reply(office: &Office, unit: &str, receipts: Vec<Signed>, decisions: Vec<Signed>) -> Value {
    let reply = Reply {
        format: REPLY_FORMAT.into(),
        protocol: PROTOCOL,
        unit_id: unit.into(),
        receipts,
        decisions,
    };
    let text = serde_json::to_string(&reply).unwrap();
    json!({ "files": [office.desk.hand_out(text.as_bytes(), "reply.json").unwrap()] })
}

/// One application sealed, with its batch, its id and the bundle.
fn sealed() -> (Office, Value, Value, Value) {
    let (office, batch, id) = ready_for_packet("样建国");
    let bundle = seal(&office, &batch, &id);
    (office, batch, id, bundle)
}

fn seal(office: &Office, batch: &Value, id: &Value) -> Value {
    let report = office.ok("packet.assemble", json!({ "batchId": batch, "applicationIds": [id] }));
    assert_eq!(report["failed"], json!([]));
    let bundles = office.ok("bundle.seal", json!({ "batchId": batch }))["bundles"].clone();
    assert_eq!(bundles.as_array().unwrap().len(), 1);
    bundles[0].clone()
}

fn zip_of(office: &Office, bundle: &Value) -> PathBuf {
    office.desk.tokens().path(bundle["file"].as_str().unwrap()).unwrap()
}

#[test]
fn what_comes_back_is_shown_with_what_changed_and_answered_by_the_next_round() {
    let (office, batch, id, first) = sealed();
    let first_id = first["id"].as_str().unwrap();
    let upstream = Upstream::new();
    upstream.pair(&office, None);
    let returned = upstream.decision(first_id, &id, 0, 2, Outcome::Returned);
    let said = reply(&office, UNIT, vec![upstream.receipt(first_id, 1)], vec![returned]);
    let report = office.ok("sync.read", said.clone());
    assert_eq!(report, json!({ "receipts": 1, "decisions": 1, "elsewhere": 0, "lost": 0 }));
    // The same stick again changes nothing.
    let again = office.ok("sync.read", said);
    assert_eq!(again, json!({ "receipts": 0, "decisions": 0, "elsewhere": 0, "lost": 0 }));

    let list = office.ok("decision.list", json!({ "batchId": batch }));
    assert_eq!(list["open"], 1);
    let one = &list["decisions"][0];
    assert_eq!((&one["outcome"], &one["standing"]), (&json!("returned"), &json!("open")));
    assert_eq!(one["remarks"][0]["material"], "身份证");
    assert_eq!((&one["dueOn"], &one["changes"]), (&json!("2025-09-30"), &json!([])));
    let overview = office.ok("overview.get", json!({}));
    let duty = overview["duties"].as_array().unwrap().iter();
    let duty = duty.clone().find(|d| d["title"] == "退回待补正：1 人");
    assert_eq!(duty.expect("a duty")["dueOn"], "2025-09-30");
    // Unchanged it is not sealed by accident.
    let bundles = office.ok("bundle.list", json!({ "batchId": batch }));
    assert_eq!(bundles["ready"], 0);
    let reasons = bundles["blocked"].to_string();
    assert!(reasons.contains("上级退回后还没有改动"), "{reasons}");

    let item = json!({ "applicationId": id, "materialId": "id-card" });
    let kept = office.ok("checklist.item", item.clone())["attachments"].clone();
    office.ok("attachment.remove", json!({ "id": kept[0]["id"] }));
    let scan = office.file("assets/sample/scan/03-diploma.jpg");
    let input = json!({ "applicationId": id, "materialId": "id-card", "files": [scan] });
    assert_eq!(office.ok("attachment.add", input)["accepted"].as_array().unwrap().len(), 1);
    let list = office.ok("decision.list", json!({ "batchId": batch }));
    let changes = list["decisions"][0]["changes"].to_string();
    assert!(changes.contains("身份证") && changes.contains("不一样"), "{changes}");

    let second = seal(&office, &batch, &id);
    assert_eq!(second["round"], 1);
    let manifest = Kept::open(&zip_of(&office, &second)).unwrap().manifest().unwrap();
    assert_eq!((manifest.round, manifest.prev), (1, Some(format!("sha256:{first_id}"))));
    let standing = |n: usize| {
        office.ok("decision.list", json!({ "batchId": batch }))["decisions"][n]["standing"].clone()
    };
    assert_eq!(standing(0), "filed_again");

    let second_id = second["id"].as_str().unwrap();
    let accepted = upstream.decision(second_id, &id, 1, 5, Outcome::Accepted);
    let report = office.ok("sync.read", reply(&office, UNIT, vec![], vec![accepted]));
    assert_eq!(report["decisions"], 1);
    assert_eq!((standing(0), standing(1)), (json!("closed"), json!("filed_again")));
    let page = office.ok("bundle.list", json!({ "batchId": batch }));
    assert_eq!(
        (
            &page["ready"],
            &page["blocked"].as_array().unwrap().iter().any(|b| b["applicationId"] == id)
        ),
        (&json!(0), &false)
    );
}

#[test]
fn f23_an_older_decision_never_takes_the_place_of_a_later_one() {
    let (office, batch, id, first) = sealed();
    let first_id = first["id"].as_str().unwrap();
    let upstream = Upstream::new();
    upstream.pair(&office, None);
    let later = upstream.decision(first_id, &id, 0, 9, Outcome::Accepted);
    let older = upstream.decision(first_id, &id, 0, 2, Outcome::Returned);
    office.ok("sync.read", reply(&office, UNIT, vec![], vec![later]));
    let report = office.ok("sync.read", reply(&office, UNIT, vec![], vec![older]));
    assert_eq!(report["decisions"], 0);
    let list = office.ok("decision.list", json!({ "batchId": batch }));
    assert_eq!((&list["decisions"][0]["outcome"], &list["open"]), (&json!("accepted"), &json!(0)));
}

#[test]
fn f23_what_is_not_the_upstreams_or_not_ours_is_refused_whole() {
    let (office, batch, id, first) = sealed();
    let first_id = first["id"].as_str().unwrap();
    let upstream = Upstream::new();
    upstream.pair(&office, None);
    let good = upstream.receipt(first_id, 1);
    let mut tampered = upstream.decision(first_id, &id, 0, 2, Outcome::Returned);
    tampered.document = tampered.document.replace("returned", "accepted");
    let forged = Upstream::new().decision(first_id, &id, 0, 2, Outcome::Returned);
    for bad in [tampered, forged] {
        let said = reply(&office, UNIT, vec![good.clone()], vec![bad]);
        let error = office.fails("sync.read", said);
        assert_eq!(error.code, Code::UpstreamRejected);
        let list = office.ok("bundle.list", json!({ "batchId": batch }));
        assert_eq!(list["bundles"][0]["state"], "sealed", "the good receipt beside it waits too");
    }
    let error = office.fails("sync.read", reply(&office, "91530103MAXXXXXD31", vec![], vec![]));
    assert!(error.message.contains("别的单位"), "{error}");
    let token = office.desk.hand_out(b"{}", "x.json").unwrap();
    assert_eq!(office.fails("sync.read", json!({ "files": [token] })).code, Code::InvalidInput);
    // Of two files the good one waits for the bad one.
    let mut both = reply(&office, UNIT, vec![good], vec![]);
    both["files"].as_array_mut().unwrap().push(json!(token));
    office.fails("sync.read", both);
    let list = office.ok("bundle.list", json!({ "batchId": batch }));
    assert_eq!(list["bundles"][0]["state"], "sealed");
    // A bundle of another computer of the unit is counted, not guessed at.
    let other = upstream.decision(&"f".repeat(64), &id, 0, 3, Outcome::Returned);
    let report = office.ok("sync.read", reply(&office, UNIT, vec![], vec![other]));
    assert_eq!((&report["decisions"], &report["elsewhere"]), (&json!(0), &json!(1)));
}

#[test]
fn a_stick_is_opened_by_the_upstream_alone_and_holds_the_very_bundle() {
    let (office, _, _, first) = sealed();
    let upstream = Upstream::new();
    upstream.pair(&office, None);
    let error = office.fails("bundle.export", json!({ "id": first["id"] }));
    assert!(error.message.contains("没有上级的加密公钥"), "{error}");
    upstream.pair(&office, Some(upstream.identity.recipient().to_text()));
    let made = office.ok("bundle.export", json!({ "id": first["id"] }));
    let path = office.desk.tokens().path(made["file"].as_str().unwrap()).unwrap();
    let out = office.folder.path().join("opened.zip");
    assert!(bundle::decrypt(&path, &out, &Identity::generate(), &()).is_err());
    bundle::decrypt(&path, &out, &upstream.identity, &()).unwrap();
    assert_eq!(std::fs::read(&out).unwrap(), std::fs::read(zip_of(&office, &first)).unwrap());
    // Handed out to a stick it is read back; and again is made anew.
    let stick = office.folder.path().join("stick.age");
    office.desk.tokens().copy_out(made["file"].as_str().unwrap(), &stick, "文件").unwrap();
    assert_eq!(std::fs::read(&stick).unwrap(), std::fs::read(&path).unwrap());
    office.ok("bundle.export", json!({ "id": first["id"] }));
}

/// What the code on a page says.
fn scanned(pdf: &std::path::Path) -> String {
    let picture = pdf.with_extension("");
    let drawn = std::process::Command::new("pdftoppm")
        .args(["-r", "200", "-gray", "-png", "-singlefile"])
        .args([pdf, &picture])
        .status()
        .unwrap();
    assert!(drawn.success());
    let picture = image::open(picture.with_extension("png")).unwrap().into_luma8();
    let (width, height) = picture.dimensions();
    let mut page =
        rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
            picture.get_pixel(x as u32, y as u32).0[0]
        });
    let codes = page.detect_grids();
    assert_eq!(codes.len(), 1);
    codes[0].decode().unwrap().1
}

#[test]
fn a_page_goes_with_the_stick_and_its_code_and_words_name_the_very_file() {
    let (office, _, _, first) = sealed();
    let upstream = Upstream::new();
    upstream.pair(&office, Some(upstream.identity.recipient().to_text()));
    let made = office.ok("bundle.export", json!({ "id": first["id"] }));
    let path = |token: &Value| office.desk.tokens().path(token.as_str().unwrap()).unwrap();
    let (file, sheet) = (path(&made["file"]), path(&made["sheet"]));
    assert_eq!(file.parent(), sheet.parent());
    let hash = bundle::sha256_file(&file).unwrap();
    let id = first["id"].as_str().unwrap();
    let code = format!("SHA256:{} ID:{}", hash.to_uppercase(), id.to_uppercase());
    assert_eq!(scanned(&sheet), code);
    let pdf = tests::pdf::Pdf::at(&sheet);
    assert_eq!(pdf.pages(), 1);
    let words = pdf.text(None).replace([' ', '\n'], "");
    for said in [hash.as_str(), id, made["fileName"].as_str().unwrap(), "移交人", "接收人"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(!words.contains("样建国"), "nobody is named on it");
}

#[test]
fn a_bundle_locked_with_a_pass_phrase_is_opened_by_7_zip_and_still_vouched_for() {
    let (office, _, _, first) = sealed();
    let short =
        office.fails("bundle.lock", json!({ "id": first["id"], "passphrase": "太短的口令" }));
    assert!(short.message.contains("至少"), "{short}");
    let phrase = "一句足够长的中文口令，能记住";
    let made = office.ok("bundle.lock", json!({ "id": first["id"], "passphrase": phrase }));
    let path = office.desk.tokens().path(made["file"].as_str().unwrap()).unwrap();
    let open = |phrase: &str, to: &str| {
        let out = office.folder.path().join(to);
        let done = std::process::Command::new("7z")
            .arg("x")
            .arg(format!("-p{phrase}"))
            .arg(format!("-o{}", out.display()))
            .arg(&path)
            .output()
            .unwrap();
        (done.status.success(), out)
    };
    assert!(!open("另一句足够长的中文口令，不对", "wrong").0);
    let (is_open, out) = open(phrase, "right");
    assert!(is_open);
    let bag = std::fs::read_dir(&out).unwrap().next().unwrap().unwrap().path();
    let tags = std::fs::read(bag.join("tagmanifest-sha256.txt")).unwrap();
    assert_eq!(bundle::sha256_bytes(&tags), first["id"].as_str().unwrap());
    assert!(bundle::verify_foreign(&bag, &()).unwrap().problems.is_empty());
    // Every entry is locked, and by AES with 256 bits.
    let list = std::process::Command::new("7z").args(["l", "-slt"]).arg(&path).output().unwrap();
    let list = String::from_utf8_lossy(&list.stdout).into_owned();
    let entries = list.matches("Method = AES-256").count();
    assert!(entries > 5 && !list.contains("Encrypted = -"), "{list}");
}

#[test]
fn a_bundle_that_is_gone_hides_no_decision_and_stops_nobody() {
    let (office, batch, id, first) = sealed();
    let upstream = Upstream::new();
    upstream.pair(&office, None);
    let returned = upstream.decision(first["id"].as_str().unwrap(), &id, 0, 2, Outcome::Returned);
    office.ok("sync.read", reply(&office, UNIT, vec![], vec![returned]));
    std::fs::remove_file(zip_of(&office, &first)).unwrap();
    let one = office.ok("decision.list", json!({ "batchId": batch }))["decisions"][0].clone();
    assert_eq!(one["remarks"][0]["text"], "背面不清楚，请重新扫描");
    assert!(one["problem"].as_str().unwrap().contains("比不出改了什么"), "{one}");
    office.ok("overview.get", json!({}));
    assert_eq!(office.ok("bundle.list", json!({ "batchId": batch }))["ready"], 1);
}

#[test]
fn f12_what_a_restored_receiver_has_lost_is_offered_again() {
    let (office, batch, _, first) = sealed();
    let dir = tempfile::tempdir().unwrap();
    let (data, backup) = (dir.path().join("receiver"), dir.path().join("backup"));
    std::fs::create_dir(&data).unwrap();
    let pair = |receiver: &Receiver| {
        let text = std::fs::read(receiver.data.join("pairing.json")).unwrap();
        let token = office.desk.hand_out(&text, "pairing.json").unwrap();
        office.ok("sync.pair", json!({ "file": token }));
    };
    let state = || {
        let list = office.ok("bundle.list", json!({ "batchId": batch }));
        list["bundles"][0]["state"].clone()
    };
    let mut receiver = Receiver::start(&data);
    pair(&receiver);
    office.ok("sync.pull", json!({}));
    assert!(receiver.terminate());
    copy_folder(&data, &backup);
    let mut receiver = Receiver::start(&data);
    pair(&receiver);
    assert_eq!(office.ok("sync.push", json!({}))["received"][0]["id"], first["id"]);
    assert_eq!(office.ok("sync.pull", json!({}))["lost"], 0);
    assert_eq!(state(), "received");
    assert!(receiver.terminate());

    std::fs::remove_dir_all(&data).unwrap();
    copy_folder(&backup, &data);
    let restored = receiver_command(&["restored", "--data", data.to_str().unwrap()]);
    assert!(restored.status.success());
    let receiver = Receiver::start(&data);
    pair(&receiver);
    assert_eq!(office.ok("sync.pull", json!({}))["lost"], 1);
    assert_eq!(state(), "sealed");
    assert_eq!(office.ok("sync.pull", json!({}))["lost"], 0, "told once");
    office.ok("sync.push", json!({}));
    assert_eq!(state(), "received");
    assert_eq!(receiver.list().len(), 1);
}
