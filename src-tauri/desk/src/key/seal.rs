//! Sealed files: XChaCha20-Poly1305 in pieces (STREAM), so that memory does not grow with the file
//! and a cut, swapped or changed piece is an error and never shorter or other content.
//!
//! A sealed file begins with the byte 1. What the program keeps in the clear never does: an
//! attachment begins with 0, a PDF with `%`, a zip with `P`, a database with `S`.

use super::{DataKey, Secret, locked, random};
use crate::error::{Code, Error, Result};
use chacha20poly1305::aead::stream::{DecryptorBE32, EncryptorBE32};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use zeroize::Zeroizing;

/// First byte of a sealed file.
pub(crate) const SEALED: u8 = 1;
/// Bytes of a piece in the clear.
const PIECE: usize = 64 << 10;
/// What a piece grows by.
const TAG: usize = 16;
/// Bytes of the nonce before the pieces.
const NONCE: usize = 19;

/// The key of sealed files, for as long as the office is open.
#[derive(Clone, Default)]
pub(crate) struct Sealer(Arc<RwLock<Option<Secret>>>);

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer")
    }
}

impl Sealer {
    /// One with the key of files.
    pub(crate) fn of(key: &DataKey) -> Self {
        Self(Arc::new(RwLock::new(Some(key.files()))))
    }

    /// Take a key, or forget it.
    pub(crate) fn set(&self, key: Option<&DataKey>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = key.map(DataKey::files);
    }

    fn key(&self) -> Option<Secret> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The content of a file, sealed or not.
    pub(crate) fn read(&self, path: &Path, what: &str) -> Result<Vec<u8>> {
        let mut content = Vec::new();
        self.reader(path, what)?.read_to_end(&mut content).map_err(|e| told(what, e))?;
        Ok(content)
    }

    /// Read a file, sealed or not, from its beginning.
    pub(crate) fn reader(&self, path: &Path, what: &str) -> Result<Box<dyn Read + Send>> {
        let io = |e| Error::io(what, e);
        let mut file = BufReader::with_capacity(PIECE, File::open(path).map_err(io)?);
        let first = std::io::BufRead::fill_buf(&mut file).map_err(io)?.first().copied();
        if first != Some(SEALED) {
            return Ok(Box::new(file));
        }
        let key = self.key().ok_or_else(locked)?;
        Ok(Box::new(Opening::new(file, &key).map_err(|e| told(what, e))?))
    }

    /// Write `content` whole or not at all, sealed where the office is encrypted.
    pub(crate) fn write(&self, path: &Path, content: &[u8], what: &str) -> Result<()> {
        match self.key() {
            None => crate::files::write_whole(path, content, what),
            Some(key) => {
                let mut sealed = Vec::with_capacity(content.len() + content.len() / 1000 + 64);
                seal(&key, content, &mut sealed).map_err(|e| told(what, e))?;
                crate::files::write_whole(path, &sealed, what)
            }
        }
    }

    /// Seal a file where it lies, once; nothing in between is ever at its place.
    pub(crate) fn keep(&self, path: &Path, what: &str) -> Result<bool> {
        let Some(key) = self.key() else { return Ok(false) };
        if is_sealed(path) {
            return Ok(false);
        }
        let from = File::open(path).map_err(|e| Error::io(what, e))?;
        beside(path, what, |out| seal(&key, from, out))?;
        Ok(true)
    }

    /// Bring a file that lies under another key, or in the clear, under this one.
    pub(crate) fn adopt(&self, path: &Path, from: &Sealer, what: &str) -> Result<()> {
        if is_sealed(path) {
            let mut content = from.reader(path, what)?;
            beside(path, what, |out| match self.key() {
                Some(key) => seal(&key, &mut content, out),
                None => std::io::copy(&mut content, out).map(drop),
            })
        } else {
            self.keep(path, what).map(drop)
        }
    }

