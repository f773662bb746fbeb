//! 名录: committees, county offices and the title dictionary, a set of rows per yearly edition.
//!
//! A pack holds whole editions, each marked by the first application year it stands for. Ids are our
//! own and stable across editions: a committee that was renamed keeps its id and has one row per
//! edition. An application year is answered from the newest edition not later than it, of each pack;
//! a later pack of the stack replaces rows by id, and ends one with `until_year`.

use super::{Pack, Packs};
use crate::title::{Level, TitleName};
use serde::{Deserialize, Serialize};

/// 评审委员会 of the directory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitteeEntry {
    /// Id, the same in every edition.
    pub id: String,
    /// Name of this edition, blanks and brackets normalised.
    pub name: String,
    /// Other names of the same committee: in the yearly plan, or in an earlier edition.
    #[serde(default)]
    pub formerly: Vec<String>,
    /// Level it reviews.
    pub level: Level,
    /// Series.
    pub series: String,
    /// Fields it reviews; empty means all of the series.
    #[serde(default)]
    pub fields: Vec<String>,
    /// County code or zone key it is limited to.
    #[serde(default)]
    pub area: Option<String>,
    /// Further county codes or zone keys it takes.
    #[serde(default)]
    pub also_in: Vec<String>,
    /// 评审范围 in short words of our own; for reading, never for deciding.
    #[serde(default)]
    pub scope: Option<String>,
    /// 组建单位, where the edition names it.
    #[serde(default)]
    pub organiser: Option<String>,
    /// A unit that takes the papers in, where the edition names one.
    #[serde(default)]
    pub accepting_unit: Option<String>,
    /// Street address papers are handed in at, where the edition names it.
    #[serde(default)]
    pub address: Option<String>,
    /// Month (1–12) before whose end the year's plan puts the review.
    #[serde(default)]
    pub plan_month: Option<u32>,
    /// Telephones, normalised.
    pub phones: Vec<String>,
    /// First application year of the edition the row stands in.
    pub from_year: i32,
    /// Last application year it holds for, where it ends before the next edition.
    #[serde(default)]
    pub until_year: Option<i32>,
}

/// A county or zone office of the directory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfficeEntry {
    /// Id, the same in every edition.
    pub id: String,
    /// Name of this edition.
    pub name: String,
    /// Names in earlier editions.
    #[serde(default)]
    pub formerly: Vec<String>,
    /// County code or zone key it serves.
    pub area: String,
    /// What it handles in short words of our own; for reading, never for deciding.
    #[serde(default)]
    pub scope: Option<String>,
    /// Street address, where the edition names it.
    #[serde(default)]
    pub address: Option<String>,
    /// Telephones, normalised.
    pub phones: Vec<String>,
    /// What tells it from another office of the same area.
    #[serde(default)]
    pub note: Option<String>,
    /// First application year of the edition the row stands in.
    pub from_year: i32,
    /// Last application year it holds for, where it ends before the next edition.
    #[serde(default)]
    pub until_year: Option<i32>,
}

/// A row of the title dictionary: the names of one series in one edition, a list per level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TitleRow {
    /// Series.
    pub series: String,
    /// 正高级.
    #[serde(default)]
    pub full_senior: Vec<String>,
    /// 副高级.
    #[serde(default)]
    pub associate_senior: Vec<String>,
    /// 中级.
    #[serde(default)]
    pub intermediate: Vec<String>,
    /// 助理级.
    #[serde(default)]
    pub assistant: Vec<String>,
    /// 员级.
    #[serde(default)]
    pub technician: Vec<String>,
    /// First application year of the edition the row stands in.
    pub from_year: i32,
}

impl TitleRow {
    /// The names by level, from the highest down.
    #[must_use]
    pub fn levels(&self) -> [(Level, &[String]); 5] {
        [
            (Level::FullSenior, &self.full_senior),
            (Level::AssociateSenior, &self.associate_senior),
            (Level::Intermediate, &self.intermediate),
            (Level::Assistant, &self.assistant),
            (Level::Technician, &self.technician),
        ]
    }

