//! The key file beside the database: the data key, wrapped once for each officer and once under the
//! recovery code. It holds nothing that opens anything by itself.

use super::{DataKey, RecoveryCode, random};
use crate::error::{Code, Error, Result};
use crate::files::write_whole;
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use std::path::Path;
use zeroize::Zeroizing;

/// Its name in the office folder.
pub const KEY_FILE: &str = "office.key";
/// A second one, for a disk that loses the first.
const SPARE: &str = "backup/office.key";
/// Version of its form; a newer one is refused.
const FORMAT: u32 = 1;
/// Work of one guess with Argon2id (RFC 9106): 64 MiB, three passes; 0.3 s on an office machine.
const MEMORY_KIB: u32 = 64 << 10;
const PASSES: u32 = 3;
/// More is not believed: a changed file could ask for hours.
const MOST_MEMORY_KIB: u32 = 1 << 20;
const MOST_PASSES: u32 = 16;
/// Characters of a pass phrase at least.
const LEAST: usize = 8;

/// What somebody may do in 单位审核.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum OfficerRole {
    /// 经办人.
    Preparer,
    /// 复核人.
    Reviewer,
}

/// Somebody of the HR office who opens it with a pass phrase of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Officer {
    /// Name, as it stands in the history.
    pub name: String,
    /// What they may do.
    pub role: OfficerRole,
}

/// The data key under one secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Wrap {
    /// Whose pass phrase; `None` for the recovery code.
    officer: Option<Officer>,
    salt: String,
    memory_kib: u32,
    passes: u32,
    nonce: String,
    sealed: String,
}

/// The key file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyFile {
    format: u32,
    /// [`DataKey::id`].
    pub key_id: String,
    wraps: Vec<Wrap>,
}

impl KeyFile {
    /// A key file for a data key, with its first officer.
    ///
    /// # Errors
    /// `InvalidInput` for a pass phrase that is too short.
    pub fn new(
        key: &DataKey,
        officer: Officer,
        passphrase: &str,
        code: &RecoveryCode,
    ) -> Result<Self> {
        let mut file = Self { format: FORMAT, key_id: key.id(), wraps: Vec::new() };
        file.put_officer(key, officer, passphrase)?;
        file.put_code(key, code)?;
        Ok(file)
    }

    /// Give an officer a pass phrase, or another one.
    ///
    /// # Errors
    /// `InvalidInput` for a pass phrase that is too short, and for an officer without a name.
    pub fn put_officer(&mut self, key: &DataKey, officer: Officer, passphrase: &str) -> Result<()> {
        let passphrase = Zeroizing::new(plain_width(passphrase));
        if passphrase.chars().count() < LEAST {
            let message = format!("口令至少 {LEAST} 个字");
            return Err(Error::invalid(message, "用一句记得住的话最好").at("passphrase"));
        }
        if officer.name.trim().is_empty() {
            return Err(Error::invalid("没有填姓名", "请填使用人的姓名").at("name"));
        }
        let wrap = self.wrap(key, Some(officer.clone()), &passphrase)?;
        let same = |w: &Wrap| w.officer.as_ref().is_some_and(|o| o.name == officer.name);
        match self.wraps.iter().position(same) {
            Some(at) => self.wraps[at] = wrap,
            None => self.wraps.push(wrap),
        }
        Ok(())
    }

    /// Take an officer's pass phrase away. The last one stays.
    ///
    /// # Errors
    /// `NotFound`, `Precondition` for the last one.
    pub fn remove_officer(&mut self, name: &str) -> Result<()> {
        let is_theirs = |w: &Wrap| w.officer.as_ref().is_some_and(|o| o.name == name);
        if !self.wraps.iter().any(is_theirs) {
            return Err(Error::not_found("这位使用人"));
        }
        if self.officers().len() == 1 {
            return Err(Error::precondition("最后一位使用人不能移出", "请先添加接手的人"));
        }
        self.wraps.retain(|w| !is_theirs(w));
        Ok(())
    }

    /// Put another recovery code in the place of the former one.
    ///
    /// # Errors
    /// A fault of ours.
    pub fn put_code(&mut self, key: &DataKey, code: &RecoveryCode) -> Result<()> {
        let wrap = self.wrap(key, None, code.secret())?;
        self.wraps.retain(|w| w.officer.is_some());
        self.wraps.push(wrap);
        Ok(())
    }

