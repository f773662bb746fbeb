//! The papers of a real batch: which are needed, what stands on them, what is blank.

use serde_json::{Value, json};
use std::sync::OnceLock;
use tests::office::Office;
use tests::pdf::Pdf;

struct Season {
    office: Office,
    batch: Value,
}

fn season() -> &'static Season {
    static SEASON: OnceLock<Season> = OnceLock::new();
    SEASON.get_or_init(|| {
        let office = Office::with_sample();
        office.settle_all();
        let batch = office.assessed_batch();
        Season { office, batch }
    })
}

impl Season {
    fn applications(&self) -> Vec<Value> {
        let page = self.office.ok("batch.get", json!({ "id": self.batch }));
        page["applications"].as_array().expect("applications").clone()
    }

    fn make(&self, name: &str, application: Option<&Value>) -> (Value, Pdf) {
        let input = json!({ "name": name, "batchId": self.batch, "applicationId": application });
        let made = self.office.ok("form.make", input);
        let token = made["file"]["file"].as_str().expect("a token");
        let (_, bytes) = self.office.desk.tokens().read(token).expect("the file");
        (made, Pdf::new(&bytes))
    }

    fn forms(&self, application: Option<&Value>) -> Vec<Value> {
        let input = json!({ "batchId": self.batch, "applicationId": application });
        let list = self.office.ok("form.list", input);
        assert_eq!(list["faults"], json!([]));
        list["forms"].as_array().expect("forms").clone()
    }
}

#[test]
fn every_form_of_the_batch_is_made_and_sound() {
    let season = season();
    let forms = season.forms(None);
    assert!(forms.len() >= 13);
    for form in &forms {
        let name = form["name"].as_str().expect("a name");
        let (_, pdf) = season.make(name, None);
        pdf.assert_sound();
    }
}

#[test]
fn every_form_of_an_applicant_is_made_and_sound() {
    let season = season();
    for application in season.applications().iter().take(4) {
        let id = &application["id"];
        let name = application["name"].as_str().expect("a name");
        for form in season.forms(Some(id)) {
            let form = form["name"].as_str().expect("a name").to_owned();
            let (_, pdf) = season.make(&form, Some(id));
            pdf.assert_sound();
            assert!(pdf.text(None).contains(name), "{form} is not about its applicant");
        }
    }
}

#[test]
fn forms_that_are_not_needed_say_why() {
    let season = season();
    let id = season.applications()[0]["id"].clone();
    let forms = season.forms(Some(&id));
    let of = |name: &str| forms.iter().find(|f| f["name"] == name).expect("a form");
    assert!(of("dispatch-set")["reason"].as_str().expect("why").contains("派遣"));
    assert!(of("notice")["reason"].as_str().expect("why").contains("公示"));
    assert_eq!(of("supplement")["reason"], Value::Null);
    assert!(!of("notice")["cites"].as_array().expect("clauses").is_empty());
    assert!(of("notice")["seals"].as_i64() >= Some(2));
}

#[test]
fn the_supplement_names_everything_that_lacks_at_once() {
    let season = season();
    let all = season.applications();
    let open = |a: &&Value| a["missingMaterials"].as_i64().unwrap_or(0) > 2;
    let application = all.iter().find(open).expect("somebody lacks something");
    let heat = season.office.ok("checklist.get", json!({ "batchId": season.batch }));
    let row = heat["rows"].as_array().expect("rows").iter();
    let row = row.into_iter().find(|r| r["applicationId"] == application["id"]).expect("a row");
    let (made, pdf) = season.make("supplement", Some(&application["id"]));
    let text = pdf.text(None);
    let materials = heat["materials"].as_array().expect("materials");
    let mut named = 0;
    for (material, cell) in materials.iter().zip(row["cells"].as_array().expect("cells")) {
        if cell == "missing" {
            let name: String =
                material["name"].as_str().expect("a name").split_whitespace().collect();
            assert!(text.contains(&name), "{name}");
            named += 1;
        }
    }
    assert!(named > 2);
    assert!(text.contains("2025年9月"), "a day until when: {text}");
    assert_eq!(made["cautions"], json!([]));
}

#[test]
fn posted_forms_of_real_people_hold_no_private_number() {
    let season = season();
    let id = season.applications()[0]["id"].clone();
    for name in ["notice", "notice-a3"] {
        for word in season.make(name, Some(&id)).1.words() {
            for run in word.split(|c: char| !c.is_ascii_digit()) {
                let is_mobile = run.len() == 11 && run.starts_with('1');
                assert!(run.len() < 15 && !is_mobile, "{name}: {word}");
            }
        }
    }
}

#[test]
fn what_nobody_knows_is_listed() {
    let season = season();
    let (made, _) = season.make("meeting-record", None);
    let gaps = made["gaps"].as_array().expect("gaps");
    assert!(gaps.iter().any(|g| g["path"] == "meeting.chair"), "{gaps:?}");
    assert!(gaps.iter().any(|g| g["label"] == "推荐会议·主持人"));
}

