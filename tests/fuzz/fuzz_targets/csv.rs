//! Any bytes as a text file, through the whole reading: encoding, separator, rows, header, people.
#![no_main]

use fuzz::spreadsheet::{Gatherer, Options, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // Archives and compound files have targets and parsers of their own.
    if data.starts_with(b"PK") || data.starts_with(&[0xd0, 0xcf]) {
        return;
    }
    let mut out = Gatherer::default();
    if read(data, &Options::default(), &mut |part| out.take(part)).is_ok() {
        let book = out.finish();
        let _ = engine::roster::read(&book, &engine::roster::Decisions::default());
    }
});
