//! Read a stranger's bundle. Nothing declared is believed: structure first ([`crate::scan`]), then
//! the signed chain tag manifest → manifest → files, then what the JSON says about the files.
//!
//! Strict by intent: BagIt 1.0, UTF-8, SHA-256, no `fetch.txt`, our own profile. A bag that another
//! program zipped again is still accepted, with the same id, because the signature is on the
//! content and not on the zip.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;

use engine::bundle::{
    ApplicationEnvelope, BagInfo, BundleFault as Fault, BundleFile, BundleManifest, BundleProblem,
    MANIFEST_PATH,
};
use engine::protocol::PROTOCOL;
use zip::ZipArchive;

use crate::digest::{CopyError, copy};
use crate::scan::{Entry, scan};
use crate::{Error, PublicKey, Result, Watch, checkpoint, name, sha256_bytes, verify_text};

/// `bagit.txt`, byte for byte.
pub(crate) const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const MANIFEST: &str = "manifest-sha256.txt";
const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
const SIGNATURE: &str = "tagmanifest-sha256.txt.minisig";
/// The tag files the tag manifest names, sorted.
const TAGGED: [&str; 3] = ["bag-info.txt", "bagit.txt", MANIFEST];
/// A manifest of 20,000 lines takes under 4 MiB.
const MAX_TAG_BYTES: u64 = 4 << 20;
/// Longest JSON file read into memory, one at a time.
const MAX_JSON_BYTES: u64 = 16 << 20;
/// Problems reported at most: enough to see the pattern.
const MAX_PROBLEMS: usize = 50;

/// Whose signature is good enough.
#[derive(Debug, Clone, Copy)]
pub enum Trust<'a> {
    /// Any good signature: the caller decides what to make of [`Verified::signer`].
    AnySigner,
    /// Only these keys; another one is refused as `signer-unknown`.
    Keys(&'a [PublicKey]),
}

/// A bundle that passed every check.
#[derive(Debug, Clone)]
pub struct Verified {
    /// SHA-256 of the tag manifest, 64 hex digits.
    pub bundle_id: String,
    /// `bundle.json`.
    pub manifest: BundleManifest,
    /// `bag-info.txt`.
    pub info: BagInfo,
    /// The payload, sorted by path.
    pub payload: Vec<PayloadEntry>,
    /// Bytes of the payload.
    pub payload_bytes: u64,
    /// Who signed.
    pub signer: PublicKey,
}

/// One payload file that was read and found as the manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayloadEntry {
    /// Path in the bag, `data/…`.
    pub path: String,
    /// SHA-256, 64 hex digits.
    pub sha256: String,
    /// Length in bytes.
    pub bytes: u64,
}

/// Check a bundle as it lies there; writes nothing.
///
/// # Errors
/// `Refused` with every problem found at the first level that has any, `Io`, `Cancelled`.
pub fn verify(path: &Path, trust: Trust<'_>, watch: &dyn Watch) -> Result<Verified> {
    read(path, trust, watch, &mut |_| Ok(None))
}

/// Where a file's bytes go while they are checked, if anywhere.
pub(crate) type Sink<'a> = dyn FnMut(&str) -> Result<Option<File>> + 'a;

/// Check a bundle and hand each file's bytes to where `sink` wants them.
pub(crate) fn read(
    path: &Path,
    trust: Trust<'_>,
    watch: &dyn Watch,
    sink: &mut Sink<'_>,
) -> Result<Verified> {
    let mut file = File::open(path).map_err(Error::io("上报包"))?;
    let entries = scan(&mut file)?;
    let archive = ZipArchive::new(BufReader::with_capacity(64 << 10, file))
        .map_err(|_| Fault::ZipMalformed.whole())?;
    if archive.len() != entries.len() {
        return Err(Fault::ZipCountMismatch.whole().into());
    }
    let mut bag = Bag::new(archive, entries)?;
    let tags = bag.read_tags()?;
    for tag in TAGGED.into_iter().chain([TAG_MANIFEST, SIGNATURE]) {
        if let Some(mut to) = sink(tag)? {
            let text = bag.read_text(tag, MAX_TAG_BYTES)?;
            to.write_all(text.as_bytes())
                .and_then(|()| to.sync_all())
                .map_err(Error::io("解开的文件"))?;
        }
    }
    bag.check_listing(&tags.listed)?;
    let manifest = bag.read_manifest(&tags)?;
    let signer = check_signature(&manifest, &tags, trust)?;
    check_header(&manifest, &tags.info)?;
    let payload = bag.read_payload(&tags, &manifest, watch, sink)?;
    let payload_bytes = payload.iter().map(|f| f.bytes).sum();
    Ok(Verified {
        bundle_id: sha256_bytes(tags.tag_manifest.as_bytes()),
        manifest,
        info: tags.info,
        payload,
        payload_bytes,
        signer,
    })
}

