//! 借调、行政、转岗、认定、处分、诚信.

use super::{Case, OriginKind, Reading, Value, date, known, number, tri, yes};
use crate::date::{Date, PartialDate, add_days, add_months};
use crate::fact::F;
use crate::fact::document::{PostChangeFacts, PostKind, PunishmentGrade};
use crate::fact::value::Interval;
use crate::title::ApplicationKind;
use OriginKind::{Computed, Roster, Table};

/// Away on the day the application is handed in, without the duties of the home post.
pub fn is_away<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(list) = &c.facts.secondments else { return yes(false, Roster) };
    let (first, last) = c.handing_in();
    let mut answer = Some(false);
    for s in list.iter().filter(|s| s.has_home_duties != Some(true)) {
        let begins = s.from.and_then(PartialDate::first_day);
        let ends = s.until.and_then(PartialDate::last_day);
        if begins.is_some_and(|b| b > last) {
            continue;
        }
        let is_there = match ends {
            None => Some(true),
            Some(end) if end < first => Some(false),
            Some(end) if end >= last => Some(true),
            Some(_) => None,
        };
        match (is_there, s.has_home_duties) {
            (Some(false), _) => {}
            (Some(true), Some(false)) => return yes(true, Roster),
            _ => answer = None,
        }
    }
    tri(answer, Roster)
}

pub fn seconded_with_duties<'a>(c: &Case<'a>) -> Reading<'a> {
    let any = c.facts.secondments.iter().flatten().any(|s| s.has_home_duties == Some(true));
    yes(any, Roster)
}

/// Secondments without the home unit's duties, merged where they overlap.
pub fn secondment_uncounted<'a>(c: &Case<'a>) -> Reading<'a> {
    let mut list = Vec::new();
    // One that lasts until now bars the application; it is no part of the sum.
    let ended = c.facts.secondments.iter().flatten().filter(|s| s.until.is_some());
    for s in ended.filter(|s| s.has_home_duties != Some(true)) {
        let Some(from) = s.from.and_then(PartialDate::first_day) else { return Reading::Missing };
        if s.has_home_duties.is_none() {
            return Reading::Missing;
        }
        let until = s.until.and_then(PartialDate::last_day).unwrap_or(Date::MAX);
        list.push((from, until));
    }
    intervals(merged(list), "借调，未承担本单位职责")
}

/// Secondments as long as they can be: those whose duties nobody has stated count in full. `None`
/// where a first day is missing.
pub(crate) fn secondment_at_most(c: &Case<'_>) -> Option<Vec<Interval>> {
    let mut list = Vec::new();
    for s in c.facts.secondments.iter().flatten().filter(|s| s.has_home_duties != Some(true)) {
        let from = s.from.and_then(PartialDate::first_day)?;
        list.push((from, s.until.and_then(PartialDate::last_day).unwrap_or(Date::MAX)));
    }
    let label = "借调，是否承担本单位职责待核实";
    Some(merged(list).into_iter().map(|(from, until)| Interval { from, until, label }).collect())
}

/// Time off technical posts, without the days a secondment already takes off.
pub fn administrative_uncounted<'a>(c: &Case<'a>) -> Reading<'a> {
    let taken = match c.read(F::SecondmentUncounted) {
        Reading::Known(Value::Intervals(list), _) => list.clone(),
        _ => Vec::new(),
    };
    let mut list = Vec::new();
    let ended = c.facts.work.iter().flatten().filter(|w| w.until.is_some());
    for w in ended.filter(|w| w.is_professional == Some(false)) {
        let Some(from) = w.from.and_then(PartialDate::first_day) else { return Reading::Missing };
        list.push((from, w.until.and_then(PartialDate::last_day).unwrap_or(Date::MAX)));
    }
    let mut pieces = merged(list);
    for t in &taken {
        pieces = pieces.into_iter().flat_map(|(a, b)| without(a, b, t.from, t.until)).collect();
    }
    intervals(pieces, "不在专业技术岗位")
}

fn intervals<'a>(list: Vec<(Date, Date)>, label: &'static str) -> Reading<'a> {
    let list = list.into_iter().map(|(from, until)| Interval { from, until, label });
    known(Value::Intervals(list.collect()), Roster)
}

