//! Conditions in three-valued logic, noting each fact they used and each one that is missing.

use crate::date::{PartialDate, Span};
use crate::edition::compile::{Cond, Constant, Side};
use crate::fact::{Case, F, Reading, Value};

/// What was used on the way to an answer.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    /// Facts read, in order, once each.
    pub facts: super::FactList,
    /// Facts that would have been needed.
    pub missing: Vec<F>,
}

impl Trace {
    /// Note a fact read.
    pub fn note(&mut self, fact: F, reading: &Reading<'_>) {
        if !self.facts.contains(&fact) {
            self.facts.push(fact);
        }
        if *reading == Reading::Missing && !self.missing.contains(&fact) {
            self.missing.push(fact);
        }
    }

    pub fn clear(&mut self) {
        self.facts.clear();
        self.missing.clear();
    }
}

/// Yes, no, or `None` for unknown.
pub(crate) type Tri = Option<bool>;

/// Whether a condition holds for a case.
pub(crate) fn holds(condition: &Cond, case: &Case<'_>, trace: &mut Trace) -> Tri {
    match condition {
        Cond::All(list) => fold(list, case, trace, false),
        Cond::Any(list) => fold(list, case, trace, true),
        Cond::Not(inner) => holds(inner, case, trace).map(|b| !b),
        Cond::Exists(fact) => match read(*fact, case, trace) {
            Reading::Known(..) => Some(true),
            Reading::Absent => Some(false),
            Reading::Missing => None,
        },
        Cond::Is(fact, side) => compare(*fact, side, case, trace, equal),
        Cond::AnyOf(fact, side) => compare(*fact, side, case, trace, |a, b| {
            let Constant::List(list) = b else { return None };
            Some(match a {
                Value::List(own) => own
                    .iter()
                    .any(|o| list.iter().any(|b| matches!(b, Constant::Text(t) if is_same(t, o)))),
                _ => list.iter().any(|b| equal(a, b) == Some(true)),
            })
        }),
        Cond::AtLeast(fact, side) => compare(*fact, side, case, trace, |a, b| match (a, b) {
            (Value::Number(a), Constant::Number(b)) => Some(a >= b),
            _ => None,
        }),
        Cond::CountAtLeast(fact, side) => compare(*fact, side, case, trace, |a, b| {
            let n = match a {
                Value::List(list) => list.len(),
                Value::Intervals(list) => list.len(),
                _ => return None,
            };
            let Constant::Number(b) = b else { return None };
            Some(n as f64 >= *b)
        }),
        Cond::Before(fact, side) => dates(*fact, side, case, trace, |a, b| {
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
        Cond::OnOrAfter(fact, side) => dates(*fact, side, case, trace, |a, b| {
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
        Cond::YearsAtLeast(fact, until, years) => {
            let years = match years {
                Side::Constant(Constant::Number(n)) => *n,
                Side::Fact(f) => read(*f, case, trace).number()?,
                Side::Constant(_) | Side::Nothing => return None,
            };
            dates(*fact, until, case, trace, |from, until| {
                let (first, last) = (until.first_day()?, until.last_day()?);
                let least = Span::between(from.last_day()?, first).total_months();
                let most = Span::between(from.first_day()?, last).total_months();
                let full = years * 12.0;
                if f64::from(least) >= full {
                    Some(true)
                } else if f64::from(most) < full {
                    Some(false)
                } else {
                    None
                }
            })
        }
        Cond::Within(fact, side, months) => dates(*fact, side, case, trace, |a, b| {
            let (a, b) = (a.last_day()?, b.last_day()?);
            Some(a >= b && Span::between(b, a).total_months() < *months)
        }),
        Cond::Unknown => None,
    }
}

/// `any` when `decisive` is true, `all` when it is false. Once one part decides, the facts the
/// undecided parts lacked are no longer needed.
fn fold(list: &[Cond], case: &Case<'_>, trace: &mut Trace, decisive: bool) -> Tri {
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

fn read<'c, 'a>(fact: F, case: &'c Case<'a>, trace: &mut Trace) -> &'c Reading<'a> {
    let reading = case.read(fact);
    trace.note(fact, reading);
    reading
}

fn compare(
    fact: F,
    side: &Side,
    case: &Case<'_>,
    trace: &mut Trace,
    test: impl Fn(&Value<'_>, &Constant) -> Tri,
) -> Tri {
    let left = match read(fact, case, trace) {
        Reading::Known(value, _) => value,
        Reading::Absent => return Some(false),
        Reading::Missing => return None,
    };
    match side {
        Side::Constant(constant) => test(left, constant),
        Side::Fact(other) => match read(*other, case, trace) {
            Reading::Known(right, _) => Some(left == right),
            Reading::Absent => Some(false),
            Reading::Missing => None,
        },
        Side::Nothing => None,
    }
}

fn dates(
    fact: F,
    side: &Side,
    case: &Case<'_>,
    trace: &mut Trace,
    test: impl Fn(PartialDate, PartialDate) -> Tri,
) -> Tri {
    let left = match read(fact, case, trace) {
        Reading::Absent => return Some(false),
        reading => reading.date()?,
    };
    let right = match side {
        Side::Fact(other) => match read(*other, case, trace) {
            Reading::Absent => return Some(false),
            reading => reading.date()?,
        },
        Side::Constant(Constant::Date(date)) => *date,
        Side::Constant(_) | Side::Nothing => return None,
    };
    test(left, right)
}

fn equal(value: &Value<'_>, constant: &Constant) -> Tri {
    Some(match (value, constant) {
        (Value::Bool(a), Constant::Bool(b)) => a == b,
        (Value::Text(a), Constant::Text(b)) => is_same(a, b),
        (Value::Number(a), Constant::Number(b)) => (a - b).abs() < f64::EPSILON,
        (Value::Date(a), Constant::Date(b)) => a == b,
        _ => return None,
    })
}

/// Whether two words are the same; most differ in length or in the first letter.
#[inline]
fn is_same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.as_bytes().first() == b.as_bytes().first() && a == b
}
