//! Readers of the facts. Each says what the data say, and [`Reading::Missing`] where they are silent.

use super::{Case, Interval, Reading, Value, months_between};
use crate::date::{Date, PartialDate, add_days, add_months};
use crate::pack::rule::Standing;
use crate::person::{EmploymentKind, PostChange, Sex};
use crate::text::{name_key, resident_id, unit_key};
use crate::title::{EducationLevel, Level};
use crate::unit::UnitRelation;
use crate::verdict::OriginKind::{self, Application as Applied, Computed, Roster, Table, Unit};
use chrono::Datelike;

fn known(value: Value, origin: OriginKind) -> Reading {
    Reading::Known(value, origin)
}

fn maybe<T>(value: Option<T>, origin: OriginKind, wrap: impl Fn(T) -> Value) -> Reading {
    value.map_or(Reading::Missing, |v| known(wrap(v), origin))
}

fn yes(value: bool, origin: OriginKind) -> Reading {
    known(Value::Bool(value), origin)
}

fn key<T: Copy>(word: fn(T) -> &'static str) -> impl Fn(T) -> Value {
    move |v| Value::Text(word(v).to_owned())
}

pub(super) fn computed(_: &Case<'_>) -> Reading {
    Reading::Missing
}

pub(super) fn application_kind(c: &Case<'_>) -> Reading {
    known(Value::Text(c.application.kind.key().to_owned()), Applied)
}

pub(super) fn application_series(c: &Case<'_>) -> Reading {
    maybe(c.application.series.clone(), Applied, Value::Text)
}

pub(super) fn application_specialty(c: &Case<'_>) -> Reading {
    maybe(c.application.specialty.clone(), Applied, Value::Text)
}

pub(super) fn application_title(c: &Case<'_>) -> Reading {
    maybe(c.application.title.clone(), Applied, Value::Text)
}

pub(super) fn application_level(c: &Case<'_>) -> Reading {
    maybe(c.application.level, Applied, key(Level::key))
}

pub(super) fn application_submitted_on(c: &Case<'_>) -> Reading {
    maybe(c.application.submitted_on, Applied, |d| Value::Date(d.into()))
}

pub(super) fn application_review_opens_on(c: &Case<'_>) -> Reading {
    maybe(c.application.review_opens_on, Applied, |d| Value::Date(d.into()))
}

pub(super) fn application_committee(c: &Case<'_>) -> Reading {
    match &c.application.committee_id {
        Some(id) => known(Value::Text(id.clone()), Applied),
        None => Reading::Absent,
    }
}

/// Whether the level is reached by exam only, from the table of such levels.
pub(super) fn application_is_exam_only(c: &Case<'_>) -> Reading {
    let (Some(series), Some(level)) =
        (c.read("application.series").text().map(str::to_owned), level(c, "application.level"))
    else {
        return Reading::Missing;
    };
    let hit = c.packs.rows("national.exam-only", c.as_of).any(|row| {
        row["series"].as_str() == Some(&series)
            && row["levels"].as_array().is_some_and(|l| l.iter().any(|v| v == level.key()))
    });
    yes(hit, Table)
}

pub(super) fn unit_kind(c: &Case<'_>) -> Reading {
    maybe(c.unit.map(|u| u.kind), Unit, |k| Value::Text(k.key().to_owned()))
}

pub(super) fn unit_tier(c: &Case<'_>) -> Reading {
    maybe(c.unit.map(|u| u.tier), Unit, |k| Value::Text(k.key().to_owned()))
}

pub(super) fn unit_has_posts_defined(c: &Case<'_>) -> Reading {
    maybe(c.unit.and_then(|u| u.post_setup.as_ref()), Unit, |p| Value::Bool(p.is_done))
}

pub(super) fn unit_free_posts(c: &Case<'_>) -> Reading {
    let posts = c.unit.and_then(|u| u.post_setup.as_ref());
    let (Some(posts), Some(level)) = (posts, level(c, "application.level")) else {
        return Reading::Missing;
    };
    let free = match level {
        Level::Technician | Level::Assistant => posts.free_junior,
        Level::Intermediate => posts.free_intermediate,
        Level::AssociateSenior | Level::FullSenior => posts.free_senior,
    };
    known(Value::Number(f64::from(free)), Unit)
}

