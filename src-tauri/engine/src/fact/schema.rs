//! Which rules read which fields of the facts document, for its published schema.

use super::all;
use crate::pack::Packs;
use crate::pack::rule::{Operand, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// Field path (`titles[].obtained_on`) to the refs of the rules that read it.
#[must_use]
pub fn readers(packs: &Packs) -> BTreeMap<String, BTreeSet<String>> {
    let mut by_field: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for stacked in packs.stacks() {
        for rule in stacked.rules() {
            let asked = rule.versions.iter().filter_map(|v| v.value.material.as_deref());
            let materials = asked.filter_map(|id| stacked.material(id));
            let states: Vec<String> = materials
                .flat_map(|m| m.ready_by.clone().into_iter().chain(m.valid_by.clone()))
                .collect();
            for id in facts_of(rule).into_iter().chain(states) {
                let Some(definition) = super::definition(&id) else { continue };
                for field in definition.fields {
                    by_field.entry((*field).to_owned()).or_default().insert(rule.reference.clone());
                }
            }
        }
    }
    // The sum reads these itself.
    for id in [
        "title.obtained_on",
        "title.appointed_on",
        "education.level",
        "application.series",
        "application.level",
        "application.required_years",
    ] {
        for definition in all().iter().filter(|d| d.id == id) {
            for field in definition.fields {
                by_field.entry((*field).to_owned()).or_default().insert("E12".to_owned());
            }
        }
    }
    by_field
}

/// Ids of the facts a rule reads in any version, sentences included.
fn facts_of(rule: &Rule) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for v in &rule.versions {
        for condition in v.applies.iter().chain(&v.when) {
            condition.visit(&mut |id, operands| {
                ids.insert(id.to_owned());
                for operand in operands {
                    if let Operand::Fact { fact } = operand {
                        ids.insert(fact.clone());
                    }
                }
            });
        }
        ids.extend(v.value.fact.clone());
        ids.extend(v.value.deduct.clone());
    }
    ids
}
