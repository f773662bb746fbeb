//! Reading a facts document: a wrong field name stops it, a wrong value is noted and left out.

use super::Facts;
use serde_json::Value as Json;

/// A value outside its domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Path of the field, `education.0.graduated_on`.
    pub path: String,
    /// What is wrong, in Chinese.
    pub message: String,
}

/// Why a facts document is not read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// Not JSON.
    #[error("不是合法的 JSON：{0}")]
    Json(String),
    /// A field that does not exist.
    #[error("字段“{0}”不存在，请核对拼写（见 schemas/facts.schema.json）")]
    UnknownField(String),
}

/// At most so many wrong values are looked for in one document.
const MOST_PROBLEMS: usize = 200;

/// Read a document from JSON.
///
/// # Errors
/// [`DocumentError`] when it is no JSON or names a field that does not exist.
pub fn parse(text: &str) -> Result<Facts, DocumentError> {
    let json = serde_json::from_str(text).map_err(|e| DocumentError::Json(e.to_string()))?;
    from_json(json)
}

fn from_json(mut json: Json) -> Result<Facts, DocumentError> {
    let mut problems: Vec<Problem> = Vec::new();
    loop {
        match serde_path_to_error::deserialize::<_, Facts>(&json) {
            Ok(mut facts) => {
                problems.extend(super::check(&facts));
                facts.problems = problems;
                return Ok(facts);
            }
            Err(error) => {
                let path = error.path().to_string().replace(['[', ']'], ".").replace("..", ".");
                let path = path.trim_matches('.').to_owned();
                let message = error.inner().to_string();
                if message.starts_with("unknown field") {
                    let name = message.split('`').nth(1).unwrap_or_default();
                    let whole = if path.ends_with(name) || path.is_empty() || path == "?" {
                        if path.is_empty() || path == "?" { name.to_owned() } else { path }
                    } else {
                        format!("{path}.{name}")
                    };
                    return Err(DocumentError::UnknownField(whole));
                }
                // An element of a list may not be empty either: it is left out once it is told of.
                if pointer_mut(&mut json, &path).is_some_and(|value| value.is_null())
                    && drop_element(&mut json, &path)
                {
                    continue;
                }
                let place = pointer_mut(&mut json, &path);
                let is_new = place.as_ref().is_some_and(|value| !value.is_null());
                let (Some(value), true, true) = (place, is_new, problems.len() < MOST_PROBLEMS)
                else {
                    return Err(DocumentError::Json(format!("{path}：{message}")));
                };
                let message = format!("“{}”不合规定", shown(value));
                *value = Json::Null;
                problems.push(Problem { path, message });
            }
        }
    }
}

/// A wrong value as far as it may be shown: what could identify a person is not.
fn shown(value: &Json) -> String {
    let text = match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits >= 11 || text.chars().count() > 24 { "所填的值".into() } else { text }
}

/// Take an element out of the list it stands in; whether it stood in one.
fn drop_element(json: &mut Json, path: &str) -> bool {
    let Some((list, at)) = path.rsplit_once('.') else { return false };
    match (pointer_mut(json, list), at.parse::<usize>()) {
        (Some(Json::Array(list)), Ok(at)) if at < list.len() => {
            list.remove(at);
            true
        }
        _ => false,
    }
}

fn pointer_mut<'a>(json: &'a mut Json, path: &str) -> Option<&'a mut Json> {
    path.split('.').filter(|p| !p.is_empty()).try_fold(json, |at, part| match at {
        Json::Object(map) => map.get_mut(part),
        Json::Array(list) => list.get_mut(part.parse::<usize>().ok()?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_field_name_is_an_error_that_names_it() {
        let check = |text: &str, name: &str| {
            let error = parse(text).unwrap_err();
            assert!(error.to_string().contains(name), "{error}");
        };
        check(r#"{"aplication": {}}"#, "aplication");
        check(r#"{"application": {"yeer": 2025}}"#, "yeer");
        check(r#"{"titles": [{"obtained": "2020-01-01"}]}"#, "obtained");
        check("{", "JSON");
    }

    #[test]
    fn days_of_a_list_that_are_none_are_problems_and_the_others_stay() {
        let text = r#"{"unit": {"local_holidays": ["2025-09-31", "2025-04-14", "spring"]}}"#;
        let facts = parse(text).unwrap();
        let told: Vec<&str> = facts.problems.iter().map(|p| p.message.as_str()).collect();
        assert_eq!(told, ["“2025-09-31”不合规定", "“spring”不合规定"]);
        let kept = facts.unit.and_then(|u| u.local_holidays).unwrap();
        assert_eq!(kept.len(), 1);
    }

    #[test]
    fn a_value_outside_its_domain_is_a_problem_with_the_name_of_its_field() {
        let facts = parse(
            r#"{"titles": [{"obtained_on": "2020-09-31", "level": "中级"}],
                "secondments": [{"from": "2024-05-01", "until": "2023-05-01"}],
                "person": {"id_number": "5301021985031500188"}}"#,
        )
        .unwrap();
        let paths: Vec<_> = facts.problems.iter().map(|p| p.path.as_str()).collect();
        assert!(paths.contains(&"titles.0.obtained_on"), "{paths:?}");
        assert!(paths.contains(&"secondments.0.until"), "{paths:?}");
        assert!(paths.contains(&"person.id_number"), "{paths:?}");
        let title = &facts.titles.unwrap()[0];
        assert_eq!(
            (title.obtained_on, title.level),
            (None, Some(crate::title::Level::Intermediate))
        );
    }
}
