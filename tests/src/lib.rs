//! Shared set-up.

pub mod bag;
pub mod wire;
