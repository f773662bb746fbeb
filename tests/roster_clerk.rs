//! What a careful clerk would see in a list: headings among the names, names oddly written, words that
//! mean less than they seem, long numbers, labels that speak of somebody else.

use serde_json::{Value, json};
use tests::office::Office;

const ID: &str = "530102198503150018";

fn look_with(text: &str, decisions: Value) -> Value {
    let office = Office::on("2025-08-25");
    let path = office.folder.path().join("list.csv");
    std::fs::write(&path, text).unwrap();
    let mut request = decisions;
    request["file"] = json!(office.desk.hand_in(&path, "list.csv"));
    let preview = office.ok("roster.preview", request);
    office.ok("roster.check", json!({ "preview": preview["preview"] }))
}

fn look(text: &str) -> Value {
    look_with(text, json!({}))
}

fn names(found: &Value) -> Vec<&str> {
    let people = found["people"].as_array().unwrap();
    people.iter().map(|p| p["values"]["name"].as_str().unwrap()).collect()
}

fn codes(found: &Value, row: i64) -> Vec<&str> {
    let issues = found["issues"].as_array().unwrap();
    let here = issues.iter().filter(|i| i["row"] == row);
    here.map(|i| i["code"].as_str().unwrap()).collect()
}

fn field<'a>(found: &'a Value, column: &str) -> &'a str {
    let columns = found["columns"].as_array().unwrap();
    let hit = columns.iter().find(|c| c["column"] == column).unwrap();
    hit["field"].as_str().unwrap_or("")
}

#[test]
fn a_heading_in_the_column_of_the_names_is_nobody_until_somebody_says_so() {
    let text = format!(
        "姓名,身份证号,性别,出生年月\n语文组,,,\n样甲,{ID},男,1985.03\n样乙,,女,1990.04\n审核人：样某,,,填表人：样某\n共2人,,,\n"
    );
    let found = look(&text);
    assert_eq!(names(&found), ["样甲", "样乙"]);
    assert_eq!(codes(&found, 2), ["name_alone"]);
    let issues = found["issues"].as_array().unwrap();
    let alone = issues.iter().find(|i| i["code"] == "name_alone").unwrap();
    let take = alone["choices"][1]["take"].clone();
    let taken = look_with(&text, json!({ "takes": [take] }));
    assert_eq!(names(&taken), ["语文组", "样甲", "样乙"]);
}

#[test]
fn a_list_of_nothing_but_names_is_a_list() {
    let found = look("姓名,身份证号,性别\n样甲,,\n样乙,,\n样丙,,\n");
    assert_eq!(names(&found), ["样甲", "样乙", "样丙"]);
    assert_eq!(codes(&found, 2), ["id_missing"]);
}

#[test]
fn names_are_kept_as_they_are_and_odd_ones_are_asked_about() {
    let odd = ["样丁(女)", "样戊*", "样建国A", "样\u{e863}", "以上人员情况属实", "样二2"];
    let plain = [
        ("样㛃", "样㛃"),
        ("样\u{9fae}", "样\u{9fae}"),
        ("样\u{2c38e}", "样\u{2c38e}"),
        ("样　 甲", "样甲"),
        ("样\u{200b}乙\u{feff}", "样乙"),
        ("样例.古丽", "样例·古丽"),
        ("样例．古丽", "样例·古丽"),
        ("样例 • 古丽", "样例·古丽"),
        ("John  Smith", "John Smith"),
    ];
    let mut text = "姓名,身份证号,性别,部门\n".to_owned();
    // The very same row once more would be dropped.
    for (at, name) in odd.iter().copied().chain(plain.iter().map(|p| p.0)).enumerate() {
        text += &format!("{name},,男,{at}部\n");
    }
    let found = look(&text);
    for (row, name) in (2..).zip(odd) {
        assert!(codes(&found, row).contains(&"name_odd"), "{name}: {:?}", codes(&found, row));
    }
    for (at, (raw, name)) in plain.iter().enumerate() {
        let row = (at + odd.len()) as i64 + 2;
        assert_eq!(names(&found)[at + odd.len()], *name, "{raw:?}");
        assert!(!codes(&found, row).contains(&"name_odd"), "{name}: {:?}", codes(&found, row));
    }
}

#[test]
fn an_education_not_finished_and_a_post_outside_are_not_taken_for_more() {
    let text = format!(
        "姓名,身份证号,性别,学历,编制类型\n样甲,{ID},男,在读硕士,非在编\n样乙,,女,本科肄业,在编聘用制\n样丙,,男,大学本科,编外聘用\n"
    );
    let found = look(&text);
    assert!(codes(&found, 2).contains(&"education_unknown"));
    assert!(codes(&found, 3).contains(&"education_unknown"));
    let kind = |at: usize| found["people"][at]["values"]["employment_kind"].as_str();
    assert_eq!(
        (kind(0), kind(1), kind(2)),
        (Some("contract"), Some("established"), Some("contract"))
    );
}

