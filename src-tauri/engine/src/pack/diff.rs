//! 规则包对比: what differs between two application years, read from the resolved versions.
//!
//! Each year is looked at on its last day. A rule or parameter whose value stays the same and only
//! stands in a new document is no change. A field that one edition of the directory does not print
//! (no organiser, no address) is no change either: its absence says nothing.

use super::Packs;
use super::parameter::ParameterVersion;
use super::rule::{RuleVersion, Standing};
use super::words::is_nothing;
use crate::date::Date;
use crate::title::words;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// What a change is about.
    Subject {
        /// A rule.
        Rule = "rule", "规则";
        /// A parameter.
        Parameter = "parameter", "参数";
        /// A series of the title dictionary.
        Series = "series", "系列";
        /// A committee.
        Committee = "committee", "评委会";
        /// A county or zone office.
        Office = "office", "人社部门";
    }
}

words! {
    /// How it changes.
    ChangeKind {
        /// It was not there.
        Starts = "starts", "新增";
        /// It says something else.
        Changes = "changes", "改变";
        /// The same with other sentences.
        Rewords = "rewords", "措辞变化";
        /// The later document no longer states it.
        GoesSilent = "goes_silent", "后来未载";
        /// It came in between and the later document does not state it.
        CameAndWent = "came_and_went", "其间新增、后来未载";
        /// A later document states it again.
        Returns = "returns", "重新写明";
        /// It is taken back.
        Repealed = "repealed", "废止";
        /// It is no longer there.
        Ends = "ends", "不再有";
    }
}

/// A field before and after; `null` where it is not there.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct FieldChange {
    /// Field name as in the pack file, a dot between levels.
    pub field: String,
    /// Value before.
    pub before: Value,
    /// Value after.
    pub after: Value,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Change {
    /// What it is about.
    pub subject: Subject,
    /// Id; the name of the series for a series.
    pub id: String,
    /// Name a clerk understands, as the later year has it.
    pub name: String,
    /// How it changes.
    pub change: ChangeKind,
    /// The fields that differ; empty where the whole thing comes or goes.
    pub fields: Vec<FieldChange>,
    /// Clauses before.
    pub cites_before: Vec<String>,
    /// Clauses after.
    pub cites_after: Vec<String>,
}

/// Everything that differs between two years.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct PackDiff {
    /// The earlier year.
    pub from_year: i32,
    /// The later year.
    pub to_year: i32,
    /// Rules first, then parameters, series, committees, offices; by id.
    pub changes: Vec<Change>,
    /// Rules and parameters that hold in both years and say the same.
    pub unchanged: usize,
}

/// What differs between the last days of two application years.
#[must_use]
pub fn diff(packs: &Packs, from_year: i32, to_year: i32) -> PackDiff {
    let mut out = PackDiff { from_year, to_year, changes: Vec::new(), unchanged: 0 };
    for rule in packs.rules() {
        let at = |year| end_of(year).and_then(|d| rule.at(d)).map(Stated::rule);
        let title = (Subject::Rule, rule.id.as_str(), rule.name.as_str());
        out.compare(title, at(from_year), at(to_year));
    }
    for parameter in packs.parameters() {
        let at = |year| end_of(year).and_then(|d| parameter.at(d)).map(Stated::parameter);
        let title = (Subject::Parameter, parameter.id.as_str(), parameter.name.as_str());
        out.compare(title, at(from_year), at(to_year));
    }
    let series = |year| rows(packs.titles_of(year), "series", "series");
    out.list(Subject::Series, series(from_year), series(to_year), true);
    let committees = |year| rows(packs.committees(year), "id", "name");
    out.list(Subject::Committee, committees(from_year), committees(to_year), false);
    let offices = |year| rows(packs.offices(year), "id", "name");
    out.list(Subject::Office, offices(from_year), offices(to_year), false);
    out
}

fn end_of(year: i32) -> Option<Date> {
    Date::from_ymd_opt(year, 12, 31)
}

/// A version taken apart: what it says, how sure, by which clauses.
struct Stated {
    standing: Standing,
    cites: Vec<String>,
    says: Map<String, Value>,
}

impl Stated {
    fn rule(version: &RuleVersion) -> Self {
        let mut says = Map::new();
        put(&mut says, "applies", &version.applies);
        put(&mut says, "when", &version.when);
        put(&mut says, "value", &version.value);
        put(&mut says, "say", &version.say);
        Self { standing: version.standing, cites: version.cites.clone(), says }
    }

    fn parameter(version: &ParameterVersion) -> Self {
        let mut says = Map::new();
        put(&mut says, "value", &version.value);
        Self { standing: version.standing, cites: version.cites.clone(), says }
    }
}

