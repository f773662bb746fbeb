//! 学历: which education counts for this application, and what it says.

use super::{Case, OriginKind, Reading, Value, known, number, text, tri, yes};
use crate::date::PartialDate;
use crate::fact::F;
use crate::fact::document::{Completion, EducationFacts};
use crate::title::EducationLevel;
use OriginKind::{Roster, Table};

/// More years than any ladder asks: an education that opens nothing.
const FAR: i32 = 99;

/// Whether a course of study ended with graduation; nothing said means it did.
fn is_graduate(e: &EducationFacts) -> bool {
    matches!(e.completion, None | Some(Completion::Graduated))
}

/// Whether the field of one education matches the specialty applied for: as a person decided, else
/// by the default table; unknown where the table has neither.
fn matches(c: &Case<'_>, e: &EducationFacts, is_only: bool) -> Option<bool> {
    let stated = e.matches_specialty;
    let decided =
        c.facts.application.is_field_matched.filter(|m| is_only || *m || stated.is_none());
    stated.or(decided).or_else(|| {
        let field = e.field_of_study.as_deref()?;
        let specialty = c.facts.application.specialty.as_deref()?;
        c.edition.field_matches(specialty, field)
    })
}

/// The education that asks for the fewest years; of equal ones the highest, the later one.
///
/// A mismatch costs the years the edition adds for it, so a lower degree of the right field may
/// serve better than a higher one of another field.
pub fn counted<'a>(c: &Case<'a>) -> Option<&'a EducationFacts> {
    *c.education.get_or_init(|| find(c))
}

fn find<'a>(c: &Case<'a>) -> Option<&'a EducationFacts> {
    let all: Vec<&EducationFacts> = c
        .facts
        .education
        .as_ref()?
        .iter()
        .filter(|e| is_graduate(e) && e.level.is_some())
        .filter(|e| {
            e.graduated_on.and_then(PartialDate::first_day).is_none_or(|d| d <= c.year_end())
        })
        .collect();
    let is_only = all.len() == 1;
    let series = c.read(F::ApplicationSeries).text();
    let level = c.level(F::ApplicationLevel);
    let is_safety = is_safety_field(c).bool() == Some(true);
    let need = |e: &EducationFacts| {
        let (Some(series), Some(level), Some(own)) = (series, level, e.level) else { return 0 };
        let base = c.edition.ladder_years(series, level, own).unwrap_or(FAR);
        let extra = c.edition.mismatch_years();
        match matches(c, e, is_only) {
            Some(true) => base,
            // A field that touches safety is barred, not delayed.
            Some(false) if is_safety && extra > 0 => FAR,
            Some(false) | None => base + extra,
        }
    };
    let is_known = |e: &EducationFacts| matches(c, e, is_only).is_some();
    all.into_iter().max_by_key(|e| (-need(e), is_known(e), e.level, e.graduated_on))
}

/// No education known, or known to have none that counts.
fn silent<'a>(c: &Case<'a>) -> Reading<'a> {
    match &c.facts.education {
        Some(list) if list.iter().all(|e| !is_graduate(e) || e.level.is_some()) => Reading::Absent,
        _ => Reading::Missing,
    }
}

pub fn level<'a>(c: &Case<'a>) -> Reading<'a> {
    match counted(c) {
        Some(e) => text(e.level.map(EducationLevel::key), Roster),
        None => silent(c),
    }
}

pub fn degree<'a>(c: &Case<'a>) -> Reading<'a> {
    text(counted(c).and_then(|e| e.degree.as_deref()), Roster)
}

pub fn field_of_study<'a>(c: &Case<'a>) -> Reading<'a> {
    text(counted(c).and_then(|e| e.field_of_study.as_deref()), Roster)
}

pub fn graduated_year<'a>(c: &Case<'a>) -> Reading<'a> {
    let year = counted(c).and_then(|e| e.graduated_on).map(PartialDate::year);
    number(year.map(f64::from), Roster)
}

/// From abroad: stated, or a certificate of recognition is there; a school named without that is a
/// domestic one.
pub fn is_overseas<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(e) = counted(c) else { return Reading::Missing };
    let derived = || {
        if e.has_overseas_certificate.is_some() {
            Some(true)
        } else {
            e.school.as_ref().or(e.field_of_study.as_ref()).map(|_| false)
        }
    };
    tri(e.is_overseas.or_else(derived), Roster)
}

pub fn has_overseas_certificate<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(counted(c).and_then(|e| e.has_overseas_certificate), Roster)
}

/// Absent until somebody has looked the education up.
pub fn is_verifiable_online<'a>(c: &Case<'a>) -> Reading<'a> {
    let stated = counted(c).and_then(|e| e.is_verifiable_online);
    stated.map_or(Reading::Absent, |v| yes(v, Roster))
}

pub fn has_archive_proof<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(counted(c).and_then(|e| e.has_archive_proof), Roster)
}

/// 2002届以后 or 以前: the class of the boundary year counts as the parameter says.
pub fn is_registered_class<'a>(c: &Case<'a>) -> Reading<'a> {
    let (Some(year), Some(first)) =
        (c.read(F::GraduatedYear).number(), c.edition.whole("kunming.chsi-class"))
    else {
        return Reading::Missing;
    };
    let includes = c.edition.flag("kunming.chsi-class-counts").unwrap_or(true);
    let first = f64::from(first);
    yes(year > first || (includes && (year - first).abs() < 0.5), OriginKind::Computed)
}

/// The class whose side of the line the text leaves open.
pub fn is_boundary_class<'a>(c: &Case<'a>) -> Reading<'a> {
    let (Some(year), Some(first)) =
        (c.read(F::GraduatedYear).number(), c.edition.whole("kunming.chsi-class"))
    else {
        return Reading::Missing;
    };
    yes((year - f64::from(first)).abs() < 0.5, OriginKind::Computed)
}

pub fn field_matches<'a>(c: &Case<'a>) -> Reading<'a> {
    if let Some(e) = counted(c) {
        let is_only = c.facts.education.as_ref().is_some_and(|l| l.len() == 1);
        let origin =
            if e.matches_specialty.is_some() || c.facts.application.is_field_matched.is_some() {
                OriginKind::Answer
            } else {
                Table
            };
        return tri(matches(c, e, is_only), origin);
    }
    tri(c.facts.application.is_field_matched, OriginKind::Answer)
}

/// Whether the field touches public safety or health: as a person decided, else by the default list.
pub fn is_safety_field<'a>(c: &Case<'a>) -> Reading<'a> {
    if let Some(stated) = c.facts.application.touches_public_safety {
        return yes(stated, OriginKind::Answer);
    }
    let series = c.read(F::ApplicationSeries).text();
    let specialty = c.facts.application.specialty.as_deref();
    match series {
        Some(series) => yes(c.edition.is_safety_field(series, specialty), Table),
        None => Reading::Missing,
    }
}

/// 高等教育: 大学专科 and above.
pub fn is_higher<'a>(c: &Case<'a>) -> Reading<'a> {
    let level = counted(c).and_then(|e| e.level);
    tri(level.map(|l| l >= EducationLevel::College), Roster)
}

pub fn list<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(all) = &c.facts.education else { return Reading::Missing };
    let names = all.iter().filter_map(|e| e.level).map(|l| l.label().into());
    known(Value::List(names.collect()), Roster)
}
