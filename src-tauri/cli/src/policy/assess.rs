//! `chengbao assess`: judge one or many facts documents without an office.
//!
//! With `--json` each case gives one object (one a line when there are several):
//! `{id, verdict, trial, blocking, headline, findings: [{ref, rule, name, outcome, effect, standing,
//! facts, cites, text, remedy, missing}], missing: [{fact, label, question, fields}],
//! tenure: {from, until, gross, deducted, net, required, …}, dates, checklist, route, as_of, packs}`.

use super::cases::{CaseOptions, print};
use super::input;
use crate::out;
use desk::error::{Code, Error, Result};
use desk::resources::Resources;
use engine::date::{Span, long};
use engine::fact::document::Facts;
use engine::pack::Packs;
use engine::verdict::{Arithmetic, Citation, Finding, MaterialState, Outcome, Verdict};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Options of `assess`.
#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    cases: CaseOptions,
    /// 按哪一天的规则判，默认申报年度12月31日
    #[arg(long, value_name = "日期")]
    as_of: Option<String>,
    /// 年度未覆盖时按最近一版试算，结果不是结论
    #[arg(long)]
    trial: bool,
    /// 沿用哪些文件里后来未载的规则，如 N23（沿用2023年通知）
    #[arg(long, value_name = "文件编号")]
    adopt: Vec<String>,
    /// 资格预审意见存成 PDF（只能有一个案例）
    #[arg(long, value_name = "文件")]
    pdf: Option<PathBuf>,
}

/// Judge and print.
pub fn run(resources: &Resources, options: &Options) -> Result<()> {
    let (packs, mut cases) = options.cases.read(resources)?;
    let as_of = options.as_of.as_deref().map(|d| input::date("as-of", d)).transpose()?;
    for facts in &mut cases {
        facts.as_of = as_of.or(facts.as_of);
        if options.trial {
            facts.options.trial = Some(true);
        }
        if !options.adopt.is_empty() {
            facts.options.adopted_sources = Some(options.adopt.clone());
        }
    }
    if let Some(path) = &options.pdf {
        return paper(resources, &packs, &cases, path);
    }
    let is_one = cases.len() == 1;
    for facts in &cases {
        let verdict = engine::eval::assess(facts, &packs);
        if options.cases.json {
            print(&view(facts, &verdict, &packs), is_one)?;
        } else {
            lines(facts, &verdict, &packs).iter().for_each(|l| out::line(l));
        }
    }
    Ok(())
}

fn span(span: Span) -> Value {
    json!({ "years": span.years, "months": span.months, "days": span.days, "text": span.to_string() })
}

fn cites(list: &[Citation], packs: &Packs) -> Vec<Value> {
    list.iter()
        .map(|c| {
            let source = packs.source_of(&c.clause);
            let clause = packs.clause(&c.clause);
            json!({
                "clause": c.clause,
                "label": c.label,
                "document": source.map(|s| &s.name),
                "number": source.and_then(|s| s.number.as_ref()),
                "issuer": source.map(|s| &s.issuer),
                "issued_on": source.map(|s| s.issued_on),
                "section": clause.map(|c| &c.locator),
                "paraphrase": clause.map(|c| &c.paraphrase),
            })
        })
        .collect()
}

fn finding(f: &Finding, packs: &Packs) -> Value {
    json!({
        "ref": f.reference,
        "rule": f.rule,
        "name": f.name,
        "outcome": f.outcome,
        "effect": f.effect,
        "standing": f.standing,
        "facts": f.facts,
        "cites": cites(&f.cites, packs),
        "text": f.sentence,
        "remedy": f.remedy,
        "missing": f.missing,
    })
}

fn tenure(a: &Arithmetic) -> Value {
    let deducted: Vec<Value> = a
        .deductions
        .iter()
        .map(
            |d| json!({ "from": d.from, "until": d.until, "span": span(d.span), "label": d.label }),
        )
        .collect();
    json!({
        "from": a.from,
        "from_label": a.from_label,
        "until": a.until,
        "gross": span(a.gross),
        "deducted": deducted,
        "net": span(a.net),
        "required": a.required_years,
        "required_parts": a.required_parts.iter().map(|p| json!({ "years": p.years, "label": p.label })).collect::<Vec<_>>(),
        "satisfied_on": a.satisfied_on,
        "is_satisfied": a.is_satisfied,
        "short_by": a.short_by.map(span),
        "other_reading": a.other_reading,
        "lines": a.lines,
    })
}

