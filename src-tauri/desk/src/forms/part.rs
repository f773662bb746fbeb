//! The part of the document a form reads: cut out for its template, and looked at for what is
//! missing.

use super::fields;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A field that prints as a blank because nobody knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Path in the data: `list[3].born`.
    pub path: String,
    /// What it is called: “名单第 4 项·出生年月”.
    pub label: String,
}

/// Paths as a tree; a leaf takes everything below it.
#[derive(Default)]
struct Tree {
    is_whole: bool,
    below: BTreeMap<String, Tree>,
}

/// Only the fields of these paths. Lists keep their length, so that row numbers stay true.
pub(super) fn cut<'a>(document: &Value, paths: impl Iterator<Item = &'a str>) -> Value {
    let mut tree = Tree::default();
    for path in paths {
        let mut at = &mut tree;
        for step in path.split('.') {
            at = at.below.entry(step.to_owned()).or_default();
        }
        at.is_whole = true;
    }
    take(document, &tree)
}

fn take(value: &Value, tree: &Tree) -> Value {
    if tree.is_whole {
        return value.clone();
    }
    match value {
        Value::Array(items) => items.iter().map(|item| take(item, tree)).collect(),
        Value::Object(fields) => {
            let kept = fields.iter().filter_map(|(name, field)| {
                tree.below.get(name).map(|below| (name.clone(), take(field, below)))
            });
            Value::Object(kept.collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

/// Which of these paths are empty: a string without text, a list without lines.
pub(super) fn gaps<'a>(document: &Value, paths: impl Iterator<Item = &'a str>) -> Vec<Gap> {
    let mut found = Vec::new();
    for path in paths {
        let steps: Vec<&str> = path.split('.').collect();
        look(document, &steps, String::new(), &mut found);
    }
    found
}

fn look(value: &Value, steps: &[&str], path: String, found: &mut Vec<Gap>) {
    let empty = |path: String, found: &mut Vec<Gap>| {
        found.push(Gap { label: fields::label(&path), path });
    };
    match (value, steps) {
        (Value::String(text), []) if text.trim().is_empty() => empty(path, found),
        // Said once, however many columns of the list a form reads.
        (Value::Array(items), _)
            if items.is_empty() && !found.iter().any(|gap| gap.path == path) =>
        {
            empty(path, found);
        }
        (Value::Array(items), [_, ..]) => {
            for (i, item) in items.iter().enumerate() {
                look(item, steps, format!("{path}[{i}]"), found);
            }
        }
        (Value::Object(fields), [step, rest @ ..]) => {
            if let Some(field) = fields.get(*step) {
                let path =
                    if path.is_empty() { (*step).to_owned() } else { format!("{path}.{step}") };
                look(field, rest, path, found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_template_gets_only_what_its_form_reads() {
        let document = json!({"a": {"name": "样", "id_number": "0"}, "list": [{"x": "1", "y": "2"}, {"x": "", "y": "3"}]});
        let part = cut(&document, ["a.name", "list.x"].into_iter());
        assert_eq!(part, json!({"a": {"name": "样"}, "list": [{"x": "1"}, {"x": ""}]}));
    }

    #[test]
    fn what_is_empty_is_named_by_its_row() {
        let document = json!({"list": [{"name": "样"}, {"name": " "}], "vote": []});
        let found = gaps(&document, ["list.name", "vote.name", "vote.agree"].into_iter());
        assert_eq!(
            found.iter().map(|g| g.path.as_str()).collect::<Vec<_>>(),
            ["list[1].name", "vote"]
        );
    }
}
