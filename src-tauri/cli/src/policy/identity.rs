//! `chengbao identity`: document numbers and unified social credit codes.
//!
//! The lines show a number masked. With `--json` the output is a list, one object a number: for
//! documents `{kind, kind_label, canonical, masked, is_valid, problems: [{code, severity, message,
//! suggestion}], born_on, sex}`, for `--credit-code` `{canonical, is_valid, problems, unit_hint,
//! area, organisation_code}`. A suggestion is a full number: it is there for a person with the card
//! in hand.

use super::{input, show};
use desk::error::{Error, Result};
use engine::date::Date;
use engine::identity::credit::{CreditCodeReport, credit_code};
use engine::identity::{Areas, DocumentKind, DocumentReport, Problem, document};
use engine::pack::Packs;
use engine::person::Sex;
use serde::Serialize;

/// Options of `identity`.
#[derive(clap::Args)]
pub struct Options {
    /// 证件号码或代码，可写多个
    #[arg(required = true, value_name = "号码")]
    numbers: Vec<String>,
    /// 证件类型：resident_id、hong_kong_macao_permit、taiwan_permit、residence_permit、
    /// foreign_permanent_resident、passport
    #[arg(long, value_name = "类型", conflicts_with = "credit_code")]
    kind: Option<String>,
    /// 按统一社会信用代码核对
    #[arg(long)]
    credit_code: bool,
    /// 今天；不给就用电脑的日期
    #[arg(long, value_name = "日期")]
    today: Option<String>,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct DocumentView {
    kind: Option<DocumentKind>,
    kind_label: Option<&'static str>,
    canonical: String,
    masked: String,
    is_valid: bool,
    problems: Vec<Problem>,
    born_on: Option<Date>,
    sex: Option<Sex>,
}

impl From<DocumentReport> for DocumentView {
    fn from(r: DocumentReport) -> Self {
        Self {
            kind: r.kind,
            kind_label: r.kind.map(DocumentKind::label),
            canonical: r.canonical,
            masked: r.masked,
            is_valid: r.is_valid,
            problems: r.problems,
            born_on: r.born_on,
            sex: r.sex,
        }
    }
}

/// Check numbers.
pub fn run(packs: &Packs, o: &Options) -> Result<()> {
    let today = input::maybe_date("--today", o.today.as_deref())?.unwrap_or_else(input::today);
    if o.credit_code {
        let reports: Vec<CreditCodeReport> =
            o.numbers.iter().map(|n| credit_code(n, packs, today)).collect();
        return show(o.json, &reports, || reports.iter().flat_map(credit_lines).collect());
    }
    let kind = o.kind.as_deref().map(kind).transpose()?;
    let areas = Areas::of(packs, today);
    let views: Vec<DocumentView> = o
        .numbers
        .iter()
        .map(|number| {
            let mut report = document(kind, number, today);
            areas.annotate(&mut report);
            report.into()
        })
        .collect();
    show(o.json, &views, || views.iter().flat_map(document_lines).collect())
}

fn kind(text: &str) -> Result<DocumentKind> {
    text.parse().map_err(|()| {
        let known: Vec<String> =
            DocumentKind::ALL.iter().map(|k| format!("{}（{}）", k.key(), k.label())).collect();
        let message = format!("--kind 后面的“{text}”不是证件类型");
        Error::invalid(message, format!("可以写：{}", known.join("、")))
    })
}

fn document_lines(view: &DocumentView) -> Vec<String> {
    let state = if view.is_valid { "对" } else { "有错" };
    let mut line =
        format!("{} {}：{state}", view.kind_label.unwrap_or("证件类型不明"), view.masked);
    if let Some(born_on) = view.born_on {
        line += &format!("，{born_on} 出生");
    }
    if let Some(sex) = view.sex {
        line += &format!("，{}", sex.label());
    }
    let mut out = vec![line];
    out.extend(view.problems.iter().map(problem_line));
    out
}

fn credit_lines(report: &CreditCodeReport) -> Vec<String> {
    let state = if report.is_valid { "对" } else { "有错" };
    let mut line = format!("统一社会信用代码 {}：{state}", report.canonical);
    if let Some(hint) = &report.unit_hint {
        line += &format!("，登记为{hint}（不能据此区分国有、非公和分公司）");
    }
    if let Some(code) = &report.organisation_code {
        line += &format!("，其中组织机构代码 {code}");
    }
    let mut out = vec![line];
    out.extend(report.problems.iter().map(problem_line));
    out
}

fn problem_line(problem: &Problem) -> String {
    let suggestion = problem.suggestion.as_deref();
    let suggestion = suggestion.map(|s| format!("（供对照：{s}）")).unwrap_or_default();
    format!("  {}：{}{suggestion}", problem.severity.label(), problem.message)
}
