//! From "all bytes are here" to "received": hash, check the bag, decide, sign, commit.
//!
//! Order of durability: the file is synced and renamed, and its folder synced, before the row that
//! speaks of it is committed; the answer comes after that. A stop at any step leaves either an
//! upload that can be finished or a bundle that is received, never neither.

use std::path::Path;

use bundle::{PublicKey, Trust, Verified, sha256_file, verify};
use engine::bundle::BundleKind;
use engine::protocol::{BundleState, ProblemCode, Receipt, Signed, canonical_json};
use rusqlite::{ErrorCode, OptionalExtension, Transaction, params};

use crate::clock;
use crate::data::{create_private_dir, sync_parent};
use crate::decide::check_order;
use crate::failure::{Failure, Result};
use crate::halt;
use crate::http::App;
use crate::store::{IMMEDIATE, UploadRow};

/// Finish an upload whose bytes are all on disk. Called with the upload's lock held. On a refusal
/// the upload is dropped, so that the client can begin again.
pub fn finish(app: &App, unit_id: &str, upload: &UploadRow) -> Result<()> {
    let outcome = accept(app, unit_id, upload);
    if let Err(failure) = &outcome {
        let code = failure.0.code;
        // A fault of ours or a full disk leaves the upload to be finished later.
        if !matches!(code, ProblemCode::Internal | ProblemCode::StorageFull) {
            let faults: Vec<_> = failure.0.problems.iter().map(|p| p.code.code()).collect();
            let codes = format!("{} {}", code.as_str(), faults.join(","));
            tracing::info!(unit = unit_id, %codes, "refused");
            app.store.refuse_upload(unit_id, upload, codes.trim())?;
            // A part file without a row is swept at the next start.
            let _ = std::fs::remove_file(app.data.part(&upload.id));
        }
    }
    outcome
}

fn accept(app: &App, unit_id: &str, upload: &UploadRow) -> Result<()> {
    let part = app.data.part(&upload.id);
    let target = app.data.bundle(unit_id, &upload.bundle_id);
    // After a stop between rename and commit the file is at its target already.
    let source = if part.exists() { &part } else { &target };
    if !source.exists() || sha256_file(source)? != upload.zip_sha256 {
        return Err(Failure::new(
            ProblemCode::HashDiffers,
            "收到的文件与声明的校验值不符，已丢弃，请重新上传",
        ));
    }
    let arrival = Arrival {
        unit_id,
        bundle_id: &upload.bundle_id,
        zip_sha256: &upload.zip_sha256,
        size: upload.size,
        source,
        upload_id: Some(&upload.id),
    };
    if take(app, &arrival)? { Ok(()) } else { Ok(mark_done(app, upload)?) }
}

/// A whole file that came, by wire or by stick, and is safely on disk.
pub struct Arrival<'a> {
    /// Unit it is said to be from.
    pub unit_id: &'a str,
    /// Bundle it is said to be.
    pub bundle_id: &'a str,
    /// Its SHA-256, as it was measured.
    pub zip_sha256: &'a str,
    /// Its length in bytes.
    pub size: u64,
    /// Where it lies, on the same disk as the bundles.
    pub source: &'a Path,
    /// The upload it came by, if it came by one.
    pub upload_id: Option<&'a str>,
}

/// Take a file in: gives whether it was new. The same bundle again, even at the same moment by another
/// process, changes nothing.
pub fn take(app: &App, arrival: &Arrival<'_>) -> Result<bool> {
    let verified = check(app, arrival)?;
    let target = app.data.bundle(arrival.unit_id, arrival.bundle_id);
    let folder = target.parent().ok_or_else(|| Failure::internal("bundle folder"))?;
    create_private_dir(folder)?;
    sync_parent(folder)?;
    let recorded = record(app, arrival, &verified, || {
        if arrival.source != target {
            std::fs::rename(arrival.source, &target)?;
        }
        halt::at("renamed");
        sync_parent(&target)?;
        halt::at("placed");
        Ok(())
    })?;
    let Some(n) = recorded else { return Ok(false) };
    tracing::info!(unit = arrival.unit_id, n, bundle = &verified.bundle_id[..16], "received");
    app.announce(n);
    Ok(true)
}

/// The bag is good, signed by the unit's key, and what was announced.
fn check(app: &App, arrival: &Arrival<'_>) -> Result<Verified> {
    let unit = app.store.unit(arrival.unit_id)?;
    let unit = unit.ok_or_else(|| Failure::internal("unit vanished"))?;
    let key = unit.signing_key.map(|text| PublicKey::parse(&text)).transpose()?;
    let trust = key.as_ref().map_or(Trust::AnySigner, |key| Trust::Keys(std::slice::from_ref(key)));
    let verified = verify(arrival.source, trust, &())?;
    if verified.manifest.unit.id != arrival.unit_id {
        return Err(Failure::new(
            ProblemCode::UnitMismatch,
            "上报包的单位代码与配对的单位不一致，没有接收，请核对单位信息后重新封装",
        ));
    }
    if verified.bundle_id != arrival.bundle_id || verified.manifest.kind != BundleKind::Submission {
        return Err(Failure::new(
            ProblemCode::BagInvalid,
            "上报包的编号或用途与声明的不符，没有接收，请重新封装",
        ));
    }
    Ok(verified)
}

