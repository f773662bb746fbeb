//! 事故记录: what failed, under the number a window shows, so that whoever is told the number finds it.
//!
//! A line holds the moment, the number, the command and the kind of cause. Sentences and values are never
//! written: the text of an error may quote what somebody typed.

use crate::desk::Desk;
use crate::error::{Code, Error};
use std::fs::{self, OpenOptions};
use std::io::Write as _;

/// Bytes after which a new file is begun; the one before is kept beside it.
const FULL: u64 = 256 * 1024;

/// Note a failure that has a cause of its own. Nothing is noted of what a clerk mends alone, and nothing
/// is said where the log cannot be written: the failure itself is what counts.
pub fn note(desk: &Desk, number: &str, command: &str, code: Code, cause: &str) {
    let folder = desk.folder("log");
    let path = folder.join("incident.txt");
    let _ = fs::create_dir_all(&folder);
    if fs::metadata(&path).is_ok_and(|held| held.len() > FULL) {
        let _ = fs::rename(&path, folder.join("incident.1.txt"));
    }
    if let Ok(mut file) = OpenOptions::new().create(true).append(true).open(&path) {
        let version = env!("CARGO_PKG_VERSION");
        let _ = writeln!(file, "{} {number} {version} {command} {code:?} {cause}", desk.now());
    }
}

/// The kinds of a failure's causes, outermost first; `None` where it has none.
#[must_use]
pub fn cause(error: &Error) -> Option<String> {
    let mut next: Option<&(dyn std::error::Error + 'static)> =
        error.source.as_deref().map(|e| e as &(dyn std::error::Error + 'static));
    let mut kinds = Vec::new();
    while let Some(cause) = next {
        kinds.push(kind(cause));
        next = cause.source();
    }
    (!kinds.is_empty()).then(|| kinds.join(" < "))
}

fn kind(cause: &(dyn std::error::Error + 'static)) -> String {
    if let Some(e) = cause.downcast_ref::<std::io::Error>() {
        format!("io {:?} {}", e.kind(), e.raw_os_error().unwrap_or_default())
    } else if let Some(e) = cause.downcast_ref::<serde_json::Error>() {
        format!("json {:?} {}:{}", e.classify(), e.line(), e.column())
    } else if let Some(e) = cause.downcast_ref::<rusqlite::Error>() {
        match e {
            rusqlite::Error::SqliteFailure(code, _) => format!("sqlite {}", code.extended_code),
            _ => "sqlite".to_owned(),
        }
    } else {
        "other".to_owned()
    }
}
