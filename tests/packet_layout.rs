//! 装袋方式: an office's own order, volumes and binding, for one committee at a time.

use serde_json::{Value, json};
use tests::pdf::Pdf;
use tests::station::ready_for_packet;

fn titles(page: &Value, volume: i64) -> Vec<String> {
    let outline = page["outline"].as_array().unwrap();
    let own = outline.iter().filter(|e| e["volume"] == volume);
    own.map(|e| e["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_packet_follows_the_order_of_its_committee_volume_by_volume() {
    let (office, batch, id) = ready_for_packet("样建国");
    let get = || office.ok("packet.get", json!({ "applicationId": id }));
    let build = || {
        let input = json!({ "batchId": batch, "applicationIds": [id] });
        let report = office.ok("packet.assemble", input);
        assert_eq!((&report["built"], &report["failed"]), (&json!(1), &json!([])));
        get()
    };
    let one = build();
    assert_eq!(one["files"].as_array().unwrap().len(), 1);
    let before = titles(&one, 1);
    assert_eq!(before[..2], ["封面", "材料目录"]);

    let page = office.ok("packet.layout", json!({ "batchId": batch }));
    let committee = page["committeeId"].clone();
    assert_eq!((&page["isDefault"], page["volumes"].as_array().unwrap().len()), (&json!(true), 1));
    // The identity card first of all, the appraisals in a volume of their own.
    let all = page["layout"]["volumes"][0].as_array().unwrap();
    let rest = all.iter().filter(|m| *m != "id-card" && *m != "appraisal");
    let first: Vec<Value> = [json!("id-card")].into_iter().chain(rest.cloned()).collect();
    let layout = json!({
        "volumes": [first, ["appraisal"]], "isDuplex": true, "gutter": 15, "isBlockOnPage": true,
    });
    let save = json!({ "batchId": batch, "committeeId": committee, "layout": layout });
    let kept = office.ok("packet.saveLayout", save.clone());
    assert_eq!((&kept["isDefault"], &kept["layout"]["gutter"]), (&json!(false), &json!(15)));
    assert_eq!(get()["row"]["state"], "stale");

    let two = build();
    assert_eq!(two["files"].as_array().unwrap().len(), 2);
    assert_eq!(titles(&two, 1)[..3], ["封面", "材料目录", "身份证"]);
    assert_eq!(titles(&two, 2), ["封面", "材料目录", "年度考核表（近五年）"]);
    let outline = two["outline"].as_array().unwrap();
    assert!(outline.iter().all(|e| e["page"].as_i64().unwrap() % 2 == 1), "{outline:?}");
    for (n, file) in two["files"].as_array().unwrap().iter().enumerate() {
        let (_, bytes) = office.desk.tokens().read(file["file"].as_str().unwrap()).unwrap();
        let pdf = Pdf::new(&bytes);
        pdf.assert_sound();
        assert_eq!(json!(pdf.pages()), file["pages"]);
        let name = ["第一册（共二册）", "第二册（共二册）"][n];
        assert!(pdf.text(Some(1)).replace(' ', "").contains(name), "{}", pdf.text(Some(1)));
    }
    let sealed = office.ok("bundle.seal", json!({ "batchId": batch }));
    let (_, bytes) =
        office.desk.tokens().read(sealed["bundles"][0]["file"].as_str().unwrap()).unwrap();
    let zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let bound = zip.file_names().flatten().filter(|n| n.contains("/packet")).count();
    assert_eq!(bound, 2, "both volumes are in the bundle");

    let reset = json!({ "batchId": batch, "committeeId": committee });
    assert_eq!(office.ok("packet.saveLayout", reset)["isDefault"], true);
    let again = build();
    assert_eq!(titles(&again, 1), before);
    let left: Vec<_> = std::fs::read_dir(office.desk.folder("packets")).unwrap().collect();
    assert_eq!(left.len(), 1, "volumes of before are gone: {left:?}");
}

#[test]
fn a_layout_that_cannot_be_bound_is_refused() {
    let (office, batch, _) = ready_for_packet("样建国");
    let fails = |layout: Value| {
        let input = json!({ "batchId": batch, "committeeId": "", "layout": layout });
        office.fails("packet.saveLayout", input).message
    };
    assert!(fails(json!({ "volumes": [["id-card"]], "gutter": 60 })).contains("装订边"));
    assert!(fails(json!({ "volumes": [["id-card", "id-card"]] })).contains("排了两次"));
    assert!(fails(json!({ "volumes": [] })).contains("分册"));
}

#[test]
fn files_are_named_by_their_material_and_get_their_names_back() {
    let (office, batch, id) = ready_for_packet("样建国");
    let names = || {
        let input = json!({ "applicationId": id, "materialId": "id-card" });
        let item = office.ok("checklist.item", input);
        let all = item["attachments"].as_array().unwrap().clone();
        all.iter().map(|a| a["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let before = names();
    let rename = |is_undo: bool| {
        office.ok("attachment.rename", json!({ "batchId": batch, "isUndo": is_undo }))["renamed"]
            .as_i64()
            .unwrap()
    };
    assert!(rename(false) > 10);
    assert_eq!(names(), ["身份证-1.jpg", "身份证-2.jpg"]);
    assert_eq!(rename(false), 0, "a second time changes nothing");
    let renamed = office.ok("checklist.get", json!({ "batchId": batch }))["renamed"].clone();
    assert_eq!(json!(rename(true)), renamed);
    assert_eq!(names(), before);
    assert_eq!(rename(true), 0);
}

#[test]
fn the_same_scan_twice_is_noticed() {
    let (office, _, id) = ready_for_packet("样建国");
    let file = office.file("tests/fixtures/scan/23-grey.png");
    let add = |material: &str| {
        let input = json!({ "applicationId": id, "materialId": material, "files": [file] });
        office.ok("attachment.add", input)["accepted"][0]["warnings"].to_string()
    };
    assert!(!add("patent-proof").contains("duplicate"));
    let told = add("award-proof");
    assert!(told.contains("duplicate") && told.contains("专利"), "{told}");
}

#[test]
fn what_nobody_is_asked_for_can_be_added_and_is_bound_in() {
    let (office, batch, id) = ready_for_packet("样建国");
    let item =
        office.ok("checklist.item", json!({ "applicationId": id, "materialId": "paper-proof" }));
    let optional = item["optional"].as_array().unwrap().iter().find(|e| e["id"] == "paper-proof");
    assert_eq!(optional.unwrap()["files"], 0);
    assert_eq!(item["state"], "not_required");
    let file = office.file("assets/sample/scan/08-appraisal-a4-200dpi.jpg");
    office.ok(
        "attachment.add",
        json!({ "applicationId": id, "materialId": "paper-proof", "files": [file] }),
    );
    office.ok("packet.assemble", json!({ "batchId": batch, "applicationIds": [id] }));
    let page = office.ok("packet.get", json!({ "applicationId": id }));
    let all = titles(&page, 1);
    let paper = all.iter().position(|t| t.starts_with("论文")).unwrap();
    let appraisal = all.iter().position(|t| t.starts_with("年度考核")).unwrap();
    assert!(paper < appraisal, "{all:?}");
}
