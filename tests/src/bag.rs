//! A small sealed bundle to test with, and a zip writer that lies on demand.

use std::io::Read;
use std::path::{Path, PathBuf};

use bundle::{Seal, SealApplication, SealFile, Sealed, Signer, Source};
use engine::bundle::{BundleApplicant, BundleBatch, BundleKind, BundleUnit};

/// Code of the invented unit.
pub const UNIT: &str = "91530124MAXXXXXA9X";

/// A seal of two invented people with four small files.
pub fn seal() -> Seal {
    let file = |path: &str, name: &str, bytes: &[u8]| SealFile {
        path: path.into(),
        name: name.into(),
        material: Some("身份证".into()),
        source: Source::Bytes(bytes.to_vec()),
    };
    let person = |n: usize, name: &str| SealApplication {
        application_id: format!("app-{n}"),
        applicant: BundleApplicant {
            person_id: format!("person-{n}"),
            name: name.into(),
            title: "工程师".into(),
            committee: "昆明市工程系列中级评审委员会".into(),
            kind: "review".into(),
        },
        record: serde_json::json!({"verdict": "eligible", "算式": "6年1个月"}),
        files: vec![
            file("scans/01-id.jpg", "身份证正面_样例.jpg", &[0xff, 0xd8, n as u8, 0xff, 0xd9]),
            file("packet.pdf", "一人一档 <样例>.pdf", b"%PDF-1.7 packet"),
        ],
    };
    Seal {
        bundle_uuid: "01997d2c-6f00-7a00-8000-000000000001".into(),
        kind: BundleKind::Submission,
        unit: BundleUnit {
            id: UNIT.into(), name: "富民县样例建筑工程有限公司（虚构）".into()
        },
        batch: BundleBatch {
            id: "batch-1".into(),
            application_year: 2025,
            name: "2025年第一批".into(),
        },
        round: 0,
        prev: None,
        software: "chengbao test".into(),
        bagged_on: "2025-09-30".into(),
        applications: vec![person(1, "样建国"), person(2, "例志强")],
        files: vec![file("notice.pdf", "公示表.pdf", b"%PDF-1.7 notice")],
    }
}

/// The same seal under other ids and with a payload of this many bytes that nobody can guess.
pub fn seal_sized(n: u32, payload_bytes: usize) -> Seal {
    let mut seal = seal();
    seal.bundle_uuid = format!("01997d2c-6f00-7a00-8000-{n:012}");
    for (index, application) in seal.applications.iter_mut().enumerate() {
        application.application_id = format!("app-{n}-{index}");
    }
    seal.applications[0].files[1].source = Source::Bytes(noise(n, payload_bytes));
    seal
}

