//! The data folder: names of what lies in it, and writing that survives a power cut.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use bundle::{Identity, Signer};

use crate::failure::{Failure, Result};

/// A file in the inbox that nobody wrote to for this long was left by a stop.
const INBOX_LIFE: std::time::Duration = std::time::Duration::from_secs(3600);

/// The receiver's folder. It holds other people's personal data, so only its owner may look in.
#[derive(Debug, Clone)]
pub struct DataDir(PathBuf);

impl DataDir {
    /// Open a folder, made if it is not there.
    pub fn open(path: &Path) -> Result<Self> {
        let dir = Self(path.to_owned());
        for folder in [path, &dir.0.join("parts"), &dir.0.join("bundles")] {
            create_private_dir(folder)
                .map_err(|_| Failure::bad("数据文件夹不能创建或写入，请换一个位置（--data）"))?;
        }
        Ok(dir)
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.0.join("receiver.db")
    }

    /// The folder of unfinished uploads.
    pub fn parts(&self) -> PathBuf {
        self.0.join("parts")
    }

    /// The folder where files from a stick are opened.
    pub fn inbox(&self) -> PathBuf {
        self.0.join("inbox")
    }

    /// Where an unfinished upload lies.
    pub fn part(&self, upload_id: &str) -> PathBuf {
        self.parts().join(format!("{upload_id}.part"))
    }

    /// Where a received bundle lies. Both parts of the name were checked to be plain.
    pub fn bundle(&self, unit_id: &str, bundle_id: &str) -> PathBuf {
        self.0.join("bundles").join(unit_id).join(format!("{bundle_id}.zip"))
    }

    /// Take the folder for this process alone; released when the file is dropped.
    pub fn lock(&self) -> Result<File> {
        let file = File::create(self.0.join("serve.lock"))?;
        file.try_lock().map_err(|_| {
            Failure::bad("这个数据文件夹正被另一个收件端使用，请先停止它，或换一个文件夹")
        })?;
        Ok(file)
    }

    /// The address the receiver last listened on, up to and including the base path.
    pub fn address(&self) -> Option<String> {
        fs::read_to_string(self.0.join("address")).ok().map(|text| text.trim().to_owned())
    }

    /// Note the address for `pair`.
    pub fn set_address(&self, url: &str) -> Result<()> {
        write_private(&self.0.join("address"), url.as_bytes())
    }

    /// Remove what a stop left in the inbox. Younger files may be in use by an import.
    pub fn sweep_inbox(&self) {
        for entry in fs::read_dir(self.inbox()).into_iter().flatten().flatten() {
            let age = entry.metadata().and_then(|m| m.modified()).map(|at| at.elapsed());
            if matches!(age, Ok(Ok(age)) if age > INBOX_LIFE) {
                // Gone already, or gone the next time.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// The certificate authority that pairing files name while the receiver answers over HTTPS.
    pub fn trusted(&self) -> PathBuf {
        self.0.join("trusted.pem")
    }

    /// The signing key, made on first use.
    pub fn signer(&self) -> Result<Signer> {
        let text = self.key("receiver.key", || Ok(Signer::generate()?.to_secret_text()?))?;
        Signer::from_secret_text(&text)
            .map_err(|_| Failure::bad("收件端的签名密钥（receiver.key）已损坏，请从备份恢复"))
    }

    /// The key that opens what units encrypt for a stick, made on first use.
    pub fn identity(&self) -> Result<Identity> {
        let text = self.key("receiver.age", || Ok(Identity::generate().to_text()))?;
        Identity::parse(&text)
            .map_err(|_| Failure::bad("收件端的解密密钥（receiver.age）已损坏，请从备份恢复"))
    }

    /// The text of a key, made if it is not there; under a lock, so that two first starts make one.
    pub fn key(&self, name: &str, make: impl FnOnce() -> Result<String>) -> Result<String> {
        let lock = File::create(self.0.join("keys.lock"))?;
        lock.lock()?;
        let path = self.0.join(name);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                let text = make()?;
                write_private(&path, text.as_bytes())?;
                Ok(text)
            }
            Err(e) => Err(e.into()),
        }
    }
}

/// Make a folder, with parents, that only its owner may read.
pub fn create_private_dir(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Write a whole file that only its owner may read: temporary name, sync, rename, sync the folder.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let temp = path.with_file_name(name);
    let write = || -> std::io::Result<()> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&temp)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temp, path)?;
        sync_parent(path)
    };
    write().map_err(|e| {
        let _ = fs::remove_file(&temp);
        e.into()
    })
}

/// Put a rename on disk. Windows has no such call for folders and needs none.
pub fn sync_parent(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(dir) if cfg!(unix) => {
            File::open(if dir.as_os_str().is_empty() { Path::new(".") } else { dir })?.sync_all()
        }
        _ => Ok(()),
    }
}
