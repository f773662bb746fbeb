//! The readers of foreign files without the rest of the desk: with it, Typst and SQLite would have to be
//! built for fuzzing too.

pub mod error;
#[path = "../../../src-tauri/desk/src/spreadsheet/mod.rs"]
pub mod spreadsheet;
