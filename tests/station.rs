//! The stations through the command table: what each lets through and what it stops.

use serde_json::{Value, json};
use tests::office::{Office, script};
use tests::station::{post, waiting, with_materials};

#[test]
fn a_dispatched_person_cannot_be_chosen_and_the_reason_names_the_clause() {
    let office = Office::with_sample();
    let batch = office.ok("batch.create", script()["batch"].clone());
    let all = office.ok("batch.candidates", json!({ "id": batch["id"] }));
    let who =
        all["candidates"].as_array().unwrap().iter().find(|c| c["name"] == "测试·阿牛").unwrap();
    assert_eq!(who["isSelectable"], false);
    assert!(who["reason"].as_str().unwrap().contains("问11(1)"), "{}", who["reason"]);
    let input = json!({ "id": batch["id"], "personIds": [who["personId"]] });
    let error = office.fails("batch.choose", input);
    assert!(error.message.contains("派遣公司"), "{error}");
    assert_eq!(office.ok("batch.get", json!({ "id": batch["id"] }))["applications"], json!([]));
}

#[test]
fn unusable_scans_are_refused_by_name_and_doubtful_ones_are_doubtful() {
    let (office, batch) = with_materials();
    let row = office.application(&batch, "样建国");
    let files: Vec<String> =
        ["06-dark-blurred.jpg", "07-blank.jpg", "12-encrypted.pdf", "13-truncated.pdf"]
            .iter()
            .map(|f| office.file(&format!("assets/sample/scan/{f}")))
            .collect();
    let input = json!({ "applicationId": row["id"], "materialId": "appraisal", "files": files });
    let report = office.ok("attachment.add", input);
    let refused: Vec<&str> =
        report["refused"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap()).collect();
    assert_eq!(refused, ["12-encrypted.pdf", "13-truncated.pdf"]);
    assert_eq!(report["accepted"].as_array().unwrap().len(), 2);
    let item = json!({ "applicationId": row["id"], "materialId": "appraisal" });
    assert_eq!(office.ok("checklist.item", item.clone())["state"], "doubtful");
    for a in report["accepted"].as_array().unwrap() {
        office.ok("attachment.remove", json!({ "id": a["id"] }));
    }
    assert_eq!(office.ok("checklist.item", item)["state"], "complete");
}

#[test]
fn the_heat_map_names_exactly_what_is_missing() {
    let (office, batch) = with_materials();
    let map = office.ok("checklist.get", json!({ "batchId": batch }));
    let rows = map["rows"].as_array().unwrap();
    let open = |name: &str| {
        rows.iter().find(|r| r["name"] == name).map(|r| r["openCount"].as_i64().unwrap())
    };
    assert_eq!(open("样建国"), Some(0));
    assert_eq!(open("试安琪"), Some(1), "the overseas certificate is still being made");
    assert_eq!(open("试国平"), None, "who cannot apply owes nothing");
}

#[test]
fn the_days_of_a_notice_are_counted_and_it_closes_only_when_they_have_passed() {
    let (office, batch) = with_materials();
    office.clock.go_to("2025-09-15".parse().unwrap());
    let notice = post(&office, &batch, waiting(&office, &batch));
    assert_eq!(
        (&notice["endsOn"], &notice["signableFrom"]),
        (&json!("2025-09-22"), &json!("2025-09-23"))
    );
    let id = json!({ "id": notice["id"] });
    let error = office.fails("notice.close", id.clone());
    assert!(error.message.contains("9月23日"), "{error}");
    office.clock.go_to("2025-09-22".parse().unwrap());
    assert_eq!(office.ok("notice.get", id.clone())["passedDays"], 4);
    office.fails("notice.close", id.clone());
    office.clock.go_to("2025-09-23".parse().unwrap());
    let objection =
        json!({ "id": notice["id"], "raisedOn": "2025-09-19", "text": "业绩时间有出入" });
    let with = office.ok("notice.object", objection);
    assert_eq!(with["state"], "objected");
    office.fails("notice.close", id.clone());
    let objection = &with["objections"][0]["id"];
    office.ok("notice.resolve", json!({ "objectionId": objection, "handling": "经核实无误" }));
    assert_eq!(office.ok("notice.close", id.clone())["state"], "closed");
    // Nobody is certified to have had no objection where there was one.
    let made = office.ok("notice.report", id);
    let (_, bytes) = office.desk.tokens().read(made["file"].as_str().unwrap()).unwrap();
    let text = tests::pdf::Pdf::new(&bytes).text(None).replace([' ', '\n'], "");
    assert!(text.contains("经核实无误") && text.contains("见报告第四项"), "{text}");
    assert!(!text.contains("无异议"), "{text}");
}

