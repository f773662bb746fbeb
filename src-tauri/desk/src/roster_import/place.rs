//! Where a person and their records stood in the workbook, noted so that a value can be traced to its
//! cell.

use crate::error::Result;
use crate::store::roster::{ImportedSheet, RecordPlace};
use engine::person::Dossier;
use engine::roster::{PackedDraft, Reading, Role, SheetPlan};
use serde_json::{Map, Value};

/// A sheet as the import keeps it: what its columns fed.
pub fn sheet(plan: &SheetPlan) -> ImportedSheet {
    let columns = plan.columns.iter().filter_map(|column| {
        let key = match plan.role {
            Role::People => column.field?.key().to_owned(),
            Role::Records(_) => column.record_key.clone()?,
            Role::Skipped => return None,
        };
        Some((key, column.letters.clone()))
    });
    ImportedSheet { name: plan.name.clone(), columns: columns.collect() }
}

/// Index of a sheet in the workbook.
pub fn index(reading: &Reading, name: &str) -> Option<u16> {
    reading.sheets.iter().position(|s| s.name == name).and_then(|i| u16::try_from(i).ok())
}

/// The records of other sheets, by their index in the person as kept; `merged` for a person who was
/// known before, whose lists have grown by what the sheets brought.
///
/// # Errors
/// Faults of ours only.
pub fn records(draft: &PackedDraft, merged: Option<&Dossier>) -> Result<Option<Vec<RecordPlace>>> {
    if draft.rows.is_empty() {
        return Ok(None);
    }
    let trees = match merged {
        Some(kept) => {
            Some((serde_json::to_value(draft.dossier.open()?)?, serde_json::to_value(kept)?))
        }
        None => None,
    };
    let places = draft.rows.iter().filter_map(|r| {
        let list = r.kind.key();
        let index = match &trees {
            None => usize::from(r.index),
            Some((new, kept)) => {
                let record = new[list].get(usize::from(r.index))?.as_object()?;
                kept[list].as_array()?.iter().position(|k| says(k, record))?
            }
        };
        Some(RecordPlace { list: list.to_owned(), index, sheet: r.sheet, row: r.row })
    });
    Ok(Some(places.collect()))
}

/// Whether a kept record says all that a record of the list says.
fn says(kept: &Value, record: &Map<String, Value>) -> bool {
    record.iter().all(|(key, value)| value.is_null() || kept[key] == *value)
}
