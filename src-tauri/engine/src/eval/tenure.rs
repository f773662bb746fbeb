//! 算式: the years in post, what is taken off, the years the ladder asks, and whether they are full.

use super::condition::Trace;
use crate::date::{Date, PartialDate, Span, add_days, add_months, long};
use crate::edition::compile::Compiled;
use crate::fact::{Case, F, Interval, Reading};
use crate::pack::rule::Standing;
use crate::title::{EducationLevel, Level};
use crate::verdict::{Arithmetic, Citation, Deduction, RequiredPart};
use chrono::Datelike;

/// What the rules of the date-setting and year-adjusting kind have decided before the sum.
#[derive(Debug, Default)]
pub(crate) struct Adjustments<'c> {
    /// First day counted, where a rule sets it.
    pub from: Option<(F, &'c Compiled)>,
    /// A first day that a rule would set which may only caution.
    pub perhaps_from: Option<(F, &'c Compiled)>,
    /// Last day counted.
    pub until: Option<Date>,
    /// Years added or taken off, certain.
    pub added: Vec<(i32, &'c Compiled)>,
    /// Years that would be added if a missing fact said so, with the missing facts.
    pub perhaps: Vec<(i32, Vec<F>)>,
    /// Years a rule would add or take off which may only caution.
    pub cautioned: Vec<(i32, &'c Compiled)>,
    /// Intervals taken off.
    pub deducted: Vec<(Interval, &'c Compiled)>,
    /// Intervals a rule would take off which may only caution.
    pub cautioned_deducted: Vec<(Interval, &'c Compiled)>,
    /// Facts that an interval list lacks.
    pub missing: Vec<F>,
    /// The longest the intervals with missing facts can be.
    pub at_most: Option<Vec<(Interval, &'c Compiled)>>,
    /// A first day a rule sets and nobody knows: whether it can only lengthen the years, and what is
    /// missing.
    pub open_start: Option<(bool, Vec<F>)>,
}

/// What came of the sum.
#[derive(Debug)]
pub(crate) enum Sum {
    /// It could be done. Boxed: it is large beside the others.
    Done(Box<Arithmetic>),
    /// The education opens the level at once; no years are asked.
    Direct,
    /// The years are not full by a row nobody has confirmed.
    Unconfirmed(Box<Arithmetic>),
    /// The education is below what the ladder asks for.
    TooLow(String),
    /// A fact is missing.
    Unknown,
    /// The packs have no ladder for the case.
    NotCovered(String),
}

/// The row of the ladder that applies.
struct Step {
    years: i32,
    label: String,
    cites: Vec<Citation>,
    is_direct: bool,
    is_certain: bool,
    /// Years of probation where the level is entered without a title.
    probation: i32,
}

enum Stop {
    Unknown,
    TooLow(String),
    NotCovered(String),
}

fn step(case: &Case<'_>, trace: &mut Trace) -> Result<Step, Stop> {
    let series = case.read(F::ApplicationSeries);
    let level = case.read(F::ApplicationLevel);
    let education = case.read(F::EducationLevel);
    trace.note(F::ApplicationSeries, series);
    trace.note(F::ApplicationLevel, level);
    if let Some(years) = case.facts.application.required_years {
        let label = "该系列评审标准（人工填）".to_owned();
        return Ok(Step {
            years,
            label,
            cites: Vec::new(),
            is_direct: false,
            is_certain: true,
            probation: 0,
        });
    }
    trace.note(F::EducationLevel, education);
    let (Some(series), Some(level)) = (series.text(), case.level(F::ApplicationLevel)) else {
        return Err(Stop::Unknown);
    };
    let rows = case.edition.ladder(series, level);
    if rows.is_empty() {
        return Err(Stop::NotCovered(format!(
            "规则包里还没有“{series}”{}的学历和年限条件",
            level.label()
        )));
    }
    let none = "没有毕业学历";
    let own: EducationLevel = match education {
        Reading::Missing => return Err(Stop::Unknown),
        Reading::Absent => {
            return Err(too_low(series, level, none, rows.iter().all(|r| r.is_certain)));
        }
        reading => reading.text().and_then(|t| t.parse().ok()).ok_or(Stop::Unknown)?,
    };
    let Some(row) = rows.iter().find(|r| r.education.contains(&own)) else {
        return Err(too_low(series, level, own.label(), rows.iter().all(|r| r.is_certain)));
    };
    let specialty = case.facts.application.specialty.as_deref().unwrap_or_default();
    if !row.fields.is_empty() && !row.fields.iter().any(|f| specialty.contains(f.as_str())) {
        return Err(Stop::NotCovered(format!(
            "{}报{}，基本条件只写了{}，本人是否属于请核实",
            own.label(),
            level.label(),
            row.fields.join("、")
        )));
    }
    let limited = if row.fields.is_empty() {
        String::new()
    } else {
        format!("（只限{}）", row.fields.join("、"))
    };
    let label = if row.after.is_empty() {
        format!("{}可直接申报{}{limited}", own.label(), level.label())
    } else {
        format!("{}，取得{}后满{limited}", own.label(), row.after)
    };
    Ok(Step {
        years: row.years,
        label,
        cites: row.cites.clone(),
        is_direct: row.after.is_empty() && row.years == 0,
        is_certain: row.is_certain,
        probation: row.probation,
    })
}

fn too_low(series: &str, level: Level, own: &str, is_certain: bool) -> Stop {
    let sentence =
        format!("“{series}”{}的基本条件没有列{own}，要报须走破格或其他通道", level.label());
    if is_certain { Stop::TooLow(sentence) } else { Stop::NotCovered(sentence) }
}

/// The clauses of the row that speaks for a case, else of its level: every series has its own standard.
pub(crate) fn ladder_cites<'c>(case: &'c Case<'_>) -> Option<&'c [Citation]> {
    let series = case.read(F::ApplicationSeries).text()?.to_owned();
    let level = case.level(F::ApplicationLevel)?;
    let education = case.read(F::EducationLevel).text().and_then(|t| t.parse().ok());
    let own = education.and_then(|e| case.edition.ladder_row(&series, level, e));
    let row = own.or_else(|| case.edition.ladder(&series, level).first())?;
    (!row.cites.is_empty()).then_some(&row.cites)
}

/// How sure the ladder is that speaks for a case.
pub(crate) fn ladder_standing(case: &Case<'_>) -> Standing {
    let row = || {
        let series = case.read(F::ApplicationSeries).text()?;
        let level = case.level(F::ApplicationLevel)?;
        let education = case.read(F::EducationLevel).text()?.parse().ok()?;
        case.edition.ladder_row(series, level, education)
    };
    match row() {
        Some(row) if !row.is_certain => Standing::Unverified,
        _ => Standing::Stated,
    }
}

/// Do the sum.
pub(crate) fn sum(case: &Case<'_>, adjust: &Adjustments<'_>, trace: &mut Trace) -> Sum {
    let step = match step(case, trace) {
        Ok(step) => step,
        Err(Stop::Unknown) => return Sum::Unknown,
        Err(Stop::TooLow(why)) => return Sum::TooLow(why),
        Err(Stop::NotCovered(why)) => return Sum::NotCovered(why),
    };
    let appointed_first = case.edition.text("kunming.tenure-start") == Some("appointed");
    let usual = if appointed_first { F::TitleAppointedOn } else { F::TitleObtainedOn };
    let fact = adjust.from.map_or(usual, |(fact, _)| fact);
    let reading = case.read(fact);
    let start = reading.date();
    if step.is_direct && step.probation > 0 && start.is_none() {
        return probation(case, &step, adjust.until, trace);
    }
    if step.is_direct && start.is_none() {
        return Sum::Direct;
    }
    trace.note(fact, reading);
    let Some(start) = start else { return Sum::Unknown };
    let Some(until) = adjust.until else {
        return Sum::NotCovered("规则包没有规定年限截止日".into());
    };
    // By calendar years a day counts as the cut-off's day of its year.
    let by_calendar_year = case.edition.text("kunming.completed-years") == Some("calendar_year");
    let start = if by_calendar_year { of_year(start, until) } else { start };
    let label = match (fact, case.read(F::TitleName).text()) {
        (F::TitleObtainedOn, name) => format!("取得{}", name.unwrap_or("现职称")),
        (F::TitleAppointedOn, _) => "聘任".to_owned(),
        (other, _) => crate::fact::all()[other as usize].label.to_owned(),
    };
    let base =
        RequiredPart { years: step.years, label: step.label.clone(), cites: step.cites.clone() };
    let part = |(years, rule): &(i32, &Compiled)| RequiredPart {
        years: *years,
        label: rule.name.clone(),
        cites: rule.cites.clone(),
    };
    let mut required = vec![base];
    required.extend(adjust.added.iter().map(part));
    let Some(mut done) = reckon(start, &label, until, &required, &adjust.deducted) else {
        return Sum::Unknown;
    };
    // What is missing can only take time off: years that are not full without it stay so, and years
    // that are full with the most taken off are full.
    let full_at_most = || {
        let mut most = adjust.deducted.clone();
        most.extend(adjust.at_most.clone()?);
        is_full(start, until, years_of(&required), &most)
    };
    if let Some((lengthens, facts)) = &adjust.open_start
        && *lengthens != done.is_satisfied
    {
        trace.missing.extend(facts.iter().filter(|f| **f != fact));
        return Sum::Unknown;
    }
    if !adjust.missing.is_empty() && done.is_satisfied && full_at_most() != Some(true) {
        for fact in &adjust.missing {
            if !trace.missing.contains(fact) {
                trace.missing.push(*fact);
            }
        }
        return Sum::Unknown;
    }
    for more in [true, false] {
        let parts: i32 = adjust.perhaps.iter().map(|(y, _)| *y).filter(|y| (*y > 0) == more).sum();
        let years = done.required_years + parts;
        let other = done.is_full_with(years);
        if parts != 0 && other != done.is_satisfied {
            for fact in adjust.perhaps.iter().flat_map(|(_, facts)| facts) {
                if !trace.missing.contains(fact) {
                    trace.missing.push(*fact);
                }
            }
            return Sum::Unknown;
        }
    }
    if !done.is_satisfied {
        done.decisive = decisive(adjust, start, &done);
        // A start that a rule puts off decides too.
        let usual = case.read(usual).date().and_then(PartialDate::last_day);
        if let (Some((_, rule)), Some(day)) = (adjust.from, usual)
            && count(day, until, done.required_years, &adjust.deducted).is_full()
        {
            done.decisive.push(rule.reference.clone());
        }
    }
    done.other_reading = other_readings(case, adjust, start, &done);
    if !step.is_certain && !done.is_satisfied {
        return Sum::Unconfirmed(Box::new(done));
    }
    Sum::Done(Box::new(done))
}

/// The probation of somebody who enters a level without a title, from the first day of work.
fn probation(case: &Case<'_>, step: &Step, until: Option<Date>, trace: &mut Trace) -> Sum {
    let Some(until) = until else { return Sum::Direct };
    let begun = case.read(F::StartedWorkOn);
    trace.note(F::StartedWorkOn, begun);
    let Some(begun) = begun.date() else { return Sum::Unknown };
    match crate::date::months_between(begun, until) {
        Some((least, _)) if least >= step.probation * 12 => Sum::Direct,
        Some((_, most)) if most < step.probation * 12 => Sum::TooLow(format!(
            "{}，须见习满{}年；参加工作{begun}，到截止日不满",
            step.label, step.probation
        )),
        _ => Sum::Unknown,
    }
}

/// Refs of the adjustments without which the years would be full.
fn decisive(adjust: &Adjustments<'_>, start: PartialDate, done: &Arithmetic) -> Vec<String> {
    let mut refs: Vec<String> = Vec::new();
    for (years, rule) in adjust.added.iter().filter(|(y, _)| *y > 0) {
        if done.is_full_with(done.required_years - years) {
            refs.push(rule.reference.clone());
        }
    }
    let mut names: Vec<&str> = adjust.deducted.iter().map(|(_, r)| r.reference.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let rest: Vec<(Interval, &Compiled)> =
            adjust.deducted.iter().filter(|(_, r)| r.reference != name).cloned().collect();
        if is_full(start, done.until, done.required_years, &rest) == Some(true) {
            refs.push(name.to_owned());
        }
    }
    refs
}

/// The open points of the text, each said where it would change the answer.
fn other_readings(
    case: &Case<'_>,
    adjust: &Adjustments<'_>,
    start: PartialDate,
    done: &Arithmetic,
) -> Option<String> {
    let (until, years) = (done.until, done.required_years);
    let mut said = Vec::new();
    let verdict = |is_satisfied: bool| if is_satisfied { "够" } else { "不够" };
    let appointed_first = case.edition.text("kunming.tenure-start") == Some("appointed");
    let (other, word) = if appointed_first {
        (F::TitleObtainedOn, "取得")
    } else {
        (F::TitleAppointedOn, "聘任")
    };
    if adjust.from.is_none()
        && let Some(day) = case.read(other).date().and_then(PartialDate::last_day)
    {
        let a = count(day, until, years, &adjust.deducted);
        if a.is_full() != done.is_satisfied {
            said.push(format!(
                "如从{word}之日{}算起，是{}，{}；评委会另有规定的，以其为准",
                long(day),
                a.net(),
                verdict(a.is_full())
            ));
        }
    }
    let first = of_year(start, until).last_day().unwrap_or(until);
    let by_year = count(first, until, years, &adjust.deducted);
    if by_year.is_full() != done.is_satisfied {
        said.push(format!(
            "如按年头算（{}减{}），是{}，{}",
            until.year(),
            start.year(),
            by_year.net(),
            verdict(by_year.is_full())
        ));
    }
    for (years, rule) in &adjust.cautioned {
        if done.is_full_with(done.required_years + years) != done.is_satisfied {
            let word = if *years > 0 { "增加" } else { "减少" };
            said.push(format!(
                "如沿用“{}”{word}{}年，{}",
                rule.name,
                years.abs(),
                verdict(!done.is_satisfied)
            ));
        }
    }
    if !adjust.cautioned_deducted.is_empty() {
        let mut all: Vec<(Interval, &Compiled)> = adjust.deducted.clone();
        all.extend(adjust.cautioned_deducted.iter().cloned());
        if let Some(first) = start.last_day() {
            let a = count(first, until, years, &all);
            if a.is_full() != done.is_satisfied {
                let name = &adjust.cautioned_deducted[0].1.name;
                said.push(format!("如沿用“{name}”扣除，是{}，{}", a.net(), verdict(a.is_full())));
            }
        }
    }
    if let Some((fact, rule)) = adjust.perhaps_from
        && let Some(day) = case.read(fact).date().and_then(PartialDate::last_day)
    {
        let a = count(day, until, years, &adjust.deducted);
        if a.is_full() != done.is_satisfied {
            said.push(format!(
                "如沿用“{}”从{}算起，是{}，{}",
                rule.name,
                long(day),
                a.net(),
                verdict(a.is_full())
            ));
        }
    }
    (!said.is_empty()).then(|| said.join("；"))
}

/// The day of `until` in the year of `start`.
fn of_year(start: PartialDate, until: Date) -> PartialDate {
    until.with_year(start.year()).map_or(start, Into::into)
}

/// The sum from a start that may be known only to the month; `None` when the two ends of the month
/// lead to different answers.
fn reckon(
    start: PartialDate,
    label: &str,
    until: Date,
    required: &[RequiredPart],
    deducted: &[(Interval, &Compiled)],
) -> Option<Arithmetic> {
    is_full(start, until, years_of(required), deducted)?;
    Some(total(start.last_day()?, label, until, required, deducted))
}

/// Whether so many years are full; `None` when the two ends of the month of the start lead to
/// different answers.
fn is_full(
    start: PartialDate,
    until: Date,
    years: i32,
    deducted: &[(Interval, &Compiled)],
) -> Option<bool> {
    let (first, last) = (start.first_day()?, start.last_day()?);
    let late = count(last, until, years, deducted).is_full();
    (first == last || count(first, until, years, deducted).is_full() == late).then_some(late)
}

/// The years required, never fewer than none.
fn years_of(required: &[RequiredPart]) -> i32 {
    required.iter().map(|p| p.years).sum::<i32>().max(0)
}

/// The bare figures of a sum.
struct Count {
    /// The first day, moved by what is taken off.
    moved: Date,
    satisfied_on: Date,
    until: Date,
}

impl Count {
    fn is_full(&self) -> bool {
        self.satisfied_on <= self.until
    }

    fn net(&self) -> Span {
        Span::between(self.moved, self.until)
    }
}

/// The part of an interval that lies in the days counted.
fn inside(interval: &Interval, from: Date, until: Date) -> Option<(Date, Date, Span)> {
    let (a, b) = (interval.from.max(from), interval.until.min(until));
    (a <= b).then(|| (a, b, Span::between(a, add_days(b, 1))))
}

fn count(from: Date, until: Date, years: i32, deducted: &[(Interval, &Compiled)]) -> Count {
    let (mut months, mut days) = (0, 0);
    for (.., span) in deducted.iter().filter_map(|(i, _)| inside(i, from, until)) {
        months += span.total_months();
        days += span.days;
    }
    let shift = |date: Date| add_days(add_months(date, months), i64::from(days));
    Count { moved: shift(from), satisfied_on: shift(add_months(from, years * 12)), until }
}

impl Arithmetic {
    /// Whether the years would be full if so many were required.
    fn is_full_with(&self, years: i32) -> bool {
        let moved = add_months(self.satisfied_on, (years - self.required_years) * 12);
        moved <= self.until
    }
}

fn total(
    from: Date,
    from_label: &str,
    until: Date,
    required_parts: &[RequiredPart],
    deducted: &[(Interval, &Compiled)],
) -> Arithmetic {
    let deductions = deducted
        .iter()
        .filter_map(|(interval, rule)| {
            let (from, until, span) = inside(interval, from, until)?;
            let (label, cites) = (interval.label.to_owned(), rule.cites.clone());
            Some(Deduction { from, until, span, label, cites })
        })
        .collect();
    let required_years = years_of(required_parts);
    let figures = count(from, until, required_years, deducted);
    let (satisfied_on, is_satisfied) = (figures.satisfied_on, figures.is_full());
    let mut done = Arithmetic {
        from,
        from_label: from_label.to_owned(),
        until,
        until_label: "年限截止".to_owned(),
        gross: Span::between(from, until),
        deductions,
        net: figures.net(),
        required_parts: required_parts.to_vec(),
        required_years,
        satisfied_on,
        is_satisfied,
        short_by: (!is_satisfied).then(|| short_by(until, satisfied_on)),
        other_reading: None,
        decisive: Vec::new(),
        lines: Vec::new(),
    };
    done.lines = lines(&done);
    done
}

/// Missing time rounded up to whole months, as a clerk says it.
fn short_by(until: Date, satisfied_on: Date) -> Span {
    let span = Span::between(until, satisfied_on);
    let months = span.total_months() + i32::from(span.days > 0 && span.total_months() > 0);
    if months == 0 { span } else { Span { years: months / 12, months: months % 12, days: 0 } }
}

fn lines(a: &Arithmetic) -> Vec<String> {
    let mut lines =
        vec![format!("起算：{}（{}）；截止：{}", long(a.from), a.from_label, long(a.until))];
    lines.push(format!("起算至截止：{}", a.gross));
    for d in &a.deductions {
        lines.push(format!("扣除：{}至{}，{}（{}）", d.from, d.until, d.span, d.label));
    }
    if !a.deductions.is_empty() {
        lines.push(format!("折算：{}", a.net));
    }
    let parts: Vec<_> = a.required_parts.iter().map(|p| p.years.to_string()).collect();
    let why: Vec<_> = a.required_parts.iter().map(|p| p.label.as_str()).collect();
    lines.push(format!(
        "要求：{}＝{}年（{}）",
        parts.join("＋").replace("＋-", "－"),
        a.required_years,
        why.join("；")
    ));
    lines.push(match &a.short_by {
        None => format!("够；{}已满", long(a.satisfied_on)),
        Some(short) => format!("不够，差{short}；{}才满", long(a.satisfied_on)),
    });
    lines
}
