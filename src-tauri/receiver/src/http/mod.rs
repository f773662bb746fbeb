//! The HTTP side: routes, the headers on every answer, who is asking, which upload is busy.

mod feed;
mod upload;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, head, post};
use bundle::{Signer, sha256_bytes};
use engine::protocol::{
    BASE_PATH, EPOCH_HEADER, PROTOCOL, PROTOCOL_HEADER, ProblemCode, SERVER_ID_HEADER, TUS_VERSION,
};
use tokio::sync::{Semaphore, watch};

use crate::data::DataDir;
use crate::failure::{Failure, Result};
use crate::review::{self, Sessions};
use crate::store::Store;

/// Bytes a connection may hold back at once: hundreds of units on the last evening are to fit into memory.
pub const CONNECTION_BYTES: usize = 64 << 10;

/// Everything a request needs.
pub struct App {
    /// The data folder.
    pub data: DataDir,
    /// The database.
    pub store: Store,
    /// Signs receipts.
    pub signer: Signer,
    /// Name for people.
    pub name: String,
    /// Whether it answers over HTTPS itself.
    pub is_https: bool,
    /// Who is logged in to the review pages.
    pub sessions: Sessions,
    busy: Mutex<HashSet<String>>,
    /// Bundles checked at once: each reads its whole file, and more than there are processors gain nothing.
    pub checks: Semaphore,
    newest_event: watch::Sender<u64>,
}

impl App {
    /// Put the parts together.
    pub fn new(data: DataDir, store: Store, signer: Signer, name: String) -> Self {
        let newest_event = watch::Sender::new(0);
        Self {
            data,
            store,
            signer,
            name,
            is_https: false,
            sessions: Sessions::default(),
            busy: Mutex::default(),
            checks: Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from)),
            newest_event,
        }
    }

    /// Wake those who wait for events.
    pub fn announce(&self, n: u64) {
        self.newest_event.send_replace(n);
    }

    /// Take an upload for this request alone.
    ///
    /// # Errors
    /// `Busy` when another request has it.
    pub fn take(self: &Arc<Self>, upload_id: &str) -> Result<Taken> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        if busy.insert(upload_id.to_owned()) {
            Ok(Taken { app: Arc::clone(self), upload_id: upload_id.to_owned() })
        } else {
            Err(Failure::new(ProblemCode::Busy, "这个上传正由另一个连接处理，请稍后再试"))
        }
    }
}

/// An upload taken by a request; given back when dropped.
pub struct Taken {
    app: Arc<App>,
    upload_id: String,
}

impl Drop for Taken {
    fn drop(&mut self) {
        let mut busy = self.app.busy.lock().unwrap_or_else(PoisonError::into_inner);
        busy.remove(&self.upload_id);
    }
}

/// All routes: the protocol, and the pages for reviewers.
pub fn router(app: Arc<App>) -> Router {
    let fixed = fixed_headers(&app);
    let pages = review::router(Arc::clone(&app));
    let routes = Router::new()
        .route("/server", get(feed::server))
        .route("/files", post(upload::create).options(upload::options))
        .route(
            "/files/{id}",
            head(upload::head).patch(upload::patch).delete(upload::delete).options(upload::options),
        )
        .route("/bundles/{id}", get(feed::bundle))
        .route("/bundles/{id}/receipt", get(feed::receipt))
        .route("/events", get(feed::events))
        .route("/decisions/{n}", get(feed::decision))
        .method_not_allowed_fallback(async || {
            Failure::new(ProblemCode::MethodNotAllowed, "这个地址不支持这种请求")
        })
        .with_state(app);
    Router::new()
        .nest(BASE_PATH, routes)
        .fallback(any(async || Failure::new(ProblemCode::NotFound, "没有这个地址")))
        .layer(axum::middleware::map_response(move |mut response: Response| {
            let fixed = fixed.clone();
            async move {
                response.headers_mut().extend(fixed);
                response
            }
        }))
        .merge(pages)
}

/// What every answer carries, refusals included. `Date` is added by the server itself.
fn fixed_headers(app: &App) -> HeaderMap {
    let mut fixed = HeaderMap::new();
    let id = HeaderValue::from_str(&app.store.server_id)
        .unwrap_or_else(|_| HeaderValue::from_static("unknown"));
    fixed.insert(HeaderName::from_static(PROTOCOL_HEADER), PROTOCOL.into());
    fixed.insert(HeaderName::from_static(SERVER_ID_HEADER), id);
    fixed.insert(HeaderName::from_static(EPOCH_HEADER), app.store.epoch.into());
    fixed.insert("tus-resumable", HeaderValue::from_static(TUS_VERSION));
    fixed.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    fixed
}

/// Run blocking work (database, hashing, files) off the request threads.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Failure::internal)?
}

/// Who is asking: `Authorization: Bearer <unit id>.<secret>`. An unknown unit and a wrong secret
/// are answered alike.
async fn authorize(app: &Arc<App>, headers: &HeaderMap) -> Result<String> {
    let denied = || Failure::new(ProblemCode::Unauthorized, "凭据无效，请用最新的配对文件重新配对");
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or_else(denied)?;
    let (unit_id, secret) = token.trim().split_once('.').ok_or_else(denied)?;
    let (unit_id, hash) = (unit_id.to_owned(), sha256_bytes(secret.as_bytes()));
    let app = Arc::clone(app);
    blocking(move || match app.store.unit(&unit_id)? {
        Some(unit) if is_same(&unit.token_sha256, &hash) => Ok(unit_id),
        _ => Err(denied()),
    })
    .await
}

/// Compare without stopping at the first difference, so that timing tells nothing.
pub fn is_same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |diff, (x, y)| diff | (x ^ y)) == 0
}

/// A JSON answer with an `ETag`, or 304 when the client has it already.
fn json_answer<T: serde::Serialize>(headers: &HeaderMap, body: &T) -> Result<Response> {
    let text = serde_json::to_string(body)?;
    let tag = format!("\"{}\"", &sha256_bytes(text.as_bytes())[..32]);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let etag = [(header::ETAG, tag.clone())];
    if known == Some(tag.as_str()) {
        return Ok((axum::http::StatusCode::NOT_MODIFIED, etag).into_response());
    }
    Ok((etag, [(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// Uploads are spoken of in tus 1.0.0 and in nothing else.
fn require_tus(method: &Method, headers: &HeaderMap) -> Result<()> {
    let is_spoken = headers.get("tus-resumable").is_some_and(|v| v == TUS_VERSION);
    if *method == Method::OPTIONS || is_spoken {
        Ok(())
    } else {
        Err(Failure::new(ProblemCode::VersionMismatch, "上传须用tus 1.0.0"))
    }
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn tokens_are_equal_only_when_every_byte_is() {
        assert!(is_same("abc", "abc"));
        assert!(!is_same("abc", "abd"));
        assert!(!is_same("abc", "ab"));
    }
}