/// While a doubt is open, whether the identity is right is just not known.
pub(super) fn has_open_doubt(c: &Case<'_>) -> Reading {
    if c.dossier.open_doubts.is_empty() { yes(false, Roster) } else { Reading::Missing }
}

pub(super) fn employment_kind(c: &Case<'_>) -> Reading {
    maybe(c.dossier.person.employment_kind, Roster, key(EmploymentKind::key))
}

pub(super) fn employer_relation(c: &Case<'_>) -> Reading {
    maybe(c.unit.map(|u| u.relation), Unit, key(UnitRelation::key))
}

pub(super) fn has_relation(c: &Case<'_>) -> Reading {
    match (c.dossier.person.employment_kind, c.unit) {
        (Some(EmploymentKind::Freelancer), _) => yes(false, Roster),
        (Some(_), Some(_)) if c.dossier.person.employer_id.is_some() => yes(true, Roster),
        _ => Reading::Missing,
    }
}

pub(super) fn is_civil_servant(c: &Case<'_>) -> Reading {
    maybe(c.dossier.person.employment_kind, Roster, |k| {
        Value::Bool(k == EmploymentKind::CivilServant)
    })
}

pub(super) fn on_professional_post(c: &Case<'_>) -> Reading {
    maybe(c.dossier.current_work().and_then(|w| w.is_professional), Roster, Value::Bool)
}

/// The change from a worker's or manager's post to a technical one.
fn worker_change<'a>(c: &Case<'a>) -> Option<&'a PostChange> {
    c.dossier.post_change.iter().find(|p| {
        p.kind.as_deref().is_some_and(|k| {
            (k.starts_with("工勤") || k.starts_with("管理")) && k.contains("专业技术")
        })
    })
}

pub(super) fn came_from_worker_post(c: &Case<'_>) -> Reading {
    let text = c.dossier.person.employment_text.as_deref().unwrap_or_default();
    let says_so = text.contains("工勤") || text.contains("管理岗转");
    yes(worker_change(c).is_some() || says_so, Roster)
}

pub(super) fn post_change_document(c: &Case<'_>) -> Reading {
    maybe(worker_change(c).and_then(|p| p.document.clone()), Roster, Value::Text)
}

pub(super) fn post_change_changed_on(c: &Case<'_>) -> Reading {
    maybe(worker_change(c).and_then(|p| p.changed_on), Roster, Value::Date)
}

pub(super) fn has_salary_form(c: &Case<'_>) -> Reading {
    maybe(worker_change(c).and_then(|p| p.has_salary_form), Roster, Value::Bool)
}

/// The day counts only when the form that proves it is there.
pub(super) fn paid_from(c: &Case<'_>) -> Reading {
    let change = worker_change(c).filter(|p| p.has_salary_form == Some(true));
    maybe(change.and_then(|p| p.paid_from), Roster, Value::Date)
}

/// Birth date, from the id number where that is valid, else from the list.
fn born_on(c: &Case<'_>) -> Option<Date> {
    let person = &c.dossier.person;
    let from_id =
        person.id_number.as_deref().and_then(|n| resident_id(n).ok()).map(|id| id.born_on);
    from_id.or_else(|| person.born_on?.last_day())
}

