//! 样例: the invented office to try the program with.

use super::Call;
use crate::error::{Error, Result};
use engine::unit::Unit;
use serde::{Deserialize, Serialize};

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SampleRequest {}

/// The sample office, ready to be imported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SampleOpened {
    /// Its name.
    pub unit_name: String,
    /// File token of its staff list.
    pub roster: String,
    /// File name.
    pub roster_name: String,
    /// Its scans.
    pub scans: Vec<SampleFile>,
}

/// A file of the sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SampleFile {
    /// File token.
    pub file: String,
    /// Name.
    pub name: String,
}

/// A unit file of the sample.
#[derive(Deserialize)]
struct SampleUnits {
    unit: Vec<Unit>,
}

/// Take the sample office's units in and hand out its files.
pub fn open(call: &Call<'_>, _: SampleRequest) -> Result<SampleOpened> {
    let root = call.desk.resources().sample();
    let text = std::fs::read_to_string(root.join("unit.json"))
        .map_err(|e| Error::io("样例单位资料", e))?;
    let units: SampleUnits = serde_json::from_str(&text)?;
    let known = call.desk.read(|r| r.list_unit())?;
    if known.is_empty() {
        call.desk.write("sample.open", None, "载入样例单位", |w| {
            units.unit.iter().try_for_each(|u| w.put_unit(u))
        })?;
    }
    let mut scans = Vec::new();
    let folder = root.join("scan");
    let entries = std::fs::read_dir(&folder).map_err(|e| Error::io("样例扫描件", e))?;
    let mut names: Vec<_> = entries.filter_map(|e| e.ok()).map(|e| e.path()).collect();
    names.sort();
    for path in names {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        scans.push(SampleFile { file: call.desk.hand_in(&path, &name), name });
    }
    let unit_name = units.unit.first().map(|u| u.name.clone()).unwrap_or_default();
    let roster = root.join("roster.xlsx");
    Ok(SampleOpened {
        unit_name,
        roster: call.desk.hand_in(&roster, "花名册.xlsx"),
        roster_name: "花名册.xlsx".into(),
        scans,
    })
}
