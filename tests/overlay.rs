//! The invented notice of a year and of a committee, laid over the shipped packs.

use desk::resources::read_pack;
use engine::date::Date;
use engine::pack::rule::Standing;
use engine::pack::{Pack, Packs};
use tests::office::repository;

fn pack(name: &str) -> Pack {
    read_pack(&repository().join("assets/packs").join(name)).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The shipped packs with others over them.
fn stack(over: &[&str]) -> Packs {
    let names = ["national", "kunming"].iter().chain(over);
    Packs::stack(names.map(|name| pack(name)).collect())
}

/// The version of a rule that holds on a day: its last standing and month.
fn version(packs: &Packs, id: &str, on: &str) -> (Standing, Option<String>) {
    let rule = packs.rule(id).unwrap();
    let version = rule.versions.iter().rev().find(|v| v.from <= day(on)).unwrap();
    (version.standing, version.value.month_day.clone())
}

#[test]
fn what_is_invented_says_so_and_holds_together_over_the_base() {
    for name in ["sample-2026", "sample-committee"] {
        let own = pack(name);
        assert!(own.meta.is_fictitious && own.meta.name.contains("虚构"), "{name}");
        assert!(own.body.source.iter().all(|s| s.name.contains("虚构")), "{name}");
        let known = engine::pack::check::check(&stack(&[]), None);
        let faults = engine::pack::check::check(&stack(&[name]), None);
        let new: Vec<_> = faults.iter().filter(|f| !known.contains(f)).collect();
        assert!(new.is_empty(), "{name}: {new:?}");
    }
}

#[test]
fn a_years_notice_changes_its_own_year_and_no_earlier_one() {
    let (base, laid) = (stack(&[]), stack(&["sample-2026"]));
    let days = |packs: &Packs, on: &str| packs.number("kunming.notice-days", day(on));
    assert_eq!(days(&laid, "2026-12-31"), Some(7));
    assert_eq!(days(&laid, "2025-12-31"), Some(5));
    assert_eq!(days(&base, "2026-12-31"), Some(5));
    let cut_off = |packs: &Packs, on: &str| version(packs, "kunming.E12", on).1;
    assert_eq!(cut_off(&laid, "2026-12-31").as_deref(), Some("09-30"));
    assert_eq!(cut_off(&laid, "2025-12-31").as_deref(), Some("12-31"));
    assert_eq!(version(&laid, "kunming.E13", "2026-12-31").0, Standing::Repealed);
    assert_eq!(version(&laid, "kunming.E13", "2025-12-31").0, Standing::Stated);
    assert!(laid.material("ethics-form").is_some() && base.material("ethics-form").is_none());
    assert_eq!(laid.coverage().1, 2026);
    assert_eq!(base.coverage().1, 2025);
}

#[test]
fn a_committees_notice_concerns_its_own_applicants_alone() {
    let packs = stack(&["sample-2026", "sample-committee"]);
    let on = day("2026-12-31");
    let (own, other) =
        (packs.with_committee(Some("km.45"), 2026), packs.with_committee(Some("km.26"), 2026));
    let college = |packs: &Packs| {
        packs
            .rows("sample-committee.ladder", on)
            .find(|r| r["education"].as_array().unwrap().iter().any(|e| e == "college"))
            .map(|r| r["years"].as_i64().unwrap())
    };
    assert_eq!(college(&own), Some(5));
    assert_eq!(college(&other), None);
    assert!(own.rule("sample-committee.projects").is_some());
    assert!(other.rule("sample-committee.projects").is_none());
    assert_eq!(own.number("kunming.notice-days", on), Some(7), "the year's notice still holds");
    let order =
        |packs: &Packs| -> Vec<String> { packs.materials().iter().map(|m| m.id.clone()).collect() };
    let place = |list: &[String], id: &str| list.iter().position(|m| m == id).unwrap();
    let list = order(&own);
    assert!(place(&list, "notice-form") < place(&list, "dispatch-set"));
    assert!(place(&list, "dispatch-set") < place(&list, "opinion"));
    assert_eq!(own.material("review-form").unwrap().copies, Some(3));
    assert_eq!(own.material("notice-form").unwrap().copies, Some(2));
    assert!(!order(&other).contains(&"review-form".to_owned()));
}

#[test]
fn the_working_days_of_the_notice_come_out_as_it_prints_them() {
    let packs = stack(&["sample-2026"]);
    for (posted, five, seven) in [
        ("2026-04-28", "2026-05-08", "2026-05-11"),
        ("2026-06-12", "2026-06-22", "2026-06-24"),
        ("2026-09-21", "2026-09-29", "2026-10-08"),
    ] {
        let after = |n| packs.calendar().nth_working_day_after(day(posted), n);
        assert_eq!((after(5), after(7)), (day(five), day(seven)), "posted on {posted}");
    }
    // Two invented figures agree with the calendar: seven working days after 7 July end before 17.
    assert!(packs.calendar().nth_working_day_after(day("2026-07-07"), 7) <= day("2026-07-17"));
}
