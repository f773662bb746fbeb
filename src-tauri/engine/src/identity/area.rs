//! 行政区划代码 (GB/T 2260) as a hint: a code that is not in the list may be an old one.

use super::{DocumentKind, DocumentReport, Problem};
use crate::date::Date;
use crate::pack::Packs;
use std::collections::{BTreeMap, BTreeSet};

/// The county codes in force, from pack data.
#[derive(Debug, Clone, Default)]
pub struct Areas {
    codes: BTreeSet<String>,
    provinces: BTreeMap<String, String>,
}

impl Areas {
    /// The codes the packs list on `date`; empty when they list none.
    #[must_use]
    pub fn of(packs: &Packs, date: Date) -> Self {
        let mut areas = Self::default();
        for row in packs.rows("national.area-codes", date) {
            let text = |key: &str| row[key].as_str().unwrap_or_default();
            let province = text("province");
            areas.provinces.insert(province.to_owned(), text("name").to_owned());
            let rest = text("rest").split_whitespace();
            areas.codes.extend(rest.map(|rest| format!("{province}{rest}")));
        }
        areas
    }

    /// Name of the province of a code.
    #[must_use]
    pub fn province(&self, code: &str) -> Option<&str> {
        self.provinces.get(code.get(..2)?).map(String::as_str)
    }

    /// Whether the code of a county is in the list.
    #[must_use]
    pub fn knows(&self, code: &str) -> bool {
        self.codes.contains(code)
    }

    /// Add a note to a resident id whose area is not in the list; never an error.
    pub fn annotate(&self, report: &mut DocumentReport) {
        let is_resident = report.kind == Some(DocumentKind::ResidentId);
        let Some(area) = report.canonical.get(..6) else { return };
        let is_code = area.bytes().all(|b| b.is_ascii_digit());
        if self.codes.is_empty() || !is_resident || !is_code || self.knows(area) {
            return;
        }
        let message = match self.province(area) {
            Some(province) => format!(
                "前6位的地区代码不在{province}现行代码表里，可能是撤并前的旧代码；只提示，不影响使用"
            ),
            None => "前2位不是现行的省级代码；只提示，请对照证件核对".to_owned(),
        };
        report.problems.push(Problem::note("id_area_unknown", message));
    }
}
