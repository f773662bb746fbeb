//! 日程: posting windows, online channels, deadlines and retirement, counted day by day.
//!
//! Pure arithmetic. Every number of the policy (how many 工作日, how many days before a deadline)
//! is an argument; the `on` functions read them from the [`crate::pack::Packs`] that hold on a
//! date and keep the [`Basis`] they came from. Nothing here decides an application: a rule does.
//!
//! Rule ids of the policy: C04–C06 [`channel`], M07 [`notice`], M03 and E33 and C22 [`deadline`],
//! E10 [`retirement`]; [`plan`] lays them out backwards from an intake date.

pub mod channel;
pub mod deadline;
pub mod notice;
pub mod plan;
pub mod retirement;

use crate::date::Date;
use crate::pack::Packs;
use crate::pack::rule::Standing;
use serde::Serialize;

/// Where a number of the policy came from: the parameter and its version.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Basis {
    /// Parameter id, `kunming.notice-days`.
    pub parameter: String,
    /// First day of the version.
    pub from: Date,
    /// How sure its text is.
    pub standing: Standing,
    /// Clause ids.
    pub cites: Vec<String>,
}

impl Basis {
    /// The version of a parameter that holds on `date`, with its value; `None` when nothing does.
    fn read<'a>(
        packs: &'a Packs,
        parameter: &str,
        date: Date,
    ) -> Option<(&'a serde_json::Value, Self)> {
        let version = packs.parameter(parameter, date)?;
        if version.standing == Standing::Repealed {
            return None;
        }
        let basis = Self {
            parameter: parameter.to_owned(),
            from: version.from,
            standing: version.standing,
            cites: version.cites.clone(),
        };
        Some((&version.value, basis))
    }
}

/// Something to look at before the dates are relied on; never an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Caution {
    /// Stable word for programs: `calendar_unpublished`, `readings_differ`, …
    pub code: String,
    /// Chinese sentence for the clerk.
    pub message: String,
}

impl Caution {
    fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into() }
    }
}

/// A whole number inside a table value.
fn whole<T: TryFrom<i64>>(value: &serde_json::Value, key: &str) -> Option<T> {
    T::try_from(value.get(key)?.as_i64()?).ok()
}