#[test]
fn the_meeting_is_kept_and_compared_with_the_opinion() {
    let season = Season { office: Office::with_sample(), batch: Value::Null };
    season.office.settle_all();
    let batch = season.office.assessed_batch();
    let season = Season { batch, ..season };
    let id = season.applications()[0]["id"].clone();
    let opinion = tests::office::script()["opinion"].clone();
    season.office.ok("opinion.save", json!({ "applicationIds": [id], "draft": opinion }));
    let meeting = json!({
        "heldOn": "2025-09-05", "place": "三楼会议室", "chair": "样董事", "expected": 19, "present": 18,
        "issued": 18, "returned": 18, "valid": 18,
        "votes": [{ "applicationId": id, "agree": 17, "against": 1, "abstain": 0 }],
    });
    let save = json!({ "batchId": season.batch, "meeting": meeting });
    let page = season.office.ok("meeting.save", save);
    let caution = page["cautions"][0].as_str().expect("a caution");
    assert!(caution.contains("19") && caution.contains("18"), "{caution}");
    let (_, pdf) = season.make("meeting-record", None);
    let text = pdf.text(None);
    for word in ["2025年9月5日", "三楼会议室", "样董事"] {
        assert!(text.contains(word), "{word}");
    }
    let (made, _) = season.make("opinion", Some(&id));
    assert!(made["cautions"][0].as_str().expect("a caution").contains("会议记录"));
    let wrong = json!({ "batchId": season.batch, "meeting": { "present": -1 } });
    assert_eq!(season.office.fails("meeting.save", wrong).code, desk::error::Code::InvalidInput);
}

#[test]
fn votes_beyond_the_ballots_are_told() {
    let season = season();
    let id = season.applications()[0]["id"].clone();
    let meeting = json!({
        "present": 10, "expected": 9, "valid": 8,
        "votes": [{ "applicationId": id, "agree": 9, "against": 0, "abstain": null }],
    });
    let page =
        season.office.ok("meeting.save", json!({ "batchId": season.batch, "meeting": meeting }));
    assert_eq!(page["cautions"].as_array().expect("cautions").len(), 2);
    season.office.ok("meeting.save", json!({ "batchId": season.batch, "meeting": {} }));
}

#[test]
fn the_seal_list_is_made_from_the_descriptions() {
    let season = season();
    let eligible = season.applications().iter().filter(|a| a["conclusion"] == "eligible").count();
    let text = season.make("seal-list", None).1.text(None);
    assert!(text.contains("基层单位推荐意见") && text.contains("单位负责人"));
    assert!(text.contains(&eligible.to_string()));
    assert!(!text.contains("公示）表（A3）"), "one layout is printed, not both");
}

#[test]
fn the_crib_has_the_portals_thirteen_blocks_in_order() {
    let season = season();
    let id = season.applications()[0]["id"].clone();
    let page = season.office.ok("form.portal", json!({ "applicationId": id }));
    let titles: Vec<&str> = page["blocks"]
        .as_array()
        .expect("blocks")
        .iter()
        .map(|b| b["title"].as_str().expect("a title"))
        .collect();
    assert_eq!(titles.len(), 13);
    assert_eq!((titles[0], titles[4], titles[12]), ("现有职称", "技术工作总结", "近五年考核"));
    for block in page["blocks"].as_array().expect("blocks") {
        let columns = block["head"].as_array().expect("a head").len();
        for row in block["rows"].as_array().expect("rows") {
            assert_eq!(row.as_array().expect("a row").len(), columns, "{}", block["title"]);
        }
    }
    let choices = page["choices"].as_array().expect("choices");
    assert!(choices.iter().any(|c| c["label"] == "评审委员会" && c["text"] != ""));
}

#[test]
fn the_workbook_is_handed_out_and_noted() {
    let season = season();
    let file = season.office.ok("form.workbook", json!({ "batchId": season.batch }));
    let token = file["file"].as_str().expect("a token");
    let (name, bytes) = season.office.desk.tokens().read(token).expect("the file");
    assert!(name.ends_with(".xlsx") && bytes.starts_with(b"PK"));
    let history = season.office.ok("history.list", json!({}));
    assert!(history.to_string().contains("导出一览表"));
}

#[test]
fn a_form_of_one_person_asks_for_the_person() {
    let season = season();
    let input = json!({ "name": "notice", "batchId": season.batch });
    let error = season.office.fails("form.make", input);
    assert_eq!(error.field.as_deref(), Some("applicationId"));
    let unknown = json!({ "name": "no-such-form", "batchId": season.batch });
    assert_eq!(season.office.fails("form.make", unknown).code, desk::error::Code::NotFound);
}

#[test]
fn the_gallery_shows_every_form() {
    let season = season();
    let forms = season.office.ok("form.gallery", json!({}))["forms"].clone();
    assert!(forms.as_array().expect("forms").len() >= 30);
    let made = season.office.ok("form.sample", json!({ "name": "brief", "size": "long" }));
    assert_eq!(made["file"]["pages"], 1);
}

#[test]
fn lists_and_labels_are_of_those_who_may_apply_and_the_papers_say_whose_they_are() {
    let season = season();
    let rows = season.applications();
    let of = |conclusion: &str| -> Vec<String> {
        let hits = rows.iter().filter(|r| r["conclusion"] == conclusion);
        hits.map(|r| r["name"].as_str().expect("a name").to_owned()).collect()
    };
    let (may, not) = (of("eligible"), of("ineligible"));
    assert!(may.len() > 5 && not.len() > 2);
    for name in ["summary-table", "label"] {
        let text = season.make(name, None).1.text(None).replace([' ', '\n'], "");
        for who in &may {
            assert!(text.contains(who.as_str()), "{name}: {who}");
        }
        for who in &not {
            assert!(!text.contains(who.as_str()), "{name}: {who}");
        }
    }
    let row = rows.iter().find(|r| r["conclusion"] == "eligible").expect("somebody");
    let text = season.make("supplement", Some(&row["id"])).1.text(None);
    assert!(
        text.replace([' ', '\n'], "").contains("告知单位：富民县样例建筑工程有限公司"),
        "{text}"
    );
}
