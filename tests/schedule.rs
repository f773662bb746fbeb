//! Dates against what was worked out by hand: postings over holidays, channels, deadlines,
//! retirement. The calendar and the figures are those of the shipped packs.

use chrono::Datelike;
use engine::date::{Date, Span, WorkCalendar, add_days, add_months};
use engine::fact::document::CommitteeTier;
use engine::pack::Packs;
use engine::person::Sex;
use engine::schedule::channel::{ChannelRule, window};
use engine::schedule::deadline::{
    FormState, MonthRule, form, form_issue_from, recheck, supplement,
};
use engine::schedule::notice::{NoticeRule, check, latest_posting, schedule};
use engine::schedule::plan::{Intake, PlanRules, plan};
use engine::schedule::retirement::{RetirementRule, ReviewRelation, relation, retirement};
use proptest::prelude::*;
use std::sync::LazyLock;
use tests::office::resources;

static PACKS: LazyLock<Packs> = LazyLock::new(|| resources().packs().unwrap());

fn d(text: &str) -> Date {
    text.parse().unwrap()
}

fn calendar() -> &'static WorkCalendar {
    PACKS.calendar()
}

fn rule(days: u32) -> NoticeRule {
    NoticeRule::on(&PACKS, d("2025-12-31")).unwrap().with_days(days)
}

fn codes(cautions: &[engine::schedule::Caution]) -> Vec<&str> {
    cautions.iter().map(|c| c.code.as_str()).collect()
}

#[test]
fn a_posting_counts_full_working_days_after_its_day() {
    let check = |posted: &str, days: u32, last: &str, sign: &str, other_last: &str| {
        let posted = schedule(calendar(), &rule(days), d(posted));
        assert_eq!(posted.window.last_day, d(last), "{posted:?}");
        assert_eq!(posted.window.may_sign_from, d(sign), "{posted:?}");
        assert_eq!(posted.window.counted_days.len(), days as usize);
        assert_eq!(posted.other.last_day, d(other_last), "{posted:?}");
        assert!(!posted.window.counts_posting_day && posted.other.counts_posting_day);
        assert!(posted.cautions.is_empty(), "{posted:?}");
    };
    // An ordinary week.
    check("2025-09-15", 5, "2025-09-22", "2025-09-23", "2025-09-19");
    check("2025-08-18", 5, "2025-08-25", "2025-08-26", "2025-08-22");
    // National Day 2025 with the make-up Sunday before it.
    check("2025-09-26", 5, "2025-10-10", "2025-10-11", "2025-10-09");
    // The make-up Saturday after it is a day like another.
    check("2025-10-10", 5, "2025-10-16", "2025-10-17", "2025-10-15");
    // Spring Festival: the make-up days on both sides.
    check("2025-01-24", 5, "2025-02-07", "2025-02-08", "2025-02-06");
    check("2024-02-02", 5, "2024-02-08", "2024-02-09", "2024-02-07");
    // 2024-02-09 (除夕) was a working day.
    check("2024-02-08", 1, "2024-02-09", "2024-02-10", "2024-02-08");
    check("2026-02-13", 5, "2026-02-27", "2026-02-28", "2026-02-26");
    check("2023-01-19", 3, "2023-01-29", "2023-01-30", "2023-01-28");
    // 2023-01-03 was a working day.
    check("2022-12-30", 1, "2023-01-03", "2023-01-04", "2022-12-30");
    // Over a year's end.
    check("2025-12-29", 5, "2026-01-06", "2026-01-07", "2026-01-05");
    check("2024-12-30", 5, "2025-01-07", "2025-01-08", "2025-01-06");
    // Labour Day 2026 with the make-up Saturday, by two lengths.
    check("2026-04-28", 5, "2026-05-08", "2026-05-09", "2026-05-07");
    check("2026-04-28", 7, "2026-05-11", "2026-05-12", "2026-05-09");
    // Dragon Boat 2026, Mid-Autumn and National Day 2026.
    check("2026-06-12", 5, "2026-06-22", "2026-06-23", "2026-06-18");
    check("2026-09-21", 5, "2026-09-29", "2026-09-30", "2026-09-28");
    check("2026-09-21", 7, "2026-10-08", "2026-10-09", "2026-09-30");
    // Posted on a day off, both readings are one.
    check("2025-09-20", 5, "2025-09-26", "2025-09-27", "2025-09-26");
}

