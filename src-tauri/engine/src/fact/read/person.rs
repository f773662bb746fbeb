//! 人员、劳动关系、社保.

use super::{Case, OriginKind, Reading, date, text, tri, yes};
use crate::date::{Date, PartialDate};
use crate::fact::F;
use crate::fact::case::is_on_or_before;
use crate::fact::document::{EmploymentFacts, InsuranceFacts, Origin, PostKind, UnitFacts};
use crate::person::EmploymentKind;
use crate::text::{resident_id, unit_key};
use OriginKind::{Computed, Roster};

fn job<'a>(c: &Case<'a>) -> &'a EmploymentFacts {
    &c.facts.employment
}

/// While a doubt is open, whether the identity is right is just not known.
pub fn has_open_doubt<'a>(c: &Case<'a>) -> Reading<'a> {
    match c.facts.person.has_open_doubt {
        Some(true) => Reading::Missing,
        _ => yes(false, Roster),
    }
}

pub fn has_problem<'a>(c: &Case<'a>) -> Reading<'a> {
    if c.facts.problems.is_empty() { yes(false, Roster) } else { Reading::Missing }
}

/// Birth date, from the id number where that is valid, else as stated.
pub fn birth(c: &Case<'_>) -> Option<PartialDate> {
    let person = &c.facts.person;
    let from_id = person.id_number.as_deref().and_then(|n| resident_id(n).ok());
    from_id.map(|id| id.born_on.into()).or(person.born_on)
}

pub fn origin<'a>(c: &Case<'a>) -> Reading<'a> {
    text(Some(c.facts.person.origin.unwrap_or(Origin::Mainland).key()), Roster)
}

pub fn has_work_permit<'a>(c: &Case<'a>) -> Reading<'a> {
    let permit = c.facts.person.work_permit.as_ref();
    let expired = permit.and_then(|p| p.valid_until).is_some_and(|d| d < c.handing_in().0);
    tri(permit.and_then(|p| p.is_held).map(|held| held && !expired), Roster)
}

/// Eleven digits that begin with 1, as mainland mobile numbers do.
pub fn mobile_is_valid<'a>(c: &Case<'a>) -> Reading<'a> {
    let valid =
        |m: &str| m.len() == 11 && m.starts_with('1') && m.bytes().all(|b| b.is_ascii_digit());
    tri(c.facts.person.mobile.as_deref().map(valid), Roster)
}

pub fn is_skilled_worker<'a>(c: &Case<'a>) -> Reading<'a> {
    yes(c.facts.person.is_skilled_worker == Some(true), Roster)
}

pub fn employment_kind<'a>(c: &Case<'a>) -> Reading<'a> {
    text(job(c).kind.map(EmploymentKind::key), Roster)
}

/// A contract with the applying unit: stated, or the unit that signed it has the same name.
pub fn has_contract<'a>(c: &Case<'a>) -> Reading<'a> {
    if job(c).kind == Some(EmploymentKind::Freelancer) {
        return yes(false, Roster);
    }
    tri(job(c).has_contract.or_else(|| contract_matches(c)), Roster)
}

fn unit_name(unit: Option<&UnitFacts>) -> Option<&str> {
    unit.and_then(|u| u.name.as_deref())
}

fn contract_matches(c: &Case<'_>) -> Option<bool> {
    let contract = job(c).contract_unit.as_deref()?;
    Some(unit_key(contract) == unit_key(unit_name(c.facts.unit.as_ref())?))
}

/// Whether the applying unit is the one that signed the contract.
pub fn contract_is_here<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(contract_matches(c).or(job(c).has_contract), Roster)
}

pub fn is_civil_servant<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(job(c).kind.map(|k| k == EmploymentKind::CivilServant), Roster)
}

pub fn is_on_post<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(job(c).is_on_post, Roster)
}

pub fn does_professional_work<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(job(c).does_professional_work, Roster)
}

/// The first day of work, else the day on the hiring document.
pub fn started_work_on<'a>(c: &Case<'a>) -> Reading<'a> {
    let hired = c.facts.recognition.as_ref().and_then(|r| r.hired_on);
    date(hired.or(job(c).started_work_on), Roster)
}

pub fn post_kind<'a>(c: &Case<'a>) -> Reading<'a> {
    text(job(c).post_kind.map(PostKind::key), Roster)
}

/// On a technical post: stated, else by the stretch of work that lasts until now.
pub fn on_professional_post<'a>(c: &Case<'a>) -> Reading<'a> {
    let by_kind = job(c).post_kind.map(|k| k == PostKind::Professional);
    let current = || {
        let work = c.facts.work.iter().flatten();
        work.filter(|w| w.until.is_none()).max_by_key(|w| w.from).and_then(|w| w.is_professional)
    };
    tri(by_kind.or_else(current), Roster)
}

pub fn matches_specialty<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(job(c).matches_specialty, Roster)
}

fn insurance<'a>(c: &Case<'a>) -> Option<&'a InsuranceFacts> {
    c.facts.insurance.as_ref()
}

pub fn insurance_since<'a>(c: &Case<'a>) -> Reading<'a> {
    date(insurance(c).and_then(|i| i.since), Roster)
}

pub fn insurance_is_in_kunming<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(insurance(c).and_then(|i| i.is_in_kunming.or(i.since.map(|_| true))), Roster)
}

/// 31 December of the year before the application year.
fn last_day_of_year_before(c: &Case<'_>) -> Date {
    crate::date::year_end(c.year() - 1)
}

/// Insured on or before the last day of the year before; whether that day itself counts is a
/// parameter.
pub fn insurance_is_in_time<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(since) = insurance(c).and_then(|i| i.since) else { return Reading::Missing };
    let last = last_day_of_year_before(c);
    let bound = if c.edition.flag("kunming.insurance-day-counts").unwrap_or(true) {
        last
    } else {
        crate::date::add_days(last, -1)
    };
    tri(is_on_or_before(since, bound), Computed)
}

/// Insured exactly on the day whose counting the text leaves open.
pub fn insurance_is_on_boundary<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(since) = insurance(c).and_then(|i| i.since) else { return Reading::Missing };
    yes(since.exact() == Some(last_day_of_year_before(c)), Computed)
}

pub fn insurance_is_continuous<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(insurance(c).and_then(|i| i.is_continuous), Roster)
}

/// The unit that insures is the one that signed the contract, which is the applying unit unless
/// another is named.
pub fn insurance_matches<'a>(c: &Case<'a>) -> Reading<'a> {
    let stated = insurance(c).and_then(|i| i.matches_contract);
    let by_name = || {
        let insured = insurance(c)?.insured_unit.as_deref()?;
        let unit = c.facts.unit.as_ref();
        let contract = job(c).contract_unit.as_deref().or_else(|| unit_name(unit))?;
        Some(unit_key(insured) == unit_key(contract))
    };
    tri(stated.or_else(by_name), Roster)
}

pub fn is_dispatched<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(job(c).kind.map(|k| k == EmploymentKind::Dispatched), Roster)
}

pub fn is_freelancer<'a>(c: &Case<'a>) -> Reading<'a> {
    match c.read(F::EmploymentKind).text() {
        Some(kind) => yes(kind == EmploymentKind::Freelancer.key(), Roster),
        None => Reading::Missing,
    }
}