/// Overlapping and touching intervals as one, so that no day is taken off twice.
fn merged(mut list: Vec<(Date, Date)>) -> Vec<(Date, Date)> {
    list.sort_unstable();
    let mut out: Vec<(Date, Date)> = Vec::with_capacity(list.len());
    for (from, until) in list {
        match out.last_mut() {
            Some(last) if from <= add_days(last.1, 1) => last.1 = last.1.max(until),
            _ => out.push((from, until)),
        }
    }
    out
}

/// `from..=until` without `cut_from..=cut_until`.
fn without(from: Date, until: Date, cut_from: Date, cut_until: Date) -> Vec<(Date, Date)> {
    if cut_until < from || cut_from > until {
        return vec![(from, until)];
    }
    let mut rest = Vec::new();
    if cut_from > from {
        rest.push((from, add_days(cut_from, -1)));
    }
    if cut_until < until {
        rest.push((add_days(cut_until, 1), until));
    }
    rest
}

fn change<'a>(c: &Case<'a>) -> Option<&'a PostChangeFacts> {
    c.facts.post_change.as_ref()
}

/// Came from a worker's or manager's post, or still is on one.
pub fn came_from_worker_post<'a>(c: &Case<'a>) -> Reading<'a> {
    let still =
        matches!(c.facts.employment.post_kind, Some(PostKind::Worker | PostKind::Management));
    yes(change(c).is_some() || still, Roster)
}

pub fn has_change_document<'a>(c: &Case<'a>) -> Reading<'a> {
    match change(c) {
        // Still on the old post, with no change recorded: there is no document.
        None => yes(false, Roster),
        Some(p) => tri(p.has_document, Roster),
    }
}

pub fn changed_on<'a>(c: &Case<'a>) -> Reading<'a> {
    date(change(c).and_then(|p| p.changed_on), Roster)
}

pub fn has_salary_form<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(change(c).and_then(|p| p.has_salary_form), Roster)
}

/// Qualified, appointed and drawing the pay: the latest of the three days. The day of pay counts
/// only when the form that proves it is there.
pub fn qualified_from<'a>(c: &Case<'a>) -> Reading<'a> {
    let proven = change(c).filter(|p| p.has_salary_form == Some(true));
    let paid = proven.and_then(|p| p.paid_from);
    let days =
        [paid, c.read(F::TitleObtainedOn).date(), c.read(F::TitleAppointedOn).date().or(paid)];
    if days.contains(&None) {
        return Reading::Missing;
    }
    date(days.into_iter().flatten().max_by_key(|d| d.last_day()), Roster)
}

pub fn has_moved<'a>(c: &Case<'a>) -> Reading<'a> {
    let transfer = c.facts.transfer.as_ref();
    tri(transfer.and_then(|t| t.has_moved.or(t.moved_on.map(|_| true))), Roster)
}

pub fn moved_on<'a>(c: &Case<'a>) -> Reading<'a> {
    date(c.facts.transfer.as_ref().and_then(|t| t.moved_on), Roster)
}

pub fn has_transfer_proof<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(c.facts.transfer.as_ref().and_then(|t| t.has_proof), Roster)
}

/// Completed months on the present post, to the cut-off where one holds for transfers, else to the
/// day of handing in.
pub fn months_on_post<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(moved) = c.read(F::TransferMovedOn).date() else { return Reading::Missing };
    let cutoff = c.read(F::TenureUntil).date().and_then(PartialDate::exact);
    let span = |until: Date| crate::date::months_between(moved, until);
    let full = c.edition.whole("kunming.transfer-months").unwrap_or(0);
    let answer = match cutoff.or(c.facts.application.submitted_on) {
        // A move known to the month only may be full by one day of it and not by another.
        Some(until) => span(until)
            .filter(|(least, most)| *least >= full || *most < full)
            .map(|(least, _)| least),
        None => {
            // Without a day of handing in the year's two ends must agree on a full year or not.
            let (first, last) = c.handing_in();
            let (Some((a, _)), Some((b, _))) = (span(first), span(last)) else {
                return Reading::Missing;
            };
            let _ = c.read(F::SubmittedOn);
            (a >= full || b < full).then_some(if a >= full { a } else { b })
        }
    };
    number(answer.map(f64::from), Computed)
}

/// Years of probation after which this education is recognised at the level applied for.
fn probation(c: &Case<'_>) -> Option<Option<i32>> {
    let education = c.read(F::EducationLevel).text()?.parse().ok()?;
    let level = c.level(F::ApplicationLevel)?;
    Some(c.edition.probation_years(education, level))
}

