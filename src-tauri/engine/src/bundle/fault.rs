//! What can be wrong with a bundle: the closed list, each with its code, sentence and remedy.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::MAX_PATH_CHARS;

/// One thing wrong with a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BundleProblem {
    /// Which class of fault.
    pub code: BundleFault,
    /// The entry concerned, made harmless for display; `null` when it is the bundle as a whole.
    pub place: Option<String>,
    /// One Chinese sentence: what, where, why, what to do.
    pub message: String,
}

/// Declares the closed list of faults once: variant, wire code, and the sentence's first half.
macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident $code:literal $sentence:literal;)*) => {
        /// The closed list of what can be wrong with a bundle.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
        #[serde(rename_all = "kebab-case")]
        pub enum BundleFault { $($(#[$doc])* $name,)* }

        impl BundleFault {
            /// Every fault, in the order of checking.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code on the wire.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What is wrong, in Chinese, without the place.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence,)* }
            }
        }
    };
}

faults! {
    /// Larger than [`super::MAX_BUNDLE_BYTES`].
    BundleTooLarge "bundle-too-large" "上报包超过2 GiB";
    /// No end record: the file was cut, or is no zip.
    ZipTruncated "zip-truncated" "压缩包不完整，可能没有复制完，或不是压缩包";
    /// Bytes after the end record.
    ZipTrailingData "zip-trailing-data" "压缩包末尾附有多余内容";
    /// Bytes before the first entry, as in a self-extracting program.
    ZipPrefixed "zip-prefixed" "压缩包前面附有其他内容，可能是自解压程序";
    /// Several disks, or records that contradict each other.
    ZipMalformed "zip-malformed" "压缩包的目录自相矛盾";
    /// The count in the end record is not the count of entries.
    ZipCountMismatch "zip-count-mismatch" "压缩包声明的文件数与实际不符";
    /// More than [`super::MAX_FILES`] entries.
    TooManyFiles "too-many-files" "包内文件超过20000个";
    /// The same name twice.
    DuplicateName "duplicate-name" "包内有重名文件";
    /// Two names that one file system cannot tell apart.
    NameCaseCollision "name-case-collision" "包内有只差大小写的文件名";
    /// A file that is also a folder.
    NameConflict "name-conflict" "包内同一名称既是文件又是文件夹";
    /// NUL or another control character.
    NameControl "name-control" "文件名含控制字符";
    /// A backslash.
    NameBackslash "name-backslash" "文件名含反斜杠";
    /// Begins with a slash.
    NameAbsolute "name-absolute" "文件名是绝对路径";
    /// Begins with a drive letter.
    NameDrive "name-drive" "文件名带盘符";
    /// `..`, `.` or an empty segment.
    NameTraversal "name-traversal" "文件名企图指向文件夹之外";
    /// Neither ASCII nor UTF-8.
    NameEncoding "name-encoding" "文件名编码无法辨认";
    /// A character that turns the reading direction or is invisible.
    NameBidi "name-bidi" "文件名含看不见的控制文字";
    /// Other characters than ASCII.
    NameNonAscii "name-non-ascii" "文件名含中文或其他非英文字符";
    /// A device name of Windows.
    NameReserved "name-reserved" "文件名是系统保留名";
    /// A trailing dot or space.
    NameTrailing "name-trailing" "文件名以点或空格结尾";
    /// Too long.
    NameTooLong "name-too-long" "文件名太长";
    /// Another character outside the rule.
    NameCharset "name-charset" "文件名含不允许的字符";
    /// A symbolic link.
    Symlink "symlink" "包内有符号链接";
    /// A device, pipe or socket.
    SpecialFile "special-file" "包内有特殊文件";
    /// An encrypted entry.
    EncryptedEntry "encrypted-entry" "包内文件加了密码";
    /// Neither stored nor deflated.
    UnknownCompression "unknown-compression" "包内文件的压缩方式不支持";
    /// Local header and directory disagree.
    HeaderMismatch "header-mismatch" "包内文件头与目录不一致";
    /// Two entries share bytes.
    OverlappingEntries "overlapping-entries" "包内文件的数据互相重叠";
    /// Bytes that no entry owns.
    HiddenData "hidden-data" "压缩包内藏有目录之外的数据";
    /// A file over [`super::MAX_FILE_BYTES`].
    FileTooLarge "file-too-large" "包内有文件超过512 MiB";
    /// Expands too much: a zip bomb.
    RatioTooHigh "ratio-too-high" "包内文件的压缩比异常，可能是压缩炸弹";
    /// The content is longer or shorter than declared.
    SizeMismatch "size-mismatch" "包内文件的长度与声明不符";
    /// CRC differs or the stream does not decompress.
    EntryCorrupt "entry-corrupt" "包内文件已损坏，读不出来";
    /// Not exactly one folder at the top.
    TopFolder "top-folder" "包内应当只有一个顶层文件夹";
    /// `bagit.txt` is missing or of another version.
    BagDeclaration "bag-declaration" "缺少bagit.txt，或版本不是1.0";
    /// A required tag file is missing.
    TagFileMissing "tag-file-missing" "缺少清单文件";
    /// A file outside `data/` that the tag manifest does not name.
    UnlistedTagFile "unlisted-tag-file" "有清单未列的附加文件";
    /// `fetch.txt`: we never fetch.
    FetchPresent "fetch-present" "含fetch.txt，要求另行下载，不接受";
    /// A manifest that cannot be read.
    ManifestMalformed "manifest-malformed" "清单的格式不对";
    /// A tag file whose checksum differs.
    TagChecksum "tag-checksum" "清单文件被改动过";
    /// A payload file the manifest does not name.
    PayloadExtra "payload-extra" "有清单未列的文件";
    /// A payload file that is not there.
    PayloadMissing "payload-missing" "清单所列的文件不在包内";
    /// A payload file whose checksum differs.
    PayloadChecksum "payload-checksum" "文件内容与清单的校验值不符";
    /// Payload-Oxum differs.
    OxumMismatch "oxum-mismatch" "文件总数或总长度与包信息不符";
    /// `bag-info.txt` is not of its form.
    BagInfoMalformed "bag-info-malformed" "包信息bag-info.txt的内容不合要求";
    /// `bundle.json` cannot be read or contradicts `bag-info.txt`.
    BundleJson "bundle-json" "bundle.json读不出来，或与包信息不一致";
    /// An `application.json` cannot be read or contradicts the manifest.
    ApplicationJson "application-json" "application.json读不出来，或与包内文件不一致";
    /// The writer speaks another protocol.
    ProtocolVersion "protocol-version" "上报包的协议版本不支持";
    /// The signature is missing, unreadable or does not match.
    SignatureInvalid "signature-invalid" "数字签名不符，内容可能被改动过";
    /// A good signature by a key that is not the one agreed on.
    SignerUnknown "signer-unknown" "签名的密钥不是本单位登记的密钥";
}

impl BundleFault {
    /// What to do, in Chinese.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            Self::BundleTooLarge | Self::TooManyFiles | Self::FileTooLarge => {
                "请分成几个上报包，或压缩扫描件后重新封装"
            }
            Self::ZipTruncated | Self::EntryCorrupt | Self::PayloadMissing => {
                "请从原处重新复制或重新上传"
            }
            Self::ProtocolVersion => "请把双方程序升级到同一版本",
            Self::SignerUnknown => "请与对方核对密钥指纹，确认后重新登记",
            _ => "没有解开任何文件，请让对方用呈报重新封装",
        }
    }

    /// The problem at a place inside the bundle. The place comes from a stranger: it is shortened,
    /// and every character that is not plain ASCII is shown as `?`, so that no name of a person and
    /// no control character reaches a screen or a log.
    #[must_use]
    pub fn at(self, place: &str) -> BundleProblem {
        let shown: String = place
            .chars()
            .take(MAX_PATH_CHARS)
            .map(|c| if c.is_ascii_graphic() { c } else { '?' })
            .collect();
        let message = format!("{}（{shown}）。{}", self.sentence(), self.remedy());
        BundleProblem { code: self, place: Some(shown), message }
    }

    /// The problem of the bundle as a whole.
    #[must_use]
    pub fn whole(self) -> BundleProblem {
        let message = format!("{}。{}", self.sentence(), self.remedy());
        BundleProblem { code: self, place: None, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_its_own_code_equal_to_its_wire_form() {
        let mut seen = std::collections::BTreeSet::new();
        for fault in BundleFault::ALL {
            assert!(seen.insert(fault.code()), "{fault:?} twice");
            assert_eq!(serde_json::to_value(fault).unwrap(), fault.code());
            assert!(!fault.sentence().is_empty() && !fault.remedy().is_empty());
        }
    }

    #[test]
    fn a_hostile_place_is_shown_harmlessly() {
        let problem = BundleFault::NameBidi.at("样建国\u{202e}fdp.exe");
        assert_eq!(problem.place.as_deref(), Some("????fdp.exe"));
    }
}
