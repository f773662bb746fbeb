//! The clock as an argument. Kunming keeps UTC+8 all year, so the office's day is reckoned from that.

use chrono::{DateTime, NaiveDate, TimeDelta};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// What tells the time.
pub trait Clock: Send + Sync {
    /// Seconds since 1970-01-01 UTC.
    fn unix(&self) -> i64;
}

/// The computer's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that looks at the computer's clock"
    )]
    fn unix(&self) -> i64 {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or(0))
    }
}

/// A clock that stands until it is moved; it ticks one second a look, so that instants differ.
#[derive(Debug)]
pub struct SteppedClock(AtomicI64);

impl SteppedClock {
    /// Nine in the morning of a day in Kunming.
    #[must_use]
    pub fn at(day: NaiveDate) -> Self {
        Self(AtomicI64::new(morning(day)))
    }

    /// Move to nine in the morning of a later day.
    pub fn go_to(&self, day: NaiveDate) {
        self.0.fetch_max(morning(day), Ordering::SeqCst);
    }
}

impl Clock for SteppedClock {
    fn unix(&self) -> i64 {
        self.0.fetch_add(1, Ordering::SeqCst)
    }
}

fn morning(day: NaiveDate) -> i64 {
    let nine = day.and_hms_opt(1, 0, 0).unwrap_or_default();
    nine.and_utc().timestamp()
}

/// `2025-09-15T01:00:00Z`.
#[must_use]
pub fn instant(unix: i64) -> String {
    DateTime::from_timestamp(unix, 0).unwrap_or_default().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The day in Kunming.
#[must_use]
pub fn day(unix: i64) -> NaiveDate {
    let utc = DateTime::from_timestamp(unix, 0).unwrap_or_default();
    (utc + TimeDelta::hours(8)).date_naive()
}
