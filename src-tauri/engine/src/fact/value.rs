//! What a fact's value is, and what is known of a fact.

use crate::date::{Date, PartialDate};
use crate::verdict::OriginKind;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

/// An interval of days, both ends included.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// What it is, for the sum.
    pub label: &'static str,
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Yes or no.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text; for closed lists the key of the word.
    Text(Cow<'a, str>),
    /// A date, perhaps only to the month.
    Date(PartialDate),
    /// Intervals of days.
    Intervals(Vec<Interval>),
    /// Several texts.
    List(Vec<Cow<'a, str>>),
}

impl Value<'_> {
    /// For a reader.
    #[must_use]
    pub fn show(&self) -> Cow<'_, str> {
        match self {
            Self::Bool(true) => "是".into(),
            Self::Bool(false) => "否".into(),
            Self::Number(n) => format!("{n}").into(),
            Self::Text(text) => label_of(text).map_or_else(|| text.as_ref().into(), Cow::Borrowed),
            Self::Date(date) => date.to_string().into(),
            Self::Intervals(list) if list.is_empty() => "无".into(),
            Self::Intervals(list) => list
                .iter()
                .map(|i| match i.until {
                    Date::MAX => format!("{}至今", i.from),
                    until => format!("{}至{until}", i.from),
                })
                .collect::<Vec<_>>()
                .join("、")
                .into(),
            Self::List(list) if list.is_empty() => "无".into(),
            Self::List(list) => list.join("、").into(),
        }
    }
}

impl Value<'_> {
    /// Put it into a sentence.
    pub(crate) fn tell(&self, out: &mut String) {
        match self {
            // A text takes whatever is written; nothing can fail.
            Self::Date(date) => drop(write!(out, "{date}")),
            Self::Number(n) => drop(write!(out, "{n}")),
            other => out.push_str(&other.show()),
        }
    }
}

/// The Chinese word of a key of the closed lists.
fn label_of(key: &str) -> Option<&'static str> {
    use crate::fact::document as doc;
    use crate::{person, title, unit};
    if !key.is_ascii() {
        return None;
    }
    macro_rules! list {
        ($($words:ty),*) => {
            [$(<$words>::ALL.iter().map(|w| (w.key(), w.label())).collect::<Vec<_>>()),*].concat()
        };
    }
    static LABELS: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
        // Of words with one key the first list wins.
        let all: Vec<(&'static str, &'static str)> = list!(
            title::Level,
            title::EducationLevel,
            title::ApplicationKind,
            title::ObtainedBy,
            unit::UnitKind,
            unit::Tier,
            unit::UnitRelation,
            person::EmploymentKind,
            doc::PostKind,
            doc::CommitteeTier,
            doc::Origin,
            doc::OutsideForm,
            doc::ExtensionKind,
            doc::SpecialEntryKind,
            doc::Recommender
        );
        all.into_iter().rev().collect()
    });
    LABELS.get(key).copied()
}

/// What is known of a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading<'a> {
    /// It has this value, from there.
    Known(Value<'a>, OriginKind),
    /// It is known that there is none.
    Absent,
    /// Nobody has said.
    Missing,
}

impl<'a> Reading<'a> {
    /// The value.
    #[must_use]
    pub fn value(&self) -> Option<&Value<'a>> {
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

    /// The value as a number.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self.value()? {
            Value::Number(n) => Some(*n),
            _ => None,
        }
    }
}
