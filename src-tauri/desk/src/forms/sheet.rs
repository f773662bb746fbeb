//! Papers of the program itself, which no office adapts: 上报包交接单, that goes with a bundle carried
//! by hand; 恢复码单; the manual.

use super::{Forms, day, explain};
use crate::error::{Error, Result};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use typeset::{Options, Standard, Template};

/// What the page says. Every string is ready for print.
#[derive(Debug, Clone, Serialize)]
pub struct BundleSheet {
    /// Name of the unit that sealed.
    pub unit: String,
    /// Name of the batch.
    pub batch: String,
    /// Which filing, from 1.
    pub filing: u32,
    /// How many applications.
    pub applications: i64,
    /// Who is to take it; empty prints a blank.
    pub recipient: String,
    /// Name of the file handed over.
    pub file_name: String,
    /// Its size for people.
    pub size: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// How the file is protected.
    pub protection: String,
    /// SHA-256 of the file, in groups of eight.
    pub sha256: Vec<String>,
    /// Bundle id, in groups of eight.
    pub id: Vec<String>,
    /// Fingerprint of the unit's key.
    pub signer: String,
    /// The code to scan, as an SVG picture.
    pub qr: String,
    /// Day of printing.
    pub made_on: String,
}

/// What 恢复码单 says. Every string is ready for print.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RecoverySheet {
    /// Name of the unit; empty prints a blank.
    pub unit: String,
    /// [`crate::key::DataKey::id`], to tell the sheets of two folders apart.
    pub key_id: String,
    /// The code, in groups.
    pub code: String,
    /// Day of printing.
    pub made_on: String,
}

impl Forms {
    /// Set the page of a bundle.
    ///
    /// # Errors
    /// `NotFound` without template or faces; `InvalidInput` for a character no face has.
    pub fn bundle_sheet(&self, sheet: &BundleSheet, date: NaiveDate) -> Result<Vec<u8>> {
        let data = serde_json::json!({ "bundle": sheet });
        self.sheet("bundle.typ", "上报包交接单", data, date)
    }

    /// Set the page with the recovery code.
    ///
    /// # Errors
    /// As [`Forms::bundle_sheet`].
    pub fn recovery_sheet(&self, sheet: &RecoverySheet, date: NaiveDate) -> Result<Vec<u8>> {
        let data = serde_json::json!({ "recovery": sheet });
        self.sheet("recovery.typ", "资料夹恢复码单", data, date)
    }

    /// Set a page that is of the program and not of the season: no office has one of its own.
    fn sheet(&self, file: &str, title: &str, data: Value, date: NaiveDate) -> Result<Vec<u8>> {
        self.sheet_with(file, title, data, Vec::new(), Vec::new(), date)
    }

    /// As `sheet`, with running text and pictures of its own.
    pub(crate) fn sheet_with(
        &self,
        file: &str,
        title: &str,
        mut data: Value,
        mut files: Vec<(String, String)>,
        pictures: Vec<(String, Vec<u8>)>,
        date: NaiveDate,
    ) -> Result<Vec<u8>> {
        let read = |folder: &str, file: &str| {
            let path = self.samples.with_file_name(folder).join(file);
            std::fs::read_to_string(path).map_err(|e| Error::io("单据模板", e))
        };
        files.push(("common.typ".to_owned(), read("kunming", "common.typ")?));
        let template = Template {
            name: file.to_owned(),
            main: read("sheet", file)?,
            files,
            pictures,
            families: Vec::new(),
        };
        data["form"] = serde_json::json!({ "title": title, "note": "" });
        let options =
            Options { standard: Standard::Archive, title: title.to_owned(), date: day(date) };
        typeset::render(self.fonts()?, &template, &data, &options).map_err(|f| explain(f, None))
    }
}
