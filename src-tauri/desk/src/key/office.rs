//! An office under a key: encrypting it, opening it, locking it, and who may.

use super::{CAN_ENCRYPT, DataKey, KeyFile, Officer, Plain, RecoveryCode, Sealer, Secret, locked};
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::files::lock;
use crate::progress::Progress;
use crate::store::{Store, copy};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// Setting: everything in the folder is sealed.
const SEALED: &str = "key.sealed";
/// Wrong tries before the first pause.
const FREE_TRIES: u32 = 3;
/// The longest pause between two tries, in seconds.
const LONGEST: u64 = 60;
/// What was made to be looked at or carried away, and can be made again.
const FLEETING: &[&str] = &["made", "stick", "restoring", "incoming"];

/// What opens an office, as long as it is open.
pub(crate) struct KeyRing {
    is_encrypted: AtomicBool,
    open: RwLock<Option<(DataKey, Officer)>>,
    pub(crate) sealer: Sealer,
    tries: Mutex<Tries>,
}

#[derive(Default)]
struct Tries {
    wrong: u32,
    until: Option<Instant>,
}

impl KeyRing {
    pub(crate) fn new(is_encrypted: bool) -> Self {
        Self {
            is_encrypted: AtomicBool::new(is_encrypted),
            open: RwLock::default(),
            sealer: Sealer::default(),
            tries: Mutex::default(),
        }
    }

    /// The data key, while the office is open and encrypted.
    pub(crate) fn data_key(&self) -> Option<DataKey> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.as_ref().map(|(key, _)| key.clone())
    }

    /// The database's key.
    pub(crate) fn database(&self) -> Option<Secret> {
        self.data_key().map(|key| key.database())
    }

    fn put(&self, open: Option<(DataKey, Officer)>) {
        self.sealer.set(open.as_ref().map(|(key, _)| key));
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = open;
    }

    /// Seconds until the next try is taken.
    fn pause(&self) -> u64 {
        let until = lock(&self.tries).until;
        until.map_or(0, |at| {
            at.saturating_duration_since(Instant::now()).as_secs_f64().ceil() as u64
        })
    }

    /// Try something that may be wrong, not too often.
    fn attempt<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let pause = self.pause();
        if pause > 0 {
            return Err(Error::new(
                Code::Refused,
                format!("连着输错了几次，请过 {pause} 秒再试"),
                "忘了口令可用恢复码",
            ));
        }
        let done = work();
        let mut tries = lock(&self.tries);
        match &done {
            Err(e) if e.code == Code::Refused => {
                tries.wrong += 1;
                let doubled = 1_u64 << tries.wrong.saturating_sub(FREE_TRIES).min(10);
                let pause = Duration::from_secs(doubled.min(LONGEST));
                tries.until = (tries.wrong >= FREE_TRIES).then(|| Instant::now() + pause);
            }
            Err(_) => {}
            Ok(_) => *tries = Tries::default(),
        }
        done
    }
}