/// Statutory retirement after the gradual delay: original age, one month more for every so many
/// months by which the original day lies after the start, up to a cap; all figures from the pack.
pub(super) fn statutory_retirement_on(c: &Case<'_>) -> Reading {
    let (Some(born), Some(sex)) = (born_on(c), c.dossier.person.sex) else {
        return Reading::Missing;
    };
    let group = match sex {
        Sex::Male => "male",
        Sex::Female => "female_technical",
    };
    let Some(row) = c.packs.rows("national.retirement", c.as_of).find(|r| r["group"] == group)
    else {
        return Reading::Missing;
    };
    let n = |key: &str| row[key].as_i64().and_then(|v| i32::try_from(v).ok()).unwrap_or(0);
    let starts: Option<Date> = row["starts_on"].as_str().and_then(|s| s.parse().ok());
    let (Some(starts), true) = (starts, n("step") > 0) else {
        return Reading::Missing;
    };
    let original = add_months(born, n("age") * 12);
    let late =
        (original.year() - starts.year()) * 12 + original.month() as i32 - starts.month() as i32;
    let delay = if late < 0 { 0 } else { (late / n("step") + 1).min(n("cap")) };
    known(Value::Date(add_months(born, n("age") * 12 + delay).into()), Computed)
}

fn credential<'a>(c: &Case<'a>, word: &str) -> Option<&'a str> {
    let credentials = c.dossier.credential.iter();
    credentials
        .filter(|k| k.item.as_deref().is_some_and(|i| i.contains(word)))
        .find_map(|k| k.state.as_deref())
}

pub(super) fn is_retired(c: &Case<'_>) -> Reading {
    let retired = credential(c, "退休证").is_some_and(|s| s.contains('有'));
    yes(retired, Roster)
}

/// “无” in a list only says that no document was handed in, so the question stays open.
pub(super) fn has_extension(c: &Case<'_>) -> Reading {
    match credential(c, "延迟退休") {
        Some(state) if state.starts_with('有') => yes(true, Roster),
        _ => Reading::Missing,
    }
}

pub(super) fn education_level(c: &Case<'_>) -> Reading {
    maybe(c.dossier.highest_education().and_then(|e| e.level), Roster, key(EducationLevel::key))
}

pub(super) fn education_degree(c: &Case<'_>) -> Reading {
    maybe(c.dossier.highest_education().and_then(|e| e.degree.clone()), Roster, Value::Text)
}

pub(super) fn field_of_study(c: &Case<'_>) -> Reading {
    let field = c.dossier.highest_education().and_then(|e| e.field_of_study.clone());
    maybe(field, Roster, Value::Text)
}

pub(super) fn graduated_year(c: &Case<'_>) -> Reading {
    let year = c.dossier.highest_education().and_then(|e| e.graduated_on).map(PartialDate::year);
    maybe(year, Roster, |y| Value::Number(f64::from(y)))
}

pub(super) fn is_overseas(c: &Case<'_>) -> Reading {
    if credential(c, "境").is_some() || credential(c, "国外学历").is_some() {
        return yes(true, Roster);
    }
    let stated = c.dossier.highest_education().and_then(|e| e.is_overseas);
    let school = c.dossier.highest_education().and_then(|e| e.school.as_deref());
    match (stated, school) {
        (Some(stated), _) => yes(stated, Roster),
        (None, Some(_)) => yes(false, Roster),
        (None, None) => Reading::Missing,
    }
}

/// The table of fields that go together; a field it does not list is for a person to judge.
pub(super) fn field_matches(c: &Case<'_>) -> Reading {
    let field = c.read("education.field_of_study");
    let specialty = c.read("application.specialty");
    let (Some(field), Some(specialty)) = (field.text(), specialty.text()) else {
        return Reading::Missing;
    };
    let (field, specialty) = (name_key(field), name_key(specialty));
    if field == specialty {
        return yes(true, Roster);
    }
    let row = c.packs.rows("kunming.specialty-fields", c.as_of);
    let Some(row) = row.into_iter().find(|r| r["specialty"] == specialty.as_str()) else {
        return Reading::Missing;
    };
    let lists = |key: &str| {
        row[key].as_array().is_some_and(|l| l.iter().any(|v| v.as_str() == Some(&field)))
    };
    match (lists("same"), lists("other")) {
        (true, _) => yes(true, Table),
        (_, true) => yes(false, Table),
        _ => Reading::Missing,
    }
}

pub(super) fn is_safety_field(c: &Case<'_>) -> Reading {
    let mut words = c.packs.rows("kunming.safety-fields", c.as_of).filter_map(|v| v.as_str());
    let series = c.application.series.as_deref().unwrap_or_default();
    let specialty = c.application.specialty.as_deref().unwrap_or_default();
    yes(words.any(|w| w == series || w == specialty), Table)
}

