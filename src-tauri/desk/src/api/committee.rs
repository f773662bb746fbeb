//! 评审委员会: the shipped directory.

use super::Call;
use crate::error::Result;
use engine::pack::CommitteeEntry;
use engine::title::Level;
use serde::{Deserialize, Serialize};

/// Filter of the directory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommitteeListRequest {
    /// 申报年度; picks the edition.
    pub year: i32,
    /// Part of a name or field.
    #[serde(default)]
    pub query: String,
}

/// The directory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommitteeList {
    /// Entries.
    pub committees: Vec<Committee>,
}

/// 评审委员会.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Committee {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Level it reviews.
    pub level: Level,
    /// Series.
    pub series: String,
    /// Fields it reviews; empty means all of the series.
    pub fields: Vec<String>,
    /// County it is limited to.
    pub area: Option<String>,
    /// Telephones, joined where there are several.
    pub phone: String,
}

impl From<&CommitteeEntry> for Committee {
    fn from(c: &CommitteeEntry) -> Self {
        Self {
            id: c.id.clone(),
            name: c.name.clone(),
            level: c.level,
            series: c.series.clone(),
            fields: c.fields.clone(),
            area: c.area.clone(),
            phone: c.phones.join("、"),
        }
    }
}

/// The directory of a year.
pub fn list(call: &Call<'_>, input: CommitteeListRequest) -> Result<CommitteeList> {
    let query = input.query.trim();
    let fits = |c: &&&CommitteeEntry| {
        query.is_empty()
            || c.name.contains(query)
            || c.series.contains(query)
            || c.fields.iter().any(|f| f.contains(query))
    };
    let packs = call.desk.packs();
    let all = packs.committees(input.year);
    Ok(CommitteeList { committees: all.iter().filter(fits).map(|c| Committee::from(*c)).collect() })
}

/// A committee of a year by its id.
pub(crate) fn find(call: &Call<'_>, year: i32, id: &str) -> Option<Committee> {
    call.desk.packs().committee(id, year).map(Committee::from)
}
