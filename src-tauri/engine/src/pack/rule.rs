//! 规则 (rule): what it does, when, since when, and by which clause.
//!
//! A rule states its condition, value and sentences once; a version says from which day a document
//! carries it and may restate any part. What a version leaves out it takes from the version before,
//! the first one from the rule itself.

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

words! {
    /// What a missing fact means for a rule.
    OnMissing {
        /// The verdict stays open until the fact is known.
        Ask = "ask", "须核实";
        /// The rule concerns a rare circumstance nobody has recorded: a person confirms, the verdict
        /// does not wait.
        Confirm = "confirm", "请确认";
        /// The rule speaks of a later step that has not begun: nothing is said.
        Wait = "wait", "未到这一步";
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
    /// The fact is one of the list; for a list fact, one of its entries is.
    AnyOf(String, Operand),
    /// The number fact is at least the value.
    AtLeast(String, Operand),
    /// The date fact is before the value.
    Before(String, Operand),
    /// The date fact is on or after the value.
    OnOrAfter(String, Operand),
    /// So many completed years lie between the date fact and the other date.
    YearsAtLeast(String, Operand, Operand),
    /// The date fact is no more than so many months before the other date, and not after it.
    Within(String, Operand, i32),
    /// The fact has a value; a fact that is known to be absent makes this false.
    Exists(String),
    /// The list fact has at least so many entries.
    CountAtLeast(String, Operand),
}

impl Condition {
    /// Every comparison inside, with the fact it reads and what it compares with.
    pub fn visit(&self, see: &mut dyn FnMut(&str, &[&Operand])) {
        match self {
            Self::All(list) | Self::Any(list) => list.iter().for_each(|c| c.visit(see)),
            Self::Not(inner) => inner.visit(see),
            Self::Exists(id) => see(id, &[]),
            Self::Is(id, o)
            | Self::AnyOf(id, o)
            | Self::AtLeast(id, o)
            | Self::Before(id, o)
            | Self::OnOrAfter(id, o)
            | Self::Within(id, o, _)
            | Self::CountAtLeast(id, o) => see(id, &[o]),
            Self::YearsAtLeast(id, a, b) => see(id, &[a, b]),
        }
    }
}

/// What a rule sets or adds, by effect.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RuleValue {
    /// `require_material`, `waive_material`: material id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub material: Option<String>,
    /// `adjust_years`: years added to the requirement; negative takes off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add_years: Option<i32>,
    /// `adjust_years`: id of the list fact whose intervals are not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deduct: Option<String>,
    /// `set_date`: `tenure_from` or `tenure_until`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// `set_date`: a month and day of the application year, `12-31`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month_day: Option<String>,
    /// `set_date`: the date is this fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// `set_route`: letter of the channel in the guides, `a`–`d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// `set_route`: the signing steps; `{unit}`, `{supervising_body}`, `{hrss_bureau}`,
    /// `{committee}` are filled in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<Vec<String>>,
    /// `set_route`: steps that follow the signing steps of another rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then_steps: Option<Vec<String>>,
    /// `set_route`: the platform to file on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// `set_route`: of two rules that act, the higher one wins; 0 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
}

/// The sentences of a rule version. `{fact.id}` is replaced by the fact's value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Say {
    /// When the condition holds: the rule acts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hit: Option<String>,
    /// When it does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pass: Option<String>,
    /// When a fact is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<String>,
    /// What would mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

/// A rule from one date until the next version, as written: parts left out are inherited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenVersion {
    /// First day it holds.
    #[serde(deserialize_with = "super::day::read")]
    pub from: Date,
    /// How sure its text is.
    pub standing: Standing,
    /// Clauses.
    #[serde(default)]
    pub cites: Option<Vec<String>>,
    /// What it does from this day, where that changes.
    #[serde(default)]
    pub effect: Option<Effect>,
    /// Whom it concerns.
    #[serde(default)]
    pub applies: Option<Condition>,
    /// When it acts.
    #[serde(default)]
    pub when: Option<Condition>,
    /// What it sets or adds.
    #[serde(default)]
    pub value: Option<RuleValue>,
    /// Its sentences.
    #[serde(default)]
    pub say: Option<Say>,
    /// The last day somebody compared it with its text; the rule's own when absent.
    #[serde(default, deserialize_with = "super::day::read_some")]
    pub checked_on: Option<Date>,
}