#[test]
fn a_make_up_sunday_counts_and_is_listed() {
    let posted = schedule(calendar(), &rule(5), d("2025-09-26"));
    let days: Vec<String> = posted.window.counted_days.iter().map(Date::to_string).collect();
    assert_eq!(days, ["2025-09-28", "2025-09-29", "2025-09-30", "2025-10-09", "2025-10-10"]);
    assert_eq!(posted.window.signing_workday, d("2025-10-11"));
}

#[test]
fn past_the_last_published_year_the_count_goes_on_with_a_caution() {
    let posted = schedule(calendar(), &rule(5), d("2026-12-28"));
    assert_eq!(posted.window.last_day, d("2027-01-04"));
    assert_eq!(codes(&posted.cautions), ["calendar_unpublished"]);
    assert!(posted.cautions[0].message.contains("2027"));
    let near = schedule(calendar(), &rule(5), d("2026-12-21"));
    assert_eq!(near.window.last_day, d("2026-12-28"));
    assert_eq!(codes(&near.cautions), ["year_end_unpublished"]);
    assert!(schedule(calendar(), &rule(5), d("2026-12-11")).cautions.is_empty());
    assert_eq!(
        codes(&schedule(calendar(), &rule(5), d("2021-06-01")).cautions),
        ["calendar_unpublished"]
    );
}

#[test]
fn holidays_of_the_units_own_place_move_the_window() {
    let mut own = calendar().clone();
    own.add_local(&[d("2025-09-17")]);
    assert_eq!(schedule(&own, &rule(5), d("2025-09-15")).window.last_day, d("2025-09-23"));
}

#[test]
fn a_posting_that_ended_is_measured_by_both_readings() {
    let measure = |from: &str, down: &str| check(calendar(), &rule(5), d(from), d(down));
    let enough = measure("2025-09-15", "2025-09-22");
    assert_eq!((enough.length.working_days, enough.length.is_enough), (5, true));
    assert_eq!((enough.other.working_days, enough.other.is_enough), (6, true));
    assert_eq!(codes(&enough.cautions), ["last_day_decides"]);
    let open = measure("2025-09-15", "2025-09-19");
    assert_eq!((open.length.working_days, open.length.missing_days), (4, 1));
    assert!(!open.length.is_enough && open.other.is_enough);
    assert_eq!(codes(&open.cautions), ["readings_differ"]);
    let short = measure("2025-09-26", "2025-10-08");
    assert_eq!((short.length.working_days, short.other.working_days), (3, 4));
    assert!(short.cautions.is_empty());
    let long = measure("2025-09-15", "2025-09-30");
    assert!(long.length.is_enough && long.cautions.is_empty());
    assert_eq!(measure("2025-09-15", "2025-09-15").length.working_days, 0);
    // Taken down on a Sunday: the Friday before was its last working day, and it hung to its end.
    assert!(measure("2025-09-15", "2025-09-28").cautions.is_empty());
}

#[test]
fn the_latest_posting_still_lets_the_unit_sign() {
    let latest = latest_posting(calendar(), &rule(5), d("2025-09-23"));
    assert_eq!((latest.posted_by, latest.other_posted_by), (d("2025-09-15"), d("2025-09-16")));
    let over_holiday = latest_posting(calendar(), &rule(5), d("2025-10-11"));
    // The Saturday before the make-up Sunday, in practice the Friday.
    assert_eq!(over_holiday.posted_by, d("2025-09-27"));
    assert_eq!(over_holiday.posted_by_workday, d("2025-09-26"));
}

#[test]
fn a_provincial_channel_opens_and_closes_by_calendar_days() {
    let rule = ChannelRule::on(&PACKS, d("2025-06-01")).unwrap();
    let from = Some(d("2025-09-01"));
    let joint = window(&rule, from, d("2025-09-30"), true);
    assert_eq!((joint.opens_on, joint.closes_on), (Some(d("2025-08-25")), d("2025-09-27")));
    assert_eq!(joint.closes_at, "2025-09-27T24:00");
    assert_eq!(joint.otherwise_closes_on, d("2025-09-29"));
    assert!(joint.cautions.is_empty());
    let alone = window(&rule, None, d("2025-03-01"), false);
    assert_eq!((alone.opens_on, alone.closes_on), (None, d("2025-02-28")));
    let leap = window(&rule, None, d("2024-03-02"), true);
    assert_eq!(leap.closes_on, d("2024-02-28"));
    let never = window(&rule, from, d("2025-08-26"), true);
    assert_eq!(codes(&never.cautions), ["never_open"]);
}

