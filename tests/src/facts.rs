//! A facts document to start from.

use serde_json::{Value, json};

/// Somebody who meets every condition of 2025.
#[must_use]
pub fn engineer() -> Value {
    json!({
        "id": "样例-01",
        "application": {
            "year": 2025, "kind": "promotion", "series": "工程技术人员", "specialty": "建筑工程",
            "title": "工程师", "submitted_on": "2025-09-30", "review_opens_on": "2025-11-18",
            "committee": { "id": "km.45" }, "is_first_review": true,
        },
        "unit": {
            "name": "样例建筑公司（虚构）", "kind": "state_enterprise", "tier": "county",
            "is_in_kunming": true, "outside_form": "none", "county_code": "530124",
            "supervising_body": "样例县住建局（虚构）",
        },
        "person": { "sex": "male", "born_on": "1989-03-05" },
        "employment": {
            "kind": "established", "has_contract": true, "is_on_post": true,
            "does_professional_work": true, "post_kind": "professional", "matches_specialty": true,
        },
        "education": [{ "level": "bachelor", "field_of_study": "土木工程", "graduated_on": "2012-07" }],
        "titles": [{ "name": "助理工程师", "obtained_on": "2020-03-01", "is_out_of_province": false }],
        "secondments": [{ "from": "2022-01-01", "until": "2022-08-31", "has_home_duties": false }],
        "punishments": [], "integrity_records": [], "history": { "applications": [] },
        "origins": { "titles.0.obtained_on": "花名册.xlsx 人员表 H5" },
    })
}
