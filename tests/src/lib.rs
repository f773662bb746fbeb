//! Shared set-up.

pub mod pdf;