#[test]
fn the_conflict_inside_the_guide_of_2022_is_said() {
    let at = |day: &str| ChannelRule::on(&PACKS, d(day));
    assert!(at("2021-12-31").is_none());
    let old = window(&at("2022-09-01").unwrap(), None, d("2022-09-30"), true);
    assert_eq!((old.closes_on, codes(&old.cautions)), (d("2022-09-27"), vec!["texts_differ"]));
    assert!(at("2023-09-01").unwrap().conflict.is_none());
    assert!(at("2025-09-01").unwrap().conflict.is_none());
}

#[test]
fn a_recheck_ends_on_the_same_day_two_months_on() {
    let months = |day: &str| MonthRule::recheck(&PACKS, d(day)).map(|r| r.months);
    assert_eq!(months("2022-12-31"), None, "the guide of 2022 does not know it");
    assert_eq!((months("2023-12-31"), months("2025-12-31")), (Some(2), Some(2)));
    let until = |day: &str| recheck(calendar(), d(day), 2);
    assert_eq!(until("2023-11-20").until, d("2024-01-20"));
    assert_eq!(until("2023-12-31").until, d("2024-02-29"));
    assert!(until("2023-12-31").is_month_end);
    assert_eq!(until("2025-12-30").until, d("2026-02-28"));
    assert_eq!(until("2025-12-28").until, d("2026-02-28"));
    assert!(!until("2025-12-28").is_month_end);
    // A make-up Saturday is a working day, a Saturday is not.
    assert_eq!(until("2025-12-28").next_workday, None);
    assert_eq!(until("2023-11-20").next_workday, Some(d("2024-01-22")));
}

#[test]
fn a_form_of_the_education_register_has_to_reach_the_intake() {
    let state =
        |issued: &str, valid: &str| form(Some(d(issued)), d(valid), d("2025-09-30"), 6).state;
    assert_eq!(state("2025-04-01", "2025-09-30"), FormState::Valid);
    assert_eq!(state("2025-03-29", "2025-09-29"), FormState::EndsBeforeIntake);
    assert_eq!(state("2025-04-01", "2025-10-01"), FormState::Valid);
    assert_eq!(state("2025-04-01", "2025-10-02"), FormState::TooLong);
    assert_eq!(form_issue_from(d("2025-09-30"), 6), d("2025-03-30"));
    // Six months before the last of August there is no 31st: the first day that reaches it.
    assert_eq!(form_issue_from(d("2025-08-31"), 6), d("2025-03-01"));
}

#[test]
fn a_supplement_is_over_the_day_after() {
    let at = |today: &str| supplement(calendar(), d("2025-10-10"), d(today));
    assert_eq!((at("2025-10-10").is_over, at("2025-10-10").working_days_left), (false, 1));
    assert_eq!(at("2025-09-30").working_days_left, 3);
    assert!(at("2025-10-11").is_over);
}

#[test]
fn the_plan_runs_backwards_from_the_intake() {
    let as_of = d("2025-12-31");
    let rules = PlanRules {
        notice: rule(5),
        channel: ChannelRule::on(&PACKS, as_of),
        education_form: MonthRule::education_form(&PACKS, as_of),
    };
    let mut intake = Intake {
        from: Some(d("2025-09-08")),
        until: d("2025-10-17"),
        level: CommitteeTier::Province,
        is_joint: true,
        channel_closes_on: None,
        review_opens_on: Some(d("2025-11-18")),
    };
    let of = |intake: &Intake| plan(calendar(), &rules, intake);
    let found = of(&intake);
    let day = |what: &str| found.steps.iter().find(|s| s.what.contains(what)).unwrap().on;
    assert_eq!(day("网上申报开通"), d("2025-09-01"));
    assert_eq!(day("网上申报关闭"), d("2025-10-14"));
    // Signed by the closing of the channel: five working days are over on 10-13 at the latest.
    assert_eq!(day("最晚张贴公示"), d("2025-09-29"));
    assert_eq!(day("公示期满"), d("2025-10-13"));
    assert_eq!(day("单位签推荐意见"), d("2025-10-14"));
    assert_eq!(day("备案表"), d("2025-04-17"));
    assert_eq!(day("报送截止"), d("2025-10-17"));
    assert_eq!(day("预计开评"), d("2025-11-18"));
    assert!(found.steps.is_sorted_by_key(|s| s.on));
    assert!(found.cautions.is_empty(), "{:?}", found.cautions);
    let closing = found.steps.iter().find(|s| s.reference == "C06").unwrap();
    assert_eq!((closing.at.as_deref(), closing.cites[0].as_str()), (Some("24:00"), "G25.Q5.4.1"));
    intake.level = CommitteeTier::City;
    assert_eq!(codes(&of(&intake).cautions), ["channel_unknown"]);
    intake.channel_closes_on = Some(d("2025-10-10"));
    let city = of(&intake);
    assert!(city.cautions.is_empty());
    assert!(city.steps.iter().any(|s| s.reference == "C04" && s.on == d("2025-10-10")));
    assert!(city.steps.iter().all(|s| s.reference != "C05"));
}

