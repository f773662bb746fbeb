//! The desk itself: the one owner of an office's database, files and packs.

use crate::clock::{self, Clock};
use crate::error::{Code, Error, Result};
use crate::files::{Blobs, Tokens, lock};
use crate::forms::Forms;
use crate::packs::{self, OfficePacks};
use crate::resources::Resources;
use crate::roster_import::Previews;
use crate::store::{Read, Store, Write, event};
use chrono::NaiveDate;
use engine::application::Application;
use engine::date::WorkCalendar;
use engine::fact::document::Options;
use engine::pack::Packs;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

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
    /// Key of an encrypted database.
    pub key: Option<[u8; 32]>,
}

/// Everything an HR office does, on one folder.
pub struct Desk {
    store: Mutex<Store>,
    folder: PathBuf,
    resources: Resources,
    packs: RwLock<OfficePacks>,
    forms: Forms,
    clock: Arc<dyn Clock>,
    tokens: Tokens,
    blobs: Blobs,
    pub(crate) previews: Previews,
    /// Held while the office is open, so that a second window cannot write beside this one.
    _office_lock: File,
}

impl Desk {
    /// Open an office.
    ///
    /// # Errors
    /// `FileBusy` when it is open elsewhere, `PackInvalid`, `NewerDatabase`, `DamagedDatabase`.
    pub fn open(opening: Opening) -> Result<Self> {
        let Opening { folder, resources, clock, key } = opening;
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
        let store = Store::open(&folder.join("office.db"), key.as_ref())?;
        let packs = packs::load(&resources, &store.read().list_office_pack()?)?;
        Ok(Self {
            store: Mutex::new(store),
            forms: Forms::open(resources.root(), Some(&folder))?,
            blobs: Blobs::open(folder.join("blobs"))?,
            tokens: Tokens::default(),
            previews: Previews::default(),
            _office_lock: office_lock,
            folder,
            resources,
            packs: RwLock::new(packs),
            clock,
        })
    }

    /// Read from the database.
    ///
    /// # Errors
    /// Whatever `work` says.
    pub fn read<T>(&self, work: impl FnOnce(&Read<'_>) -> Result<T>) -> Result<T> {
        let store = lock(&self.store);
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
            actor: "经办人".into(),
            subject: subject.map(str::to_owned),
            detail: detail.into(),
            before: None,
            after: None,
        };
        lock(&self.store).transact(event, work)
    }

    /// Keep a copy of the database under `backup/`.
    ///
    /// # Errors
    /// `DiskFull` and the like.
    pub fn snapshot(&self, label: &str) -> Result<PathBuf> {
        lock(&self.store).snapshot(label)
    }

    /// This instant, RFC 3339 UTC.
    #[must_use]
    pub fn now(&self) -> String {
        clock::instant(self.clock.unix())
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

    /// Read the packs again after the office's own have changed.
    ///
    /// # Errors
    /// As [`packs::load`]; then the packs stay as they were.
    pub fn reload_packs(&self) -> Result<()> {
        let kept = self.read(|r| r.list_office_pack())?;
        let packs = packs::load(&self.resources, &kept)?;
        *self.packs.write().unwrap_or_else(PoisonError::into_inner) = packs;
        Ok(())
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
