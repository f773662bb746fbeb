//! 算式: the years in post, what is taken off, the years the ladder asks, and whether they are full.

use super::condition::Trace;
use crate::date::{Date, PartialDate, Span, add_days, add_months, long};
use crate::fact::{Case, Interval, Reading, Value};
use crate::title::{EducationLevel, Level};
use crate::verdict::{Arithmetic, Citation, Deduction, RequiredPart};

/// What the rules of the date-setting and year-adjusting kind have decided before the sum.
#[derive(Debug, Default)]
pub struct Adjustments {
    /// First day counted, where a rule sets it: the reading, its label, and the fact to ask for.
    pub from: Option<(Reading, String, String)>,
    /// Last day counted, with its clauses.
    pub until: Option<(Date, Vec<Citation>)>,
    /// Years added, certain.
    pub added: Vec<RequiredPart>,
    /// Years that would be added if a missing fact said so.
    pub perhaps_added: Vec<RequiredPart>,
    /// Intervals taken off, with their clauses.
    pub deducted: Vec<(Interval, Vec<Citation>)>,
    /// An interval list could not be read.
    pub has_unknown_deduction: bool,
}

/// What came of the sum.
#[derive(Debug)]
pub enum Sum {
    /// It could be done. Boxed: it is large beside the others.
    Done(Box<Arithmetic>),
    /// A fact is missing.
    Unknown(Trace),
    /// The packs have no ladder for the case.
    NotCovered(String),
}

/// Row of the ladder for this application: years after the title one level below.
fn ladder(case: &Case<'_>, trace: &mut Trace) -> Result<RequiredPart, Option<String>> {
    let series = case.read("application.series");
    let level = case.read("application.level");
    let education = case.read("education.level");
    trace.note("application.series", &series);
    trace.note("application.level", &level);
    trace.note("education.level", &education);
    let (Some(series), Some(level)) = (series.text(), level.text()) else {
        return Err(None);
    };
    let mut rows = case
        .packs
        .rows("national.ladder", case.as_of)
        .filter(|r| r["series"].as_str() == Some(series) && r["level"].as_str() == Some(level));
    let level_label = level.parse::<Level>().map_or(level.to_owned(), |l| l.label().to_owned());
    if rows.clone().next().is_none() {
        return Err(Some(format!("规则包里还没有“{series}”{level_label}的学历和年限条件")));
    }
    let Some(education) = education.text() else {
        return Err(None);
    };
    let parsed = education.parse::<EducationLevel>();
    let education_label = parsed.map_or(education.to_owned(), |e| e.label().to_owned());
    let row = rows.find(|r| {
        r["education"].as_array().is_some_and(|l| l.iter().any(|v| v.as_str() == Some(education)))
    });
    let Some(row) = row else {
        return Err(Some(format!(
            "“{series}”{level_label}的基本条件没有列{education_label}，须按破格或其他通道另行判断"
        )));
    };
    let years = row["years"].as_i64().and_then(|y| i32::try_from(y).ok()).unwrap_or(0);
    let cites = row["cites"]
        .as_array()
        .map(|l| l.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect::<Vec<_>>())
        .unwrap_or_default();
    let prior = row["after"].as_str().unwrap_or_default();
    let label = if years == 0 {
        format!("{education_label}，不要求下级职称年限")
    } else {
        format!("{education_label}，取得{prior}后满")
    };
    Ok(RequiredPart { years, label, cites: case.packs.citations(&cites) })
}

