//! 特殊通道: 自由职业者、委托评审、海归等、绿色通道、基层.

use super::{Case, OriginKind, Reading, all, number, text, tri, yes};
use crate::date::{PartialDate, months_between};
use crate::fact::F;
use crate::fact::document::{FreelancerFacts, Recommender};
use crate::title::{EducationLevel, Level};
use OriginKind::{Computed, Roster, Table};

fn freelancer<'a>(c: &Case<'a>) -> Option<&'a FreelancerFacts> {
    c.facts.freelancer.as_ref()
}

/// A year or more in the field on the day of handing in.
pub fn freelancer_has_one_year<'a>(c: &Case<'a>) -> Reading<'a> {
    let stated = freelancer(c).and_then(|f| f.has_one_year);
    let counted = || {
        let since = freelancer(c)?.in_field_since?;
        let full = c.edition.whole("kunming.freelancer-months")?;
        let (first, last) = c.handing_in();
        let (least, _) = months_between(since, first)?;
        let (_, most) = months_between(since, last)?;
        if least >= full {
            Some(true)
        } else if most < full {
            Some(false)
        } else {
            let _ = c.read(F::SubmittedOn);
            None
        }
    };
    tri(stated.or_else(counted), Computed)
}

pub fn freelancer_has_tie<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(freelancer(c).and_then(|f| f.has_binding_tie), Roster)
}

pub fn freelancer_has_income<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(freelancer(c).and_then(|f| f.has_lawful_income), Roster)
}

pub fn freelancer_is_insured<'a>(c: &Case<'a>) -> Reading<'a> {
    let own = freelancer(c).and_then(|f| f.is_insured_in_own_name);
    let insured = c.facts.insurance.as_ref().and_then(|i| i.is_in_own_name);
    tri(own.or(insured), Roster)
}

pub fn freelancer_has_tax_record<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(freelancer(c).and_then(|f| f.has_tax_record), Roster)
}

pub fn freelancer_is_restricted<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(freelancer(c).and_then(|f| f.is_industry_restricted), Roster)
}

pub fn freelancer_recommender<'a>(c: &Case<'a>) -> Reading<'a> {
    text(freelancer(c).and_then(|f| f.recommended_by).map(Recommender::key), Roster)
}

/// Everything entrusted review asks for is there.
pub fn entrusted_is_complete<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(e) = &c.facts.entrusted else { return yes(false, Roster) };
    tri(all(&[e.has_unit_consent, e.has_letter, e.issuer_has_authority, e.is_approved]), Roster)
}

pub fn is_other_prefecture<'a>(c: &Case<'a>) -> Reading<'a> {
    let stated = c.facts.entrusted.as_ref().and_then(|e| e.is_other_prefecture);
    yes(stated == Some(true), Roster)
}

pub fn special_entry_kind<'a>(c: &Case<'a>) -> Reading<'a> {
    match &c.facts.special_entry {
        None => Reading::Absent,
        Some(s) => text(s.kind.map(crate::fact::document::SpecialEntryKind::key), Roster),
    }
}

/// Months of technical work altogether, to the last day of the application year.
pub fn special_entry_months<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(s) = &c.facts.special_entry else { return Reading::Absent };
    let since = || {
        let until = c.read(F::TenureUntil).date().and_then(PartialDate::exact);
        months_between(s.professional_since?, until.unwrap_or(c.year_end())).map(|(least, _)| least)
    };
    number(s.professional_months.or_else(since).map(f64::from), Roster)
}

/// Months the ladder asks from the first level up to the one applied for, all steps added up.
pub fn special_entry_required<'a>(c: &Case<'a>) -> Reading<'a> {
    let (Some(series), Some(level)) =
        (c.read(F::ApplicationSeries).text(), c.level(F::ApplicationLevel))
    else {
        return Reading::Missing;
    };
    let Some(education) = c.read(F::EducationLevel).text().and_then(|t| t.parse().ok()) else {
        return Reading::Missing;
    };
    number(summed(c, series, level, education).map(|years| f64::from(years * 12)), Table)
}

fn summed(c: &Case<'_>, series: &str, to: Level, education: EducationLevel) -> Option<i32> {
    let steps = Level::ALL.iter().copied().filter(|l| *l <= to && *l >= Level::Assistant);
    let mut total = 0;
    for step in steps {
        match c.edition.ladder_row(series, step, education) {
            Some(row) if row.after.is_empty() => total = row.years + row.probation,
            Some(row) => total += row.years,
            None if step == to => return None,
            None => {}
        }
    }
    Some(total)
}

/// The years worked suffice for all steps together; too few for the last step alone is a no, and
/// what lies between is for a person to decide, for the text does not say how the years add up.
pub fn special_entry_is_enough<'a>(c: &Case<'a>) -> Reading<'a> {
    let months = c.read(F::SpecialEntryMonths).number();
    let required = c.read(F::SpecialEntryRequired).number();
    let last = || {
        let series = c.read(F::ApplicationSeries).text()?;
        let education = c.read(F::EducationLevel).text()?.parse().ok()?;
        c.edition.ladder_years(series, c.level(F::ApplicationLevel)?, education)
    };
    match (months, required, last()) {
        (Some(months), Some(required), _) if months >= required => yes(true, Computed),
        (Some(months), _, Some(last)) if months < f64::from(last * 12) => yes(false, Computed),
        _ => Reading::Missing,
    }
}

/// 中级 or 副高级, the two levels a special entry may apply for directly.
pub fn special_entry_level<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(level) = c.level(F::ApplicationLevel) else { return Reading::Missing };
    yes(c.edition.list_has("kunming.special-entry-levels", level.key()), Table)
}

pub fn fast_track_is_approved<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(c.facts.fast_track.as_ref().and_then(|f| f.is_approved), Roster)
}

pub fn is_remote<'a>(c: &Case<'a>) -> Reading<'a> {
    let w = c.facts.workplace.as_ref();
    tri(w.and_then(|w| w.is_remote.or(w.is_in_listed_area)), Roster)
}

pub fn is_township<'a>(c: &Case<'a>) -> Reading<'a> {
    match &c.facts.workplace {
        None => Reading::Missing,
        Some(w) => tri(w.is_township, Roster),
    }
}

/// A college graduate in a township of the listed area, at the first review.
pub fn workplace_qualifies<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(w) = &c.facts.workplace else { return yes(false, Roster) };
    let first = c.facts.application.is_first_review;
    tri(all(&[w.is_township, w.is_in_listed_area, w.is_ordinary_graduate, first]), Roster)
}

/// The extra year for another field and the year less for a township meet.
pub fn relief_meets_mismatch<'a>(c: &Case<'a>) -> Reading<'a> {
    let mismatch = c.read(F::FieldMatches).bool().map(|m| !m);
    tri(all(&[c.read(F::WorkplaceQualifies).bool(), mismatch]), Computed)
}

/// Whether the two cancel out, as the office reads the open text.
pub fn relief_holds<'a>(c: &Case<'a>) -> Reading<'a> {
    let qualifies = c.read(F::WorkplaceQualifies).bool();
    let cancels = c.edition.flag("kunming.relief-with-mismatch").unwrap_or(true);
    match (qualifies, c.read(F::ReliefMeetsMismatch).bool()) {
        (Some(true), Some(true)) => yes(cancels, Computed),
        (qualifies, _) => qualifies.map_or(Reading::Missing, |q| yes(q, Computed)),
    }
}
