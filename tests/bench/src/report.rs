//! What was measured, as a table for a reader and as JSON for a machine.

use serde::{Deserialize, Serialize};

/// One measurement against its goal.
#[derive(Debug, Serialize, Deserialize)]
pub struct Line {
    /// What was measured.
    pub what: String,
    /// Our figure.
    pub ours: f64,
    /// Its unit.
    pub unit: String,
    /// Whom we are compared with; empty where the goal is a bare figure.
    pub peer: String,
    /// The peer's figure, in the same unit.
    pub peers: Option<f64>,
    /// Ours against the peer's, as the goal counts it.
    pub ratio: Option<f64>,
    /// The goal in words.
    pub goal: String,
    /// Whether it is reached; `None` for a figure that is only told.
    pub is_reached: Option<bool>,
}

impl Line {
    /// A figure that is to be at least so large.
    pub fn at_least(what: &str, ours: f64, unit: &str, goal: f64) -> Self {
        Self {
            goal: format!("≥ {goal} {unit}"),
            is_reached: Some(ours >= goal),
            ..Self::told(what, ours, unit)
        }
    }

    /// A figure that is to be below a limit.
    pub fn below(what: &str, ours: f64, unit: &str, goal: f64) -> Self {
        Self {
            goal: format!("< {goal} {unit}"),
            is_reached: Some(ours < goal),
            ..Self::told(what, ours, unit)
        }
    }

    /// A figure without a goal.
    pub fn told(what: &str, ours: f64, unit: &str) -> Self {
        Self {
            what: what.to_owned(),
            ours,
            unit: unit.to_owned(),
            peer: String::new(),
            peers: None,
            ratio: None,
            goal: String::new(),
            is_reached: None,
        }
    }

    /// A peer is to need so many times more than we do.
    pub fn times_less(
        what: &str,
        ours: f64,
        unit: &str,
        peer: &str,
        peers: f64,
        goal: f64,
    ) -> Self {
        let ratio = peers / ours;
        Self {
            peer: peer.to_owned(),
            peers: Some(peers),
            ratio: Some(ratio),
            goal: format!("≥ {goal} ×"),
            is_reached: Some(ratio >= goal),
            ..Self::told(what, ours, unit)
        }
    }

    /// We are to need at most so many times what a peer needs.
    pub fn at_most(what: &str, ours: f64, unit: &str, peer: &str, peers: f64, goal: f64) -> Self {
        let ratio = ours / peers;
        Self {
            peer: peer.to_owned(),
            peers: Some(peers),
            ratio: Some(ratio),
            goal: format!("≤ {goal} ×"),
            is_reached: Some(ratio <= goal),
            ..Self::told(what, ours, unit)
        }
    }
}

/// The table.
pub fn table(lines: &[Line]) -> String {
    let mut rows = vec![["测什么", "我们", "对照", "对照用", "比", "目标", ""].map(String::from)];
    for line in lines {
        let figure = |n: f64| format!("{} {}", short(n), line.unit);
        rows.push([
            line.what.clone(),
            figure(line.ours),
            line.peer.clone(),
            line.peers.map(figure).unwrap_or_default(),
            line.ratio.map(|r| format!("{} ×", short(r))).unwrap_or_default(),
            line.goal.clone(),
            match line.is_reached {
                Some(true) => "达到",
                Some(false) => "没有达到",
                None => "",
            }
            .to_owned(),
        ]);
    }
    let widths: Vec<usize> =
        (0..7).map(|c| rows.iter().map(|r| width(&r[c])).max().unwrap_or(0)).collect();
    let mut out = String::new();
    for row in rows {
        for (cell, wide) in row.iter().zip(&widths) {
            out.push_str(cell);
            out.push_str(&" ".repeat(wide - width(cell) + 2));
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    out
}

/// Three figures are enough.
fn short(n: f64) -> String {
    match n {
        n if n >= 100.0 => format!("{n:.0}"),
        n if n >= 10.0 => format!("{n:.1}"),
        n => format!("{n:.2}"),
    }
}

/// Columns of a terminal a text takes.
fn width(text: &str) -> usize {
    let is_wide = |c: char| c >= '\u{2e80}' || matches!(c, '“' | '”');
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}
