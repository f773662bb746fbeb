//! 出处: from which cell of which list a value was read.
//!
//! An import notes the row of every person and record and what its columns fed; a value that has been
//! changed since has no place any more.

use crate::error::Result;
use crate::facts::is_title;
use crate::store::roster::{ImportTrace, ImportedSheet, RecordPlace};
use engine::pack::Packs;
use engine::person::{Dossier, Education, PostChange, StudyMode};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Places by the path of a fact's field.
pub type Origins = BTreeMap<String, String>;

/// Fields of a person: key in the roster, path among the facts.
const PERSON: [(&str, &str); 6] = [
    ("sex", "person.sex"),
    ("born_on", "person.born_on"),
    ("id_number", "person.id_number"),
    ("phone", "person.mobile"),
    ("employment_kind", "employment.kind"),
    ("started_work_on", "employment.started_work_on"),
];

/// Lists whose records are facts one by one: key in the roster, path among the facts.
const LISTS: [(&str, &str); 8] = [
    ("education", "education"),
    ("title_held", "titles"),
    ("work", "work"),
    ("secondment", "secondments"),
    ("appraisal", "appraisals"),
    ("training", "training"),
    ("achievement", "achievements"),
    ("past_application", "history.applications"),
];

/// The places of a person's values; `told` has what the imports did, the latest first.
///
/// # Errors
/// Faults of ours only.
pub fn of(dossier: &Dossier, told: &[ImportTrace], packs: &Packs) -> Result<Origins> {
    let mut origins = Origins::new();
    if told.is_empty() {
        return Ok(origins);
    }
    let now = serde_json::to_value(dossier)?;
    let mut settled = BTreeSet::new();
    for import in told {
        let (before, after) =
            (serde_json::to_value(&import.before)?, serde_json::to_value(&import.after)?);
        let reader = Reader { import, before: &before, after: &after };
        for (field, path) in PERSON {
            let value = &now["person"][field];
            let is_brought = reader.brought(&["person", field]);
            if value.is_null() || !is_brought || !settled.insert(path.to_owned()) {
                continue;
            }
            if after["person"][field] == *value
                && let Some(place) = reader.person(&[field])
            {
                origins.insert(path.to_owned(), place);
            }
        }
        for (list, path) in LISTS {
            for (i, record) in now[list].as_array().into_iter().flatten().enumerate() {
                let path = match list {
                    "title_held" => title_path(dossier, i, packs),
                    _ => format!("{path}.{i}"),
                };
                let Some(at) = reader.record(list, record) else { continue };
                if !settled.insert(path.clone()) {
                    continue;
                }
                let prefixes = dossier.education.get(i).filter(|_| list == "education");
                let prefixes = prefixes.map_or(vec!["title"], prefixes_of);
                for (name, _) in record.as_object().into_iter().flatten().filter(|f| !f.1.is_null())
                {
                    if let Some(place) = reader.cell(list, at, name, &prefixes) {
                        origins.insert(format!("{path}.{name}"), place);
                    }
                }
            }
        }
        for (i, change) in dossier.post_change.iter().enumerate() {
            let Some(at) = reader.record("post_change", &now["post_change"][i]) else { continue };
            for (path, name) in change_paths(change) {
                let place = reader.cell("post_change", at, name, &[]);
                if let Some(place) = place.filter(|_| settled.insert(path.to_owned())) {
                    origins.insert(path.to_owned(), place);
                }
            }
        }
        insurance(dossier, &now, &reader, &mut settled, &mut origins);
    }
    Ok(origins)
}

/// The month from which insurance runs, be it a column of the list or a sheet of its own.
fn insurance(
    dossier: &Dossier,
    now: &Value,
    reader: &Reader<'_>,
    settled: &mut BTreeSet<String>,
    origins: &mut Origins,
) {
    let first = dossier.insurance.iter().enumerate().filter(|(_, i)| i.from.is_some());
    let Some((i, _)) = first.min_by_key(|(_, i)| i.from) else { return };
    let Some(at) = reader.record("insurance", &now["insurance"][i]) else { return };
    let place = match reader.place("insurance", at) {
        Some(_) => reader.cell("insurance", at, "from", &[]),
        None => reader.person(&["insured_from"]),
    };
    if let Some(place) = place.filter(|_| settled.insert("insurance.since".to_owned())) {
        origins.insert("insurance.since".to_owned(), place);
    }
}