    /// Every name with its series and level, from the highest level down.
    pub fn names(&self) -> impl Iterator<Item = TitleName> {
        self.levels().into_iter().flat_map(move |(level, names)| {
            names.iter().map(move |name| TitleName {
                name: name.clone(),
                series: self.series.clone(),
                level,
            })
        })
    }
}

/// What the rows of the directory have in common.
trait Row {
    fn key(&self) -> &str;
    fn since(&self) -> i32;
    fn until(&self) -> Option<i32>;
}

impl Row for CommitteeEntry {
    fn key(&self) -> &str {
        &self.id
    }
    fn since(&self) -> i32 {
        self.from_year
    }
    fn until(&self) -> Option<i32> {
        self.until_year
    }
}

impl Row for OfficeEntry {
    fn key(&self) -> &str {
        &self.id
    }
    fn since(&self) -> i32 {
        self.from_year
    }
    fn until(&self) -> Option<i32> {
        self.until_year
    }
}

impl Row for TitleRow {
    fn key(&self) -> &str {
        &self.series
    }
    fn since(&self) -> i32 {
        self.from_year
    }
    fn until(&self) -> Option<i32> {
        None
    }
}

/// The rows that hold in `year`, in file order; rows a later pack adds stand at the end.
fn edition<'a, R: Row>(packs: &'a [Pack], rows: fn(&'a Pack) -> &'a [R], year: i32) -> Vec<&'a R> {
    let mut all: Vec<&R> = Vec::new();
    for pack in packs {
        let own = rows(pack);
        let newest = own.iter().map(Row::since).filter(|from| *from <= year).max();
        for row in own.iter().filter(|row| Some(row.since()) == newest) {
            match all.iter_mut().find(|known| known.key() == row.key()) {
                Some(known) => *known = row,
                None => all.push(row),
            }
        }
    }
    // Ended rows go last, so that an overlay can end a row of the base by its id.
    all.retain(|row| row.until().is_none_or(|until| year <= until));
    all
}

/// Every title name of every edition, once, those of newer editions first.
pub(super) fn title_names(packs: &[Pack]) -> Vec<TitleName> {
    let mut rows: Vec<&TitleRow> = packs.iter().flat_map(|p| &p.body.title).collect();
    rows.sort_by_key(|row| -row.from_year);
    let mut names: Vec<TitleName> = Vec::new();
    for name in rows.into_iter().flat_map(TitleRow::names) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

impl Packs {
    /// Committees of the edition that holds in application year `year`.
    #[must_use]
    pub fn committees(&self, year: i32) -> Vec<&CommitteeEntry> {
        edition(self.packs(), |p| &p.body.committee, year)
    }

    /// A committee by its id, as the edition of `year` has it.
    #[must_use]
    pub fn committee(&self, id: &str, year: i32) -> Option<&CommitteeEntry> {
        self.committees(year).into_iter().find(|c| c.id == id)
    }

    /// County and zone offices of the edition that holds in application year `year`.
    #[must_use]
    pub fn offices(&self, year: i32) -> Vec<&OfficeEntry> {
        edition(self.packs(), |p| &p.body.office, year)
    }

    /// The offices that serve a county code or zone key in `year`; an area may have more than one.
    #[must_use]
    pub fn office_for(&self, area: &str, year: i32) -> Vec<&OfficeEntry> {
        self.offices(year).into_iter().filter(|o| o.area == area).collect()
    }

    /// The titles that bear this name in any edition, newer editions first; several series share
    /// some names.
    pub fn titles(&self, name: &str) -> impl Iterator<Item = &TitleName> {
        let key = crate::text::name_key(name);
        self.title_names().iter().filter(move |t| t.name == key)
    }

    /// The title dictionary of the edition that holds in application year `year`, a row per series.
    #[must_use]
    pub fn titles_of(&self, year: i32) -> Vec<&TitleRow> {
        edition(self.packs(), |p| &p.body.title, year)
    }
}
