//! 网上申报通道 (C04–C07): when the city platform takes applications. City committees set their own
//! dates (C04); for a provincial committee reached through the city platform it opens some days
//! before that committee's intake (C05) and closes some days before its deadline, more of them when
//! the committee wants the city to hand in together (C06). Days are calendar days.

use super::{Basis, Caution, whole};
use crate::date::{Date, add_days};
use crate::pack::Packs;
use serde::Serialize;

/// The days before intake and deadline, as the policy of a date has them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChannelRule {
    /// Days before the first day of intake on which the channel opens.
    pub opens_before: i64,
    /// Days before the deadline on which it closes, where the city hands in together.
    pub joint_closes_before: i64,
    /// Days before the deadline on which it closes otherwise.
    pub closes_before: i64,
    /// A passage of the same document that says something else, in our words, with its clause.
    pub conflict: Option<Conflict>,
    /// Where the days come from.
    pub basis: Basis,
}

/// A passage that contradicts the one used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Clause id.
    pub clause: String,
    /// What it says, and which one is used.
    pub note: String,
}

impl ChannelRule {
    /// The rule on `date`; `None` when no pack covers it.
    #[must_use]
    pub fn on(packs: &Packs, date: Date) -> Option<Self> {
        let (value, basis) = Basis::read(packs, "kunming.channel", date)?;
        let text = |key: &str| value.get(key)?.as_str().map(str::to_owned);
        let conflict = text("conflict_clause").zip(text("conflict_note"));
        Some(Self {
            opens_before: whole(value, "opens_before")?,
            joint_closes_before: whole(value, "joint_closes_before")?,
            closes_before: whole(value, "closes_before")?,
            conflict: conflict.map(|(clause, note)| Conflict { clause, note }),
            basis,
        })
    }
}

impl ChannelRule {
    /// The day the channel opens for an intake that begins on `intake_from`.
    #[must_use]
    pub fn opens_on(&self, intake_from: Date) -> Date {
        add_days(intake_from, -self.opens_before)
    }

    /// The day at whose end the channel closes for an intake that ends on `intake_until`.
    #[must_use]
    pub fn closes_on(&self, intake_until: Date, is_joint: bool) -> Date {
        let days = if is_joint { self.joint_closes_before } else { self.closes_before };
        add_days(intake_until, -days)
    }
}

/// When a provincial committee's channel on the city platform is open.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChannelWindow {
    /// The day it opens; `None` while the first day of intake is unknown.
    pub opens_on: Option<Date>,
    /// The day at whose end, 24:00, it closes.
    pub closes_on: Date,
    /// The instant it closes: `2025-09-27T24:00`, the very end of that day.
    pub closes_at: String,
    /// Whether the city hands in together for this committee.
    pub is_joint: bool,
    /// The day at whose end it would close in the other case.
    pub otherwise_closes_on: Date,
    /// What to look at.
    pub cautions: Vec<Caution>,
}

/// The window of a provincial committee's channel.
#[must_use]
pub fn window(
    rule: &ChannelRule,
    intake_from: Option<Date>,
    intake_until: Date,
    is_joint: bool,
) -> ChannelWindow {
    let closes_on = rule.closes_on(intake_until, is_joint);
    let otherwise_closes_on = rule.closes_on(intake_until, !is_joint);
    let opens_on = intake_from.map(|d| rule.opens_on(d));
    let mut cautions = Vec::new();
    if let Some(conflict) = &rule.conflict {
        cautions.push(Caution::new("texts_differ", conflict.note.clone()));
    }
    if opens_on.is_some_and(|d| d > closes_on) {
        cautions.push(Caution::new(
            "never_open",
            "按这两个日期推算，通道还没开就已关闭；请核对收审材料的起止日期",
        ));
    }
    ChannelWindow {
        opens_on,
        closes_on,
        closes_at: format!("{closes_on}T24:00"),
        is_joint,
        otherwise_closes_on,
        cautions,
    }
}
