//! Rules with their facts, parameters, clauses and sentences looked up beforehand.

use super::EditionKey;
use crate::date::PartialDate;
use crate::fact::{self, F};
use crate::pack::Packs;
use crate::pack::rule::{Condition, Effect, OnMissing, Operand, Rule, RuleValue, Say, Standing};
use crate::verdict::Citation;
use rustc_hash::FxHashMap;
use serde_json::Value as Json;

/// The right side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Side {
    /// A constant.
    Constant(Constant),
    /// Another fact.
    Fact(F),
    /// A parameter nothing covers, or a value of the wrong kind: the answer is never known.
    Nothing,
}

/// A constant in the form comparisons need.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Constant {
    Bool(bool),
    Number(f64),
    Text(String),
    Date(PartialDate),
    List(Vec<Constant>),
}

/// A compiled condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cond {
    All(Vec<Cond>),
    Any(Vec<Cond>),
    Not(Box<Cond>),
    Is(F, Side),
    AnyOf(F, Side),
    AtLeast(F, Side),
    Before(F, Side),
    OnOrAfter(F, Side),
    YearsAtLeast(F, Side, Side),
    Within(F, Side, i32),
    Exists(F),
    CountAtLeast(F, Side),
    /// A fact that does not exist; the check of packs names it.
    Unknown,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    Text(String),
    Fact(F),
}

/// A sentence with places for facts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Sentence {
    /// Its pieces in order.
    pub pieces: Vec<Piece>,
    /// Bytes it is likely to need.
    pub room: usize,
}

/// A rule ready to be read.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub id: String,
    pub name: String,
    pub reference: String,
    pub effect: Effect,
    pub on_missing: OnMissing,
    pub standing: Standing,
    /// Stated, or silent but adopted by the office: it may forbid.
    pub is_firm: bool,
    pub cites: Vec<Citation>,
    pub applies: Option<Cond>,
    pub when: Option<Cond>,
    pub value: RuleValue,
    pub deduct: Option<F>,
    pub from_fact: Option<F>,
    pub hit: Option<Sentence>,
    pub pass: Option<Sentence>,
    pub unknown: Option<Sentence>,
    pub remedy: Option<Sentence>,
}

impl Compiled {
    /// A finding of the program itself.
    pub fn builtin(id: &str, reference: &str, name: &str, effect: Effect) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            reference: reference.to_owned(),
            effect,
            on_missing: OnMissing::Ask,
            standing: Standing::Stated,
            is_firm: true,
            cites: Vec::new(),
            applies: None,
            when: None,
            value: RuleValue::default(),
            deduct: None,
            from_fact: None,
            hit: None,
            pass: None,
            unknown: None,
            remedy: None,
        }
    }

    /// Whether the rule acts on a field of study that does not match.
    pub fn reads_field_match(&self) -> bool {
        self.when.as_ref().is_some_and(|c| reads(c, F::FieldMatches))
    }
}

fn reads(condition: &Cond, fact: F) -> bool {
    match condition {
        Cond::All(list) | Cond::Any(list) => list.iter().any(|c| reads(c, fact)),
        Cond::Not(inner) => reads(inner, fact),
        Cond::Is(f, _)
        | Cond::AnyOf(f, _)
        | Cond::AtLeast(f, _)
        | Cond::Before(f, _)
        | Cond::OnOrAfter(f, _)
        | Cond::YearsAtLeast(f, ..)
        | Cond::Within(f, ..)
        | Cond::Exists(f)
        | Cond::CountAtLeast(f, _) => *f == fact,
        Cond::Unknown => false,
    }
}

