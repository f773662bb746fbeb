//! 找人: the keys of everybody, kept in the transaction that keeps the person.

use super::{Read, Write};
use crate::error::Result;
use crate::search;
use engine::id::PersonId;
use engine::person::Person;
use rusqlite::{OptionalExtension, params};

/// Setting that tells which keys the store holds.
const SETTING: &str = "search";

/// People behind up to four beginnings of keys; unused ones are empty ranges.
pub(super) const FOUND: &str = "
SELECT n FROM search_key WHERE key >= ?1 AND key < ?2
UNION SELECT n FROM search_key WHERE key >= ?3 AND key < ?4
UNION SELECT n FROM search_key WHERE key >= ?5 AND key < ?6
UNION SELECT n FROM search_key WHERE key >= ?7 AND key < ?8";

/// The ranges of keys a typed text stands for; `None` where everybody is meant.
pub(super) fn ranges(text: &str) -> Option<[String; 8]> {
    let beginnings = search::beginnings(text)?;
    let mut out: [String; 8] = Default::default();
    for (i, begin) in beginnings.into_iter().take(4).enumerate() {
        // No key goes on with the last character there is.
        out[2 * i + 1] = format!("{begin}\u{10ffff}");
        out[2 * i] = begin;
    }
    Some(out)
}

impl Read<'_> {
    /// Whether the keys are those this program makes.
    ///
    /// # Errors
    /// Database failures.
    pub(super) fn has_search_keys(&self) -> Result<bool> {
        Ok(self.setting(SETTING)?.as_deref() == Some(search::VERSION))
    }
}

impl Write<'_> {
    /// Make the keys of everybody anew.
    ///
    /// # Errors
    /// Database failures.
    pub(super) fn rebuild_search(&self) -> Result<()> {
        self.db.execute_batch("DELETE FROM search_key; DELETE FROM search_person;")?;
        let sql = "SELECT id, name, id_number, staff_number FROM person ORDER BY rowid";
        let mut statement = self.db.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            let text =
                Text { name: row.get(1)?, id_number: row.get(2)?, staff_number: row.get(3)? };
            self.add_keys(&id, &text)?;
        }
        self.set(SETTING, search::VERSION)
    }

    /// Keep the keys of a person in step; what has not changed is not written.
    ///
    /// # Errors
    /// Database failures.
    pub(super) fn put_search(&self, person: &Person) -> Result<()> {
        let text = Text::of(person);
        match self.indexed(&person.id.0)? {
            Some((_, known)) if known == text => return Ok(()),
            Some((n, known)) => self.drop_keys(n, &known)?,
            None => {}
        }
        self.add_keys(&person.id.0, &text)
    }

    /// Keep the keys of a person who has none yet.
    ///
    /// # Errors
    /// Database failures.
    pub(super) fn add_search(&self, person: &Person) -> Result<()> {
        self.add_keys(&person.id.0, &Text::of(person))
    }

    /// Take the keys of a person away.
    ///
    /// # Errors
    /// Database failures.
    pub(super) fn remove_search(&self, id: &PersonId) -> Result<()> {
        if let Some((n, known)) = self.indexed(&id.0)? {
            self.drop_keys(n, &known)?;
            self.db.prepare_cached("DELETE FROM search_person WHERE n = ?1")?.execute([n])?;
        }
        Ok(())
    }

    /// What the keys of a person were made of.
    fn indexed(&self, id: &str) -> Result<Option<(i64, Text)>> {
        let sql = "SELECT n, name, id_number, staff_number FROM search_person WHERE person_id = ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        let found = statement.query_row([id], |r| {
            let text = Text { name: r.get(1)?, id_number: r.get(2)?, staff_number: r.get(3)? };
            Ok((r.get(0)?, text))
        });
        Ok(found.optional()?)
    }

    fn add_keys(&self, id: &str, text: &Text) -> Result<()> {
        let sql = "INSERT INTO search_person (person_id, name, id_number, staff_number)
                   VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (person_id) DO UPDATE SET name = excluded.name,
                       id_number = excluded.id_number, staff_number = excluded.staff_number
                   RETURNING n";
        let mut statement = self.db.prepare_cached(sql)?;
        let values = params![id, text.name, text.id_number, text.staff_number];
        let n: i64 = statement.query_row(values, |r| r.get(0))?;
        let sql = "INSERT OR IGNORE INTO search_key (key, n) VALUES (?1, ?2)";
        let mut statement = self.db.prepare_cached(sql)?;
        for key in text.keys() {
            statement.execute(params![key, n])?;
        }
        Ok(())
    }

    fn drop_keys(&self, n: i64, text: &Text) -> Result<()> {
        let sql = "DELETE FROM search_key WHERE key = ?1 AND n = ?2";
        let mut statement = self.db.prepare_cached(sql)?;
        for key in text.keys() {
            statement.execute(params![key, n])?;
        }
        Ok(())
    }
}

/// What a person is found by.
#[derive(PartialEq)]
struct Text {
    name: String,
    id_number: Option<String>,
    staff_number: Option<String>,
}

impl Text {
    fn of(person: &Person) -> Self {
        Self {
            name: person.name.clone(),
            id_number: person.id_number.clone(),
            staff_number: person.staff_number.clone(),
        }
    }

    fn keys(&self) -> Vec<String> {
        search::keys(&self.name, self.id_number.as_deref(), self.staff_number.as_deref())
    }
}
