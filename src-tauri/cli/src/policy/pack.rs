//! `chengbao pack show` and `chengbao pack diff`: what the packs say, and what changed between years.

use super::{input, show};
use desk::error::{Error, Result};
use engine::date::Date;
use engine::pack::Packs;
use engine::pack::diff::{Change, ChangeKind, PackDiff, Subject, diff};
use engine::pack::parameter::Parameter;
use engine::pack::rule::{Rule, Standing};
use engine::verdict::Citation;
use serde::Serialize;
use serde_json::{Value, json};

/// A value longer than this many characters is cut on a line; `--json` has all of it.
const LONGEST: usize = 120;

/// Options of `pack show`.
#[derive(clap::Args)]
pub struct ShowOptions {
    /// 规则、参数或条款的编号，如 E13、kunming.notice-days、G25.Q17；不给就列目录
    id: Option<String>,
    /// 只看某一年度（年末）有效的版本
    #[arg(long, value_name = "年度")]
    year: Option<i32>,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// `pack show ID --json`: `type` is `rule`, `parameter` or `clause`.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ItemView {
    /// A rule or a parameter with its versions.
    Rule(VersionsView),
    /// A parameter with its versions.
    Parameter(VersionsView),
    /// A clause with its document.
    Clause(ClauseView),
}

#[derive(Serialize)]
struct VersionsView {
    id: String,
    name: String,
    versions: Vec<VersionView>,
}

#[derive(Serialize)]
struct VersionView {
    from: Date,
    standing: Standing,
    cites: Vec<Citation>,
    /// For a rule `{applies, when, value, say}`, for a parameter its value.
    says: Value,
}

#[derive(Serialize)]
struct ClauseView {
    id: String,
    document: String,
    number: Option<String>,
    issuer: String,
    issued_on: Date,
    locator: String,
    paraphrase: String,
    /// Rules and parameters that cite it.
    cited_by: Vec<String>,
}

/// A line of the list without an id.
#[derive(Serialize)]
struct EntryView {
    #[serde(rename = "type")]
    kind: &'static str,
    id: String,
    name: String,
}

/// Show one entry, or list them.
pub fn show_entry(packs: &Packs, o: &ShowOptions) -> Result<()> {
    let on = o.year.map(|year| covered(packs, year)).transpose()?;
    let Some(id) = &o.id else { return list(packs, o, on) };
    let items = find(packs, id, on);
    if items.is_empty() {
        return Err(Error::invalid(
            format!("规则包里没有编号是{id}的规则、参数或条款"),
            "不带编号运行 pack show 可以看目录；年度不同编号也可能不在",
        ));
    }
    show(o.json, &items, || items.iter().flat_map(item_lines).collect())
}

/// The last day of a year some pack covers.
fn covered(packs: &Packs, year: i32) -> Result<Date> {
    let (first, last, _) = packs.coverage();
    Date::from_ymd_opt(year, 12, 31).filter(|_| (first..=last).contains(&year)).ok_or_else(|| {
        let message = format!("规则包收录{first}至{last}年，没有{year}年");
        Error::invalid(message, "请换一个年度")
    })
}

/// Everything an id or its last part names.
fn find(packs: &Packs, id: &str, on: Option<Date>) -> Vec<ItemView> {
    let is_meant = |full: &str| {
        full.eq_ignore_ascii_case(id)
            || full.split_once('.').is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(id))
    };
    let mut items = Vec::new();
    for rule in packs.rules().filter(|r| is_meant(&r.id)) {
        items.push(ItemView::Rule(rule_view(packs, rule, on)));
    }
    for parameter in packs.parameters().filter(|p| is_meant(&p.id)) {
        items.push(ItemView::Parameter(parameter_view(packs, parameter, on)));
    }
    for clause in packs.clauses().filter(|c| c.id.eq_ignore_ascii_case(id)) {
        let Some(source) = packs.source_of(&clause.id) else { continue };
        items.push(ItemView::Clause(ClauseView {
            id: clause.id.clone(),
            document: source.name.clone(),
            number: source.number.clone(),
            issuer: source.issuer.clone(),
            issued_on: source.issued_on,
            locator: clause.locator.clone(),
            paraphrase: clause.paraphrase.clone(),
            cited_by: cited_by(packs, &clause.id),
        }));
    }
    items
}

