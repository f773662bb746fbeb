//! Everything an HR office does, callable without a window.
#![deny(missing_docs)]

pub mod error;
pub mod forms;
pub mod pdf;
pub mod progress;
pub mod sync;