fn retires(sex: Sex, age: i32, born: &str) -> (String, i32) {
    let rule = RetirementRule::on(&PACKS, sex, age, d("2025-12-31")).unwrap();
    let day = retirement(&rule, d(&format!("{born}-15")));
    (day.statutory_on.format("%Y-%m").to_string(), day.delay_months)
}

#[test]
fn retirement_follows_the_gradual_delay() {
    let check = |sex: Sex, age: i32, born: &str, on: &str, delay: i32| {
        assert_eq!(retires(sex, age, born), (on.to_owned(), delay), "{sex:?} {age} {born}");
    };
    for (born, on, delay) in [
        ("1964-12", "2024-12", 0),
        ("1965-01", "2025-02", 1),
        ("1965-04", "2025-05", 1),
        ("1965-05", "2025-07", 2),
        ("1965-08", "2025-10", 2),
        ("1965-09", "2025-12", 3),
        ("1966-01", "2026-05", 4),
        ("1968-07", "2029-06", 11),
        ("1970-01", "2031-05", 16),
        ("1976-08", "2039-07", 35),
        ("1976-09", "2039-09", 36),
        ("1985-01", "2048-01", 36),
    ] {
        check(Sex::Male, 60, born, on, delay);
        check(Sex::Female, 60, born, on, delay);
    }
    for (born, on, delay) in [
        ("1969-12", "2024-12", 0),
        ("1970-01", "2025-02", 1),
        ("1970-05", "2025-07", 2),
        ("1970-06", "2025-08", 2),
        ("1971-04", "2026-08", 4),
        ("1981-08", "2039-07", 35),
        ("1981-09", "2039-09", 36),
    ] {
        check(Sex::Female, 55, born, on, delay);
    }
    for (born, on, delay) in [
        ("1974-12", "2024-12", 0),
        ("1975-01", "2025-02", 1),
        ("1975-02", "2025-03", 1),
        ("1975-03", "2025-05", 2),
        ("1984-10", "2039-09", 59),
        ("1984-11", "2039-11", 60),
        ("1990-01", "2045-01", 60),
    ] {
        check(Sex::Female, 50, born, on, delay);
    }
}

#[test]
fn retirement_falls_on_the_birthday_and_flexes_within_its_bounds() {
    let of = |sex, age, born: &str| {
        let rule = RetirementRule::on(&PACKS, sex, age, d("2025-12-31")).unwrap();
        retirement(&rule, d(born))
    };
    let man = of(Sex::Male, 60, "1965-09-12");
    assert_eq!((man.original_on, man.statutory_on), (d("2025-09-12"), d("2025-12-12")));
    // Three years earlier would be before the original age.
    assert_eq!(man.earliest_on, Some(d("2025-09-12")));
    assert_eq!(man.latest_on, Some(d("2028-12-12")));
    let young = of(Sex::Male, 60, "1976-09-30");
    assert_eq!((young.earliest_on, young.statutory_age.years), (Some(d("2036-09-30")), 63));
    // A day the month lacks becomes its last day; the delay follows the month of birth alone.
    assert_eq!(of(Sex::Male, 60, "1965-05-31").statutory_on, d("2025-07-31"));
    assert_eq!(of(Sex::Male, 60, "1965-12-31").statutory_on, d("2026-03-31"));
    assert_eq!(of(Sex::Female, 55, "1970-08-31").statutory_on, d("2025-10-31"));
    assert_eq!(of(Sex::Male, 60, "1966-10-31").statutory_on, d("2027-04-30"));
    // Who had retired before the scheme had no choice under it.
    assert_eq!(of(Sex::Male, 60, "1964-12-15").earliest_on, None);
    assert_eq!(codes(&of(Sex::Female, 60, "1970-01-01").cautions), ["group_unverified"]);
    assert!(man.cautions.is_empty());
}

#[test]
fn a_sex_and_age_the_packs_do_not_know_give_nothing() {
    let ages = |sex| RetirementRule::ages(&PACKS, sex, d("2025-12-31"));
    assert_eq!(ages(Sex::Male), [60]);
    assert_eq!(ages(Sex::Female), [55, 50, 60]);
    assert!(RetirementRule::on(&PACKS, Sex::Male, 55, d("2025-12-31")).is_none());
    assert!(RetirementRule::on(&PACKS, Sex::Female, 60, d("2021-12-31")).is_none());
}

