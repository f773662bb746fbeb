//! 预测 (forecast): the first year in which each next title becomes possible, and what would move it.
//!
//! Nothing is promised: the years ahead are judged by the rules of the last covered one, with the
//! person as they are now, and every assumption is said.

use crate::date::{Date, PartialDate};
use crate::eval::assess;
use crate::fact::Facts;
use crate::fact::document::{EducationFacts, TitleFacts, TransferFacts, WorkplaceFacts};
use crate::pack::Packs;
use crate::title::{ApplicationKind, EducationLevel, Level, ObtainedBy};
use crate::verdict::Conclusion;
use chrono::Datelike;
use serde::Serialize;

/// What a clerk asks “and if …” about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WhatIf {
    /// A further education: level, field of study, graduation.
    pub degree: Option<(EducationLevel, Option<String>, PartialDate)>,
    /// A move to another post on this day.
    pub moved_on: Option<PartialDate>,
    /// Work in a township of the listed area, as a college graduate.
    pub in_listed_township: Option<bool>,
    /// Whether the field of study counts as matching.
    pub is_field_matched: Option<bool>,
}

/// One year of the outlook.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearAhead {
    /// Application year.
    pub year: i32,
    /// What that year would say.
    pub conclusion: Conclusion,
    /// Whether the year has no rules of its own yet, so that the last covered ones are used.
    pub is_trial: bool,
    /// Refs of what stands in the way.
    pub blocking: Vec<String>,
    /// One sentence.
    pub headline: String,
    /// Ids of the facts to be asked.
    pub missing: Vec<String>,
}

/// The outlook of one title.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outlook {
    /// Level.
    pub level: Level,
    /// Names of the titles of this level in the series.
    pub titles: Vec<String>,
    /// First year in which it becomes possible; `None` when in none of the years looked at.
    pub first_year: Option<i32>,
    /// First year in which nothing known stands in the way, though facts are still to be asked; the
    /// same as `first_year` when there is one and no year before it is open.
    pub first_open_year: Option<i32>,
    /// The years looked at, up to the first possible one.
    pub years: Vec<YearAhead>,
    /// What is taken for granted, one sentence a line.
    pub assumptions: Vec<String>,
}

/// The outlook for `years` years from `from` on: the next level first, then the ones above it, each
/// taken as obtained at the end of its first possible year (or, when facts are missing, of the first
/// year nothing known stands in the way). Empty when there is no level above, or `from` is before
/// the first year the packs cover.
#[must_use]
pub fn forecast(
    facts: &Facts,
    packs: &Packs,
    from: i32,
    years: i32,
    what_if: &WhatIf,
) -> Vec<Outlook> {
    let mut person = as_of_now(facts, from);
    let mut said = assumptions(packs, from, years);
    said.extend(apply(&mut person, what_if));
    let mut out = Vec::new();
    let mut next = next_level(&person, packs);
    let mut first = from;
    while let Some(level) = next.filter(|_| (first..from + years).next().is_some()) {
        // What is intended holds for the level it is intended for; above it the way is promotion.
        if !out.is_empty() || person.application.level != Some(level) {
            as_promotion(&mut person);
        }
        let titles = names(&person, packs, first, level);
        if titles.is_empty() && !out.is_empty() {
            break;
        }
        let outlook = look_ahead(&person, packs, first..from + years, level, titles, &said);
        let Some(year) = outlook.first_year.or(outlook.first_open_year) else {
            out.push(outlook);
            break;
        };
        let open = if outlook.first_year.is_none() { "并且待补的事实都符合" } else { "" };
        said.push(format!("假定{year}年末取得{}{open}，随即聘任", level.label()));
        out.push(outlook);
        obtain(&mut person, packs, year, level);
        first = year + 1;
        next = above(level);
    }
    out
}

fn look_ahead(
    person: &Facts,
    packs: &Packs,
    span: std::ops::Range<i32>,
    level: Level,
    titles: Vec<String>,
    said: &[String],
) -> Outlook {
    let mut years = Vec::new();
    for year in span {
        let ahead = look(person, packs, year, level, titles.first());
        let is_possible = ahead.conclusion == Conclusion::Eligible;
        years.push(ahead);
        if is_possible {
            break;
        }
    }
    let first = |wanted: fn(Conclusion) -> bool| {
        years.iter().find(|y| wanted(y.conclusion)).map(|y| y.year)
    };
    Outlook {
        level,
        first_year: first(|c| c == Conclusion::Eligible),
        first_open_year: first(|c| c != Conclusion::Ineligible),
        years,
        assumptions: said.to_vec(),
        titles,
    }
}

fn above(level: Level) -> Option<Level> {
    Level::ALL.iter().copied().find(|l| *l as i32 == level as i32 + 1)
}

/// The person without what belongs to one filing: postings, opinion, papers, this year's counters.
fn as_of_now(facts: &Facts, from: i32) -> Facts {
    let mut person = facts.clone();
    person.as_of = None;
    person.today = None;
    person.notices = None;
    person.opinion = None;
    person.copies = None;
    person.attachments = None;
    person.materials = None;
    person.window = None;
    person.chsi = None;
    person.pledge = None;
    if let Some(history) = &mut person.history {
        history.opinion_rounds = None;
        history.has_open_problem = None;
        history.returns_and_resets = None;
        history.supplement = None;
        history.result_confirmed_on = None;
        if let Some(list) = &mut history.applications {
            list.retain(|a| a.year.is_none_or(|y| y < from));
        }
    }
    person
}