/// Do the sum.
pub fn sum(case: &Case<'_>, adjust: &Adjustments) -> Sum {
    let mut trace = Trace::default();
    let base = match ladder(case, &mut trace) {
        Ok(part) => part,
        Err(Some(reason)) => return Sum::NotCovered(reason),
        Err(None) => return Sum::Unknown(trace),
    };
    let title = case.read("title.name").text().unwrap_or("现职称").to_owned();
    let (reading, label, fact) = adjust.from.clone().unwrap_or_else(|| {
        let fact = "title.obtained_on";
        (case.read(fact), format!("取得{title}"), fact.to_owned())
    });
    trace.note(&fact, &reading);
    let start = match &reading {
        Reading::Known(Value::Date(date), _) => *date,
        _ => return Sum::Unknown(trace),
    };
    let Some((until, _)) = &adjust.until else {
        return Sum::NotCovered("规则包没有规定年限截止日".into());
    };
    if adjust.has_unknown_deduction {
        let reading = case.read("secondment.uncounted");
        trace.note("secondment.uncounted", &reading);
        return Sum::Unknown(trace);
    }
    let mut required = vec![base];
    required.extend(adjust.added.iter().cloned());
    let Some(done) = reckon(start, &label, *until, required.clone(), &adjust.deducted) else {
        return Sum::Unknown(trace);
    };
    if !adjust.perhaps_added.is_empty() {
        required.extend(adjust.perhaps_added.iter().cloned());
        let other = reckon(start, &label, *until, required, &adjust.deducted);
        if other.is_none_or(|o| o.is_satisfied != done.is_satisfied) {
            let fact = "education.field_matches";
            trace.note(fact, &case.read(fact));
            return Sum::Unknown(trace);
        }
    }
    Sum::Done(Box::new(with_other_reading(case, done, *until, adjust)))
}

/// The sum from a start that may be known only to the month; `None` when the two ends of the month
/// lead to different answers.
fn reckon(
    start: PartialDate,
    label: &str,
    until: Date,
    required: Vec<RequiredPart>,
    deducted: &[(Interval, Vec<Citation>)],
) -> Option<Arithmetic> {
    let early = total(start.first_day()?, label, until, required.clone(), deducted);
    let late = total(start.last_day()?, label, until, required, deducted);
    (early.is_satisfied == late.is_satisfied).then_some(late)
}

/// The appointment date may be read as the start too; say so where it changes the answer.
fn with_other_reading(
    case: &Case<'_>,
    mut done: Arithmetic,
    until: Date,
    adjust: &Adjustments,
) -> Arithmetic {
    let appointed = case.read("title.appointed_on").date().and_then(PartialDate::last_day);
    if let (None, Some(appointed)) = (&adjust.from, appointed) {
        let required = done.required_parts.clone();
        let other = total(appointed, "聘任", until, required, &adjust.deducted);
        if other.is_satisfied != done.is_satisfied {
            done.other_reading = Some(format!(
                "如从聘任之日{}算起，是{}，{}；评委会另有规定的，以其为准",
                long(appointed),
                other.net,
                if other.is_satisfied { "够" } else { "不够" },
            ));
        }
    }
    done
}

fn total(
    from: Date,
    from_label: &str,
    until: Date,
    required_parts: Vec<RequiredPart>,
    deducted: &[(Interval, Vec<Citation>)],
) -> Arithmetic {
    let mut deductions = Vec::new();
    let (mut months, mut days) = (0, 0);
    for (interval, cites) in deducted {
        let (a, b) = (interval.from.max(from), interval.until.min(until));
        if a > b {
            continue;
        }
        let span = Span::between(a, add_days(b, 1));
        months += span.total_months();
        days += span.days;
        deductions.push(Deduction {
            from: a,
            until: b,
            span,
            label: interval.label.clone(),
            cites: cites.clone(),
        });
    }
    let shift = |date: Date| add_days(add_months(date, months), i64::from(days));
    let required_years: i32 = required_parts.iter().map(|p| p.years).sum();
    let satisfied_on = shift(add_months(from, required_years * 12));
    let net = Span::between(shift(from), until);
    let is_satisfied = satisfied_on <= until;
    let mut done = Arithmetic {
        from,
        from_label: from_label.to_owned(),
        until,
        until_label: "年限截止".to_owned(),
        gross: Span::between(from, until),
        deductions,
        net,
        required_parts,
        required_years,
        satisfied_on,
        is_satisfied,
        short_by: (!is_satisfied).then(|| short_by(until, satisfied_on)),
        other_reading: None,
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
    lines.push(format!("要求：{}＝{}年（{}）", parts.join("＋"), a.required_years, why.join("；")));
    lines.push(match &a.short_by {
        None => format!("够；{}已满", long(a.satisfied_on)),
        Some(short) => format!("不够，差{short}；{}才满", long(a.satisfied_on)),
    });
    lines
}
