//! Shared set-up.

pub mod packet;
pub mod pdf;