struct Tags {
    info: BagInfo,
    /// The payload manifest: path to SHA-256.
    listed: BTreeMap<String, String>,
    tag_manifest: String,
    signature: String,
}

struct Bag {
    archive: ZipArchive<BufReader<File>>,
    /// Full names in the zip by path in the bag; folders left out.
    files: BTreeMap<String, Entry>,
}

impl Bag {
    fn new(archive: ZipArchive<BufReader<File>>, entries: Vec<Entry>) -> Result<Self> {
        let top =
            entries.first().and_then(|e| e.name.split('/').next()).unwrap_or_default().to_owned();
        let prefix = format!("{top}/");
        let mut files = BTreeMap::new();
        for entry in entries {
            let Some(path) = entry.name.strip_prefix(&prefix).map(str::to_owned) else {
                return Err(Fault::TopFolder.at(&entry.name).into());
            };
            name::check_rule(&top).map_err(|fault| fault.at(&top))?;
            let plain = path.strip_suffix('/').unwrap_or(&path);
            if !plain.is_empty() {
                name::check_rule(plain).map_err(|fault| fault.at(&path))?;
            }
            if !entry.is_dir() {
                files.insert(path, entry);
            }
        }
        if files.is_empty() {
            Err(Fault::TopFolder.whole().into())
        } else {
            Ok(Self { archive, files })
        }
    }

    /// Copy one file out, hashing; its length and CRC must be as declared.
    fn copy(
        &mut self,
        path: &str,
        to: &mut impl Write,
        each: impl FnMut(u64) -> Result<()>,
    ) -> Result<(String, u64)> {
        let entry = self.files.get(path).ok_or_else(|| Fault::PayloadMissing.at(path))?;
        let corrupt = || Error::from(Fault::EntryCorrupt.at(path));
        let mut from = self.archive.by_name(&entry.name).map_err(|_| corrupt())?;
        match copy(&mut from, to, entry.bytes + 1, each) {
            Ok((_, bytes)) if bytes != entry.bytes => Err(Fault::SizeMismatch.at(path).into()),
            Ok(result) => Ok(result),
            // The zip library reports a wrong CRC as a read error; a failing disk looks the same
            // and has the same remedy.
            Err(CopyError::Read(_)) => Err(corrupt()),
            Err(CopyError::Write(e)) => Err(Error::io("解开的文件")(e)),
            Err(CopyError::Stopped(e)) => Err(e),
        }
    }

    /// A small file as text.
    fn read_text(&mut self, path: &str, limit: u64) -> Result<String> {
        if self.files.get(path).is_some_and(|e| e.bytes > limit) {
            return Err(Fault::FileTooLarge.at(path).into());
        }
        let mut bytes = Vec::new();
        self.copy(path, &mut bytes, |_| Ok(()))?;
        String::from_utf8(bytes).map_err(|_| Fault::ManifestMalformed.at(path).into())
    }

    fn read_tags(&mut self) -> Result<Tags> {
        if self.files.contains_key("fetch.txt") {
            return Err(Fault::FetchPresent.whole().into());
        }
        if !self.files.contains_key("bagit.txt")
            || self.read_text("bagit.txt", MAX_TAG_BYTES)? != DECLARATION
        {
            return Err(Fault::BagDeclaration.whole().into());
        }
        let known = |path: &str| TAGGED.contains(&path) || matches!(path, TAG_MANIFEST | SIGNATURE);
        if let Some(missing) =
            TAGGED.iter().chain(&[TAG_MANIFEST]).find(|tag| !self.files.contains_key(**tag))
        {
            return Err(Fault::TagFileMissing.at(missing).into());
        }
        if let Some(extra) = self.files.keys().find(|p| !p.starts_with("data/") && !known(p)) {
            return Err(Fault::UnlistedTagFile.at(extra).into());
        }
        if !self.files.contains_key(SIGNATURE) {
            return Err(Fault::SignatureInvalid.whole().into());
        }
        let tag_manifest = self.read_text(TAG_MANIFEST, MAX_TAG_BYTES)?;
        let tagged = parse_manifest(&tag_manifest)
            .filter(|listed| listed.keys().map(String::as_str).eq(TAGGED))
            .ok_or_else(|| Fault::ManifestMalformed.at(TAG_MANIFEST))?;
        for (path, sha256) in &tagged {
            if sha256_bytes(self.read_text(path, MAX_TAG_BYTES)?.as_bytes()) != *sha256 {
                return Err(Fault::TagChecksum.at(path).into());
            }
        }
        let listed = parse_manifest(&self.read_text(MANIFEST, MAX_TAG_BYTES)?)
            .filter(|listed| listed.keys().all(|path| path.starts_with("data/")))
            .ok_or_else(|| Fault::ManifestMalformed.at(MANIFEST))?;
        let info = BagInfo::parse(&self.read_text("bag-info.txt", MAX_TAG_BYTES)?)
            .ok_or_else(|| Fault::BagInfoMalformed.whole())?;
        let signature = self.read_text(SIGNATURE, 4 << 10)?;
        Ok(Tags { info, listed, tag_manifest, signature })
    }

