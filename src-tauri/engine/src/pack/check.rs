//! 规则包检查: faults of a stack of packs that would otherwise show only in a verdict.

use super::Packs;
use super::rule::{Condition, Effect, Operand, Rule, Standing};
use super::source::Weight;
use crate::date::Date;
use crate::fact;

/// A fault, for pack authors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Pack and file, where known.
    pub file: String,
    /// Line, from 1; 0 where not known.
    pub line: usize,
    /// Id of the rule, parameter or clause.
    pub id: String,
    /// What is wrong.
    pub message: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} {}：{}", self.file, self.line, self.id, self.message)
    }
}

/// All faults of the packs as they lie over one another. `today`, where given, names every value
/// nobody has compared with its text for longer than the packs' own limit.
#[must_use]
pub fn check(packs: &Packs, today: Option<Date>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for stacked in packs.stacks() {
        for fault in stack(&stacked, today) {
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
    }
    faults
}

fn stack(packs: &Packs, today: Option<Date>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut add = |id: &str, message: String| {
        let (file, line) = packs.place_of(id).unwrap_or_default();
        faults.push(Fault { file, line, id: id.to_owned(), message });
    };
    let (from, until, _) = packs.coverage();
    if from == 0 || until < from {
        add("pack", "没有写明适用的年度".into());
    }
    for clause in packs.clauses() {
        if packs.source_of(&clause.id).is_none() {
            add(&clause.id, "条款没有对应的文件".into());
        }
        if clause.paraphrase.trim().is_empty() {
            add(&clause.id, "条款没有大意".into());
        }
    }
    for material in packs.materials() {
        for id in material.ready_by.iter().chain(&material.valid_by) {
            if fact::definition(id).is_none() {
                add(&material.id, format!("事实 {id} 不存在"));
            }
        }
    }
    for rule in packs.rules() {
        check_rule(rule, packs, today, &mut add);
    }
    for parameter in packs.parameters() {
        if parameter.versions.is_empty() {
            add(&parameter.id, "没有任何版本".into());
        }
        for pair in parameter.versions.windows(2) {
            if pair[0].from >= pair[1].from {
                add(&parameter.id, format!("版本日期没有递增：{}", pair[1].from));
            }
        }
        for version in &parameter.versions {
            for cite in version.cites.iter().filter(|c| packs.clause(c).is_none()) {
                add(&parameter.id, format!("引用的条款 {cite} 不在依据目录里"));
            }
            if version.cites.is_empty() && version.standing == Standing::Stated {
                add(&parameter.id, format!("{} 起的版本没有依据", version.from));
            }
            let choices = &parameter.choices;
            if !choices.is_empty() && !choices.iter().any(|c| c.value == version.value) {
                add(&parameter.id, "默认值不在可选的口径里".into());
            }
            if let Some(message) = stale(version.checked_on, today, packs) {
                add(&parameter.id, message);
            }
        }
    }
    faults
}

fn check_rule(rule: &Rule, packs: &Packs, today: Option<Date>, add: &mut dyn FnMut(&str, String)) {
    for pair in rule.versions.windows(2) {
        if pair[0].from >= pair[1].from {
            add(&rule.id, format!("版本日期没有递增：{}", pair[1].from));
        }
    }
    if rule.versions.is_empty() {
        add(&rule.id, "没有任何版本".into());
    }
    for version in &rule.versions {
        if version.cites.is_empty() && version.standing != Standing::Unverified {
            add(&rule.id, format!("{} 起的版本没有依据", version.from));
        }
        for cite in version.cites.iter().filter(|c| packs.clause(c).is_none()) {
            add(&rule.id, format!("引用的条款 {cite} 不在依据目录里"));
        }
        let is_hearsay =
            |c: &String| packs.source_of(c).is_some_and(|s| s.weight == Weight::Hearsay);
        let blocks = matches!(version.effect, Effect::Block | Effect::BarUntil)
            && version.standing == Standing::Stated;
        if blocks && !version.cites.is_empty() && version.cites.iter().all(is_hearsay) {
            add(&rule.id, "只凭非正式来源的规则不能阻断".into());
        }
        for condition in version.applies.iter().chain(&version.when) {
            walk(condition, packs, version.from, &mut |message| add(&rule.id, message));
        }
        if let Some(material) = &version.value.material
            && packs.material(material).is_none()
        {
            add(&rule.id, format!("材料 {material} 不在材料目录里"));
        }
        for id in version.value.deduct.iter().chain(&version.value.fact) {
            if fact::definition(id).is_none() {
                add(&rule.id, format!("事实 {id} 不存在"));
            }
        }
        let say = &version.say;
        for text in [&say.hit, &say.pass, &say.unknown, &say.remedy].into_iter().flatten() {
            for id in places(text).filter(|id| fact::definition(id).is_none()) {
                add(&rule.id, format!("句子里的事实 {id} 不存在"));
            }
        }
        match version.checked_on {
            None => add(&rule.id, format!("{} 起的版本没有核对日期", version.from)),
            Some(day) => {
                if let Some(message) = stale(day, today, packs) {
                    add(&rule.id, message);
                }
            }
        }
    }
}

/// Ids between braces.
fn places(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(id, _)| id))
}

/// A value compared too long ago, or later than today.
fn stale(checked_on: Date, today: Option<Date>, packs: &Packs) -> Option<String> {
    let today = today?;
    if checked_on > today {
        return Some(format!("核对日期 {checked_on} 在今天之后"));
    }
    let months = packs.number("kunming.check-months", today).and_then(|m| i32::try_from(m).ok())?;
    (crate::date::add_months(checked_on, months) < today)
        .then(|| format!("{checked_on} 以后没有与原文核对过"))
}

fn walk(condition: &Condition, packs: &Packs, from: Date, add: &mut dyn FnMut(String)) {
    condition.visit(&mut |id, operands| {
        if fact::definition(id).is_none() {
            add(format!("事实 {id} 不存在"));
        }
        for operand in operands {
            match operand {
                Operand::Fact { fact: id } if fact::definition(id).is_none() => {
                    add(format!("事实 {id} 不存在"));
                }
                Operand::Parameter { parameter } if !packs.has_parameter(parameter) => {
                    add(format!("参数 {parameter} 不存在"));
                }
                Operand::Parameter { parameter } if packs.parameter(parameter, from).is_none() => {
                    add(format!("参数 {parameter} 在 {from} 没有值"));
                }
                Operand::Fact { .. } | Operand::Parameter { .. } | Operand::Value(_) => {}
            }
        }
    });
}
