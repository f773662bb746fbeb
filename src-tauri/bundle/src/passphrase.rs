//! A stream under a pass phrase (age v1, scrypt), for what one office keeps for itself.
//!
//! Every piece is authenticated and the end is marked, so a cut or changed stream is an error of the
//! reader and never shorter content.

use age::secrecy::SecretString;
use std::io::{BufRead, Read, Write};

use crate::{Error, Result};

/// Work of one guess, as a power of two: about a second and 128 MiB. Fixed, because a value measured
/// on a busy machine would be weaker.
const WORK: u8 = 17;
/// More work than this is refused: a stranger's file could ask for hours.
const MOST_WORK: u8 = 20;

/// What is written to it comes out encrypted at the other end; [`finish`](Encrypting::finish) must be
/// called, otherwise the stream is a damaged one.
pub struct Encrypting<W: Write>(age::stream::StreamWriter<W>);

impl<W: Write> std::fmt::Debug for Encrypting<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Encrypting")
    }
}

impl<W: Write> Encrypting<W> {
    /// Begin.
    ///
    /// # Errors
    /// `Io` of the sink.
    pub fn new(sink: W, passphrase: &str) -> Result<Self> {
        let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
        recipient.set_work_factor(WORK);
        let whom = std::iter::once(&recipient as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(whom).map_err(|_| Error::Key)?;
        encryptor.wrap_output(sink).map(Self).map_err(Error::io("加密的文件"))
    }

    /// Write the end and give the sink back.
    ///
    /// # Errors
    /// `Io` of the sink.
    pub fn finish(self) -> Result<W> {
        self.0.finish().map_err(Error::io("加密的文件"))
    }
}

impl<W: Write> Write for Encrypting<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

/// The content behind a pass phrase.
///
/// # Errors
/// `Input` for a wrong pass phrase and for what was not encrypted this way, each with its sentence;
/// `Io`.
pub fn decrypting<R: BufRead>(source: R, passphrase: &str) -> Result<impl Read + use<R>> {
    let foreign = || Error::Input("这不是用口令加密的文件，或者已经损坏".to_owned());
    let decryptor = age::Decryptor::new_buffered(source).map_err(|e| match e {
        age::DecryptError::Io(e) if e.kind() != std::io::ErrorKind::UnexpectedEof => {
            Error::io("加密的文件")(e)
        }
        _ => foreign(),
    })?;
    if !decryptor.is_scrypt() {
        return Err(foreign());
    }
    let mut identity = age::scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    identity.set_max_work_factor(MOST_WORK);
    decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).map_err(|e| match e {
        age::DecryptError::DecryptionFailed | age::DecryptError::KeyDecryptionFailed => {
            Error::Input("口令不对，打不开。请核对大小写和输入法后再试".to_owned())
        }
        _ => foreign(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encrypted(content: &[u8]) -> Vec<u8> {
        let mut writer = Encrypting::new(Vec::new(), "right 口令").unwrap();
        writer.write_all(content).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn only_the_phrase_opens_it_and_every_cut_shows() {
        let content = vec![7u8; 200_000];
        let whole = encrypted(&content);
        let mut out = Vec::new();
        decrypting(&whole[..], "right 口令").unwrap().read_to_end(&mut out).unwrap();
        assert_eq!(out, content);
        let wrong = decrypting(&whole[..], "wrong").err().unwrap();
        assert!(matches!(wrong, Error::Input(ref s) if s.starts_with("口令不对")), "{wrong:?}");
        for cut in [whole.len() - 1, whole.len() - 70_000] {
            let mut reader = decrypting(&whole[..cut], "right 口令").unwrap();
            assert!(reader.read_to_end(&mut Vec::new()).is_err(), "cut at {cut}");
        }
        assert!(matches!(decrypting(&b"PK\x03\x04"[..], "x").err(), Some(Error::Input(_))));
    }
}
