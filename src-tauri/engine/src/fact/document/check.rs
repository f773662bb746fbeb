//! Values that contradict one another or no calendar, person or list: findings, never crashes.

use super::{Facts, IdKind, Problem};
use crate::date::{Date, PartialDate};
use crate::fact::{definition, parse_answer};
use crate::text::{ResidentIdFault, resident_id};

/// Every value of the document that cannot be right.
#[must_use]
pub fn check(facts: &Facts) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut add = |path: String, message: &str| {
        problems.push(Problem { path, message: message.to_owned() });
    };
    if let Some(year) = facts.application.year
        && !(1980..=2100).contains(&year)
    {
        add("application.year".into(), "申报年度应是四位年份");
    }
    if let Some(number) = &facts.person.id_number
        && matches!(facts.person.id_kind, None | Some(IdKind::ResidentId | IdKind::ResidencePermit))
    {
        match resident_id(number) {
            Err(ResidentIdFault::Length(15)) => {
                add("person.id_number".into(), "是15位旧号，请换成18位");
            }
            Err(ResidentIdFault::Length(n)) => {
                let message = format!("身份证号有{n}位，应为18位");
                problems.push(Problem { path: "person.id_number".into(), message });
            }
            Err(ResidentIdFault::Character) => {
                add("person.id_number".into(), "身份证号里有不该有的字符");
            }
            Err(ResidentIdFault::BirthDate) => {
                add("person.id_number".into(), "身份证号里的出生日期不存在");
            }
            Err(ResidentIdFault::CheckDigit(_)) => {
                add("person.id_number".into(), "身份证号的末位校验不对");
            }
            Ok(id) => {
                let born = facts.person.born_on;
                if born.is_some_and(|b| !covers(b, id.born_on)) {
                    add("person.born_on".into(), "与身份证号里的出生日期不一致");
                }
                if facts.person.sex.is_some_and(|s| s != id.sex) {
                    add("person.sex".into(), "与身份证号第17位不一致");
                }
            }
        }
    }
    for (id, answer) in &facts.answers {
        let fits = definition(id).map(|d| parse_answer(d.ask, answer).is_some());
        let message = match fits {
            Some(true) => continue,
            Some(false) => "人工核定的写法不对：是否写 yes 或 no，日期写成年-月-日",
            None => "没有这一项可以核定",
        };
        problems.push(Problem { path: format!("answers.{id}"), message: message.into() });
    }
    orders(facts, &mut problems);
    amounts(facts, &mut problems);
    problems
}

fn covers(partial: PartialDate, day: Date) -> bool {
    partial.first_day().is_some_and(|f| f <= day) && partial.last_day().is_some_and(|l| day <= l)
}

/// Ends before starts.
fn orders(facts: &Facts, problems: &mut Vec<Problem>) {
    let mut pair =
        |path: String, from: Option<PartialDate>, until: Option<PartialDate>, what: &str| {
            let (first, last) =
                (from.and_then(PartialDate::first_day), until.and_then(PartialDate::last_day));
            if let (Some(first), Some(last)) = (first, last)
                && last < first
            {
                problems.push(Problem { path, message: what.to_owned() });
            }
        };
    let list = |n: usize, of: &str, field: &str| format!("{of}.{n}.{field}");
    for (i, s) in facts.secondments.iter().flatten().enumerate() {
        pair(list(i, "secondments", "until"), s.from, s.until, "止早于起");
    }
    for (i, w) in facts.work.iter().flatten().enumerate() {
        pair(list(i, "work", "until"), w.from, w.until, "止早于起");
    }
    for (i, p) in facts.punishments.iter().flatten().enumerate() {
        let (from, until) = (p.from.map(Into::into), p.until.map(Into::into));
        pair(list(i, "punishments", "until"), from, until, "止早于起");
    }
    for (i, n) in facts.notices.iter().flatten().enumerate() {
        let (from, until) = (n.posted_on.map(Into::into), n.taken_down_on.map(Into::into));
        pair(list(i, "notices", "taken_down_on"), from, until, "撤下早于张贴");
    }
    for (i, t) in facts.titles.iter().flatten().enumerate() {
        pair(list(i, "titles", "obtained_on"), facts.person.born_on, t.obtained_on, "早于出生");
    }
    for (i, e) in facts.education.iter().flatten().enumerate() {
        pair(
            list(i, "education", "graduated_on"),
            facts.person.born_on,
            e.graduated_on,
            "早于出生",
        );
    }
    if let Some(w) = &facts.window {
        let (from, until) = (w.intake_from.map(Into::into), w.intake_until.map(Into::into));
        pair("window.intake_until".into(), from, until, "截止早于开始");
        let (from, until) = (w.opens_on.map(Into::into), w.closes_on.map(Into::into));
        pair("window.closes_on".into(), from, until, "关闭早于开放");
    }
    let chsi = facts.chsi.iter();
    for c in chsi {
        let (from, until) = (c.printed_on.map(Into::into), c.valid_until.map(Into::into));
        pair("chsi.valid_until".into(), from, until, "有效期早于打印");
    }
}

/// Counts below zero.
fn amounts(facts: &Facts, problems: &mut Vec<Problem>) {
    let mut check = |path: &str, value: Option<f64>| {
        if value.is_some_and(|v| !v.is_finite() || v < 0.0) {
            problems.push(Problem { path: path.to_owned(), message: "不能是负数".into() });
        }
    };
    check("application.required_years", facts.application.required_years.map(f64::from));
    let posts = facts.unit.as_ref().and_then(|u| u.post_setup.as_ref());
    check("unit.post_setup.free_posts", posts.and_then(|p| p.free_posts).map(f64::from));
    let special = facts.special_entry.as_ref();
    let months = special.and_then(|s| s.professional_months).map(f64::from);
    check("special_entry.professional_months", months);
    if let Some(h) = &facts.history {
        check("history.opinion_rounds", h.opinion_rounds.map(f64::from));
        check("history.returns_and_resets", h.returns_and_resets.map(f64::from));
    }
    for (i, t) in facts.training.iter().flatten().enumerate() {
        check(&format!("training.{i}.general_hours"), t.general_hours);
        check(&format!("training.{i}.specialty_hours"), t.specialty_hours);
        check(&format!("training.{i}.credits"), t.credits);
    }
    for (i, n) in facts.notices.iter().flatten().enumerate() {
        check(&format!("notices.{i}.working_days"), n.working_days.map(f64::from));
    }
}