    /// A file as other programs and libraries read it: itself, or opened into `folder` for as long as
    /// the answer lives.
    pub(crate) fn plain(&self, path: &Path, folder: &Path, what: &str) -> Result<Plain> {
        if !is_sealed(path) {
            return Ok(Plain { path: path.to_owned(), is_temporary: false });
        }
        // Under its own name, for that may end up in a zip.
        let folder = folder.join(uuid::Uuid::new_v4().to_string());
        std::fs::create_dir_all(&folder).map_err(|e| Error::io(what, e))?;
        let to = folder.join(path.file_name().unwrap_or_default());
        let opened = Plain { path: to, is_temporary: true };
        let mut out = File::create(&opened.path).map_err(|e| Error::io(what, e))?;
        std::io::copy(&mut self.reader(path, what)?, &mut out).map_err(|e| told(what, e))?;
        Ok(opened)
    }
}

/// A file in the clear; a temporary one goes with this.
#[derive(Debug)]
pub(crate) struct Plain {
    path: PathBuf,
    is_temporary: bool,
}

impl std::ops::Deref for Plain {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.path
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        if self.is_temporary {
            let _ = std::fs::remove_file(&self.path);
            let _ = self.path.parent().map(std::fs::remove_dir);
        }
    }
}

/// Whether a file is sealed; one that cannot be read is not.
pub(crate) fn is_sealed(path: &Path) -> bool {
    let mut first = [0];
    File::open(path).and_then(|mut f| f.read_exact(&mut first)).is_ok() && first[0] == SEALED
}

