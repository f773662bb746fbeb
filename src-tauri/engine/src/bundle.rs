//! What a bundle (上报包) is made of: the names of its files, `bundle.json`, one `application.json`
//! per applicant, the fields of `bag-info.txt`, and what can be wrong with a bundle.
//!
//! Pure data: package `bundle` writes and reads the files. A bundle is a BagIt 1.0 bag (RFC 8493) in
//! a zip; `schemas/bagit-profile.json` says the same for strangers' validators.

mod fault;

pub use fault::{BundleFault, BundleProblem};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The profile a bag declares. A UUID, because it needs no registry and no web server to stay ours.
pub const PROFILE_IDENTIFIER: &str = "urn:uuid:3c1f7a52-6b0d-4e0a-9a55-8d3f3f6f2b10";
/// `$id` of the schema of `bundle.json`.
pub const MANIFEST_SCHEMA: &str = "urn:chengbao:schema:bundle-1";
/// `$id` of the schema of `application.json`.
pub const APPLICATION_SCHEMA: &str = "urn:chengbao:schema:application-1";

/// Largest bundle as a zip, in bytes: 2 GiB, half of what FAT32 holds in one file.
pub const MAX_BUNDLE_BYTES: u64 = 2 << 30;
/// Largest single file in a bundle, in bytes.
pub const MAX_FILE_BYTES: u64 = 512 << 20;
/// Most files in one bundle.
pub const MAX_FILES: usize = 20_000;
/// Longest path inside a bag, in characters: Windows' limit with room for the folder on the stick.
pub const MAX_PATH_CHARS: usize = 120;
/// Longest single segment of a path, in characters.
pub const MAX_SEGMENT_CHARS: usize = 64;
/// The last round: a batch may come back three times.
pub const MAX_ROUND: u8 = 3;

/// Path of `bundle.json` in the bag.
pub const MANIFEST_PATH: &str = "data/bundle.json";
/// Path of the Chinese index page in the bag.
pub const README_PATH: &str = "data/readme.html";

/// What a bundle is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BundleKind {
    /// 上报：applications from a unit to its upstream.
    Submission,
    /// 审核结果：the upstream's decision on applications.
    Decision,
    /// 回执：the upstream has it.
    Receipt,
}

impl BundleKind {
    /// The word in `bag-info.txt` and `bundle.json`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::Decision => "decision",
            Self::Receipt => "receipt",
        }
    }
}

/// The unit (单位) that files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BundleUnit {
    /// 统一社会信用代码.
    pub id: String,
    /// Full name.
    pub name: String,
}

/// The batch (批次) the applications belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BundleBatch {
    /// Id of the batch in the filing office.
    pub id: String,
    /// 申报年度.
    pub application_year: i32,
    /// Name the office gave it.
    pub name: String,
}

/// `data/bundle.json`: what this bundle is, and where each application lies in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BundleManifest {
    /// What the bundle is for.
    pub kind: BundleKind,
    /// Protocol version the writer speaks; see `protocol::PROTOCOL`.
    pub protocol: u32,
    /// UUIDv7 of this bundle, lower case.
    pub bundle_uuid: String,
    /// The unit that files.
    pub unit: BundleUnit,
    /// The batch filed.
    pub batch: BundleBatch,
    /// 轮次: 0 for the first filing, then one more for each return.
    pub round: u8,
    /// `sha256:` and the bundle id of the returned bundle this one answers; `null` in round 0.
    pub prev: Option<String>,
    /// Program and version that sealed it.
    pub software: String,
    /// Public key (minisign, base64) of the signature beside the tag manifest.
    pub signing_key: String,
    /// The JSON Schemas that came along, so that the bundle explains itself.
    pub schemas: Vec<SchemaRef>,
    /// One line per application, in the order of the folders.
    pub applications: Vec<ApplicationRef>,
    /// Files that belong to the whole batch (公示材料, 汇总表).
    pub files: Vec<BundleFile>,
}

/// A JSON Schema in the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SchemaRef {
    /// `$id` of the schema.
    pub id: String,
    /// Path in the bag.
    pub path: String,
}

/// One application (申报) in `bundle.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ApplicationRef {
    /// Id of the application in the filing office.
    pub application_id: String,
    /// Path of its `application.json` in the bag.
    pub path: String,
}

/// `data/applications/NNNN/application.json`: one person's application and its files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ApplicationEnvelope {
    /// Id of the application in the filing office.
    pub application_id: String,
    /// Id of the batch in the filing office.
    pub batch_id: String,
    /// 统一社会信用代码 of the filing unit.
    pub unit_id: String,
    /// 轮次.
    pub round: u8,
    /// Who applies, for what.
    pub applicant: BundleApplicant,
    /// The full record as the office keeps it: person, verdict, checklist, notice.
    pub record: serde_json::Value,
    /// The files of this application.
    pub files: Vec<BundleFile>,
}

