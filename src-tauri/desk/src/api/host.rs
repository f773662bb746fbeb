//! What every host of the table does alike: run a command, say what became stale, send progress,
//! cancel. The window, `chengbao serve` and tests differ only in how they carry it.

use super::wire::{JobProgress, WireError};
use super::{Call, command, dispatch};
use crate::desk::Desk;
use crate::error::Error;
use crate::files::lock;
use crate::incident;
use crate::progress::Progress;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

/// Something a window must hear of.
#[derive(Debug, Clone)]
pub enum HostEvent {
    /// What was shown under these topics is stale.
    Changed(Vec<String>),
    /// A long job is under way.
    Progress(JobProgress),
}

/// A desk and its listeners.
pub struct Host {
    desk: Arc<Desk>,
    running: Mutex<HashMap<String, Arc<AtomicBool>>>,
    emit: Box<dyn Fn(HostEvent) + Send + Sync>,
}

impl Host {
    /// A host that tells `emit` what happens. While it lives, the office is backed up once a day.
    pub fn new(desk: Desk, emit: impl Fn(HostEvent) + Send + Sync + 'static) -> Self {
        let desk = Arc::new(desk);
        keep_daily(Arc::downgrade(&desk));
        Self { desk, running: Mutex::default(), emit: Box::new(emit) }
    }

    /// The desk.
    #[must_use]
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Run a command; `job` names a long one, so that it can be followed and cancelled.
    ///
    /// # Errors
    /// The failure as a window gets it.
    pub fn call(&self, name: &str, input: Value, job: Option<&str>) -> Result<Value, WireError> {
        let cancelled = Arc::new(AtomicBool::new(false));
        if let Some(job) = job {
            lock(&self.running).insert(job.to_owned(), Arc::clone(&cancelled));
        }
        let before = self.desk.changes();
        let progress = Job { host: self, name: job, cancelled };
        let result = dispatch(&Call { desk: &self.desk, progress: &progress }, name, input);
        if let Some(job) = job {
            lock(&self.running).remove(job);
        }
        let is_write = command(name).is_some_and(|c| c.is_write);
        // One that failed may have kept a part of a longer job; one that found nothing to do says nothing.
        if is_write && self.desk.changes() != before {
            let topics = command(name).map(|c| c.topics).unwrap_or_default();
            let topics = topics.iter().chain(&["history"]).map(|t| (*t).to_owned()).collect();
            (self.emit)(HostEvent::Changed(topics));
        }
        if result.is_ok() && OPENING.contains(&name) {
            // What is due once a day did not happen while it was locked.
            let desk = Arc::clone(&self.desk);
            std::thread::spawn(move || desk.keep_daily());
        }
        self.told(name, || result)
    }

    /// What a host does itself (files in and out), with its failure as a window gets it; every number a
    /// window shows of a failure with a cause is in the log.
    ///
    /// # Errors
    /// The failure of the work.
    pub fn told<T>(
        &self,
        name: &str,
        work: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, WireError> {
        work().map_err(|error| {
            let cause = incident::cause(&error);
            let wire = WireError::from(error);
            if let Some(cause) = cause {
                incident::note(&self.desk, &wire.incident, name, wire.code, &cause);
            }
            wire
        })
    }

    /// Ask a job to stop.
    pub fn cancel(&self, job: &str) {
        if let Some(flag) = lock(&self.running).get(job) {
            flag.store(true, Ordering::SeqCst);
        }
    }
}

/// Commands after which the office is open.
const OPENING: &[&str] = &["key.open", "key.recover"];

/// How often it is looked whether a new day has begun.
const LOOK_EVERY: Duration = Duration::from_secs(10 * 60);

/// Back the office up once a day, beside everything else, as long as the desk lives.
fn keep_daily(desk: Weak<Desk>) {
    std::thread::spawn(move || {
        while let Some(desk) = desk.upgrade() {
            desk.keep_daily();
            drop(desk);
            std::thread::sleep(LOOK_EVERY);
        }
    });
}

struct Job<'a> {
    host: &'a Host,
    name: Option<&'a str>,
    cancelled: Arc<AtomicBool>,
}

impl Progress for Job<'_> {
    fn step(&self, label: &str, done: u64, total: u64) {
        if let Some(job) = self.name {
            (self.host.emit)(HostEvent::Progress(JobProgress {
                job: job.to_owned(),
                label: label.to_owned(),
                done: done as f64,
                total: total as f64,
            }));
        }
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }
}