#[test]
fn a_window_across_the_national_day_counts_make_up_days_and_warns_when_it_ends_too_late() {
    let (office, batch) = with_materials();
    let mut who = waiting(&office, &batch);
    who.truncate(1);
    let notice = office.ok(
        "notice.post",
        json!({
            "batchId": batch, "applicationIds": who, "postedOn": "2025-09-26",
            "place": "公告栏", "postedBy": "样经办", "receiver": "综合办公室",
        }),
    );
    assert_eq!(notice["endsOn"], "2025-10-10");
    assert!(notice["deadlineWarning"].as_str().unwrap().contains("晚于报送日"));
}

#[test]
fn nobody_is_posted_before_the_verdict_or_twice() {
    let (office, batch) = with_materials();
    let row = office.application(&batch, "试国平");
    let mut request = json!({
        "batchId": batch, "applicationIds": [row["id"]], "postedOn": "2025-09-15",
        "place": "公告栏", "postedBy": "样经办", "receiver": "综合办公室",
    });
    office.fails("notice.post", request.clone());
    let who = waiting(&office, &batch);
    post(&office, &batch, who.clone());
    request["applicationIds"] = json!([who[0]]);
    office.fails("notice.post", request);
}

#[test]
fn the_posted_form_carries_the_name_and_no_number() {
    let (office, batch) = with_materials();
    let who = waiting(&office, &batch);
    let notice = post(&office, &batch, who.clone());
    let input = json!({ "id": notice["id"], "applicationId": who[0] });
    let file = office.ok("notice.form", input);
    let (_, bytes) = office.desk.tokens().read(file["file"].as_str().unwrap()).unwrap();
    let text = tests::pdf::Pdf::new(&bytes).text(None);
    assert!(text.contains("样建国"));
    for hidden in ["53012419890312997X", "13000001001"] {
        assert!(!text.replace([' ', '\n'], "").contains(hidden));
    }
}

#[test]
fn an_opinion_needs_all_its_elements() {
    let (office, batch) = with_materials();
    let row = office.application(&batch, "样建国");
    let mut draft = script()["opinion"].clone();
    draft["headcount"] = Value::Null;
    let input = |draft: &Value| json!({ "applicationIds": [row["id"]], "draft": draft });
    let page = office.ok("opinion.save", input(&draft));
    let missing: Vec<&str> = page["elements"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|e| e["isPresent"] == false)
        .map(|e| e["key"].as_str().unwrap())
        .collect();
    assert_eq!(missing, ["scope", "notice"]);
}

#[test]
fn a_packet_waits_for_what_is_missing_and_goes_stale_when_something_changes() {
    let (office, batch) = with_materials();
    office.clock.go_to("2025-09-15".parse().unwrap());
    let notice = post(&office, &batch, waiting(&office, &batch));
    office.clock.go_to("2025-09-23".parse().unwrap());
    office.ok("notice.close", json!({ "id": notice["id"] }));
    let row = office.application(&batch, "样建国");
    let state = || office.ok("packet.get", json!({ "applicationId": row["id"] }))["row"].clone();
    assert_eq!(state()["state"], "not_ready");
    let draft = script()["opinion"].clone();
    office.ok("opinion.save", json!({ "applicationIds": [row["id"]], "draft": draft }));
    assert_eq!(state()["state"], "ready");
    let build = json!({ "batchId": batch, "applicationIds": [row["id"]] });
    let report = office.ok("packet.assemble", build);
    assert_eq!((&report["built"], &report["failed"]), (&json!(1), &json!([])));
    assert_eq!(state()["state"], "built");
    let item =
        office.ok("checklist.item", json!({ "applicationId": row["id"], "materialId": "id-card" }));
    office.ok("attachment.remove", json!({ "id": item["attachments"][0]["id"] }));
    assert_eq!(state()["state"], "stale");
    let error = office.fails("bundle.seal", json!({ "batchId": batch }));
    assert!(error.message.contains("没有可以封存的人"), "{error}");
}

#[test]
fn every_change_is_in_the_history_and_none_holds_personal_data() {
    let (office, _) = with_materials();
    let history = office.ok("history.list", json!({ "count": 500 }));
    let text = history.to_string();
    assert!(history["total"].as_i64().unwrap() > 20);
    for word in ["样建国", "53012419890312997X", "13000001001"] {
        assert!(!text.contains(word));
    }
}

#[test]
fn an_unknown_command_or_a_request_of_another_shape_is_refused() {
    let office = Office::on("2025-08-25");
    office.fails("batch.destroy", json!({}));
    office.fails("batch.get", json!({ "id": "x", "extra": 1 }));
    office.fails("person.get", json!({ "id": "nobody" }));
}