    /// Whoever has a pass phrase.
    #[must_use]
    pub fn officers(&self) -> Vec<Officer> {
        self.wraps.iter().filter_map(|w| w.officer.clone()).collect()
    }

    /// Open with the pass phrase of an officer, or of whichever it fits.
    ///
    /// # Errors
    /// `Refused` with one and the same sentence whatever is wrong.
    pub fn open(&self, name: Option<&str>, passphrase: &str) -> Result<(DataKey, Officer)> {
        let passphrase = Zeroizing::new(plain_width(passphrase));
        for wrap in &self.wraps {
            let Some(officer) = &wrap.officer else { continue };
            if name.is_some_and(|name| name != officer.name) {
                continue;
            }
            if let Some(key) = self.unwrap(wrap, &passphrase) {
                return Ok((key, officer.clone()));
            }
        }
        Err(Error::new(
            Code::Refused,
            "口令不对，没有打开",
            "请核对大小写和输入法后再试；忘了口令可用恢复码",
        ))
    }

    /// Open with the recovery code.
    ///
    /// # Errors
    /// `Refused`.
    pub fn recover(&self, code: &RecoveryCode) -> Result<DataKey> {
        let wraps = self.wraps.iter().filter(|w| w.officer.is_none());
        let mut keys = wraps.filter_map(|w| self.unwrap(w, code.secret()));
        keys.next().ok_or_else(|| {
            Error::new(
                Code::Refused,
                "恢复码打不开这个资料夹",
                "请核对恢复码是不是这个单位的、是不是最近打印的一张",
            )
        })
    }

    /// The key file of an office, or its spare; `None` where the office is not encrypted.
    ///
    /// # Errors
    /// `DamagedDatabase` where neither can be read, `NewerDatabase`.
    pub fn load(office: &Path) -> Result<Option<Self>> {
        let (own, spare) = (office.join(KEY_FILE), office.join(SPARE));
        if !own.exists() && !spare.exists() {
            return Ok(None);
        }
        let mut trouble = None;
        for path in [own, spare] {
            match std::fs::read(&path) {
                Ok(bytes) => match serde_json::from_slice::<Self>(&bytes) {
                    Ok(file) if file.format > FORMAT => trouble = trouble.or(Some(newer())),
                    Ok(file) => return Ok(Some(file)),
                    Err(_) => {}
                },
                Err(_) => continue,
            }
        }
        Err(trouble.unwrap_or_else(|| {
            Error::new(
                Code::DamagedDatabase,
                "资料夹的钥匙文件损坏了，打不开",
                "请从整套备份恢复到一个新的资料夹；这个资料夹请保留",
            )
        }))
    }

    /// Keep it, whole or not at all, and its spare.
    ///
    /// # Errors
    /// `DiskFull` and the like; then what was there stays.
    pub fn save(&self, office: &Path) -> Result<()> {
        let text = serde_json::to_vec_pretty(self)?;
        // The spare comes last: a crash between leaves one that opens with the former pass phrase.
        write_whole(&office.join(KEY_FILE), &text, "钥匙文件")?;
        write_whole(&office.join(SPARE), &text, "钥匙文件")
    }

    /// Take it and its spare away, from an office that did not become encrypted.
    pub(super) fn remove(office: &Path) {
        for name in [KEY_FILE, SPARE] {
            let _ = std::fs::remove_file(office.join(name));
        }
    }

    fn wrap(&self, key: &DataKey, officer: Option<Officer>, secret: &str) -> Result<Wrap> {
        let (salt, nonce) = (random::<16>(), random::<24>());
        let stretched = stretch(secret, &salt, MEMORY_KIB, PASSES).ok_or_else(no_memory)?;
        let payload = Payload { msg: key.bytes(), aad: self.key_id.as_bytes() };
        let sealed = XChaCha20Poly1305::new(stretched.as_slice().into())
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| Error::internal("wrap"))?;
        Ok(Wrap {
            officer,
            salt: BASE64.encode(salt),
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            nonce: BASE64.encode(nonce),
            sealed: BASE64.encode(sealed),
        })
    }

    fn unwrap(&self, wrap: &Wrap, secret: &str) -> Option<DataKey> {
        let salt = BASE64.decode(&wrap.salt).ok()?;
        let nonce: [u8; 24] = BASE64.decode(&wrap.nonce).ok()?.try_into().ok()?;
        let sealed = BASE64.decode(&wrap.sealed).ok()?;
        let stretched = stretch(secret, &salt, wrap.memory_kib, wrap.passes)?;
        let payload = Payload { msg: &sealed, aad: self.key_id.as_bytes() };
        let opened = XChaCha20Poly1305::new(stretched.as_slice().into())
            .decrypt(XNonce::from_slice(&nonce), payload)
            .map(Zeroizing::new)
            .ok()?;
        DataKey::from_bytes(&opened)
    }
}