/// Among the facts a name that no dictionary of titles knows stands with the qualifications.
fn title_path(dossier: &Dossier, index: usize, packs: &Packs) -> String {
    let Some((held, before)) = dossier.title_held.get(..=index).and_then(<[_]>::split_last) else {
        return String::new();
    };
    let is_one = is_title(held, packs);
    let nth = before.iter().filter(|t| is_title(t, packs) == is_one).count();
    format!("{}.{nth}", if is_one { "titles" } else { "qualifications" })
}

/// Under which groups of columns an education may stand.
fn prefixes_of(education: &Education) -> Vec<&'static str> {
    match education.mode {
        Some(StudyMode::FullTime) => vec!["full_time", "education"],
        Some(_) => vec!["in_service", "education"],
        None => vec!["education", "full_time", "in_service"],
    }
}

/// Facts of a change of post: path and field.
fn change_paths(change: &PostChange) -> Vec<(&'static str, &'static str)> {
    let kind = change.kind.as_deref().unwrap_or_default();
    if kind.contains("转岗") {
        vec![("transfer.moved_on", "changed_on")]
    } else if kind.contains("新进") || kind.contains("录用") {
        vec![("recognition.hired_on", "changed_on")]
    } else {
        vec![
            ("post_change.changed_on", "changed_on"),
            ("post_change.has_document", "document"),
            ("post_change.has_salary_form", "has_salary_form"),
            ("post_change.paid_from", "paid_from"),
        ]
    }
}

/// One import, and the person before and after it.
struct Reader<'a> {
    import: &'a ImportTrace,
    before: &'a Value,
    after: &'a Value,
}

impl Reader<'_> {
    /// Whether the import brought a value in.
    fn brought(&self, path: &[&str]) -> bool {
        let at = |mut value: &Value| {
            for step in path {
                value = &value[*step];
            }
            value.clone()
        };
        let after = at(self.after);
        !after.is_null() && after != at(self.before)
    }

    /// Index at which the import left a record it brought in.
    fn record(&self, list: &str, record: &Value) -> Option<usize> {
        let at = self.after[list].as_array()?.iter().position(|r| r == record)?;
        let was = self.before[list].as_array().is_some_and(|l| l.contains(record));
        (!was).then_some(at)
    }

    fn place(&self, list: &str, index: usize) -> Option<&RecordPlace> {
        self.import.records.iter().flatten().find(|p| p.list == list && p.index == index)
    }

    /// The cell of a record's field; `prefixes` say where it stands in the person's own row.
    fn cell(&self, list: &str, index: usize, name: &str, prefixes: &[&str]) -> Option<String> {
        let Some(place) = self.place(list, index) else {
            let keys = prefixes.iter().flat_map(|prefix| columns_of(prefix, name));
            return self.in_row(&keys.collect::<Vec<_>>());
        };
        let sheet = self.import.sheets.get(usize::from(place.sheet))?;
        let key = match (list, name) {
            ("title_held", "name") => "title_name",
            ("achievement", "name") => "name_of",
            _ => name,
        };
        Some(self.told(sheet, &[key.to_owned()], place.row))
    }

    /// The cell of the person's own row.
    fn person(&self, keys: &[&str]) -> Option<String> {
        self.in_row(&keys.iter().map(|k| (*k).to_owned()).collect::<Vec<_>>())
    }

    fn in_row(&self, keys: &[String]) -> Option<String> {
        let sheet = self.import.sheets.get(usize::from(self.import.sheet?))?;
        Some(self.told(sheet, keys, self.import.row?))
    }

    /// “花名册.xlsx〔人员〕F12”; the row alone where the value was put together from several cells.
    fn told(&self, sheet: &ImportedSheet, keys: &[String], row: u32) -> String {
        let (file, name) = (&self.import.file_name, &sheet.name);
        match keys.iter().find_map(|key| sheet.columns.get(key)) {
            Some(letters) => format!("{file}〔{name}〕{letters}{row}"),
            None => format!("{file}〔{name}〕第 {row} 行"),
        }
    }
}

/// Columns that may feed a field of a record: its own, then those that hold two fields.
fn columns_of(prefix: &str, name: &str) -> Vec<String> {
    let own = format!("{prefix}.{name}");
    match name {
        "level" | "degree" => vec![own, format!("{prefix}.level_and_degree")],
        "school" | "field_of_study" => vec![own, format!("{prefix}.school_and_field")],
        _ => vec![own],
    }
}
