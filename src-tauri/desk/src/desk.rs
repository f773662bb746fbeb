//! The desk itself: the one owner of an office's database, files and packs.

use crate::backup::{self, Unpacked};
use crate::clock::{self, Clock};
use crate::error::{Code, Error, Result};
use crate::files::{Blobs, Tokens, lock};
use crate::forms::Forms;
use crate::key::{self, KeyFile, KeyRing, Secret};
use crate::packs::{self, OfficePacks};
use crate::resources::Resources;
use crate::roster_import::Previews;
use crate::store::{Read, Store, Write, copy, event};
use chrono::NaiveDate;
use engine::application::Application;
use engine::date::WorkCalendar;
use engine::fact::document::Options;
use engine::pack::Packs;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, SystemTime};
use zeroize::Zeroizing;

/// The setting that holds the chosen readings.
pub(crate) const OPTIONS: &str = "policy.options";

/// What it takes to open an office.
pub struct Opening {
    /// The office folder (本单位资料夹); made if need be.
    pub folder: PathBuf,
    /// The data we ship.
    pub resources: Resources,
    /// What tells the time.
    pub clock: Arc<dyn Clock>,
    /// Pass phrase of an encrypted office; without it such an office opens locked.
    pub passphrase: Option<Zeroizing<String>>,
}

/// Everything an HR office does, on one folder.
pub struct Desk {
    pub(crate) store: Mutex<Store>,
    folder: PathBuf,
    resources: Resources,
    packs: RwLock<OfficePacks>,
    forms: Forms,
    clock: Arc<dyn Clock>,
    tokens: Tokens,
    blobs: Blobs,
    pub(crate) previews: Previews,
    /// A backup that was unpacked and looked at, waiting for the decision.
    pub(crate) unpacked: Mutex<Option<Unpacked>>,
    /// Why the database cannot be used; then only a backup can be restored.
    damage: RwLock<Option<String>>,
    daily_problem: Mutex<Option<String>>,
    changes: AtomicU64,
    /// Held while the database is copied: what is erased must not stay in its log for the copy's sake.
    pub(crate) copying: Mutex<()>,
    /// What opens an encrypted office.
    pub(crate) ring: KeyRing,
    /// Held while bundles are sent, so that no two senders of one office get in each other's way.
    pub(crate) sending: Mutex<()>,
    /// Held while the office is open, so that a second window cannot write beside this one.
    _office_lock: File,
}

impl Desk {
    /// Open an office.
    ///
    /// # Errors
    /// `FileBusy` when it is open elsewhere, `PackInvalid`, `NewerDatabase`, `DamagedDatabase`,
    /// `Locked` without the pass phrase of an encrypted one, `Refused` for a wrong one.
    pub fn open(opening: Opening) -> Result<Self> {
        let desk = Self::open_even_damaged(opening)?;
        if desk.is_locked() {
            return Err(key::locked());
        }
        match desk.damage() {
            None => Ok(desk),
            Some(_) => Err(copy::damaged()),
        }
    }

    /// Open an office even where its database cannot be read: then it holds nothing, keeps the file
    /// as it is, and does nothing but restore a backup. An encrypted one is locked until somebody
    /// opens it.
    ///
    /// # Errors
    /// As [`Desk::open`], but for `DamagedDatabase` and `Locked`.
    pub fn open_even_damaged(opening: Opening) -> Result<Self> {
        let Opening { folder, resources, clock, passphrase } = opening;
        std::fs::create_dir_all(&folder).map_err(|e| Error::io("资料夹", e))?;
        let office_lock =
            File::create(folder.join("office.lock")).map_err(|e| Error::io("资料夹", e))?;
        if office_lock.try_lock().is_err() {
            return Err(Error::new(
                Code::FileBusy,
                "这个资料夹已经在另一个窗口打开",
                "请回到已打开的窗口，或先关闭它",
            ));
        }
        let made = folder.join("made");
        // Papers made on demand can be made again; what an earlier run left is not kept.
        let _ = std::fs::remove_dir_all(&made);
        // What a restore unpacked and did not use, or left behind when it was killed.
        let _ = std::fs::remove_dir_all(folder.join("restoring"));
        let _ = std::fs::remove_file(folder.join("office.db.next"));
        let ring = KeyRing::new(KeyFile::load(&folder)?.is_some());
        let sealer = ring.sealer.clone();
        let desk = Self {
            store: Mutex::new(Store::empty()?),
            forms: Forms::open(resources.root(), Some(&folder))?,
            blobs: Blobs::open(folder.join("blobs"), sealer.clone())?,
            tokens: Tokens::with(sealer),
            previews: Previews::default(),
            unpacked: Mutex::default(),
            daily_problem: Mutex::default(),
            changes: AtomicU64::new(0),
            copying: Mutex::default(),
            ring,
            sending: Mutex::default(),
            damage: RwLock::default(),
            _office_lock: office_lock,
            packs: RwLock::new(packs::load(&resources, &[])?),
            folder,
            resources,
            clock,
        };
        match passphrase {
            _ if !desk.is_encrypted() => desk.begin(&mut lock(&desk.store), None)?,
            Some(passphrase) => desk.unlock(None, &passphrase)?,
            None => {}
        }
        Ok(desk)
    }