pub(super) fn title_name(c: &Case<'_>) -> Reading {
    match c.dossier.current_title().and_then(|t| t.name.clone()) {
        Some(name) => known(Value::Text(name), Roster),
        None => Reading::Absent,
    }
}

/// A vocational qualification's row in the correspondence table.
fn equivalence<'a>(c: &Case<'a>, name: &str) -> Option<&'a serde_json::Value> {
    let bare = name_key(name);
    let bare = bare.split(['(', '（']).next().unwrap_or_default();
    c.packs.rows("national.equivalence", c.as_of).find(|r| r["name"].as_str() == Some(bare))
}

pub(super) fn title_level(c: &Case<'_>) -> Reading {
    let Some(title) = c.dossier.current_title() else {
        return Reading::Absent;
    };
    if let Some(level) = title.level {
        return known(Value::Text(level.key().to_owned()), Roster);
    }
    let Some(name) = title.name.as_deref() else {
        return Reading::Missing;
    };
    if let Some(found) = c.packs.titles(name).next() {
        return known(Value::Text(found.level.key().to_owned()), Table);
    }
    maybe(equivalence(c, name).and_then(|r| r["level"].as_str()), Table, |l| {
        Value::Text(l.to_owned())
    })
}

pub(super) fn title_series(c: &Case<'_>) -> Reading {
    let Some(title) = c.dossier.current_title() else {
        return Reading::Absent;
    };
    if let Some(series) = &title.series {
        return known(Value::Text(series.clone()), Roster);
    }
    let name = title.name.as_deref().unwrap_or_default();
    let found = c.packs.titles(name).next().map(|t| t.series.clone());
    let found = found.or_else(|| Some(equivalence(c, name)?["series"].as_str()?.to_owned()));
    maybe(found, Table, Value::Text)
}

fn title_date(c: &Case<'_>, pick: fn(&crate::person::TitleHeld) -> Option<PartialDate>) -> Reading {
    match c.dossier.current_title() {
        None => Reading::Absent,
        Some(title) => maybe(pick(title), Roster, Value::Date),
    }
}

pub(super) fn title_obtained_on(c: &Case<'_>) -> Reading {
    title_date(c, |t| t.obtained_on)
}

pub(super) fn title_appointed_on(c: &Case<'_>) -> Reading {
    title_date(c, |t| t.appointed_on)
}

pub(super) fn is_qualification(c: &Case<'_>) -> Reading {
    let Some(title) = c.dossier.current_title() else {
        return yes(false, Roster);
    };
    let name = title.name.as_deref().unwrap_or_default();
    yes(c.packs.titles(name).next().is_none() && equivalence(c, name).is_some(), Table)
}

pub(super) fn is_out_of_province(c: &Case<'_>) -> Reading {
    let stated = c.dossier.current_title().and_then(|t| t.is_out_of_province);
    yes(stated.unwrap_or(false) || credential(c, "外省职称").is_some(), Roster)
}

fn level(c: &Case<'_>, fact: &str) -> Option<Level> {
    c.read(fact).text()?.parse().ok()
}

pub(super) fn is_next_level(c: &Case<'_>) -> Reading {
    match (level(c, "application.level"), c.read("title.level")) {
        (Some(Level::Technician), _) => yes(true, Computed),
        (Some(_), Reading::Absent) => yes(false, Computed),
        (Some(to), Reading::Known(Value::Text(from), _)) => match from.parse::<Level>() {
            Ok(from) => yes(to as i32 - from as i32 == 1, Computed),
            Err(()) => Reading::Missing,
        },
        _ => Reading::Missing,
    }
}

pub(super) fn is_away(c: &Case<'_>) -> Reading {
    let mut open = c.dossier.secondment.iter().filter(|s| s.until.is_none());
    if open.clone().any(|s| s.has_home_duties == Some(false)) {
        yes(true, Roster)
    } else if open.any(|s| s.has_home_duties.is_none()) {
        Reading::Missing
    } else {
        yes(false, Roster)
    }
}

