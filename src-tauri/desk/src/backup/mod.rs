//! 备份: copies of the database beside it, taken by themselves and rotated; the whole office in one
//! encrypted file for elsewhere; and the way back from either.
//!
//! What a restore replaces is set aside under `set-aside/` and never deleted.

mod file;
mod place;
mod restore;

pub use file::{ENDING, Head, Unpacked, unpack, write};
pub use place::caution;
pub use restore::{Restored, restore};

use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::files::lock;
use crate::key::Secret;
use crate::store::copy;
use chrono::{Days, NaiveDate};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Folder of the copies taken by themselves.
pub const FOLDER: &str = "backup";
/// Setting: instant of the last backup that was put somewhere else, RFC 3339 UTC.
pub const EXTERNAL: &str = "backup.external_at";

/// Daily copies kept, and beyond them one of each month.
const DAYS: usize = 10;
const MONTHS: usize = 12;
/// Copies kept of each other occasion.
const OTHERS: usize = 5;
/// How long a removed attachment can still be brought back.
const REMOVED_FOR: Duration = Duration::from_secs(60 * 24 * 60 * 60);

/// Why a copy was taken.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
    ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// Once a day.
    Day,
    /// Before a roster was imported.
    Import,
    /// Before an import was undone.
    Undo,
    /// Before a newer version changed the database.
    Upgrade,
    /// By hand.
    Hand,
}

impl Occasion {
    const ALL: [Self; 5] = [Self::Day, Self::Import, Self::Undo, Self::Upgrade, Self::Hand];

    /// As it stands in the file's name.
    fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Import => "import",
            Self::Undo => "undo",
            Self::Upgrade => "before-v",
            Self::Hand => "hand",
        }
    }
}

/// A copy of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// File name, which is also its id.
    pub name: String,
    /// Why it was taken.
    pub occasion: Occasion,
    /// When the file was written.
    pub made_at: SystemTime,
    /// Bytes.
    pub bytes: u64,
}

/// The copies there are, the newest first. A half-written one has another name and is none.
///
/// # Errors
/// File errors.
pub fn list(desk: &Desk) -> Result<Vec<Snapshot>> {
    let io = |e| Error::io("备份文件夹", e);
    let entries = match std::fs::read_dir(desk.folder(FOLDER)) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(io(e)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(io)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(occasion) = occasion_of(&name) else { continue };
        let meta = entry.metadata().map_err(io)?;
        let made_at = meta.modified().map_err(io)?;
        found.push(Snapshot { name, occasion, made_at, bytes: meta.len() });
    }
    found.sort_by(|a, b| b.made_at.cmp(&a.made_at).then_with(|| b.name.cmp(&a.name)));
    Ok(found)
}

fn occasion_of(name: &str) -> Option<Occasion> {
    let label = name.strip_prefix("office-")?.strip_suffix(".db")?;
    Occasion::ALL.into_iter().find(|o| label.starts_with(o.word()))
}

/// Where a copy lies, if there is one of that name.
///
/// # Errors
/// `NotFound`.
pub fn path(desk: &Desk, name: &str) -> Result<PathBuf> {
    let is_ours = occasion_of(name).is_some() && !name.contains(['/', '\\']);
    let path = desk.folder(FOLDER).join(name);
    if is_ours && path.is_file() { Ok(path) } else { Err(Error::not_found("这份备份")) }
}

/// Take a copy and let go of those that are too many.
///
/// # Errors
/// `DiskFull` and the like; `DamagedDatabase`, then no copy takes the place of an older one.
pub fn take(desk: &Desk, occasion: Occasion) -> Result<PathBuf> {
    let stamp = match occasion {
        Occasion::Day => desk.today().to_string(),
        _ => format!("{}-{}", desk.today(), &desk.new_id()[..13]),
    };
    let folder = desk.folder(FOLDER);
    std::fs::create_dir_all(&folder).map_err(|e| Error::io("备份文件夹", e))?;
    let to = folder.join(format!("office-{}-{stamp}.db", occasion.word()));
    {
        let _copying = lock(&desk.copying);
        copy::copy(&desk.folder("office.db"), &to, desk.ring.database().as_ref())?;
    }
    desk.mark_changed();
    rotate(&list(desk)?, |snapshot| {
        // One that cannot be removed costs room, nothing else.
        let _ = std::fs::remove_file(folder.join(&snapshot.name));
    });
    Ok(to)
}