/// Write beside, flush, and take the place of the file that was there.
fn beside(
    path: &Path,
    what: &str,
    write: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>,
) -> Result<()> {
    let part = path.with_extension("part");
    let written = (|| {
        let mut out = BufWriter::new(File::create(&part)?);
        write(&mut out)?;
        out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        std::fs::rename(&part, path)
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    written.map_err(|e| told(what, e))
}

fn told(what: &str, error: std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::InvalidData {
        return Error::new(
            Code::DamagedDatabase,
            format!("{what}在磁盘上已经损坏，读不出来"),
            "请从备份恢复，或用原件重新放入",
        );
    }
    Error::io(what, error)
}

fn bad() -> std::io::Error {
    std::io::ErrorKind::InvalidData.into()
}

/// Seal what is read.
fn seal(key: &Secret, mut from: impl Read, to: &mut impl Write) -> std::io::Result<()> {
    let nonce = random::<NONCE>();
    to.write_all(&[SEALED])?;
    to.write_all(&nonce)?;
    let cipher = XChaCha20Poly1305::new(key.as_slice().into());
    let mut stream = EncryptorBE32::from_aead(cipher, nonce.as_slice().into());
    let mut piece = fill(&mut from, PIECE)?;
    loop {
        // Only what comes after tells whether a full piece is the last.
        let next =
            if piece.len() == PIECE { fill(&mut from, PIECE)? } else { Zeroizing::default() };
        if next.is_empty() {
            let last = stream.encrypt_last(piece.as_slice()).map_err(|_| bad())?;
            return to.write_all(&last);
        }
        to.write_all(&stream.encrypt_next(piece.as_slice()).map_err(|_| bad())?)?;
        piece = next;
    }
}

fn fill(from: &mut impl Read, most: usize) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let mut piece = Zeroizing::new(Vec::with_capacity(most));
    from.take(most as u64).read_to_end(&mut piece)?;
    Ok(piece)
}

/// Reads a sealed file.
struct Opening<R> {
    from: R,
    stream: Option<DecryptorBE32<XChaCha20Poly1305>>,
    /// The piece that comes next, still sealed.
    next: Zeroizing<Vec<u8>>,
    piece: Zeroizing<Vec<u8>>,
    at: usize,
}

impl<R: Read> Opening<R> {
    fn new(mut from: R, key: &Secret) -> std::io::Result<Self> {
        let mut head = [0; 1 + NONCE];
        from.read_exact(&mut head).map_err(|_| bad())?;
        let cipher = XChaCha20Poly1305::new(key.as_slice().into());
        let stream = DecryptorBE32::from_aead(cipher, head[1..].into());
        let next = fill(&mut from, PIECE + TAG)?;
        Ok(Self { from, stream: Some(stream), next, piece: Zeroizing::default(), at: 0 })
    }
}

impl<R: Read> Read for Opening<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        while self.at == self.piece.len() {
            let Some(mut stream) = self.stream.take() else { return Ok(0) };
            let sealed = std::mem::take(&mut self.next);
            if sealed.len() == PIECE + TAG {
                self.next = fill(&mut self.from, PIECE + TAG)?;
            }
            self.at = 0;
            self.piece = Zeroizing::new(if self.next.is_empty() {
                stream.decrypt_last(sealed.as_slice()).map_err(|_| bad())?
            } else {
                let piece = stream.decrypt_next(sealed.as_slice()).map_err(|_| bad())?;
                self.stream = Some(stream);
                piece
            });
        }
        let n = into.len().min(self.piece.len() - self.at);
        into[..n].copy_from_slice(&self.piece[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(key: &Secret, content: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        seal(key, content, &mut out).unwrap();
        out
    }

    fn opened(key: &Secret, sealed: &[u8]) -> std::io::Result<Vec<u8>> {
        let mut out = Vec::new();
        Opening::new(sealed, key)?.read_to_end(&mut out)?;
        Ok(out)
    }

    #[test]
    fn every_length_comes_back_and_every_cut_and_change_shows() {
        let key = DataKey::generate().files();
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7] {
            let content: Vec<u8> = (0..length).map(|n| (n % 251) as u8).collect();
            let whole = sealed(&key, &content);
            assert_eq!(opened(&key, &whole).unwrap(), content, "{length}");
            assert!(opened(&DataKey::generate().files(), &whole).is_err());
            for cut in [whole.len() - 1, whole.len() / 2, NONCE + 1, 3] {
                assert!(opened(&key, &whole[..cut]).is_err(), "{length} cut at {cut}");
            }
            for at in [0, 5, NONCE + 1, whole.len() / 2, whole.len() - 1].into_iter().skip(1) {
                let mut changed = whole.clone();
                changed[at] ^= 1;
                assert!(opened(&key, &changed).is_err(), "{length} changed at {at}");
            }
        }
    }

    #[test]
    fn pieces_cannot_change_places_and_a_longer_file_is_no_file() {
        let key = DataKey::generate().files();
        let whole = sealed(&key, &vec![7; 3 * PIECE]);
        let (head, step) = (1 + NONCE, PIECE + TAG);
        let mut swapped = whole.clone();
        swapped[head..head + step].copy_from_slice(&whole[head + step..head + 2 * step]);
        assert!(opened(&key, &swapped).is_err());
        assert!(opened(&key, &whole[..head + 2 * step]).is_err(), "cut between two pieces");
        assert!(opened(&key, &[whole.as_slice(), b"x"].concat()).is_err());
    }

    #[test]
    fn a_file_is_sealed_where_it_lies_and_moves_from_key_to_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("packet.pdf");
        std::fs::write(&path, b"%PDF-1.7 a packet").unwrap();
        let (first, second) = (Sealer::of(&DataKey::generate()), Sealer::of(&DataKey::generate()));
        assert!(first.keep(&path, "档案").unwrap());
        assert!(!first.keep(&path, "档案").unwrap(), "twice changes nothing");
        assert!(is_sealed(&path));
        assert_eq!(second.read(&path, "档案").unwrap_err().code, Code::DamagedDatabase);
        assert_eq!(Sealer::default().read(&path, "档案").unwrap_err().code, Code::Locked);
        second.adopt(&path, &first, "档案").unwrap();
        let opened = second.plain(&path, &folder.path().join("open"), "档案").unwrap();
        assert_eq!(std::fs::read(&*opened).unwrap(), b"%PDF-1.7 a packet");
        let temporary = opened.to_path_buf();
        drop(opened);
        assert!(!temporary.exists());
        Sealer::default().adopt(&path, &second, "档案").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"%PDF-1.7 a packet");
    }
}