pub(super) fn seconded_with_duties(c: &Case<'_>) -> Reading {
    yes(c.dossier.secondment.iter().any(|s| s.has_home_duties == Some(true)), Roster)
}

pub(super) fn secondment_uncounted(c: &Case<'_>) -> Reading {
    let mut list = Vec::new();
    for s in c.dossier.secondment.iter().filter(|s| s.has_home_duties != Some(true)) {
        let (Some(from), Some(until)) =
            (s.from.and_then(PartialDate::first_day), s.until.and_then(PartialDate::last_day))
        else {
            continue;
        };
        if s.has_home_duties.is_none() {
            return Reading::Missing;
        }
        list.push(Interval { from, until, label: "借调，未承担本单位职责".into() });
    }
    known(Value::Intervals(list), Roster)
}

/// Work off technical posts, without the days a secondment already takes off.
pub(super) fn administrative_uncounted(c: &Case<'_>) -> Reading {
    let taken = match c.read("secondment.uncounted") {
        Reading::Known(Value::Intervals(list), _) => list,
        _ => Vec::new(),
    };
    let mut list = Vec::new();
    for w in c.dossier.work.iter().filter(|w| w.is_professional == Some(false)) {
        let (Some(from), Some(until)) =
            (w.from.and_then(PartialDate::first_day), w.until.and_then(PartialDate::last_day))
        else {
            continue;
        };
        let mut pieces = vec![(from, until)];
        for t in &taken {
            pieces = pieces.into_iter().flat_map(|(a, b)| without(a, b, t.from, t.until)).collect();
        }
        list.extend(pieces.into_iter().map(|(from, until)| Interval {
            from,
            until,
            label: "不在专业技术岗位".into(),
        }));
    }
    known(Value::Intervals(list), Roster)
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

pub(super) fn transfer_moved_on(c: &Case<'_>) -> Reading {
    let change = c
        .dossier
        .post_change
        .iter()
        .filter(|p| p.kind.as_deref().is_some_and(|k| k.contains("转岗")))
        .max_by_key(|p| p.changed_on);
    maybe(change.and_then(|p| p.changed_on), Roster, Value::Date)
}

pub(super) fn transfer_months(c: &Case<'_>) -> Reading {
    let moved = c.read("transfer.moved_on").date();
    let (Some(moved), Some(until)) = (moved, c.application.submitted_on) else {
        return Reading::Missing;
    };
    maybe(months_between(moved, until), Computed, |(least, _)| Value::Number(f64::from(least)))
}

/// Years of probation after which this education is recognised at the level applied for.
fn probation_years(c: &Case<'_>) -> Option<Option<i64>> {
    let education = c.read("education.level");
    let level = level(c, "application.level")?;
    let education = education.text()?;
    let row = c
        .packs
        .rows("kunming.recognition", c.as_of)
        .find(|r| r["education"] == education && r["level"] == level.key());
    Some(row.and_then(|r| r["probation_years"].as_i64()))
}

pub(super) fn recognition_is_listed(c: &Case<'_>) -> Reading {
    maybe(probation_years(c), Table, |years| Value::Bool(years.is_some()))
}

pub(super) fn hired_on(c: &Case<'_>) -> Reading {
    let hired = c
        .dossier
        .post_change
        .iter()
        .find(|p| p.kind.as_deref().is_some_and(|k| k.contains("新进") || k.contains("录用")));
    maybe(hired.and_then(|p| p.changed_on), Roster, Value::Date)
}

pub(super) fn recognition_ready_on(c: &Case<'_>) -> Reading {
    let hired = c.read("recognition.hired_on").date().and_then(PartialDate::last_day);
    let (Some(hired), Some(Some(years))) = (hired, probation_years(c)) else {
        return Reading::Missing;
    };
    let months = i32::try_from(years * 12).unwrap_or(0);
    known(Value::Date(add_months(hired, months).into()), Computed)
}

pub(super) fn recognition_is_ready(c: &Case<'_>) -> Reading {
    let ready = c.read("recognition.ready_on").date().and_then(PartialDate::exact);
    match (ready, c.application.submitted_on) {
        (Some(ready), Some(submitted)) => yes(ready <= submitted, Computed),
        _ => Reading::Missing,
    }
}

pub(super) fn recognition_has_passed(c: &Case<'_>) -> Reading {
    let state = credential(c, "见习期满考核").or_else(|| credential(c, "入职考核"));
    maybe(state, Roster, |s| Value::Bool(s == "合格" || s == "优秀"))
}

pub(super) fn insurance_since(c: &Case<'_>) -> Reading {
    let here = c.dossier.insurance.iter();
    let here = here.filter(|i| i.place.as_deref().is_some_and(|p| p.contains("昆明")));
    maybe(here.filter_map(|i| i.from).min(), Roster, Value::Date)
}

pub(super) fn insurance_is_continuous(c: &Case<'_>) -> Reading {
    if c.dossier.insurance.is_empty() {
        return Reading::Missing;
    }
    let broken = |i: &crate::person::Insurance| {
        i.status.as_deref().is_some_and(|s| s.contains("中断") || s.contains("停"))
    };
    yes(!c.dossier.insurance.iter().any(broken), Roster)
}

pub(super) fn insurance_matches(c: &Case<'_>) -> Reading {
    let latest = c.dossier.insurance.iter().max_by_key(|i| i.from);
    match (latest.and_then(|i| i.unit.as_deref()), c.unit) {
        (Some(insured), Some(unit)) => yes(unit_key(insured) == unit_key(&unit.name), Roster),
        _ => Reading::Missing,
    }
}

pub(super) fn past_failed_on(c: &Case<'_>) -> Reading {
    let failed = c
        .dossier
        .past_application
        .iter()
        .filter(|p| p.result.as_deref().is_some_and(|r| r.contains("未通过")))
        .filter_map(|p| p.result_on)
        .max();
    failed.map_or(Reading::Absent, |d| known(Value::Date(d), Roster))
}

pub(super) fn has_new_achievement(c: &Case<'_>) -> Reading {
    let Some(failed) = c.read("past.failed_on").date().and_then(PartialDate::last_day) else {
        return Reading::Absent;
    };
    let newer = |d: PartialDate| d.last_day().is_some_and(|d| d > failed);
    yes(c.dossier.achievement.iter().filter_map(|a| a.until).any(newer), Roster)
}

/// Years whose hours fall short of the yearly total or of the share of specialty courses.
pub(super) fn training_short_years(c: &Case<'_>) -> Reading {
    let Some(rule) = c.packs.parameter("national.training-hours", c.as_of) else {
        return Reading::Missing;
    };
    let total = rule.value["total"].as_f64().unwrap_or(0.0);
    let specialty = rule.value["specialty"].as_f64().unwrap_or(0.0);
    let short = c.dossier.training.iter().filter_map(|t| {
        let general = t.general_hours.unwrap_or(0.0);
        let own = t.specialty_hours.unwrap_or(0.0);
        (general + own < total || own < specialty).then(|| t.year.map(|y| format!("{y}年")))?
    });
    known(Value::List(short.collect()), Computed)
}

/// Years whose appraisal is neither of the good results of the pack.
pub(super) fn appraisal_weak_years(c: &Case<'_>) -> Reading {
    let good: Vec<_> =
        c.packs.rows("kunming.appraisal-good", c.as_of).filter_map(|v| v.as_str()).collect();
    let weak = c.dossier.appraisal.iter().filter_map(|a| {
        let result = a.result.as_deref().unwrap_or("空");
        (!good.contains(&result)).then(|| a.year.map(|y| format!("{y}年“{result}”")))?
    });
    known(Value::List(weak.collect()), Roster)
}

/// How sure a table is at the date of the case.
pub(crate) fn table_standing(c: &Case<'_>, id: &str) -> Standing {
    c.packs.parameter(id, c.as_of).map_or(Standing::Unverified, |p| p.standing)
}
