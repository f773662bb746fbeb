//! Bags of other programs, looked at and no more: BagIt 0.93 to 1.0, in a folder or a zip, with any
//! of the usual checksums. Nothing of this leads into the receiver or the office; there the strict
//! reader ([`crate::verify`]) is the only door. Nothing is written and no name is used as a path.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use engine::bundle::{BundleFault as Fault, BundleProblem, MAX_FILES};
use sha2::digest::DynDigest;
use zip::ZipArchive;

use crate::{Error, Result, Watch, checkpoint};

/// Longest tag file read into memory.
const MAX_TAG_BYTES: u64 = 64 << 20;
/// Longest file read, against archives that expand without end.
const MAX_BYTES: u64 = 64 << 30;
/// Problems told at most.
const MAX_PROBLEMS: usize = 50;
/// Versions of the specification with one meaning of the manifests.
const VERSIONS: [&str; 6] = ["0.93", "0.94", "0.95", "0.96", "0.97", "1.0"];

/// What a foreign bag says of itself, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct Foreign {
    /// Version of BagIt, such as `0.97`.
    pub version: String,
    /// Encoding of its tag files, as declared.
    pub encoding: String,
    /// Checksums its payload was compared by, such as `md5`.
    pub algorithms: Vec<String>,
    /// Checksums it has beside those and that are not known here, such as `sm3`; not compared.
    pub unknown: Vec<String>,
    /// Fields of `bag-info.txt` (before 0.95 `package-info.txt`), in order.
    pub info: Vec<(String, String)>,
    /// Payload files, sorted.
    pub paths: Vec<String>,
    /// Bytes of the payload.
    pub bytes: u64,
    /// What is wrong; empty for a good bag.
    pub problems: Vec<BundleProblem>,
}

/// Look at a bag: a folder, or a zip with the bag in it or in its only folder.
///
/// # Errors
/// `Refused` for what is no bag of a known version or cannot be read at all; `Io`; `Cancelled`. What
/// is wrong with a bag that can be read stands in [`Foreign::problems`].
pub fn verify_foreign(path: &Path, watch: &dyn Watch) -> Result<Foreign> {
    let mut bag = if path.is_dir() { Bag::of_folder(path)? } else { Bag::of_zip(path)? };
    let (version, encoding) = bag.declaration()?;
    let mut found = Foreign {
        algorithms: Vec::new(),
        unknown: Vec::new(),
        info: Vec::new(),
        paths: Vec::new(),
        bytes: 0,
        problems: Vec::new(),
        version,
        encoding,
    };
    let payload = bag.check_payload(&mut found, watch)?;
    bag.check_tags(&mut found, watch)?;
    let old =
        if bag.files.contains_key("bag-info.txt") { "bag-info.txt" } else { "package-info.txt" };
    if bag.files.contains_key(old) {
        found.info = fields(&bag.text(old, &found.encoding)?);
    }
    found.bytes = payload.iter().map(|(_, bytes)| bytes).sum();
    let oxum = format!("{}.{}", found.bytes, payload.len());
    if found.info.iter().any(|(name, value)| name == "Payload-Oxum" && *value != oxum) {
        found.problems.push(Fault::OxumMismatch.whole());
    }
    found.paths = payload.into_iter().map(|(path, _)| path).collect();
    found.problems.truncate(MAX_PROBLEMS);
    Ok(found)
}

/// Where the bytes of a file are.
enum Place {
    Path(PathBuf),
    Entry(usize),
}

struct Bag {
    archive: Option<ZipArchive<BufReader<File>>>,
    /// Files by path in the bag, separated by `/`.
    files: BTreeMap<String, Place>,
}

impl Bag {
    fn of_folder(root: &Path) -> Result<Self> {
        let fail = |e| Error::io("文件夹")(e);
        let (mut files, mut open) = (BTreeMap::new(), vec![(root.to_owned(), String::new())]);
        while let Some((dir, prefix)) = open.pop() {
            for entry in std::fs::read_dir(&dir).map_err(fail)? {
                let entry = entry.map_err(fail)?;
                let name = entry.file_name().into_string();
                let name = name.map_err(|_| Fault::NameEncoding.at(&prefix))?;
                let path = format!("{prefix}{name}");
                let kind = entry.file_type().map_err(fail)?;
                if kind.is_symlink() {
                    return Err(Fault::Symlink.at(&path).into());
                } else if kind.is_dir() {
                    open.push((entry.path(), format!("{path}/")));
                } else if kind.is_file() {
                    files.insert(path, Place::Path(entry.path()));
                } else {
                    return Err(Fault::SpecialFile.at(&path).into());
                }
                if files.len() > MAX_FILES {
                    return Err(Fault::TooManyFiles.whole().into());
                }
            }
        }
        Ok(Self { archive: None, files })
    }

