//! Why a file handed in cannot be used, in words the applicant can act on.

use serde::Serialize;

use crate::error::{Code, Error};

/// Why a file handed in cannot be used.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema, ts_rs::TS, thiserror::Error,
)]
#[serde(rename_all = "snake_case")]
pub enum FileProblem {
    /// The file holds no bytes.
    #[error("文件是空的（0 字节）")]
    Empty,
    /// Content is neither JPEG nor PNG nor PDF.
    #[error("不是 JPEG、PNG 图片，也不是 PDF 文件")]
    UnknownKind,
    /// A PDF that asks for a password before it opens.
    #[error("这份 PDF 设了打开密码")]
    Encrypted,
    /// The file stops early or its structure cannot be followed.
    #[error("文件不完整或已损坏，打不开")]
    Damaged,
    /// A PDF without a single page.
    #[error("这份 PDF 里一页也没有")]
    NoPages,
    /// More pixels, pages or bytes than a scan can reasonably have.
    #[error("文件大得不像扫描件，为防电脑卡死没有打开")]
    TooLarge,
    /// A valid picture of a kind no packet can carry, such as a 12-bit or lossless JPEG.
    #[error("图片的编码方式少见，无法放进档案")]
    UnsupportedCoding,
    /// A page that can no longer be read at the size a portal takes.
    #[error("这一页压到要求的大小就看不清了")]
    TooDense,
}

impl FileProblem {
    /// What to do about it, in Chinese.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Empty => "请重新复制或扫描后再放进来",
            Self::UnknownKind => "请另存为 JPG、PNG 或 PDF；Word、WPS 文件请先导出为 PDF",
            Self::Encrypted => "请用密码打开后另存（或打印）为不带密码的 PDF 再放进来",
            Self::Damaged => "请向提供人重新索取，或用阅读器打开后“打印为 PDF”再放进来",
            Self::NoPages => "请检查是否选错了文件",
            Self::TooLarge => "请用 200—300 dpi 重新扫描，或拆成几个文件",
            Self::TooDense => "请在导出时把每张的上限选大一点，或把这一页拆成两页",
            Self::UnsupportedCoding => "请用看图软件另存为普通 JPG 后再放进来",
        }
    }

    /// As the desk's error; `what` names the file by its role (“第 3 项《毕业证书》第 1 个文件”).
    #[must_use]
    pub fn into_error(self, what: &str) -> Error {
        Error::new(Code::UnsupportedFile, format!("{what}：{self}"), self.remedy())
            .with_source(self)
    }
}

impl From<pixel::Undecodable> for FileProblem {
    fn from(_: pixel::Undecodable) -> Self {
        Self::Damaged
    }
}
