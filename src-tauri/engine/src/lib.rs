//! The domain. Pure.

pub mod bundle;
pub mod protocol;
