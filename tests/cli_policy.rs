//! `chengbao calendar`, `identity`, `directory`, `pack`: the real program, its words, its JSON and
//! its exit status.

use serde_json::Value;
use std::process::{Command, Output};
use tests::office::repository;

fn chengbao(arguments: &[&str]) -> Output {
    let test = std::env::current_exe().unwrap();
    Command::new(test.ancestors().nth(2).unwrap().join("chengbao"))
        .args(["--resources".as_ref(), repository().join("assets").as_os_str()])
        .args(arguments)
        .output()
        .expect("./dev builds chengbao first")
}

fn text(arguments: &[&str]) -> String {
    let output = chengbao(arguments);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{arguments:?}: {text}");
    text
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&text(&[arguments, &["--json"]].concat())).unwrap()
}

/// What is said when a question is refused with status 2.
fn refused(arguments: &[&str]) -> String {
    let output = chengbao(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn codes(value: &Value) -> Vec<&str> {
    value["cautions"].as_array().unwrap().iter().map(|c| c["code"].as_str().unwrap()).collect()
}

#[test]
fn a_posting_is_reckoned_by_both_readings_with_its_clause() {
    let posted = json(&["calendar", "notice", "--posted-on", "2025-09-26"]);
    assert_eq!(posted["required_days"], 5);
    assert_eq!(posted["counts_posting_day"], false);
    assert_eq!(posted["last_day"], "2025-10-10");
    assert_eq!(posted["may_sign_from"], "2025-10-11");
    assert_eq!(posted["counted_days"][0], "2025-09-28");
    assert_eq!(posted["other"]["counts_posting_day"], true);
    assert_eq!(posted["other"]["last_day"], "2025-10-09");
    assert_eq!(posted["is_trial"], false);
    assert_eq!(posted["check"], Value::Null);
    let label = posted["basis"][0]["cites"][0]["label"].as_str().unwrap();
    assert!(label.starts_with("2025版指南 问17"), "{label}");
    assert_eq!(posted["basis"][1]["standing"], "unverified");
    let lines = text(&["calendar", "notice", "--posted-on", "2025-09-26"]);
    for part in ["2025-10-10（周五）", "2025-10-11（周六） 起可签", "9月28日（调休上班）", "问17"]
    {
        assert!(lines.contains(part), "{part}: {lines}");
    }
}

#[test]
fn a_posting_that_ended_is_checked() {
    let with = |down: &str| {
        let arguments = ["--posted-on", "2025-09-15", "--taken-down-on", down];
        json(&[&["calendar", "notice"][..], &arguments].concat())["check"].clone()
    };
    let enough = with("2025-09-22");
    assert_eq!((&enough["is_enough"], &enough["working_days"]), (&true.into(), &5.into()));
    let short = with("2025-09-18");
    assert_eq!((&short["is_enough"], &short["missing_days"]), (&false.into(), &2.into()));
    let between = with("2025-09-19");
    assert_eq!(between["is_enough"], false);
    assert_eq!(between["other"]["is_enough"], true);
    assert_eq!(codes(&between), ["readings_differ"]);
}

#[test]
fn a_year_without_rules_is_only_tried_and_an_earlier_one_refused() {
    let trial = json(&["calendar", "notice", "--posted-on", "2026-04-28"]);
    assert_eq!((&trial["last_day"], &trial["is_trial"]), (&"2026-05-08".into(), &true.into()));
    assert_eq!(codes(&trial), ["not_covered"]);
    let seven = json(&["calendar", "notice", "--posted-on", "2026-04-28", "--days", "7"]);
    assert_eq!(seven["may_sign_from"], "2026-05-12");
    let by_2025 =
        json(&["calendar", "notice", "--posted-on", "2026-04-28", "--year-of-rules", "2025"]);
    assert_eq!((&by_2025["is_trial"], codes(&by_2025)), (&false.into(), vec![]));
    let silent = json(&["calendar", "notice", "--posted-on", "2024-06-03"]);
    assert_eq!(codes(&silent), ["year_without_text"]);
    let late = json(&["calendar", "notice", "--posted-on", "2026-12-28", "--as-of", "2025-12-31"]);
    assert_eq!(codes(&late), ["calendar_unpublished"]);
    assert!(refused(&["calendar", "notice", "--posted-on", "2021-06-01"]).contains("2022年起"));
}

#[test]
fn input_that_is_none_is_refused_in_chinese_with_status_two() {
    let notice = |day: &str| refused(&["calendar", "notice", "--posted-on", day]);
    let september = notice("2025-09-31");
    assert!(september.contains("--posted-on") && september.contains("9月只有30天"), "{september}");
    assert!(notice("2023-02-29").contains("2月只有28天"));
    assert!(notice("2025-13-01").contains("没有13月"));
    assert!(notice("2025-00-10").contains("没有0月"));
    assert!(notice("2025.9.1").contains("2025-09-15"));
    assert!(notice("9999-01-01").contains("年份"));
    assert!(notice("昨天").contains("不是日期的写法"));
    assert!(refused(&["calendar", "notice"]).contains("还缺：--posted-on"));
    assert!(refused(&["calendar", "holiday"]).contains("没有“holiday”这个命令"));
    assert!(refused(&["calendar", "recheck", "--on", "1"]).contains("没有“--on”这一项"));
    let backwards =
        ["calendar", "notice", "--posted-on", "2025-09-22", "--taken-down-on", "2025-09-15"];
    assert!(refused(&backwards).contains("早于"));
    for days in ["0", "9999"] {
        let arguments = ["calendar", "notice", "--posted-on", "2025-09-15", "--days", days];
        assert!(refused(&arguments).contains("--days"));
    }
    let level = ["calendar", "channel", "--intake-until", "2025-09-30", "--level", "国家"];
    assert!(refused(&level).contains("province"));
    let age = ["calendar", "retirement", "--born-on", "1970-01-01", "--sex", "male"];
    assert!(refused(&[&age[..], &["--original-age", "55"]].concat()).contains("55岁"));
    assert!(refused(&["identity", "--kind", "学生证", "1"]).contains("resident_id"));
    assert!(refused(&["pack", "show", "没有这条"]).contains("没有"));
    assert!(refused(&["pack", "diff", "2025", "2022"]).contains("前面"));
    assert!(refused(&["pack", "diff", "2021", "2025"]).contains("2021"));
    let long = ["calendar", "working-days", "--from", "2000-01-01", "--until", "2030-01-01"];
    assert!(refused(&long).contains("十年"));
}

#[test]
fn a_channel_closes_at_the_end_of_its_day() {
    let days = ["--intake-from", "2025-09-01", "--intake-until", "2025-09-30"];
    let ask = |more: &[&str]| json(&[&["calendar", "channel"], &days[..], more].concat());
    let joint = ask(&["--joint"]);
    assert_eq!(joint["opens_on"], "2025-08-25");
    assert_eq!(joint["closes_on"], "2025-09-27");
    assert_eq!(joint["closes_at"], "2025-09-27T24:00");
    let alone = ask(&[]);
    assert_eq!(alone["closes_on"], "2025-09-29");
    assert_eq!(alone["otherwise_closes_on"], "2025-09-27");
    assert_eq!(alone["basis"][0]["cites"][0]["clause"], "G25.Q5.4.1");
    let city = ask(&["--level", "city"]);
    assert_eq!((&city["closes_on"], codes(&city)), (&Value::Null, vec!["own_dates"]));
    assert_eq!(codes(&ask(&["--as-of", "2022-09-01"])), ["texts_differ"]);
    let lines = text(&[&["calendar", "channel", "--joint"], &days[..]].concat());
    assert!(lines.contains("2025-09-27（周六） 24:00 关闭"), "{lines}");
}

#[test]
fn a_plan_lists_days_with_their_clauses() {
    let plan = json(&["calendar", "plan", "--intake-until", "2025-09-30", "--level", "province"]);
    let steps = plan["steps"].as_array().unwrap();
    let posting = steps.iter().find(|s| s["what"] == "最晚张贴公示").unwrap();
    // Closed at the end of 09-29, signed that day, five days over on the make-up Sunday 09-28.
    assert_eq!((&posting["on"], &posting["ref"]), (&"2025-09-22".into(), &"M07".into()));
    assert!(posting["cites"][0]["clause"].as_str().unwrap().starts_with("G25.Q17"));
    let days: Vec<&str> = steps.iter().map(|s| s["on"].as_str().unwrap()).collect();
    assert!(days.is_sorted());
    assert_eq!(codes(&plan), Vec::<&str>::new());
    assert!(text(&["calendar", "plan", "--intake-until", "2025-09-30"]).contains("M03"));
}

#[test]
fn other_deadlines_are_reckoned_too() {
    let latest = json(&["calendar", "latest", "--sign-on", "2025-09-23"]);
    assert_eq!(latest["posted_by"], "2025-09-15");
    let recheck = json(&["calendar", "recheck", "--confirmed-on", "2025-12-31"]);
    assert_eq!((&recheck["until"], &recheck["is_month_end"]), (&"2026-02-28".into(), &true.into()));
    assert_eq!(codes(&recheck), ["silent"]);
    let of_2022 = refused(&["calendar", "recheck", "--confirmed-on", "2022-12-01"]);
    assert!(of_2022.contains("复查"), "{of_2022}");
    let form = ["--valid-until", "2025-09-29", "--intake-until", "2025-09-30"];
    let form = json(&[&["calendar", "form"][..], &form].concat());
    assert_eq!(form["state"], "ends_before_intake");
    let supplement =
        json(&["calendar", "supplement", "--until", "2025-10-10", "--today", "2025-09-30"]);
    assert_eq!(supplement["working_days_left"], 3);
    let span = ["--from", "2025-09-27", "--until", "2025-10-11"];
    let days = json(&[&["calendar", "working-days"], &span[..]].concat());
    assert_eq!(days["working_days"], 6);
    assert_eq!(days["make_up_days"], serde_json::json!(["2025-09-28", "2025-10-11"]));
    let local = [&["calendar", "working-days"], &span[..], &["--local-holiday", "2025-09-30"]];
    assert_eq!(json(&local.concat())["working_days"], 5);
}

#[test]
fn retirement_is_told_with_its_bounds_and_the_review() {
    let ask = |more: &[&str]| json(&[&["calendar", "retirement"], more].concat());
    let man = ask(&["--born-on", "1965-09-12", "--sex", "male", "--review-opens-on", "2025-11-18"]);
    assert_eq!(man["statutory_on"], "2025-12-12");
    assert_eq!((&man["delay_months"], &man["review"]["relation"]), (&3.into(), &"near".into()));
    let woman = ["--born-on", "1970-06-20", "--sex", "female", "--review-opens-on", "2025-11-18"];
    let woman = ask(&woman);
    assert_eq!(woman["statutory_on"], "2025-08-20");
    assert_eq!(woman["review"]["relation"], "due");
    assert_eq!(codes(&woman), ["original_age_assumed"]);
    let others: Vec<i64> = woman["others"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| o["original_age"].as_i64().unwrap())
        .collect();
    assert_eq!(others, [50, 60]);
    let given = ask(&["--born-on", "1984-11-01", "--sex", "female", "--original-age", "50"]);
    assert_eq!((&given["statutory_on"], codes(&given)), (&"2039-11-01".into(), vec![]));
}

#[test]
fn numbers_are_checked_and_shown_masked() {
    let seen = text(&["identity", "530102198503150018", "--today", "2026-11-25"]);
    assert!(seen.contains("5301**********0018：对，1985-03-15 出生，男"), "{seen}");
    assert!(!seen.contains("530102198503150018"));
    let both = json(&["identity", "530124197603039970", "530199198601230010"]);
    assert_eq!(both[0]["is_valid"], false);
    assert_eq!(both[0]["problems"][0]["code"], "id_check");
    assert_eq!(both[1]["is_valid"], true);
    assert_eq!(both[1]["problems"][0]["code"], "id_area_unknown");
    let permit = json(&["identity", "--kind", "hong_kong_macao_permit", "H12345678"]);
    assert_eq!(permit[0]["is_valid"], true);
    let code = json(&["identity", "--credit-code", "91530100MA6XXXXX87"]);
    assert_eq!((&code[0]["is_valid"], &code[0]["unit_hint"]), (&true.into(), &"企业".into()));
}

#[test]
fn the_directory_is_searched_by_name_area_series_and_phone() {
    let found = json(&["directory", "五华"]);
    assert!(found["offices"].as_array().unwrap().iter().any(|o| o["area"] == "530102"));
    let by_phone = json(&["directory", "63589319"]);
    assert_eq!(by_phone["offices"][0]["id"], "office.01");
    let series = json(&["directory", "工程技术人员 中级", "--year", "2025"]);
    let committees = series["committees"].as_array().unwrap();
    assert!(!committees.is_empty());
    assert!(committees.iter().all(|c| c["level"] == "intermediate"));
    let old = json(&["directory", "律师", "--year", "2022"]);
    assert_eq!(old["edition"], 2022);
    assert!(!old["committees"].as_array().unwrap().is_empty());
    assert!(json(&["directory", "律师"])["committees"].as_array().unwrap().is_empty());
    assert!(text(&["directory", "没有这样的词"]).contains("没有找到"));
    assert!(text(&["directory", "五华区人力资源和社会保障局"]).contains("0871-63589319"));
    assert!(refused(&["directory", "--year", "1999"]).contains("1999"));
}

#[test]
fn a_rule_a_parameter_and_a_clause_are_shown_with_their_versions() {
    let rule = json(&["pack", "show", "E13"]);
    assert_eq!((&rule[0]["type"], &rule[0]["id"]), (&"rule".into(), &"kunming.E13".into()));
    assert!(rule[0]["versions"].as_array().unwrap().len() >= 2);
    let before = json(&["pack", "show", "E13", "--year", "2022"]);
    assert_eq!(before[0]["versions"], serde_json::json!([]));
    let parameter = json(&["pack", "show", "kunming.channel", "--year", "2025"]);
    assert_eq!(parameter[0]["type"], "parameter");
    assert_eq!(parameter[0]["versions"][0]["says"]["opens_before"], 7);
    let days = json(&["pack", "show", "notice-days", "--year", "2025"]);
    let cited = days[0]["versions"][0]["cites"][0]["clause"].as_str().unwrap().to_owned();
    assert!(cited.starts_with("G25.Q17"), "{cited}");
    let clause = json(&["pack", "show", &cited]);
    assert_eq!(clause[0]["type"], "clause");
    let cited = clause[0]["cited_by"].as_array().unwrap();
    assert!(cited.contains(&"kunming.notice-days".into()));
    assert!(text(&["pack", "show", "E13"]).contains("有明文"));
    assert!(text(&["pack", "show"]).contains("kunming.notice-days"));
}

#[test]
fn the_diff_of_two_editions_tells_what_starts_changes_and_falls_silent() {
    let of = |from: &str, to: &str| json(&["pack", "diff", from, to]);
    let find = |diff: &Value, id: &str| {
        let changes = diff["changes"].as_array().unwrap();
        changes.iter().find(|c| c["id"] == id).map(|c| c["change"].as_str().unwrap().to_owned())
    };
    let whole = of("2022", "2025");
    let kind = |id: &str| find(&whole, id);
    // Mismatch +1 and its kin appear in 2023 and stay; insurance is of 2023 alone.
    assert_eq!(kind("kunming.E13").as_deref(), Some("starts"));
    assert_eq!(kind("kunming.E11").as_deref(), Some("came_and_went"));
    assert_eq!(kind("kunming.recheck-months").as_deref(), Some("came_and_went"));
    assert_eq!(find(&of("2022", "2023"), "kunming.E11").as_deref(), Some("starts"));
    assert_eq!(find(&of("2023", "2025"), "kunming.E11").as_deref(), Some("goes_silent"));
    // The years in which nothing was issued bring no change of rules.
    let quiet = of("2023", "2024");
    assert_eq!(find(&quiet, "kunming.E13"), None);
    assert!(quiet["unchanged"].as_u64().unwrap() > 10);
    // 26 series become 28: one goes, three come.
    let series = |change: &str| {
        let changes = whole["changes"].as_array().unwrap();
        let of = changes.iter().filter(|c| c["subject"] == "series" && c["change"] == change);
        of.map(|c| c["id"].as_str().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!((series("starts").len(), series("ends").len()), (3, 1), "{whole}");
    assert!(series("starts").contains(&"党校教师"));
    // Committees and offices by their own ids: what came, what went, what has another name or phone.
    let count = |subject: &str, change: &str| {
        let changes = whole["changes"].as_array().unwrap();
        changes.iter().filter(|c| c["subject"] == subject && c["change"] == change).count()
    };
    assert!(count("committee", "starts") > 0 && count("committee", "ends") > 0);
    assert!(count("office", "changes") > 0);
    let renamed = whole["changes"].as_array().unwrap().iter().any(|c| {
        c["subject"] == "committee"
            && c["fields"].as_array().unwrap().iter().any(|f| f["field"] == "name")
    });
    assert!(renamed);
    let table = text(&["pack", "diff", "2022", "2025"]);
    for part in ["【规则】", "【系列】", "【评委会】", "新增", "其间新增、后来未载"]
    {
        assert!(table.contains(part), "{part}: {table}");
    }
}

#[test]
fn a_refusal_is_json_for_whoever_asked_for_json_and_help_is_chinese_all_the_way_down() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("no-list.xlsx");
    std::fs::write(&file, "no list at all").unwrap();
    let office = folder.path().join("office");
    let (office, file) = (office.to_str().unwrap(), file.to_str().unwrap());
    let output = chengbao(&["--office", office, "roster", "preview", "--json", file]);
    assert_eq!(output.status.code(), Some(1));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["error"]["code"], "unsupported_file");
    assert!(!told["error"]["hint"].as_str().unwrap().is_empty());

    for words in
        [&["--help"][..], &["roster", "import", "--help"], &["calendar", "notice", "--help"]]
    {
        let output = chengbao(words);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && text.contains("用法：chengbao"), "{text}");
        for english in ["Usage", "Options:", "Commands:", "Arguments:", "Print ", "default:"] {
            assert!(!text.contains(english), "{english} in {words:?}");
        }
    }
}