/// Keep what says something.
fn put<T: Serialize>(says: &mut Map<String, Value>, field: &str, value: &T) {
    let value = serde_json::to_value(value).unwrap_or_default();
    if !is_nothing(&value) {
        says.insert(field.to_owned(), value);
    }
}

impl PackDiff {
    fn compare(&mut self, title: (Subject, &str, &str), a: Option<Stated>, b: Option<Stated>) {
        use Standing::{Repealed, Silent};
        let is_held = |s: &Option<Stated>| s.as_ref().is_some_and(|s| s.standing != Repealed);
        let silent = |s: &Option<Stated>| s.as_ref().is_some_and(|s| s.standing == Silent);
        let fields = match (&a, &b) {
            (Some(a), Some(b)) if a.standing != Repealed => differences(&a.says, &b.says),
            _ => Vec::new(),
        };
        let repealed = |s: &Option<Stated>| s.as_ref().is_some_and(|s| s.standing == Repealed);
        let change = match (is_held(&a), is_held(&b)) {
            (false, false) => return,
            (false, true) if silent(&b) => ChangeKind::CameAndWent,
            (false, true) => ChangeKind::Starts,
            (true, false) if repealed(&b) => ChangeKind::Repealed,
            (true, false) => ChangeKind::Ends,
            (true, true) => match (silent(&a), silent(&b)) {
                (false, true) => ChangeKind::GoesSilent,
                (true, false) => ChangeKind::Returns,
                _ if fields.is_empty() => {
                    self.unchanged += 1;
                    return;
                }
                _ if fields.iter().all(|f| f.field.starts_with("say")) => ChangeKind::Rewords,
                _ => ChangeKind::Changes,
            },
        };
        let cites = |s: &Option<Stated>| s.as_ref().map(|s| s.cites.clone()).unwrap_or_default();
        self.changes.push(Change {
            subject: title.0,
            id: title.1.to_owned(),
            name: title.2.to_owned(),
            change,
            fields: if is_held(&b) { fields } else { Vec::new() },
            cites_before: cites(&a),
            cites_after: cites(&b),
        });
    }

    /// Compare two lists of rows by key. With `is_whole`, what one row lacks is a change too.
    fn list(&mut self, subject: Subject, a: Rows, b: Rows, is_whole: bool) {
        let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
        for key in keys {
            let (before, after) = (a.get(key), b.get(key));
            let fields = match (before, after) {
                (Some(x), Some(y)) => differences(&x.1, &y.1)
                    .into_iter()
                    .filter(|f| is_whole || (!is_nothing(&f.before) && !is_nothing(&f.after)))
                    .collect(),
                _ => Vec::new(),
            };
            let change = match (before, after) {
                (None, _) => ChangeKind::Starts,
                (_, None) => ChangeKind::Ends,
                _ if fields.is_empty() => continue,
                _ => ChangeKind::Changes,
            };
            let name = after.or(before).map(|row| row.0.clone()).unwrap_or_default();
            self.changes.push(Change {
                subject,
                id: key.clone(),
                name,
                change,
                fields,
                cites_before: Vec::new(),
                cites_after: Vec::new(),
            });
        }
    }
}

/// Rows by key: name and what they say.
type Rows = BTreeMap<String, (String, Map<String, Value>)>;

fn rows<T: Serialize>(list: Vec<&T>, key: &str, name: &str) -> Rows {
    let mut out = Rows::new();
    for row in list {
        let Ok(Value::Object(mut says)) = serde_json::to_value(row) else { continue };
        let text = |says: &Map<String, Value>, field: &str| {
            says.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let (key, name) = (text(&says, key), text(&says, name));
        // Neither the edition nor what only its guide words, plans or remembers is a change.
        for field in
            ["id", "series_id", "from_year", "until_year", "formerly", "scope", "plan_month"]
        {
            says.remove(field);
        }
        out.insert(key, (name, says));
    }
    out
}

/// Fields that differ, one level deep for tables of fields.
fn differences(a: &Map<String, Value>, b: &Map<String, Value>) -> Vec<FieldChange> {
    let mut out = Vec::new();
    let fields: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    for field in fields {
        let (before, after) = (a.get(field), b.get(field));
        match (before, after) {
            (Some(Value::Object(x)), Some(Value::Object(y))) => {
                out.extend(differences(x, y).into_iter().map(|mut change| {
                    change.field = format!("{field}.{}", change.field);
                    change
                }));
            }
            _ => {
                let value = |v: Option<&Value>| v.cloned().unwrap_or(Value::Null);
                let (before, after) = (value(before), value(after));
                if before != after && !(is_nothing(&before) && is_nothing(&after)) {
                    out.push(FieldChange { field: field.clone(), before, after });
                }
            }
        }
    }
    out
}
