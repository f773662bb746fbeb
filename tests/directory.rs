//! The shipped tables: both editions of the directory, the title dictionary, the national ladders,
//! code tables, calendar, and the clauses they cite.

use engine::date::Date;
use engine::pack::{CommitteeEntry, Packs};
use engine::title::{EducationLevel, Level};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use tests::office::resources;

fn packs() -> Packs {
    resources().packs().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The names of an edition by id.
fn names(packs: &Packs, year: i32) -> BTreeMap<&str, &str> {
    packs.committees(year).into_iter().map(|c| (c.id.as_str(), c.name.as_str())).collect()
}

fn rows(packs: &Packs, id: &str) -> Vec<Value> {
    let rows: Vec<_> = packs.rows(id, day("2025-12-31")).cloned().collect();
    assert!(!rows.is_empty(), "{id} has no rows at the end of 2025");
    rows
}

fn count(committees: &[&CommitteeEntry], level: Level) -> usize {
    committees.iter().filter(|c| c.level == level).count()
}

#[test]
fn each_application_year_is_answered_from_its_edition() {
    let packs = packs();
    for year in [2022, 2023, 2024] {
        assert_eq!(packs.committees(year).len(), 58, "{year}");
        assert_eq!(packs.offices(year).len(), 21, "{year}");
        assert_eq!(packs.titles_of(year).len(), 26, "{year}");
    }
    for year in [2025, 2026] {
        assert_eq!(packs.committees(year).len(), 62, "{year}");
        assert_eq!(packs.offices(year).len(), 20, "{year}");
        assert_eq!(packs.titles_of(year).len(), 28, "{year}");
    }
    assert!(packs.committees(2021).is_empty());
    let (old, new) = (packs.committees(2022), packs.committees(2025));
    assert_eq!(count(&old, Level::AssociateSenior), 11);
    assert_eq!(count(&old, Level::Intermediate), 47);
    assert_eq!(count(&new, Level::AssociateSenior), 14);
    assert_eq!(count(&new, Level::Intermediate), 47);
    let full: Vec<_> = new.iter().filter(|c| c.level == Level::FullSenior).collect();
    assert_eq!(full.len(), 1);
    assert_eq!(full[0].name, "昆明市交通工程正高级工程师评审委员会");
}

#[test]
fn a_committee_keeps_its_id_through_a_renaming() {
    let packs = packs();
    let (old, new) = (names(&packs, 2022), names(&packs, 2025));
    assert_eq!(old.len(), 58, "an id stands once in an edition");
    assert_eq!(new.len(), 62, "an id stands once in an edition");
    let same = old.iter().filter(|(id, name)| new.get(*id) == Some(name)).count();
    assert_eq!(same, 48);
    // As printed, brackets of another width make four more differ.
    let printed = old.iter().filter(|(id, n)| new.get(*id) == Some(n) && !n.contains('(')).count();
    assert_eq!(printed, 44);
    let renamed = |id: &str| (old[id].to_owned(), new[id].to_owned());
    for (id, from, to) in [
        ("km.25", "机电工程高级工程师", "机电工程高级职称"),
        ("km.32", "中等专业学校高级讲师", "中等职业学校高级教师"),
        ("km.40", "市社会科学研究", "哲学社会科学研究"),
        ("km.44", "机电工程中级", "工业和信息化领域工程技术中级"),
        ("km.49", "水利水电工程中级", "水利工程中级"),
        ("km.58", "中等专业学校中级", "中等职业学校中级教师"),
    ] {
        let (before, after) = renamed(id);
        assert!(before.contains(from) && after.contains(to), "{id}: {before} → {after}");
        let formerly = &packs.committee(id, 2025).unwrap().formerly;
        assert_eq!(formerly, &[before], "{id}");
    }
    let differ = old.iter().filter(|(id, n)| new.get(*id).is_some_and(|m| m != *n)).count();
    assert_eq!(differ, 6);
}

#[test]
fn what_came_and_what_went_between_the_editions_is_known() {
    let packs = packs();
    let (old, new) = (names(&packs, 2022), names(&packs, 2025));
    let gone: Vec<_> = old.iter().filter(|(id, _)| !new.contains_key(*id)).map(|e| *e.1).collect();
    let came: Vec<_> = new.iter().filter(|(id, _)| !old.contains_key(*id)).map(|e| *e.1).collect();
    assert_eq!(gone.len(), 4, "{gone:?}");
    assert_eq!(came.len(), 8, "{came:?}");
    for word in ["律师", "一级教练审核组", "昆明市中小学一级教师", "云南师范大学附属小学"]
    {
        assert!(gone.iter().any(|name| name.contains(word)), "{word}");
    }
    for word in [
        "林业工程高级",
        "副研究馆员",
        "水利工程高级",
        "正高级工程师",
        "网络空间安全",
        "能源工程",
        "技工院校教师",
        "体育教练",
    ] {
        assert!(came.iter().any(|name| name.contains(word)), "{word}");
    }
}

#[test]
fn the_plan_of_2022_is_matched_by_id_though_its_names_differ() {
    let packs = packs();
    let planned: Vec<_> =
        packs.committees(2022).into_iter().filter(|c| c.plan_month.is_some()).collect();
    assert_eq!(count(&planned, Level::AssociateSenior), 11);
    assert_eq!(count(&planned, Level::Intermediate), 46);
    assert!(planned.iter().all(|c| (8..=11).contains(&c.plan_month.unwrap())));
    let month = |id: &str| packs.committee(id, 2022).unwrap().plan_month;
    assert_eq!(month("km.32"), Some(9), "the plan calls it 中专高级讲师");
    assert_eq!(month("km.47"), Some(9), "the plan calls it 轨道交通工程");
    assert_eq!(month("km.45"), Some(11));
    assert_eq!(month("km.87"), None, "a school of the university is not in the plan");
    assert!(packs.committees(2022).iter().all(|c| c.organiser.is_some()));
    assert!(packs.committees(2025).iter().all(|c| c.organiser.is_none() && c.plan_month.is_none()));
}

#[test]
fn the_underground_company_takes_papers_in_and_is_no_committee() {
    let packs = packs();
    for year in [2022, 2025] {
        let named = |name: &str| name.contains("地铁");
        assert!(packs.committees(year).iter().all(|c| !named(&c.name)));
        assert!(packs.offices(year).iter().all(|o| !named(&o.name)));
        let rail = packs.committee("km.47", year).unwrap();
        assert_eq!(rail.accepting_unit.as_deref(), Some("昆明地铁运营有限公司"));
        assert_eq!(rail.phones, ["0871-63644999转1转627005"]);
    }
    assert_eq!(
        packs.committee("km.47", 2022).unwrap().address.as_deref(),
        Some("北京路915号2704室")
    );
}

#[test]
fn telephones_and_names_are_written_one_way() {
    let packs = packs();
    let is_phone = |phone: &str| {
        let (number, extension) = phone.split_once('转').unwrap_or((phone, "1"));
        let Some((area, local)) = number.split_once('-') else { return false };
        let digits = |t: &str| t.chars().all(|c| c.is_ascii_digit());
        area.len() == 4
            && area.starts_with('0')
            && (7..=8).contains(&local.len())
            && [area, local].into_iter().all(digits)
            && extension.split('转').all(digits)
    };
    for year in [2022, 2025] {
        let committees = packs.committees(year);
        let offices = packs.offices(year);
        let phones = committees.iter().map(|c| &c.phones).chain(offices.iter().map(|o| &o.phones));
        for list in phones {
            assert!(!list.is_empty() && list.iter().all(|p| is_phone(p)), "{list:?}");
        }
        let names = committees.iter().map(|c| &c.name).chain(offices.iter().map(|o| &o.name));
        for name in names {
            assert!(!name.contains([' ', '（', '）', '員', '\u{3000}']), "{name}");
        }
        assert!(committees.iter().all(|c| c.scope.as_deref().is_some_and(|s| !s.is_empty())));
    }
    // Printed with dashes of another width, or two of them.
    let anning = packs.office_for("530181", 2022);
    assert_eq!(anning[0].phones, ["0871-68699750"]);
    assert_eq!(packs.office_for("530124", 2022)[0].phones, ["0871-68811142"]);
    assert_eq!(packs.office_for("zone.mohan", 2025)[0].phones, ["0691-8817797"]);
    assert_eq!(packs.office_for("530114", 2025)[0].phones, ["0871-67484449", "0871-67473700"]);
}

#[test]
fn every_county_has_its_office_and_one_of_them_had_two() {
    let packs = packs();
    let divisions = rows(&packs, "national.code-division");
    for year in [2022, 2025] {
        for row in divisions.iter().filter(|r| r["kind"] == "county") {
            let area = row["code"].as_str().unwrap();
            let expected = if (area, year) == ("530112", 2022) { 2 } else { 1 };
            assert_eq!(packs.office_for(area, year).len(), expected, "{area} in {year}");
        }
        let known: BTreeSet<_> = divisions.iter().map(|r| r["code"].as_str().unwrap()).collect();
        let offices = packs.offices(year);
        let areas = offices.iter().map(|o| o.area.as_str());
        let committees = packs.committees(year);
        let limits = committees.iter().flat_map(|c| c.area.iter().chain(&c.also_in));
        for area in areas.chain(limits.map(String::as_str)) {
            assert!(known.contains(area), "{area}");
        }
    }
    let xishan: Vec<_> = packs.office_for("530112", 2022).iter().map(|o| o.note.clone()).collect();
    assert!(xishan.iter().all(Option::is_some), "{xishan:?}");
    assert_ne!(xishan[0], xishan[1]);
    assert!(packs.offices(2022).iter().all(|o| o.address.is_some()));
    let schools = |year| {
        let all = packs.committees(year);
        all.iter().filter(|c| c.series == "中小学教师" && c.area.is_some()).count()
    };
    assert_eq!(schools(2025), 16);
    assert_eq!(schools(2022), 16);
    assert_eq!(packs.committee("km.62", 2025).unwrap().also_in, ["530111"]);
}

#[test]
fn every_committee_reviews_a_series_of_the_title_dictionary() {
    let packs = packs();
    for year in [2022, 2025] {
        let titles = packs.titles_of(year);
        let series: BTreeSet<_> = titles.iter().map(|t| t.series.as_str()).collect();
        let strange: BTreeSet<_> = packs
            .committees(year)
            .iter()
            .filter(|c| !series.contains(c.series.as_str()))
            .map(|c| c.series.clone())
            .collect();
        // The guide of 2022 has committees for two series its own list of titles leaves out.
        let expected: &[&str] =
            if year == 2022 { &["党校教师", "药学(药品)"] } else { &[] };
        assert!(strange.iter().map(String::as_str).eq(expected.iter().copied()), "{strange:?}");
    }
}

#[test]
fn a_title_is_found_by_name_whatever_the_edition() {
    let packs = packs();
    let found = |name: &str| {
        packs.titles(name).map(|t| (t.series.clone(), t.level.key())).collect::<Vec<_>>()
    };
    assert_eq!(found("工程师"), [("工程技术人员".to_owned(), "intermediate")]);
    assert_eq!(found("一级律师"), [("律师".to_owned(), "full_senior")]);
    assert_eq!(found("三级录音师"), [("艺术专业人员".to_owned(), "intermediate")]);
    assert_eq!(found("主治医师").len(), 1, "one cell of the table holds two names");
    assert_eq!(found("主管医师").len(), 1, "one cell of the table holds two names");
    let librarians: BTreeSet<_> = found("研究馆员").into_iter().map(|t| t.0).collect();
    assert_eq!(librarians.len(), 3);
    let has = |year: i32, name: &str| {
        packs.titles_of(year).iter().any(|row| row.names().any(|t| t.name == name))
    };
    assert!(has(2023, "一级摄影(摄像)师") && !has(2025, "一级摄影(摄像)师"));
    assert!(has(2024, "一级律师") && !has(2025, "一级律师"));
    let series = |year: i32| -> BTreeSet<String> {
        packs.titles_of(year).iter().map(|t| t.series.clone()).collect()
    };
    let came: Vec<_> = series(2025).difference(&series(2022)).cloned().collect();
    assert_eq!(came, ["党校教师", "药学(药品)", "藏语系佛学院公共课程教师"]);
}

#[test]
fn the_engineering_fields_are_forty_in_both_editions() {
    let packs = packs();
    let fields = |on: &str| {
        let version = packs.parameter("kunming.engineering-fields", day(on)).unwrap();
        let list: BTreeSet<String> = serde_json::from_value(version.value.clone()).unwrap();
        (list, version.cites.clone())
    };
    let (old, old_cites) = fields("2022-12-31");
    let (new, new_cites) = fields("2025-12-31");
    assert_eq!(new.len(), 40);
    assert_eq!(old, new);
    assert!(["建设", "石油与天然气", "地震", "机械"].iter().all(|f| new.contains(*f)));
    assert_eq!(
        (&old_cites[..], &new_cites[..]),
        (&["G22.Q19".into()][..], &["G25.Q18".into()][..])
    );
}

#[test]
fn the_ladders_say_what_the_national_standards_say() {
    let packs = packs();
    let ladder = rows(&packs, "national.ladder");
    let find = |series: &str, level: &str, education: &str| {
        let fits = |r: &&Value| {
            r["series"] == series
                && r["level"] == level
                && r["education"].as_array().unwrap().iter().any(|e| e == education)
        };
        let found: Vec<_> = ladder.iter().filter(fits).cloned().collect();
        assert!(found.len() <= 1, "two rows for {series} {level} {education}");
        found.into_iter().next()
    };
    let years = |series: &str, level: &str, education: &str| {
        let row = find(series, level, education)?;
        Some((row["years"].as_i64().unwrap(), row["after"].as_str().unwrap().to_owned()))
    };
    let is = |after: &str, n: i64| Some((n, after.to_owned()));
    assert_eq!(years("工程技术人员", "intermediate", "bachelor"), is("助理工程师", 4));
    assert_eq!(years("工程技术人员", "intermediate", "college"), is("助理工程师", 4));
    assert_eq!(years("工程技术人员", "intermediate", "secondary"), None);
    assert_eq!(years("工程技术人员", "associate_senior", "college"), None);
    assert_eq!(years("工程技术人员", "associate_senior", "doctor"), is("工程师", 2));
    assert_eq!(years("会计人员", "associate_senior", "college"), is("会计师", 10));
    assert_eq!(years("经济专业人员", "associate_senior", "college"), is("经济师", 10));
    assert_eq!(years("农业技术人员", "assistant", "secondary"), is("农业技术员", 4));
    let teacher = find("中小学教师", "associate_senior", "college").unwrap();
    assert_eq!(teacher["fields"], serde_json::json!(["小学", "初中"]));
    assert!(teacher["note"].as_str().unwrap().contains("乡村"));
    assert_eq!(find("工程技术人员", "full_senior", "bachelor").unwrap()["certainty"], "unverified");
    assert_eq!(
        find("卫生技术人员", "associate_senior", "master").unwrap()["certainty"],
        "unverified"
    );
}

#[test]
fn every_row_of_a_table_uses_known_words_and_cites_known_clauses() {
    let packs = packs();
    let dictionary: BTreeSet<_> =
        [2022, 2025].iter().flat_map(|y| packs.titles_of(*y)).map(|t| t.series.clone()).collect();
    let is_level = |v: &Value| v.as_str().is_some_and(|t| t.parse::<Level>().is_ok());
    for id in [
        "national.ladder",
        "national.skill-ladder",
        "national.assessment-mode",
        "national.equivalence",
        "national.training-credits",
        "kunming.assessment-mode",
    ] {
        for row in rows(&packs, id) {
            assert!(dictionary.contains(row["series"].as_str().unwrap()), "{id}: {row}");
            let levels = row["levels"].as_array().cloned();
            let levels = levels.unwrap_or_else(|| row.get("level").into_iter().cloned().collect());
            assert!(levels.iter().all(is_level), "{id}: {row}");
            for education in row["education"].as_array().into_iter().flatten() {
                let education = education.as_str().unwrap();
                assert!(education.parse::<EducationLevel>().is_ok(), "{id}: {row}");
            }
            for cite in row["cites"].as_array().into_iter().flatten() {
                assert!(packs.clause(cite.as_str().unwrap()).is_some(), "{id}: {cite}");
            }
            if let Some(certainty) = row.get("certainty").and_then(Value::as_str) {
                assert!(["stated", "unverified", "conflict"].contains(&certainty), "{id}: {row}");
            }
            if let Some(committee) = row.get("committee").and_then(Value::as_str) {
                assert!(packs.committee(committee, 2025).is_some(), "{id}: {row}");
            }
        }
    }
}

#[test]
fn a_qualification_stands_for_a_title_that_exists() {
    let packs = packs();
    let table = rows(&packs, "national.equivalence");
    for row in &table {
        let title = row["title"].as_str().unwrap();
        let fits = |t: &engine::title::TitleName| {
            row["series"] == t.series.as_str() && row["level"] == t.level.key()
        };
        assert!(packs.titles(title).any(fits), "{row}");
    }
    let named = |name: &str| table.iter().filter(|r| r["name"] == name).collect::<Vec<_>>();
    let cost = named("造价工程师");
    assert_eq!(cost.len(), 2, "an engineer or an economist");
    assert!(cost.iter().all(|r| r["until"] == "2017-12-31" && r["certainty"] == "conflict"));
    assert_eq!(named("一级造价工程师")[0]["from"], "2018-01-01");
    assert_eq!(named("二级建造师")[0]["level"], "assistant");
    assert!(named("法律职业资格").is_empty());
}

#[test]
fn the_code_tables_are_complete() {
    let packs = packs();
    let codes = |id: &str| -> Vec<String> {
        rows(&packs, id).iter().map(|r| r["code"].as_str().unwrap().to_owned()).collect()
    };
    for id in
        ["code-sex", "code-ethnic-group", "code-education", "code-division", "code-prefecture"]
    {
        let all = codes(&format!("national.{id}"));
        let once: BTreeSet<_> = all.iter().collect();
        assert_eq!(once.len(), all.len(), "{id} holds a code twice");
    }
    let ethnic = rows(&packs, "national.code-ethnic-group");
    let own: Vec<_> = ethnic.iter().filter(|r| r.get("is_extension").is_none()).collect();
    assert_eq!(own.len(), 56);
    assert!(own.iter().enumerate().all(|(i, r)| r["code"] == format!("{:02}", i + 1).as_str()));
    assert_eq!((&own[6]["name"], &own[55]["name"]), (&"彝族".into(), &"基诺族".into()));
    let divisions = rows(&packs, "national.code-division");
    assert_eq!(divisions.iter().filter(|r| r["kind"] == "county").count(), 14);
    assert_eq!(divisions.iter().filter(|r| r["kind"] == "zone").count(), 7);
    assert_eq!(codes("national.code-prefecture").len(), 16);
    let education = rows(&packs, "national.code-education");
    let completed = |code: &str| education.iter().find(|r| r["code"] == code).unwrap();
    assert_eq!(completed("21")["is_completed"], true);
    assert_eq!(completed("22")["is_completed"], false, "结业 does not satisfy a condition");
    assert_eq!(completed("31")["level"], "college");
    let prefix = rows(&packs, "national.unit-code-prefix");
    let enterprise = prefix.iter().find(|r| r["prefix"] == "91").unwrap();
    assert!(enterprise.get("hint").is_none(), "91 does not tell who owns the enterprise");
}

#[test]
fn the_calendar_knows_the_days_that_are_often_got_wrong() {
    let packs = packs();
    let works = |text: &str| packs.calendar().kind(day(text)).is_working();
    assert!(works("2024-02-09"), "New Year's Eve of 2024 was a working day");
    assert!(works("2023-01-03"));
    assert!(!works("2022-12-31"), "it belongs to the notice for 2023");
    assert!(!works("2023-01-02"));
    assert!(works("2022-01-29") && works("2026-01-04"), "weekends made up for");
    assert!(!works("2025-10-08") && works("2025-10-09"));
    for (year, days) in [(2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)] {
        let (from, until) = (day(&format!("{year}-01-01")), day(&format!("{year}-12-31")));
        assert_eq!(packs.calendar().working_days(from, until), days, "{year}");
    }
    assert!(packs.calendar().covers(day("2026-12-31")));
    assert!(!packs.calendar().covers(day("2027-01-04")), "the days of 2027 are not published");
    for year in 22..=26 {
        let clause = format!("HD{year}.days");
        assert!(packs.source_of(&clause).is_some_and(|s| s.link.is_some()), "{clause}");
    }
}

#[test]
fn the_clause_index_covers_every_question_and_every_numbered_point() {
    let packs = packs();
    let has = |id: String| assert!(packs.clause(&id).is_some(), "{id}");
    let covers = |stem: &str, n: u32| {
        for i in 1..=n {
            let id = format!("{stem}{i}");
            let found = packs.clauses().any(|c| c.id == id || c.id.starts_with(&format!("{id}.")));
            assert!(found, "{id}");
        }
    };
    covers("G25.Q", 21);
    covers("G22.Q", 19);
    for (stem, n) in [("N23.2.", 6), ("N23.3.", 10), ("N23.4.", 6), ("N23.5.", 3), ("N23.6.", 3)] {
        covers(stem, n);
    }
    for (stem, n) in [("G25.4.2.3.", 6), ("G25.4.3.", 5), ("G25.4.4.", 8), ("G25.1.", 3)] {
        covers(stem, n);
    }
    for (stem, n) in [("G22.5.2.3.", 6), ("G22.5.3.", 5), ("G22.5.4.", 7), ("G22.1.", 3)] {
        covers(stem, n);
    }
    for id in ["G25.4.3.0", "G22.5.3.0", "N23.4.1.3", "PM40.punished", "SV24.ban"] {
        has(id.to_owned());
    }
    for clause in packs.clauses() {
        assert!(!clause.paraphrase.is_empty() && !clause.locator.is_empty(), "{}", clause.id);
    }
}