pub fn recognition_is_listed<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(probation(c).map(|years| years.is_some()), Table)
}

pub fn hired_on<'a>(c: &Case<'a>) -> Reading<'a> {
    date(c.facts.recognition.as_ref().and_then(|r| r.hired_on), Roster)
}

pub fn has_hire_form<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(c.facts.recognition.as_ref().and_then(|r| r.has_hire_form), Roster)
}

pub fn has_notice_screenshot<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(c.facts.recognition.as_ref().and_then(|r| r.has_notice_screenshot), Roster)
}

pub fn recognition_ready_on<'a>(c: &Case<'a>) -> Reading<'a> {
    let hired = c.read(F::HiredOn).date().and_then(PartialDate::last_day);
    let (Some(hired), Some(Some(years))) = (hired, probation(c)) else { return Reading::Missing };
    date(Some(add_months(hired, years * 12).into()), Computed)
}

/// The probation is over on the day of handing in; where none is asked, the hiring suffices.
pub fn recognition_is_ready<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(ready) = c.read(F::RecognitionReadyOn).date().and_then(PartialDate::exact) else {
        return Reading::Missing;
    };
    let (first, last) = c.handing_in();
    // A hiring known to the month only may be long enough ago by its first day.
    let hired = c.read(F::HiredOn).date();
    let soonest = hired.filter(|h| h.exact().is_none()).and_then(PartialDate::first_day);
    let soonest = match (soonest, probation(c)) {
        (Some(day), Some(Some(years))) => add_months(day, years * 12),
        _ => ready,
    };
    let answer = if ready <= first {
        Some(true)
    } else if soonest > last {
        Some(false)
    } else if ready > last {
        None
    } else {
        let _ = c.read(F::SubmittedOn);
        None
    };
    tri(answer, Computed)
}

pub fn recognition_has_passed<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(c.facts.recognition.as_ref().and_then(|r| r.has_passed), Roster)
}

/// Post-doc of an enterprise, funded or leading a project, who stays.
pub fn postdoc_qualifies<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(p) = &c.facts.postdoc else { return yes(false, Roster) };
    let merit = super::any(&[p.has_science_fund, p.led_provincial_project]);
    tri(super::all(&[p.is_enterprise, merit, p.stays_in_enterprise]), Roster)
}

/// A punishment of 记过 or heavier is in force when the application is handed in.
pub fn punishment_is_active<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(list) = &c.facts.punishments else { return Reading::Missing };
    let (first, last) = c.handing_in();
    let mut answer = Some(false);
    for p in list {
        match p.grade {
            Some(PunishmentGrade::Warning) => continue,
            Some(_) => {}
            None => {
                answer = None;
                continue;
            }
        }
        let begins = p.from.unwrap_or(Date::MIN);
        match p.until {
            Some(until) if until < first => {}
            _ if begins > last => {}
            Some(until) if until >= last && begins <= first => return yes(true, Roster),
            Some(_) if first == last => return yes(true, Roster),
            Some(_) | None => answer = None,
        }
    }
    tri(answer, Roster)
}

fn record_within(c: &Case<'_>, only_fabrication: bool) -> Option<bool> {
    let list = c.facts.integrity_records.as_ref()?;
    let years = c.edition.whole("kunming.integrity-years")?;
    let (first, last) = c.handing_in();
    let mut answer = Some(false);
    for r in list {
        if only_fabrication && r.is_fabrication == Some(false) {
            continue;
        }
        let Some(recorded) = r.recorded_on else {
            answer = None;
            continue;
        };
        let until = add_months(recorded, years * 12);
        if recorded > last || until <= first {
            continue;
        }
        if recorded <= first && until > last {
            return Some(true);
        }
        answer = None;
    }
    answer
}

/// An integrity record still runs when the application is handed in.
pub fn integrity_is_running<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(record_within(c, false), Computed)
}

/// One for a false promise or fabrication still runs.
pub fn fabrication_is_running<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(record_within(c, true), Computed)
}

pub fn has_licence<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(list) = &c.facts.licences else { return Reading::Missing };
    let day = c.handing_in().0;
    let valid = list
        .iter()
        .any(|l| l.is_valid.unwrap_or(true) && l.valid_until.is_none_or(|until| until >= day));
    yes(valid, Roster)
}

/// Whether this kind of application counts years at all.
pub fn counts_years<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(c.kind().map(|k| k == ApplicationKind::Promotion), OriginKind::Application)
}
