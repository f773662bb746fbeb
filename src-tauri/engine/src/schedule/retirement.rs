//! 法定退休日 (E10): the original age, moved by the gradual delay, and the years by which a person may
//! go earlier or later. Whether somebody *has* retired is a status with a date; these days only say
//! when to ask for it.

use super::{Basis, Caution, whole};
use crate::date::{Date, Span, add_months};
use crate::pack::Packs;
use crate::person::Sex;
use crate::title::words;
use chrono::Datelike;
use serde::Serialize;

/// A group of the gradual delay: from `starts_on` the original day moves one month for every `step`
/// months it lies after the start, up to `cap` months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DelayGroup {
    /// Group word, `male`.
    pub group: String,
    /// Original age in years.
    pub age: i32,
    /// First month of the delay.
    pub starts_on: Date,
    /// Months per month of delay.
    pub step: i32,
    /// Most months of delay.
    pub cap: i32,
    /// Whether no text was read that puts this age into the group.
    pub is_unverified: bool,
}

/// How far a person may move the day by agreement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlexibleRule {
    /// Years earlier at most, never before the original age.
    pub early_years: i32,
    /// Years later at most.
    pub late_years: i32,
    /// Months of written notice before an early retirement.
    pub early_notice_months: i32,
    /// Months before the statutory day by which a later one is agreed in writing.
    pub late_notice_months: i32,
    /// Where it comes from; its first day is the first day of the scheme.
    pub basis: Basis,
}

/// Everything the policy of a date says of one person's group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RetirementRule {
    /// Original age in years.
    pub original_age: i32,
    /// The group.
    pub group: DelayGroup,
    /// The flexible scheme, where one holds.
    pub flexible: Option<FlexibleRule>,
    /// Where the group comes from.
    pub basis: Vec<Basis>,
}

impl RetirementRule {
    /// The rule of a sex and original age on `date`; `None` when the pack knows no such group.
    #[must_use]
    pub fn on(packs: &Packs, sex: Sex, original_age: i32, date: Date) -> Option<Self> {
        let (table, basis) = Basis::read(packs, "national.retirement", date)?;
        let rows = || table.as_array().into_iter().flatten().filter_map(delay_group);
        let group = rows().find(|g| g.is_of(sex) && g.age == original_age)?;
        Some(Self {
            original_age,
            group,
            flexible: FlexibleRule::on(packs, date),
            basis: vec![basis],
        })
    }

    /// The original ages the packs know for a sex, the usual one for technical posts first.
    #[must_use]
    pub fn ages(packs: &Packs, sex: Sex, date: Date) -> Vec<i32> {
        let rows = packs.rows("national.retirement", date).filter_map(delay_group);
        rows.filter(|g| g.is_of(sex)).map(|g| g.age).collect()
    }
}

impl DelayGroup {
    /// Whether the group is one of this sex: its word begins with it.
    pub(crate) fn is_of(&self, sex: Sex) -> bool {
        self.group.split('_').next() == Some(sex.key())
    }

    /// Months by which the gradual delay moves the day of somebody born on `born_on`; the months of
    /// birth alone decide.
    #[must_use]
    pub fn delay_months(&self, born_on: Date) -> i32 {
        let original = add_months(born_on, self.age * 12);
        let late = (original.year() - self.starts_on.year()) * 12 + original.month() as i32
            - self.starts_on.month() as i32;
        if late < 0 { 0 } else { (late / self.step + 1).min(self.cap) }
    }

    /// The statutory day of somebody born on `born_on`: the original one moved by the delay.
    #[must_use]
    pub fn statutory_on(&self, born_on: Date) -> Date {
        add_months(born_on, self.age * 12 + self.delay_months(born_on))
    }
}

/// A row of the table as a group; `None` where a figure is missing.
pub(crate) fn delay_group(row: &serde_json::Value) -> Option<DelayGroup> {
    Some(DelayGroup {
        group: row["group"].as_str()?.to_owned(),
        age: whole(row, "age")?,
        starts_on: row["starts_on"].as_str()?.parse().ok()?,
        step: whole(row, "step").filter(|step: &i32| *step > 0)?,
        cap: whole(row, "cap")?,
        is_unverified: row["certainty"] == "unverified",
    })
}

impl FlexibleRule {
    fn on(packs: &Packs, date: Date) -> Option<Self> {
        let (value, basis) = Basis::read(packs, "national.flexible-retirement", date)?;
        Some(Self {
            early_years: whole(value, "earlier_years")?,
            late_years: whole(value, "later_years")?,
            early_notice_months: whole(value, "earlier_notice_months")?,
            late_notice_months: whole(value, "later_notice_months")?,
            basis,
        })
    }
}

words! {
    /// How a statutory day lies to the day the 评委会 opens its review.
    ReviewRelation {
        /// It comes on or before the review: ask whether the person has retired, or has an extension.
        Due = "due", "开评时已到法定退休日";
        /// It comes after the review, within the months the pack calls near.
        Near = "near", "开评后不久到法定退休日";
        /// It lies further off.
        Far = "far", "离法定退休日还早";
    }
}

/// A person's days.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Retirement {
    /// Birth date.
    pub born_on: Date,
    /// Original age in years.
    pub original_age: i32,
    /// The day of the original age.
    pub original_on: Date,
    /// Months of delay.
    pub delay_months: i32,
    /// The statutory day: the original one moved by the delay, on the day of the birthday.
    pub statutory_on: Date,
    /// The age on it, years and months.
    pub statutory_age: Span,
    /// The earliest day by agreement; `None` where the scheme does not reach the person.
    pub earliest_on: Option<Date>,
    /// The latest day by agreement.
    pub latest_on: Option<Date>,
    /// What to look at.
    pub cautions: Vec<Caution>,
}

/// A person's statutory day of retirement. The delay follows from birth year and month alone; the
/// day is the birthday's, or the last day of a month that lacks it.
#[must_use]
pub fn retirement(rule: &RetirementRule, born_on: Date) -> Retirement {
    let group = &rule.group;
    let original_on = add_months(born_on, rule.original_age * 12);
    let delay = group.delay_months(born_on);
    let months = rule.original_age * 12 + delay;
    let statutory_on = group.statutory_on(born_on);
    // A person whose statutory day lies before the scheme had no choice under it.
    let flexible = rule.flexible.as_ref().filter(|f| statutory_on >= f.basis.from);
    let mut cautions = Vec::new();
    if group.is_unverified {
        cautions.push(Caution::new(
            "group_unverified",
            format!(
                "原退休年龄{}岁的女职工按哪一组延迟，未见原文，暂按男职工的办法算，请向人社部门核实",
                rule.original_age
            ),
        ));
    }
    Retirement {
        born_on,
        original_age: rule.original_age,
        original_on,
        delay_months: delay,
        statutory_on,
        statutory_age: Span { years: months / 12, months: months % 12, days: 0 },
        earliest_on: flexible
            .map(|f| add_months(born_on, months - f.early_years * 12).max(original_on)),
        latest_on: flexible.map(|f| add_months(born_on, months + f.late_years * 12)),
        cautions,
    }
}

/// How the statutory day lies to the opening of the review; `near_months` is the pack's.
#[must_use]
pub fn relation(statutory_on: Date, review_opens_on: Date, near_months: i32) -> ReviewRelation {
    if statutory_on <= review_opens_on {
        ReviewRelation::Due
    } else if statutory_on <= add_months(review_opens_on, near_months) {
        ReviewRelation::Near
    } else {
        ReviewRelation::Far
    }
}
