//! Any bytes as a bundle of a stranger, for the strict reader and for the lenient one: refused or read,
//! never a panic of ours.
#![no_main]

use bundle::{Trust, verify, verify_foreign};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// One file for the whole run; both readers take a path.
static FILE: LazyLock<std::path::PathBuf> =
    LazyLock::new(|| std::env::temp_dir().join(format!("fuzz-bundle-{}.zip", std::process::id())));

fuzz_target!(|data: &[u8]| {
    std::fs::write(&*FILE, data).expect("a place for the file");
    let _ = verify(&FILE, Trust::AnySigner, &());
    let _ = verify_foreign(&FILE, &());
});
