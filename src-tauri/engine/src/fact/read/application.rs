//! 申报、评委会.

use super::{Case, OriginKind, Reading, Value, date, known, text, tri, yes};
use crate::edition::ExamMode;
use crate::fact::F;
use crate::fact::document::{ApplicationFacts, CommitteeFacts, CommitteeTier};
use crate::title::{ApplicationKind, Level};
use OriginKind::{Application, Table};

fn app<'a>(c: &Case<'a>) -> &'a ApplicationFacts {
    &c.facts.application
}

fn committee<'a>(c: &Case<'a>) -> Option<&'a CommitteeFacts> {
    app(c).committee.as_ref()
}

pub fn kind<'a>(c: &Case<'a>) -> Reading<'a> {
    text(app(c).kind.map(ApplicationKind::key), Application)
}

/// The series, else the one the title's name belongs to where only one has that name.
pub fn series<'a>(c: &Case<'a>) -> Reading<'a> {
    if let Some(series) = app(c).series.as_deref() {
        return text(Some(c.edition.series_name(series)), Application);
    }
    let named = app(c).title.as_deref().and_then(|t| c.edition.title(t, None));
    text(named.map(|t| t.series.as_str()), Table)
}

pub fn specialty<'a>(c: &Case<'a>) -> Reading<'a> {
    text(app(c).specialty.as_deref(), Application)
}

pub fn title<'a>(c: &Case<'a>) -> Reading<'a> {
    text(app(c).title.as_deref(), Application)
}

/// The level stated, else the one of the title's name.
pub fn level<'a>(c: &Case<'a>) -> Reading<'a> {
    if let Some(level) = app(c).level {
        return text(Some(level.key()), Application);
    }
    let series = app(c).series.as_deref().map(|s| c.edition.series_name(s));
    let named = app(c).title.as_deref().and_then(|t| c.edition.title(t, series));
    text(named.map(|t| t.level.key()), Table)
}

pub fn submitted_on<'a>(c: &Case<'a>) -> Reading<'a> {
    date(app(c).submitted_on.map(Into::into), Application)
}

pub fn submitted_month<'a>(c: &Case<'a>) -> Reading<'a> {
    let month = app(c).submitted_on.map(|d| f64::from(chrono::Datelike::month(&d)));
    super::number(month, Application)
}

pub fn review_opens_on<'a>(c: &Case<'a>) -> Reading<'a> {
    date(app(c).review_opens_on.map(Into::into), Application)
}

pub fn committee_name<'a>(c: &Case<'a>) -> Reading<'a> {
    let named = |k: &'a CommitteeFacts| {
        let id = k.id.as_deref();
        k.name.as_deref().or_else(|| c.edition.committee_name(id?)).or(id)
    };
    let chosen = committee(c).and_then(named);
    chosen.map_or(Reading::Absent, |name| text(Some(name), Application))
}

/// Whose the committee is: stated, else city for one of the directory, else the province's where
/// the city has no committee for the series and level.
pub fn committee_tier<'a>(c: &Case<'a>) -> Reading<'a> {
    if let Some(tier) = committee(c).and_then(|k| k.tier) {
        return text(Some(tier.key()), Application);
    }
    if committee(c).and_then(|k| k.id.as_deref()).is_some_and(|id| c.edition.has_committee(id)) {
        return text(Some(CommitteeTier::City.key()), Table);
    }
    let series = c.read(F::ApplicationSeries).text();
    match (series, c.level(F::ApplicationLevel)) {
        (Some(series), Some(level)) if c.edition.reviews_in_city(series, level) => {
            text(Some(CommitteeTier::City.key()), Table)
        }
        (Some(_), Some(_)) => text(Some(CommitteeTier::Province.key()), Table),
        _ => Reading::Missing,
    }
}

pub fn committee_open<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(committee(c).and_then(|k| k.is_open), Application)
}

pub fn committee_covers<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(committee(c).and_then(|k| k.covers_unit), Application)
}

