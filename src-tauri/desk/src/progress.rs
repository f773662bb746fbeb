//! What import, typesetting, sealing and sync report to while they run, and how they are cancelled.

use crate::error::{Error, Result};

/// The reporting side of a long job. Hosts implement it; `()` listens to nothing and never cancels.
pub trait Progress: Sync {
    /// `done` of `total` in the step named by a short Chinese `label` without personal data.
    fn step(&self, label: &str, done: u64, total: u64);

    /// Whether the person asked to stop. Jobs ask often and leave nothing half done.
    fn is_cancelled(&self) -> bool;

    /// Report, then stop with `Cancelled` if asked to.
    ///
    /// # Errors
    /// `Cancelled` when the person asked to stop.
    fn checkpoint(&self, label: &str, done: u64, total: u64) -> Result<()> {
        self.step(label, done, total);
        if self.is_cancelled() { Err(Error::cancelled()) } else { Ok(()) }
    }
}

impl Progress for () {
    fn step(&self, _label: &str, _done: u64, _total: u64) {}

    fn is_cancelled(&self) -> bool {
        false
    }
}
