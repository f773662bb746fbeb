//! What the pages show, taken from the database and out of the stored bundles.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::PathBuf;

use bundle::Kept;
use engine::bundle::{ApplicationEnvelope, BundleFile, BundleManifest};
use engine::decision::Decision;
use engine::protocol::ProblemCode;

use crate::data::create_private_dir;
use crate::failure::{Failure, Result};
use crate::http::App;
use crate::store::BundleRow;

/// Which bundle of which unit.
pub struct Place {
    /// Unit.
    pub unit: String,
    /// Bundle.
    pub bundle: String,
}

/// A bundle in one line.
pub struct BundleLine {
    /// As received.
    pub row: BundleRow,
    /// Name of the unit.
    pub unit: String,
    /// Applications without a decision.
    pub open: usize,
}

/// A bundle and its applications.
pub struct BundleShown {
    /// In one line.
    pub line: BundleLine,
    /// `bundle.json`.
    pub manifest: BundleManifest,
    /// Applications, each with what was decided in this round.
    pub applications: Vec<(ApplicationEnvelope, Option<String>)>,
}

/// An application as a reviewer sees it.
pub struct ApplicationShown {
    /// The bundle.
    pub line: BundleLine,
    /// Its number in the bundle.
    pub number: usize,
    /// The application.
    pub envelope: ApplicationEnvelope,
    /// Files by material, the office's papers under an empty name; each with its number.
    pub groups: Vec<(String, Vec<(usize, BundleFile)>)>,
    /// Decisions of all rounds.
    pub decisions: Vec<Decision>,
}

/// A file to hand out.
pub struct Taken {
    /// Application it belongs to.
    pub application_id: String,
    /// Its content, at the beginning.
    pub content: File,
    /// Media type, by the ending alone.
    pub media: &'static str,
    /// Whether a browser may show it.
    pub is_shown: bool,
}

/// All bundles, the newest first, of units that match, and with open applications if asked for.
pub fn list(app: &App, find: &str, only_open: bool) -> Result<Vec<BundleLine>> {
    let names: BTreeMap<String, String> = app.store.units()?.into_iter().collect();
    let mut lines = Vec::new();
    for row in app.store.bundles()?.into_iter().rev() {
        let unit = names.get(&row.unit_id).cloned().unwrap_or_default();
        if !unit.contains(find) && !row.unit_id.contains(find) && !row.bundle_id.starts_with(find) {
            continue;
        }
        let line = line(app, row, unit)?;
        if line.open > 0 || !only_open {
            lines.push(line);
        }
    }
    Ok(lines)
}

fn line(app: &App, row: BundleRow, unit: String) -> Result<BundleLine> {
    let list = app.store.applications(&row.unit_id, &row.bundle_id)?;
    let open = list.iter().filter(|(_, outcome)| outcome.is_none()).count();
    Ok(BundleLine { row, unit, open })
}

fn missing() -> Failure {
    Failure::new(ProblemCode::NotFound, "没有这个上报包，或其中没有这份申报")
}

fn find(app: &App, place: &Place) -> Result<(BundleLine, Kept)> {
    let row = app.store.bundle(&place.unit, &place.bundle)?.ok_or_else(missing)?;
    let unit = app.store.unit(&place.unit)?.map(|u| u.name).unwrap_or_default();
    let kept = Kept::open(&app.data.bundle(&row.unit_id, &row.bundle_id))?;
    Ok((line(app, row, unit)?, kept))
}

/// Where a bundle lies.
pub fn path(app: &App, place: &Place) -> Result<PathBuf> {
    let row = app.store.bundle(&place.unit, &place.bundle)?.ok_or_else(missing)?;
    Ok(app.data.bundle(&row.unit_id, &row.bundle_id))
}

/// A bundle with its applications.
pub fn bundle(app: &App, place: &Place) -> Result<BundleShown> {
    let (line, mut kept) = find(app, place)?;
    let manifest = kept.manifest()?;
    let decided: BTreeMap<String, Option<String>> =
        app.store.applications(&place.unit, &place.bundle)?.into_iter().collect();
    let mut applications = Vec::new();
    for one in &manifest.applications {
        let outcome = decided.get(&one.application_id).cloned().flatten();
        applications.push((kept.application(&one.path)?, outcome));
    }
    Ok(BundleShown { line, manifest, applications })
}

/// The application of a number, counted from 1 as the bundle lists them: an id may hold anything, a
/// number is good in an address.
fn envelope(kept: &mut Kept, number: usize) -> Result<ApplicationEnvelope> {
    let manifest = kept.manifest()?;
    let one = number.checked_sub(1).and_then(|at| manifest.applications.get(at));
    Ok(kept.application(&one.ok_or_else(missing)?.path)?)
}

/// An application with its files and what was decided before.
pub fn application(app: &App, place: &Place, number: usize) -> Result<ApplicationShown> {
    let (line, mut kept) = find(app, place)?;
    let envelope = envelope(&mut kept, number)?;
    let mut groups: Vec<(String, Vec<(usize, BundleFile)>)> = Vec::new();
    for (n, file) in envelope.files.iter().enumerate() {
        let material = file.material.clone().unwrap_or_default();
        match groups.iter_mut().find(|(name, _)| *name == material) {
            Some((_, files)) => files.push((n, file.clone())),
            None => groups.push((material, vec![(n, file.clone())])),
        }
    }
    let rows = app.store.decisions_of(&place.unit, &envelope.application_id)?;
    let decisions: std::result::Result<_, _> = rows.iter().map(|r| r.signed.decision()).collect();
    Ok(ApplicationShown { line, number, envelope, groups, decisions: decisions? })
}

/// One file of an application, through a file that is gone when it was sent.
pub fn file(app: &App, place: &Place, number: usize, n: usize) -> Result<Taken> {
    let (_, mut kept) = find(app, place)?;
    let envelope = envelope(&mut kept, number)?;
    let file = envelope.files.get(n).ok_or_else(missing)?;
    let inbox = app.data.inbox();
    create_private_dir(&inbox)?;
    let path = inbox.join(format!("{}.view", uuid::Uuid::new_v4()));
    let mut content = File::options().read(true).write(true).create_new(true).open(&path)?;
    let copied = kept.copy(file, &mut content);
    // Unix keeps an open file alive without a name; elsewhere it is swept at the next start.
    let _ = std::fs::remove_file(&path);
    copied?;
    content.seek(SeekFrom::Start(0))?;
    let (media, is_shown) = match file.path.rsplit('.').next().unwrap_or_default() {
        "pdf" => ("application/pdf", true),
        "jpg" | "jpeg" => ("image/jpeg", true),
        "png" => ("image/png", true),
        _ => ("application/octet-stream", false),
    };
    Ok(Taken { application_id: envelope.application_id, content, media, is_shown })
}
