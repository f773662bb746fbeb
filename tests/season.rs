//! A whole season of an office with 300 people, through the real receiver: import, verdicts, materials,
//! a notice across the National Day, two returns each by another road, packets, backup, another computer.

use calamine::{Reader, Xlsx, open_workbook_from_rs};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use tests::bag::UNIT;
use tests::office::{Office, script, zipped_pack};
use tests::station::with_materials;
use tests::wire::{Receiver, receiver_command};

const PEOPLE: usize = 300;
const APPLICANTS: usize = 20;
const PHRASE: &str = "一句只在测试里用的口令 season";

/// A valid number of the same birthday and sex, of nobody.
fn number_like(id: &str, n: usize) -> String {
    const WEIGHT: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sex = usize::from(id.as_bytes()[16] - b'0') % 2;
    let body = format!("{}{:03}", &id[..14], 100 + 2 * n + sex);
    let sum: u32 = body.bytes().zip(WEIGHT).map(|(b, w)| u32::from(b - b'0') * w).sum();
    format!("{body}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}

fn name_of(n: usize) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digits = format!("{n:03}");
    let digits = digits.bytes().map(|b| DIGITS[usize::from(b - b'0')]);
    std::iter::once('样').chain(digits).collect()
}

/// The people of the sample who may apply and lack nothing, each many times over under other names and
/// numbers, with all their records.
fn list_of(many: usize, at: &Path) {
    let (office, batch) = with_materials();
    let map = office.ok("checklist.get", json!({ "batchId": batch }));
    let rows = map["rows"].as_array().unwrap();
    let whole: BTreeSet<&str> =
        rows.iter().filter(|r| r["openCount"] == 0).map(|r| r["name"].as_str().unwrap()).collect();
    assert!(whole.len() >= 5, "{whole:?}");
    let made = office.ok("roster.export", json!({}));
    let (_, bytes) = office.desk.tokens().read(made["file"].as_str().unwrap()).unwrap();
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let mut out = Workbook::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let table: Vec<Vec<String>> =
            range.rows().map(|r| r.iter().map(ToString::to_string).collect()).collect();
        let at = |head: &str| table[0].iter().position(|h| h == head);
        let (who, number) = (at("姓名").unwrap(), at("身份证号").unwrap());
        let is_staff = name == book.sheet_names()[0];
        let staff_number = at("工号").filter(|_| is_staff);
        let sheet = out.add_worksheet().set_name(&name).unwrap();
        let mut put = |row: u32, cells: &[String]| {
            for (column, text) in (0u16..).zip(cells) {
                sheet.write_string(row, column, text).unwrap();
            }
        };
        put(0, &table[0]);
        let mut row = 1;
        let names: Vec<&&str> = whole.iter().collect();
        for n in 0..many {
            let source = names[n % names.len()];
            for line in table.iter().skip(1).filter(|l| l[who] == **source) {
                let mut line = line.clone();
                line[who] = name_of(n);
                line[number] = number_like(&line[number], n);
                if let Some(column) = staff_number {
                    line[column] = format!("G{n:04}");
                }
                put(row, &line);
                row += 1;
            }
        }
    }
    out.save(at).unwrap();
}

/// The scans the sample's clerk has, for everything a person owes.
fn attach(office: &Office, application: &Value) {
    let verdict = office.ok("eligibility.get", json!({ "applicationId": application }));
    let scans = script()["material"].clone();
    for m in verdict["verdict"]["materials"].as_array().unwrap() {
        let Some(files) = scans[m["material"].as_str().unwrap()].as_array() else { continue };
        if m["isWaived"] == true || m["isMadeHere"] == true {
            continue;
        }
        let scan = |f: &Value| office.file(&format!("assets/sample/scan/{}", f.as_str().unwrap()));
        let files: Vec<String> = files.iter().map(scan).collect();
        let input =
            json!({ "applicationId": application, "materialId": m["material"], "files": files });
        office.ok("attachment.add", input);
    }
}

/// Another scan in the place of the one that was complained of.
fn mend(office: &Office, application: &Value, scan: &str) {
    let item = json!({ "applicationId": application, "materialId": "id-card" });
    for held in office.ok("checklist.item", item)["attachments"].as_array().unwrap() {
        office.ok("attachment.remove", json!({ "id": held["id"] }));
    }
    let files = [office.file(&format!("assets/sample/scan/{scan}"))];
    let input = json!({ "applicationId": application, "materialId": "id-card", "files": files });
    assert_eq!(office.ok("attachment.add", input)["refused"], json!([]));
}