    /// Begin to work on the database that is there, under this key.
    ///
    /// # Errors
    /// As [`Desk::open`], but for `DamagedDatabase`: a damaged one is noted.
    pub(crate) fn begin(&self, store: &mut Store, key: Option<&Secret>) -> Result<()> {
        let (opened, damage) = match open_checked(&self.folder, key, self.today()) {
            Ok(store) => (store, None),
            Err(e) if e.code == Code::DamagedDatabase => (Store::empty()?, Some(e.message)),
            Err(e) => return Err(e),
        };
        let packs = packs::load(&self.resources, &opened.read().list_office_pack()?)?;
        *store = opened;
        *self.damage.write().unwrap_or_else(PoisonError::into_inner) = damage;
        self.put_packs(packs);
        Ok(())
    }

    /// Read from the database.
    ///
    /// # Errors
    /// Whatever `work` says.
    pub fn read<T>(&self, work: impl FnOnce(&Read<'_>) -> Result<T>) -> Result<T> {
        let store = lock(&self.store);
        self.refuse_locked()?;
        work(&store.read())
    }

    /// Change the database in one transaction, with one event.
    ///
    /// # Errors
    /// Whatever `work` says; then nothing is kept.
    pub fn write<T>(
        &self,
        op: &str,
        subject: Option<&str>,
        detail: impl Into<String>,
        work: impl FnOnce(&Write<'_>) -> Result<T>,
    ) -> Result<T> {
        let event = event::Draft {
            at: self.now(),
            op: op.to_owned(),
            actor: self.officer().map_or_else(|| "经办人".to_owned(), |o| o.name),
            subject: subject.map(str::to_owned),
            detail: detail.into(),
            before: None,
            after: None,
        };
        let mut store = lock(&self.store);
        // Under the same lock under which it is locked: nothing is written into what is no office.
        self.refuse_locked()?;
        let written = store.transact(event, work);
        drop(store);
        if written.is_ok() {
            self.mark_changed();
        }
        written
    }

    /// Count a change, for whoever asks whether there was one.
    pub(crate) fn mark_changed(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
    }

    /// How many changes there have been since the office was opened.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }

    /// Why the database cannot be used, in Chinese; `None` where it can.
    #[must_use]
    pub fn damage(&self) -> Option<String> {
        self.damage.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Take the copy of the day, if there is none, and go on sealing where that was interrupted; what
    /// goes wrong is kept for whoever asks.
    pub(crate) fn keep_daily(&self) {
        if self.is_locked() {
            return;
        }
        // Files that cannot be sealed now are tried again next time; they can be read as they are.
        let _ = self.seal_rest(&());
        let problem = backup::daily(self).err().map(|e| e.to_string());
        *lock(&self.daily_problem) = problem;
    }

    /// Why the last daily copy failed, in Chinese.
    pub(crate) fn daily_problem(&self) -> Option<String> {
        lock(&self.daily_problem).clone()
    }

    /// Go on with another database, see [`Store::replace`]; the former one is kept in `aside`.
    ///
    /// # Errors
    /// `DiskFull` and the like, `NewerDatabase`, `PackInvalid`.
    pub(crate) fn replace(&self, new: &Path, aside: &Path) -> Result<()> {
        let mut store = lock(&self.store);
        let was_damaged = store.is_empty();
        let replaced =
            store.replace(&self.folder("office.db"), new, aside, self.ring.database().as_ref());
        if store.is_empty() {
            // Damaged as it was, or lost on the way: only a backup helps.
            let damage = replaced.as_ref().err().map(ToString::to_string);
            if !was_damaged {
                *self.damage.write().unwrap_or_else(PoisonError::into_inner) = damage;
            }
            return replaced;
        }
        replaced?;
        self.mark_changed();
        *self.damage.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.put_packs(packs::load(&self.resources, &store.read().list_office_pack()?)?);
        Ok(())
    }

    /// See [`Store::settle`].
    ///
    /// # Errors
    /// `DiskFull` and the like.
    pub(crate) fn settle(&self) -> Result<()> {
        let _copying = lock(&self.copying);
        lock(&self.store).settle()
    }

    /// This instant, RFC 3339 UTC.
    #[must_use]
    pub fn now(&self) -> String {
        clock::instant(self.clock.unix())
    }

    /// This instant, as files carry it.
    #[must_use]
    pub fn moment(&self) -> SystemTime {
        let seconds = u64::try_from(self.clock.unix()).unwrap_or_default();
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    /// Today in the office.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        clock::day(self.clock.unix())
    }

    /// A new id: UUIDv7, so that ids sort by birth.
    #[must_use]
    pub fn new_id(&self) -> String {
        uuid::Uuid::now_v7().to_string()
    }

    /// The packs as they hold now.
    #[must_use]
    pub fn packs(&self) -> Arc<Packs> {
        Arc::clone(&self.office_packs().packs)
    }

    /// The packs as they hold for one application: with what its committee asks.
    #[must_use]
    pub fn packs_of(&self, application: &Application) -> Arc<Packs> {
        self.packs().with_committee(application.committee_id.as_deref(), application.year)
    }

    /// The packs in which a clause stands: the base, or the base under a committee's notice.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn packs_with_clause(&self, clause: &str) -> Result<Arc<Packs>> {
        let stacks = self.packs().stacks();
        let found = stacks.into_iter().find(|packs| packs.clause(clause).is_some());
        found.ok_or_else(|| Error::not_found("这一条依据"))
    }

    /// The packs as they hold now, and those of the office that do not.
    #[must_use]
    pub fn office_packs(&self) -> OfficePacks {
        self.packs.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Go on with other packs.
    pub(crate) fn put_packs(&self, packs: OfficePacks) {
        *self.packs.write().unwrap_or_else(PoisonError::into_inner) = packs;
    }

    /// The readings the office has chosen, and the silent rules it keeps applying.
    ///
    /// # Errors
    /// Database failures.
    pub fn options(&self) -> Result<Options> {
        let kept = self.read(|r| r.setting(OPTIONS))?;
        Ok(kept.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default())
    }

    /// The forms.
    #[must_use]
    pub fn forms(&self) -> &Forms {
        &self.forms
    }

    /// File tokens.
    #[must_use]
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Attachments by content.
    #[must_use]
    pub fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// The data we ship.
    #[must_use]
    pub fn resources(&self) -> &Resources {
        &self.resources
    }

    /// A folder inside the office folder.
    #[must_use]
    pub fn folder(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The calendar of working days with the holidays of the unit's own place.
    ///
    /// # Errors
    /// Database failures.
    pub fn calendar(&self) -> Result<WorkCalendar> {
        let mut calendar = self.packs().calendar().clone();
        for unit in self.read(|r| r.list_unit())?.iter().filter(|u| u.is_filed_here()) {
            calendar.add_local(&unit.local_holidays);
        }
        Ok(calendar)
    }

    /// Keep a paper made on demand and give a token for it.
    ///
    /// # Errors
    /// File errors.
    pub fn hand_out(&self, bytes: &[u8], name: &str) -> Result<String> {
        let ending = Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or("pdf");
        let path = self.folder("made").join(format!("{}.{ending}", uuid::Uuid::new_v4()));
        crate::files::write_whole(&path, bytes, "文件")?;
        Ok(self.tokens.register(&path, name))
    }

    /// Let a host hand in a file.
    #[must_use]
    pub fn hand_in(&self, path: &Path, name: &str) -> String {
        self.tokens.register(path, name)
    }
}

/// The database of a folder; once a day every page is looked at before anything is believed.
fn open_checked(folder: &Path, key: Option<&Secret>, today: NaiveDate) -> Result<Store> {
    let store = Store::open(&folder.join("office.db"), key)?;
    if !backup::has_daily(folder, today) {
        store.quick_check()?;
    }
    Ok(store)
}