/// Compile the version of a rule that holds; `None` when none does, or it is repealed.
pub(crate) fn rule(
    rule: &Rule,
    packs: &Packs,
    key: &EditionKey,
    parameters: &FxHashMap<String, Json>,
) -> Option<Compiled> {
    let version = rule.at(key.as_of)?;
    if version.standing == Standing::Repealed {
        return None;
    }
    let is_adopted = version.standing == Standing::Silent
        && version.cites.iter().any(|c| {
            c.split_once('.').is_some_and(|(source, _)| key.adopted.iter().any(|a| a == source))
        });
    let fact_of = |id: &Option<String>| id.as_deref().and_then(fact::definition).map(|d| d.fact);
    let compile = |c: &Option<Condition>| c.as_ref().map(|c| condition(c, parameters));
    let Say { hit, pass, unknown, remedy } = &version.say;
    let sentence = |s: &Option<String>| s.as_deref().map(self::sentence);
    Some(Compiled {
        id: rule.id.clone(),
        name: rule.name.clone(),
        reference: rule.reference.clone(),
        effect: version.effect,
        on_missing: rule.on_missing,
        standing: if is_adopted { Standing::Stated } else { version.standing },
        is_firm: is_adopted || version.standing == Standing::Stated,
        cites: packs.citations(&version.cites),
        applies: compile(&version.applies),
        when: compile(&version.when),
        deduct: fact_of(&version.value.deduct),
        from_fact: fact_of(&version.value.fact),
        value: version.value.clone(),
        hit: sentence(hit),
        pass: sentence(pass),
        unknown: sentence(unknown),
        remedy: sentence(remedy),
    })
}

fn sentence(template: &str) -> Sentence {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((id, tail)) = after.split_once('}') else { break };
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        match fact::definition(id) {
            Some(definition) => pieces.push(Piece::Fact(definition.fact)),
            None => pieces.push(Piece::Text(format!("{{{id}}}"))),
        }
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    let room = pieces.iter().map(|p| match p {
        Piece::Text(text) => text.len(),
        // A name or a date.
        Piece::Fact(_) => 24,
    });
    Sentence { room: room.sum(), pieces }
}

fn condition(c: &Condition, parameters: &FxHashMap<String, Json>) -> Cond {
    let fact_of = |id: &str| fact::definition(id).map(|d| d.fact);
    let side = |operand: &Operand| side(operand, parameters);
    let pair = |id: &str, operand: &Operand, make: fn(F, Side) -> Cond| {
        fact_of(id).map_or(Cond::Unknown, |f| make(f, side(operand)))
    };
    match c {
        Condition::All(list) => Cond::All(list.iter().map(|c| condition(c, parameters)).collect()),
        Condition::Any(list) => Cond::Any(list.iter().map(|c| condition(c, parameters)).collect()),
        Condition::Not(inner) => Cond::Not(Box::new(condition(inner, parameters))),
        Condition::Is(id, o) => pair(id, o, Cond::Is),
        Condition::AnyOf(id, o) => pair(id, o, Cond::AnyOf),
        Condition::AtLeast(id, o) => pair(id, o, Cond::AtLeast),
        Condition::Before(id, o) => pair(id, o, Cond::Before),
        Condition::OnOrAfter(id, o) => pair(id, o, Cond::OnOrAfter),
        Condition::CountAtLeast(id, o) => pair(id, o, Cond::CountAtLeast),
        Condition::YearsAtLeast(id, to, years) => {
            fact_of(id).map_or(Cond::Unknown, |f| Cond::YearsAtLeast(f, side(to), side(years)))
        }
        Condition::Within(id, o, months) => {
            fact_of(id).map_or(Cond::Unknown, |f| Cond::Within(f, side(o), *months))
        }
        Condition::Exists(id) => fact_of(id).map_or(Cond::Unknown, Cond::Exists),
    }
}

fn side(operand: &Operand, parameters: &FxHashMap<String, Json>) -> Side {
    match operand {
        Operand::Fact { fact } => {
            fact::definition(fact).map_or(Side::Nothing, |d| Side::Fact(d.fact))
        }
        Operand::Parameter { parameter } => {
            let value = parameters.get(parameter).and_then(constant);
            value.map_or(Side::Nothing, Side::Constant)
        }
        Operand::Value(json) => constant(json).map_or(Side::Nothing, Side::Constant),
    }
}

fn constant(json: &Json) -> Option<Constant> {
    Some(match json {
        Json::Bool(b) => Constant::Bool(*b),
        Json::Number(n) => Constant::Number(n.as_f64()?),
        Json::String(s) => match s.parse::<PartialDate>() {
            Ok(date) if s.len() >= 7 => Constant::Date(date),
            _ => Constant::Text(s.clone()),
        },
        Json::Array(list) => Constant::List(list.iter().filter_map(constant).collect()),
        Json::Null | Json::Object(_) => return None,
    })
}
