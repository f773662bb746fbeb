//! The normalisers of cells: a date read is read the same once written, an id kept is a valid one.
#![no_main]

use engine::roster::{Cell, Shown, value, when};
use engine::text::{clean_id_number, fold, name_key, resident_id};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    assert_eq!(fold(&fold(text)), fold(text));
    assert_eq!(name_key(&name_key(text)), name_key(text));
    let id = clean_id_number(text);
    assert_eq!(clean_id_number(&id), id);
    let _ = resident_id(&id);
    for is_1904 in [false, true] {
        if let Ok(read) = when::date(&Cell::text(text), is_1904) {
            let again = when::date(&Cell::text(&read.date.to_string()), is_1904);
            assert_eq!(again.map(|r| r.date), Ok(read.date));
        }
    }
    if let Ok(n) = text.parse::<f64>() {
        let _ = when::date(&Cell::Number(n, Shown::General), false);
        let _ = Cell::Number(n, Shown::Padded(9)).show();
    }
    let _ = (value::education(text, None), value::hours(text), value::school_and_field(text));
    let _ = (engine::roster::bare(text), engine::roster::Field::of(text, text));
});