    fn of_zip(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(Error::io("压缩包"))?;
        let mut archive =
            ZipArchive::new(BufReader::new(file)).map_err(|_| Fault::ZipTruncated.whole())?;
        if archive.len() > MAX_FILES {
            return Err(Fault::TooManyFiles.whole().into());
        }
        let mut named = BTreeMap::new();
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(|_| Fault::ZipMalformed.whole())?;
            let name = entry.name().map_err(|_| Fault::NameEncoding.whole())?.into_owned();
            if entry.is_dir() {
                continue;
            }
            if entry.encrypted() {
                return Err(Fault::EncryptedEntry.at(&name).into());
            }
            if !is_inside(&name) {
                return Err(Fault::NameTraversal.at(&name).into());
            }
            if named.insert(name.clone(), Place::Entry(index)).is_some() {
                return Err(Fault::DuplicateName.at(&name).into());
            }
        }
        let declares = |name: &&String| *name == "bagit.txt" || name.ends_with("/bagit.txt");
        let top = match named.keys().find(declares) {
            Some(name) if !name.contains('/') => String::new(),
            Some(name) if name.matches('/').count() == 1 => {
                name.strip_suffix("bagit.txt").unwrap_or_default().to_owned()
            }
            _ => return Err(Fault::BagDeclaration.whole().into()),
        };
        let mut files = BTreeMap::new();
        for (name, place) in named {
            let Some(path) = name.strip_prefix(&top) else {
                return Err(Fault::TopFolder.at(&name).into());
            };
            files.insert(path.to_owned(), place);
        }
        Ok(Self { archive: Some(archive), files })
    }

    /// Hand the bytes of a file to `take`; gives how many there were.
    fn read(&mut self, path: &str, mut take: impl FnMut(&[u8]) -> Result<()>) -> Result<u64> {
        let missing = || Error::from(Fault::PayloadMissing.at(path));
        let corrupt = || Error::from(Fault::EntryCorrupt.at(path));
        let mut from: Box<dyn Read + '_> = match (self.files.get(path), &mut self.archive) {
            (Some(Place::Path(place)), _) => {
                Box::new(File::open(place).map_err(Error::io("包内文件"))?)
            }
            (Some(Place::Entry(index)), Some(archive)) => {
                Box::new(archive.by_index(*index).map_err(|_| corrupt())?)
            }
            _ => return Err(missing()),
        };
        let mut buffer = vec![0; crate::digest::BUFFER];
        let mut total = 0;
        loop {
            let read = from.read(&mut buffer).map_err(|_| corrupt())?;
            if read == 0 {
                return Ok(total);
            }
            total += read as u64;
            if total > MAX_BYTES {
                return Err(Fault::RatioTooHigh.at(path).into());
            }
            take(&buffer[..read])?;
        }
    }

    fn bytes(&mut self, path: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let at = Fault::FileTooLarge.at(path);
        self.read(path, |piece| {
            bytes.extend_from_slice(piece);
            if bytes.len() as u64 > MAX_TAG_BYTES { Err(at.clone().into()) } else { Ok(()) }
        })?;
        Ok(bytes)
    }

    fn text(&mut self, path: &str, encoding: &str) -> Result<String> {
        let bytes = self.bytes(path)?;
        decode(&bytes, encoding).ok_or_else(|| Fault::ManifestMalformed.at(path).into())
    }

    /// Version and encoding of `bagit.txt`, which is always read as UTF-8.
    fn declaration(&mut self) -> Result<(String, String)> {
        let fault = || Error::from(Fault::BagDeclaration.whole());
        if !self.files.contains_key("bagit.txt") {
            return Err(fault());
        }
        let text = self.text("bagit.txt", "UTF-8")?;
        let fields = fields(&text);
        let value = |wanted: &str| {
            fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone())
        };
        let version = value("BagIt-Version").filter(|v| VERSIONS.contains(&v.as_str()));
        let encoding = value("Tag-File-Character-Encoding").unwrap_or_else(|| "UTF-8".to_owned());
        if text.starts_with('\u{feff}') {
            return Err(fault());
        }
        Ok((version.ok_or_else(fault)?, encoding))
    }

    /// Manifests whose names begin so, with the algorithm in their names.
    fn manifests(&self, prefix: &str) -> Vec<(String, String)> {
        let algorithm = |name: &String| {
            let name = name.strip_prefix(prefix)?.strip_suffix(".txt")?;
            (!name.contains('/')).then(|| name.to_ascii_lowercase())
        };
        self.files.keys().filter_map(|n| Some((n.clone(), algorithm(n)?))).collect()
    }

    /// Compare the payload with every manifest that can be; gives its files with their lengths.
    fn check_payload(
        &mut self,
        found: &mut Foreign,
        watch: &dyn Watch,
    ) -> Result<Vec<(String, u64)>> {
        let mut listed: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        let payload: BTreeSet<String> =
            self.files.keys().filter(|p| p.starts_with("data/")).cloned().collect();
        for (manifest, algorithm) in self.manifests("manifest-") {
            if hasher(&algorithm).is_none() {
                found.unknown.push(algorithm);
                continue;
            }
            let lines = self.lines(&manifest, found)?;
            if found.version == "1.0" {
                // Earlier versions let several manifests share the payload among them.
                let extra = payload.iter().filter(|p| !lines.contains_key(*p));
                found.problems.extend(extra.map(|p| Fault::PayloadExtra.at(p)).take(MAX_PROBLEMS));
            }
            for (path, hash) in lines {
                listed.entry(path).or_default().push((algorithm.clone(), hash));
            }
            found.algorithms.push(algorithm);
        }
        if found.algorithms.is_empty() {
            return Err(Fault::TagFileMissing.at("manifest-*.txt").into());
        }
        let extra = payload.iter().filter(|p| !listed.contains_key(*p));
        if found.version != "1.0" {
            found.problems.extend(extra.map(|p| Fault::PayloadExtra.at(p)).take(MAX_PROBLEMS));
        }
        let mut sizes = Vec::with_capacity(listed.len());
        for (n, (path, hashes)) in listed.iter().enumerate() {
            checkpoint(watch, "校验", n as u64, listed.len() as u64)?;
            if let Some(bytes) = self.compare(path, hashes, Fault::PayloadChecksum, found)? {
                sizes.push((path.clone(), bytes));
            }
        }
        Ok(sizes)
    }

    /// Compare the files beside the payload with every tag manifest that can be.
    fn check_tags(&mut self, found: &mut Foreign, watch: &dyn Watch) -> Result<()> {
        for (manifest, algorithm) in self.manifests("tagmanifest-") {
            if hasher(&algorithm).is_none() {
                continue;
            }
            for (path, hash) in self.lines(&manifest, found)? {
                checkpoint(watch, "校验", 0, 1)?;
                let hashes = [(algorithm.clone(), hash)];
                self.compare(&path, &hashes, Fault::TagChecksum, found)?;
            }
        }
        Ok(())
    }

    /// Read one file and compare all its checksums; its length, unless it is missing or damaged.
    fn compare(
        &mut self,
        path: &str,
        hashes: &[(String, String)],
        fault: Fault,
        found: &mut Foreign,
    ) -> Result<Option<u64>> {
        let mut running: Vec<_> = hashes.iter().filter_map(|(name, _)| hasher(name)).collect();
        let read = self.read(path, |piece| {
            running.iter_mut().for_each(|one| one.update(piece));
            Ok(())
        });
        match read {
            Ok(bytes) => {
                let differs = running
                    .into_iter()
                    .zip(hashes)
                    .any(|(one, (_, hash))| hex(&one.finalize()) != hash.to_ascii_lowercase());
                if differs {
                    found.problems.push(fault.at(path));
                }
                Ok(Some(bytes))
            }
            Err(Error::Refused(problems)) => {
                found.problems.extend(problems);
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// The lines of a manifest: path to checksum. What cannot be read is a problem of the bag.
    fn lines(&mut self, manifest: &str, found: &mut Foreign) -> Result<BTreeMap<String, String>> {
        let text = self.text(manifest, &found.encoding.clone())?;
        let mut lines = BTreeMap::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let split = line.split_once([' ', '\t']);
            let Some((hash, path)) = split else {
                found.problems.push(Fault::ManifestMalformed.at(manifest));
                continue;
            };
            let path = path.trim_start_matches([' ', '\t']);
            // Written by the checksum programs for binary mode.
            let path = path.strip_prefix('*').unwrap_or(path);
            let path = path.strip_prefix("./").unwrap_or(path);
            if !is_inside(path) {
                found.problems.push(Fault::NameTraversal.at(path));
                continue;
            }
            let decoded = unescape(path, found.version == "1.0");
            // Some writers of 1.0 leave `%` as it is; the file that is there decides.
            let path = if self.files.contains_key(&decoded) { decoded } else { path.to_owned() };
            if lines.insert(path, hash.to_owned()).is_some_and(|before| before != hash) {
                found.problems.push(Fault::ManifestMalformed.at(manifest));
            }
        }
        Ok(lines)
    }
}

/// Whether a path stays inside the bag on every system.
fn is_inside(path: &str) -> bool {
    !path.starts_with(['/', '~'])
        && !path.contains(['\\', '\0'])
        && path.as_bytes().get(1) != Some(&b':')
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Undo the encoding of line ends, and from 1.0 on of `%` itself.
fn unescape(path: &str, with_percent: bool) -> String {
    let mut out = path.to_owned();
    for (code, plain) in [("%0A", "\n"), ("%0a", "\n"), ("%0D", "\r"), ("%0d", "\r")] {
        out = out.replace(code, plain);
    }
    // Last, so that `%250A` is `%0A` and not a line end.
    if with_percent { path_with_percent(path) } else { out }
}

fn path_with_percent(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let plain = match rest.get(at + 1..at + 3).map(str::to_ascii_uppercase).as_deref() {
            Some("25") => "%",
            Some("0A") => "\n",
            Some("0D") => "\r",
            _ => {
                out.push('%');
                rest = &rest[at + 1..];
                continue;
            }
        };
        out.push_str(plain);
        rest = &rest[at + 3..];
    }
    out.push_str(rest);
    out
}

/// `Name: value` lines; a line that begins with space goes on with the one above.
fn fields(text: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    fields
}

/// Text in one of the encodings that bags are met in; `None` for others and for broken text.
fn decode(bytes: &[u8], encoding: &str) -> Option<String> {
    match encoding.to_ascii_uppercase().as_str() {
        "UTF-8" | "UTF8" | "US-ASCII" | "ASCII" => String::from_utf8(bytes.to_vec()).ok(),
        "ISO-8859-1" | "LATIN-1" | "LATIN1" => Some(bytes.iter().map(|&b| char::from(b)).collect()),
        "UTF-16" | "UTF-16LE" | "UTF-16BE" => {
            let (bytes, is_little) = match bytes {
                [0xff, 0xfe, rest @ ..] => (rest, true),
                [0xfe, 0xff, rest @ ..] => (rest, false),
                other => (other, encoding.to_ascii_uppercase().ends_with("LE")),
            };
            let unit = |pair: &[u8]| match pair {
                [a, b] if is_little => u16::from_le_bytes([*a, *b]),
                [a, b] => u16::from_be_bytes([*a, *b]),
                _ => 0xfffd,
            };
            char::decode_utf16(bytes.chunks(2).map(unit)).collect::<Result<_, _>>().ok()
        }
        _ => None,
    }
}

fn hasher(algorithm: &str) -> Option<Box<dyn DynDigest>> {
    Some(match algorithm {
        "md5" => Box::new(md5::Md5::default()),
        "sha1" => Box::new(sha1::Sha1::default()),
        "sha224" => Box::new(sha2::Sha224::default()),
        "sha256" => Box::new(sha2::Sha256::default()),
        "sha384" => Box::new(sha2::Sha384::default()),
        "sha512" => Box::new(sha2::Sha512::default()),
        _ => return None,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_is_undone_once_and_only_where_the_version_says_so() {
        assert_eq!(unescape("data/a%250A", true), "data/a%0A");
        assert_eq!(unescape("data/a%0ab%0D", true), "data/a\nb\r");
        assert_eq!(unescape("data/100%", true), "data/100%");
        assert_eq!(unescape("data/a%25", false), "data/a%25");
        assert_eq!(unescape("data/a%0Ab", false), "data/a\nb");
    }

    #[test]
    fn a_path_that_leads_out_is_seen() {
        for bad in ["/a", "../a", "data/../a", "~/a", "C:a", "data\\a", "data//a", ""] {
            assert!(!is_inside(bad), "{bad}");
        }
        assert!(is_inside("data/说明 100%.txt"));
    }

    #[test]
    fn tag_files_are_read_in_their_encoding() {
        assert_eq!(decode(&[0xff, 0xfe, b'a', 0], "UTF-16").unwrap(), "a");
        assert_eq!(decode(&[0, b'a'], "UTF-16BE").unwrap(), "a");
        assert_eq!(decode(&[0xe9], "ISO-8859-1").unwrap(), "é");
        assert!(decode(&[0xe9], "UTF-8").is_none());
        assert!(decode(b"a", "EBCDIC").is_none());
    }

    #[test]
    fn a_field_goes_on_in_the_next_line() {
        let read = fields("A: b\n  c\nD:e\n");
        assert_eq!(read, [("A".into(), "b c".into()), ("D".into(), "e".into())]);
    }
}
