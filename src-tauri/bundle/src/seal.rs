//! Write a new bundle: stream the files, then the manifests, then the signature.
//!
//! Payload comes first and tag files last in the zip, so that every file is read exactly once and
//! what the manifest says is what was written, even if a file changes under our hands.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use engine::bundle::{
    APPLICATION_SCHEMA, ApplicationEnvelope, ApplicationRef, BagInfo, BundleApplicant, BundleBatch,
    BundleFile, BundleKind, BundleManifest, BundleUnit, MANIFEST_PATH, MAX_BUNDLE_BYTES,
    MAX_FILE_BYTES, MAX_FILES, MAX_ROUND, README_PATH, application_dir, check_path,
};
use engine::protocol::PROTOCOL;
use serde::Serialize;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use crate::digest::{CopyError, copy};
use crate::{Error, Result, Signer, Watch, checkpoint, readme, sha256_bytes, sha256_file};

/// Everything that goes into one bundle. Ids, day and software come from the caller, because this
/// package asks no clock and makes no ids.
#[derive(Debug, Clone)]
pub struct Seal {
    /// UUIDv7 of the bundle, lower case; also names the top folder.
    pub bundle_uuid: String,
    /// What the bundle is for.
    pub kind: BundleKind,
    /// The unit that files.
    pub unit: BundleUnit,
    /// The batch filed.
    pub batch: BundleBatch,
    /// 轮次: 0 to 3.
    pub round: u8,
    /// Bundle id (64 hex digits) of the returned bundle this one answers.
    pub prev: Option<String>,
    /// Program and version, ASCII, such as `chengbao 0.1.0`.
    pub software: String,
    /// Day of sealing, `YYYY-MM-DD`.
    pub bagged_on: String,
    /// The applications, in the order of their folders.
    pub applications: Vec<SealApplication>,
    /// Files of the whole batch; they go to `data/batch/`.
    pub files: Vec<SealFile>,
}

/// One application and its files.
#[derive(Debug, Clone)]
pub struct SealApplication {
    /// Id of the application in the office.
    pub application_id: String,
    /// Who applies, for what.
    pub applicant: BundleApplicant,
    /// The full record as the office keeps it.
    pub record: serde_json::Value,
    /// The files; they go to `data/applications/NNNN/`.
    pub files: Vec<SealFile>,
}

/// One file to seal.
#[derive(Debug, Clone)]
pub struct SealFile {
    /// Path inside its folder, such as `packet.pdf` or `scans/01-id.pdf`; see
    /// [`engine::bundle::check_path`].
    pub path: String,
    /// Original file name; may be Chinese.
    pub name: String,
    /// Name of the material on the checklist.
    pub material: Option<String>,
    /// Where the content comes from.
    pub source: Source,
}

/// Where a file's content comes from. The SHA-256, where the store knows it, is compared with what
/// was read: a file that changed since it was taken in is refused.
#[derive(Clone)]
pub enum Source {
    /// A file on disk.
    File(PathBuf, Option<String>),
    /// Bytes in memory.
    Bytes(Vec<u8>),
    /// A stream opened only when its turn comes, for content that does not lie on disk as it is
    /// (encrypted attachments), so that one file at a time is held and never a whole batch.
    Stream {
        /// Opens the content.
        open: Opener,
        /// Its length in bytes, for progress and for the limits.
        bytes: u64,
        /// Its SHA-256, if known.
        sha256: Option<String>,
    },
}

/// Opens a stream of content; called once.
pub type Opener = Arc<dyn Fn() -> std::io::Result<Box<dyn Read>> + Send + Sync>;

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(..) => f.write_str("File(…)"),
            Self::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
            Self::Stream { bytes, .. } => write!(f, "Stream({bytes})"),
        }
    }
}

/// What was sealed.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// SHA-256 of the tag manifest: names the content, survives re-zipping.
    pub bundle_id: String,
    /// SHA-256 of the zip: names the transport file.
    pub zip_sha256: String,
    /// Length of the zip in bytes.
    pub bytes: u64,
    /// Payload files.
    pub files: usize,
    /// Payload bytes.
    pub payload_bytes: u64,
    /// `bundle.json` as written.
    pub manifest: BundleManifest,
}

