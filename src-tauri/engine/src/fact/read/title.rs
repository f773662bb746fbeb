//! 现职称、职业资格、逐级.

use super::{Case, OriginKind, Reading, Value, all, date, known, number, text, tri, yes};
use crate::date::PartialDate;
use crate::fact::F;
use crate::fact::document::{QualificationFacts, TitleFacts};
use crate::title::{Level, ObtainedBy};
use OriginKind::{Computed, Roster, Table};

/// The title the application starts from: a title held, or a qualification that stands for one.
#[derive(Clone, Copy)]
pub(crate) enum Base<'a> {
    Title(&'a TitleFacts),
    Qualification(&'a QualificationFacts),
}

fn level_of(c: &Case<'_>, t: &TitleFacts) -> Option<Level> {
    t.level.or_else(|| Some(c.edition.title(t.name.as_deref()?, t.series.as_deref())?.level))
}

fn series_of<'t, 'a: 't>(c: &Case<'a>, t: &'t TitleFacts) -> Option<&'t str> {
    t.series.as_deref().map(|s| c.edition.series_name(s)).or_else(|| {
        let applied = c.read(F::ApplicationSeries).text();
        Some(c.edition.title(t.name.as_deref()?, applied)?.series.as_str())
    })
}

fn qualification_level(c: &Case<'_>, q: &QualificationFacts) -> Option<Level> {
    q.level.or_else(|| c.edition.equivalence(q.name.as_deref()?, q.obtained_on).map(|e| e.level))
}

/// The highest title held; of equal ones that of the series applied for, then the earlier one, for
/// years run from it. A qualification counts where it stands higher than every title.
pub(in crate::fact) fn base<'a>(c: &Case<'a>) -> Option<Base<'a>> {
    *c.base.get_or_init(|| find_base(c))
}

fn find_base<'a>(c: &Case<'a>) -> Option<Base<'a>> {
    let applied = c.read(F::ApplicationSeries).text();
    let title = c.facts.titles.iter().flatten().max_by_key(|t| {
        let is_same = series_of(c, t).is_some() && series_of(c, t) == applied;
        (level_of(c, t), is_same, std::cmp::Reverse(t.obtained_on))
    });
    let qualification =
        c.facts.qualifications.iter().flatten().max_by_key(|q| qualification_level(c, q));
    let (of_title, of_qualification) =
        (title.and_then(|t| level_of(c, t)), qualification.and_then(|q| qualification_level(c, q)));
    match (title, qualification) {
        (_, Some(q)) if of_qualification > of_title => Some(Base::Qualification(q)),
        // Of equal ones the earlier counts, where the text gives both the same force.
        (Some(t), Some(q))
            if c.edition.has_equivalence
                && of_qualification == of_title
                && q.obtained_on.is_some()
                && q.obtained_on < t.obtained_on =>
        {
            Some(Base::Qualification(q))
        }
        (Some(t), _) => Some(Base::Title(t)),
        (None, Some(q)) => Some(Base::Qualification(q)),
        (None, None) => None,
    }
}

/// Known to hold none, or nothing said.
fn silent<'a>(c: &Case<'a>) -> Reading<'a> {
    if c.facts.titles.as_ref().is_some_and(Vec::is_empty) {
        Reading::Absent
    } else {
        Reading::Missing
    }
}

pub fn name<'a>(c: &Case<'a>) -> Reading<'a> {
    match base(c) {
        Some(Base::Title(t)) => text(t.name.as_deref(), Roster),
        Some(Base::Qualification(q)) => text(q.name.as_deref(), Roster),
        None => silent(c),
    }
}

pub fn level<'a>(c: &Case<'a>) -> Reading<'a> {
    match base(c) {
        Some(Base::Title(t)) => text(level_of(c, t).map(Level::key), Roster),
        Some(Base::Qualification(q)) => text(qualification_level(c, q).map(Level::key), Table),
        None => silent(c),
    }
}

pub fn series<'a>(c: &Case<'a>) -> Reading<'a> {
    match base(c) {
        Some(Base::Title(t)) => text(series_of(c, t), Roster),
        Some(Base::Qualification(q)) => {
            let own = q.series.as_deref().map(|s| c.edition.series_name(s));
            let table = || c.edition.equivalence(q.name.as_deref()?, q.obtained_on)?.series;
            text(own.or_else(table), Table)
        }
        None => silent(c),
    }
}

pub fn obtained_on<'a>(c: &Case<'a>) -> Reading<'a> {
    match base(c) {
        Some(Base::Title(t)) => date(t.obtained_on, Roster),
        Some(Base::Qualification(q)) => date(q.obtained_on, Roster),
        None => silent(c),
    }
}

pub fn appointed_on<'a>(c: &Case<'a>) -> Reading<'a> {
    match base(c) {
        Some(Base::Title(t)) => date(t.appointed_on, Roster),
        Some(Base::Qualification(_)) => Reading::Missing,
        None => silent(c),
    }
}

pub fn is_qualification<'a>(c: &Case<'a>) -> Reading<'a> {
    match base(c) {
        Some(Base::Qualification(_)) => yes(true, Table),
        Some(Base::Title(t)) => yes(t.obtained_by == Some(ObtainedBy::Equivalence), Roster),
        None => yes(false, Roster),
    }
}