/// 规则 as written: one idea of the policy through time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenRule {
    /// Stable id, never reused: `kunming.E15`.
    pub id: String,
    /// Name a clerk understands.
    pub name: String,
    /// What it does.
    pub effect: Effect,
    /// Id in the list of policy facts (`E15`); by default the last part of `id` without the small
    /// letter that tells rules of one fact apart.
    #[serde(default, rename = "ref")]
    pub reference: Option<String>,
    /// What a missing fact means; `ask` when absent.
    #[serde(default)]
    pub on_missing: Option<OnMissing>,
    /// Whom it concerns; everybody when absent.
    #[serde(default)]
    pub applies: Option<Condition>,
    /// When it acts; always when absent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// What it sets or adds.
    #[serde(default)]
    pub value: Option<RuleValue>,
    /// Its sentences.
    #[serde(default)]
    pub say: Option<Say>,
    /// The last day somebody compared it with its text.
    #[serde(default, deserialize_with = "super::day::read_some")]
    pub checked_on: Option<Date>,
    /// Versions, the oldest first.
    #[serde(rename = "version")]
    pub versions: Vec<WrittenVersion>,
}

/// A rule from one date until the next version, every part filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleVersion {
    /// First day it holds.
    pub from: Date,
    /// How sure its text is.
    pub standing: Standing,
    /// Clauses.
    pub cites: Vec<String>,
    /// What it does.
    pub effect: Effect,
    /// Whom it concerns; everybody when absent.
    pub applies: Option<Condition>,
    /// When it acts; always when absent.
    pub when: Option<Condition>,
    /// What it sets or adds.
    pub value: RuleValue,
    /// Its sentences.
    pub say: Say,
    /// The last day somebody compared it with its text; `None` is a fault the check names.
    pub checked_on: Option<Date>,
}

/// 规则: one idea of the policy through time.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Stable id.
    pub id: String,
    /// Name a clerk understands.
    pub name: String,
    /// Id in the list of policy facts, `E15`.
    pub reference: String,
    /// What a missing fact means.
    pub on_missing: OnMissing,
    /// Versions, the oldest first.
    pub versions: Vec<RuleVersion>,
}

impl Rule {
    /// The version that holds on `date`.
    #[must_use]
    pub fn at(&self, date: Date) -> Option<&RuleVersion> {
        self.versions.iter().rev().find(|v| v.from <= date)
    }

    /// Lay the versions of a rule of the same id over this one: a version of the same day is
    /// replaced, another is added. The later pack's name and treatment of missing facts win.
    pub fn overlay(&mut self, later: Self) {
        self.name = later.name;
        self.on_missing = later.on_missing;
        for version in later.versions {
            self.versions.retain(|v| v.from != version.from);
            self.versions.push(version);
        }
        self.versions.sort_by_key(|v| v.from);
    }
}

/// `kunming.E14a` → `E14`.
fn reference_of(id: &str) -> String {
    let tail = id.rsplit('.').next().unwrap_or(id);
    tail.trim_end_matches(|c: char| c.is_ascii_lowercase()).to_owned()
}

impl From<WrittenRule> for Rule {
    fn from(written: WrittenRule) -> Self {
        let mut last = RuleVersion {
            from: Date::default(),
            standing: Standing::Unverified,
            cites: Vec::new(),
            effect: written.effect,
            applies: written.applies,
            when: written.when,
            value: written.value.unwrap_or_default(),
            say: written.say.unwrap_or_default(),
            checked_on: written.checked_on,
        };
        let mut versions = Vec::with_capacity(written.versions.len());
        for v in written.versions {
            last = RuleVersion {
                from: v.from,
                standing: v.standing,
                cites: v.cites.unwrap_or(last.cites),
                effect: v.effect.unwrap_or(last.effect),
                applies: v.applies.or(last.applies),
                when: v.when.or(last.when),
                value: v.value.unwrap_or(last.value),
                say: v.say.unwrap_or(last.say),
                checked_on: v.checked_on.or(written.checked_on),
            };
            versions.push(last.clone());
        }
        Self {
            reference: written.reference.unwrap_or_else(|| reference_of(&written.id)),
            on_missing: written.on_missing.unwrap_or(OnMissing::Ask),
            id: written.id,
            name: written.name,
            versions,
        }
    }
}
