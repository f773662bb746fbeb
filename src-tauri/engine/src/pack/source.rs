//! 依据: the documents and clauses rules cite. A clause carries a paraphrase in our own words, never
//! a sentence of the source.

use crate::date::Date;
use crate::title::words;
use serde::{Deserialize, Serialize};

words! {
    /// How much a document weighs.
    Weight {
        /// A notice with a number.
        Binding = "binding", "正式文件";
        /// An official guide.
        Guide = "guide", "官方指南";
        /// Hearsay: cannot carry a rule that blocks.
        Hearsay = "hearsay", "非正式来源";
    }
}

/// 政策文件.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Alias used in citations, `G25`.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Short label for a link, “2025版指南”.
    pub short: String,
    /// 文号, where it has one.
    #[serde(default)]
    pub number: Option<String>,
    /// 发文机关.
    pub issuer: String,
    /// Date of issue; the undated guides count from 1 January of their year.
    #[serde(deserialize_with = "super::day::read")]
    pub issued_on: Date,
    /// What it weighs.
    pub weight: Weight,
    /// Application year it belongs to, where it is a yearly edition.
    #[serde(default)]
    pub edition: Option<i32>,
    /// Address of the official text, where it is known.
    #[serde(default)]
    pub link: Option<String>,
    /// Which copy was read, where it is not the official text itself.
    #[serde(default)]
    pub read_in: Option<String>,
}

/// 条款.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Id: source alias, a point, the locator: `G25.Q8.1`.
    pub id: String,
    /// Where in the document, “问8(1)”.
    pub locator: String,
    /// 大意, in our own words.
    pub paraphrase: String,
}
