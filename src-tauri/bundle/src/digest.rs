//! SHA-256 over streams, as lower-case hex.

use std::io::{Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// Bytes moved at once. Memory per stream is this, whatever the file's size.
pub(crate) const BUFFER: usize = 128 << 10;

/// A running SHA-256.
#[derive(Debug, Clone, Default)]
pub struct Digest256(Sha256);

impl Digest256 {
    /// Take in more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// 64 lower-case hex digits.
    #[must_use]
    pub fn hex(self) -> String {
        self.0.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
            text
        })
    }
}

/// SHA-256 of bytes in memory, as 64 lower-case hex digits.
#[must_use]
pub fn sha256_bytes(bytes: &[u8]) -> String {
    let mut digest = Digest256::default();
    digest.update(bytes);
    digest.hex()
}

/// SHA-256 of a file, read as a stream, as 64 lower-case hex digits.
///
/// # Errors
/// `Io` when the file cannot be read.
pub fn sha256_file(path: &Path) -> Result<String> {
    let fail = |e| Error::io("文件")(e);
    let mut file = std::fs::File::open(path).map_err(fail)?;
    let (sha256, _) =
        copy(&mut file, &mut std::io::sink(), u64::MAX, |_| Ok(())).map_err(|e| match e {
            CopyError::Read(e) | CopyError::Write(e) => fail(e),
            CopyError::Stopped(e) => e,
        })?;
    Ok(sha256)
}

/// Which side of a copy failed, so that the sentence names the right file.
pub(crate) enum CopyError {
    /// The source could not be read.
    Read(std::io::Error),
    /// The target could not be written.
    Write(std::io::Error),
    /// The observer stopped the copy.
    Stopped(Error),
}

/// Copy at most `limit` bytes and hash them on the way; gives the hash and the count. `each` hears
/// of every piece moved and may stop the copy.
pub(crate) fn copy(
    from: &mut impl Read,
    to: &mut impl Write,
    limit: u64,
    mut each: impl FnMut(u64) -> Result<()>,
) -> Result<(String, u64), CopyError> {
    let mut digest = Digest256::default();
    let mut buffer = vec![0; BUFFER];
    let mut total = 0;
    let mut from = from.take(limit);
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => return Ok((digest.hex(), total)),
            Ok(read) => read,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(CopyError::Read(e)),
        };
        let piece = &buffer[..read];
        digest.update(piece);
        to.write_all(piece).map_err(CopyError::Write)?;
        total += read as u64;
        each(read as u64).map_err(CopyError::Stopped)?;
    }
}

/// Put a rename on disk. Windows has no such call for folders and needs none.
pub(crate) fn sync_dir(dir: Option<&Path>) -> std::io::Result<()> {
    match dir {
        Some(dir) if cfg!(unix) => {
            let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
            std::fs::File::open(dir)?.sync_all()
        }
        _ => Ok(()),
    }
}

/// Hashes what is written through it.
#[derive(Debug)]
pub struct Hashing<W> {
    to: W,
    digest: Digest256,
}

impl<W: Write> Hashing<W> {
    /// Begin.
    pub fn new(to: W) -> Self {
        Self { to, digest: Digest256::default() }
    }

    /// The sink, and the SHA-256 in lower-case hex of what went there.
    pub fn finish(self) -> (W, String) {
        (self.to, self.digest.hex())
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n = self.to.write(bytes)?;
        self.digest.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.to.flush()
    }
}
