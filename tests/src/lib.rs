//! Shared set-up.