/// The plain way to the next level, before no committee in particular.
fn as_promotion(person: &mut Facts) {
    let application = &mut person.application;
    application.kind = Some(ApplicationKind::Promotion);
    application.committee = None;
    application.exam = None;
    application.is_second_qualification = None;
}

/// Lay the “and if” over the person; what was changed, in words.
fn apply(person: &mut Facts, what_if: &WhatIf) -> Vec<String> {
    let mut said = Vec::new();
    if let Some((level, field, graduated_on)) = &what_if.degree {
        person.education.get_or_insert_default().push(EducationFacts {
            level: Some(*level),
            field_of_study: field.clone(),
            graduated_on: Some(*graduated_on),
            ..EducationFacts::default()
        });
        said.push(format!("假定{graduated_on}取得{}学历", level.label()));
    }
    if let Some(moved_on) = what_if.moved_on {
        let transfer = TransferFacts {
            has_moved: Some(true),
            moved_on: Some(moved_on),
            has_proof: Some(true),
        };
        person.transfer = Some(transfer);
        said.push(format!("假定{moved_on}转到新岗位"));
    }
    if let Some(is_there) = what_if.in_listed_township {
        person.workplace = Some(WorkplaceFacts {
            is_township: Some(is_there),
            is_in_listed_area: Some(is_there),
            is_ordinary_graduate: Some(true),
            is_remote: Some(is_there),
        });
        let word = if is_there { "在" } else { "不在" };
        said.push(format!("假定{word}适用范围内的乡镇（街道）工作，普通高校毕业"));
    }
    if let Some(matched) = what_if.is_field_matched {
        person.application.is_field_matched = Some(matched);
        let list = person.education.iter_mut().flatten();
        list.for_each(|e| e.matches_specialty = Some(matched));
        let word = if matched { "一致" } else { "不一致" };
        said.push(format!("假定所学与申报专业{word}"));
    }
    said
}

/// The level above the highest title held; the first one a graduate can be reviewed for otherwise.
fn next_level(person: &Facts, packs: &Packs) -> Option<Level> {
    let level_of = |t: &TitleFacts| {
        t.level.or_else(|| packs.titles(t.name.as_deref()?).next().map(|n| n.level))
    };
    let held = person.titles.iter().flatten().filter_map(level_of).max();
    match held {
        Some(level) => above(level),
        None => person.application.level.or(Some(Level::Assistant)),
    }
}

fn names(person: &Facts, packs: &Packs, year: i32, level: Level) -> Vec<String> {
    let (_, until, _) = packs.coverage();
    let series = person.application.series.as_deref().unwrap_or_default();
    let rows = packs.titles_of(year.min(until));
    let row = rows.iter().find(|r| r.series == series);
    let levels = row.map(|r| r.levels());
    let found = levels.iter().flatten().find(|(l, _)| *l == level);
    found.map(|(_, names)| names.to_vec()).unwrap_or_default()
}

fn moved(day: Option<Date>, year: i32) -> Option<Date> {
    // 29 February falls on the 28th.
    day.and_then(|d| d.with_year(year).or_else(|| Date::from_ymd_opt(year, d.month(), 28)))
}

fn look(
    person: &Facts,
    packs: &Packs,
    year: i32,
    level: Level,
    title: Option<&String>,
) -> YearAhead {
    let mut facts = person.clone();
    let app = &mut facts.application;
    app.year = Some(year);
    app.level = Some(level);
    app.title = title.cloned();
    app.submitted_on = moved(app.submitted_on, year);
    app.review_opens_on = moved(app.review_opens_on, year);
    let (_, until, _) = packs.coverage();
    facts.options.trial = Some(year > until);
    let verdict = assess(&facts, packs);
    YearAhead {
        year,
        conclusion: verdict.trial.unwrap_or(verdict.conclusion),
        is_trial: verdict.trial.is_some(),
        blocking: verdict.blocking,
        headline: verdict.headline,
        missing: verdict.missing.into_iter().map(|m| m.fact).collect(),
    }
}

/// The title is obtained at the end of the year, and the person appointed to it at once.
fn obtain(person: &mut Facts, packs: &Packs, year: i32, level: Level) {
    let end = Date::from_ymd_opt(year, 12, 31).map(PartialDate::from);
    let name = names(person, packs, year, level).into_iter().next();
    let series = person.application.series.clone();
    person.titles.get_or_insert_default().push(TitleFacts {
        name,
        series,
        level: Some(level),
        obtained_by: Some(ObtainedBy::Review),
        obtained_on: end,
        appointed_on: end,
        is_out_of_province: Some(false),
        ..TitleFacts::default()
    });
    person.application.is_first_review = Some(false);
}

fn assumptions(packs: &Packs, from: i32, years: i32) -> Vec<String> {
    let (_, until, _) = packs.coverage();
    let mut said = Vec::new();
    if from + years - 1 > until {
        said.push(format!("{until}年度以后的规定还没有，按{until}年度试算，不是结论"));
    }
    said.push("假定劳动关系、岗位、参保、考核都照现在不变，没有新的处分和退回".to_owned());
    said
}