    /// The payload is exactly what the manifest lists.
    fn check_listing(&self, listed: &BTreeMap<String, String>) -> Result<()> {
        let missing = listed.keys().filter(|path| !self.files.contains_key(*path));
        let extra = self
            .files
            .keys()
            .filter(|path| path.starts_with("data/") && !listed.contains_key(*path));
        let problems: Vec<_> = missing
            .map(|path| Fault::PayloadMissing.at(path))
            .chain(extra.map(|path| Fault::PayloadExtra.at(path)))
            .take(MAX_PROBLEMS)
            .collect();
        if problems.is_empty() { Ok(()) } else { Err(Error::Refused(problems)) }
    }

    fn read_manifest(&mut self, tags: &Tags) -> Result<BundleManifest> {
        let fault = || Error::from(Fault::BundleJson.at(MANIFEST_PATH));
        let sha256 = tags.listed.get(MANIFEST_PATH).ok_or_else(fault)?;
        let text = self.read_text(MANIFEST_PATH, MAX_JSON_BYTES)?;
        if sha256_bytes(text.as_bytes()) != *sha256 {
            return Err(Fault::PayloadChecksum.at(MANIFEST_PATH).into());
        }
        if tags.info.protocol != PROTOCOL {
            return Err(Fault::ProtocolVersion.whole().into());
        }
        parse_json(&text)
            .map_err(|pointer| Fault::BundleJson.at(&format!("{MANIFEST_PATH}#{pointer}")).into())
    }

    /// Read every payload file once: hash it, count it, keep the JSON of applications to check.
    fn read_payload(
        &mut self,
        tags: &Tags,
        manifest: &BundleManifest,
        watch: &dyn Watch,
        sink: &mut Sink<'_>,
    ) -> Result<Vec<PayloadEntry>> {
        let total = self.files.values().map(|e| e.bytes).sum();
        let (mut done, mut problems, mut payload) = (0, Vec::new(), Vec::new());
        for (path, expected) in &tags.listed {
            let each = |piece| {
                done += piece;
                checkpoint(watch, "校验", done, total)
            };
            let read = match sink(path)? {
                None => self.copy(path, &mut std::io::sink(), each),
                Some(mut to) => self.copy(path, &mut to, each).and_then(|result| {
                    to.sync_all().map_err(Error::io("解开的文件"))?;
                    Ok(result)
                }),
            };
            match read {
                Ok((sha256, bytes)) if sha256 == *expected => {
                    payload.push(PayloadEntry { path: path.clone(), sha256, bytes });
                }
                Ok(_) => problems.push(Fault::PayloadChecksum.at(path)),
                Err(Error::Refused(found)) => problems.extend(found),
                Err(other) => return Err(other),
            }
            if problems.len() >= MAX_PROBLEMS {
                break;
            }
        }
        if !problems.is_empty() {
            return Err(Error::Refused(problems));
        }
        let octets: u64 = payload.iter().map(|f| f.bytes).sum();
        if tags.info.payload_oxum != format!("{octets}.{}", payload.len()) {
            return Err(Fault::OxumMismatch.whole().into());
        }
        self.check_applications(manifest, &payload)?;
        Ok(payload)
    }

