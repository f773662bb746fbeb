//! What goes wrong, for two readers: the client gets a problem document, the operator a sentence.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use engine::protocol::{Problem, ProblemCode};

/// A refusal or a fault.
#[derive(Debug)]
pub struct Failure(pub Box<Problem>);

/// Result of everything here.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

impl Failure {
    /// A refusal with its Chinese sentence.
    pub fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self(Box::new(Problem::new(code, detail)))
    }

    /// The request is not of its form.
    pub fn bad(detail: impl Into<String>) -> Self {
        Self::new(ProblemCode::BadRequest, detail)
    }

    /// A fault of ours: the cause goes to the log, never to the client.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "internal");
        Self::new(ProblemCode::Internal, "收件端内部出错，没有接收，请稍后重试")
    }

    /// A full disk.
    pub fn full() -> Self {
        Self::new(ProblemCode::StorageFull, "收件端磁盘已满，没有接收这一段，腾出空间后可接着传")
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.detail)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind as K;
        match error.kind() {
            K::StorageFull | K::QuotaExceeded => Self::full(),
            _ => Self::internal(error),
        }
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::full(),
            _ => Self::internal(error),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}

impl From<bundle::Error> for Failure {
    fn from(error: bundle::Error) -> Self {
        match error {
            bundle::Error::Io { source, .. } => source.into(),
            bundle::Error::Refused(problems) => {
                let first = problems.first().map(|p| p.message.clone()).unwrap_or_default();
                let mut problem = Problem::new(ProblemCode::BagInvalid, first);
                problem.problems = problems;
                Self(Box::new(problem))
            }
            bundle::Error::Input(sentence) => Self::bad(sentence),
            other => Self::internal(other),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&self.0).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
