//! The structure of a zip, read byte by byte before any library touches it.
//!
//! Zip readers differ in which of two contradicting records they believe, merge duplicates
//! silently, and accept what stands before and after. So this scan demands that there is only one
//! way to read the file: entries lie end to end from byte 0, every local header says what the
//! directory says, the directory ends where the end record begins, and that ends the file.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use engine::bundle::{BundleFault as Fault, MAX_BUNDLE_BYTES, MAX_FILE_BYTES, MAX_FILES};

use crate::{Error, Result, name};

const END_BYTES: u64 = 22;
const LOCATOR_BYTES: u64 = 20;
const END64_BYTES: u64 = 56;
/// The directory of 20,000 entries with our longest names takes 5 MiB; this bounds our memory.
const MAX_DIRECTORY_BYTES: u64 = 8 << 20;
/// A file that expands more than this, and to more than [`RATIO_FLOOR`], is a bomb; JSON and HTML
/// of ours stay under 30.
const MAX_RATIO: u64 = 200;
const RATIO_FLOOR: u64 = 1 << 20;

/// One entry, as the directory and its local header agree.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Full name, plain ASCII; folders end with `/`.
    pub name: String,
    /// Length of the content in bytes, as declared.
    pub bytes: u64,
    compressed: u64,
    offset: u64,
    flags: u16,
    method: u16,
}

impl Entry {
    /// Whether the entry is a folder.
    pub fn is_dir(&self) -> bool {
        self.name.ends_with('/')
    }
}

/// Read the structure; gives all entries in the directory's order.
///
/// # Errors
/// `Refused` with the first fault, or `Io`.
pub(crate) fn scan(file: &mut File) -> Result<Vec<Entry>> {
    let len = file.metadata().map_err(Error::io("上报包"))?.len();
    if len > MAX_BUNDLE_BYTES {
        return Err(Fault::BundleTooLarge.whole().into());
    }
    let end = read_end(file, len)?;
    let directory = read_at(file, end.directory_at, end.directory_bytes)?;
    let entries = read_directory(&directory, end.count)?;
    name::check_collisions(entries.iter().map(|e| e.name.as_str()))?;
    check_sizes(&entries)?;
    check_layout(file, &entries, end.directory_at)?;
    Ok(entries)
}

struct End {
    count: u64,
    directory_at: u64,
    directory_bytes: u64,
}

/// Find the end record. It must be the last 22 bytes: a comment or anything else behind it is
/// refused, because readers search for it backwards and would find different ones.
fn read_end(file: &mut File, len: u64) -> Result<End> {
    let tail_bytes = len.min(END_BYTES + u64::from(u16::MAX));
    let tail = read_at(file, len - tail_bytes, tail_bytes)?;
    let Some(found) = tail.windows(4).rposition(|w| w == b"PK\x05\x06") else {
        return Err(Fault::ZipTruncated.whole().into());
    };
    let record = &tail[found..];
    if (record.len() as u64) < END_BYTES {
        return Err(Fault::ZipTruncated.whole().into());
    }
    if record.len() as u64 > END_BYTES || u16_at(record, 20) != 0 {
        return Err(Fault::ZipTrailingData.whole().into());
    }
    let at = len - END_BYTES;
    let mut end = End {
        count: u64::from(u16_at(record, 10)),
        directory_bytes: u64::from(u32_at(record, 12)),
        directory_at: u64::from(u32_at(record, 16)),
    };
    if u16_at(record, 4) != 0 || u16_at(record, 6) != 0 || u16_at(record, 8) != u16_at(record, 10) {
        return Err(Fault::ZipMalformed.whole().into());
    }
    let mut directory_end = at;
    let is_zip64 =
        at >= LOCATOR_BYTES && read_at(file, at - LOCATOR_BYTES, 4)?.as_slice() == b"PK\x06\x07";
    if is_zip64 {
        directory_end = at
            .checked_sub(LOCATOR_BYTES + END64_BYTES)
            .ok_or_else(|| Fault::ZipMalformed.whole())?;
        let record = read_at(file, directory_end, END64_BYTES)?;
        if !record.starts_with(b"PK\x06\x06")
            || u64_at(&record, 4) != END64_BYTES - 12
            || u64_at(&read_at(file, at - LOCATOR_BYTES, LOCATOR_BYTES)?, 8) != directory_end
            || u64_at(&record, 24) != u64_at(&record, 32)
        {
            return Err(Fault::ZipMalformed.whole().into());
        }
        let wide = End {
            count: u64_at(&record, 32),
            directory_bytes: u64_at(&record, 40),
            directory_at: u64_at(&record, 48),
        };
        // Where the short record holds a number at all, both must say the same.
        let agrees = |short: u64, mark: u64, long: u64| short == mark || short == long;
        if !agrees(end.count, u64::from(u16::MAX), wide.count)
            || !agrees(end.directory_bytes, u64::from(u32::MAX), wide.directory_bytes)
            || !agrees(end.directory_at, u64::from(u32::MAX), wide.directory_at)
        {
            return Err(Fault::ZipMalformed.whole().into());
        }
        end = wide;
    }
    if end.count > MAX_FILES as u64 || end.directory_bytes > MAX_DIRECTORY_BYTES {
        return Err(Fault::TooManyFiles.whole().into());
    }
    match end.directory_at.checked_add(end.directory_bytes) {
        Some(declared) if declared == directory_end => Ok(end),
        Some(declared) if declared < directory_end => Err(Fault::ZipPrefixed.whole().into()),
        _ => Err(Fault::ZipMalformed.whole().into()),
    }
}

