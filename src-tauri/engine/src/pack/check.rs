//! 规则包检查: faults of a stack of packs that would otherwise show only in a verdict.

use super::Packs;
use super::rule::{Condition, Effect, Operand, Standing};
use super::source::Weight;
use crate::fact;

/// A fault, for pack authors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Id of the rule, parameter or clause.
    pub id: String,
    /// What is wrong.
    pub message: String,
}

/// All faults of the packs as they lie over one another.
#[must_use]
pub fn check(packs: &Packs) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut add = |id: &str, message: String| faults.push(Fault { id: id.to_owned(), message });
    for clause in packs.clauses() {
        if packs.source_of(&clause.id).is_none() {
            add(&clause.id, "条款没有对应的文件".into());
        }
    }
    for rule in packs.rules() {
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
            for cite in &version.cites {
                if packs.clause(cite).is_none() {
                    add(&rule.id, format!("引用的条款 {cite} 不在依据目录里"));
                }
            }
            let hearsay_only = !version.cites.is_empty()
                && version
                    .cites
                    .iter()
                    .all(|c| packs.source_of(c).is_some_and(|s| s.weight == Weight::Hearsay));
            if hearsay_only && rule.effect == Effect::Block {
                add(&rule.id, "只凭非正式来源的规则不能阻断".into());
            }
            for condition in version.applies.iter().chain(&version.when) {
                walk(condition, packs, &mut |message| add(&rule.id, message));
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
        }
    }
    faults
}

fn walk(condition: &Condition, packs: &Packs, add: &mut dyn FnMut(String)) {
    let mut fact = |id: &str| {
        if fact::definition(id).is_none() {
            add(format!("事实 {id} 不存在"));
        }
    };
    match condition {
        Condition::All(list) | Condition::Any(list) => {
            for inner in list {
                walk(inner, packs, add);
            }
        }
        Condition::Not(inner) => walk(inner, packs, add),
        Condition::Exists(id) => fact(id),
        Condition::Is(id, operand)
        | Condition::AnyOf(id, operand)
        | Condition::AtLeast(id, operand)
        | Condition::Before(id, operand)
        | Condition::OnOrAfter(id, operand)
        | Condition::Within(id, operand, _)
        | Condition::CountAtLeast(id, operand) => {
            fact(id);
            match operand {
                Operand::Fact { fact: id } => fact(id),
                Operand::Parameter { parameter } => {
                    if !packs.has_parameter(parameter) {
                        add(format!("参数 {parameter} 不存在"));
                    }
                }
                Operand::Value(_) => {}
            }
        }
    }
}
