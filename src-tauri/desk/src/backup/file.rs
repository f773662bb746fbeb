//! The whole office in one encrypted file: the database, attachments, sealed bundles and everything
//! else of the folder, as a tar stream under a pass phrase (age v1). Memory does not grow with it.

use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::files::{blob_is_whole, lock, sha256_file};
use crate::key::{DataKey, Sealer};
use crate::progress::Progress;
use crate::store::copy::{self, Contents};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bundle::{Encrypting, Hashing, decrypting};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};
use zeroize::Zeroizing;

/// Ending of a backup file's name: an age file of a tar.
pub const ENDING: &str = ".tar.age";
/// Version of what the file holds; a newer one is refused.
const FORMAT: u32 = 2;
/// Version of one of an office in the clear, which older programs can read.
const PLAIN_FORMAT: u32 = 1;
/// First entry of the file.
const HEAD: &str = "backup.json";
/// The database inside.
pub(super) const DATABASE: &str = "office.db";
/// What belongs to this machine or can be made again.
const LEFT_OUT: &[&str] = &[
    "office.db",
    "office.db-wal",
    "office.db-shm",
    "office.lock",
    "made",
    "stick",
    "incoming",
    "backup",
    "set-aside",
    "restoring",
    "office.key",
];
/// What a head may take.
const MAX_HEAD: u64 = 1 << 16;

/// What a backup file says of itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Version of the file's form.
    pub format: u32,
    /// Instant it was made, RFC 3339 UTC.
    pub made_at: String,
    /// Files besides the database.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Attachments that were damaged on the disk already, and are not in it.
    pub damaged: u64,
    /// The data key of an encrypted office, base64: what is inside lies under it, and the whole under
    /// the backup's own pass phrase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Zeroizing<String>>,
}

impl Head {
    /// The key of what is inside; `None` of an office in the clear.
    ///
    /// # Errors
    /// `UnsupportedFile` for what is none.
    pub(super) fn key(&self) -> Result<Option<DataKey>> {
        let Some(text) = &self.key else { return Ok(None) };
        let bytes = BASE64.decode(text.as_bytes()).map(Zeroizing::new).map_err(|_| damaged())?;
        DataKey::from_bytes(&bytes).map(Some).ok_or_else(damaged)
    }
}

/// A backup that was unpacked and checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Unpacked {
    /// What it says of itself.
    pub head: Head,
    /// What its database holds.
    pub contents: Contents,
    /// Where it lies.
    pub folder: PathBuf,
}

/// Write the whole office into one encrypted file, then read it back and compare.
///
/// # Errors
/// `DiskFull` and the like, `Cancelled`, `Conflict` when what is read back differs; nothing is left
/// under the final name.
pub fn write(desk: &Desk, passphrase: &str, to: &Path, progress: &dyn Progress) -> Result<Head> {
    let part = to.with_extension("part");
    let database = to.with_extension("db");
    let made = (|| {
        progress.checkpoint("备份资料库", 0, 0)?;
        {
            let _copying = lock(&desk.copying);
            copy::copy(&desk.folder(DATABASE), &database, desk.ring.database().as_ref())?;
        }
        let (files, damaged) = gather(&desk.folder(""), &desk.ring.sealer, progress)?;
        let bytes = files.iter().map(|f| f.bytes).sum();
        let key = desk.ring.data_key();
        let head = Head {
            format: if key.is_some() { FORMAT } else { PLAIN_FORMAT },
            made_at: desk.now(),
            files: files.len() as u64,
            bytes,
            damaged,
            key: key.map(|key| Zeroizing::new(BASE64.encode(key.bytes()))),
        };
        let written = pour(&head, &database, &files, passphrase, &part, progress)?;
        progress.checkpoint("读回核对", bytes, bytes)?;
        if sha256_file(&part).map_err(|e| Error::io("备份文件", e))? != written {
            return Err(Error::new(
                Code::Conflict,
                "写过去的备份读回来不一样，没有留下文件",
                "请换一个U盘或目录再试",
            ));
        }
        std::fs::rename(&part, to).map_err(|e| Error::io("备份文件", e))?;
        Ok(head)
    })();
    let _ = std::fs::remove_file(&database);
    if made.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    made
}

