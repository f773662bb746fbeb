//! Shared set-up.

pub mod bag;
pub mod facts;
pub mod kept;
pub mod office;
pub mod older;
pub mod packet;
pub mod pdf;
pub mod soak;
pub mod station;
pub mod wire;
