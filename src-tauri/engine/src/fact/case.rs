//! 案例 (case): one application on its way through the rules.

use super::document::{EducationFacts, Facts};
use super::read::title::Base;
use super::read::{education, title};
use super::table::{F, TABLE};
use super::value::{Reading, Value};
use super::{definition, parse_answer};
use crate::date::{Date, PartialDate};
use crate::edition::Edition;
use crate::title::{ApplicationKind, Level};
use crate::verdict::{FactUsed, OriginKind};
use std::cell::OnceCell;

/// Places shown beside a value that was put together from several.
const SHOWN_PLACES: usize = 3;

/// One application with everything rules read, and the readings taken so far.
pub struct Case<'a> {
    /// What is known.
    pub facts: &'a Facts,
    /// The rules and tables that hold for it.
    pub edition: &'a Edition,
    cells: Vec<OnceCell<Reading<'a>>>,
    /// The education that counts, found once: a dozen facts ask for it.
    pub(super) education: OnceCell<Option<&'a EducationFacts>>,
    /// The title or qualification the application starts from, found once.
    pub(super) base: OnceCell<Option<Base<'a>>>,
}

impl<'a> Case<'a> {
    /// A case to be judged by an edition.
    #[must_use]
    pub fn new(facts: &'a Facts, edition: &'a Edition) -> Self {
        let mut cells = Vec::new();
        cells.resize_with(TABLE.len(), OnceCell::new);
        let case =
            Self { facts, edition, cells, education: OnceCell::new(), base: OnceCell::new() };
        for (id, answer) in &facts.answers {
            let Some(definition) = definition(id) else { continue };
            if let Some(value) = parse_answer(definition.ask, answer) {
                case.set(definition.fact, Reading::Known(value, OriginKind::Answer));
            }
        }
        case
    }

    /// Read a fact: the clerk's answer, what was computed, or what the data say.
    pub fn read(&self, fact: F) -> &Reading<'a> {
        let definition = &TABLE[fact as usize];
        self.cells[fact as usize].get_or_init(|| (definition.read)(self))
    }

    /// Set a fact that is computed on the way; an answer already there stays.
    pub(crate) fn set(&self, fact: F, reading: Reading<'a>) {
        let _ = self.cells[fact as usize].set(reading);
    }

    /// How a finding shows a fact it used.
    #[must_use]
    pub fn used(&self, fact: F) -> FactUsed {
        let definition = &TABLE[fact as usize];
        let (value, origin) = match self.read(fact) {
            Reading::Known(value, origin) => {
                let key = match value {
                    Value::Text(text) => Some(text.as_ref()),
                    _ => None,
                };
                // Several closed lists share a key; the fact's own choices come first.
                let own = definition.choices.iter().find(|(k, _)| Some(*k) == key);
                let shown = own.map_or_else(|| value.show().into_owned(), |c| c.1.to_owned());
                (Some(shown), Some(*origin))
            }
            Reading::Absent => (Some("无".to_owned()), Some(OriginKind::Roster)),
            Reading::Missing => (None, None),
        };
        let label = definition.label.to_owned();
        let source = origin.is_some().then(|| self.source(definition.fields)).flatten();
        FactUsed { fact: definition.id.to_owned(), label, value, origin, source }
    }

    /// The places a value was read from, where they were noted.
    fn source(&self, fields: &[&str]) -> Option<String> {
        if self.facts.origins.is_empty() {
            return None;
        }
        let places = fields.iter().find_map(|field| {
            let found = self.places(field);
            (!found.is_empty()).then_some(found)
        })?;
        let (shown, more) = places.split_at(places.len().min(SHOWN_PLACES));
        let shown = shown.join("、");
        Some(if more.is_empty() { shown } else { format!("{shown}等 {} 处", places.len()) })
    }

    /// The places noted for a field; of a list that is decided by one entry, only that entry's.
    fn places(&self, field: &str) -> Vec<&'a str> {
        let origins = &self.facts.origins;
        let Some((list, name)) = field.split_once("[].") else {
            return origins.get(field).map(String::as_str).into_iter().collect();
        };
        if let Some((list, index)) = self.deciding(list) {
            let place = origins.get(&format!("{list}.{index}.{name}"));
            return place.map(String::as_str).into_iter().collect();
        }
        let mut places: Vec<&str> = Vec::new();
        for (path, place) in origins {
            let rest = path.strip_prefix(list).and_then(|p| p.strip_prefix('.'));
            let is_it = rest.and_then(|r| r.split_once('.')).is_some_and(|(_, n)| n == name);
            if is_it && !places.contains(&place.as_str()) {
                places.push(place);
            }
        }
        places
    }

    /// The entry of a list that the rules go by, where it is one.
    fn deciding(&self, list: &str) -> Option<(&'static str, usize)> {
        fn at<T>(list: &Option<Vec<T>>, one: &T) -> Option<usize> {
            list.iter().flatten().position(|other| std::ptr::eq(other, one))
        }
        match list {
            "titles" => match title::base(self)? {
                Base::Title(t) => Some(("titles", at(&self.facts.titles, t)?)),
                Base::Qualification(q) => {
                    Some(("qualifications", at(&self.facts.qualifications, q)?))
                }
            },
            "education" => {
                Some(("education", at(&self.facts.education, education::counted(self)?)?))
            }
            _ => None,
        }
    }

    /// The application year; 0 when it is not stated.
    #[must_use]
    pub fn year(&self) -> i32 {
        self.facts.year().unwrap_or(0)
    }

    /// The last day of the application year.
    pub(crate) fn year_end(&self) -> Date {
        crate::date::year_end(self.year())
    }

    /// The first and the last day on which the application may be handed in.
    pub(crate) fn handing_in(&self) -> (Date, Date) {
        match self.facts.application.submitted_on {
            Some(day) => (day, day),
            None => (Date::from_ymd_opt(self.year(), 1, 1).unwrap_or_default(), self.year_end()),
        }
    }

    /// The kind of application.
    #[must_use]
    pub fn kind(&self) -> Option<ApplicationKind> {
        self.facts.application.kind
    }

    /// A fact that holds a level.
    pub(crate) fn level(&self, fact: F) -> Option<Level> {
        self.read(fact).text()?.parse().ok()
    }
}

/// Whether a day that is perhaps known only to the month lies on or before another; `None` when the
/// month leaves it open.
pub(crate) fn is_on_or_before(day: PartialDate, other: Date) -> Option<bool> {
    let (first, last) = (day.first_day()?, day.last_day()?);
    if last <= other {
        Some(true)
    } else if first > other {
        Some(false)
    } else {
        None
    }
}

/// A known value.
pub(crate) fn known<'a>(value: Value<'a>, origin: OriginKind) -> Reading<'a> {
    Reading::Known(value, origin)
}