#[test]
fn a_long_number_kept_as_a_number_is_not_kept_at_all() {
    let text = format!(
        "姓名,身份证号,性别,工资卡号\n样甲,{ID},男,6.22202E+18\n样乙,,女,6222021234567890123\n"
    );
    let found = look(&text);
    assert_eq!(codes(&found, 2), ["digits_lost"]);
    assert_eq!(found["people"][0]["extra"], json!({}));
    assert_eq!(
        found["people"][1]["extra"]["工资卡号"], "6222021234567890123",
        "a text loses nothing"
    );
}

#[test]
fn a_label_below_another_subject_does_not_feed_the_title() {
    let text = format!(
        "姓名,身份证号,性别,最高学历,,执业资格,,现职称,,紧急联系人,\n,,,学历,取得时间,名称,取得时间,名称,取得时间,姓名,电话\n\
         样甲,{ID},男,本科,2008.07,注册测绘师,2015.09,工程师,2019.11,样亲属,13000009001\n"
    );
    let found = look(&text);
    assert_eq!(found["people"][0]["values"]["title.obtained_on"], "2019-11");
    assert_eq!(found["people"][0]["values"]["title.name"], "工程师");
    assert_eq!((field(&found, "E"), field(&found, "F"), field(&found, "K")), ("", "", ""));
    assert_eq!(found["people"][0]["values"].get("phone"), None);
    let all = found["issues"].as_array().unwrap();
    assert!(!all.iter().any(|i| i["code"] == "second_list"), "{all:#?}");
}

#[test]
fn an_error_in_a_column_of_no_use_holds_nobody_back() {
    let text = format!("序号,姓名,身份证号,性别,年龄\n#REF!,样甲,{ID},男,#VALUE!\n");
    let found = look(&text);
    assert_eq!(codes(&found, 2), ["cell_error"]);
    assert_eq!(found["counts"]["held"], 0);
}

#[test]
fn an_area_of_former_times_is_only_noted() {
    let found = look("姓名,身份证号,性别,民族\n样甲,52019919860123997X,男,汉\n");
    let issues = found["issues"].as_array().unwrap();
    let area = issues.iter().find(|i| i["code"] == "id_area_unknown");
    if let Some(issue) = area {
        assert_eq!(issue["severity"], "hint");
        assert_eq!(found["counts"]["held"], 0);
    } else {
        panic!("{issues:#?}");
    }
}

#[test]
fn header_rows_told_by_the_clerk_are_the_header() {
    let text =
        format!("姓名,性别,身份证号,出生年月\n照身份证,照实,18位,年月\n样甲,男,{ID},1985.03\n");
    let plain = look(&text);
    assert_eq!(plain["counts"]["read"], 2);
    let told = look_with(&text, json!({ "header": { "first": 1, "last": 2 } }));
    assert_eq!(names(&told), ["样甲"]);
}

#[test]
fn what_was_chosen_is_remembered_though_nothing_is_written() {
    let office = Office::on("2025-08-25");
    let hand_in = |text: &str| {
        let path = office.folder.path().join("list.csv");
        std::fs::write(&path, text).unwrap();
        office.desk.hand_in(&path, "list.csv")
    };
    let text = format!("姓名,身份证号,性别,评上日子\n样甲,{ID},男,\n");
    let preview = office.ok("roster.preview", json!({ "file": hand_in(&text) }));
    office.ok("roster.commit", json!({ "preview": preview["preview"] }));
    let choice = json!([{ "column": "D", "field": "title.obtained_on" }]);
    let again = office.ok("roster.preview", json!({ "file": hand_in(&text), "mapping": choice }));
    assert_eq!(again["counts"]["unchanged"], 1);
    let done = office.ok("roster.commit", json!({ "preview": again["preview"] }));
    assert_eq!(done["import"], "");
    let next = text.replace("男,", "男,2019.11");
    let next = office.ok("roster.preview", json!({ "file": hand_in(&next) }));
    assert_eq!(next["columns"][3]["field"], "title.obtained_on");
}

const OTHER: &str = "53010219900101001X";
const THIRD: &str = "530102199001010028";

#[test]
fn a_year_with_two_results_and_a_tick_for_a_result_are_asked() {
    let found = look(&format!(
        "姓名,身份证号,2021年考核,2021年度考核,2022年考核,2023年考核,2020-2022年考核\n\
         样甲,{ID},合格,优秀,√,基本称职,合格\n样乙,{OTHER},合格,合格,未定等次,,\n"
    ));
    assert_eq!(codes(&found, 2), ["appraisal_twice", "appraisal_unknown"]);
    assert_eq!(codes(&found, 3), Vec::<&str>::new());
    assert_eq!(field(&found, "G"), "", "three years are no year");
}

