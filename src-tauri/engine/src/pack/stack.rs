//! Packs laid over one another, and the compiled editions read from them.

use super::directory;
use super::parameter::{Parameter, ParameterVersion};
use super::rule::Rule;
use super::source::{Clause, Source};
use super::{Material, Pack, PackKind};
use crate::date::{Date, WorkCalendar};
use crate::edition::{Edition, EditionKey};
use crate::title::TitleName;
use crate::verdict::Citation;
use chrono::Datelike;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Packs laid over one another, the base first; later ones win by id and date. A committee's pack
/// lies only over the applications filed with that committee.
#[derive(Debug, Clone, Default)]
pub struct Packs {
    packs: Vec<Pack>,
    committee_packs: Vec<Pack>,
    rules: BTreeMap<String, Rule>,
    parameters: BTreeMap<String, Parameter>,
    clauses: BTreeMap<String, Clause>,
    sources: BTreeMap<String, Source>,
    materials: BTreeMap<String, Material>,
    titles: Vec<TitleName>,
    calendar: WorkCalendar,
    cache: Arc<Cache>,
}

#[derive(Debug, Default)]
struct Cache {
    committees: Mutex<BTreeMap<(String, i32), Arc<Packs>>>,
    editions: Mutex<BTreeMap<EditionKey, Arc<Edition>>>,
}

impl Packs {
    /// Lay packs over one another, in the order of their kinds and, within a kind, as given.
    #[must_use]
    pub fn stack(packs: Vec<Pack>) -> Self {
        let (committee_packs, others): (Vec<Pack>, Vec<Pack>) =
            packs.into_iter().partition(|p| p.meta.kind == PackKind::Committee);
        Self::lay(others, committee_packs)
    }

    fn lay(mut packs: Vec<Pack>, committee_packs: Vec<Pack>) -> Self {
        packs.sort_by_key(|p| p.meta.kind);
        let mut all = Self { committee_packs, ..Self::default() };
        for pack in &packs {
            let b = &pack.body;
            for written in &b.rule {
                let rule = Rule::from(written.clone());
                match all.rules.get_mut(&rule.id) {
                    Some(known) => known.overlay(rule),
                    None => drop(all.rules.insert(rule.id.clone(), rule)),
                }
            }
            for parameter in &b.parameter {
                match all.parameters.get_mut(&parameter.id) {
                    Some(known) => known.overlay(parameter.clone()),
                    None => drop(all.parameters.insert(parameter.id.clone(), parameter.clone())),
                }
            }
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

    /// The packs that concern every application, base first.
    #[must_use]
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// The packs of single committees.
    #[must_use]
    pub fn committee_packs(&self) -> &[Pack] {
        &self.committee_packs
    }

    /// The stack with what one committee asks in an application year laid over it; the stack itself
    /// where it asks nothing of its own. A notice of another year says nothing.
    #[must_use]
    pub fn with_committee(&self, committee: Option<&str>, year: i32) -> Arc<Self> {
        let is_own = |p: &&Pack| {
            committee.is_some()
                && p.meta.committee.as_deref() == committee
                && (p.meta.covers_from..=p.meta.covers_until).contains(&year)
        };
        let own: Vec<&Pack> = self.committee_packs.iter().filter(is_own).collect();
        let key = match own.is_empty() {
            true => (String::new(), 0),
            false => (committee.unwrap_or_default().to_owned(), year),
        };
        let mut known = self.cache.committees.lock().unwrap_or_else(PoisonError::into_inner);
        let stacked = known.entry(key).or_insert_with(|| {
            Arc::new(Self::lay(self.packs.iter().chain(own).cloned().collect(), Vec::new()))
        });
        Arc::clone(stacked)
    }

    /// Every stack an application can meet: the base, and the base under each committee's packs.
    #[must_use]
    pub fn stacks(&self) -> Vec<Arc<Self>> {
        let own = self.committee_packs.iter().map(|p| &p.meta);
        let own = own.map(|m| self.with_committee(m.committee.as_deref(), m.covers_until));
        std::iter::once(self.with_committee(None, 0)).chain(own).collect()
    }

    /// The rules and tables as they hold for one kind of case, compiled once and kept.
    #[must_use]
    pub fn edition(&self, key: &EditionKey) -> Arc<Edition> {
        let known = |cache: &Cache| {
            let editions = cache.editions.lock().unwrap_or_else(PoisonError::into_inner);
            editions.get(key).cloned()
        };
        if let Some(edition) = known(&self.cache) {
            return edition;
        }
        let stacked = self.with_committee(key.committee.as_deref(), key.as_of.year());
        let edition = Arc::new(Edition::new(&stacked, key));
        let mut editions = self.cache.editions.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(editions.entry(key.clone()).or_insert(edition))
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

    /// All documents by id.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.sources.values()
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

    /// Every title name of every edition, newer editions first.
    #[must_use]
    pub fn title_names(&self) -> &[TitleName] {
        &self.titles
    }

    /// The calendar of working days.
    #[must_use]
    pub fn calendar(&self) -> &WorkCalendar {
        &self.calendar
    }

    /// The span of application years covered by the city's packs and yearly notices, and the years
    /// in it without a text of their own.
    #[must_use]
    pub fn coverage(&self) -> (i32, i32, Vec<i32>) {
        let city = || {
            let kinds = [PackKind::City, PackKind::Year];
            self.packs.iter().map(|p| &p.meta).filter(move |m| kinds.contains(&m.kind))
        };
        (
            city().map(|m| m.covers_from).min().unwrap_or(0),
            city().map(|m| m.covers_until).max().unwrap_or(0),
            city().flat_map(|m| m.years_without_text.clone()).collect(),
        )
    }

    /// File and line where an id stands, in the last pack that has it.
    #[must_use]
    pub fn place_of(&self, id: &str) -> Option<(String, usize)> {
        let all = self.packs.iter().chain(&self.committee_packs).rev();
        all.filter_map(|p| {
            let (file, line) = p.places.get(id)?;
            Some((format!("{}/{file}", p.meta.id), *line))
        })
        .next()
    }
}
