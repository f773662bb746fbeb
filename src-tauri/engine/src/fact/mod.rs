//! 事实 (fact): the closed list of what rules may read.
//!
//! A fact is read from the dossier, the unit or the application; a clerk's answer wins over what is
//! derived. Nothing is guessed: a fact that nobody stated is [`Reading::Missing`].

mod read;
mod table;

pub(crate) use read::table_standing;

use crate::application::Application;
use crate::date::{Date, PartialDate, Span};
use crate::pack::Packs;
use crate::person::Dossier;
use crate::unit::Unit;
use crate::verdict::{AskChoice, AskKind, FactUsed, MissingFact, OriginKind};
use std::collections::BTreeMap;

/// An interval of days, both ends included.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// What it is, for the sum.
    pub label: String,
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text; for closed lists the key of the word.
    Text(String),
    /// A date, perhaps only to the month.
    Date(PartialDate),
    /// Intervals of days.
    Intervals(Vec<Interval>),
    /// Several texts.
    List(Vec<String>),
}

impl Value {
    /// For a reader.
    #[must_use]
    pub fn show(&self) -> String {
        match self {
            Self::Bool(true) => "是".into(),
            Self::Bool(false) => "否".into(),
            Self::Number(n) => format!("{n}"),
            Self::Text(text) => label_of(text).map_or_else(|| text.clone(), str::to_owned),
            Self::Date(date) => date.to_string(),
            Self::Intervals(list) if list.is_empty() => "无".into(),
            Self::Intervals(list) => list
                .iter()
                .map(|i| format!("{}至{}", i.from, i.until))
                .collect::<Vec<_>>()
                .join("、"),
            Self::List(list) if list.is_empty() => "无".into(),
            Self::List(list) => list.join("、"),
        }
    }
}

/// The Chinese word of a key of the closed lists.
fn label_of(key: &str) -> Option<&'static str> {
    use crate::{person, title, unit};
    macro_rules! search {
        ($($words:ty),*) => {
            None$(.or_else(|| key.parse::<$words>().ok().map(<$words>::label)))*
        };
    }
    search!(
        title::Level,
        title::EducationLevel,
        title::ApplicationKind,
        title::ObtainedBy,
        unit::UnitKind,
        unit::Tier,
        unit::UnitRelation,
        person::EmploymentKind
    )
}

/// What is known of a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// It has this value, from there.
    Known(Value, OriginKind),
    /// It is known that there is none.
    Absent,
    /// Nobody has said.
    Missing,
}

impl Reading {
    /// The value.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        match self {
            Self::Known(value, _) => Some(value),
            Self::Absent | Self::Missing => None,
        }
    }

    /// The value as yes or no.
    #[must_use]
    pub fn bool(&self) -> Option<bool> {
        match self.value()? {
            Value::Bool(b) => Some(*b),
            _ => None,
        }
    }

    /// The value as a text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self.value()? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value as a date.
    #[must_use]
    pub fn date(&self) -> Option<PartialDate> {
        match self.value()? {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }
}

/// A fact of the list.
pub struct Definition {
    /// Id, as rules write it.
    pub id: &'static str,
    /// Chinese label.
    pub label: &'static str,
    /// The question when it is missing; empty when it is mended in the person's data.
    pub question: &'static str,
    /// How to ask.
    pub ask: AskKind,
    /// Choices, value and label.
    pub choices: &'static [(&'static str, &'static str)],
    /// The reader.
    pub(crate) read: fn(&Case<'_>) -> Reading,
}

/// The definition of a fact.
#[must_use]
pub fn definition(id: &str) -> Option<&'static Definition> {
    table::TABLE.iter().find(|d| d.id == id)
}

/// All facts, for the documentation of packs.
#[must_use]
pub fn all() -> &'static [Definition] {
    table::TABLE
}

/// One application with everything rules read. Built per assessment; holds no state of its own but
/// the facts computed on the way.
pub struct Case<'a> {
    /// The person.
    pub dossier: &'a Dossier,
    /// The application.
    pub application: &'a Application,
    /// The unit in whose name it is filed; `None` when not known.
    pub unit: Option<&'a Unit>,
    /// The packs.
    pub packs: &'a Packs,
    /// The day rules are read for: 31 December of the application year.
    pub as_of: Date,
    pub(crate) computed: BTreeMap<&'static str, Reading>,
}

impl<'a> Case<'a> {
    /// A case of its application year.
    #[must_use]
    pub fn new(
        dossier: &'a Dossier,
        application: &'a Application,
        unit: Option<&'a Unit>,
        packs: &'a Packs,
    ) -> Self {
        let as_of = Date::from_ymd_opt(application.year, 12, 31).unwrap_or_default();
        Self { dossier, application, unit, packs, as_of, computed: BTreeMap::new() }
    }

    /// Read a fact: the clerk's answer, what was computed, or what the data say.
    #[must_use]
    pub fn read(&self, id: &str) -> Reading {
        let Some(definition) = definition(id) else {
            return Reading::Missing;
        };
        if let Some(answer) = self.application.answers.get(id) {
            let parsed = parse_answer(definition.ask, answer);
            if let Some(value) = parsed {
                return Reading::Known(value, OriginKind::Answer);
            }
        }
        match self.computed.get(id) {
            Some(reading) => reading.clone(),
            None => (definition.read)(self),
        }
    }

    /// How a finding shows a fact it used.
    #[must_use]
    pub fn used(&self, id: &str) -> FactUsed {
        let (value, origin) = match self.read(id) {
            Reading::Known(value, origin) => (Some(value.show()), Some(origin)),
            Reading::Absent => (Some("无".to_owned()), Some(OriginKind::Roster)),
            Reading::Missing => (None, None),
        };
        let label = definition(id).map_or(id, |d| d.label).to_owned();
        FactUsed { fact: id.to_owned(), label, value, origin }
    }

    /// How a missing fact is asked.
    #[must_use]
    pub fn missing(&self, id: &str) -> Option<MissingFact> {
        let d = definition(id)?;
        Some(MissingFact {
            fact: id.to_owned(),
            label: d.label.to_owned(),
            question: if d.question.is_empty() {
                format!("请在人员信息里补“{}”", d.label)
            } else {
                d.question.to_owned()
            },
            ask: d.ask,
            choices: d
                .choices
                .iter()
                .map(|(value, label)| AskChoice {
                    value: (*value).to_owned(),
                    label: (*label).to_owned(),
                })
                .collect(),
            is_answerable: !d.question.is_empty(),
        })
    }
}

/// A clerk's answer as a value of the kind asked for; `None` when it does not fit.
#[must_use]
pub fn parse_answer(ask: AskKind, text: &str) -> Option<Value> {
    match ask {
        AskKind::Date => text.parse().ok().map(Value::Date),
        AskKind::YesNo => match text {
            "yes" => Some(Value::Bool(true)),
            "no" => Some(Value::Bool(false)),
            _ => None,
        },
        AskKind::Number => text.parse().ok().map(Value::Number),
        AskKind::Choice | AskKind::Text => {
            (!text.trim().is_empty()).then(|| Value::Text(text.trim().to_owned()))
        }
    }
}

/// Completed months from a date, perhaps only known to the month, to a day: with the earliest and
/// with the latest day it can mean.
pub(crate) fn months_between(from: PartialDate, until: Date) -> Option<(i32, i32)> {
    let most = Span::between(from.first_day()?, until).total_months();
    let least = Span::between(from.last_day()?, until).total_months();
    Some((least, most))
}
