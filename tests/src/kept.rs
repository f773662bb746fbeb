//! Offices that many tests begin with: made once in a suite, by the commands a clerk uses, and kept in
//! memory; every test gets a folder of its own with the same content.

use crate::office::Office;
use desk::clock::SteppedClock;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A closed office, and what was told while it was made.
struct Kept {
    files: Vec<(PathBuf, Vec<u8>)>,
    told: Value,
}

type Shelf = Mutex<BTreeMap<String, Arc<OnceLock<Kept>>>>;
static SHELF: Shelf = Mutex::new(BTreeMap::new());

/// The office of this name on this day, with what its maker told; made by `make` the first time.
///
/// # Panics
/// When it cannot be made, or its folder cannot be written.
pub fn kept(name: &str, day: &str, make: impl FnOnce() -> (Office, Value)) -> (Office, Value) {
    let place = {
        let mut shelf = SHELF.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(shelf.entry(name.to_owned()).or_default())
    };
    // Not under the shelf's lock: one office is made from another.
    let one = place.get_or_init(|| {
        let (office, told) = make();
        let Office { desk, folder, .. } = office;
        drop::<desk::Desk>(desk);
        let mut files = Vec::new();
        read(folder.path(), Path::new(""), &mut files);
        Kept { files, told }
    });
    desk::worker::use_program(crate::office::chengbao());
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in &one.files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("a folder");
        std::fs::write(path, bytes).expect("the disk has room");
    }
    let clock = Arc::new(SteppedClock::at(day.parse().expect("a date")));
    (Office::opened(folder, clock), one.told.clone())
}

fn read(root: &Path, within: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(root.join(within)).expect("a folder") {
        let entry = entry.expect("an entry");
        let path = within.join(entry.file_name());
        if entry.path().is_dir() {
            read(root, &path, files);
        } else {
            files.push((path, std::fs::read(entry.path()).expect("a file")));
        }
    }
}