/// The few fields a receiver needs before it looks into `record`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BundleApplicant {
    /// Id of the person in the filing office.
    pub person_id: String,
    /// 姓名.
    pub name: String,
    /// 拟申报职称.
    pub title: String,
    /// 评审委员会.
    pub committee: String,
    /// 申报类型 (review, recognition, series_transfer, …), as the office's record says it.
    pub kind: String,
}

/// A file in the bag, with the name it had on the clerk's desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BundleFile {
    /// Path in the bag; ASCII, see [`check_path`].
    pub path: String,
    /// SHA-256 of the content, 64 lower-case hex digits.
    pub sha256: String,
    /// Length in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Original, usually Chinese, file name.
    pub name: String,
    /// 材料 this file proves: its name on the checklist; `null` for a form or the packet.
    pub material: Option<String>,
}

/// `bag-info.txt`: all fields required, none repeated, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BagInfo {
    /// Name of the filing unit.
    pub source_organization: String,
    /// 统一社会信用代码.
    pub unit_id: String,
    /// UUID of the bundle.
    pub bundle_uuid: String,
    /// What the bundle is for.
    pub kind: String,
    /// Protocol version.
    pub protocol: u32,
    /// Id of the batch.
    pub batch_id: String,
    /// 轮次.
    pub round: u8,
    /// `sha256:…` or `none`.
    pub previous_bundle: String,
    /// Day of sealing, `YYYY-MM-DD`.
    pub bagging_date: String,
    /// Program and version.
    pub software: String,
    /// `<octets>.<files>` of the payload.
    pub payload_oxum: String,
}

/// Labels of `bag-info.txt`, in order.
pub const BAG_INFO_LABELS: [&str; 12] = [
    "BagIt-Profile-Identifier",
    "Source-Organization",
    "X-Unit-Id",
    "External-Identifier",
    "X-Bundle-Kind",
    "X-Protocol-Version",
    "X-Batch-Id",
    "X-Round",
    "X-Previous-Bundle",
    "Bagging-Date",
    "Bag-Software-Agent",
    "Payload-Oxum",
];

impl BagInfo {
    /// The fields that repeat `bundle.json`, plus the day of sealing and the payload's size.
    #[must_use]
    pub fn of(manifest: &BundleManifest, bagging_date: &str, octets: u64, files: usize) -> Self {
        Self {
            source_organization: manifest.unit.name.clone(),
            unit_id: manifest.unit.id.clone(),
            bundle_uuid: manifest.bundle_uuid.clone(),
            kind: manifest.kind.as_str().to_owned(),
            protocol: manifest.protocol,
            batch_id: manifest.batch.id.clone(),
            round: manifest.round,
            previous_bundle: manifest.prev.clone().unwrap_or_else(|| "none".to_owned()),
            bagging_date: bagging_date.to_owned(),
            software: manifest.software.clone(),
            payload_oxum: format!("{octets}.{files}"),
        }
    }

    /// The file's text: `Label: value`, LF, no folding.
    #[must_use]
    pub fn to_text(&self) -> String {
        let values = [
            PROFILE_IDENTIFIER.to_owned(),
            self.source_organization.clone(),
            self.unit_id.clone(),
            format!("urn:uuid:{}", self.bundle_uuid),
            self.kind.clone(),
            self.protocol.to_string(),
            self.batch_id.clone(),
            self.round.to_string(),
            self.previous_bundle.clone(),
            self.bagging_date.clone(),
            self.software.clone(),
            self.payload_oxum.clone(),
        ];
        BAG_INFO_LABELS
            .iter()
            .zip(values)
            .map(|(label, value)| format!("{label}: {value}\n"))
            .collect()
    }

    /// Read the file's text back. `None` when a field is missing, repeated, out of order, folded or
    /// not of its form: our writer makes none of these, so the reader accepts none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let body = text.strip_suffix('\n')?;
        let mut lines = body.split('\n');
        let mut values = Vec::with_capacity(BAG_INFO_LABELS.len());
        for label in BAG_INFO_LABELS {
            values.push(lines.next()?.strip_prefix(label)?.strip_prefix(": ")?.to_owned());
        }
        if lines.next().is_some() {
            return None;
        }
        let [
            profile,
            source_organization,
            unit_id,
            uuid,
            kind,
            protocol,
            batch_id,
            round,
            previous_bundle,
            bagging_date,
            software,
            payload_oxum,
        ] = <[String; 12]>::try_from(values).ok()?;
        if profile != PROFILE_IDENTIFIER {
            return None;
        }
        Some(Self {
            source_organization,
            unit_id,
            bundle_uuid: uuid.strip_prefix("urn:uuid:")?.to_owned(),
            kind,
            protocol: protocol.parse().ok()?,
            batch_id,
            round: round.parse().ok()?,
            previous_bundle,
            bagging_date,
            software,
            payload_oxum,
        })
    }
}

/// Folder of the `n`-th application (from 1) in the bag.
#[must_use]
pub fn application_dir(n: usize) -> String {
    format!("data/applications/{n:04}")
}

