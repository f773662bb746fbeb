//! Document numbers and credit codes: what is read, what is refused, what is only noted. Every
//! number is made up.

use engine::date::Date;
use engine::identity::credit::credit_code;
use engine::identity::{Areas, DocumentKind, DocumentReport, Severity, document};
use engine::person::Sex;
use tests::office::resources;

fn today() -> Date {
    Date::from_ymd_opt(2026, 11, 25).unwrap()
}

fn read(raw: &str) -> DocumentReport {
    document(None, raw, today())
}

fn codes(report: &DocumentReport) -> Vec<&str> {
    report.problems.iter().map(|p| p.code.as_str()).collect()
}

#[test]
fn a_right_resident_id_tells_birth_and_sex() {
    let check = |number: &str, born: &str, sex: Sex| {
        let report = read(number);
        assert!(report.is_valid, "{number}: {report:?}");
        assert_eq!(report.kind, Some(DocumentKind::ResidentId), "{number}");
        assert_eq!(report.born_on.map(|d| d.to_string()).as_deref(), Some(born), "{number}");
        assert_eq!(report.sex, Some(sex), "{number}");
    };
    check("530102198503150018", "1985-03-15", Sex::Male);
    check("530111199007200021", "1990-07-20", Sex::Female);
    check("53010219070304001X", "1907-03-04", Sex::Male);
    check("530121195202290020", "1952-02-29", Sex::Female);
    check("53012820240229121X", "2024-02-29", Sex::Male);
    check("650101199906305550", "1999-06-30", Sex::Male);
    check("44030019881010777X", "1988-10-10", Sex::Male);
    check("53010319900506998X", "1990-05-06", Sex::Female);
}

#[test]
fn typing_habits_do_not_make_a_number_wrong() {
    for raw in [
        "53010319980801996x",
        "５３０１０３１９９８０８０１９９６Ｘ",
        "530103 19980801 996X",
        "'53010319980801996X",
        "=\"53010319980801996X\"",
        "\u{feff}53010319980801996×",
        "　53010319980801996X　",
    ] {
        let report = read(raw);
        assert!(report.is_valid, "{raw}: {report:?}");
        assert_eq!(report.canonical, "53010319980801996X", "{raw}");
        assert_eq!(report.masked, "5301**********996X", "{raw}");
    }
}

#[test]
fn a_wrong_resident_id_is_refused_with_its_fault_and_never_mended() {
    let check = |number: &str, code: &str| {
        let report = read(number);
        assert!(!report.is_valid, "{number}");
        assert_eq!(codes(&report)[0], code, "{number}");
        assert_eq!((report.born_on, report.sex), (None, None), "{number}");
    };
    check("530124197603039970", "id_check");
    check("530102198503150019", "id_check");
    check("530102198503150081", "id_check");
    check("530102198503510018", "id_birth");
    check("530124199602309979", "id_birth");
    check("530122196002300035", "id_birth");
    check("530122190002290035", "id_birth");
    check("53010319850808997", "id_length");
    check("5301031985080899", "id_length");
    check("5301031985080899771", "id_length");
    check("53010219850315O018", "id_character");
    check("5301021985031500l8", "id_character");
    check("53010219850315001A", "id_character");
    check("53010X198503150018", "id_character");
    check("530102202611260010", "id_birth_future");
    check("110105204912310026", "id_birth_future");
    check("", "id_empty");
    check("  ", "id_empty");
    check("5.30103E+17", "id_digits_lost");
    check("5.30103e17", "id_digits_lost");
    check("样例", "kind_unclear");
}

#[test]
fn somebody_born_today_is_no_error_and_the_very_old_are_looked_at() {
    assert!(read("530102202611250015").is_valid);
    let old = read("530102189912310014");
    assert!(old.is_valid);
    assert_eq!(codes(&old), ["id_birth_early"]);
    assert_eq!(old.problems[0].severity, Severity::Warning);
}

#[test]
fn an_old_number_of_fifteen_digits_gets_a_suggestion_and_stays_as_it_is() {
    let report = read("530103851111996");
    assert!(!report.is_valid);
    assert_eq!(report.canonical, "530103851111996");
    assert_eq!(codes(&report), ["id_15_digits"]);
    assert_eq!(report.problems[0].suggestion.as_deref(), Some("530103198511119965"));
    assert!(read("530103851311996").problems[0].suggestion.is_none());
    assert!(!report.problems[0].message.contains("530103"));
}

#[test]
fn an_area_that_is_not_in_the_list_is_noted_and_never_refused() {
    let packs = resources().packs().unwrap();
    let areas = Areas::of(&packs, today());
    let noted = |number: &str| {
        let mut report = read(number);
        areas.annotate(&mut report);
        assert!(report.is_valid, "{number}: {report:?}");
        report.problems.iter().any(|p| p.code == "id_area_unknown" && p.severity == Severity::Note)
    };
    assert!(!noted("530102198503150018"));
    assert!(!noted("530111199007200021"));
    assert!(noted("530121195202290020"), "呈贡县 is an old code");
    assert!(noted("530199198601230010"));
    assert!(noted("539903199409099984"));
    assert_eq!(areas.province("530102"), Some("云南省"));
    assert!(areas.knows("530181") && !areas.knows("539901"));
}