/// Bytes without a pattern, the same for the same seed.
pub fn noise(seed: u32, len: usize) -> Vec<u8> {
    let mut state = u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(len + 8);
    while bytes.len() < len {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(len);
    bytes
}

/// Seal into a folder; gives the file and what was sealed.
pub fn sealed_in(dir: &Path, seal: &Seal, signer: &Signer) -> (PathBuf, Sealed) {
    let out = dir.join(format!("{}.zip", seal.bundle_uuid));
    let sealed = bundle::seal(seal, signer, &out, &()).unwrap();
    (out, sealed)
}

/// One entry of a forged zip. What it declares and what it is can differ.
#[derive(Clone)]
pub struct Forged {
    /// Name in the directory.
    pub name: Vec<u8>,
    /// Name in the local header.
    pub local_name: Vec<u8>,
    /// Content as it stands in the file.
    pub data: Vec<u8>,
    /// Length it declares to expand to.
    pub declared: u32,
    /// CRC-32 it declares.
    pub crc: u32,
    /// 0 stored, 8 deflated.
    pub method: u16,
    /// General purpose flags.
    pub flags: u16,
    /// Unix mode.
    pub mode: u32,
}

impl Forged {
    /// An honest stored entry.
    pub fn new(name: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Self {
        let data = data.as_ref().to_vec();
        Self {
            name: name.as_ref().to_vec(),
            local_name: name.as_ref().to_vec(),
            declared: data.len() as u32,
            crc: crc32(&data),
            data,
            method: 0,
            flags: 0,
            mode: 0o100_644,
        }
    }
}

/// A forged zip: entries, and lies about the whole.
#[derive(Clone, Default)]
pub struct Forgery {
    /// The entries.
    pub entries: Vec<Forged>,
    /// Bytes before everything; offsets are not adjusted, as in a self-extractor.
    pub prefix: Vec<u8>,
    /// Bytes between entries and directory.
    pub hidden: Vec<u8>,
    /// Bytes after everything.
    pub suffix: Vec<u8>,
    /// Comment of the end record.
    pub comment: Vec<u8>,
    /// Count in the end record, if not the true one.
    pub count: Option<u16>,
    /// Let every directory entry point at the first local header.
    pub overlap: bool,
}

impl Forgery {
    /// The files of a good bundle, ready to be changed.
    pub fn of(zip: &Path) -> Self {
        let mut archive = zip::ZipArchive::new(std::fs::File::open(zip).unwrap()).unwrap();
        let entries = (0..archive.len())
            .map(|i| {
                let mut entry = archive.by_index(i).unwrap();
                let mut data = Vec::new();
                entry.read_to_end(&mut data).unwrap();
                Forged::new(entry.name().unwrap().as_bytes(), data)
            })
            .collect();
        Self { entries, ..Self::default() }
    }

    /// The top folder with its slash.
    pub fn top(&self) -> String {
        let name = String::from_utf8(self.entries[0].name.clone()).unwrap();
        format!("{}/", name.split('/').next().unwrap())
    }

    /// The entry at a path in the bag.
    pub fn at(&mut self, path: &str) -> &mut Forged {
        let name = format!("{}{path}", self.top());
        self.entries.iter_mut().find(|e| e.name == name.as_bytes()).unwrap()
    }

    /// Replace the content at a path in the bag.
    pub fn put(&mut self, path: &str, data: impl AsRef<[u8]>) {
        let name = format!("{}{path}", self.top());
        let entry = Forged::new(name.as_bytes(), data);
        match self.entries.iter_mut().find(|e| e.name == name.as_bytes()) {
            Some(found) => *found = entry,
            None => self.entries.push(entry),
        }
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = self.prefix.clone();
        let mut directory = Vec::new();
        for entry in &self.entries {
            let offset = if self.overlap { 0 } else { (out.len() - self.prefix.len()) as u32 };
            out.extend(b"PK\x03\x04\x14\0");
            out.extend(fields(entry));
            out.extend((entry.local_name.len() as u16).to_le_bytes());
            out.extend([0, 0]);
            out.extend(&entry.local_name);
            out.extend(&entry.data);
            directory.extend(b"PK\x01\x02\x14\x03\x14\0");
            directory.extend(fields(entry));
            directory.extend((entry.name.len() as u16).to_le_bytes());
            directory.extend([0; 8]);
            directory.extend((entry.mode << 16).to_le_bytes());
            directory.extend(offset.to_le_bytes());
            directory.extend(&entry.name);
        }
        out.extend(&self.hidden);
        let at = (out.len() - self.prefix.len()) as u32;
        let count = self.count.unwrap_or(self.entries.len() as u16).to_le_bytes();
        out.extend(&directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend(count);
        out.extend(count);
        out.extend((directory.len() as u32).to_le_bytes());
        out.extend(at.to_le_bytes());
        out.extend((self.comment.len() as u16).to_le_bytes());
        out.extend(&self.comment);
        out.extend(&self.suffix);
        out
    }
}

/// What local header and directory have in common, from the flags to the declared length.
fn fields(entry: &Forged) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend(entry.flags.to_le_bytes());
    out.extend(entry.method.to_le_bytes());
    out.extend([0, 0, 0x21, 0]);
    out.extend(entry.crc.to_le_bytes());
    out.extend((entry.data.len() as u32).to_le_bytes());
    out.extend(entry.declared.to_le_bytes());
    out
}

/// CRC-32 as zip has it.
pub fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(!0, |mut crc, &byte| {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
        crc
    })
}

impl Forgery {
    /// Make manifests, bag info and signature agree with the files as they are now, as a forger
    /// with a key of his own would.
    pub fn reseal(&mut self, signer: &Signer) {
        let top = self.top();
        let mut payload: Vec<(String, String, usize)> = self
            .entries
            .iter()
            .filter_map(|e| {
                let name = std::str::from_utf8(&e.name).ok()?.strip_prefix(&top)?;
                let hash = bundle::sha256_bytes(&e.data);
                name.starts_with("data/").then(|| (name.to_owned(), hash, e.data.len()))
            })
            .collect();
        payload.sort();
        let manifest: String =
            payload.iter().map(|(path, hash, _)| format!("{hash}  {path}\n")).collect();
        let octets: usize = payload.iter().map(|(_, _, len)| len).sum();
        let info = String::from_utf8(self.at("bag-info.txt").data.clone()).unwrap();
        let (head, _) = info.split_once("Payload-Oxum").unwrap();
        let info = format!("{head}Payload-Oxum: {octets}.{}\n", payload.len());
        self.put("bag-info.txt", info);
        self.put("manifest-sha256.txt", manifest);
        self.resign(signer);
    }

    /// Make the tag manifest and its signature agree with the tag files as they are now.
    pub fn resign(&mut self, signer: &Signer) {
        let tags = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"];
        let text: String = tags
            .map(|tag| format!("{}  {tag}\n", bundle::sha256_bytes(&self.at(tag).data)))
            .concat();
        let id = bundle::sha256_bytes(text.as_bytes());
        let comment = format!("bundle:{id} unit:{UNIT}");
        let signature = signer.sign(text.as_bytes(), &comment).unwrap();
        self.put("tagmanifest-sha256.txt", text);
        self.put("tagmanifest-sha256.txt.minisig", signature);
    }
}
