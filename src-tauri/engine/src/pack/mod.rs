//! 规则包 (pack): dated, cited policy as data, loaded from text and laid over one another.
//!
//! A pack is one file tree per jurisdiction; dates live inside. Any file may hold any section, the
//! folder names are for people. Later packs of a [`Packs`] stack win over earlier ones by id.

pub mod check;
mod day;
pub mod diff;
pub mod directory;
pub mod parameter;
pub mod rule;
pub mod source;

use crate::date::{Date, WorkCalendar};
use crate::title::TitleName;
use crate::verdict::{Citation, PackRef};
pub use directory::{CommitteeEntry, OfficeEntry, TitleRow};
use parameter::{Parameter, ParameterVersion};
use rule::Rule;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use source::{Clause, Source};
use std::collections::BTreeMap;

/// Why a pack does not load: file, place, reason. For pack authors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("规则包文件 {file}：{reason}")]
pub struct PackError {
    /// File inside the pack.
    pub file: String,
    /// What is wrong, with line or id.
    pub reason: String,
}

/// What a pack says of itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackMeta {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
    /// First application year covered.
    pub covers_from: i32,
    /// Last application year covered.
    pub covers_until: i32,
    /// Application years inside the span that have no text of their own.
    #[serde(default)]
    pub years_without_text: Vec<i32>,
}

/// A material that may be asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// Id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Short name for a narrow column.
    pub short: String,
    /// Place in the packet, ascending.
    pub order: i32,
    /// Whether its pages are copies that must carry the copy-verified block.
    #[serde(default)]
    pub is_copy: bool,
    /// The form of this program that makes it, where no scan is needed.
    #[serde(default)]
    pub made_by: Option<String>,
}

/// A published year of the calendar of working days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarYear {
    /// Year.
    pub year: i32,
    /// Spans off: first day, last day, name.
    pub off: Vec<(Date, Date, String)>,
    /// Make-up working days.
    pub make_up: Vec<Date>,
    /// Clause of the holiday notice.
    pub cites: Vec<String>,
}

/// One file of a pack; any section may stand in any file.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PackFile {
    /// What the pack says of itself; once, in `pack.toml`.
    pub pack: Option<PackMeta>,
    /// Documents.
    pub source: Vec<Source>,
    /// Clauses.
    pub clause: Vec<Clause>,
    /// Rules.
    pub rule: Vec<Rule>,
    /// Parameters.
    pub parameter: Vec<Parameter>,
    /// Materials.
    pub material: Vec<Material>,
    /// Committees.
    pub committee: Vec<CommitteeEntry>,
    /// Offices.
    pub office: Vec<OfficeEntry>,
    /// Calendar years.
    pub year: Vec<CalendarYear>,
    /// Titles.
    pub title: Vec<TitleRow>,
}

/// 规则包.
#[derive(Debug, Clone, Default)]
pub struct Pack {
    /// What it says of itself.
    pub meta: PackMeta,
    /// SHA-256 over its files, hex.
    pub hash: String,
    /// Everything in it, in file order.
    pub body: PackFile,
}

impl Pack {
    /// Read a pack from the texts of its files, by path inside the pack.
    ///
    /// # Errors
    /// [`PackError`] naming the file and the line or id.
    pub fn load(files: &BTreeMap<String, String>) -> Result<Self, PackError> {
        let mut pack = Self::default();
        let mut hash = Sha256::new();
        for (name, text) in files {
            hash.update(name.as_bytes());
            hash.update([0]);
            hash.update(text.as_bytes());
            hash.update([0]);
            let file: PackFile = toml::from_str(text)
                .map_err(|e| PackError { file: name.clone(), reason: e.to_string() })?;
            pack.take(name, file)?;
        }
        if pack.meta.id.is_empty() {
            let reason = "缺少 [pack] 一节（编号、名称、版本、适用年度）".to_owned();
            return Err(PackError { file: "pack.toml".into(), reason });
        }
        pack.hash = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
        Ok(pack)
    }

    fn take(&mut self, name: &str, file: PackFile) -> Result<(), PackError> {
        if let Some(meta) = file.pack {
            if !self.meta.id.is_empty() {
                let reason = "[pack] 出现了两次".to_owned();
                return Err(PackError { file: name.to_owned(), reason });
            }
            self.meta = meta;
        }
        let b = &mut self.body;
        b.source.extend(file.source);
        b.clause.extend(file.clause);
        b.rule.extend(file.rule);
        b.parameter.extend(file.parameter);
        b.material.extend(file.material);
        b.committee.extend(file.committee);
        b.office.extend(file.office);
        b.year.extend(file.year);
        b.title.extend(file.title);
        Ok(())
    }

