//! Conditions in three-valued logic, noting each fact they used and each one that is missing.

use crate::date::{PartialDate, Span};
use crate::fact::{Case, Reading, Value};
use crate::pack::rule::{Condition, Operand};
use serde_json::Value as Json;

/// What was used on the way to an answer.
#[derive(Debug, Default, Clone)]
pub struct Trace {
    /// Facts read, in order, once each.
    pub facts: Vec<String>,
    /// Facts that would have been needed.
    pub missing: Vec<String>,
}

impl Trace {
    /// Note a fact read.
    pub fn note(&mut self, id: &str, reading: &Reading) {
        if !self.facts.iter().any(|f| f == id) {
            self.facts.push(id.to_owned());
        }
        if *reading == Reading::Missing && !self.missing.iter().any(|f| f == id) {
            self.missing.push(id.to_owned());
        }
    }
}

/// Yes, no, or `None` for unknown.
pub type Tri = Option<bool>;

/// Whether a condition holds for a case.
pub fn holds(condition: &Condition, case: &Case<'_>, trace: &mut Trace) -> Tri {
    match condition {
        Condition::All(list) => fold(list, case, trace, false),
        Condition::Any(list) => fold(list, case, trace, true),
        Condition::Not(inner) => holds(inner, case, trace).map(|b| !b),
        Condition::Exists(id) => match read(id, case, trace) {
            Reading::Known(..) => Some(true),
            Reading::Absent => Some(false),
            Reading::Missing => None,
        },
        Condition::Is(id, operand) => compare(id, operand, case, trace, equal),
        Condition::AnyOf(id, operand) => compare(id, operand, case, trace, |a, b| {
            Some(b.as_array()?.iter().any(|b| equal(a, b) == Some(true)))
        }),
        Condition::AtLeast(id, operand) => compare(id, operand, case, trace, |a, b| match a {
            Value::Number(a) => Some(*a >= b.as_f64()?),
            _ => None,
        }),
        Condition::CountAtLeast(id, operand) => compare(id, operand, case, trace, |a, b| {
            let n = match a {
                Value::List(list) => list.len(),
                Value::Intervals(list) => list.len(),
                _ => return None,
            };
            Some(u64::try_from(n).ok()? >= b.as_u64()?)
        }),
        Condition::Before(id, operand) => dates(id, operand, case, trace, |a, b| {
            let (a_first, a_last) = (a.first_day()?, a.last_day()?);
            let (b_first, b_last) = (b.first_day()?, b.last_day()?);
            if a_last < b_first {
                Some(true)
            } else if a_first >= b_last {
                Some(false)
            } else {
                None
            }
        }),
        Condition::OnOrAfter(id, operand) => dates(id, operand, case, trace, |a, b| {
            let (a_first, a_last) = (a.first_day()?, a.last_day()?);
            let (b_first, b_last) = (b.first_day()?, b.last_day()?);
            if a_first >= b_last {
                Some(true)
            } else if a_last < b_first {
                Some(false)
            } else {
                None
            }
        }),
        Condition::Within(id, operand, months) => dates(id, operand, case, trace, |a, b| {
            let (a, b) = (a.last_day()?, b.last_day()?);
            Some(a >= b && Span::between(b, a).total_months() < *months)
        }),
    }
}

/// `any` when `decisive` is true, `all` when it is false. Once one part decides, the facts the
/// undecided parts lacked are no longer needed.
fn fold(list: &[Condition], case: &Case<'_>, trace: &mut Trace, decisive: bool) -> Tri {
    let before = trace.missing.len();
    let mut result = Some(!decisive);
    for part in list {
        match holds(part, case, trace) {
            Some(b) if b == decisive => {
                trace.missing.truncate(before);
                return Some(decisive);
            }
            Some(_) => {}
            None => result = None,
        }
    }
    result
}

fn read(id: &str, case: &Case<'_>, trace: &mut Trace) -> Reading {
    let reading = case.read(id);
    trace.note(id, &reading);
    reading
}

fn compare(
    id: &str,
    operand: &Operand,
    case: &Case<'_>,
    trace: &mut Trace,
    test: impl Fn(&Value, &Json) -> Tri,
) -> Tri {
    let left = match read(id, case, trace) {
        Reading::Known(value, _) => value,
        Reading::Absent => return Some(false),
        Reading::Missing => return None,
    };
    match operand {
        Operand::Value(json) => test(&left, json),
        Operand::Parameter { parameter } => {
            test(&left, &case.packs.parameter(parameter, case.as_of)?.value)
        }
        Operand::Fact { fact } => match read(fact, case, trace) {
            Reading::Known(right, _) => Some(left == right),
            Reading::Absent => Some(false),
            Reading::Missing => None,
        },
    }
}

fn dates(
    id: &str,
    operand: &Operand,
    case: &Case<'_>,
    trace: &mut Trace,
    test: impl Fn(PartialDate, PartialDate) -> Tri,
) -> Tri {
    let left = match read(id, case, trace) {
        Reading::Absent => return Some(false),
        reading => reading.date()?,
    };
    let right = match operand {
        Operand::Fact { fact } => match read(fact, case, trace) {
            Reading::Absent => return Some(false),
            reading => reading.date()?,
        },
        Operand::Value(json) => json.as_str()?.parse().ok()?,
        Operand::Parameter { parameter } => {
            case.packs.parameter(parameter, case.as_of)?.value.as_str()?.parse().ok()?
        }
    };
    test(left, right)
}

fn equal(value: &Value, json: &Json) -> Tri {
    Some(match (value, json) {
        (Value::Bool(a), Json::Bool(b)) => a == b,
        (Value::Text(a), Json::String(b)) => a == b,
        (Value::Number(a), b) => (a - b.as_f64()?).abs() < f64::EPSILON,
        (Value::Date(a), Json::String(b)) => a == &b.parse().ok()?,
        _ => return None,
    })
}
