//! Shared set-up.

pub mod bag;