    /// Every application says the same as the bundle, and every file it names is there as named.
    fn check_applications(
        &mut self,
        manifest: &BundleManifest,
        payload: &[PayloadEntry],
    ) -> Result<()> {
        let by_path: BTreeMap<&str, &PayloadEntry> =
            payload.iter().map(|f| (f.path.as_str(), f)).collect();
        let agrees = |file: &BundleFile| {
            by_path
                .get(file.path.as_str())
                .is_some_and(|f| f.sha256 == file.sha256 && f.bytes == file.bytes)
        };
        if !manifest.files.iter().all(agrees) {
            return Err(Fault::BundleJson.at(MANIFEST_PATH).into());
        }
        let mut problems: Vec<BundleProblem> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for application in &manifest.applications {
            let path = application.path.as_str();
            if !by_path.contains_key(path) || !seen.insert(&application.application_id) {
                problems.push(Fault::ApplicationJson.at(path));
                continue;
            }
            let text = self.read_text(path, MAX_JSON_BYTES)?;
            match parse_json::<ApplicationEnvelope>(&text) {
                Err(pointer) => {
                    problems.push(Fault::ApplicationJson.at(&format!("{path}#{pointer}")));
                }
                Ok(envelope) => {
                    let is_same = envelope.application_id == application.application_id
                        && envelope.batch_id == manifest.batch.id
                        && envelope.unit_id == manifest.unit.id
                        && envelope.round == manifest.round
                        && envelope.files.iter().all(agrees);
                    if !is_same {
                        problems.push(Fault::ApplicationJson.at(path));
                    }
                }
            }
        }
        problems.truncate(MAX_PROBLEMS);
        if problems.is_empty() { Ok(()) } else { Err(Error::Refused(problems)) }
    }
}

/// Read JSON; where it does not fit, gives the JSON pointer (RFC 6901) of the place, so that the
/// maker of another program finds it.
fn parse_json<T: serde::de::DeserializeOwned>(text: &str) -> std::result::Result<T, String> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|e| pointer(e.path()))?;
    reader.end().map_err(|_| String::new())?;
    Ok(value)
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            // Neither is a place of its own in JSON.
            Segment::Enum { .. } | Segment::Unknown => String::new(),
        })
        .collect()
}

/// `<64 hex>  <path>` per line, LF, sorted, no repeats; `None` for anything else.
fn parse_manifest(text: &str) -> Option<BTreeMap<String, String>> {
    let mut listed: BTreeMap<String, String> = BTreeMap::new();
    for line in text.strip_suffix('\n')?.split('\n') {
        let (sha256, path) = line.split_once("  ")?;
        let is_hash =
            sha256.len() == 64 && sha256.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
        let is_next = listed.last_key_value().is_none_or(|(last, _)| last.as_str() < path);
        if !is_hash || !is_next || name::check_rule(path).is_err() {
            return None;
        }
        listed.insert(path.to_owned(), sha256.to_owned());
    }
    Some(listed)
}

fn check_signature(manifest: &BundleManifest, tags: &Tags, trust: Trust<'_>) -> Result<PublicKey> {
    let invalid = || Error::from(Fault::SignatureInvalid.whole());
    let key = PublicKey::parse(&manifest.signing_key).map_err(|_| invalid())?;
    let comment =
        verify_text(&key, tags.tag_manifest.as_bytes(), &tags.signature).map_err(|_| invalid())?;
    let id = sha256_bytes(tags.tag_manifest.as_bytes());
    if comment != format!("bundle:{id} unit:{}", manifest.unit.id) {
        return Err(invalid());
    }
    match trust {
        Trust::Keys(keys) if !keys.contains(&key) => Err(Fault::SignerUnknown.whole().into()),
        Trust::Keys(_) | Trust::AnySigner => Ok(key),
    }
}

/// `bag-info.txt` repeats `bundle.json`, so that a stranger need not read JSON; both must agree.
fn check_header(manifest: &BundleManifest, info: &BagInfo) -> Result<()> {
    let mut expected = BagInfo::of(manifest, &info.bagging_date, 0, 0);
    expected.payload_oxum.clone_from(&info.payload_oxum);
    let is_day = info.bagging_date.len() == 10;
    if expected == *info && is_day && manifest.round <= engine::bundle::MAX_ROUND {
        Ok(())
    } else {
        Err(Fault::BundleJson.at(MANIFEST_PATH).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_sorted_lower_case_and_without_repeats() {
        let hash = "0".repeat(64);
        let parse = |lines: &[String]| parse_manifest(&lines.concat());
        let line = |path: &str| format!("{hash}  {path}\n");
        assert_eq!(parse(&[line("data/a"), line("data/b")]).unwrap().len(), 2);
        assert!(parse(&[line("data/b"), line("data/a")]).is_none());
        assert!(parse(&[line("data/a"), line("data/a")]).is_none());
        assert!(parse(&[line("data/../a")]).is_none());
        assert!(parse(&[format!("{}  data/a\n", "A".repeat(64))]).is_none());
        assert!(parse(&[format!("{hash} *data/a\n")]).is_none());
        assert!(parse(&[line("data/a").trim_end().to_owned()]).is_none());
    }
}
