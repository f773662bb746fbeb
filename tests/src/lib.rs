//! Shared set-up.

pub mod office;
pub mod packet;
pub mod pdf;
pub mod bag;
pub mod wire;
