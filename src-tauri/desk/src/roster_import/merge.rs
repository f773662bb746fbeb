//! A draft laid over a known person: only what the list brings changes, blanks empty nothing, and a
//! record is changed where the list has the same one, else added.

use engine::person::Dossier;
use engine::roster::Draft;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The person as they would be kept.
pub fn merged(existing: &Dossier, draft: &Draft) -> Dossier {
    let new = &draft.dossier;
    let mut out = existing.clone();
    let (p, n) = (&mut out.person, new.person.clone());
    p.name = n.name;
    macro_rules! take {
        ($($field:ident),*) => { $(if n.$field.is_some() { p.$field = n.$field; })* };
    }
    take!(id_number, staff_number, sex, ethnicity, born_on, political_status, department, post);
    take!(employment_kind, employment_text, started_work_on, phone, intended_series);
    take!(intended_specialty, intended_title, intended_kind, note, id_name, joined_on, post_grade);
    take!(summary);
    p.extra.extend(n.extra);
    macro_rules! lists {
        ($($list:ident: [$($key:literal),*];)*) => {
            $(if let Some(list) = list(&existing.$list, &new.$list, &[$($key),*]) {
                out.$list = list;
            })*
        };
    }
    lists! {
        education: ["mode", "level_text"];
        title_held: ["name"];
        work: ["from", "unit"];
        appraisal: ["year"];
        training: ["year"];
        achievement: ["kind", "name"];
        secondment: ["unit", "from"];
        insurance: ["unit", "from"];
        post_change: ["kind", "changed_on"];
        past_application: ["year", "title"];
        credential: ["item"];
        study: ["from", "content"];
        activity: ["from", "name"];
    }
    out
}

/// A list laid over another one; `None` when there is nothing to lay over it. `keys` say which records
/// are the same one.
fn list<T: Serialize + DeserializeOwned>(old: &[T], new: &[T], keys: &[&str]) -> Option<Vec<T>> {
    if new.is_empty() {
        return None;
    }
    let object = |item: &T| match serde_json::to_value(item) {
        Ok(Value::Object(map)) => Some(map),
        _ => None,
    };
    let mut out: Vec<Map<String, Value>> = old.iter().filter_map(object).collect();
    let mut used = vec![false; out.len()];
    for item in new.iter().filter_map(object) {
        let is_same =
            |known: &Map<String, Value>| keys.iter().all(|k| known.get(*k) == item.get(*k));
        let exact = (0..used.len()).find(|i| !used[*i] && out[*i] == item);
        let place = exact.or_else(|| (0..used.len()).find(|i| !used[*i] && is_same(&out[*i])));
        match place {
            Some(i) => {
                used[i] = true;
                for (key, value) in item {
                    if !value.is_null() {
                        out[i].insert(key, value);
                    }
                }
            }
            None => out.push(item),
        }
    }
    out.into_iter().map(|map| serde_json::from_value(Value::Object(map)).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::person::{Appraisal, Work};

    #[test]
    fn a_record_of_the_list_changes_its_like_and_leaves_the_others() {
        let appraisal =
            |year, result: &str| Appraisal { year: Some(year), result: Some(result.into()) };
        let old = [appraisal(2020, "合格"), appraisal(2021, "合格")];
        let new = [appraisal(2021, "优秀"), appraisal(2022, "合格")];
        let merged = list(&old, &new, &["year"]).unwrap();
        assert_eq!(
            merged,
            [appraisal(2020, "合格"), appraisal(2021, "优秀"), appraisal(2022, "合格")]
        );
    }

    #[test]
    fn a_blank_empties_nothing() {
        let full = Work { unit: Some("甲".into()), post: Some("员".into()), ..Work::default() };
        let blank = Work { unit: Some("甲".into()), ..Work::default() };
        assert_eq!(
            list(std::slice::from_ref(&full), &[blank], &["from", "unit"]),
            Some(vec![full])
        );
        assert_eq!(list::<Work>(&[], &[], &["unit"]), None);
    }
}