/// The correspondence table has this name under several titles, or its sources disagree.
pub fn equivalence_is_doubtful<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(Base::Qualification(q)) = base(c) else { return yes(false, Table) };
    let row = q.name.as_deref().and_then(|n| c.edition.equivalence(n, q.obtained_on));
    yes(q.level.is_none() && row.is_none_or(|r| r.is_doubtful), Table)
}

pub fn is_out_of_province<'a>(c: &Case<'a>) -> Reading<'a> {
    match base(c) {
        Some(Base::Title(t)) => tri(t.is_out_of_province, Roster),
        _ => yes(false, Roster),
    }
}

/// Certificate, review form and document of a title from elsewhere are all there.
pub fn out_papers_complete<'a>(c: &Case<'a>) -> Reading<'a> {
    match base(c) {
        Some(Base::Title(t)) => {
            tri(all(&[t.has_certificate, t.has_review_form, t.has_document]), Roster)
        }
        _ => Reading::Missing,
    }
}

/// A title of the level applied for is held in the same series or the same specialty.
pub fn has_same_level_in_series<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(titles) = &c.facts.titles else { return Reading::Missing };
    let (Some(to), Some(series)) =
        (c.level(F::ApplicationLevel), c.read(F::ApplicationSeries).text())
    else {
        return Reading::Missing;
    };
    let specialty = c.facts.application.specialty.as_deref();
    let is_same = |t: &TitleFacts| {
        level_of(c, t) == Some(to)
            && (series_of(c, t) == Some(series)
                || (specialty.is_some() && t.specialty.as_deref() == specialty))
    };
    yes(titles.iter().any(is_same), Computed)
}

/// The day a title of the same level was obtained in the series before a transfer.
pub fn before_transfer_on<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(Base::Title(current)) = base(c) else { return Reading::Absent };
    if current.obtained_by != Some(ObtainedBy::Transfer) {
        return Reading::Absent;
    }
    let level = level_of(c, current);
    let earlier = c.facts.titles.iter().flatten().filter(|t| {
        !std::ptr::eq(*t, current)
            && level_of(c, t) == level
            && series_of(c, t) != series_of(c, current)
    });
    match earlier.filter_map(|t| t.obtained_on).min() {
        Some(day) if Some(day) < current.obtained_on => date(Some(day), Roster),
        _ => Reading::Missing,
    }
}

/// The title held belongs to the series applied for, or to one that is accepted beside it.
pub fn is_same_series<'a>(c: &Case<'a>) -> Reading<'a> {
    let (Some(to), Some(from)) =
        (c.read(F::ApplicationSeries).text(), c.read(F::TitleSeries).text())
    else {
        return Reading::Missing;
    };
    let accepted = || {
        let name = c.read(F::TitleName).text()?;
        Some(c.edition.is_also_accepted(to, c.level(F::ApplicationLevel)?, name))
    };
    yes(from == to || accepted() == Some(true), Table)
}

/// One level up from the title held.
pub fn is_next_level<'a>(c: &Case<'a>) -> Reading<'a> {
    match (c.level(F::ApplicationLevel), c.read(F::TitleLevel)) {
        (Some(Level::Technician), _) => yes(true, Computed),
        (Some(_), Reading::Absent) => yes(false, Computed),
        (Some(to), Reading::Known(Value::Text(from), _)) => match from.parse::<Level>() {
            Ok(from) => yes(to as i32 - from as i32 == 1, Computed),
            Err(()) => Reading::Missing,
        },
        _ => Reading::Missing,
    }
}

/// The title just below the one applied for is known to be held.
pub fn has_adjacent<'a>(c: &Case<'a>) -> Reading<'a> {
    yes(c.read(F::IsNextLevel).bool() == Some(true), Computed)
}

/// The ladder asks for no title below: this education opens the level at once.
pub fn is_direct<'a>(c: &Case<'a>) -> Reading<'a> {
    let (Some(series), Some(level)) =
        (c.read(F::ApplicationSeries).text(), c.level(F::ApplicationLevel))
    else {
        return Reading::Missing;
    };
    let education = match c.read(F::EducationLevel) {
        Reading::Absent => return yes(false, Table),
        reading => reading.text().and_then(|t| t.parse().ok()),
    };
    let Some(education) = education else { return Reading::Missing };
    yes(c.edition.is_direct(series, level, education), Table)
}

/// The level held is the level applied for.
pub fn is_same_level<'a>(c: &Case<'a>) -> Reading<'a> {
    match (c.level(F::ApplicationLevel), c.read(F::TitleLevel)) {
        (Some(_), Reading::Absent) => yes(false, Computed),
        (Some(to), Reading::Known(Value::Text(from), _)) => yes(from == to.key(), Computed),
        _ => Reading::Missing,
    }
}

/// Completed months since the title was obtained.
pub fn months_held<'a>(c: &Case<'a>) -> Reading<'a> {
    let day = c.read(F::TitleObtainedOn).date().and_then(PartialDate::last_day);
    let months = day.map(|d| crate::date::Span::between(d, c.year_end()).total_months());
    number(months.map(f64::from), Computed)
}

pub fn held<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(titles) = &c.facts.titles else { return Reading::Missing };
    let names = titles.iter().filter_map(|t| t.name.as_deref()).map(Into::into);
    known(Value::List(names.collect()), Roster)
}