fn view(facts: &Facts, v: &Verdict, packs: &Packs) -> Value {
    let checklist: Vec<Value> = v
        .materials
        .iter()
        .map(|m| {
            json!({
                "material": m.material,
                "name": m.name,
                "is_waived": m.is_waived,
                "reason": m.reason,
                "state": m.state,
                "shows_original": m.shows_original,
                "signed_by": m.signed_by,
                "sealed_by": m.sealed_by,
                "copies": m.copies,
                "rule": m.rule,
                "cites": cites(&m.cites, packs),
            })
        })
        .collect();
    json!({
        "id": facts.id,
        "verdict": v.conclusion,
        "trial": v.trial,
        "blocking": v.blocking,
        "headline": v.headline,
        "has_cautions": v.has_cautions,
        "findings": v.findings.iter().map(|f| finding(f, packs)).collect::<Vec<_>>(),
        "missing": v.missing.iter().map(|m| json!({
            "fact": m.fact, "label": m.label, "question": m.question, "fields": m.fields,
        })).collect::<Vec<_>>(),
        "tenure": v.arithmetic.as_ref().map(tenure),
        "earliest_year": v.earliest_year,
        "how_to": v.how_to,
        "dates": v.dates,
        "checklist": checklist,
        "route": v.route,
        "as_of": v.as_of,
        "packs": v.packs,
    })
}

fn lines(facts: &Facts, v: &Verdict, packs: &Packs) -> Vec<String> {
    let mut out = Vec::new();
    let id = facts.id.as_deref().map(|id| format!("{id}：")).unwrap_or_default();
    out.push(match v.trial {
        Some(trial) => format!("{id}试算（不是结论）：{}", trial.label()),
        None => format!("{id}{}", v.conclusion.label()),
    });
    out.push(format!("  {}", v.headline));
    if let Some(a) = &v.arithmetic {
        out.extend(a.lines.iter().map(|l| format!("  {l}")));
        out.extend(a.other_reading.iter().map(|r| format!("  另一种读法：{r}")));
    }
    let shown = |f: &&Finding| !matches!(f.outcome, Outcome::Met | Outcome::NotApplicable);
    for f in v.findings.iter().filter(shown) {
        out.push(format!("  ［{}］{} {}", f.outcome.label(), f.reference, f.sentence));
        for used in f.facts.iter().filter(|u| u.value.is_some()) {
            let place =
                used.source.as_deref().or(used.origin.map(|o| o.label())).unwrap_or_default();
            out.push(format!(
                "      {}：{}（{place}）",
                used.label,
                used.value.as_deref().unwrap_or_default()
            ));
        }
        for cite in &f.cites {
            let paraphrase =
                packs.clause(&cite.clause).map(|c| c.paraphrase.as_str()).unwrap_or_default();
            out.push(format!("      依据：{}（大意：{paraphrase}）", cite.label));
        }
    }
    for m in &v.missing {
        out.push(format!("  待补：{}  {}", m.label, m.question));
    }
    out.extend(v.how_to.iter().map(|h| format!("  怎样办：{h}")));
    for m in &v.materials {
        let mark = if m.is_waived { "免交" } else { "应交" };
        let state = if m.state == MaterialState::Unknown { "" } else { m.state.label() };
        out.push(format!(
            "  {mark}：{}{}  {}",
            m.name,
            if state.is_empty() { String::new() } else { format!("（{state}）") },
            m.reason
        ));
    }
    if let Some(route) = &v.route {
        out.push(format!("  渠道：{}", route.steps.join(" → ")));
        out.extend(route.platform.iter().map(|p| format!("  平台：{p}")));
        out.extend(
            route.office.iter().map(|o| format!("  电话：{} {}", o.name, o.phones.join("、"))),
        );
    }
    for d in &v.dates {
        let note = d.note.as_deref().map(|n| format!("（{n}）")).unwrap_or_default();
        out.push(format!("  {}：{}{note}", d.label, long(d.on)));
    }
    out
}

fn paper(resources: &Resources, packs: &Packs, cases: &[Facts], path: &Path) -> Result<()> {
    let [facts] = cases else {
        return Err(Error::invalid("--pdf 一次只能出一个案例", "请把案例分开"));
    };
    let verdict = engine::eval::assess(facts, packs);
    let sheet = desk::api::verdict_sheet(&verdict, &desk::api::SheetHead::of(facts), packs);
    let forms = desk::forms::Forms::open(resources.root(), None)?;
    let today = input::today();
    let bytes = forms.verdict(&sheet, today)?;
    std::fs::write(path, bytes).map_err(|e| {
        Error::new(Code::InvalidInput, "PDF 没有写成", "请检查 --pdf 的位置和磁盘空间")
            .with_source(e)
    })?;
    out::line(&format!("资格预审意见：{}", path.display()));
    Ok(())
}
