//! 退休.

use super::{Case, OriginKind, Reading, date, person, tri, yes};
use crate::date::{Date, PartialDate, add_months};
use crate::fact::F;
use crate::fact::case::is_on_or_before;
use crate::fact::document::{ExtensionKind, RetirementFacts};
use OriginKind::{Computed, Roster};
use chrono::Datelike;

fn retirement<'a>(c: &Case<'a>) -> &'a RetirementFacts {
    &c.facts.retirement
}

/// Statutory retirement after the gradual delay: original age, one month more for every so many
/// months by which the original month lies after the start, up to a cap; all figures from the pack.
/// Known to the month only where the birth is.
pub fn statutory_on<'a>(c: &Case<'a>) -> Reading<'a> {
    let (Some(born), Some(sex)) = (person::birth(c), c.facts.person.sex) else {
        return Reading::Missing;
    };
    if born.month().is_none() {
        return Reading::Missing;
    }
    let Some(first) = born.first_day() else { return Reading::Missing };
    let Some(group) = c.edition.retirement(sex, retirement(c).original_age) else {
        return Reading::Missing;
    };
    let day = group.statutory_on(born.exact().unwrap_or(first));
    let statutory = match born.exact() {
        Some(_) => day.into(),
        None => match PartialDate::new(day.year(), Some(day.month()), None) {
            Ok(month) => month,
            Err(_) => return Reading::Missing,
        },
    };
    date(Some(statutory), Computed)
}

/// The day of the review, or the last day it can be.
fn review_day(c: &Case<'_>) -> Option<Date> {
    c.read(F::ReviewOpensOn).date().and_then(PartialDate::exact)
}

/// Retired as at the day the review opens. Somebody working on with approval is not retired; a
/// retirement after that day does not count yet.
pub fn is_retired_at_review<'a>(c: &Case<'a>) -> Reading<'a> {
    let r = retirement(c);
    // Nobody is retired unless that was recorded; the statutory day is asked of on its own. Whoever works
    // today and has a day to leave is judged by that day.
    if r.retired_on.is_none() && r.is_retired != Some(true) {
        return yes(false, Roster);
    }
    if r.extension == Some(ExtensionKind::Approved) && extension_covers(c) != Some(false) {
        return yes(false, Roster);
    }
    match (r.retired_on, review_day(c)) {
        (Some(on), Some(review)) => yes(on <= review, Roster),
        (Some(on), None) if on <= c.handing_in().0 => yes(true, Roster),
        (Some(on), None) if on > c.year_end() => yes(false, Roster),
        (Some(_), None) => {
            let _ = c.read(F::ReviewOpensOn);
            Reading::Missing
        }
        (None, _) => yes(true, Roster),
    }
}

/// The statutory day has come by the day the review opens.
pub fn is_due_at_review<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(statutory) = c.read(F::RetirementStatutoryOn).date() else {
        return Reading::Missing;
    };
    let answer = match review_day(c) {
        Some(review) => is_on_or_before(statutory, review),
        None if is_on_or_before(statutory, c.handing_in().0) == Some(true) => Some(true),
        None if is_on_or_before(statutory, c.year_end()) == Some(false) => Some(false),
        None => None,
    };
    tri(answer, Computed)
}

/// No original age is recorded, and another one of the same sex would say something else about the
/// review.
pub fn age_matters<'a>(c: &Case<'a>) -> Reading<'a> {
    if retirement(c).original_age.is_some() {
        return yes(false, Roster);
    }
    let born = person::birth(c).and_then(PartialDate::first_day);
    let (Some(born), Some(sex)) = (born, c.facts.person.sex) else { return Reading::Missing };
    let review = review_day(c).unwrap_or(c.year_end());
    let mut due = c.edition.retirements(sex).map(|g| g.statutory_on(born) <= review);
    let Some(usual) = due.next() else { return Reading::Missing };
    yes(due.any(|other| other != usual), Computed)
}

/// Whether working on lasts until the review; unknown where no end is given counts as lasting.
fn extension_covers(c: &Case<'_>) -> Option<bool> {
    let until = retirement(c).extension_until?;
    Some(until >= review_day(c).unwrap_or(c.handing_in().0))
}

/// An approval or an agreement to work on that covers the review.
pub fn has_extension<'a>(c: &Case<'a>) -> Reading<'a> {
    match retirement(c).extension {
        Some(ExtensionKind::None) => yes(false, Roster),
        Some(_) => yes(extension_covers(c) != Some(false), Roster),
        None => Reading::Missing,
    }
}

pub fn is_flexible<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(retirement(c).extension.map(|e| e == ExtensionKind::FlexibleAgreement), Roster)
}

/// Statutory retirement within a year of the review.
pub fn is_near<'a>(c: &Case<'a>) -> Reading<'a> {
    let statutory = c.read(F::RetirementStatutoryOn).date().and_then(PartialDate::last_day);
    let (Some(statutory), review) = (statutory, review_day(c).unwrap_or(c.year_end())) else {
        return Reading::Missing;
    };
    let months = c.edition.whole("kunming.retirement-near-months").unwrap_or(0);
    yes(statutory > review && statutory <= add_months(review, months), Computed)
}
