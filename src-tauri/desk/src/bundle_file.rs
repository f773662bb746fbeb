//! A bundle as a file from anywhere, checked without an office.

use crate::api::bundle::{self as api, Watching};
use crate::error::{Error, Result};
use crate::progress::Progress;
use bundle::{PublicKey, Trust, Verified};
use serde::Serialize;
use std::path::Path;

/// What came of a check.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    /// Whether everything is in order.
    pub is_good: bool,
    /// What is not.
    pub problems: Vec<engine::bundle::BundleProblem>,
    /// What it says of itself; only of a good one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bundle: Option<Told>,
}

/// What a bundle says of itself, once it was found good.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// SHA-256 of the tag manifest, hex.
    pub bundle_id: String,
    /// What it is for.
    pub kind: String,
    /// Name of the unit that sealed it.
    pub unit: String,
    /// Its 统一社会信用代码.
    pub unit_id: String,
    /// Name of the batch.
    pub batch: String,
    /// 轮次.
    pub round: u8,
    /// The bundle this one answers.
    pub previous: Option<String>,
    /// Day of sealing.
    pub sealed_on: String,
    /// Program and version.
    pub software: String,
    /// Fingerprint of the key that signed.
    pub signer: String,
    /// How many apply.
    pub applications: usize,
    /// Files.
    pub files: usize,
    /// Bytes of the files.
    pub bytes: u64,
    /// Paths of the files.
    pub paths: Vec<String>,
}

impl Told {
    fn of(found: &Verified) -> Self {
        let (manifest, info) = (&found.manifest, &found.info);
        Self {
            bundle_id: found.bundle_id.clone(),
            kind: info.kind.clone(),
            unit: info.source_organization.clone(),
            unit_id: info.unit_id.clone(),
            batch: manifest.batch.name.clone(),
            round: manifest.round,
            previous: manifest.prev.clone(),
            sealed_on: info.bagging_date.clone(),
            software: manifest.software.clone(),
            signer: found.signer.fingerprint(),
            applications: manifest.applications.len(),
            files: found.payload.len(),
            bytes: found.payload_bytes,
            paths: found.payload.iter().map(|p| p.path.clone()).collect(),
        }
    }
}

/// Check a bundle; with `out`, unpack it there too. With `key`, only that signature counts.
///
/// # Errors
/// `NotFound`, `InvalidInput` for a key that is none, `Conflict` where `out` is there already,
/// `Cancelled`. A bundle that is not good is an answer and no error.
pub fn check(
    file: &Path,
    key: Option<&str>,
    out: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Checked> {
    if !file.is_file() {
        return Err(Error::not_found("上报包"));
    }
    let keys: Vec<PublicKey> = match key {
        Some(key) => vec![PublicKey::parse(key).map_err(|e| {
            Error::invalid("签名公钥读不出来", "请照抄公钥的那一行").with_source(e)
        })?],
        None => Vec::new(),
    };
    let trust = if keys.is_empty() { Trust::AnySigner } else { Trust::Keys(&keys) };
    let watch = Watching(progress);
    let found = match out {
        Some(dir) => bundle::extract(file, dir, trust, &watch),
        None => bundle::verify(file, trust, &watch),
    };
    match found {
        Ok(found) => {
            Ok(Checked { is_good: true, problems: Vec::new(), bundle: Some(Told::of(&found)) })
        }
        Err(bundle::Error::Refused(problems)) => {
            Ok(Checked { is_good: false, problems, bundle: None })
        }
        Err(error) => Err(api::error(error)),
    }
}

/// What came of looking at a bag of another program.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckedForeign {
    /// Whether everything is in order.
    pub is_good: bool,
    /// What is not.
    pub problems: Vec<engine::bundle::BundleProblem>,
    /// Version of BagIt.
    pub version: String,
    /// Encoding of the tag files.
    pub encoding: String,
    /// Checksums that were compared.
    pub algorithms: Vec<String>,
    /// Checksums that are not known here and were not compared.
    pub unknown: Vec<String>,
    /// Fields of the bag's description, in order.
    pub info: Vec<(String, String)>,
    /// Bytes of the payload.
    pub bytes: u64,
    /// Payload files.
    pub paths: Vec<String>,
}

/// Look at a bag of another program, in a zip or a folder. It says nothing about who made it and is
/// no bundle: nothing but this look takes it.
///
/// # Errors
/// `NotFound`, `UnsupportedFile` for what is no bag at all, `Cancelled`. A bag that is not good is an
/// answer and no error.
pub fn check_foreign(file: &Path, progress: &dyn Progress) -> Result<CheckedForeign> {
    if !file.exists() {
        return Err(Error::not_found("要核对的包"));
    }
    let found = bundle::verify_foreign(file, &Watching(progress)).map_err(api::error)?;
    Ok(CheckedForeign {
        is_good: found.problems.is_empty(),
        problems: found.problems,
        version: found.version,
        encoding: found.encoding,
        algorithms: found.algorithms,
        unknown: found.unknown,
        info: found.info,
        bytes: found.bytes,
        paths: found.paths,
    })
}
