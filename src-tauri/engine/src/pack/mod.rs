//! 规则包 (pack): dated, cited policy as data, loaded from text and laid over one another.
//!
//! A pack is one file tree per jurisdiction; dates live inside. Any file may hold any section, the
//! folder names are for people. Later packs of a [`Packs`] stack win over earlier ones by id.

pub mod case;
pub mod check;
pub mod committee;
mod day;
pub mod diff;
pub mod directory;
pub mod parameter;
pub mod proof;
pub mod rule;
pub mod source;
mod stack;
pub mod words;

use crate::date::Date;
use crate::title::words;
use crate::verdict::PackRef;
pub use directory::{CommitteeEntry, OfficeEntry, TitleRow};
use parameter::Parameter;
use rule::WrittenRule;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use source::{Clause, Source};
pub use stack::Packs;
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

words! {
    /// What a pack is for; also the order in which packs are laid over one another.
    PackKind {
        /// National rules below every city's.
        National = "national", "国家";
        /// A city's rules, all editions.
        City = "city", "城市";
        /// One year's notice over the city's rules.
        Year = "year", "年度通知";
        /// One committee's notice; it concerns the applications filed with that committee alone.
        Committee = "committee", "评委会通知";
        /// What the office itself has decided.
        Office = "office", "本单位口径";
    }
}

/// What a pack says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackMeta {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
    /// What it is for.
    pub kind: PackKind,
    /// [`PackKind::Committee`]: the committee it belongs to, an id of the directory.
    #[serde(default)]
    pub committee: Option<String>,
    /// Whether everything in it is invented, for demonstration.
    #[serde(default)]
    pub is_fictitious: bool,
    /// First application year covered.
    pub covers_from: i32,
    /// Last application year covered.
    pub covers_until: i32,
    /// Application years inside the span that have no text of their own.
    #[serde(default)]
    pub years_without_text: Vec<i32>,
}

impl Default for PackMeta {
    fn default() -> Self {
        Self {
            id: String::new(),
            name: String::new(),
            version: String::new(),
            kind: PackKind::City,
            committee: None,
            is_fictitious: false,
            covers_from: 0,
            covers_until: 0,
            years_without_text: Vec::new(),
        }
    }
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
    /// Heading it stands under in the packet: “证件”.
    #[serde(default)]
    pub section: String,
    /// Volume it goes into where the packet is bound in two: 1 or 2.
    #[serde(default = "first_volume")]
    pub volume: u8,
    /// 另附: nobody is asked for it, anybody may add it.
    #[serde(default)]
    pub is_optional: bool,
    /// Whether its pages are copies that must carry the copy-verified block.
    #[serde(default)]
    pub is_copy: bool,
    /// The form of this program that makes it, where no scan is needed.
    #[serde(default)]
    pub made_by: Option<String>,
    /// 证件类: its original is shown for checking when paper is handed in.
    #[serde(default)]
    pub is_certificate: bool,
    /// Whether a scan of it serves in a later year too: a certificate does, what speaks of one year not.
    #[serde(default)]
    pub is_lasting: bool,
    /// Who signs it.
    #[serde(default)]
    pub signed_by: Option<String>,
    /// Who seals it.
    #[serde(default)]
    pub sealed_by: Option<String>,
    /// Months it stays valid after it is printed.
    #[serde(default)]
    pub valid_months: Option<i32>,
    /// Copies to hand in; 1 when absent.
    #[serde(default)]
    pub copies: Option<i32>,
    /// Yes-or-no fact that tells whether it is at hand.
    #[serde(default)]
    pub ready_by: Option<String>,
    /// Yes-or-no fact that tells whether it is still valid when papers are handed in.
    #[serde(default)]
    pub valid_by: Option<String>,
}

fn first_volume() -> u8 {
    1
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
    pub rule: Vec<WrittenRule>,
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
    /// Where each id stands: file and line, for messages to pack authors.
    pub places: BTreeMap<String, (String, usize)>,
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
            pack.note_places(name, text);
            pack.take(name, file)?;
        }
        if pack.meta.id.is_empty() {
            let reason = "缺少 [pack] 一节（编号、名称、版本、适用年度）".to_owned();
            return Err(PackError { file: "pack.toml".into(), reason });
        }
        pack.hash = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
        Ok(pack)
    }

    fn note_places(&mut self, name: &str, text: &str) {
        for (number, line) in text.lines().enumerate() {
            let value = line.trim_start().strip_prefix("id").map(str::trim_start);
            let value = value.and_then(|rest| rest.strip_prefix('=')).map(str::trim);
            if let Some(id) = value.map(|v| v.trim_matches(['"', '\''])) {
                let place = (name.to_owned(), number + 1);
                self.places.entry(id.to_owned()).or_insert(place);
            }
        }
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