fn read_directory(bytes: &[u8], count: u64) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        if entries.len() > MAX_FILES {
            return Err(Fault::TooManyFiles.whole().into());
        }
        let malformed = || Error::from(Fault::ZipMalformed.whole());
        if rest.len() < 46 || !rest.starts_with(b"PK\x01\x02") {
            return Err(malformed());
        }
        let name_end = 46 + usize::from(u16_at(rest, 28));
        let extra_end = name_end + usize::from(u16_at(rest, 30));
        let next = extra_end + usize::from(u16_at(rest, 32));
        if rest.len() < next || u16_at(rest, 34) != 0 {
            return Err(malformed());
        }
        let raw = &rest[46..name_end];
        let shown = String::from_utf8_lossy(raw);
        let name = name::decode(raw).map_err(|fault| fault.at(&shown))?;
        check_kind(rest, &name)?;
        let mut entry = Entry {
            name,
            flags: u16_at(rest, 8),
            method: u16_at(rest, 10),
            compressed: u64::from(u32_at(rest, 20)),
            bytes: u64::from(u32_at(rest, 24)),
            offset: u64::from(u32_at(rest, 42)),
        };
        let Entry { bytes, compressed, offset, .. } = &mut entry;
        widen(&rest[name_end..extra_end], &mut [bytes, compressed, offset])
            .ok_or_else(malformed)?;
        entries.push(entry);
        rest = &rest[next..];
    }
    if entries.len() as u64 == count {
        Ok(entries)
    } else {
        Err(Fault::ZipCountMismatch.whole().into())
    }
}

/// Only plain files and folders, not encrypted, stored or deflated.
fn check_kind(record: &[u8], name: &str) -> Result<()> {
    const IS_FILE: u32 = 0o100_000;
    const IS_DIR: u32 = 0o040_000;
    const IS_LINK: u32 = 0o120_000;
    let made_by_unix = record[5] == 3 || record[5] == 19;
    let mode = (u32_at(record, 38) >> 16) & 0o170_000;
    let flags = u16_at(record, 8);
    let fault = match () {
        // A link is refused whatever system claims to have made it.
        () if mode == IS_LINK => Fault::Symlink,
        () if made_by_unix && !matches!(mode, 0 | IS_FILE | IS_DIR) => Fault::SpecialFile,
        () if made_by_unix && mode == IS_DIR && !name.ends_with('/') => Fault::SpecialFile,
        () if flags & 0x2041 != 0 => Fault::EncryptedEntry,
        () if !matches!(u16_at(record, 10), 0 | 8) => Fault::UnknownCompression,
        () => return Ok(()),
    };
    Err(fault.at(name).into())
}

/// Replace the numbers that say "see the zip64 field" by those in it, in the fixed order.
fn widen(extra: &[u8], numbers: &mut [&mut u64]) -> Option<()> {
    let mut field = None;
    let mut rest = extra;
    while rest.len() >= 4 {
        let len = usize::from(u16_at(rest, 2));
        let body = rest.get(4..4 + len)?;
        if u16_at(rest, 0) == 1 && field.replace(body).is_some() {
            return None;
        }
        rest = &rest[4 + len..];
    }
    let mut body = field.unwrap_or_default();
    for number in numbers.iter_mut().filter(|n| ***n == u64::from(u32::MAX)) {
        **number = u64_at(body.get(..8)?, 0);
        body = &body[8..];
    }
    Some(())
}

fn check_sizes(entries: &[Entry]) -> Result<()> {
    let mut total = 0_u64;
    for entry in entries {
        let is_stored = entry.method == 0;
        let fault = match () {
            () if entry.bytes > MAX_FILE_BYTES => Fault::FileTooLarge,
            () if is_stored && entry.bytes != entry.compressed => Fault::HeaderMismatch,
            () if entry.is_dir() && entry.bytes != 0 => Fault::HeaderMismatch,
            () if entry.bytes > RATIO_FLOOR && entry.bytes / MAX_RATIO > entry.compressed => {
                Fault::RatioTooHigh
            }
            () => {
                total += entry.bytes;
                continue;
            }
        };
        return Err(fault.at(&entry.name).into());
    }
    // Re-zipped text may be larger than its zip, but not without bound.
    if total > 2 * MAX_BUNDLE_BYTES { Err(Fault::BundleTooLarge.whole().into()) } else { Ok(()) }
}

