//! What the clerk of the sample office does, as data beside the sample.

use chrono::NaiveDate;
use desk::api::batch::BatchCreateRequest;
use desk::api::opinion::Opinion;
use desk::api::roster::{CellFix, RowRef};
use desk::error::{Error, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// `job.json` of the sample.
#[derive(Deserialize)]
pub struct Script {
    /// Cells typed anew.
    pub fixes: Vec<CellFix>,
    /// Rows left out.
    pub drops: Vec<RowRef>,
    /// Kinds of warnings confirmed.
    pub accepts: Vec<String>,
    /// Doubts decided.
    pub settles: Vec<Settle>,
    /// The batch.
    pub batch: BatchCreateRequest,
    /// Days on which things happen.
    pub days: Days,
    /// The posting.
    pub notice: Posting,
    /// Sample scans by material.
    pub material: BTreeMap<String, Vec<String>>,
    /// Files that show what is refused and what is doubted.
    pub trouble: Trouble,
    /// The unit's opinion.
    pub opinion: Opinion,
}

/// A doubt decided.
#[derive(Deserialize)]
pub struct Settle {
    /// Person.
    pub name: String,
    /// Field in words.
    pub field: String,
    /// Value decided for.
    pub value: String,
}

/// Days on which things happen.
#[derive(Deserialize)]
pub struct Days {
    /// Import, batch, assessment.
    pub import: NaiveDate,
    /// Materials.
    pub material: NaiveDate,
    /// Posting.
    pub post: NaiveDate,
    /// Closing.
    pub close: NaiveDate,
    /// Packets, bundle, sending.
    pub seal: NaiveDate,
}

/// The posting.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Posting {
    /// Where.
    pub place: String,
    /// Platform.
    pub platform: String,
    /// Who.
    pub posted_by: String,
    /// Who receives objections.
    pub receiver: String,
}

/// Files that show what is refused and what is doubted.
#[derive(Deserialize)]
pub struct Trouble {
    /// Person.
    pub name: String,
    /// Material.
    pub material: String,
    /// Files.
    pub files: Vec<String>,
}

/// Read the script.
pub fn read(sample: &Path) -> Result<Script> {
    let text =
        std::fs::read_to_string(sample.join("job.json")).map_err(|e| Error::io("样例过程", e))?;
    Ok(serde_json::from_str(&text)?)
}