impl Desk {
    /// Whether the office lies encrypted on the disk.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.ring.is_encrypted.load(Ordering::SeqCst)
    }

    /// Whether it is encrypted and nobody has opened it.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.is_encrypted() && self.officer().is_none()
    }

    /// Who opened it; `None` where it is not encrypted, or locked.
    #[must_use]
    pub fn officer(&self) -> Option<Officer> {
        let open = self.ring.open.read().unwrap_or_else(PoisonError::into_inner);
        open.as_ref().map(|(_, officer)| officer.clone())
    }

    /// Seconds until the next pass phrase is looked at; 0 where it is at once.
    #[must_use]
    pub fn pause(&self) -> u64 {
        self.ring.pause()
    }

    pub(crate) fn refuse_locked(&self) -> Result<()> {
        if self.is_locked() { Err(locked()) } else { Ok(()) }
    }

    /// Whoever has a pass phrase.
    ///
    /// # Errors
    /// `DamagedDatabase`, `NewerDatabase`.
    pub fn officers(&self) -> Result<Vec<Officer>> {
        Ok(KeyFile::load(&self.folder(""))?.map(|f| f.officers()).unwrap_or_default())
    }

    /// Encrypt an office that lies in the clear. What was acknowledged before is in it at every
    /// moment; files that could not be sealed, because they were too many or the disk full, are sealed
    /// later. Gives the recovery code, which is kept nowhere.
    ///
    /// # Errors
    /// `Precondition` in a program without encryption, `Conflict` where it is encrypted already,
    /// `InvalidInput`, `DiskFull` and the like, `Cancelled`; then nothing has changed.
    pub fn encrypt(
        &self,
        officer: Officer,
        passphrase: &str,
        progress: &dyn Progress,
    ) -> Result<RecoveryCode> {
        if !CAN_ENCRYPT {
            return Err(Error::precondition("这个程序没有编入加密功能", "请换用带加密的版本"));
        }
        if self.is_encrypted() {
            return Err(Error::new(Code::Conflict, "这个资料夹已经加密", "可以改口令"));
        }
        let (key, code) = (DataKey::generate(), RecoveryCode::generate());
        let file = KeyFile::new(&key, officer.clone(), passphrase, &code)?;
        progress.checkpoint("加密资料库", 0, 0)?;
        {
            let _copying = lock(&self.copying);
            let mut store = lock(&self.store);
            store.settle()?;
            let next = self.recoded(&key)?;
            let done = file
                .save(&self.folder(""))
                .and_then(|()| self.put_in_place(&mut store, &next, &key));
            if let Err(error) = done {
                self.stay_clear(&mut store, &next)?;
                return Err(error);
            }
            self.ring.is_encrypted.store(true, Ordering::SeqCst);
            self.ring.put(Some((key, officer)));
        }
        self.write("key.encrypt", None, "资料夹已加密", |_| Ok(()))?;
        // From here on the code must reach the person: what cannot be sealed now is sealed later.
        let _ = self.seal_rest(progress);
        Ok(code)
    }

    /// Encrypting failed: go on with the database in the clear, where that is what lies there.
    fn stay_clear(&self, store: &mut Store, next: &Path) -> Result<()> {
        let _ = std::fs::remove_file(next);
        if copy::is_plain(&self.folder("office.db")) {
            KeyFile::remove(&self.folder(""));
            return self.begin(store, None);
        }
        // It is encrypted already and only would not open again: the pass phrase opens it.
        self.ring.is_encrypted.store(true, Ordering::SeqCst);
        Ok(())
    }

    /// The database as it is, under a key, beside its place.
    fn recoded(&self, key: &DataKey) -> Result<PathBuf> {
        let next = self.folder("office.db.next");
        copy::recode(&self.folder("office.db"), None, &next, Some(&key.database()))?;
        Ok(next)
    }

    /// Put the encrypted database where the one in the clear is.
    fn put_in_place(&self, store: &mut Store, next: &Path, key: &DataKey) -> Result<()> {
        // Closing it leaves the one file alone.
        *store = Store::empty()?;
        std::fs::rename(next, self.folder("office.db")).map_err(|e| Error::io("资料库", e))?;
        for tail in ["office.db-wal", "office.db-shm"] {
            let _ = std::fs::remove_file(self.folder(tail));
        }
        self.begin(store, Some(&key.database()))
    }

    /// Open with a pass phrase: that of an officer, or of whichever it fits.
    ///
    /// # Errors
    /// `Refused`, with a growing pause after three; `NewerDatabase` and the like.
    pub fn unlock(&self, name: Option<&str>, passphrase: &str) -> Result<()> {
        let file = self.key_file()?;
        let (key, officer) = self.ring.attempt(|| file.open(name, passphrase))?;
        self.open_under(key, officer)
    }

    /// Open with the recovery code, and give somebody a new pass phrase.
    ///
    /// # Errors
    /// `Refused`, `InvalidInput`, and as [`Desk::unlock`].
    pub fn recover(&self, code: &str, officer: Officer, passphrase: &str) -> Result<()> {
        let mut file = self.key_file()?;
        let code = RecoveryCode::parse(code).ok_or_else(|| {
            Error::invalid("恢复码有抄错的地方", "请对着恢复码单逐字核对，共 25 个字母和数字")
                .at("code")
        })?;
        let key = self.ring.attempt(|| file.recover(&code))?;
        file.put_officer(&key, officer.clone(), passphrase)?;
        file.save(&self.folder(""))?;
        self.open_under(key, officer)?;
        self.write("key.recover", None, "用恢复码打开，口令已重设", |_| Ok(()))
    }

    fn key_file(&self) -> Result<KeyFile> {
        let file = KeyFile::load(&self.folder(""))?;
        file.ok_or_else(|| Error::precondition("这个资料夹没有加密", "可以在设置里加密"))
    }

    fn open_under(&self, key: DataKey, officer: Officer) -> Result<()> {
        let mut store = lock(&self.store);
        if copy::is_plain(&self.folder("office.db")) {
            // Encrypting was interrupted between the key file and the database.
            let next = self.recoded(&key)?;
            self.put_in_place(&mut store, &next, &key)?;
        } else {
            self.begin(&mut store, Some(&key.database()))?;
        }
        self.ring.put(Some((key, officer)));
        drop(store);
        self.mark_changed();
        Ok(())
    }

    /// Lock it: the database is closed, the key forgotten, and what was made to be looked at deleted.
    ///
    /// # Errors
    /// `Precondition` where it is not encrypted, `FileBusy` while something is sent or copied.
    pub fn lock_up(&self) -> Result<()> {
        if !self.is_encrypted() {
            return Err(Error::precondition("资料夹没有加密，锁不住", "请先在设置里加密"));
        }
        let (Ok(_sending), Ok(_copying)) = (self.sending.try_lock(), self.copying.try_lock())
        else {
            return Err(Error::new(Code::FileBusy, "正在上报或备份，还不能上锁", "请等它完成"));
        };
        let mut store = lock(&self.store);
        *store = Store::empty()?;
        self.ring.put(None);
        drop(store);
        self.tokens().clear();
        self.previews.clear();
        *lock(&self.unpacked) = None;
        self.remove_fleeting();
        Ok(())
    }

    /// The program ends: nothing that was made to be looked at outlives an encrypted office's session.
    pub fn leave(&self) {
        if self.is_encrypted() {
            self.remove_fleeting();
        }
    }

    /// Delete what was made to be looked at.
    fn remove_fleeting(&self) {
        for name in FLEETING {
            let _ = std::fs::remove_dir_all(self.folder(name));
        }
    }

    /// Change one's own pass phrase; the data stay as they are.
    ///
    /// # Errors
    /// `Refused` where the former does not fit, `InvalidInput`, `Locked`.
    pub fn change_passphrase(&self, former: &str, passphrase: &str) -> Result<()> {
        let (key, officer) = self.opened()?;
        let mut file = self.key_file()?;
        self.ring.attempt(|| file.open(Some(&officer.name), former))?;
        file.put_officer(&key, officer, passphrase)?;
        file.save(&self.folder(""))?;
        self.write("key.change", None, "改了自己的口令", |_| Ok(()))
    }

    /// Give somebody a pass phrase of their own.
    ///
    /// # Errors
    /// `Conflict` for a name that is there, `InvalidInput`, `Locked`.
    pub fn add_officer(&self, officer: Officer, passphrase: &str) -> Result<()> {
        let (key, _) = self.opened()?;
        let mut file = self.key_file()?;
        if file.officers().iter().any(|o| o.name == officer.name) {
            return Err(
                Error::new(Code::Conflict, "已经有这个姓名的使用人", "请换一个姓名").at("name")
            );
        }
        file.put_officer(&key, officer, passphrase)?;
        file.save(&self.folder(""))?;
        self.write("key.officer", None, "添加了一位使用人", |_| Ok(()))
    }

    /// Take somebody's pass phrase away.
    ///
    /// # Errors
    /// `NotFound`, `Precondition` for oneself and for the last one, `Locked`.
    pub fn remove_officer(&self, name: &str) -> Result<()> {
        let (_, own) = self.opened()?;
        if own.name == name {
            return Err(Error::precondition("不能移出自己", "请由另一位使用人来移"));
        }
        let mut file = self.key_file()?;
        file.remove_officer(name)?;
        file.save(&self.folder(""))?;
        self.write("key.officer", None, "移出了一位使用人", |_| Ok(()))
    }

    /// Make another recovery code; the former opens nothing any more.
    ///
    /// # Errors
    /// `Refused` where the pass phrase is not one's own, `Locked`, `DiskFull` and the like.
    pub fn renew_code(&self, passphrase: &str) -> Result<RecoveryCode> {
        let (key, officer) = self.opened()?;
        let mut file = self.key_file()?;
        self.ring.attempt(|| file.open(Some(&officer.name), passphrase))?;
        let code = RecoveryCode::generate();
        file.put_code(&key, &code)?;
        file.save(&self.folder(""))?;
        self.write("key.renew", None, "换了恢复码，原来的作废", |_| Ok(()))?;
        Ok(code)
    }

    fn opened(&self) -> Result<(DataKey, Officer)> {
        let open = self.ring.open.read().unwrap_or_else(PoisonError::into_inner);
        open.clone().ok_or_else(|| match self.is_encrypted() {
            true => locked(),
            false => Error::precondition("这个资料夹没有加密", "可以在设置里加密"),
        })
    }

    /// A packet or a bundle as libraries read it; opened for as long as the answer lives where the
    /// office is encrypted.
    ///
    /// # Errors
    /// `DamagedDatabase`, `DiskFull` and the like.
    pub(crate) fn kept(&self, folder: &str, name: &str) -> Result<Plain> {
        let path = self.folder(folder).join(name);
        self.ring.sealer.plain(&path, &self.folder("made/open"), "保存的文件")
    }

    /// Seal what still lies in the clear: attachments, packets, bundles, earlier copies.
    ///
    /// # Errors
    /// `DiskFull` and the like, `Cancelled`; then it goes on next time.
    pub(crate) fn seal_rest(&self, progress: &dyn Progress) -> Result<()> {
        let Some(key) = self.ring.database() else { return Ok(()) };
        if self.damage().is_some() || self.read(|r| r.setting(SEALED))?.is_some() {
            return Ok(());
        }
        let mut files = Vec::new();
        for name in ["blobs", "packets", "bundles", "backup", "set-aside"] {
            gather(&self.folder(name), &mut files);
        }
        for (n, file) in files.iter().enumerate() {
            progress.checkpoint("加密附件", n as u64, files.len() as u64)?;
            if copy::is_plain(file) && recode_in_place(file, &key).is_ok() {
                continue;
            }
            self.ring.sealer.keep(file, "资料夹里的文件")?;
        }
        self.write("key.seal", None, "资料夹里的文件全部加密", |w| w.set(SEALED, "1"))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.leave();
    }
}

/// A copy of the database keeps its time: by that it is rotated.
fn recode_in_place(file: &Path, key: &Secret) -> Result<()> {
    let io = |e| Error::io("备份文件", e);
    let at = std::fs::metadata(file).and_then(|m| m.modified()).map_err(io)?;
    copy::recode(file, None, file, Some(key))?;
    std::fs::File::options().write(true).open(file).and_then(|f| f.set_modified(at)).map_err(io)
}

/// Every file below a folder but half-written ones and the key file; a folder that is not there has
/// none.
fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => gather(&path, files),
            Ok(kind) if kind.is_file() && !name.ends_with(".part") && !name.ends_with(".key") => {
                files.push(path);
            }
            _ => {}
        }
    }
}
