//! 合并打印: the papers of a batch as one pile, in order, as often as they are needed.

use serde_json::{Value, json};
use tests::pdf::Pdf;
use tests::station::ready_for_packet;

fn open(office: &tests::office::Office, file: &Value) -> Pdf {
    let (_, bytes) = office.desk.tokens().read(file["file"].as_str().unwrap()).unwrap();
    let pdf = Pdf::new(&bytes);
    pdf.assert_sound();
    assert_eq!(json!(pdf.pages()), file["pages"]);
    pdf
}

#[test]
fn papers_lie_by_person_or_by_document_and_each_as_often_as_asked() {
    let (office, batch, _) = ready_for_packet("样建国");
    let plan = office.ok("print.plan", json!({ "batchId": batch }));
    let paper = |name: &str| {
        let all = plan["papers"].as_array().unwrap();
        all.iter().find(|p| p["name"] == name).unwrap().clone()
    };
    assert_eq!(paper("calibration")["isPersonal"], false);
    let people = paper("verdict")["needed"].as_i64().unwrap();
    let applying = paper("bag-label")["needed"].as_i64().unwrap();
    assert!(people > applying && applying > 3, "who may not apply is given the judgement only");
    let request = |order: &str, is_duplex: bool| {
        json!({
            "batchId": batch, "order": order, "isDuplex": is_duplex,
            "papers": [
                { "name": "verdict", "copies": 1 }, { "name": "bag-label", "copies": 2 },
                { "name": "calibration", "copies": 1 }, { "name": "notice-a3", "copies": 1 },
            ],
        })
    };
    let by_person = office.ok("print.make", request("person", true));
    assert_eq!(by_person["failed"], json!([]));
    let lines = by_person["lines"].as_array().unwrap();
    let files = by_person["files"].as_array().unwrap();
    assert_eq!(files.len(), 2, "A3 is a pile of its own");
    assert_eq!(lines[0]["title"], "打印校准页");
    assert_eq!(lines[1]["name"], lines[2]["name"], "all of one person, then the next");
    let pdf = open(&office, &files[0]);
    for line in lines.iter().filter(|l| l["file"] == 1) {
        let page = line["page"].as_u64().unwrap() as usize;
        assert_eq!(page % 2, 1, "{line} starts on a front page");
        let bare = |t: &str| t.replace([' ', '\n', '　'], "");
        let text = bare(&pdf.text(Some(page)));
        assert!(text.contains(&bare(line["name"].as_str().unwrap())), "{line}: {text}");
        assert!(
            !text.contains("第1页共"),
            "no page number of the pile is printed over a form: {text}"
        );
    }
    let (width, height) = open(&office, &files[1]).page_size(1);
    assert!(width > 1180.0 && height > 830.0, "A3 lying: {width} × {height}");

    let by_document = office.ok("print.make", request("document", false));
    let lines = by_document["lines"].as_array().unwrap();
    let own: Vec<&Value> = lines.iter().filter(|l| l["title"] == lines[1]["title"]).collect();
    assert_eq!(own.len() as i64, people, "one paper of all, then the next");
    assert!(lines[1..=people as usize].iter().all(|l| l["title"] == lines[1]["title"]));
    assert!(own.windows(2).all(|w| w[0]["name"] != w[1]["name"]));
    let made = std::fs::read_dir(office.desk.folder("made")).unwrap();
    assert!(made.flatten().all(|e| e.path().is_file()), "no folder of waiting papers is left");
}

#[test]
fn packets_go_along_and_what_cannot_be_printed_is_named() {
    let (office, batch, id) = ready_for_packet("样建国");
    let request = json!({
        "batchId": batch, "order": "person", "papers": [], "hasPackets": true,
    });
    let error = office.fails("print.make", request.clone());
    assert!(error.message.contains("没有可以打印的"), "{error}");
    office.ok("packet.assemble", json!({ "batchId": batch, "applicationIds": [id] }));
    let made = office.ok("print.make", request);
    let lines = made["lines"].as_array().unwrap();
    assert_eq!((lines.len(), &lines[0]["name"]), (1, &json!("样建国")));
    assert!(made["failed"].to_string().contains("档案还没有生成"));
    let absurd = json!({
        "batchId": batch, "order": "person", "papers": [{ "name": "verdict", "copies": 0 }],
    });
    assert!(office.fails("print.make", absurd).message.contains("份数"));
    let unknown = json!({
        "batchId": batch, "order": "person", "papers": [{ "name": "none", "copies": 1 }],
    });
    assert!(office.fails("print.make", unknown).message.contains("没有找到"));
}
