//! An office as an older program left it: made by that program's own scripts, never by undoing ours.

use crate::office::repository;
use rusqlite::Connection;
use std::path::Path;

/// How many schemas there have been.
#[must_use]
pub fn schemas() -> usize {
    scripts().len()
}

/// The scripts in order.
fn scripts() -> Vec<String> {
    let folder = repository().join("src-tauri/desk/src/store/migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the scripts lie in the repository")
        .map(|f| f.expect("a file").path())
        .collect();
    files.sort();
    files.iter().map(|f| std::fs::read_to_string(f).expect("a script")).collect()
}

/// Put the database in `folder`, which nobody has open, back to schema `version`, with all it can hold.
///
/// # Panics
/// When a script fails, or a newer schema lost a column of an older one.
pub fn put_back(folder: &Path, version: usize) {
    let (path, old) = (folder.join("office.db"), folder.join("older.db"));
    let db = Connection::open(&old).expect("a new database");
    for script in &scripts()[..version] {
        db.execute_batch(script).expect("the script of its day");
    }
    db.pragma_update(None, "user_version", version as i64).expect("its version");
    db.execute("ATTACH ?1 AS newer", [path.to_string_lossy()]).expect("the newer one");
    let names = |sql: &str| -> Vec<String> {
        let mut query = db.prepare(sql).expect("a query");
        let rows = query.query_map([], |r| r.get(0)).expect("names");
        rows.collect::<Result<_, _>>().expect("names")
    };
    let tables =
        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    for table in names(tables) {
        let columns =
            names(&format!("SELECT '\"' || name || '\"' FROM pragma_table_info('{table}')"));
        let list = columns.join(", ");
        db.execute_batch(&format!(
            "INSERT INTO main.{table} ({list}) SELECT {list} FROM newer.{table}"
        ))
        .expect("an older row");
    }
    // It never wrote down that the keys of its search are made: it had none, or made others.
    db.execute("DELETE FROM main.setting WHERE key = 'search'", []).expect("a setting");
    db.close().expect("all is written");
    for tail in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("office.db{tail}")));
    }
    std::fs::rename(old, path).expect("in its place");
}
