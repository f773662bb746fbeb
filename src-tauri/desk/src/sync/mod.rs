//! Talking to the upstream (上级): pairing, sending sealed bundles, receipts, the event feed.
//!
//! Only sealed bundles leave the office, never table rows. A bundle counts as received when a
//! receipt signed by the paired receiver is in hand, and by nothing less: no status code, no
//! progress bar. This module keeps no state; the store does, through [`UploadState`].

mod answer;
mod client;
mod pairing;
mod push;

pub use client::{Client, Patience};
pub(crate) use client::{check_decision, check_receipt};
pub use pairing::parse_pairing;
pub use push::{Pushed, UploadJob, UploadState, push};
