//! The normalisers under any input: they never panic, settle at once, and invent nothing.

use engine::roster::when::date;
use engine::roster::{Cell, Decisions, Sheet, Shown, Workbook, read};
use engine::text::{clean_id_number, fold, name_key, resident_id};
use proptest::prelude::*;

/// Words and signs that dates, numbers and names are made of, put together at random.
fn bits() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        "[0-9]{1,4}",
        "[0-9]{6,18}",
        Just("年".to_owned()),
        Just("月".to_owned()),
        Just("日".to_owned()),
        "[-./ ·•Xx×'=\"]",
        "[一二三四五六七八九十〇零廿]{1,4}",
        "\\PC{0,3}",
    ];
    proptest::collection::vec(bit, 0..6).prop_map(|bits| bits.concat())
}

proptest! {
    #[test]
    fn normalising_twice_changes_nothing(text in bits()) {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
        prop_assert_eq!(name_key(&name_key(&text)), name_key(&text));
        prop_assert_eq!(clean_id_number(&clean_id_number(&text)), clean_id_number(&text));
    }

    #[test]
    fn a_date_read_reads_the_same_once_written(text in bits(), is_1904: bool) {
        if let Ok(read) = date(&Cell::text(&text), is_1904) {
            let again = date(&Cell::text(&read.date.to_string()), is_1904).unwrap();
            prop_assert_eq!(again.date, read.date);
            prop_assert!(again.assumption.is_none());
        }
    }

    #[test]
    fn every_day_is_read_back_from_every_customary_form(days in 0i64..55_000) {
        let day = chrono::NaiveDate::from_ymd_opt(1940, 1, 1).unwrap() + chrono::Days::new(days as u64);
        for form in ["%Y-%m-%d", "%Y.%m.%d", "%Y/%-m/%-d", "%Y年%-m月%-d日", "%Y%m%d"] {
            let text = day.format(form).to_string();
            let read = date(&Cell::text(&text), false).unwrap();
            prop_assert_eq!(read.date.exact(), Some(day), "{}", text);
            prop_assert!(read.assumption.is_none());
        }
    }

    #[test]
    fn any_number_is_read_or_refused(n in any::<f64>(), decimals in 0u8..20) {
        for shown in [Shown::General, Shown::Decimals(decimals), Shown::Padded(decimals)] {
            let cell = Cell::Number(n, shown);
            let _ = (date(&cell, false), cell.show());
        }
    }

    #[test]
    fn a_number_of_sixteen_digits_or_more_is_never_an_id(n in 1_000_000_000_000_000u64..999_999_999_999_999_999) {
        let mut sheet = Sheet::named("人员");
        for (c, head) in (0u32..).zip(["姓名", "性别", "身份证号"]) {
            sheet.put(0, c, Cell::text(head));
        }
        sheet.put(1, 0, Cell::text("样甲"));
        sheet.put(1, 2, Cell::Number(n as f64, Shown::General));
        let book = Workbook { sheets: vec![sheet], ..Workbook::default() };
        let reading = read(&book, &Decisions::default()).unwrap();
        prop_assert!(reading.drafts[0].id_number.is_none());
        prop_assert!(reading.drafts[0].is_held);
    }

    #[test]
    fn an_id_kept_is_always_a_valid_one(text in bits()) {
        let mut sheet = Sheet::named("人员");
        for (c, head) in (0u32..).zip(["姓名", "性别", "身份证号"]) {
            sheet.put(0, c, Cell::text(head));
        }
        sheet.put(1, 0, Cell::text("样甲"));
        sheet.put(1, 2, Cell::text(&text));
        let book = Workbook { sheets: vec![sheet], ..Workbook::default() };
        for draft in read(&book, &Decisions::default()).unwrap().drafts {
            if let Some(id) = &draft.id_number {
                prop_assert!(resident_id(id).is_ok());
            }
        }
    }

    #[test]
    fn any_sheet_is_read_without_losing_a_row(cells in proptest::collection::vec((0u32..12, 0u32..8, bits()), 0..60)) {
        let mut sheet = Sheet::named("表");
        for (c, head) in (0u32..).zip(["姓名", "身份证号", "出生年月", "部门"]) {
            sheet.put(0, c, Cell::text(head));
        }
        for (r, c, text) in cells {
            sheet.put(r + 1, c, Cell::text(&text));
        }
        let filled = sheet.filled().count();
        let book = Workbook { sheets: vec![sheet], ..Workbook::default() };
        let reading = read(&book, &Decisions::default()).unwrap();
        if reading.sheets.iter().any(|s| s.score >= 3) {
            let blank = reading.skipped.iter().filter(|s| s.reason == "空行").count();
            let told = reading.drafts.len() + reading.skipped.len() - blank;
            let stopped = reading.issues.iter().any(|i| i.code == "second_list");
            prop_assert!(stopped || told + 1 >= filled, "{told} of {filled}");
        }
    }
}
