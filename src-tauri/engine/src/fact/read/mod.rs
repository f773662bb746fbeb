//! Readers of the facts. Each says what the document says, and [`Reading::Missing`] where it is
//! silent.

pub(super) mod application;
pub(crate) mod begun;
pub(crate) mod career;
pub(super) mod education;
pub(super) mod person;
pub(super) mod process;
pub(super) mod retirement;
pub(super) mod special;
pub(crate) mod title;
pub(super) mod unit;

use super::case::{Case, known};
use super::value::{Reading, Value};
use crate::date::PartialDate;
use crate::verdict::OriginKind;
use std::borrow::Cow;

/// A fact that is set on the way, never read.
pub(super) fn computed<'a>(_: &Case<'a>) -> Reading<'a> {
    Reading::Missing
}

fn yes<'a>(value: bool, origin: OriginKind) -> Reading<'a> {
    known(Value::Bool(value), origin)
}

fn tri<'a>(value: Option<bool>, origin: OriginKind) -> Reading<'a> {
    value.map_or(Reading::Missing, |v| yes(v, origin))
}

fn text<'a>(value: Option<&'a str>, origin: OriginKind) -> Reading<'a> {
    value.map_or(Reading::Missing, |v| known(Value::Text(Cow::Borrowed(v)), origin))
}

fn date<'a>(value: Option<PartialDate>, origin: OriginKind) -> Reading<'a> {
    value.map_or(Reading::Missing, |v| known(Value::Date(v), origin))
}

fn number<'a>(value: Option<f64>, origin: OriginKind) -> Reading<'a> {
    value.map_or(Reading::Missing, |v| known(Value::Number(v), origin))
}

/// Three-valued "all of these": one "no" decides, then one unknown.
fn all(parts: &[Option<bool>]) -> Option<bool> {
    if parts.contains(&Some(false)) {
        Some(false)
    } else if parts.contains(&None) {
        None
    } else {
        Some(true)
    }
}

/// Three-valued "one of these".
fn any(parts: &[Option<bool>]) -> Option<bool> {
    if parts.contains(&Some(true)) {
        Some(true)
    } else if parts.contains(&None) {
        None
    } else {
        Some(false)
    }
}