/// Packets of these people, sealed; all of them at once.
fn seal(office: &Office, batch: &Value, who: &[Value]) -> Vec<Value> {
    let built = office.ok("packet.assemble", json!({ "batchId": batch, "applicationIds": who }));
    assert_eq!((&built["built"], &built["failed"]), (&json!(who.len()), &json!([])));
    let sealed = office.ok("bundle.seal", json!({ "batchId": batch, "applicationIds": who }));
    sealed["bundles"].as_array().unwrap().clone()
}

/// What the reviewer says of these applications of a bundle.
fn decide(data: &Path, bundle: &Value, who: &[Value], outcome: &str) {
    for application in who {
        let said = receiver_command(&[
            "decide",
            "--data",
            data.to_str().unwrap(),
            "--unit",
            UNIT,
            "--bundle",
            bundle["id"].as_str().unwrap(),
            "--application",
            application.as_str().unwrap(),
            "--outcome",
            outcome,
            "--remark",
            "身份证请重新扫描",
            "--by",
            "试审核",
        ]);
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    }
}

/// What the upstream can print of a bundle: a packet each, whole and numbered.
fn papers(bundle: &Path) {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(bundle).unwrap()).unwrap();
    let mut packets = 0;
    for i in 0..zip.len() {
        let mut entry = zip.by_index(i).unwrap();
        if entry.name().unwrap().ends_with("/packet.pdf") {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            let pdf = tests::pdf::Pdf::new(&bytes);
            pdf.assert_sound();
            assert!(pdf.pages() > 10, "{} pages", pdf.pages());
            assert!(pdf.text(None).contains("样〇"), "whose packet it is");
            packets += 1;
        }
    }
    assert_eq!(packets, APPLICANTS);
}

fn stored(office: &Office, bundle: &Value) -> PathBuf {
    office.desk.tokens().path(bundle["file"].as_str().unwrap()).unwrap()
}

fn go_to(office: &Office, day: &str) {
    office.clock.go_to(day.parse().unwrap());
}