/// Today's copy, unless there is one; and what was removed long ago goes for good.
///
/// # Errors
/// As [`take`].
pub fn daily(desk: &Desk) -> Result<bool> {
    if desk.damage().is_some() || desk.is_locked() || has_daily(&desk.folder(""), desk.today()) {
        return Ok(false);
    }
    take(desk, Occasion::Day)?;
    desk.blobs().purge(REMOVED_FOR, desk.moment());
    Ok(true)
}

/// Whether the daily copy of a day is there.
pub(crate) fn has_daily(folder: &Path, day: NaiveDate) -> bool {
    folder.join(FOLDER).join(format!("office-{}-{day}.db", Occasion::Day.word())).is_file()
}

/// Name the copies that are too many: of the daily ones the last [`DAYS`] stay and the oldest of
/// each of the last [`MONTHS`] months, of the others the last [`OTHERS`]; those taken before an
/// upgrade all stay.
fn rotate(newest_first: &[Snapshot], mut remove: impl FnMut(&Snapshot)) {
    let mut seen = [0usize; Occasion::ALL.len()];
    let day = |s: &Snapshot| {
        s.name.get("office-day-".len()..).and_then(|r| r.get(..10)?.parse::<NaiveDate>().ok())
    };
    let days: Vec<_> = newest_first.iter().filter_map(day).collect();
    let since = days.iter().max().map(|d| *d - Days::new(31 * MONTHS as u64));
    for snapshot in newest_first {
        let place = Occasion::ALL.iter().position(|o| *o == snapshot.occasion).unwrap_or(0);
        seen[place] += 1;
        let stays = match snapshot.occasion {
            Occasion::Upgrade => true,
            Occasion::Day => {
                let is_first_of_month = day(snapshot).is_some_and(|own| {
                    let month = own.format("%Y-%m").to_string();
                    let is_oldest = !days
                        .iter()
                        .any(|other| *other < own && other.format("%Y-%m").to_string() == month);
                    is_oldest && since.is_some_and(|since| own >= since)
                });
                seen[place] <= DAYS || is_first_of_month
            }
            _ => seen[place] <= OTHERS,
        };
        if !stays {
            remove(snapshot);
        }
    }
}

/// What a copy holds.
///
/// # Errors
/// `DamagedDatabase`, `NewerDatabase`.
pub fn look(desk: &Desk, database: &Path) -> Result<copy::Contents> {
    copy::look(database, key_of(database, desk.ring.database()).as_ref())
}

/// The key of a copy: none where it was taken before the office was encrypted.
fn key_of(database: &Path, key: Option<Secret>) -> Option<Secret> {
    key.filter(|_| !copy::is_plain(database))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_days_a_copy_of_each_month_and_five_of_the_rest_stay() {
        let start = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
        let snapshot = |name: String, n: u64| Snapshot {
            occasion: occasion_of(&name).unwrap(),
            name,
            made_at: SystemTime::UNIX_EPOCH + Duration::from_secs(n),
            bytes: 1,
        };
        let mut all: Vec<_> = (0..500u64)
            .map(|n| snapshot(format!("office-day-{}.db", start + Days::new(n)), n))
            .chain((0..9).map(|n| snapshot(format!("office-import-2025-01-01-{n}.db"), n)))
            .chain([snapshot("office-before-v2.db".into(), 0)])
            .collect();
        all.sort_by_key(|s| std::cmp::Reverse(s.made_at));
        let mut gone = std::collections::BTreeSet::new();
        rotate(&all, |s| {
            gone.insert(s.name.clone());
        });
        let left: Vec<_> = all.iter().filter(|s| !gone.contains(&s.name)).collect();
        let count = |o| left.iter().filter(|s| s.occasion == o).count();
        assert_eq!(count(Occasion::Import), 5);
        assert_eq!(count(Occasion::Upgrade), 1);
        // Ten days of May, and the first day of each month of the year before them.
        assert_eq!(count(Occasion::Day), 10 + 12);
        assert!(left.iter().any(|s| s.name == "office-day-2025-06-01.db"));
        assert!(!left.iter().any(|s| s.name == "office-day-2025-05-01.db"));
    }
}
