//! What goes on a stick: a bundle encrypted for whom it is meant (age v1, X25519), so that whoever
//! finds the stick has nothing.
//!
//! A cut or changed file still decrypts up to the fault; therefore both ways write under a temporary
//! name and give the file its own only when everything was good.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::str::FromStr;

use age::secrecy::ExposeSecret;

use crate::digest::{CopyError, Hashing, copy};
use crate::seal::Temp;
use crate::{Error, Result, Watch, checkpoint, sha256_file};

/// Ending of an encrypted bundle's name.
pub const STICK_ENDING: &str = ".zip.age";

/// Whom something is encrypted for: an age recipient, `age1…`.
#[derive(Clone)]
pub struct Recipient(age::x25519::Recipient);

impl Recipient {
    /// Read the text form.
    ///
    /// # Errors
    /// `Key` when the text is no recipient.
    pub fn parse(text: &str) -> Result<Self> {
        age::x25519::Recipient::from_str(text.trim()).map(Self).map_err(|_| Error::Key)
    }

    /// The text form.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.0.to_string()
    }
}

impl std::fmt::Debug for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_text())
    }
}

/// The secret that opens what was encrypted for its [`Recipient`]. In memory only; the caller keeps
/// its text where nobody else reads it.
pub struct Identity(age::x25519::Identity);

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Identity({:?})", self.recipient())
    }
}

impl Identity {
    /// A new one from the system's random source.
    #[must_use]
    pub fn generate() -> Self {
        Self(age::x25519::Identity::generate())
    }

    /// Read the text that [`Identity::to_text`] gave.
    ///
    /// # Errors
    /// `Key` when the text is no identity.
    pub fn parse(text: &str) -> Result<Self> {
        age::x25519::Identity::from_str(text.trim()).map(Self).map_err(|_| Error::Key)
    }

    /// The secret as text, `AGE-SECRET-KEY-…`.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.0.to_string().expose_secret().to_owned()
    }

    /// Whom to encrypt for, so that this opens it.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }
}