#[test]
fn a_season_of_three_hundred_people_from_the_list_to_another_computer() {
    let office = Office::on("2025-08-25");
    office.ok("sample.open", json!({}));
    let list = office.folder.path().join("list.xlsx");
    list_of(PEOPLE, &list);

    // The list, once and once more.
    let preview =
        office.ok("roster.preview", json!({ "file": office.desk.hand_in(&list, "list.xlsx") }));
    assert_eq!(preview["counts"]["held"], 0, "{}", preview["issues"]);
    let done = office.ok("roster.commit", json!({ "preview": preview["preview"] }));
    assert_eq!(done["created"], PEOPLE);
    let again =
        office.ok("roster.preview", json!({ "file": office.desk.hand_in(&list, "list.xlsx") }));
    assert_eq!(again["counts"]["unchanged"], PEOPLE);

    // Who may apply, now and in the coming years.
    let mut wanted = script()["batch"].clone();
    wanted["submitOn"] = json!("2025-10-24");
    wanted["portalClosesOn"] = json!("2025-10-20");
    let batch = office.ok("batch.create", wanted)["id"].clone();
    let all = office.ok("batch.candidates", json!({ "id": batch }))["candidates"].clone();
    let all = all.as_array().unwrap();
    assert_eq!(all.iter().filter(|c| c["isSelectable"] == true).count(), PEOPLE);
    let chosen: Vec<&Value> = all.iter().map(|c| &c["personId"]).collect();
    let ahead = office.ok("forecast.get", json!({ "personId": chosen[0] }));
    assert!(!ahead.to_string().is_empty());
    office.ok("batch.choose", json!({ "id": batch, "personIds": chosen }));
    office.ok("eligibility.assess", json!({ "batchId": batch }));
    let rows = office.ok("batch.get", json!({ "id": batch }))["applications"].clone();
    let rows = rows.as_array().unwrap();
    let eligible: Vec<Value> =
        rows.iter().filter(|r| r["conclusion"] == "eligible").map(|r| r["id"].clone()).collect();
    let open: BTreeSet<String> = rows.iter().map(|r| r["conclusion"].to_string()).collect();
    assert_eq!(eligible.len(), PEOPLE, "{open:?}");
    office.ok("batch.choose", json!({ "id": batch, "personIds": &chosen[..APPLICANTS] }));
    let rows = office.ok("batch.get", json!({ "id": batch }))["applications"].clone();
    let who: Vec<Value> = rows.as_array().unwrap().iter().map(|r| r["id"].clone()).collect();
    assert_eq!(who.len(), APPLICANTS);

    // Materials; then a notice of five working days with the National Day in it.
    go_to(&office, "2025-09-01");
    who.iter().for_each(|id| attach(&office, id));
    let files = [office.file("assets/sample/scan/03-diploma.jpg")];
    let award = json!({
        "applicationId": who[0], "materialId": "award-proof", "files": files,
        "validUntil": "2026-03-01",
    });
    office.ok("attachment.add", award);
    let map = office.ok("checklist.get", json!({ "batchId": batch }));
    let open: Vec<&Value> =
        map["rows"].as_array().unwrap().iter().filter(|r| r["openCount"] != 0).collect();
    assert!(open.is_empty(), "{open:?}");
    go_to(&office, "2025-09-26");
    let mut posted = json!({
        "batchId": batch, "applicationIds": who, "postedOn": "2025-09-26",
        "place": "公告栏", "postedBy": "样经办", "receiver": "综合办公室",
    });
    let notice = office.ok("notice.post", posted.take());
    assert_eq!(
        (&notice["endsOn"], &notice["signableFrom"]),
        (&json!("2025-10-10"), &json!("2025-10-11"))
    );
    go_to(&office, "2025-10-10");
    office.fails("notice.close", json!({ "id": notice["id"] }));
    go_to(&office, "2025-10-11");
    office.ok("notice.close", json!({ "id": notice["id"] }));
    let draft = script()["opinion"].clone();
    office.ok("opinion.save", json!({ "applicationIds": who, "draft": draft }));

    // By wire; everybody is accepted but two.
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("receiver");
    std::fs::create_dir(&data).unwrap();
    let receiver = Receiver::start(&data);
    let pairing = std::fs::read(receiver.data.join("pairing.json")).unwrap();
    let pairing = office.desk.hand_out(&pairing, "pairing.json").unwrap();
    office.ok("sync.pair", json!({ "file": pairing }));
    let first = seal(&office, &batch, &who);
    assert_eq!(
        office.ok("sync.push", json!({}))["received"].as_array().unwrap().len(),
        first.len()
    );
    let (back, fine) = who.split_at(2);
    assert_eq!(first.len(), 1);
    decide(&data, &first[0], fine, "accepted");
    decide(&data, &first[0], back, "returned");
    let pulled = office.ok("sync.pull", json!({}));
    assert_eq!(pulled["decisions"], APPLICANTS, "{pulled}");

    // Mended and sent again by stick; the answer comes back the same way, and is no again.
    go_to(&office, "2025-10-14");
    back.iter().for_each(|id| mend(&office, id, "03-diploma.jpg"));
    let second = seal(&office, &batch, back);
    assert_eq!((second.len(), &second[0]["round"]), (1, &json!(1)));
    let stick = dir.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    let made = office.ok("bundle.export", json!({ "id": second[0]["id"] }));
    let file = stick.join(made["fileName"].as_str().unwrap());
    office.desk.tokens().copy_out(made["file"].as_str().unwrap(), &file, "文件").unwrap();
    let (at, on) = (data.to_str().unwrap(), stick.to_str().unwrap());
    let taken = receiver_command(&["import", "--data", at, on]);
    assert!(taken.status.success(), "{}", String::from_utf8_lossy(&taken.stderr));
    decide(&data, &second[0], back, "returned");
    let replied = receiver_command(&["reply", "--data", at, "--unit", UNIT, "--out", on]);
    assert!(replied.status.success(), "{}", String::from_utf8_lossy(&replied.stderr));
    let reply = std::fs::read_dir(&stick).unwrap().map(|f| f.unwrap().path());
    let reply = reply.filter(|p| p.extension().is_some_and(|e| e == "json")).max().unwrap();
    let reply = office.desk.hand_in(&reply, "reply.json");
    let read = office.ok("sync.read", json!({ "files": [reply] }));
    assert_eq!((&read["receipts"], &read["decisions"]), (&json!(1), &json!(2)), "{read}");

    // The third round goes by wire and is accepted.
    go_to(&office, "2025-10-16");
    back.iter().for_each(|id| mend(&office, id, "01-id-front.jpg"));
    let third = seal(&office, &batch, back);
    assert_eq!((third.len(), &third[0]["round"]), (1, &json!(2)));
    let sent = office.ok("sync.push", json!({}));
    assert!(sent["received"].to_string().contains(third[0]["id"].as_str().unwrap()), "{sent}");
    decide(&data, &third[0], back, "accepted");
    assert_eq!(office.ok("sync.pull", json!({}))["decisions"], 2);

    // What both sides hold in the end.
    let list = office.ok("decision.list", json!({ "batchId": batch }));
    assert_eq!(list["open"], 0);
    assert_eq!(list["decisions"].as_array().unwrap().len(), APPLICANTS + 4);
    let held = receiver.list();
    assert_eq!(held.len(), 3);
    for bundle in [&first[0], &second[0], &third[0]] {
        let id = bundle["id"].as_str().unwrap();
        let ours = bundle::sha256_file(&stored(&office, bundle)).unwrap();
        assert_eq!(ours, bundle::sha256_file(&receiver.stored(id)).unwrap(), "{id}");
    }
    papers(&receiver.stored(first[0]["id"].as_str().unwrap()));
    let page = office.ok("bundle.list", json!({ "batchId": batch }));
    assert_eq!(page["ready"], 0, "nothing is left to send: {page}");

    // Another computer, from one file; then the next year.
    let made = office.ok("backup.export", json!({ "passphrase": PHRASE }));
    assert_eq!(made["damaged"], 0);
    let file = office.folder.path().join(made["fileName"].as_str().unwrap());
    office.desk.tokens().copy_out(made["file"].as_str().unwrap(), &file, "备份").unwrap();
    let other = Office::on("2026-03-02");
    let token = other.desk.hand_in(&file, "backup");
    other.ok("backup.open", json!({ "file": token, "passphrase": PHRASE }));
    assert_eq!(other.ok("backup.restore", json!({ "name": null }))["missing"], 0);
    assert_eq!(other.desk.read(|r| r.list_person_id()).unwrap().len(), PEOPLE);
    let moved = other.ok("bundle.list", json!({ "batchId": batch }));
    for bundle in moved["bundles"].as_array().unwrap() {
        let report = other.ok("bundle.verify", json!({ "id": bundle["id"] }));
        assert_eq!(report["isValid"], true, "{report}");
    }
    let list = other.ok("decision.list", json!({ "batchId": batch }));
    assert_eq!(
        (&list["open"], list["decisions"].as_array().unwrap().len()),
        (&json!(0), APPLICANTS + 4)
    );
    // The next year has no notice yet; it is not judged by an older one without a word.
    let mut next = script()["batch"].clone();
    next["year"] = json!(2026);
    for (key, day) in [
        ("submitOn", "2026-09-30"),
        ("portalClosesOn", "2026-09-25"),
        ("reviewOpensOn", "2026-11-17"),
    ] {
        next[key] = json!(day);
    }
    let refused = other.fails("batch.create", next.clone());
    assert!(refused.message.contains("没有2026年度"), "{refused}");
    let notice = other.desk.hand_out(&zipped_pack("sample-2026"), "year.zip").unwrap();
    other.ok("pack.import", json!({ "file": notice }));
    let next = other.ok("batch.create", next)["id"].clone();
    other.ok("batch.choose", json!({ "id": next, "personIds": &chosen[..APPLICANTS] }));
    other.ok("eligibility.assess", json!({ "batchId": next }));
    let before = open_of(&other, &next);

    // Certificates serve again; what speaks of one year, and what has run out, does not.
    let earlier = other.ok("attachment.earlier", json!({ "batchId": next }))["rows"].clone();
    let earlier = earlier.as_array().unwrap();
    let kinds: BTreeSet<&str> = earlier.iter().map(|r| r["materialId"].as_str().unwrap()).collect();
    assert!(kinds.contains("id-card") && kinds.contains("title-cert"), "{kinds:?}");
    for yearly in ["pledge", "chsi-form", "chsi-shot", "appraisal", "notice-shot"] {
        assert!(!kinds.contains(yearly), "{kinds:?}");
    }
    let (gone, good): (Vec<&Value>, Vec<&Value>) =
        earlier.iter().partition(|r| r["isExpired"] == true);
    assert_eq!(gone.len(), 1, "{gone:?}");
    assert_eq!(gone[0]["materialId"], "award-proof");
    let pick =
        |r: &&Value| json!({ "applicationId": r["applicationId"], "materialId": r["materialId"] });
    let expired: Vec<Value> = gone.iter().map(pick).collect();
    other.fails("attachment.reuse", json!({ "batchId": next, "picks": expired }));
    let picks: Vec<Value> = good.iter().map(pick).collect();
    let request = json!({ "batchId": next, "picks": picks });
    let reused = other.ok("attachment.reuse", request.clone());
    let files: i64 = good.iter().map(|r| r["files"].as_i64().unwrap()).sum();
    assert_eq!(reused["attachments"].as_array().unwrap().len() as i64, files);
    assert_eq!(open_of(&other, &next), before - good.len() as i64);
    other.fails("attachment.reuse", request);
    let item =
        json!({ "applicationId": good[0]["applicationId"], "materialId": good[0]["materialId"] });
    let shown = other.ok("checklist.item", item);
    assert_eq!(shown["state"], "complete", "{shown}");
}

fn open_of(office: &Office, batch: &Value) -> i64 {
    office.ok("checklist.get", json!({ "batchId": batch }))["openCount"].as_i64().unwrap()
}
