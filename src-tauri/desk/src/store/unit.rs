//! 单位.

use super::{Read, Write, row};
use crate::error::Result;
use engine::unit::Unit;

impl Read<'_> {
    /// All units, the own one first.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_unit(&self) -> Result<Vec<Unit>> {
        row::list(self.db, "SELECT * FROM unit ORDER BY relation <> 'own', id", &[], true)
    }
}

impl Write<'_> {
    /// Keep a unit, new or changed.
    ///
    /// # Errors
    /// `Conflict`-like database failures when a second own unit is kept.
    pub fn put_unit(&self, unit: &Unit) -> Result<()> {
        row::replace(self.db, "unit", &[], unit)
    }
}