fn cited_by(packs: &Packs, clause: &str) -> Vec<String> {
    let cites = |list: &[String]| list.iter().any(|c| c == clause);
    let rules = packs.rules().filter(|r| r.versions.iter().any(|v| cites(&v.cites)));
    let parameters = packs.parameters().filter(|p| p.versions.iter().any(|v| cites(&v.cites)));
    rules.map(|r| r.id.clone()).chain(parameters.map(|p| p.id.clone())).collect()
}

fn rule_view(packs: &Packs, rule: &Rule, on: Option<Date>) -> VersionsView {
    let held = on.map(|on| rule.at(on));
    let versions = rule.versions.iter().filter(|v| held.is_none_or(|h| h.is_some_and(|h| h == *v)));
    VersionsView {
        id: rule.id.clone(),
        name: rule.name.clone(),
        versions: versions
            .map(|v| VersionView {
                from: v.from,
                standing: v.standing,
                cites: packs.citations(&v.cites),
                says: json!({
                    "applies": v.applies, "when": v.when, "value": v.value, "say": v.say
                }),
            })
            .collect(),
    }
}

fn parameter_view(packs: &Packs, parameter: &Parameter, on: Option<Date>) -> VersionsView {
    let held = on.map(|on| parameter.at(on));
    let versions =
        parameter.versions.iter().filter(|v| held.is_none_or(|h| h.is_some_and(|h| h == *v)));
    VersionsView {
        id: parameter.id.clone(),
        name: parameter.name.clone(),
        versions: versions
            .map(|v| VersionView {
                from: v.from,
                standing: v.standing,
                cites: packs.citations(&v.cites),
                says: v.value.clone(),
            })
            .collect(),
    }
}

fn item_lines(item: &ItemView) -> Vec<String> {
    let (word, view) = match item {
        ItemView::Rule(view) => ("规则", view),
        ItemView::Parameter(view) => ("参数", view),
        ItemView::Clause(c) => {
            let number = c.number.as_deref().map(|n| format!("（{n}）")).unwrap_or_default();
            return vec![
                format!("条款 {}  {}{number} {}", c.id, c.document, c.locator),
                format!("  {} {}", c.issuer, c.issued_on),
                format!("  大意：{}", c.paraphrase),
                format!("  引用它的：{}", c.cited_by.join("、")),
            ];
        }
    };
    let mut out = vec![format!("{word} {}  {}", view.id, view.name)];
    if view.versions.is_empty() {
        out.push("  这一年度还没有这一条".into());
    }
    for v in &view.versions {
        let labels: Vec<&str> = v.cites.iter().map(|c| c.label.as_str()).collect();
        out.push(format!("  {} 起  {}  {}", v.from, v.standing.label(), labels.join("、")));
        match &v.says {
            Value::Object(fields) => {
                for (field, value) in fields.iter().filter(|(_, v)| !is_nothing(v)) {
                    out.push(format!("    {}：{}", label(field), text(value)));
                }
            }
            Value::Array(rows) if rows.iter().any(Value::is_object) => {
                out.extend(rows.iter().map(|row| format!("    {}", text(row))));
            }
            value => out.push(format!("    {}", text(value))),
        }
    }
    out
}

fn list(packs: &Packs, o: &ShowOptions, on: Option<Date>) -> Result<()> {
    let rules = packs.rules().filter(|r| on.is_none_or(|on| r.at(on).is_some()));
    let parameters = packs.parameters().filter(|p| on.is_none_or(|on| p.at(on).is_some()));
    let mut entries: Vec<EntryView> =
        rules.map(|r| EntryView { kind: "rule", id: r.id.clone(), name: r.name.clone() }).collect();
    entries.extend(parameters.map(|p| EntryView {
        kind: "parameter",
        id: p.id.clone(),
        name: p.name.clone(),
    }));
    show(o.json, &entries, || entries.iter().map(|e| format!("{:<38} {}", e.id, e.name)).collect())
}

