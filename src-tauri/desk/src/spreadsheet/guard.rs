//! Inflate every part of an archive into nothing, so that a bomb is met before it costs memory, and
//! note on the way what a closer look is worth.

use super::unsupported;
use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// Inflated size of a sheet; larger ones are bombs.
const MAX_SHEET: u64 = 1 << 30;
/// Inflated size of any other part: those are held in memory whole.
const MAX_PART: u64 = 128 << 20;
/// Parts of an archive.
const MAX_PARTS: usize = 10_000;

/// What a part of an archive holds, as far as its bytes tell.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    /// Something is hidden.
    pub hides: bool,
    /// There are formulas.
    pub has_formula: bool,
    /// There are error values.
    pub has_error: bool,
    /// Its place in the archive.
    index: usize,
}

/// The parts of an archive by name, in small letters and with plain strokes, as writers differ.
pub type Parts = BTreeMap<String, Seen>;

pub fn broken() -> Error {
    unsupported("文件不完整，可能没有传完或已损坏", "请重新拷贝，或在表格软件里打开后另存一份")
}

/// Look at every part.
pub fn inspect(bytes: &[u8]) -> Result<Parts> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > MAX_PARTS {
        return Err(unsupported("压缩包里的文件多得不正常", "请在表格软件里另存一份新的 .xlsx"));
    }
    let mut parts = Parts::new();
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).map_err(|e| match e {
            zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => {
                super::locked()
            }
            _ => broken(),
        })?;
        let name = plain(&part.name().map_err(|_| broken())?);
        let is_sheet = name.contains("worksheets/");
        let cap = if is_sheet { MAX_SHEET } else { MAX_PART };
        let seen = scan(&mut part, cap, is_sheet)?;
        parts.insert(name, Seen { index: i, ..seen });
    }
    Ok(parts)
}

fn scan(part: &mut impl Read, cap: u64, is_sheet: bool) -> Result<Seen> {
    // A needle may lie across two reads: the end of one is kept in front of the next.
    const KEEP: usize = 16;
    let mut buffer = vec![0u8; KEEP + (64 << 10)];
    let mut seen = Seen::default();
    let (mut kept, mut size) = (0, 0u64);
    loop {
        let n = part.read(&mut buffer[kept..]).map_err(|_| broken())?;
        if n == 0 {
            return Ok(seen);
        }
        size += n as u64;
        if size > cap {
            return Err(unsupported(
                "文件展开后大得不正常",
                "请把人员表复制到一个新的工作簿，另存为 .xlsx 再试",
            ));
        }
        let filled = kept + n;
        if is_sheet {
            let text = &buffer[..filled];
            let has = |needle: &[u8]| text.windows(needle.len()).any(|w| w == needle);
            seen.hides |= !seen.hides && has(b"hidden=");
            // With or without a prefix for the namespace.
            let has_one = || [b"f>", b"f ", b"f/"].iter().any(|end| tag(text, end));
            seen.has_formula |= !seen.has_formula && has_one();
            seen.has_error |= !seen.has_error && (has(b"t=\"e\"") || has(b"t='e'"));
        }
        kept = filled.min(KEEP);
        buffer.copy_within(filled - kept..filled, 0);
    }
}

/// Whether an element of one letter begins here: `<f>` or `<x:f>`.
fn tag(text: &[u8], end: &[u8; 2]) -> bool {
    text.windows(3).any(|w| matches!(w[0], b'<' | b':') && w[1..] == *end)
}

/// The name of a part as it is looked up.
pub fn plain(name: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    let name = name.replace('\\', "/").to_lowercase();
    for step in name.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                out.pop();
            }
            step => out.push(step),
        }
    }
    out.join("/")
}

/// Read one part as it unfolds.
pub fn with_part<T>(
    bytes: &[u8],
    parts: &Parts,
    name: &str,
    read: impl FnOnce(&mut dyn Read) -> Result<T>,
) -> Result<T> {
    let index = parts.get(name).ok_or_else(broken)?.index;
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let mut part = archive.by_index(index).map_err(|_| broken())?;
    read(&mut std::io::BufReader::with_capacity(64 << 10, &mut part))
}

/// The bytes of one small part.
pub fn part(bytes: &[u8], parts: &Parts, name: &str) -> Result<Vec<u8>> {
    with_part(bytes, parts, name, |from| {
        let mut out = Vec::new();
        from.read_to_end(&mut out).map_err(|_| broken())?;
        Ok(out)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_however_they_are_written() {
        assert_eq!(plain("xl\\worksheets\\Sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(plain("/xl/./x/../workbook.xml"), "xl/workbook.xml");
    }

    #[test]
    fn formulas_are_seen_under_any_prefix() {
        for text in ["<c><f>A1</f></c>", "<x:c><x:f t=\"shared\"/></x:c>"] {
            assert!(scan(&mut text.as_bytes(), 1000, true).unwrap().has_formula, "{text}");
        }
        assert!(!scan(&mut "<fill>f</fill>".as_bytes(), 1000, true).unwrap().has_formula);
    }
}