    /// How a verdict names this pack.
    #[must_use]
    pub fn reference(&self) -> PackRef {
        PackRef {
            id: self.meta.id.clone(),
            version: self.meta.version.clone(),
            hash: self.hash.clone(),
        }
    }
}

/// Packs laid over one another, the base first; later ones win by id.
#[derive(Debug, Clone, Default)]
pub struct Packs {
    packs: Vec<Pack>,
    rules: BTreeMap<String, Rule>,
    parameters: BTreeMap<String, Parameter>,
    clauses: BTreeMap<String, Clause>,
    sources: BTreeMap<String, Source>,
    materials: BTreeMap<String, Material>,
    titles: Vec<TitleName>,
    calendar: WorkCalendar,
}

impl Packs {
    /// Lay packs over one another.
    #[must_use]
    pub fn stack(packs: Vec<Pack>) -> Self {
        let mut all = Self::default();
        for pack in &packs {
            let b = &pack.body;
            all.rules.extend(b.rule.iter().map(|r| (r.id.clone(), r.clone())));
            all.parameters.extend(b.parameter.iter().map(|p| (p.id.clone(), p.clone())));
            all.clauses.extend(b.clause.iter().map(|c| (c.id.clone(), c.clone())));
            all.sources.extend(b.source.iter().map(|s| (s.id.clone(), s.clone())));
            all.materials.extend(b.material.iter().map(|m| (m.id.clone(), m.clone())));
            for year in &b.year {
                all.calendar.add_year(year.year, &year.off, &year.make_up);
            }
        }
        all.titles = directory::title_names(&packs);
        all.packs = packs;
        all
    }

    /// The packs, base first.
    #[must_use]
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// All rules by id.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.values()
    }

    /// A rule.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.get(id)
    }

    /// All parameters by id.
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.values()
    }

    /// A parameter's version on `date`.
    #[must_use]
    pub fn parameter(&self, id: &str, date: Date) -> Option<&ParameterVersion> {
        self.parameters.get(id)?.at(date)
    }

    /// Whether a parameter of this id exists at any date.
    #[must_use]
    pub fn has_parameter(&self, id: &str) -> bool {
        self.parameters.contains_key(id)
    }

    /// A whole number parameter on `date`.
    #[must_use]
    pub fn number(&self, id: &str, date: Date) -> Option<i64> {
        self.parameter(id, date)?.value.as_i64()
    }

    /// The rows of a table parameter on `date`.
    pub fn rows(&self, id: &str, date: Date) -> std::slice::Iter<'_, serde_json::Value> {
        let rows = self.parameter(id, date).and_then(|p| p.value.as_array());
        rows.map(Vec::as_slice).unwrap_or_default().iter()
    }

    /// All clauses by id.
    pub fn clauses(&self) -> impl Iterator<Item = &Clause> {
        self.clauses.values()
    }

    /// A clause.
    #[must_use]
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.get(id)
    }

    /// The document a clause stands in: its id begins with the document's alias.
    #[must_use]
    pub fn source_of(&self, clause: &str) -> Option<&Source> {
        self.sources.get(clause.split_once('.')?.0)
    }

    /// Clause ids as links.
    #[must_use]
    pub fn citations(&self, ids: &[String]) -> Vec<Citation> {
        ids.iter()
            .map(|id| {
                let label = match (self.source_of(id), self.clause(id)) {
                    (Some(source), Some(clause)) => format!("{} {}", source.short, clause.locator),
                    _ => id.clone(),
                };
                Citation { clause: id.clone(), label }
            })
            .collect()
    }

    /// A material.
    #[must_use]
    pub fn material(&self, id: &str) -> Option<&Material> {
        self.materials.get(id)
    }

    /// All materials in packet order.
    #[must_use]
    pub fn materials(&self) -> Vec<&Material> {
        let mut all: Vec<_> = self.materials.values().collect();
        all.sort_by_key(|m| (m.order, &m.id));
        all
    }

    /// The calendar of working days.
    #[must_use]
    pub fn calendar(&self) -> &WorkCalendar {
        &self.calendar
    }

    /// The span of application years covered by any pack, and the years in it without a text.
    #[must_use]
    pub fn coverage(&self) -> (i32, i32, Vec<i32>) {
        let meta = || self.packs.iter().map(|p| &p.meta);
        (
            meta().map(|m| m.covers_from).max().unwrap_or(0),
            meta().map(|m| m.covers_until).min().unwrap_or(0),
            meta().flat_map(|m| m.years_without_text.clone()).collect(),
        )
    }
}
