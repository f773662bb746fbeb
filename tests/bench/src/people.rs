//! People to judge: invented, the same ones in every run, and no two alike in what rules ask of them.

use engine::fact::Facts;
use fastrand::Rng;
use serde_json::{Map, Value, json};

/// A series with the names of its levels from 员级 up.
type Ladder = (&'static str, &'static [&'static str], &'static [&'static str]);

const LADDERS: [Ladder; 4] = [
    (
        "工程技术人员",
        &["技术员", "助理工程师", "工程师", "高级工程师", "正高级工程师"],
        &["建筑工程", "机械工程", "水利工程", "环境工程"],
    ),
    (
        "农业技术人员",
        &["农业技术员", "助理农艺师", "农艺师", "高级农艺师", "农业技术推广研究员"],
        &["农学", "园艺", "植物保护"],
    ),
    (
        "中小学教师",
        &["三级教师", "二级教师", "一级教师", "高级教师", "正高级教师"],
        &["语文", "数学", "物理"],
    ),
    ("会计人员", &["助理会计师", "助理会计师", "会计师", "高级会计师", "正高级会计师"], &["会计"]),
];
const FIELDS: [&str; 8] = [
    "土木工程",
    "机械设计制造及其自动化",
    "水利水电工程",
    "农学",
    "汉语言文学",
    "市场营销",
    "会计学",
    "应用物理学",
];
const EDUCATION: [&str; 5] = ["secondary", "college", "bachelor", "master", "doctor"];

/// A day in a span of years.
fn day(rng: &mut Rng, from: i32, until: i32) -> String {
    format!("{}-{:02}-{:02}", rng.i32(from..=until), rng.u8(1..=12), rng.u8(1..=28))
}

/// One of a list.
fn one<'a, T: ?Sized>(rng: &mut Rng, list: &[&'a T]) -> &'a T {
    list[rng.usize(..list.len())]
}

/// Set a field, unless it is one of the few in a hundred nobody recorded.
fn put(rng: &mut Rng, map: &mut Value, name: &str, value: Value) {
    if rng.u8(..100) >= 4
        && let Some(map) = map.as_object_mut()
    {
        map.insert(name.to_owned(), value);
    }
}

/// So likely in a hundred.
fn chance(rng: &mut Rng, percent: u8) -> bool {
    rng.u8(..100) < percent
}