#[test]
fn a_staff_number_of_two_people_is_asked_and_of_one_is_not() {
    let found = look(&format!(
        "工号,姓名,身份证号,部门\n007,样甲,{ID},一科\n007,样乙,{OTHER},一科\n008,样丙,{THIRD},一科\n"
    ));
    assert_eq!(codes(&found, 2), Vec::<&str>::new());
    assert_eq!(codes(&found, 3), ["staff_number_twice"]);
    assert_eq!(codes(&found, 4), Vec::<&str>::new());
}

#[test]
fn breaks_and_blanks_inside_a_short_value_are_no_part_of_it() {
    let found = look(&format!(
        "姓名,身份证号,民族,职称,部门,学历\n样甲,{ID},汉 族,\"高级\n工程师\",\"工程\nA 部\",本科/大专\n"
    ));
    let values = &found["people"][0]["values"];
    assert_eq!(values["title.name"], "高级工程师", "{values}");
    let texts = found.to_string();
    assert!(texts.contains("工程 A 部"), "{values}");
    assert_eq!(codes(&found, 2), ["education_unknown"], "本科/大专 is not decided for anybody");
}

#[test]
fn a_row_of_a_number_alone_is_somebody_without_a_name() {
    let found = look(&format!("姓名,身份证号,性别,【职称】\n样甲,{ID},男,工程师\n,{OTHER},,\n"));
    assert_eq!(codes(&found, 3), ["name_missing"]);
    assert_eq!(field(&found, "D"), "title.name");
}

#[test]
fn a_name_and_a_number_make_a_list_whatever_else_stands_there() {
    let found = look(&format!("姓名,身份证号,血型,爱好\n样甲,{ID},A,棋\n样乙,{OTHER},B,书\n"));
    assert_eq!(names(&found), ["样甲", "样乙"]);
}

#[test]
fn a_row_that_is_only_listed_shows_no_whole_number() {
    let found = look(&format!(
        "姓名,身份证号,性别\n样甲,{ID},男\n\"注：样某 {OTHER} 电话13000000000\",,\n"
    ));
    let text = found.to_string();
    assert!(text.contains("注：样某"), "{text}");
    assert!(!text.contains(OTHER) && !text.contains("13000000000"), "{text}");
}

#[test]
fn thousands_of_rows_with_one_number_are_named_shortly() {
    let mut text = String::from("姓名,身份证号,部门\n");
    for i in 0..3000 {
        text += &format!("样甲,{ID},第{i}科\n");
    }
    let found = look(&text);
    let size = found.to_string().len();
    assert!(size < 20 << 20, "{size} bytes for 3,000 rows");
    let issue = found["issues"].as_array().unwrap().iter().find(|i| i["code"] == "id_duplicate");
    assert!(issue.unwrap()["message"].as_str().unwrap().contains("等2999行"));
}

#[test]
fn records_below_two_header_rows_are_read() {
    let office = Office::on("2025-08-25");
    let path = office.folder.path().join("two.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let put = |sheet: &mut rust_xlsxwriter::Worksheet, rows: &[&[&str]]| {
        for (r, row) in (0u32..).zip(rows) {
            for (c, text) in (0u16..).zip(*row) {
                if !text.is_empty() {
                    sheet.write_string(r, c, *text).unwrap();
                }
            }
        }
    };
    let staff = book.add_worksheet().set_name("人员").unwrap();
    put(staff, &[&["姓名", "身份证号", "性别"], &["样甲", ID, "男"]]);
    let work = book.add_worksheet().set_name("工作经历").unwrap();
    put(
        work,
        &[
            &["姓名", "身份证号", "起止时间", "", "工作单位"],
            &["", "", "起", "止", ""],
            &["样甲", ID, "2010.07", "2015.06", "样例一公司"],
            &["样甲", ID, "2016.01", "2015.07", "样例二公司"],
        ],
    );
    let format = rust_xlsxwriter::Format::new();
    for column in [0u16, 1, 4] {
        let text = ["姓名", "身份证号", "", "", "工作单位"][usize::from(column)];
        work.merge_range(0, column, 1, column, text, &format).unwrap();
    }
    work.merge_range(0, 2, 0, 3, "起止时间", &format).unwrap();
    book.save(&path).unwrap();
    let file = office.desk.hand_in(&path, "two.xlsx");
    let preview = office.ok("roster.preview", json!({ "file": file }));
    let found = office.ok("roster.check", json!({ "preview": preview["preview"] }));
    let work = found["people"][0]["records"]["work"].as_array().unwrap();
    assert_eq!(work.len(), 2, "{}", found["issues"]);
    assert_eq!((&work[0]["from"], &work[0]["until"]), (&json!("2010-07"), &json!("2015-06")));
    assert_eq!(work[0]["unit"], "样例一公司");
    let issues = found["issues"].as_array().unwrap();
    let order = issues.iter().find(|i| i["code"] == "record_order").unwrap();
    assert_eq!((&order["row"], &order["column"]), (&json!(4), &json!("D")));
}
