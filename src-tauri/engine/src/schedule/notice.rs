//! 公示期 (M07): which working days count, when the unit may sign, and whether a posting that has
//! ended was long enough. The texts do not say whether the day of posting counts, so both readings
//! are always worked out and the pack says which one leads.

use super::{Basis, Caution};
use crate::date::{Date, WorkCalendar, add_days, month_day};
use crate::pack::Packs;
use serde::Serialize;

/// The last days of a year that the next year's holiday notice may still move.
const YEAR_END_DAYS: i64 = 7;

/// The length of the posting as the policy of a date has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoticeRule {
    /// Working days that must be over before the unit signs.
    pub required_days: u32,
    /// Whether the day of posting is the first of them, where it is a working day.
    pub counts_posting_day: bool,
    /// Where both come from.
    pub basis: Vec<Basis>,
}

impl NoticeRule {
    /// The rule on `date`; `None` when no pack covers it. Without a parameter on the day of posting
    /// that day is not counted.
    #[must_use]
    pub fn on(packs: &Packs, date: Date) -> Option<Self> {
        let (days, basis) = Basis::read(packs, "kunming.notice-days", date)?;
        let mut rule = Self {
            required_days: u32::try_from(days.as_i64()?).ok()?,
            counts_posting_day: false,
            basis: vec![basis],
        };
        if let Some((counts, basis)) = Basis::read(packs, "kunming.notice-counts-posting-day", date)
        {
            rule.counts_posting_day = counts.as_bool()?;
            rule.basis.push(basis);
        }
        Some(rule)
    }

    /// The same reading with another number of days, as a committee's own notice may ask.
    #[must_use]
    pub fn with_days(mut self, days: u32) -> Self {
        self.required_days = days;
        self
    }
}

/// One reading of a posting window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeWindow {
    /// Whether the day of posting counts in this reading.
    pub counts_posting_day: bool,
    /// The working days counted, in order.
    pub counted_days: Vec<Date>,
    /// The last of them; the day of posting when no day is required.
    pub last_day: Date,
    /// The calendar day after it, from which the unit may sign.
    pub may_sign_from: Date,
    /// The first working day on which the unit may sign.
    pub signing_workday: Date,
    /// How many days were counted.
    pub working_days: u32,
}

impl NoticeWindow {
    /// Count `days` working days from a posting.
    #[must_use]
    pub fn count(
        calendar: &WorkCalendar,
        posted_on: Date,
        days: u32,
        counts_posting_day: bool,
    ) -> Self {
        let mut counted = Vec::new();
        let mut day = if counts_posting_day { posted_on } else { add_days(posted_on, 1) };
        while counted.len() < days as usize {
            if calendar.kind(day).is_working() {
                counted.push(day);
            }
            day = add_days(day, 1);
        }
        let last_day = counted.last().copied().unwrap_or(posted_on);
        Self {
            counts_posting_day,
            last_day,
            may_sign_from: add_days(last_day, 1),
            signing_workday: calendar.nth_working_day_after(last_day, 1),
            working_days: days,
            counted_days: counted,
        }
    }
}

/// A posting by both readings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoticeSchedule {
    /// Day of posting.
    pub posted_on: Date,
    /// Working days required.
    pub required_days: u32,
    /// The reading that leads.
    #[serde(flatten)]
    pub window: NoticeWindow,
    /// The other reading.
    pub other: NoticeWindow,
    /// What to look at.
    pub cautions: Vec<Caution>,
}

/// The window of a posting.
///
/// ```
/// use engine::date::{Date, WorkCalendar};
/// use engine::schedule::notice::{NoticeRule, schedule};
/// let mut calendar = WorkCalendar::default();
/// calendar.add_year(2025, &[], &[]);
/// let rule = NoticeRule { required_days: 5, counts_posting_day: false, basis: vec![] };
/// let monday: Date = "2025-09-15".parse()?;
/// let posted = schedule(&calendar, &rule, monday);
/// assert_eq!(posted.window.last_day.to_string(), "2025-09-22");
/// assert_eq!(posted.window.may_sign_from.to_string(), "2025-09-23");
/// assert_eq!(posted.other.last_day.to_string(), "2025-09-19");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn schedule(calendar: &WorkCalendar, rule: &NoticeRule, posted_on: Date) -> NoticeSchedule {
    let count = |counts| NoticeWindow::count(calendar, posted_on, rule.required_days, counts);
    let window = count(rule.counts_posting_day);
    let other = count(!rule.counts_posting_day);
    let until = window.may_sign_from.max(other.may_sign_from);
    let cautions = calendar_caution(calendar, posted_on, until).into_iter().collect();
    NoticeSchedule { posted_on, required_days: rule.required_days, window, other, cautions }
}