/// Options of `pack diff`.
#[derive(clap::Args)]
pub struct DiffOptions {
    /// 较早的年度
    from_year: i32,
    /// 较晚的年度
    to_year: i32,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// Compare two years. `--json`: `{from_year, to_year, changes: [{subject, id, name, change, fields:
/// [{field, before, after}], cites_before, cites_after}], unchanged}`.
pub fn diff_years(packs: &Packs, o: &DiffOptions) -> Result<()> {
    covered(packs, o.from_year)?;
    covered(packs, o.to_year)?;
    if o.from_year >= o.to_year {
        return Err(Error::invalid("较早的年度要写在前面", "例如 pack diff 2022 2025"));
    }
    let result = diff(packs, o.from_year, o.to_year);
    show(o.json, &result, || {
        let mut lines = table(packs, &result);
        for year in packs.coverage().2.iter().filter(|y| [o.from_year, o.to_year].contains(y)) {
            lines.push(
                input::caution("", format!("注意：{year}年没有单独的文件，用的是上一份")).message,
            );
        }
        lines
    })
}

fn table(packs: &Packs, result: &PackDiff) -> Vec<String> {
    let mut out = vec![format!(
        "{}年 → {}年，共{}处变化",
        result.from_year,
        result.to_year,
        result.changes.len()
    )];
    for subject in Subject::ALL {
        let changes = || result.changes.iter().filter(|c| c.subject == *subject);
        if changes().next().is_none() {
            continue;
        }
        out.push(String::new());
        out.push(format!("【{}】{}处", subject.label(), changes().count()));
        for kind in ChangeKind::ALL {
            for change in changes().filter(|c| c.change == *kind) {
                out.extend(change_lines(packs, change));
            }
        }
    }
    out.push(String::new());
    out.push(format!("另有{}条规则和参数没有变化。", result.unchanged));
    out
}

fn change_lines(packs: &Packs, c: &Change) -> Vec<String> {
    let labels = |cites: &[String]| {
        packs.citations(cites).into_iter().map(|c| c.label).collect::<Vec<_>>().join("、")
    };
    let mut line = format!("{}  {}", c.change.label(), c.id);
    if c.id != c.name {
        line += &format!("  {}", c.name);
    }
    let (before, after) = (labels(&c.cites_before), labels(&c.cites_after));
    let cites = match (before.is_empty(), after.is_empty()) {
        (true, true) => String::new(),
        (true, false) => after,
        (false, true) => before,
        (false, false) if before == after => after,
        (false, false) => format!("{before} → {after}"),
    };
    if !cites.is_empty() {
        line += &format!("  ［{cites}］");
    }
    let mut out = vec![line];
    for f in &c.fields {
        let (plus, minus) = list_changes(&f.before, &f.after);
        let name = label(&f.field);
        let changed = match (plus, minus) {
            (Some(plus), Some(minus)) => {
                let mut parts = Vec::new();
                if !plus.is_empty() {
                    parts.push(format!("增 {}", plus.join("、")));
                }
                if !minus.is_empty() {
                    parts.push(format!("减 {}", minus.join("、")));
                }
                if parts.is_empty() {
                    parts.push("次序不同".into());
                }
                parts.join("；")
            }
            _ => format!("{} → {}", text(&f.before), text(&f.after)),
        };
        out.push(format!("       {name}：{changed}"));
    }
    out
}

/// What two lists of plain values have more and less; `None` for anything else.
fn list_changes(before: &Value, after: &Value) -> (Option<Vec<String>>, Option<Vec<String>>) {
    let (Some(a), Some(b)) = (before.as_array(), after.as_array()) else { return (None, None) };
    let missing = |from: &[Value], other: &[Value]| {
        from.iter().filter(|v| !other.contains(v)).map(text).collect::<Vec<_>>()
    };
    (Some(missing(b, a)), Some(missing(a, b)))
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.values().all(is_nothing),
        _ => false,
    }
}

/// A value on a line.
fn text(value: &Value) -> String {
    let full = match value {
        Value::Null => "（无）".to_owned(),
        Value::String(text) => text.clone(),
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

/// What a clerk calls a field.
fn label(field: &str) -> &str {
    match field {
        "applies" => "适用",
        "when" => "条件",
        "value" => "取值",
        "say" => "措辞",
        "say.hit" | "hit" => "成立时",
        "say.pass" | "pass" => "不成立时",
        "say.unknown" | "unknown" => "不明时",
        "say.remedy" | "remedy" => "怎样补救",
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