/// Seal a bundle into a new file. Writes beside it under a temporary name, and renames only when
/// everything is on disk; on any failure nothing is left behind.
///
/// # Errors
/// `Exists` when the output is there already, `Input` when something does not fit the format or its
/// limits, `Io` (a full disk among others), `Key`, `Cancelled`.
pub fn seal(seal: &Seal, signer: &Signer, out: &Path, watch: &dyn Watch) -> Result<Sealed> {
    check_input(seal)?;
    if out.try_exists().map_err(Error::io("上报包"))? {
        return Err(Error::Exists);
    }
    let total = measure(seal)?;
    let temp = Temp::beside(out)?;
    let file = File::create(&temp.path).map_err(Error::io("上报包"))?;
    let mut bag = Bag {
        zip: ZipWriter::new(BufWriter::with_capacity(1 << 20, file)),
        top: format!("bag-{}", seal.bundle_uuid),
        payload: Vec::new(),
        started: BTreeSet::new(),
        watch,
        done: 0,
        total,
    };
    let manifest = bag.write_payload(seal, signer)?;
    let bundle_id = bag.write_tags(&manifest, &seal.bagged_on, signer)?;
    let (files, payload_bytes) = (bag.payload.len(), bag.octets());
    let fail = Error::io("上报包");
    let buffered = bag.zip.finish().map_err(write_error)?;
    let file = buffered.into_inner().map_err(|e| Error::io("上报包")(e.into_error()))?;
    file.sync_all().map_err(Error::io("上报包"))?;
    let bytes = file.metadata().map_err(fail)?.len();
    drop(file);
    if bytes > MAX_BUNDLE_BYTES {
        return Err(too_large());
    }
    let zip_sha256 = sha256_file(&temp.path)?;
    temp.keep(out)?;
    Ok(Sealed { bundle_id, zip_sha256, bytes, files, payload_bytes, manifest })
}

/// The bag while it is written.
struct Bag<'a> {
    zip: ZipWriter<BufWriter<File>>,
    top: String,
    payload: Vec<BundleFile>,
    started: BTreeSet<String>,
    watch: &'a dyn Watch,
    done: u64,
    total: u64,
}

