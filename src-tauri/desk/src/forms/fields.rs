//! Which fields there are: read off the types, so that neither a description nor a message can name
//! one that is not there.

use super::document::{Document, PRIVATE_FIELDS};
use schemars::schema_for;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The schema of the document, for whoever writes a template.
#[must_use]
pub fn schema() -> Value {
    schema_for!(Document).to_value()
}

/// Every path of the document, with what the field is called.
static FIELDS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let schema = schema();
    let mut fields = BTreeMap::new();
    walk(&schema, &schema, String::new(), &mut fields);
    fields
});

fn walk(root: &Value, node: &Value, path: String, fields: &mut BTreeMap<String, String>) {
    let node = resolve(root, node);
    let Some(properties) = node["properties"].as_object() else { return };
    for (name, field) in properties {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let description = field["description"].as_str().unwrap_or_default();
        fields.insert(path.clone(), heading(description).to_owned());
        walk(root, field, path, fields);
    }
}

/// The object behind a reference, a list or a choice of something and nothing.
fn resolve<'a>(root: &'a Value, node: &'a Value) -> &'a Value {
    if let Some(name) = node["$ref"].as_str().and_then(|r| r.strip_prefix("#/$defs/")) {
        return resolve(root, &root["$defs"][name]);
    }
    if node["items"].is_object() {
        return resolve(root, &node["items"]);
    }
    let some = |choice: &&Value| choice["type"] != "null";
    match node["anyOf"].as_array().and_then(|c| c.iter().find(some)) {
        Some(choice) => resolve(root, choice),
        None => node,
    }
}

/// The Chinese name a description begins with: “A 基本情况.” is “基本情况”.
fn heading(description: &str) -> &str {
    let is_block = description.as_bytes().get(1) == Some(&b' ');
    let text = if is_block { &description[2..] } else { description };
    let end = text.find(['.', ':', ',', ';', ' ', '\n']).unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

/// Whether the document has this field.
pub(super) fn is_known(path: &str) -> bool {
    FIELDS.contains_key(path)
}

/// Whether the field is one that identifies a person, or holds one.
pub(super) fn is_private(path: &str) -> bool {
    let below = format!("{path}.");
    let inside = FIELDS.keys().filter(|k| *k == path || k.starts_with(&below));
    inside.filter_map(|k| k.rsplit('.').next()).any(|last| PRIVATE_FIELDS.contains(&last))
}

/// What a field is called, by its path in the data: `notice.achievement[2].item[0].text` is
/// “公示表·业绩成果第 3 项·条目第 1 项·内容”.
pub(super) fn label(path: &str) -> String {
    let mut plain = String::new();
    let mut out = Vec::new();
    for step in path.split('.') {
        let (name, index) = step.split_once('[').unwrap_or((step, ""));
        if !plain.is_empty() {
            plain.push('.');
        }
        plain.push_str(name);
        let name = FIELDS.get(&plain).filter(|l| !l.is_empty()).map_or(name, String::as_str);
        let number = index.split(']').next().and_then(|n| n.parse::<usize>().ok());
        out.push(match number {
            Some(n) => format!("{name}第 {} 项", n + 1),
            None => name.to_owned(),
        });
    }
    out.join("·")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_chinese_name() {
        for (path, label) in FIELDS.iter() {
            let first = label.chars().next();
            assert!(
                first.is_some_and(|c| c > '\u{2e80}')
                    && !label.contains(|c: char| c.is_ascii_alphabetic()),
                "{path}: {label}"
            );
        }
        assert!(FIELDS.len() > 200);
    }

    #[test]
    fn labels_follow_the_path() {
        assert_eq!(
            label("notice.achievement[2].item[0].text"),
            "公示表·业绩成果第 3 项·条目第 1 项·内容"
        );
        assert_eq!(label("list[3].name"), "名单第 4 项·姓名");
    }

    #[test]
    fn private_fields_are_found_inside_their_holders() {
        assert!(is_private("applicant") && is_private("list.mobile") && is_private("list"));
        assert!(!is_private("notice") && !is_private("applicant.name"));
    }
}