fn no_memory() -> Error {
    Error::internal("argon2")
}

fn newer() -> Error {
    Error::new(
        Code::NewerDatabase,
        "这个资料夹是更新版本的程序加密的，本程序打不开",
        "请安装新版程序后再打开；资料没有被改动",
    )
}

fn stretch(secret: &str, salt: &[u8], memory_kib: u32, passes: u32) -> Option<Zeroizing<[u8; 32]>> {
    if memory_kib > MOST_MEMORY_KIB || passes > MOST_PASSES {
        return None;
    }
    let params = Params::new(memory_kib, passes, 1, Some(32)).ok()?;
    let mut out = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret.as_bytes(), salt, out.as_mut_slice())
        .ok()?;
    Some(out)
}

/// Without spaces around it and with full-width letters as plain ones: the state of the input method
/// must not decide whether a pass phrase fits.
pub(super) fn plain_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    };
    text.trim().chars().map(narrow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn officer(name: &str) -> Officer {
        Officer { name: name.into(), role: OfficerRole::Preparer }
    }

    #[test]
    fn each_officer_and_the_code_open_it_and_nobody_else() {
        let (key, code) = (DataKey::generate(), RecoveryCode::generate());
        let mut file = KeyFile::new(&key, officer("样甲"), "第一句口令 Abc", &code).unwrap();
        file.put_officer(&key, officer("样乙"), "另一句口令 xyz").unwrap();
        let (opened, who) = file.open(None, "另一句口令 xyz").unwrap();
        assert_eq!((opened, who.name.as_str()), (key.clone(), "样乙"));
        // Full-width letters of an input method left on.
        assert!(file.open(Some("样甲"), " 第一句口令　Ａｂｃ").is_ok());
        for (name, phrase) in
            [(Some("样乙"), "第一句口令 Abc"), (None, "第一句口令 abc"), (None, "")]
        {
            assert_eq!(file.open(name, phrase).unwrap_err().code, Code::Refused);
        }
        assert_eq!(file.recover(&code).unwrap(), key);
        assert_eq!(file.recover(&RecoveryCode::generate()).unwrap_err().code, Code::Refused);
        file.remove_officer("样乙").unwrap();
        assert!(file.open(None, "另一句口令 xyz").is_err());
        assert_eq!(file.remove_officer("样甲").unwrap_err().code, Code::Precondition);
        assert_eq!(
            file.put_officer(&key, officer("丙"), "短").unwrap_err().code,
            Code::InvalidInput
        );
    }

    #[test]
    fn the_spare_serves_where_the_first_is_gone_and_nothing_in_it_is_a_key() {
        let folder = tempfile::tempdir().unwrap();
        assert!(KeyFile::load(folder.path()).unwrap().is_none());
        let (key, code) = (DataKey::generate(), RecoveryCode::generate());
        let file = KeyFile::new(&key, officer("样甲"), "第一句口令 Abc", &code).unwrap();
        file.save(folder.path()).unwrap();
        let text = std::fs::read_to_string(folder.path().join(KEY_FILE)).unwrap();
        assert!(!text.contains(&BASE64.encode(key.bytes())) && !text.contains(code.secret()));
        for damage in ["", "{", "{\"format\":1}"] {
            std::fs::write(folder.path().join(KEY_FILE), damage).unwrap();
            assert_eq!(KeyFile::load(folder.path()).unwrap().unwrap(), file);
        }
        std::fs::write(folder.path().join(SPARE), "x").unwrap();
        let error = KeyFile::load(folder.path()).unwrap_err();
        assert_eq!(error.code, Code::DamagedDatabase);
    }
}