/// The committee's own cut-off; absent where it has none.
pub fn committee_tenure_until<'a>(c: &Case<'a>) -> Reading<'a> {
    let own = committee(c).and_then(|k| k.tenure_until);
    own.map_or(Reading::Absent, |d| date(Some(d.into()), Application))
}

pub fn uses_province_platform<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(committee(c).and_then(|k| k.uses_province_platform), Application)
}

pub fn has_new_standard<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(committee(c).and_then(|k| k.has_new_standard), Application)
}

pub fn is_first_review<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(app(c).is_first_review, Application)
}

pub fn conceals_title<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(app(c).conceals_title, Application)
}

/// Stated; else none, for what the titles held say is read on its own.
pub fn is_second_qualification<'a>(c: &Case<'a>) -> Reading<'a> {
    app(c).is_second_qualification.map_or(Reading::Absent, |v| yes(v, Application))
}

pub fn requires_licence<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(app(c).requires_licence, Application)
}

pub fn is_checked_in_system<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(app(c).is_checked_in_system, Application)
}

fn exam_mode(c: &Case<'_>) -> Option<ExamMode> {
    let series = c.read(F::ApplicationSeries).text()?;
    let level = c.level(F::ApplicationLevel)?;
    let specialty = app(c).specialty.as_deref();
    Some(c.edition.exam_mode(series, specialty, app(c).title.as_deref(), level))
}

/// Whether the level is reached by exam alone, from the table of such levels.
pub fn is_exam_only<'a>(c: &Case<'a>) -> Reading<'a> {
    match exam_mode(c) {
        Some(ExamMode::Unsure) | None => Reading::Missing,
        Some(mode) => yes(mode == ExamMode::ExamOnly, Table),
    }
}

/// Whether a national exam exists beside the review for this level.
pub fn exam_is_doubtful<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(exam_mode(c).map(|m| m == ExamMode::Doubtful), Table)
}

/// Whether the level wants an exam before the review.
pub fn needs_exam<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(exam_mode(c).map(|m| m == ExamMode::ExamAndReview), Table)
}

/// Whether the exam is passed and its result still valid when papers are handed in.
pub fn exam_is_passed<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(exam) = &app(c).exam else { return Reading::Missing };
    let expired = exam.valid_until.is_some_and(|until| until < c.handing_in().0);
    match exam.is_passed {
        Some(passed) => yes(passed && !expired, Application),
        None => Reading::Missing,
    }
}

/// Years after the lower title that the series' own standard asks, as a person states them.
pub fn required_years<'a>(c: &Case<'a>) -> Reading<'a> {
    super::number(app(c).required_years.map(f64::from), Application)
}

/// Whether the specialty is one of those filed as 工程技术.
pub fn is_engineering_field<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(specialty) = app(c).specialty.as_deref() else { return Reading::Missing };
    let series = c.read(F::ApplicationSeries).text();
    let whole = series.is_some() && c.edition.text("kunming.engineering-series") == series;
    yes(whole || c.edition.is_engineering_field(specialty), Table)
}

/// Sources whose silent rules the office keeps applying.
pub fn adopted_sources<'a>(c: &Case<'a>) -> Reading<'a> {
    let list = c.facts.options.adopted_sources.iter().flatten();
    known(Value::List(list.map(|s| s.as_str().into()).collect()), Application)
}

pub fn year<'a>(c: &Case<'a>) -> Reading<'a> {
    super::number(app(c).year.map(f64::from), Application)
}

pub fn title_level_gap<'a>(c: &Case<'a>) -> Reading<'a> {
    let (Some(to), from) = (c.level(F::ApplicationLevel), c.read(F::TitleLevel)) else {
        return Reading::Missing;
    };
    match from {
        Reading::Missing => Reading::Missing,
        Reading::Absent => Reading::Absent,
        Reading::Known(Value::Text(from), _) => match from.parse::<Level>() {
            Ok(from) => {
                known(Value::Number(f64::from(to as i32 - from as i32)), OriginKind::Computed)
            }
            Err(()) => Reading::Missing,
        },
        Reading::Known(..) => Reading::Missing,
    }
}
