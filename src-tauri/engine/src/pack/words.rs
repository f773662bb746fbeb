//! Values and fields of a pack in the words of a clerk.

use super::diff::FieldChange;
use serde_json::Value;

/// A value longer than this many characters is cut; the data themselves have all of it.
const LONGEST: usize = 120;

/// How a field changed, on one line.
#[must_use]
pub fn changed(field: &FieldChange) -> String {
    let (Some(more), Some(less)) = list_changes(&field.before, &field.after) else {
        return format!("{} → {}", text(&field.before), text(&field.after));
    };
    let mut parts = Vec::new();
    if !more.is_empty() {
        parts.push(format!("增 {}", more.join("、")));
    }
    if !less.is_empty() {
        parts.push(format!("减 {}", less.join("、")));
    }
    if parts.is_empty() {
        parts.push("次序不同".into());
    }
    parts.join("；")
}

/// What two lists of plain values have more and less; `None` for anything else.
fn list_changes(before: &Value, after: &Value) -> (Option<Vec<String>>, Option<Vec<String>>) {
    let (Some(a), Some(b)) = (before.as_array(), after.as_array()) else { return (None, None) };
    let missing = |from: &[Value], other: &[Value]| {
        from.iter().filter(|v| !other.contains(v)).map(text).collect::<Vec<_>>()
    };
    (Some(missing(b, a)), Some(missing(a, b)))
}

/// Nothing is said: absent, an empty list, or an object of such.
#[must_use]
pub fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.values().all(is_nothing),
        _ => false,
    }
}

/// A value on a line.
#[must_use]
pub fn text(value: &Value) -> String {
    let full = match value {
        Value::Null => "（无）".to_owned(),
        Value::String(text) => named(text),
        Value::Bool(is) => if *is { "是" } else { "否" }.to_owned(),
        Value::Array(list) => list.iter().map(text).collect::<Vec<_>>().join("、"),
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(_, v)| !is_nothing(v));
            fields.map(|(k, v)| format!("{} {}", label(k), text(v))).collect::<Vec<_>>().join("，")
        }
        other => other.to_string(),
    };
    if full.chars().count() <= LONGEST {
        return full;
    }
    full.chars().take(LONGEST).chain("…".chars()).collect()
}

/// A sentence with the names of what is filled in.
fn named(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((id, tail)) = after.split_once('}') else { break };
        out.push_str(before);
        let name = match id {
            "unit" => "单位",
            "supervising_body" => "主管部门",
            "hrss_bureau" => "人社部门",
            "committee" => "评委会",
            id => crate::fact::definition(id).map_or(id, |d| d.label),
        };
        out.push_str(&format!("〔{name}〕"));
        rest = tail;
    }
    out + rest
}

/// What a clerk calls a field.
#[must_use]
pub fn label(field: &str) -> &str {
    match field {
        "applies" => "适用",
        "when" => "条件",
        "value" => "取值",
        "say" => "措辞",
        "say.hit" | "hit" => "成立时",
        "say.pass" | "pass" => "不成立时",
        "say.unknown" | "unknown" => "不明时",
        "say.remedy" | "remedy" => "怎样补救",
        "value.platform" | "platform" => "平台",
        "value.code" | "code" => "渠道",
        "value.then_steps" | "then_steps" => "接着的步骤",
        "value.priority" | "priority" => "先后",
        "value.month_day" | "month_day" => "月日",
        "value.steps" | "steps" => "步骤",
        "value.material" | "material" => "材料",
        "value.add_years" | "add_years" => "加年数",
        "value.conflict_clause" => "与之不一致的条款",
        "value.conflict_note" => "不一致之处",
        "full_senior" => "正高级",
        "associate_senior" => "副高级",
        "intermediate" => "中级",
        "assistant" => "助理级",
        "technician" => "员级",
        "name" => "名称",
        "phones" => "电话",
        "level" => "级别",
        "fields" => "专业",
        "area" => "地区",
        "address" => "地址",
        "series" => "系列",
        other => other,
    }
}