/// Why a path may not stand in a bag; each is a different trap on somebody's computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathFault {
    /// Longer than [`MAX_PATH_CHARS`], or a segment longer than [`MAX_SEGMENT_CHARS`], or empty.
    Length,
    /// A character outside `a-z 0-9 . _ -`, or a segment that does not begin with a letter or digit.
    Charset,
    /// Windows drops a trailing dot.
    TrailingDot,
    /// A device name of Windows (`con`, `nul`, `com1`, …), with or without an extension.
    Reserved,
}

/// Check a path (or one segment) against the naming rule: segments `[a-z0-9][a-z0-9._-]{0,63}`
/// joined by `/`. The rule removes percent signs, code pages, normal forms, case and reserved names
/// from everything we write.
///
/// # Errors
/// The first fault found.
pub fn check_path(path: &str) -> Result<(), PathFault> {
    if path.is_empty() || path.len() > MAX_PATH_CHARS {
        return Err(PathFault::Length);
    }
    path.split('/').try_for_each(check_segment)
}

fn check_segment(segment: &str) -> Result<(), PathFault> {
    if segment.len() > MAX_SEGMENT_CHARS {
        return Err(PathFault::Length);
    }
    let is_plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit();
    let bytes = segment.as_bytes();
    if !bytes.first().copied().is_some_and(is_plain)
        || !bytes.iter().all(|&c| is_plain(c) || matches!(c, b'.' | b'_' | b'-'))
    {
        return Err(PathFault::Charset);
    }
    if segment.ends_with('.') {
        return Err(PathFault::TrailingDot);
    }
    if is_reserved(segment) { Err(PathFault::Reserved) } else { Ok(()) }
}

/// Whether Windows keeps the name for a device, whatever its case and extension.
#[must_use]
pub fn is_reserved(segment: &str) -> bool {
    let stem = segment.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    match stem.as_str() {
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" => true,
        other => other
            .strip_prefix("com")
            .or_else(|| other.strip_prefix("lpt"))
            .is_some_and(|n| n.len() == 1 && n != "0" && n.as_bytes()[0].is_ascii_digit()),
    }
}

/// `$id`, path in the bag and text of the JSON Schemas that travel with every bundle.
#[must_use]
pub fn schemas() -> Vec<(SchemaRef, String)> {
    let manifest = schemars::schema_for!(BundleManifest);
    let application = schemars::schema_for!(ApplicationEnvelope);
    [("bundle-1", MANIFEST_SCHEMA, manifest), ("application-1", APPLICATION_SCHEMA, application)]
        .into_iter()
        .map(|(name, id, mut schema)| {
            schema.insert("$id".to_owned(), id.into());
            let text = format!("{:#}\n", schema.as_value());
            (SchemaRef { id: id.to_owned(), path: format!("data/schemas/{name}.json") }, text)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_follow_the_naming_rule() {
        for good in ["data/bundle.json", "data/applications/0001/scans/01-id.pdf", "a"] {
            assert_eq!(check_path(good), Ok(()), "{good}");
        }
        let long = "a".repeat(65);
        for (bad, fault) in [
            ("", PathFault::Length),
            (long.as_str(), PathFault::Length),
            ("data//x", PathFault::Charset),
            ("data/../x", PathFault::Charset),
            ("data/A.pdf", PathFault::Charset),
            ("data/100%.pdf", PathFault::Charset),
            ("data/张.pdf", PathFault::Charset),
            ("data/x.", PathFault::TrailingDot),
            ("data/con.pdf", PathFault::Reserved),
            ("data/lpt9", PathFault::Reserved),
        ] {
            assert_eq!(check_path(bad), Err(fault), "{bad}");
        }
    }

    #[test]
    fn bag_info_reads_what_it_wrote_and_nothing_else() {
        let manifest = BundleManifest {
            kind: BundleKind::Submission,
            protocol: 1,
            bundle_uuid: "0199aaaa-0000-7000-8000-000000000000".into(),
            unit: BundleUnit {
                id: "91530124MAXXXXXA9X".into(), name: "样例公司：一部".into()
            },
            batch: BundleBatch { id: "b1".into(), application_year: 2025, name: "批次".into() },
            round: 0,
            prev: None,
            software: "chengbao 0.1.0".into(),
            signing_key: String::new(),
            schemas: vec![],
            applications: vec![],
            files: vec![],
        };
        let info = BagInfo::of(&manifest, "2025-09-30", 12, 3);
        let text = info.to_text();
        assert_eq!(BagInfo::parse(&text), Some(info));
        assert_eq!(BagInfo::parse(&text.replace("X-Round: 0\n", "")), None);
        assert_eq!(BagInfo::parse(&format!("{text}X-Round: 1\n")), None);
        assert_eq!(BagInfo::parse(&text.replace("公司", "公司\n 续行")), None);
    }
}