#[test]
fn people_without_a_resident_id_have_kinds_of_their_own() {
    let check = |kind: DocumentKind, number: &str, is_valid: bool| {
        let report = document(Some(kind), number, today());
        assert_eq!(report.is_valid, is_valid, "{} {number}: {report:?}", kind.label());
        assert_eq!(report.kind, Some(kind));
        report
    };
    use DocumentKind::{
        ForeignPermanentResident, HongKongMacaoPermit, Passport, ResidencePermit, TaiwanPermit,
    };
    check(HongKongMacaoPermit, "H12345678", true);
    check(HongKongMacaoPermit, "m1234567801", true);
    check(HongKongMacaoPermit, "C12345678", false);
    check(HongKongMacaoPermit, "H1234567", false);
    check(TaiwanPermit, "12345678", true);
    check(TaiwanPermit, "1234567", false);
    let old = check(TaiwanPermit, "0123456789（A）", true);
    assert_eq!(codes(&old), ["permit_old"]);
    let permit = check(ResidencePermit, "810000199001010019", true);
    assert_eq!(permit.born_on.map(|d| d.to_string()).as_deref(), Some("1990-01-01"));
    check(ResidencePermit, "820000198512310029", true);
    check(ResidencePermit, "830000200002290031", true);
    check(ResidencePermit, "830000200002290032", false);
    check(ResidencePermit, "530102198503150018", false);
    let card = check(ForeignPermanentResident, "900840198906050017", true);
    assert_eq!(card.sex, Some(Sex::Male));
    check(ForeignPermanentResident, "953840200107120041", true);
    check(ForeignPermanentResident, "900840198906050018", false);
    check(ForeignPermanentResident, "530102198503150018", false);
    let early = check(ForeignPermanentResident, "USA110089060512", true);
    assert_eq!((codes(&early), early.born_on), (vec!["foreign_2017"], None));
    check(ForeignPermanentResident, "US1110089060512", false);
    check(Passport, "E12345678", true);
    check(Passport, "ABCDEFG", false);
    check(Passport, "12", false);
}

#[test]
fn the_kind_is_read_only_from_a_shape_no_other_kind_has() {
    let kind = |number: &str| read(number).kind;
    assert_eq!(kind("810000199001010019"), Some(DocumentKind::ResidencePermit));
    assert_eq!(kind("900840198906050017"), Some(DocumentKind::ForeignPermanentResident));
    assert_eq!(kind("USA110089060512"), Some(DocumentKind::ForeignPermanentResident));
    assert_eq!(kind("530103851111996"), Some(DocumentKind::ResidentId));
    assert_eq!(kind("53010319850808997"), Some(DocumentKind::ResidentId));
    for number in ["H12345678", "12345678", "E12345678", "0123456789A"] {
        let report = read(number);
        assert_eq!((report.kind, report.is_valid), (None, false), "{number}");
        assert_eq!(codes(&report), ["kind_unclear"], "{number}");
    }
    let hong_kong = &read("H12345678").problems[0].message;
    assert!(hong_kong.contains("港澳居民来往内地通行证") && hong_kong.contains("护照"));
}

#[test]
fn a_number_that_looks_like_another_kind_is_asked_about() {
    let report = document(Some(DocumentKind::ResidentId), "810000199001010019", today());
    assert!(report.is_valid);
    assert_eq!(codes(&report), ["kind_mismatch"]);
}

#[test]
fn credit_codes_are_held_by_the_outer_check_and_warned_by_the_inner_one() {
    let packs = resources().packs().unwrap();
    let check = |code: &str, hint: &str, organisation: &str| {
        let report = credit_code(code, &packs, today());
        assert!(report.is_valid && report.problems.is_empty(), "{code}: {report:?}");
        assert_eq!(report.unit_hint.as_deref(), Some(hint), "{code}");
        assert_eq!(report.organisation_code.as_deref(), Some(organisation), "{code}");
    };
    check("91530100MA6XXXXX87", "企业", "MA6XXXXX8");
    check("12530100431300005W", "事业单位", "431300005");
    check("52530100MJT000002J", "民办非企业单位", "MJT000002");
    check("11530100 015123 45XD", "机关", "01512345X");
    check("92530129MA6ABCDE7G", "个体工商户", "MA6ABCDE7");
    check("93530126MA6QRTUW00", "农民专业合作社", "MA6QRTUW0");
    check("a1530100700012344w", "军队事业单位", "700012344");
    check("N1530112MF0011222M", "集体经济组织", "MF0011222");
    check("９１５３０１００ＭＡ６ＸＸＸＸＸ８７", "企业", "MA6XXXXX8");
    for code in ["91530111MA6K123409", "12530102431300010B", "31530100MD0123450R"] {
        let report = credit_code(code, &packs, today());
        assert!(report.is_valid, "{code}");
        assert_eq!(report.problems[0].code, "code_organisation_check", "{code}");
        assert_eq!(report.problems[0].severity, Severity::Warning, "{code}");
    }
}

#[test]
fn a_wrong_credit_code_is_refused_with_its_fault() {
    let packs = resources().packs().unwrap();
    for (code, fault) in [
        ("", "code_empty"),
        ("91530100MA6XXXXX8", "code_length"),
        ("MA6XXXXX8", "code_length"),
        ("91530100MA6XXXXX8I", "code_character"),
        ("91530100MO6XXXXX87", "code_character"),
        ("9153010AMA6XXXXX87", "code_area"),
        ("91530100MA6XXXXX88", "code_check"),
        ("91530100MA6XXXX8X7", "code_check"),
        ("19530100MA6XXXXX87", "code_check"),
    ] {
        let report = credit_code(code, &packs, today());
        assert!(!report.is_valid, "{code}");
        assert_eq!(report.problems[0].code, fault, "{code}");
        assert_eq!((report.unit_hint, report.organisation_code), (None, None), "{code}");
    }
}
