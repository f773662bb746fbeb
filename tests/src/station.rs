//! The stations of the sample office, up to where a suite begins.

use crate::kept::kept;
use crate::office::{Office, script};
use serde_json::{Value, json};

/// The sample office assessed, with the scans its clerk attaches.
///
/// # Panics
/// When a station refuses.
#[must_use]
pub fn with_materials() -> (Office, Value) {
    kept("materials", "2025-08-25", collect)
}

fn collect() -> (Office, Value) {
    let office = Office::with_sample();
    office.settle_all();
    let batch = office.assessed_batch();
    let page = office.ok("batch.get", json!({ "id": batch }));
    let scans = script()["material"].clone();
    for row in page["applications"].as_array().expect("as the station says") {
        if row["conclusion"] != "eligible" {
            continue;
        }
        let verdict = office.ok("eligibility.get", json!({ "applicationId": row["id"] }));
        for m in verdict["verdict"]["materials"].as_array().expect("as the station says") {
            let Some(files) =
                scans[m["material"].as_str().expect("as the station says")].as_array()
            else {
                continue;
            };
            if m["isWaived"] == true || m["isMadeHere"] == true {
                continue;
            }
            let files: Vec<String> = files
                .iter()
                .map(|f| {
                    office.file(&format!(
                        "assets/sample/scan/{}",
                        f.as_str().expect("as the station says")
                    ))
                })
                .collect();
            let input =
                json!({ "applicationId": row["id"], "materialId": m["material"], "files": files });
            office.ok("attachment.add", input);
        }
    }
    (office, batch)
}

/// A notice posted for these applications.
///
/// # Panics
/// When it cannot be.
pub fn post(office: &Office, batch: &Value, who: Vec<Value>) -> Value {
    office.ok(
        "notice.post",
        json!({
            "batchId": batch, "applicationIds": who, "postedOn": "2025-09-15",
            "place": "公告栏", "postedBy": "样经办", "receiver": "综合办公室 试受理 0871-00000003",
        }),
    )
}

/// Applications that may be posted.
///
/// # Panics
/// When the list is none.
#[must_use]
pub fn waiting(office: &Office, batch: &Value) -> Vec<Value> {
    let list = office.ok("notice.list", json!({ "batchId": batch }));
    list["waiting"]
        .as_array()
        .expect("as the station says")
        .iter()
        .map(|w| w["applicationId"].clone())
        .collect()
}

/// An application of the sample with everything its packet needs.
///
/// # Panics
/// When a station refuses.
#[must_use]
pub fn ready_for_packet(name: &str) -> (Office, Value, Value) {
    let (office, told) = kept(&format!("ready {name}"), "2025-09-23", || prepare(name));
    (office, told["batch"].clone(), told["application"].clone())
}

fn prepare(name: &str) -> (Office, Value) {
    let (office, batch) = with_materials();
    office.clock.go_to("2025-09-15".parse().expect("a day"));
    let notice = post(&office, &batch, waiting(&office, &batch));
    office.clock.go_to("2025-09-23".parse().expect("a day"));
    office.ok("notice.close", json!({ "id": notice["id"] }));
    let row = office.application(&batch, name);
    let draft = script()["opinion"].clone();
    office.ok("opinion.save", json!({ "applicationIds": [row["id"]], "draft": draft }));
    let told = json!({ "batch": batch, "application": row["id"] });
    (office, told)
}