impl Bag<'_> {
    fn write_payload(&mut self, seal: &Seal, signer: &Signer) -> Result<BundleManifest> {
        let mut applications = Vec::with_capacity(seal.applications.len());
        let mut envelopes = Vec::with_capacity(seal.applications.len());
        for (index, application) in seal.applications.iter().enumerate() {
            let dir = application_dir(index + 1);
            let files = self.write_files(&dir, &application.files)?;
            let envelope = ApplicationEnvelope {
                application_id: application.application_id.clone(),
                batch_id: seal.batch.id.clone(),
                unit_id: seal.unit.id.clone(),
                round: seal.round,
                applicant: application.applicant.clone(),
                record: application.record.clone(),
                files,
            };
            let path = format!("{dir}/application.json");
            self.write_text(&path, &pretty(&envelope)?)?;
            applications
                .push(ApplicationRef { application_id: envelope.application_id.clone(), path });
            envelopes.push((envelope.applicant, envelope.files));
        }
        let files = self.write_files("data/batch", &seal.files)?;
        let mut schemas = Vec::new();
        for (schema, text) in engine::bundle::schemas() {
            self.write_text(&schema.path, &text)?;
            schemas.push(schema);
        }
        debug_assert!(schemas.iter().any(|s| s.id == APPLICATION_SCHEMA));
        let manifest = BundleManifest {
            kind: seal.kind,
            protocol: PROTOCOL,
            bundle_uuid: seal.bundle_uuid.clone(),
            unit: seal.unit.clone(),
            batch: seal.batch.clone(),
            round: seal.round,
            prev: seal.prev.as_ref().map(|id| format!("sha256:{id}")),
            software: seal.software.clone(),
            signing_key: signer.public().to_base64(),
            schemas,
            applications,
            files,
        };
        self.write_text(MANIFEST_PATH, &pretty(&manifest)?)?;
        self.write_text(README_PATH, &readme::page(&manifest, &seal.bagged_on, &envelopes))?;
        Ok(manifest)
    }

    /// Stream the files of one folder, in the order of their paths.
    fn write_files(&mut self, dir: &str, files: &[SealFile]) -> Result<Vec<BundleFile>> {
        let mut order: Vec<&SealFile> = files.iter().collect();
        order.sort_by(|a, b| a.path.cmp(&b.path));
        let mut written = Vec::with_capacity(order.len());
        for file in order {
            let path = format!("{dir}/{}", file.path);
            check_path(&path).map_err(|_| bad_path(&path))?;
            let (sha256, bytes) = self.write_source(&path, &file.source)?;
            let entry = BundleFile {
                path,
                sha256,
                bytes,
                name: file.name.clone(),
                material: file.material.clone(),
            };
            self.payload.push(entry.clone());
            written.push(entry);
        }
        Ok(written)
    }

    fn write_source(&mut self, path: &str, source: &Source) -> Result<(String, u64)> {
        let role = || format!("要封装的文件（{path}）");
        let ((sha256, bytes), expected) = match source {
            Source::Bytes(bytes) => (self.copy_in(path, &mut bytes.as_slice())?, &None),
            Source::File(from, expected) => {
                let mut file = File::open(from).map_err(Error::io(&role()))?;
                (self.copy_in(path, &mut file)?, expected)
            }
            Source::Stream { open, sha256, .. } => {
                let mut stream = open().map_err(Error::io(&role()))?;
                (self.copy_in(path, &mut stream)?, sha256)
            }
        };
        match expected {
            Some(known) if *known != sha256 => Err(Error::Input(format!(
                "{}与存入时不一致，可能已损坏。请重新添加这份材料后再封装",
                role()
            ))),
            _ => Ok((sha256, bytes)),
        }
    }

    fn copy_in(&mut self, path: &str, from: &mut impl Read) -> Result<(String, u64)> {
        self.start(path)?;
        let Self { zip, watch, done, total, .. } = self;
        let moved = copy(from, zip, MAX_FILE_BYTES + 1, |piece| {
            *done += piece;
            checkpoint(*watch, "封装", *done, *total)
        });
        match moved {
            Ok((_, bytes)) if bytes > MAX_FILE_BYTES => Err(file_too_large(path)),
            Ok(result) => Ok(result),
            Err(CopyError::Read(e)) => {
                Err(Error::io(&format!("要封装的文件（{path}）"))(e))
            }
            Err(CopyError::Write(e)) => Err(Error::io("上报包")(e)),
            Err(CopyError::Stopped(e)) => Err(e),
        }
    }

    /// A small text of our own in the payload.
    fn write_text(&mut self, path: &str, text: &str) -> Result<()> {
        check_path(path).map_err(|_| bad_path(path))?;
        self.write_tag(path, text)?;
        self.payload.push(BundleFile {
            path: path.to_owned(),
            sha256: sha256_bytes(text.as_bytes()),
            bytes: text.len() as u64,
            name: String::new(),
            material: None,
        });
        Ok(())
    }

    /// Manifests, bag info, declaration, signature; gives the bundle id.
    fn write_tags(
        &mut self,
        manifest: &BundleManifest,
        bagged_on: &str,
        signer: &Signer,
    ) -> Result<String> {
        self.payload.sort_by(|a, b| a.path.cmp(&b.path));
        let lines = |files: &[(&str, &str)]| -> String {
            files.iter().map(|(path, sha256)| format!("{sha256}  {path}\n")).collect()
        };
        let payload: Vec<_> =
            self.payload.iter().map(|f| (f.path.as_str(), f.sha256.as_str())).collect();
        let payload_manifest = lines(&payload);
        let info = BagInfo::of(manifest, bagged_on, self.octets(), self.payload.len()).to_text();
        let tags = [
            ("bag-info.txt", info.as_str()),
            ("bagit.txt", crate::verify::DECLARATION),
            ("manifest-sha256.txt", payload_manifest.as_str()),
        ];
        let hashes = tags.map(|(name, text)| (name, sha256_bytes(text.as_bytes())));
        let tag_manifest = lines(&hashes.each_ref().map(|(name, hash)| (*name, hash.as_str())));
        let bundle_id = sha256_bytes(tag_manifest.as_bytes());
        let comment = format!("bundle:{bundle_id} unit:{}", manifest.unit.id);
        let signature = signer.sign(tag_manifest.as_bytes(), &comment)?;
        for (name, text) in tags {
            self.write_tag(name, text)?;
        }
        self.write_tag("tagmanifest-sha256.txt", &tag_manifest)?;
        self.write_tag("tagmanifest-sha256.txt.minisig", &signature)?;
        Ok(bundle_id)
    }

    fn write_tag(&mut self, path: &str, text: &str) -> Result<()> {
        self.start(path)?;
        self.zip.write_all(text.as_bytes()).map_err(Error::io("上报包"))
    }

    /// Begin an entry. Time, mode and system are fixed, so that the same content gives the same
    /// bytes anywhere; text is deflated, what is compressed already is stored.
    fn start(&mut self, path: &str) -> Result<()> {
        if !self.started.insert(path.to_owned()) {
            return Err(Error::Input(format!(
                "有两份文件要放在同一位置（{path}）。请改名后再封装"
            )));
        }
        let is_text = [".json", ".html", ".txt"].iter().any(|end| path.ends_with(end));
        let method = if is_text { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .compression_level(is_text.then_some(6))
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(0o644)
            .system(System::Unix);
        self.zip.start_file(format!("{}/{path}", self.top), options).map_err(write_error)
    }

    fn octets(&self) -> u64 {
        self.payload.iter().map(|f| f.bytes).sum()
    }
}

/// A file under a temporary name that disappears unless kept.
pub(crate) struct Temp {
    pub(crate) path: PathBuf,
}