/// A file of the office.
struct Found {
    /// With `/`, from the office folder.
    name: String,
    path: PathBuf,
    bytes: u64,
}

/// Everything of the office folder but the database, attachments that are whole only.
fn gather(folder: &Path, sealer: &Sealer, progress: &dyn Progress) -> Result<(Vec<Found>, u64)> {
    let io = |e| Error::io("资料夹", e);
    let (mut found, mut damaged, mut waiting) = (Vec::new(), 0, vec![String::new()]);
    while let Some(below) = waiting.pop() {
        for entry in std::fs::read_dir(folder.join(&below)).map_err(io)? {
            let entry = entry.map_err(io)?;
            let own = entry.file_name().to_string_lossy().into_owned();
            if (below.is_empty() && LEFT_OUT.contains(&own.as_str())) || own.ends_with(".part") {
                continue;
            }
            let name = if below.is_empty() { own } else { format!("{below}/{own}") };
            let kind = entry.file_type().map_err(io)?;
            if kind.is_dir() {
                if name != crate::files::REMOVED {
                    waiting.push(name);
                }
                continue;
            }
            if !kind.is_file() {
                continue;
            }
            progress.checkpoint("核对附件", found.len() as u64, 0)?;
            if name.starts_with("blobs/") && !blob_is_whole(&entry.path(), sealer) {
                damaged += 1;
                continue;
            }
            let bytes = entry.metadata().map_err(io)?.len();
            found.push(Found { name, path: entry.path(), bytes });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((found, damaged))
}

/// Write the stream; gives the SHA-256 of what went to the disk.
fn pour(
    head: &Head,
    database: &Path,
    files: &[Found],
    passphrase: &str,
    to: &Path,
    progress: &dyn Progress,
) -> Result<String> {
    let io = |e| Error::io("备份文件", e);
    let sink = File::create(to).map_err(io)?;
    let sink = Hashing::new(BufWriter::with_capacity(1 << 20, sink));
    let mut tar = tar::Builder::new(Encrypting::new(sink, passphrase).map_err(failed)?);
    let text = Zeroizing::new(serde_json::to_vec(head)?);
    append(&mut tar, HEAD, text.len() as u64, &text[..])?;
    let opened = File::open(database).map_err(io)?;
    let bytes = opened.metadata().map_err(io)?.len();
    append(&mut tar, DATABASE, bytes, opened)?;
    let mut done = 0;
    for file in files {
        progress.checkpoint("写备份", done, head.bytes)?;
        let opened = File::open(&file.path).map_err(|e| Error::io("资料夹里的文件", e))?;
        append(&mut tar, &file.name, file.bytes, opened.take(file.bytes))?;
        done += file.bytes;
    }
    let encrypting = tar.into_inner().map_err(io)?;
    let (sink, written) = encrypting.finish().map_err(failed)?.finish();
    let file = sink.into_inner().map_err(|e| io(e.into_error()))?;
    file.sync_all().map_err(io)?;
    Ok(written)
}

fn append(
    tar: &mut tar::Builder<impl Write>,
    name: &str,
    bytes: u64,
    from: impl Read,
) -> Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o600);
    let mut counted = Counted { from, bytes: 0 };
    tar.append_data(&mut header, name, &mut counted).map_err(|e| Error::io("备份文件", e))?;
    if counted.bytes == bytes {
        return Ok(());
    }
    Err(Error::new(
        Code::FileBusy,
        "备份时有文件正在变动，没有做成备份",
        "请等正在进行的操作完成后再备份",
    ))
}