/// Everything the receipt states, in one transaction; `place` puts the file in its place just
/// before the commit. Gives the event number, or `None` when the bundle is here already.
fn record(
    app: &App,
    arrival: &Arrival<'_>,
    verified: &Verified,
    place: impl FnOnce() -> std::io::Result<()>,
) -> Result<Option<u64>> {
    let (manifest, unit_id) = (&verified.manifest, arrival.unit_id);
    let at = clock::instant();
    let mut connection = app.store.connection();
    let transaction = connection.transaction_with_behavior(IMMEDIATE)?;
    let is_here: bool = transaction.query_row(
        "SELECT EXISTS (SELECT 1 FROM bundle WHERE unit_id = ?1 AND bundle_id = ?2)",
        params![unit_id, verified.bundle_id],
        |row| row.get(0),
    )?;
    if is_here {
        return Ok(None);
    }
    transaction.execute(
        "INSERT INTO event (unit_id, kind, bundle_id, at) VALUES (?1, 'received', ?2, ?3)",
        params![unit_id, verified.bundle_id, at],
    )?;
    let n = u64::try_from(transaction.last_insert_rowid()).map_err(Failure::internal)?;
    list_applications(&transaction, unit_id, verified)?;
    let receipt = Receipt {
        server_id: app.store.server_id.clone(),
        epoch: app.store.epoch,
        n,
        bundle_id: verified.bundle_id.clone(),
        zip_sha256: arrival.zip_sha256.to_owned(),
        size: arrival.size,
        unit_id: unit_id.to_owned(),
        received_at: at.clone(),
        state: BundleState::Received,
    };
    let signed = sign(app, &receipt)?;
    transaction.execute(
        "INSERT INTO bundle (unit_id, bundle_id, n, zip_sha256, size, batch_id, round,
             applications, received_at, document, signature)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            unit_id,
            verified.bundle_id,
            n,
            arrival.zip_sha256,
            arrival.size,
            manifest.batch.id,
            manifest.round,
            manifest.applications.len() as u64,
            at,
            signed.document,
            signed.signature,
        ],
    )?;
    transaction.execute(
        "UPDATE unit SET signing_key = ?2 WHERE unit_id = ?1 AND signing_key IS NULL",
        params![unit_id, verified.signer.to_base64()],
    )?;
    if let Some(id) = arrival.upload_id {
        transaction.execute("UPDATE upload SET is_done = 1 WHERE id = ?1", [id])?;
    }
    place()?;
    transaction.commit()?;
    halt::at("committed");
    Ok(Some(n))
}

/// Enter every application of the bundle in its round; the first bundle that holds one keeps it.
fn list_applications(
    transaction: &Transaction<'_>,
    unit_id: &str,
    verified: &Verified,
) -> Result<()> {
    let manifest = &verified.manifest;
    for application in &manifest.applications {
        let id = &application.application_id;
        check_order(transaction, unit_id, id, manifest.round, manifest.prev.as_deref())?;
        let inserted = transaction.execute(
            "INSERT INTO application (unit_id, application_id, round, bundle_id)
             VALUES (?1, ?2, ?3, ?4)",
            params![unit_id, id, manifest.round, verified.bundle_id],
        );
        match inserted {
            Ok(_) => {}
            Err(e) if e.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                let before: Option<String> = transaction
                    .query_row(
                        "SELECT bundle_id FROM application
                         WHERE unit_id = ?1 AND application_id = ?2 AND round = ?3",
                        params![unit_id, id, manifest.round],
                        |row| row.get(0),
                    )
                    .optional()?;
                return Err(round_taken(before.as_deref().unwrap_or_default()));
            }
            Err(e) => return Err(e.into()),
        }
    }
    Ok(())
}

fn round_taken(before: &str) -> Failure {
    let short: String = before.chars().take(16).collect();
    Failure::new(
        ProblemCode::RoundTaken,
        format!("本轮已收到这些申报人的另一个上报包（{short}），没有接收这一个"),
    )
}

fn sign(app: &App, receipt: &Receipt) -> Result<Signed> {
    let document = canonical_json(receipt)?;
    let comment = format!("receipt:{} n:{}", receipt.bundle_id, receipt.n);
    let signature = app.signer.sign(document.as_bytes(), &comment)?;
    Ok(Signed { document, signature })
}

/// The bundle is here already, maybe in another zip or by stick: keep the first, forget the second.
fn mark_done(app: &App, upload: &UploadRow) -> std::io::Result<()> {
    let marked = app
        .store
        .connection()
        .execute("UPDATE upload SET is_done = 1, stored = size WHERE id = ?1", [&upload.id]);
    match marked {
        Ok(_) => match std::fs::remove_file(app.data.part(&upload.id)) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        },
        Err(e) => Err(std::io::Error::other(e)),
    }
}