impl Temp {
    /// One beside the file it is to become.
    pub(crate) fn beside(out: &Path) -> Result<Self> {
        let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
        let name = out.file_name().ok_or_else(|| Error::io("上报包")(missing()))?;
        let mut part = std::ffi::OsString::from(".");
        part.push(name);
        part.push(".part");
        Ok(Self { path: out.with_file_name(part) })
    }

    /// Rename to the final name and put the rename itself on disk.
    pub(crate) fn keep(self, out: &Path) -> Result<()> {
        if out.try_exists().map_err(Error::io("上报包"))? {
            return Err(Error::Exists);
        }
        std::fs::rename(&self.path, out).map_err(Error::io("上报包"))?;
        crate::digest::sync_dir(out.parent()).map_err(Error::io("上报包"))
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        // Gone already after `keep`; otherwise a leftover is worse than a failed removal.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Everything must fit before the first byte is written.
fn check_input(seal: &Seal) -> Result<()> {
    let is_uuid = seal.bundle_uuid.len() == 36
        && seal.bundle_uuid.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f' | b'-'));
    let is_word =
        |s: &str| !s.is_empty() && s.len() <= 100 && s.bytes().all(|c| c.is_ascii_graphic());
    let is_line = |s: &str| {
        !s.is_empty()
            && s.trim() == s
            && s.chars().count() <= 200
            && !s.chars().any(char::is_control)
    };
    let is_day = seal.bagged_on.len() == 10
        && seal
            .bagged_on
            .bytes()
            .enumerate()
            .all(|(i, c)| if matches!(i, 4 | 7) { c == b'-' } else { c.is_ascii_digit() });
    let is_id =
        |s: &str| s.len() == 64 && s.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
    let faults = [
        (is_uuid, "上报包编号不是UUID"),
        (is_word(&seal.unit.id), "统一社会信用代码为空或含特殊字符，请在单位信息里填写"),
        (is_line(&seal.unit.name), "单位名称为空或含换行，请在单位信息里填写"),
        (is_word(&seal.batch.id), "批次编号为空或含特殊字符"),
        (is_line(&seal.software), "程序名称为空或含换行"),
        (is_day, "封装日期不是YYYY-MM-DD"),
        (seal.round <= MAX_ROUND, "退回次数已满3次，不能再报"),
        ((seal.round == 0) == seal.prev.is_none(), "退回后再报要写明上一个包，首次上报不写"),
        (seal.prev.as_deref().is_none_or(is_id), "上一个包的编号不是64位十六进制"),
        (
            !seal.applications.is_empty() || seal.kind != BundleKind::Submission,
            "没有选择申报人，请先选人",
        ),
    ];
    match faults.iter().find(|(holds, _)| !holds) {
        None => Ok(()),
        Some((_, sentence)) => Err(Error::Input((*sentence).to_owned())),
    }
}

/// Sum the sizes and refuse early what could not be sealed.
fn measure(seal: &Seal) -> Result<u64> {
    let files = seal.applications.iter().flat_map(|a| &a.files).chain(&seal.files);
    let (mut total, mut count) = (0, seal.applications.len() + 9);
    for file in files {
        let bytes = match &file.source {
            Source::Bytes(bytes) => bytes.len() as u64,
            Source::Stream { bytes, .. } => *bytes,
            Source::File(path, _) => {
                let role = format!("要封装的文件（{}）", file.path);
                std::fs::metadata(path).map_err(Error::io(&role))?.len()
            }
        };
        if bytes > MAX_FILE_BYTES {
            return Err(file_too_large(&file.path));
        }
        total += bytes;
        count += 1;
    }
    if total > MAX_BUNDLE_BYTES || count > MAX_FILES { Err(too_large()) } else { Ok(total) }
}

fn pretty<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string_pretty(value)
        .map(|text| text + "\n")
        .map_err(|_| Error::Input("申报记录不能写成JSON".to_owned()))
}

fn bad_path(path: &str) -> Error {
    Error::Input(format!(
        "文件位置（{path}）不合命名规则：只用小写字母、数字、点、横线，总长不超过120"
    ))
}

fn file_too_large(path: &str) -> Error {
    Error::Input(format!("文件（{path}）超过512 MiB。请压缩或拆分这份材料后再封装"))
}

fn too_large() -> Error {
    Error::Input(
        "这一批超过一个上报包的上限（2 GiB或20000个文件）。请分成几包，每包选少一些申报人"
            .to_owned(),
    )
}

fn write_error(error: zip::result::ZipError) -> Error {
    match error {
        zip::result::ZipError::Io(e) => Error::io("上报包")(e),
        other => Error::io("上报包")(std::io::Error::other(other.to_string())),
    }
}
