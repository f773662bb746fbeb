//! The window's own files, and the stream of events.

use super::Shared;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use desk::api::HostEvent;
use std::convert::Infallible;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::{broadcast, mpsc};

/// What the page may do; the same words as the window's.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; \
    object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The built window beside the program, or above it.
pub fn find() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    program.ancestors().skip(1).find_map(|above| {
        ["ui/dist", "ui", "share/chengbao/ui", "lib/chengbao/ui"]
            .iter()
            .map(|name| above.join(name))
            .find(|dir| dir.join("index.html").is_file() && dir.join("assets").is_dir())
    })
}

/// A file of the window; every other path is a page of it.
pub async fn serve(State(shared): State<Arc<Shared>>, uri: Uri) -> Response {
    let wanted = uri.path().trim_start_matches('/');
    let is_plain = !wanted.is_empty()
        && wanted.split('/').all(|part| !part.is_empty() && part != ".." && !part.contains('\\'));
    let file = if is_plain && shared.ui.join(wanted).is_file() { wanted } else { "index.html" };
    let Ok(bytes) = tokio::fs::read(shared.ui.join(file)).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match file.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" => "application/json",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// Events of one listener, one after the other, until the host stops.
pub struct Stream<T> {
    from: mpsc::Receiver<T>,
}

/// Turn a broadcast into a stream of `shape`d events. A listener that fell behind misses progress
/// steps; it is told to look at everything again.
pub fn stream<T: Send + 'static>(
    mut receiver: broadcast::Receiver<HostEvent>,
    shape: impl Fn(HostEvent) -> T + Send + 'static,
) -> Stream<T> {
    let (sender, from) = mpsc::channel(64);
    tokio::spawn(async move {
        loop {
            let event = match receiver.recv().await {
                Ok(event) => event,
                Err(broadcast::error::RecvError::Lagged(_)) => HostEvent::Changed(vec!["*".into()]),
                Err(broadcast::error::RecvError::Closed) => break,
            };
            if sender.send(shape(event)).await.is_err() {
                break;
            }
        }
    });
    Stream { from }
}

impl<T> futures_core::Stream for Stream<T> {
    type Item = Result<T, Infallible>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        this.from.poll_recv(cx).map(|item| item.map(Ok))
    }
}
