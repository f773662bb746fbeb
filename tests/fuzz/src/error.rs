//! As much of the desk's error as the readers use.

/// What the caller does differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    UnsupportedFile,
}

/// A refusal.
#[derive(Debug)]
pub struct Error {
    pub code: Code,
    pub message: String,
    pub hint: String,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn new(code: Code, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into() }
    }

    pub fn with_source(self, _: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self
    }
}
