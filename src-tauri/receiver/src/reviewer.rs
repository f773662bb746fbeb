//! Reviewers (审核人): who may look into bundles and decide. A pass phrase each, kept as its hash.

use std::io::{Read, Write};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use rusqlite::{OptionalExtension, params};

use crate::cli::ReviewerOptions;
use crate::clock;
use crate::data::DataDir;
use crate::failure::{Failure, Result};
use crate::store::Store;

/// Shortest pass phrase, in characters.
const SHORTEST: usize = 10;

/// `chengbao-receiver reviewer`: the pass phrase comes by standard input, so that it stands in no
/// process list and no history of commands.
pub fn run(options: &ReviewerOptions) -> Result<()> {
    let store = Store::open(&DataDir::open(&options.data)?.database())?;
    let mut out = std::io::stdout();
    let name = options.name.trim();
    if name.is_empty() || name.chars().count() > 40 || name.chars().any(char::is_control) {
        return Err(Failure::bad("审核人姓名不能为空，也不能超过40个字"));
    }
    if options.remove {
        return if store.remove_reviewer(name)? {
            Ok(writeln!(out, "已取消这名审核人，已登录的随即失效")?)
        } else {
            Err(Failure::bad("没有这名审核人"))
        };
    }
    let mut text = String::new();
    std::io::stdin()
        .take(4096)
        .read_to_string(&mut text)
        .map_err(|_| Failure::bad("口令读不出来，请用UTF-8文字，从标准输入给出"))?;
    let phrase = text.trim_end_matches(['\r', '\n']);
    if phrase.chars().count() < SHORTEST {
        return Err(Failure::bad(format!("口令太短，至少{SHORTEST}个字符；从标准输入给出，一行")));
    }
    store.set_reviewer(name, &hash(phrase)?)?;
    Ok(writeln!(out, "已登记审核人，可以用这个口令登录审核页；原来登录着的要重新登录")?)
}

fn hash(phrase: &str) -> Result<String> {
    let hashed = Argon2::default().hash_password(phrase.as_bytes()).map_err(Failure::internal)?;
    Ok(hashed.to_string())
}

/// Whether name and pass phrase go together: gives the hash they were checked with. Takes as long for a
/// name that does not exist.
pub fn check(store: &Store, name: &str, phrase: &str) -> Result<Option<String>> {
    let held = store.reviewer(name)?;
    let text = match &held {
        Some(text) => text.clone(),
        None => hash("nobody has this pass phrase")?,
    };
    let parsed = PasswordHash::new(&text).map_err(Failure::internal)?;
    let is_right = Argon2::default().verify_password(phrase.as_bytes(), &parsed).is_ok();
    Ok(held.filter(|_| is_right))
}

impl Store {
    fn set_reviewer(&self, name: &str, hash: &str) -> Result<()> {
        self.connection().execute(
            "INSERT INTO reviewer (name, hash, changed_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at",
            params![name, hash, clock::instant()],
        )?;
        Ok(())
    }

    fn remove_reviewer(&self, name: &str) -> Result<bool> {
        Ok(self.connection().execute("DELETE FROM reviewer WHERE name = ?1", [name])? > 0)
    }

    /// The hash of a reviewer's pass phrase.
    pub fn reviewer(&self, name: &str) -> Result<Option<String>> {
        let sql = "SELECT hash FROM reviewer WHERE name = ?1";
        Ok(self.connection().query_row(sql, [name], |row| row.get(0)).optional()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_phrase_is_known_by_its_hash_only() {
        let dir = std::env::temp_dir().join(uuid::Uuid::new_v4().to_string());
        let store = Store::open(&DataDir::open(&dir).unwrap().database()).unwrap();
        store.set_reviewer("试审核", &hash("一句足够长的口令呀呀").unwrap()).unwrap();
        assert!(store.reviewer("试审核").unwrap().unwrap().starts_with("$argon2id$"));
        let right = |name, phrase| check(&store, name, phrase).unwrap().is_some();
        assert!(right("试审核", "一句足够长的口令呀呀"));
        assert!(!right("试审核", "另一句足够长的口令呀"));
        assert!(!right("别人", "nobody has this pass phrase"));
        std::fs::remove_dir_all(dir).unwrap();
    }
}