/// The facts of person `n`, as the document of facts has them.
pub fn document(n: u64) -> Value {
    let rng = &mut Rng::with_seed(0x6368_656e_6762_616f ^ n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let year = *[2022, 2023, 2024, 2025, 2025, 2025].get(rng.usize(..6)).unwrap_or(&2025);
    let (series, names, specialties) = LADDERS[[0, 0, 0, 1, 1, 2, 2, 3][rng.usize(..8)]];
    let target = rng.usize(1..5);
    let kind = one(
        rng,
        &["promotion", "promotion", "promotion", "promotion", "series_transfer", "recognition"],
    );
    let held = if chance(rng, 90) { target - 1 } else { rng.usize(..5) };
    let born = rng.i32(year - 59..=year - 24);
    let began = (born + rng.i32(18..=26)).min(year - 1);
    let obtained = rng.i32(began.max(year - 12)..=year);
    let employment = one(
        rng,
        &[
            "established",
            "established",
            "established",
            "contract",
            "contract",
            "contract",
            "dispatched",
            "freelancer",
            "civil_servant",
        ],
    );

    let mut application = json!({ "year": year, "kind": kind, "series": series });
    put(rng, &mut application, "title", json!(names[target]));
    let specialty = one(rng, specialties);
    put(rng, &mut application, "specialty", json!(specialty));
    let month = rng.u8(7..=11);
    put(rng, &mut application, "submitted_on", json!(format!("{year}-{month:02}-20")));
    put(rng, &mut application, "review_opens_on", json!(format!("{year}-11-18")));
    let first = chance(rng, 70);
    put(rng, &mut application, "is_first_review", json!(first));
    if chance(rng, 5) {
        let conceals = chance(rng, 50);
        put(rng, &mut application, "conceals_title", json!(conceals));
    }

    let mut unit = json!({ "name": "样例单位（虚构）" });
    let sort = one(
        rng,
        &["public_institution", "state_enterprise", "private_enterprise", "social_organization"],
    );
    put(rng, &mut unit, "kind", json!(sort));
    let tier = one(rng, &["city", "county", "county", "none", "province", "central"]);
    put(rng, &mut unit, "tier", json!(tier));
    let here = chance(rng, 95);
    put(rng, &mut unit, "is_in_kunming", json!(here));
    let outside = one(rng, &["none", "none", "none", "none", "subsidiary", "branch"]);
    put(rng, &mut unit, "outside_form", json!(outside));
    let county = one(rng, &["530102", "530124", "530181", "530115"]);
    put(rng, &mut unit, "county_code", json!(county));
    put(rng, &mut unit, "supervising_body", json!("样例主管局（虚构）"));
    let suspended = if chance(rng, 2) { json!([year]) } else { json!([]) };
    put(rng, &mut unit, "suspended_years", suspended);

    let mut person = json!({});
    let sex = one(rng, &["male", "female"]);
    put(rng, &mut person, "sex", json!(sex));
    let birth = day(rng, born, born);
    put(rng, &mut person, "born_on", json!(birth));
    let origin =
        one(rng, &["mainland", "mainland", "mainland", "hong_kong_macau_taiwan", "foreign"]);
    put(rng, &mut person, "origin", json!(origin));
    let doubt = chance(rng, 2);
    put(rng, &mut person, "has_open_doubt", json!(doubt));

    let mut work = json!({});
    put(rng, &mut work, "kind", json!(employment));
    for (name, percent) in [
        ("has_contract", 97),
        ("is_on_post", 97),
        ("does_professional_work", 96),
        ("matches_specialty", 95),
    ] {
        let yes = chance(rng, percent);
        put(rng, &mut work, name, json!(yes));
    }
    let post = one(rng, &["professional", "professional", "professional", "worker", "management"]);
    put(rng, &mut work, "post_kind", json!(post));
    let started = format!("{began}-{:02}", rng.u8(1..=12));
    put(rng, &mut work, "started_work_on", json!(started));

    let mut insurance = json!({});
    for (name, percent) in [("is_in_kunming", 97), ("is_continuous", 95), ("matches_contract", 96)]
    {
        let yes = chance(rng, percent);
        put(rng, &mut insurance, name, json!(yes));
    }
    let since = day(rng, began, year);
    put(rng, &mut insurance, "since", json!(&since[..7]));

    let mut facts = json!({
        "application": application, "unit": unit, "person": person, "employment": work,
        "insurance": insurance,
    });
    put(rng, &mut facts, "retirement", json!({ "is_retired": born < year - 58 }));
    let education = educations(rng, began);
    put(rng, &mut facts, "education", education);
    let titles = titles(rng, names[held], obtained, year);
    put(rng, &mut facts, "titles", titles);
    let secondments = secondments(rng, obtained, year);
    put(rng, &mut facts, "secondments", secondments);
    let punishments = if chance(rng, 3) {
        json!([{ "grade": "demerit", "from": format!("{}-05-01", year - 1), "until": format!("{year}-10-31") }])
    } else {
        json!([])
    };
    put(rng, &mut facts, "punishments", punishments);
    let records = if chance(rng, 3) {
        json!([{ "recorded_on": day(rng, year - 5, year - 1), "is_fabrication": chance(rng, 50) }])
    } else {
        json!([])
    };
    put(rng, &mut facts, "integrity_records", records);
    let history = history(rng, year);
    put(rng, &mut facts, "history", history);
    process(rng, &mut facts, year, kind, post);
    facts
}

fn educations(rng: &mut Rng, began: i32) -> Value {
    let count = 1 + usize::from(chance(rng, 25));
    let list = (0..count).map(|i| {
        let level = EDUCATION[(rng.usize(..4) + i).min(4)];
        let mut e = json!({ "level": level, "school": "样例大学" });
        let field = one(rng, &FIELDS);
        put(rng, &mut e, "field_of_study", json!(field));
        let offset = i32::try_from(i).unwrap_or(0) * 6;
        let on = format!("{}-07", began + offset);
        put(rng, &mut e, "graduated_on", json!(on));
        let mode = one(rng, &["full_time", "full_time", "in_service"]);
        put(rng, &mut e, "mode", json!(mode));
        if chance(rng, 3) {
            let certified = chance(rng, 60);
            e["is_overseas"] = json!(true);
            put(rng, &mut e, "has_overseas_certificate", json!(certified));
        }
        e
    });
    list.collect()
}

fn titles(rng: &mut Rng, name: &str, obtained: i32, year: i32) -> Value {
    if chance(rng, 6) {
        return json!([]);
    }
    let mut title = json!({ "name": name });
    let by = one(rng, &["review", "review", "recognition", "exam"]);
    put(rng, &mut title, "obtained_by", json!(by));
    let on = day(rng, obtained, obtained.min(year));
    put(rng, &mut title, "obtained_on", json!(on));
    let appointed = day(rng, obtained, (obtained + 1).min(year));
    put(rng, &mut title, "appointed_on", json!(appointed));
    let outside = chance(rng, 8);
    put(rng, &mut title, "is_out_of_province", json!(outside));
    json!([title])
}

fn secondments(rng: &mut Rng, obtained: i32, year: i32) -> Value {
    if !chance(rng, 15) {
        return json!([]);
    }
    let from = rng.i32(obtained.min(year - 1)..year);
    let mut one = json!({ "unit": "样例借用单位", "from": format!("{from}-03-01") });
    if chance(rng, 85) {
        one["until"] = json!(format!("{from}-{:02}-28", rng.u8(6..=12)));
    }
    let duties = chance(rng, 40);
    put(rng, &mut one, "has_home_duties", json!(duties));
    json!([one])
}

fn history(rng: &mut Rng, year: i32) -> Value {
    let mut history = json!({ "applications": [] });
    if chance(rng, 15) {
        let before = rng.i32(year - 3..=year);
        let result = one(rng, &["passed", "not_passed", "withdrawn", "pending"]);
        history["applications"] =
            json!([{ "year": before, "kind": "promotion", "result": result }]);
    }
    let rounds = rng.i32(0..=3);
    put(rng, &mut history, "opinion_rounds", json!(rounds));
    let returns = rng.i32(0..=5);
    put(rng, &mut history, "returns_and_resets", json!(returns));
    let open = chance(rng, 10);
    put(rng, &mut history, "has_open_problem", json!(open));
    history
}

/// What is recorded of the work on the application itself.
fn process(rng: &mut Rng, facts: &mut Value, year: i32, kind: &str, post: &str) {
    if chance(rng, 70) {
        let posted = format!("{year}-09-{:02}", rng.u8(1..=12));
        let down = format!("{year}-09-{:02}", rng.u8(14..=28));
        let objection = chance(rng, 3);
        put(
            rng,
            facts,
            "notices",
            json!([{ "by": "unit", "posted_on": posted, "taken_down_on": down,
                "has_objection": objection, "has_form": true, "has_materials": true }]),
        );
    }
    if chance(rng, 60) {
        put(rng, facts, "pledge", json!({ "is_submitted": true }));
        let printed = day(rng, year, year);
        put(rng, facts, "chsi", json!({ "has_form": true, "printed_on": printed }));
    }
    if chance(rng, 50) {
        let list: Vec<Value> = (year - 5..year)
            .filter(|_| rng.u8(..100) < 92)
            .map(|y| json!({ "year": y, "result": "合格" }))
            .collect();
        put(rng, facts, "appraisals", json!(list));
        let hours = f64::from(rng.u8(20..=90));
        put(
            rng,
            facts,
            "training",
            json!([{ "year": year, "general_hours": hours / 3.0, "specialty_hours": hours }]),
        );
    }
    if chance(rng, 40) {
        let elements = ["assessment", "method", "scope", "recommendation", "formation", "notice"];
        let count = rng.usize(3..=6);
        put(rng, facts, "opinion", json!({ "elements": elements[..count] }));
    }
    if post != "professional" && chance(rng, 50) {
        let changed = day(rng, year - 8, year - 1);
        let mut change = Map::new();
        change.insert("former_post".into(), json!(post));
        change.insert("has_document".into(), json!(chance(rng, 80)));
        change.insert("changed_on".into(), json!(changed));
        facts["post_change"] = Value::Object(change);
    }
    if kind == "series_transfer" && chance(rng, 80) {
        let moved = day(rng, year - 4, year);
        facts["transfer"] = json!({ "has_moved": chance(rng, 90), "moved_on": moved });
    }
    if kind == "recognition" && chance(rng, 80) {
        let hired = day(rng, year - 5, year);
        facts["recognition"] =
            json!({ "hired_on": hired, "has_hire_form": true, "has_passed": chance(rng, 95) });
    }
}

/// The facts of person `n`.
pub fn facts(n: u64) -> Facts {
    serde_json::from_value(document(n)).unwrap_or_else(|e| panic!("{e}: {}", document(n)))
}
