//! What can be read: the receiver itself, a bundle's state and receipt, the event feed.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use engine::bundle::MAX_BUNDLE_BYTES;
use engine::protocol::{
    BundleState, BundleStatus, CHUNK_BYTES, EventPage, PROTOCOL, ProblemCode, ServerInfo,
};
use serde::Deserialize;

use super::{App, authorize, blocking, json_answer};
use crate::failure::{Failure, Result};
use crate::store::BundleRow;

/// How often a long poll looks for what other processes wrote.
const LOOK_EVERY: Duration = Duration::from_secs(3);
/// Longest wait of a long poll, seconds.
const MAX_WAIT: u64 = 25;

/// `GET /server`: open to all, because it tells nothing that the pairing file does not.
pub async fn server(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response> {
    let info = ServerInfo {
        server_id: app.store.server_id.clone(),
        server_name: app.name.clone(),
        epoch: app.store.epoch,
        protocol_min: PROTOCOL,
        protocol_max: PROTOCOL,
        public_key: app.signer.public().to_base64(),
        max_bundle_bytes: MAX_BUNDLE_BYTES,
        chunk_bytes: CHUNK_BYTES,
    };
    json_answer(&headers, &info)
}

/// `GET /bundles/{id}`.
pub async fn bundle(
    State(app): State<Arc<App>>,
    Path(bundle_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let row = find(&app, &headers, bundle_id).await?;
    let status = BundleStatus {
        bundle_id: row.bundle_id,
        state: BundleState::Received,
        round: row.round,
        received_at: row.received_at,
    };
    json_answer(&headers, &status)
}

/// `GET /bundles/{id}/receipt`.
pub async fn receipt(
    State(app): State<Arc<App>>,
    Path(bundle_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    json_answer(&headers, &find(&app, &headers, bundle_id).await?.signed)
}

/// `GET /decisions/{n}`: what the event of that number decided.
pub async fn decision(
    State(app): State<Arc<App>>,
    n: Result<Path<u64>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response> {
    let unit_id = authorize(&app, &headers).await?;
    let Path(n) = n.map_err(|_| Failure::bad("审核结果的号应当是整数"))?;
    let missing = || Failure::new(ProblemCode::NotFound, "没有这份审核结果");
    let signed = blocking(move || app.store.decision(&unit_id, n)?.ok_or_else(missing)).await?;
    json_answer(&headers, &signed)
}

async fn find(app: &Arc<App>, headers: &HeaderMap, bundle_id: String) -> Result<BundleRow> {
    let unit_id = authorize(app, headers).await?;
    let app = Arc::clone(app);
    let missing = || Failure::new(ProblemCode::NotFound, "没有收到过这个上报包");
    blocking(move || app.store.bundle(&unit_id, &bundle_id)?.ok_or_else(missing)).await
}

/// Parameters of the feed.
#[derive(Deserialize)]
pub struct EventQuery {
    #[serde(default)]
    after: u64,
    /// Seconds to wait for something new.
    #[serde(default)]
    wait: u64,
}

/// `GET /events?after=n&wait=s`: 204 when nothing came within the wait.
pub async fn events(
    State(app): State<Arc<App>>,
    query: Result<Query<EventQuery>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response> {
    let unit_id = authorize(&app, &headers).await?;
    let Query(EventQuery { after, wait }) =
        query.map_err(|_| Failure::bad("after和wait应当是整数"))?;
    let deadline = tokio::time::Instant::now() + Duration::from_secs(wait.min(MAX_WAIT));
    let mut newest = app.newest_event.subscribe();
    loop {
        newest.mark_unchanged();
        let (store, unit) = (Arc::clone(&app), unit_id.clone());
        let events = blocking(move || store.store.events(&unit, after)).await?;
        if let Some(last) = events.last() {
            let page = EventPage { epoch: app.store.epoch, next: last.n, events };
            return json_answer(&headers, &page);
        }
        if wait == 0 {
            let page = EventPage { epoch: app.store.epoch, next: after, events };
            return json_answer(&headers, &page);
        }
        // Another process may have decided or imported: its events wake nobody here.
        let look = deadline.min(tokio::time::Instant::now() + LOOK_EVERY);
        let woken = tokio::time::timeout_at(look, newest.changed()).await;
        if woken.is_err() && look == deadline {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
    }
}