#[test]
fn retirement_is_asked_about_when_it_comes_by_the_review() {
    let of = |on: &str| relation(d(on), d("2025-11-18"), 12);
    assert_eq!(of("2025-08-20"), ReviewRelation::Due);
    assert_eq!(of("2025-11-18"), ReviewRelation::Due);
    assert_eq!(of("2025-12-12"), ReviewRelation::Near);
    assert_eq!(of("2026-11-18"), ReviewRelation::Near);
    assert_eq!(of("2026-11-19"), ReviewRelation::Far);
}

#[test]
fn the_calendar_has_the_days_off_of_every_published_year() {
    // Working days of each year, counted by hand from the weekday and the notices.
    let count = |year: i32| {
        let day = |m, n| Date::from_ymd_opt(year, m, n).unwrap();
        calendar().working_days(day(1, 1), day(12, 31))
    };
    assert_eq!(
        [count(2022), count(2023), count(2024), count(2025), count(2026)],
        [249, 249, 251, 248, 248]
    );
}

fn any_day() -> impl Strategy<Value = Date> {
    (0..36_500_i64).prop_map(|n| add_days(d("1950-01-01"), n))
}

proptest! {
    #[test]
    fn a_span_put_back_on_its_start_gives_its_end(from in any_day(), length in 0..20_000_i64) {
        let to = add_days(from, length);
        let span = Span::between(from, to);
        prop_assert!((0..12).contains(&span.months) && (0..31).contains(&span.days));
        let whole = add_months(from, span.years * 12 + span.months);
        prop_assert_eq!(add_days(whole, i64::from(span.days)), to);
    }

    #[test]
    fn a_year_is_complete_on_the_anniversary_and_not_a_day_before(
        from in any_day(), years in 1..40_i32,
    ) {
        let anniversary = add_months(from, years * 12);
        prop_assert_eq!(Span::between(from, anniversary).years, years);
        prop_assert_eq!(Span::between(from, add_days(anniversary, -1)).years, years - 1);
        // 29 February comes round on the 28th in a common year.
        let is_leap_day = (from.month(), from.day()) == (2, 29);
        let same_day = (anniversary.month(), anniversary.day()) == (from.month(), from.day());
        prop_assert!(same_day || is_leap_day);
    }

    #[test]
    fn a_later_end_never_shortens_a_span(from in any_day(), a in 0..9_000_i64, b in 0..9_000_i64) {
        let (short, long) = (a.min(b), a.max(b));
        prop_assert!(
            Span::between(from, add_days(from, short)) <= Span::between(from, add_days(from, long))
        );
    }

    #[test]
    fn signing_on_the_day_a_window_allows_makes_its_posting_early_enough(
        offset in 0..1_700_i64, days in 1..15_u32,
    ) {
        let posted = add_days(d("2022-01-01"), offset);
        let rule = rule(days);
        let window = schedule(calendar(), &rule, posted).window;
        prop_assert_eq!(calendar().working_days(add_days(posted, 1), window.last_day), days);
        prop_assert!(latest_posting(calendar(), &rule, window.may_sign_from).posted_by >= posted);
        let measured = check(calendar(), &rule, posted, window.last_day);
        prop_assert!(measured.length.is_enough);
        let shorter = check(calendar(), &rule, posted, add_days(window.last_day, -1));
        prop_assert!(!shorter.length.is_enough);
    }

    #[test]
    fn retirement_never_comes_before_the_original_age_and_never_past_the_cap(
        born in (0..20_000_i64).prop_map(|n| add_days(d("1955-01-01"), n)),
        group in 0..4_usize,
    ) {
        let (sex, age) =
            [(Sex::Male, 60), (Sex::Female, 55), (Sex::Female, 50), (Sex::Female, 60)][group];
        let rule = RetirementRule::on(&PACKS, sex, age, d("2025-12-31")).unwrap();
        let own = retirement(&rule, born);
        prop_assert!(own.original_on <= own.statutory_on);
        prop_assert!((0..=rule.group.cap).contains(&own.delay_months));
        // Nobody born later retires earlier.
        prop_assert!(retirement(&rule, add_days(born, 1)).statutory_on >= own.statutory_on);
        if let (Some(early), Some(late)) = (own.earliest_on, own.latest_on) {
            prop_assert!(own.original_on <= early && early <= own.statutory_on);
            prop_assert!(own.statutory_on < late);
        }
    }
}
