//! Single deadlines: the 学信网 form (M03), the supplement (E33), the recheck (C22).
//!
//! Months are civil months: a span of months from a day ends on the day of the same number, and on
//! the last day of the month where that month has no such day. The end day itself still belongs to
//! the span.

use super::Basis;
use crate::date::{Date, WorkCalendar, add_months};
use crate::pack::Packs;
use crate::title::words;
use serde::Serialize;

/// A number of months of the policy.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MonthRule {
    /// Months.
    pub months: i32,
    /// Where they come from.
    pub basis: Basis,
}

impl MonthRule {
    /// How long after the result a recheck may be asked for (C22); `None` where no text says.
    #[must_use]
    pub fn recheck(packs: &Packs, date: Date) -> Option<Self> {
        Self::read(packs, "kunming.recheck-months", date)
    }

    /// For how long a 学信网 form is set to be valid online (M03); `None` where no text says.
    #[must_use]
    pub fn education_form(packs: &Packs, date: Date) -> Option<Self> {
        Self::read(packs, "kunming.education-form-months", date)
    }

    fn read(packs: &Packs, parameter: &str, date: Date) -> Option<Self> {
        let (value, basis) = Basis::read(packs, parameter, date)?;
        Some(Self { months: i32::try_from(value.as_i64()?).ok()?, basis })
    }
}

/// The last day for a recheck (复查).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recheck {
    /// The day the result was confirmed.
    pub confirmed_on: Date,
    /// The last day, itself included.
    pub until: Date,
    /// Whether the month of the last day is too short for the day's number.
    pub is_month_end: bool,
    /// The next working day, where the last day is none. General civil law moves a last day off to
    /// it; the notice itself does not say so, hence only a second reading.
    pub next_workday: Option<Date>,
}

/// The last day for a recheck: `months` civil months after the result was confirmed.
#[must_use]
pub fn recheck(calendar: &WorkCalendar, confirmed_on: Date, months: i32) -> Recheck {
    use chrono::Datelike;
    let until = add_months(confirmed_on, months);
    let is_off = !calendar.kind(until).is_working();
    Recheck {
        confirmed_on,
        until,
        is_month_end: until.day() != confirmed_on.day(),
        next_workday: is_off.then(|| calendar.nth_working_day_after(until, 1)),
    }
}

words! {
    /// Whether a 学信网 form serves.
    FormState {
        /// It is valid on the last day of intake.
        Valid = "valid", "有效";
        /// It ends before the last day of intake.
        EndsBeforeIntake = "ends_before_intake", "截止收件前失效";
        /// It was set to be valid for longer than asked; it serves, a person looks.
        TooLong = "too_long", "有效期长于规定";
    }
}

/// A 学信网 form against the intake date (M03).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormCheck {
    /// How it stands.
    pub state: FormState,
    /// The latest end of validity the months allow, from the day of issue.
    pub longest_until: Option<Date>,
    /// The earliest day on which a form of full validity may be applied for.
    pub issue_from: Date,
}

/// Whether a form valid until `valid_until` serves for an intake that ends on `intake_until`.
#[must_use]
pub fn form(
    issued_on: Option<Date>,
    valid_until: Date,
    intake_until: Date,
    months: i32,
) -> FormCheck {
    let longest_until = issued_on.map(|d| add_months(d, months));
    let state = if valid_until < intake_until {
        FormState::EndsBeforeIntake
    } else if longest_until.is_some_and(|longest| valid_until > longest) {
        FormState::TooLong
    } else {
        FormState::Valid
    };
    FormCheck { state, longest_until, issue_from: form_issue_from(intake_until, months) }
}

/// The earliest day of issue from which a form of full validity reaches `intake_until`: at a month
/// end, adding and taking off months do not undo one another, so the day is looked for.
#[must_use]
pub fn form_issue_from(intake_until: Date, months: i32) -> Date {
    let mut day = add_months(intake_until, -months);
    while add_months(day, months) < intake_until {
        day = crate::date::add_days(day, 1);
    }
    day
}

/// A supplement asked for by a committee (E33): the deadline is given, once and in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Supplement {
    /// The last day, itself included.
    pub until: Date,
    /// Whether it has passed; then the application counts as not qualified.
    pub is_over: bool,
    /// Working days left, today included.
    pub working_days_left: u32,
}

/// How a supplement stands on a day.
#[must_use]
pub fn supplement(calendar: &WorkCalendar, until: Date, today: Date) -> Supplement {
    Supplement {
        until,
        is_over: today > until,
        working_days_left: calendar.working_days(today, until),
    }
}