/// Encrypt a file for all `recipients` into a new one, then read the new one back and compare it
/// with what was sent to the disk: sticks lie. Gives its length in bytes.
///
/// # Errors
/// `Exists` when the target is there already, `Io` (a full or read-only stick among others), `Input`
/// when what is read back is not what was written, `Cancelled`; nothing is left under the final name.
pub fn encrypt(from: &Path, to: &Path, recipients: &[Recipient], watch: &dyn Watch) -> Result<u64> {
    if to.try_exists().map_err(Error::io("U盘上的文件"))? {
        return Err(Error::Exists);
    }
    let mut source = BufReader::new(File::open(from).map_err(Error::io("上报包"))?);
    let total = source.get_ref().metadata().map_err(Error::io("上报包"))?.len();
    let temp = Temp::beside(to)?;
    let file = File::create(&temp.path).map_err(Error::io("U盘上的文件"))?;
    let sink = Hashing::new(BufWriter::with_capacity(1 << 20, file));
    let whom = recipients.iter().map(|r| &r.0 as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(whom).map_err(|_| Error::Key)?;
    let mut writer = encryptor.wrap_output(sink).map_err(Error::io("U盘上的文件"))?;
    pour(&mut source, &mut writer, "加密", total, watch, ["上报包", "U盘上的文件"])?;
    let sink = writer.finish().map_err(Error::io("U盘上的文件"))?;
    let (sink, written) = sink.finish();
    let file = sink.into_inner().map_err(|e| Error::io("U盘上的文件")(e.into_error()))?;
    file.sync_all().map_err(Error::io("U盘上的文件"))?;
    let bytes = file.metadata().map_err(Error::io("U盘上的文件"))?.len();
    drop(file);
    checkpoint(watch, "读回核对", total, total)?;
    if sha256_file(&temp.path)? != written {
        return Err(Error::Input(
            "写到U盘上的内容读回来不一样，没有留下文件。请换一个U盘再试".to_owned(),
        ));
    }
    temp.keep(to)?;
    Ok(bytes)
}

/// Decrypt into a new file.
///
/// # Errors
/// `Input` when the file is not encrypted for `identity` or is damaged, `Exists`, `Io`, `Cancelled`;
/// nothing is left behind.
pub fn decrypt(from: &Path, to: &Path, identity: &Identity, watch: &dyn Watch) -> Result<()> {
    if to.try_exists().map_err(Error::io("解开的文件"))? {
        return Err(Error::Exists);
    }
    let file = File::open(from).map_err(Error::io("U盘上的文件"))?;
    let total = file.metadata().map_err(Error::io("U盘上的文件"))?.len();
    let decryptor = age::Decryptor::new_buffered(BufReader::new(file)).map_err(|e| match e {
        age::DecryptError::Io(e) if e.kind() != std::io::ErrorKind::UnexpectedEof => {
            Error::io("U盘上的文件")(e)
        }
        _ => broken(),
    })?;
    let mut reader = decryptor
        .decrypt(std::iter::once(&identity.0 as &dyn age::Identity))
        .map_err(|e| match e {
            age::DecryptError::NoMatchingKeys => Error::Input(
                "这个文件不是加密给这里的，解不开。请核对是否拿错了U盘，或请对方用最新的配对文件重新导出"
                    .to_owned(),
            ),
            _ => broken(),
        })?;
    let temp = Temp::beside(to)?;
    let mut target = File::create(&temp.path).map_err(Error::io("解开的文件"))?;
    pour(&mut reader, &mut target, "解密", total, watch, ["", "解开的文件"])?;
    target.sync_all().map_err(Error::io("解开的文件"))?;
    drop(target);
    temp.keep(to)
}

fn broken() -> Error {
    Error::Input("这个加密文件已损坏或不完整。请重新拷贝一次；仍不行的，请对方重新导出".to_owned())
}

/// Move everything; `names` are the roles of the two files in an error. A source without a name is an
/// encrypted one, whose faults mean damage.
fn pour(
    from: &mut impl Read,
    to: &mut impl Write,
    label: &str,
    total: u64,
    watch: &dyn Watch,
    names: [&str; 2],
) -> Result<()> {
    let mut done = 0;
    let moved = copy(from, to, u64::MAX, |piece| {
        done += piece;
        checkpoint(watch, label, done, total.max(done))
    });
    match moved {
        Ok(_) => Ok(()),
        Err(CopyError::Read(_)) if names[0].is_empty() => Err(broken()),
        Err(CopyError::Read(e)) => Err(Error::io(names[0])(e)),
        Err(CopyError::Write(e)) => Err(Error::io(names[1])(e)),
        Err(CopyError::Stopped(e)) => Err(e),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting() -> (tempfile::TempDir, std::path::PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let from = dir.path().join("a.zip");
        std::fs::write(&from, vec![7; 300_000]).unwrap();
        (dir, from)
    }

    #[test]
    fn both_the_upstream_and_the_unit_open_it_and_nobody_else() {
        let (dir, from) = setting();
        let to = dir.path().join("a.zip.age");
        let (upstream, unit) = (Identity::generate(), Identity::generate());
        let bytes = encrypt(&from, &to, &[upstream.recipient(), unit.recipient()], &()).unwrap();
        assert_eq!(std::fs::metadata(&to).unwrap().len(), bytes);
        for (n, identity) in
            [&upstream, &Identity::parse(&unit.to_text()).unwrap()].iter().enumerate()
        {
            let out = dir.path().join(format!("{n}.zip"));
            decrypt(&to, &out, identity, &()).unwrap();
            assert_eq!(std::fs::read(&out).unwrap(), std::fs::read(&from).unwrap());
        }
        let out = dir.path().join("other.zip");
        assert!(matches!(decrypt(&to, &out, &Identity::generate(), &()), Err(Error::Input(_))));
        assert!(!out.exists());
    }

    #[test]
    fn a_cut_or_changed_file_leaves_nothing_behind() {
        let (dir, from) = setting();
        let to = dir.path().join("a.zip.age");
        let identity = Identity::generate();
        encrypt(&from, &to, &[identity.recipient()], &()).unwrap();
        let good = std::fs::read(&to).unwrap();
        let mut changed = good.clone();
        changed[200_000] ^= 1;
        for bad in [&good[..good.len() - 1], &good[..100_000], &good[..40], &[], &changed[..]] {
            std::fs::write(&to, bad).unwrap();
            let out = dir.path().join("out.zip");
            assert!(matches!(decrypt(&to, &out, &identity, &()), Err(Error::Input(_))));
            assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
        }
    }

    #[test]
    fn what_is_there_already_is_not_overwritten() {
        let (dir, from) = setting();
        let to = dir.path().join("a.zip.age");
        std::fs::write(&to, "another").unwrap();
        let result = encrypt(&from, &to, &[Identity::generate().recipient()], &());
        assert!(matches!(result, Err(Error::Exists)));
        assert_eq!(std::fs::read_to_string(&to).unwrap(), "another");
    }
}
