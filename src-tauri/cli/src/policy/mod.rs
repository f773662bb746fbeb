//! The policy without an office: dates, document numbers, directory, packs. Nothing is stored and
//! nothing is sent.
//!
//! Every command prints Chinese lines, or with `--json` one object whose dates are `YYYY-MM-DD` and
//! whose words are stable: `cautions` is a list of `{code, message}`, `basis` a list of
//! `{parameter, from, standing, cites: [{clause, label}]}`. Input that cannot be read ends with
//! status 2 and a Chinese sentence.

pub mod assess;
pub mod calendar;
pub mod cases;
pub mod check;
pub mod directory;
pub mod forecast;
pub mod identity;
pub mod input;
pub mod pack;

use crate::out;
use desk::error::Result;
use engine::date::{Date, weekday};
use engine::pack::Packs;
use engine::pack::rule::Standing;
use engine::schedule::{Basis, Caution};
use engine::verdict::Citation;
use serde::Serialize;

/// Print as JSON or as lines.
fn show<T: Serialize>(json: bool, value: &T, lines: impl FnOnce() -> Vec<String>) -> Result<()> {
    if json {
        out::line(&serde_json::to_string_pretty(value)?);
    } else {
        for line in lines() {
            out::line(&line);
        }
    }
    Ok(())
}

/// A number's origin with its clauses as links.
#[derive(Debug, Serialize)]
struct BasisView {
    /// Parameter id.
    parameter: String,
    /// First day of the version.
    from: Date,
    /// `stated`, `silent`, `unverified`.
    standing: Standing,
    /// Clauses.
    cites: Vec<Citation>,
}

fn basis_view(packs: &Packs, basis: &[&Basis]) -> Vec<BasisView> {
    basis
        .iter()
        .map(|b| BasisView {
            parameter: b.parameter.clone(),
            from: b.from,
            standing: b.standing,
            cites: packs.citations(&b.cites),
        })
        .collect()
}

/// `依据：2025版指南 问17`, with what is not stated said so.
fn basis_line(views: &[BasisView]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for view in views {
        let labels: Vec<&str> = view.cites.iter().map(|c| c.label.as_str()).collect();
        let mut part = match labels.is_empty() {
            true => view.parameter.clone(),
            false => labels.join("、"),
        };
        if view.standing != Standing::Stated {
            part = format!("{part}（{}）", view.standing.label());
        }
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    format!("依据：{}", parts.join("；"))
}

fn caution_lines(cautions: &[Caution]) -> impl Iterator<Item = String> + '_ {
    cautions.iter().map(|c| format!("注意：{}", c.message))
}

/// `2025-10-10（周五）`.
fn day(date: Date) -> String {
    format!("{date}（{}）", weekday(date))
}
