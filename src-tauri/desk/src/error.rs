//! The one error of the desk: a code the window acts on, a Chinese sentence for the person, a next
//! step, and a chain for the log. Personal data never enters any of them.

use serde::Serialize;

/// What the caller does differently. A code exists only where the window acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The request or the person's input is wrong; nothing was written.
    InvalidInput,
    /// The thing asked for is not there.
    NotFound,
    /// Somebody else changed it first, or it exists already with other content.
    Conflict,
    /// A step before this one is not done yet.
    Precondition,
    /// The file is open in another program or cannot be written.
    FileBusy,
    /// The file is of a kind, or in a state, that cannot be read.
    UnsupportedFile,
    /// The database was made by a newer version.
    NewerDatabase,
    /// The database cannot be read.
    DamagedDatabase,
    /// The office is encrypted and nobody has opened it.
    Locked,
    /// A pass phrase or a recovery code does not fit.
    Refused,
    /// A rule pack does not load.
    PackInvalid,
    /// No room on the disk.
    DiskFull,
    /// The upstream cannot be reached; nothing is lost.
    Offline,
    /// The upstream answered and refused.
    UpstreamRejected,
    /// The person cancelled.
    Cancelled,
    /// A fault of ours.
    Internal,
}

/// A failure, ready to be shown.
#[derive(Debug)]
pub struct Error {
    /// What the caller does differently.
    pub code: Code,
    /// One Chinese sentence: what, where, why. No personal data.
    pub message: String,
    /// The next step, in Chinese; empty when the sentence already says it.
    pub hint: String,
    /// The request field concerned, as its wire path, where there is one.
    pub field: Option<String>,
    /// The cause, for the log only.
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// Result of every desk function.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A failure with its sentence and the next step.
    pub fn new(code: Code, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into(), field: None, source: None }
    }

    /// The input is wrong: what, and what to do.
    pub fn invalid(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Code::InvalidInput, message, hint)
    }

    /// A step before this one is missing.
    pub fn precondition(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Code::Precondition, message, hint)
    }

    /// The thing named is not there.
    pub fn not_found(what: &str) -> Self {
        Self::new(Code::NotFound, format!("没有找到{what}"), "它可能已被移出，请回到列表重新打开")
    }

    /// A fault of ours, with its cause for the log.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::new(
            Code::Internal,
            "程序内部出错，本次操作没有写入任何内容",
            "请把编号告诉维护人员；原因记在资料夹的 log 里",
        )
        .with_source(source)
    }

    /// The person cancelled; nothing was written.
    pub fn cancelled() -> Self {
        Self::new(Code::Cancelled, "已取消，没有写入任何内容", "")
    }

    /// Attach the request field concerned.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Attach the cause for the log.
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }

    /// A failed file operation: a full disk and a locked file are told apart. `what` names the file
    /// by its role (“数据包”), never by a path or a person.
    pub fn io(what: &str, error: std::io::Error) -> Self {
        use std::io::ErrorKind as K;
        let (code, message, hint) = match error.kind() {
            K::StorageFull | K::QuotaExceeded => (
                Code::DiskFull,
                format!("磁盘已满，{what}没有写成"),
                "请腾出空间后重试；已保存的内容都在",
            ),
            K::ReadOnlyFilesystem => (
                Code::FileBusy,
                format!("{what}所在的盘是只读的，没有写成"),
                "请推开U盘的写保护开关，或换一个U盘、换一个位置再试",
            ),
            K::PermissionDenied | K::ResourceBusy => (
                Code::FileBusy,
                format!("{what}无法读写，可能正被别的程序打开，或没有写入权限"),
                "请关闭打开它的程序，或换一个位置再试",
            ),
            K::NotFound => (Code::NotFound, format!("没有找到{what}"), "请检查位置后重试"),
            K::AlreadyExists => (
                Code::Conflict,
                format!("{what}已经存在，没有覆盖"),
                "请换一个位置，或先移走原来的",
            ),
            _ => (Code::Internal, format!("读写{what}时出错"), "请检查磁盘后重试"),
        };
        Self::new(code, message, hint).with_source(error)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        if !self.hint.is_empty() {
            write!(f, "。{}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|s| s as &(dyn std::error::Error + 'static))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as C;
        match error.sqlite_error_code() {
            Some(C::DiskFull) => Self::new(
                Code::DiskFull,
                "磁盘已满，本次没有保存",
                "请腾出空间后重试；之前保存的都在",
            ),
            Some(C::DatabaseCorrupt | C::NotADatabase) => Self::new(
                Code::DamagedDatabase,
                "资料库读不出来，可能已损坏",
                "请不要删除它，用最近一次备份恢复",
            ),
            Some(C::DatabaseBusy | C::DatabaseLocked) => {
                Self::new(Code::FileBusy, "资料库正被另一个窗口使用", "请关闭另一个窗口后重试")
            }
            _ => Self::internal(error.to_string()),
        }
    }
}

impl From<engine::roster::PackingError> for Error {
    fn from(error: engine::roster::PackingError) -> Self {
        Self::internal(error.to_string())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error.to_string())
    }
}
