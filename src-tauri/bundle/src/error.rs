//! The one error of this package.

use engine::bundle::BundleProblem;

/// Why a bundle was not written or not accepted. Messages are Chinese and hold no personal data.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Reading or writing failed. `what` names the file by its role, never by its path.
    #[error("读写{what}时出错")]
    Io {
        /// Role of the file, in Chinese.
        what: String,
        /// The cause; tells a full disk from a missing file.
        #[source]
        source: std::io::Error,
    },
    /// The output exists; it was not touched.
    #[error("上报包文件已经存在，没有覆盖。请换一个位置，或先移走原来的文件")]
    Exists,
    /// What was to be sealed is not fit for it: a Chinese sentence with the remedy.
    #[error("{0}")]
    Input(String),
    /// A key or signature text cannot be read.
    #[error("签名密钥读不出来。请检查密钥文件是否完整")]
    Key,
    /// The bundle was refused. Never empty.
    #[error("{}", first(.0))]
    Refused(Vec<BundleProblem>),
    /// The person cancelled; nothing was left behind.
    #[error("已取消，没有写入任何内容")]
    Cancelled,
}

/// Result of every function here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A failed file operation on the file of this role.
    pub(crate) fn io(what: &str) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.to_owned();
        move |source| Self::Io { what, source }
    }

    /// The problems of a refusal; empty for every other error.
    #[must_use]
    pub fn problems(&self) -> &[BundleProblem] {
        match self {
            Self::Refused(problems) => problems,
            Self::Io { .. } | Self::Exists | Self::Input(_) | Self::Key | Self::Cancelled => &[],
        }
    }
}

impl From<BundleProblem> for Error {
    fn from(problem: BundleProblem) -> Self {
        Self::Refused(vec![problem])
    }
}

fn first(problems: &[BundleProblem]) -> String {
    match problems {
        [] => "上报包没有通过检查".to_owned(),
        [one] => one.message.clone(),
        [one, rest @ ..] => format!("{}（另有{}处问题）", one.message, rest.len()),
    }
}
