//! Everything an HR office does, callable without a window.
//!
//! [`Desk`] is the one owner of an office's database, attachments and packs; [`api`] is the one
//! table of commands the window, `chengbao serve` and the command line share.
#![deny(missing_docs)]

pub mod api;
pub mod backup;
pub mod bundle_file;
pub mod clock;
mod desk;
pub mod error;
pub mod facts;
pub mod files;
pub mod forms;
pub mod incident;
pub mod key;
pub mod manual;
mod origin;
pub mod packs;
pub mod pdf;
pub mod progress;
pub mod resources;
pub mod roster_import;
mod search;
pub mod spreadsheet;
pub mod store;
pub mod sync;
pub mod worker;

pub use desk::{Desk, Opening};
