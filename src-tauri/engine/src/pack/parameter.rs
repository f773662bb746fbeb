//! Dated values and tables of a pack.

use crate::date::Date;
use crate::pack::rule::Standing;
use serde::{Deserialize, Serialize};

/// A value from one date until the next version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParameterVersion {
    /// First day it holds.
    #[serde(deserialize_with = "super::day::read")]
    pub from: Date,
    /// How sure its text is.
    pub standing: Standing,
    /// Clauses.
    pub cites: Vec<String>,
    /// The value: a number, a text, a list, or a table (a list of objects).
    pub value: serde_json::Value,
    /// The last day somebody compared it with its text.
    #[serde(deserialize_with = "super::day::read")]
    pub checked_on: Date,
}

/// A value the office may choose where the text is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The value.
    pub value: serde_json::Value,
    /// What a clerk reads.
    pub label: String,
}

/// 参数: a value of the policy through time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Stable id.
    pub id: String,
    /// Name a clerk understands.
    pub name: String,
    /// Set where the text is open and the office may choose: what is open, in one sentence.
    #[serde(default)]
    pub ambiguity: Option<String>,
    /// The readings to choose from; empty for free lists.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Versions, the oldest first.
    #[serde(rename = "version")]
    pub versions: Vec<ParameterVersion>,
}

impl Parameter {
    /// The version that holds on `date`; `None` when nothing covers it, never the nearest one.
    #[must_use]
    pub fn at(&self, date: Date) -> Option<&ParameterVersion> {
        self.versions.iter().rev().find(|v| v.from <= date)
    }

    /// Lay the versions of a parameter of the same id over this one.
    pub fn overlay(&mut self, later: Self) {
        self.name = later.name;
        self.ambiguity = later.ambiguity.or_else(|| self.ambiguity.take());
        if !later.choices.is_empty() {
            self.choices = later.choices;
        }
        for version in later.versions {
            self.versions.retain(|v| v.from != version.from);
            self.versions.push(version);
        }
        self.versions.sort_by_key(|v| v.from);
    }
}
