//! `chengbao pack show` and `chengbao pack diff`: what the packs say, and what changed between years.

use super::cases::documents;
use super::{input, show};
use desk::error::{Error, Result};
use engine::affected::{Affected, affected};
use engine::date::Date;
use engine::pack::Packs;
use engine::pack::diff::{Change, ChangeKind, PackDiff, Subject, diff};
use engine::pack::parameter::Parameter;
use engine::pack::rule::{Rule, Standing};
use engine::pack::words::{changed, is_nothing, label, text};
use engine::verdict::Citation;
use serde::Serialize;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

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
    /// 事实文件：再看这些人谁受影响；“-” 从标准输入读
    #[arg(long, value_name = "文件")]
    facts: Option<PathBuf>,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// Two years compared, and whom it concerns where people were given.
#[derive(Serialize)]
struct DiffView {
    #[serde(flatten)]
    diff: PackDiff,
    #[serde(skip_serializing_if = "Option::is_none")]
    affected: Option<Vec<AffectedView>>,
}

#[derive(Serialize)]
struct AffectedView {
    id: Option<String>,
    #[serde(flatten)]
    affected: Affected,
}

/// Compare two years. `--json`: `{from_year, to_year, changes: [{subject, id, name, change, fields:
/// [{field, before, after}], cites_before, cites_after}], unchanged}`, and with `--facts`
/// `affected: [{id, before, after, differences: [{ref, id, name, before, after}]}]`.
pub fn diff_years(packs: &Packs, o: &DiffOptions) -> Result<()> {
    covered(packs, o.from_year)?;
    covered(packs, o.to_year)?;
    if o.from_year >= o.to_year {
        return Err(Error::invalid("较早的年度要写在前面", "例如 pack diff 2022 2025"));
    }
    let result = DiffView {
        diff: diff(packs, o.from_year, o.to_year),
        affected: o.facts.as_deref().map(|file| concerned(packs, o, file)).transpose()?,
    };
    show(o.json, &result, || {
        let mut lines = table(packs, &result.diff);
        lines.extend(result.affected.iter().flat_map(|all| affected_lines(all)));
        for year in packs.coverage().2.iter().filter(|y| [o.from_year, o.to_year].contains(y)) {
            lines.push(
                input::caution("", format!("注意：{year}年没有单独的文件，用的是上一份")).message,
            );
        }
        lines
    })
}

/// Whom of these people it concerns: judged for the later year by the rules of either.
fn concerned(packs: &Packs, o: &DiffOptions, file: &Path) -> Result<Vec<AffectedView>> {
    let (from, to) = (covered(packs, o.from_year)?, covered(packs, o.to_year)?);
    let people = documents(file)?;
    let concerned = people.into_iter().filter_map(|mut facts| {
        facts.application.year = Some(o.to_year);
        let affected = affected(&facts, packs, from, to)?;
        Some(AffectedView { id: facts.id, affected })
    });
    Ok(concerned.collect())
}

fn affected_lines(all: &[AffectedView]) -> Vec<String> {
    let mut out = vec![String::new(), format!("受影响的{}人", all.len())];
    let said = |text: &str| if text.is_empty() { "没有提".to_owned() } else { text.to_owned() };
    for (i, one) in all.iter().enumerate() {
        let id = one.id.clone().unwrap_or_else(|| format!("第{}人", i + 1));
        let found = &one.affected;
        out.push(format!("{id}  {} → {}", found.before.label(), found.after.label()));
        for d in &found.differences {
            out.push(format!("       {}：{} → {}", d.name, said(&d.before), said(&d.after)));
        }
    }
    out
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
    for field in &c.fields {
        out.push(format!("       {}：{}", label(&field.field), changed(field)));
    }
    out
}