/// Unpack a backup into `folder`, which is emptied first, checking everything; the office is not
/// touched.
///
/// # Errors
/// `InvalidInput` for a wrong pass phrase or a file that is none, `UnsupportedFile` for a damaged
/// one, `NewerDatabase`, `DiskFull`, `Cancelled`; then the folder is gone.
pub fn unpack(
    from: &Path,
    passphrase: &str,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Unpacked> {
    let unpacked = unpack_into(from, passphrase, folder, progress);
    if unpacked.is_err() {
        let _ = std::fs::remove_dir_all(folder);
    }
    unpacked
}

fn unpack_into(
    from: &Path,
    passphrase: &str,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Unpacked> {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).map_err(|e| Error::io("暂存文件夹", e))?;
    let source = File::open(from).map_err(|e| Error::io("备份文件", e))?;
    let total = source.metadata().map_err(|e| Error::io("备份文件", e))?.len();
    progress.checkpoint("打开备份", 0, total)?;
    let stream =
        decrypting(BufReader::with_capacity(1 << 20, source), passphrase).map_err(failed)?;
    let mut tar = tar::Archive::new(stream);
    let mut entries = tar.entries().map_err(|_| damaged())?;
    let first = entries.next().ok_or_else(damaged)?.map_err(|_| damaged())?;
    let mut text = Zeroizing::new(Vec::new());
    first.take(MAX_HEAD).read_to_end(&mut text).map_err(|_| damaged())?;
    let head: Head = serde_json::from_slice(&text).map_err(|_| damaged())?;
    if head.format > FORMAT {
        return Err(Error::new(
            Code::NewerDatabase,
            "这份备份是更新版本的程序做的，本程序读不了",
            "请安装新版程序后再恢复；备份没有被改动",
        ));
    }
    let key = head.key()?;
    let sealer = key.as_ref().map(Sealer::of).unwrap_or_default();
    let (mut done, mut files) = (0, 0);
    for entry in &mut entries {
        let mut entry = entry.map_err(|_| damaged())?;
        progress.checkpoint("取出备份", done, total.max(done))?;
        let name = entry.path().map_err(|_| damaged())?.into_owned();
        if entry.header().entry_type() != tar::EntryType::Regular || !is_inside(&name) {
            return Err(damaged());
        }
        let to = folder.join(&name);
        if let Some(parent) = to.parent() {
            std::fs::create_dir_all(parent).map_err(|e| Error::io("暂存文件夹", e))?;
        }
        let mut out = File::create(&to).map_err(|e| Error::io("暂存文件", e))?;
        let moved = move_all(&mut entry, &mut out)?;
        out.sync_all().map_err(|e| Error::io("暂存文件", e))?;
        if name.starts_with("blobs") && !blob_is_whole(&to, &sealer) {
            return Err(damaged());
        }
        done += moved;
        files += u64::from(name != Path::new(DATABASE));
    }
    // The end of the stream is authenticated too; a tar reader stops before it.
    std::io::copy(&mut tar.into_inner(), &mut std::io::sink()).map_err(|_| damaged())?;
    if files != head.files {
        return Err(damaged());
    }
    let contents = copy::look(&folder.join(DATABASE), key.map(|k| k.database()).as_ref())?;
    Ok(Unpacked { head, contents, folder: folder.to_owned() })
}

/// Copy, telling the two sides' faults apart: of the encrypted side they mean damage.
fn move_all(from: &mut impl Read, to: &mut File) -> Result<u64> {
    let mut piece = vec![0; 1 << 16];
    let mut moved = 0;
    loop {
        let n = from.read(&mut piece).map_err(|_| damaged())?;
        if n == 0 {
            return Ok(moved);
        }
        to.write_all(piece.get(..n).unwrap_or_default()).map_err(|e| Error::io("暂存文件", e))?;
        moved += n as u64;
    }
}

fn is_inside(name: &Path) -> bool {
    name.components().all(|part| matches!(part, Component::Normal(_)))
        && name.components().next().is_some()
}

fn damaged() -> Error {
    Error::new(
        Code::UnsupportedFile,
        "这份备份已损坏或不完整，没有恢复任何内容",
        "请重新拷贝一次；仍不行的，请换一份备份",
    )
}

fn failed(error: bundle::Error) -> Error {
    match error {
        bundle::Error::Input(sentence) => Error::invalid(sentence, ""),
        bundle::Error::Io { source, .. } => Error::io("备份文件", source),
        other => Error::internal(other),
    }
}

/// Counts what is read: a file that changes while it is copied would make the whole unreadable.
struct Counted<R> {
    from: R,
    bytes: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.from.read(into)?;
        self.bytes += n as u64;
        Ok(n)
    }
}
