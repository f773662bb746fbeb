//! 口径: what the texts leave open and the office decides, and the silent rules it keeps applying.

use super::Call;
use super::eligibility::rejudged;
use crate::desk::OPTIONS;
use crate::error::{Error, Result};
use engine::date::Date;
use engine::fact::document::Options;
use engine::pack::Packs;
use engine::pack::rule::Standing;
use engine::verdict::Citation;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReadingListRequest {}

/// Everything the office may decide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReadingList {
    /// Points the texts leave open.
    pub readings: Vec<ReadingView>,
    /// Documents whose rules a later one no longer states.
    pub sources: Vec<AdoptedView>,
    /// Verdicts that came out differently after the last change.
    pub changed: i32,
}

/// A point the texts leave open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReadingView {
    /// Parameter id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What is open.
    pub ambiguity: String,
    /// The readings.
    pub choices: Vec<ReadingChoice>,
    /// Clauses it rests on.
    pub cites: Vec<Citation>,
    /// Whether the office has decided it; otherwise the default holds.
    pub is_chosen: bool,
}

/// One reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReadingChoice {
    /// The value as JSON text.
    pub value: String,
    /// In words.
    pub label: String,
    /// Whether it is the one we take unless told otherwise.
    pub is_default: bool,
    /// Whether it holds now.
    pub is_current: bool,
}

/// A document whose silent rules the office may keep applying.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdoptedView {
    /// Document.
    pub source: String,
    /// Short name.
    pub label: String,
    /// Rules that a later document no longer states.
    pub rules: Vec<String>,
    /// Whether they are kept.
    pub is_adopted: bool,
}

/// Decide a point; no value gives it back to the default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReadingSetRequest {
    /// Parameter.
    pub id: String,
    /// One of the readings, as JSON text.
    #[serde(default)]
    pub value: Option<String>,
}

/// Keep applying the silent rules of a document, or no longer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdoptRequest {
    /// Document.
    pub source: String,
    /// Whether its silent rules are kept.
    pub is_adopted: bool,
}

/// Everything the office may decide.
pub fn list(call: &Call<'_>, _: ReadingListRequest) -> Result<ReadingList> {
    view(call, 0)
}

/// Decide a point and judge every open batch again.
pub fn set(call: &Call<'_>, input: ReadingSetRequest) -> Result<ReadingList> {
    let packs = call.desk.packs();
    let parameter = packs.parameters().find(|p| p.id == input.id && !p.choices.is_empty());
    let parameter = parameter.ok_or_else(|| Error::not_found("这一处口径"))?;
    let mut options = call.desk.options()?;
    let chosen = options.parameters.get_or_insert_with(BTreeMap::new);
    let detail = match &input.value {
        None => {
            chosen.remove(&parameter.id);
            format!("{}：照默认", parameter.name)
        }
        Some(text) => {
            let value = serde_json::from_str::<serde_json::Value>(text).ok();
            let choice = parameter.choices.iter().find(|c| Some(&c.value) == value.as_ref());
            let choice = choice
                .ok_or_else(|| Error::invalid("没有这种读法", "请从列出的读法里选").at("value"))?;
            chosen.insert(parameter.id.clone(), choice.value.clone());
            format!("{}：{}", parameter.name, choice.label)
        }
    };
    keep(call, "reading.set", detail, &options)
}

/// Keep applying the silent rules of a document, or no longer, and judge every open batch again.
pub fn adopt(call: &Call<'_>, input: AdoptRequest) -> Result<ReadingList> {
    let packs = call.desk.packs();
    let source = packs.sources().find(|s| s.id == input.source);
    let source = source.ok_or_else(|| Error::not_found("这份文件"))?;
    let mut options = call.desk.options()?;
    let adopted = options.adopted_sources.get_or_insert_with(Vec::new);
    adopted.retain(|s| *s != source.id);
    if input.is_adopted {
        adopted.push(source.id.clone());
    }
    let word = if input.is_adopted { "沿用" } else { "不再沿用" };
    keep(call, "reading.adopt", format!("{word}{}", source.short), &options)
}

fn keep(call: &Call<'_>, op: &str, detail: String, options: &Options) -> Result<ReadingList> {
    let differing = rejudged(call, &call.desk.packs(), options)?;
    let (text, now) = (serde_json::to_string(options)?, call.desk.now());
    call.desk.write(op, None, detail, |w| {
        w.set(OPTIONS, &text)?;
        differing.iter().try_for_each(|(id, verdict)| w.put_verdict(id, verdict, &now))
    })?;
    view(call, i32::try_from(differing.len()).unwrap_or(i32::MAX))
}

fn view(call: &Call<'_>, changed: i32) -> Result<ReadingList> {
    let packs = call.desk.packs();
    let options = call.desk.options()?;
    let (_, until, _) = packs.coverage();
    let end = engine::date::year_end(until);
    let chosen = options.parameters.unwrap_or_default();
    let adopted = options.adopted_sources.unwrap_or_default();
    let readings = packs.parameters().filter(|p| !p.choices.is_empty()).filter_map(|p| {
        let version = p.at(end)?;
        let own = chosen.get(&p.id);
        let current = own.unwrap_or(&version.value);
        Some(ReadingView {
            id: p.id.clone(),
            name: p.name.clone(),
            ambiguity: p.ambiguity.clone().unwrap_or_default(),
            choices: p
                .choices
                .iter()
                .map(|c| ReadingChoice {
                    value: c.value.to_string(),
                    label: c.label.clone(),
                    is_default: c.value == version.value,
                    is_current: c.value == *current,
                })
                .collect(),
            cites: packs.citations(&version.cites),
            is_chosen: own.is_some(),
        })
    });
    Ok(ReadingList {
        readings: readings.collect(),
        sources: silent(&packs, end, &adopted),
        changed,
    })
}

/// Documents with rules that the last edition no longer states.
fn silent(packs: &Packs, end: Date, adopted: &[String]) -> Vec<AdoptedView> {
    let mut by_source: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for rule in packs.rules() {
        let Some(version) = rule.at(end).filter(|v| v.standing == Standing::Silent) else {
            continue;
        };
        // The oldest document cited is the one that stated it; a later clause only shows that it is
        // not repeated.
        let stated = version.cites.iter().filter_map(|c| packs.source_of(c));
        if let Some(source) = stated.min_by_key(|s| s.issued_on) {
            by_source.entry(&source.id).or_default().push(rule.name.clone());
        }
    }
    let view = |(id, rules): (&str, Vec<String>)| AdoptedView {
        source: id.to_owned(),
        label: packs.sources().find(|s| s.id == id).map(|s| s.short.clone()).unwrap_or_default(),
        is_adopted: adopted.iter().any(|s| s == id),
        rules,
    };
    by_source.into_iter().map(view).collect()
}
