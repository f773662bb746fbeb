//! Cases of a pack: what is known of somebody, and what the rules must say.
//!
//! A file of cases holds named bases and cases; a case changes a base by path. The wanted result is
//! written as a person reads it: verdict, what blocks, years, dates, materials, route.

use crate::verdict::MaterialState;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A file of cases.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct File {
    /// Bases by name: facts documents.
    pub base: BTreeMap<String, toml::Value>,
    /// Cases.
    pub case: Vec<Case>,
}

/// One case.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Case {
    /// A sentence that says what is proved.
    pub name: String,
    /// The base it starts from.
    pub base: String,
    /// Changes: path (`titles.0.obtained_on`) to value.
    pub set: BTreeMap<String, toml::Value>,
    /// Paths taken away.
    pub unset: Vec<String>,
    /// Wanted: `eligible`, `ineligible`, `undetermined`.
    pub verdict: String,
    /// Wanted: on a 试算, what the last covered edition would say.
    pub trial: Option<String>,
    /// Wanted: every ref that stands in the way, and no other.
    pub blocking: Vec<String>,
    /// Wanted outcomes by rule id; `none` for a rule that must say nothing.
    pub outcome: BTreeMap<String, String>,
    /// Facts that must be asked for.
    pub missing: Vec<String>,
    /// Wanted sum.
    pub tenure: Option<Tenure>,
    /// Materials that must be asked for, waived, or not be there.
    pub material: Vec<String>,
    /// Materials a rule must take off.
    pub waived: Vec<String>,
    /// Materials that must not be asked for.
    pub no_material: Vec<String>,
    /// Wanted states of materials.
    pub state: BTreeMap<String, MaterialState>,
    /// Wanted letter of the channel.
    pub route: Option<String>,
    /// Texts the steps must contain, in order.
    pub steps: Vec<String>,
    /// Text the platform must contain.
    pub platform: Option<String>,
    /// Wanted dates by key.
    pub date: BTreeMap<String, String>,
    /// Text that another reading must contain; empty for none at all.
    pub reading: Option<String>,
    /// Why the text leaves the case open, where it does.
    pub ambiguous: Option<String>,
}

/// The sum wanted.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tenure {
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub until: Option<String>,
    /// Years and months before deductions.
    pub gross: Option<[i32; 2]>,
    /// Years and months after them.
    pub net: Option<[i32; 2]>,
    /// Years required.
    pub required: Option<i32>,
    /// First day the years are full.
    pub satisfied_on: Option<String>,
    /// Whether they are full.
    pub is_satisfied: Option<bool>,
}

/// Why cases cannot be read, for pack authors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("案例文件 {file}：{reason}")]
pub struct CaseError {
    /// Name of the file.
    pub file: String,
    /// What is wrong, with its line.
    pub reason: String,
}

/// The cases of several files, and the bases they share.
#[derive(Debug, Default)]
pub struct Cases {
    /// Bases by name.
    pub bases: BTreeMap<String, toml::Value>,
    /// File and case.
    pub cases: Vec<(String, Case)>,
}

impl Cases {
    /// Read files of cases from their texts, by name.
    ///
    /// # Errors
    /// [`CaseError`] naming the file and what is wrong.
    pub fn read(files: &BTreeMap<String, String>) -> Result<Self, CaseError> {
        let mut out = Self::default();
        for (name, text) in files {
            let file: File = toml::from_str(text)
                .map_err(|e| CaseError { file: name.clone(), reason: e.to_string() })?;
            out.bases.extend(file.base);
            out.cases.extend(file.case.into_iter().map(|case| (name.clone(), case)));
        }
        Ok(out)
    }

    /// The facts document of a case, as JSON text; `None` where its base does not exist.
    #[must_use]
    pub fn document(&self, case: &Case) -> Option<String> {
        let mut root = json(self.bases.get(&case.base)?);
        for (path, value) in &case.set {
            put(&mut root, path, json(value));
        }
        for path in &case.unset {
            put(&mut root, path, Value::Null);
        }
        Some(root.to_string())
    }
}

/// Set a value by path, making the objects and lists on the way.
fn put(root: &mut Value, path: &str, value: Value) {
    let mut here = root;
    for part in path.split('.') {
        here = match part.parse::<usize>() {
            Ok(at) => entry(here, at),
            Err(_) => field(here, part),
        };
    }
    *here = value;
}

fn entry(here: &mut Value, at: usize) -> &mut Value {
    if !here.is_array() {
        *here = Value::Array(Vec::new());
    }
    if let Some(list) = here.as_array_mut() {
        let short = (at + 1).saturating_sub(list.len());
        list.extend(std::iter::repeat_n(serde_json::json!({}), short));
    }
    &mut here[at]
}

fn field<'a>(here: &'a mut Value, name: &str) -> &'a mut Value {
    if !here.is_object() {
        *here = serde_json::json!({});
    }
    &mut here[name]
}

fn json(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(day) => Value::String(day.to_string()),
        toml::Value::Array(list) => list.iter().map(json).collect(),
        toml::Value::Table(map) => map.iter().map(|(k, v)| (k.clone(), json(v))).collect(),
        toml::Value::String(text) => Value::String(text.clone()),
        toml::Value::Integer(n) => Value::from(*n),
        toml::Value::Float(n) => Value::from(*n),
        toml::Value::Boolean(is) => Value::from(*is),
    }
}
