//! Any bytes as an archive or a compound file: refused or read, never a panic of ours. Run it with the
//! committed fixtures as a corpus: tests/fixtures/roster.
#![no_main]

use fuzz::spreadsheet::{Gatherer, Options, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut out = Gatherer::default();
    let _ = read(data, &Options::default(), &mut |part| out.take(part));
});
