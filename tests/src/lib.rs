//! Shared set-up.

pub mod bag;
pub mod office;
pub mod packet;
pub mod pdf;
pub mod wire;