/// How long a posting hung by one reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeLength {
    /// Whether the day of posting counts in this reading.
    pub counts_posting_day: bool,
    /// Working days it hung.
    pub working_days: u32,
    /// Whether they are enough.
    pub is_enough: bool,
    /// Working days lacking.
    pub missing_days: u32,
}

/// A posting that has ended, by both readings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoticeCheck {
    /// Day of posting.
    pub posted_on: Date,
    /// The last day it hung, itself counted: it is taken down at the end of the working day.
    pub taken_down_on: Date,
    /// Working days required.
    pub required_days: u32,
    /// The reading that leads.
    #[serde(flatten)]
    pub length: NoticeLength,
    /// The other reading.
    pub other: NoticeLength,
    /// What to look at: `readings_differ`, `last_day_decides`, `calendar_unpublished`.
    pub cautions: Vec<Caution>,
}

/// Whether a posting from `posted_on` to `taken_down_on` was long enough. The day it is taken down
/// counts as hung to its end; where that day decides, a caution says so.
#[must_use]
pub fn check(
    calendar: &WorkCalendar,
    rule: &NoticeRule,
    posted_on: Date,
    taken_down_on: Date,
) -> NoticeCheck {
    let length = |counts: bool| {
        let from = if counts { posted_on } else { add_days(posted_on, 1) };
        let working_days = calendar.working_days(from, taken_down_on);
        NoticeLength {
            counts_posting_day: counts,
            working_days,
            is_enough: working_days >= rule.required_days,
            missing_days: rule.required_days.saturating_sub(working_days),
        }
    };
    let (lead, other) = (length(rule.counts_posting_day), length(!rule.counts_posting_day));
    let mut cautions = Vec::new();
    if lead.is_enough != other.is_enough {
        cautions.push(Caution::new(
            "readings_differ",
            "张贴当天算不算一天，文件没有写明；两种算法结论不同，请按组建单位的口径或多公示一天",
        ));
    }
    let last_counts = calendar.kind(taken_down_on).is_working() && taken_down_on > posted_on;
    if lead.is_enough && last_counts && lead.working_days == rule.required_days {
        cautions.push(Caution::new(
            "last_day_decides",
            format!("刚好满天数，{}须公示到下班后再撤下", month_day(taken_down_on)),
        ));
    }
    cautions.extend(calendar_caution(calendar, posted_on, taken_down_on));
    NoticeCheck {
        posted_on,
        taken_down_on,
        required_days: rule.required_days,
        length: lead,
        other,
        cautions,
    }
}

/// The last day of posting from which the unit can still sign on a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LatestPosting {
    /// The day the unit signs, or hands in.
    pub sign_on: Date,
    /// By the reading that leads.
    pub posted_by: Date,
    /// The same, moved back to a working day.
    pub posted_by_workday: Date,
    /// By the other reading.
    pub other_posted_by: Date,
    /// What to look at.
    pub cautions: Vec<Caution>,
}

/// The latest day of posting for a day of signing.
#[must_use]
pub fn latest_posting(calendar: &WorkCalendar, rule: &NoticeRule, sign_on: Date) -> LatestPosting {
    let latest = |counts: bool| {
        let mut day = calendar.latest_start(add_days(sign_on, -1), rule.required_days);
        if counts && rule.required_days > 0 {
            // The first counted day becomes the day of posting itself.
            day = calendar.nth_working_day_after(day, 1);
        }
        day
    };
    let posted_by = latest(rule.counts_posting_day);
    let mut workday = posted_by;
    while !calendar.kind(workday).is_working() {
        workday = add_days(workday, -1);
    }
    LatestPosting {
        sign_on,
        posted_by,
        posted_by_workday: workday,
        other_posted_by: latest(!rule.counts_posting_day),
        cautions: calendar_caution(calendar, workday, sign_on).into_iter().collect(),
    }
}

/// Whether the holiday notices known say everything about a span of days.
#[must_use]
pub fn calendar_caution(calendar: &WorkCalendar, from: Date, until: Date) -> Option<Caution> {
    let unknown = |day: Date| !calendar.covers(day);
    if unknown(from) || unknown(until) {
        let year = if unknown(from) { from } else { until }.format("%Y");
        return Some(Caution::new(
            "calendar_unpublished",
            format!(
                "程序里没有{year}年的放假安排（日历未发布或未收录），这部分暂按周一至周五算；发布后请更新日历再算"
            ),
        ));
    }
    let next_year = calendar.published_until().and_then(|y| Date::from_ymd_opt(y + 1, 1, 1))?;
    (add_days(until, YEAR_END_DAYS) >= next_year).then(|| {
        Caution::new(
            "year_end_unpublished",
            "下一年的放假安排还没有发布，年末几天可能因元旦调休而变动，发布后请再算一次",
        )
    })
}
