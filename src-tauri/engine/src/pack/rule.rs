//! 规则 (rule): what it does, when, since when, and by which clause.

use crate::date::Date;
use crate::title::words;
use serde::{Deserialize, Serialize};

words! {
    /// What a rule does. Closed: a new kind needs code, so it is added with a test.
    Effect {
        /// Forbids the application.
        Block = "block", "阻断";
        /// Warns; a person decides.
        Caution = "caution", "警告";
        /// Adds a material.
        RequireMaterial = "require_material", "应交材料";
        /// Takes a material off.
        WaiveMaterial = "waive_material", "免交材料";
        /// Adds required years, or takes an interval off the counted ones.
        AdjustYears = "adjust_years", "增减年限";
        /// Sets the route.
        SetRoute = "set_route", "报送渠道";
        /// Sets a date the sum uses.
        SetDate = "set_date", "日期口径";
        /// Bars the person until a date.
        BarUntil = "bar_until", "暂停受理";
        /// A duty of the unit.
        Duty = "duty", "单位职责";
        /// Something to know.
        Note = "note", "提示";
    }
}

words! {
    /// How sure the text behind a rule version is.
    Standing {
        /// The document of this date says so.
        Stated = "stated", "有明文";
        /// A later document neither repeats nor repeals it: it may only caution.
        Silent = "silent", "后续文件未载";
        /// From a weak source or general knowledge: never blocks.
        Unverified = "unverified", "未核实";
        /// Taken back.
        Repealed = "repealed", "已废止";
    }
}

/// A value inside a condition: a plain value, another fact, or a parameter of the pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Operand {
    /// `{ fact = "…" }`.
    Fact {
        /// Fact id.
        fact: String,
    },
    /// `{ parameter = "…" }`.
    Parameter {
        /// Parameter id.
        parameter: String,
    },
    /// A plain value.
    Value(serde_json::Value),
}

/// A condition over facts. Closed: no formulas, no scripts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// Every one holds.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The fact equals the value.
    Is(String, Operand),
    /// The fact is one of the list.
    AnyOf(String, Operand),
    /// The number fact is at least the value.
    AtLeast(String, Operand),
    /// The date fact is before the value.
    Before(String, Operand),
    /// The date fact is on or after the value.
    OnOrAfter(String, Operand),
    /// The date fact is no more than so many months before the other date, and not after it.
    Within(String, Operand, i32),
    /// The fact has a value; a fact that is known to be absent makes this false.
    Exists(String),
    /// The list fact has at least so many entries.
    CountAtLeast(String, Operand),
}

/// What a rule sets or adds, by effect.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RuleValue {
    /// `require_material`, `waive_material`: material id.
    pub material: Option<String>,
    /// `adjust_years`: years added to the requirement.
    pub add_years: Option<i32>,
    /// `adjust_years`: id of the list fact whose intervals are not counted.
    pub deduct: Option<String>,
    /// `set_date`: `tenure_from` or `tenure_until`.
    pub subject: Option<String>,
    /// `set_date`: a month and day of the application year, `12-31`.
    pub month_day: Option<String>,
    /// `set_date`: the date is this fact.
    pub fact: Option<String>,
    /// `set_route`: the steps; `{supervising_body}` and `{hrss_bureau}` are filled in.
    pub steps: Option<Vec<String>>,
}

/// The sentences of a rule version. `{fact.id}` is replaced by the fact's value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Say {
    /// When the condition holds: the rule acts.
    pub hit: Option<String>,
    /// When it does not hold.
    pub pass: Option<String>,
    /// When a fact is missing.
    pub unknown: Option<String>,
    /// What would mend it.
    pub remedy: Option<String>,
}

/// A rule from one date until the next version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleVersion {
    /// First day it holds.
    #[serde(deserialize_with = "super::day::read")]
    pub from: Date,
    /// How sure its text is.
    pub standing: Standing,
    /// Clauses.
    pub cites: Vec<String>,
    /// Whom it concerns; everybody when absent.
    #[serde(default)]
    pub applies: Option<Condition>,
    /// When it acts; always when absent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// What it sets or adds.
    #[serde(default)]
    pub value: RuleValue,
    /// Its sentences.
    #[serde(default)]
    pub say: Say,
    /// The last day somebody compared it with its text.
    #[serde(deserialize_with = "super::day::read")]
    pub checked_on: Date,
}

/// 规则: one idea of the policy through time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable id, never reused: `kunming.E15`.
    pub id: String,
    /// Name a clerk understands.
    pub name: String,
    /// What it does.
    pub effect: Effect,
    /// Versions, the oldest first.
    #[serde(rename = "version")]
    pub versions: Vec<RuleVersion>,
}

impl Rule {
    /// The version that holds on `date`.
    #[must_use]
    pub fn at(&self, date: Date) -> Option<&RuleVersion> {
        self.versions.iter().rev().find(|v| v.from <= date)
    }
}