/// Entries lie end to end from byte 0 to the directory, and each local header agrees.
fn check_layout(file: &mut File, entries: &[Entry], directory_at: u64) -> Result<()> {
    let mut order: Vec<&Entry> = entries.iter().collect();
    order.sort_by_key(|e| e.offset);
    let mut at = 0;
    let mut slack = 0;
    for entry in order {
        match entry.offset.checked_sub(at) {
            None => return Err(Fault::OverlappingEntries.at(&entry.name).into()),
            Some(0) => {}
            Some(_) if at == 0 => return Err(Fault::ZipPrefixed.whole().into()),
            Some(gap) if is_descriptor(gap, slack) => {}
            Some(_) => return Err(Fault::HiddenData.at(&entry.name).into()),
        }
        at = local_end(file, entry, directory_at)?;
        slack = entry.flags & 8;
    }
    match directory_at.checked_sub(at) {
        None => Err(Fault::OverlappingEntries.whole().into()),
        Some(gap) if gap == 0 || is_descriptor(gap, slack) => Ok(()),
        Some(_) => Err(Fault::HiddenData.whole().into()),
    }
}

/// After an entry with flag 8 a data descriptor may stand, in one of its four lengths.
fn is_descriptor(gap: u64, flag: u16) -> bool {
    flag != 0 && matches!(gap, 12 | 16 | 20 | 24)
}

/// Check one local header against the directory; gives where its data end.
fn local_end(file: &mut File, entry: &Entry, directory_at: u64) -> Result<u64> {
    let mismatch = || Error::from(Fault::HeaderMismatch.at(&entry.name));
    if entry.offset.checked_add(30).is_none_or(|end| end > directory_at) {
        return Err(mismatch());
    }
    let header = read_at(file, entry.offset, 30)?;
    let name_bytes = u64::from(u16_at(&header, 26));
    let extra_bytes = u64::from(u16_at(&header, 28));
    let data_at = entry.offset + 30 + name_bytes + extra_bytes;
    let end = data_at.checked_add(entry.compressed).ok_or_else(mismatch)?;
    if !header.starts_with(b"PK\x03\x04") || end > directory_at {
        return Err(mismatch());
    }
    let names = read_at(file, entry.offset + 30, name_bytes + extra_bytes)?;
    let (name, extra) = names.split_at(usize::from(u16_at(&header, 26)));
    let mut bytes = u64::from(u32_at(&header, 22));
    let mut compressed = u64::from(u32_at(&header, 18));
    widen(extra, &mut [&mut bytes, &mut compressed]).ok_or_else(mismatch)?;
    // With flag 8 the sizes may stand behind the data instead.
    let sizes_later = entry.flags & 8 != 0 && bytes == 0 && compressed == 0;
    if name != entry.name.as_bytes()
        || u16_at(&header, 6) != entry.flags
        || u16_at(&header, 8) != entry.method
        || !(sizes_later || (bytes == entry.bytes && compressed == entry.compressed))
    {
        return Err(mismatch());
    }
    Ok(end)
}

fn read_at(file: &mut File, at: u64, bytes: u64) -> Result<Vec<u8>> {
    let fail = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::UnexpectedEof => Fault::ZipTruncated.whole().into(),
        _ => Error::io("上报包")(e),
    };
    let len = usize::try_from(bytes).map_err(|_| Fault::ZipMalformed.whole())?;
    let mut buffer = vec![0; len];
    file.seek(SeekFrom::Start(at)).map_err(fail)?;
    file.read_exact(&mut buffer).map_err(fail)?;
    Ok(buffer)
}

/// Little-endian numbers. Callers have checked the length; a short slice reads as zeros.
fn number(bytes: &[u8], at: usize, len: usize) -> u64 {
    bytes.iter().skip(at).take(len).rev().fold(0, |n, &b| (n << 8) | u64::from(b))
}

#[allow(clippy::cast_possible_truncation)] // two bytes fit by construction
fn u16_at(bytes: &[u8], at: usize) -> u16 {
    number(bytes, at, 2) as u16
}

#[allow(clippy::cast_possible_truncation)] // four bytes fit by construction
fn u32_at(bytes: &[u8], at: usize) -> u32 {
    number(bytes, at, 4) as u32
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    number(bytes, at, 8)
}
