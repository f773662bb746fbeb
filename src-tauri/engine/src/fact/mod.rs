//! 事实 (fact): the closed list of what rules may read.
//!
//! A fact is read from the facts [`document`], or computed from it with the tables of an edition; a
//! clerk's answer wins over what is derived. Nothing is guessed: a fact that nobody stated is
//! [`Reading::Missing`].

mod case;
pub mod document;
pub(crate) mod read;
pub mod schema;
mod table;
mod value;

pub use case::Case;
pub use document::Facts;
pub use table::F;
pub use value::{Interval, Reading, Value};

use crate::verdict::{AskChoice, AskKind, MissingFact};

/// A fact of the list.
pub struct Definition {
    /// Which one.
    pub fact: F,
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
    /// Fields of the facts document it is read from.
    pub fields: &'static [&'static str],
    /// The reader.
    pub(crate) read: for<'a> fn(&Case<'a>) -> Reading<'a>,
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

impl Definition {
    /// How the fact is asked when it is missing.
    #[must_use]
    pub fn missing(&self) -> MissingFact {
        MissingFact {
            fact: self.id.to_owned(),
            label: self.label.to_owned(),
            question: if self.question.is_empty() {
                format!("请在人员信息里补“{}”", self.label)
            } else {
                self.question.to_owned()
            },
            ask: self.ask,
            choices: self
                .choices
                .iter()
                .map(|(value, label)| AskChoice {
                    value: (*value).to_owned(),
                    label: (*label).to_owned(),
                })
                .collect(),
            is_answerable: !self.question.is_empty(),
            fields: self.fields.iter().map(|f| (*f).to_owned()).collect(),
        }
    }
}

/// A clerk's answer as a value of the kind asked for; `None` when it does not fit.
#[must_use]
pub fn parse_answer(ask: AskKind, text: &str) -> Option<Value<'static>> {
    match ask {
        AskKind::Date => text.parse().ok().map(Value::Date),
        AskKind::YesNo => match text {
            "yes" => Some(Value::Bool(true)),
            "no" => Some(Value::Bool(false)),
            _ => None,
        },
        AskKind::Number => text.parse().ok().map(Value::Number),
        AskKind::Choice | AskKind::Text => {
            (!text.trim().is_empty()).then(|| Value::Text(text.trim().to_owned().into()))
        }
    }
}
