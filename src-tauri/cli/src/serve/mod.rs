//! The window in a browser: the command table over loopback HTTP.
//!
//! Only this machine, only who has the one-time token, only pages this program served: the token
//! travels in the URL fragment, every request carries it in a header, Host and Origin are checked.

mod page;

use crate::out;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use clap::Args;
use desk::Desk;
use desk::api::{Host, HostEvent};
use desk::error::{Error, Result};
use desk::resources::Resources;
use serde::Deserialize;
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::broadcast;

/// A file handed in at most.
const MAX_FILE: usize = 512 << 20;

/// Options of `serve`.
#[derive(Args)]
pub struct Options {
    /// 资料夹
    #[arg(long, value_name = "目录")]
    office: PathBuf,
    /// 端口；0 由系统挑一个
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// 把地址写进这个文件（JSON）
    #[arg(long, value_name = "文件")]
    port_file: Option<PathBuf>,
    /// 窗口文件的目录；一般不用给
    #[arg(long, value_name = "目录")]
    ui: Option<PathBuf>,
    /// 当作今天（演示和测试用）
    #[arg(long, value_name = "日期", hide = true)]
    today: Option<chrono::NaiveDate>,
}

struct Shared {
    host: Host,
    token: String,
    authority: String,
    events: broadcast::Sender<HostEvent>,
    incoming: PathBuf,
    ui: PathBuf,
}

type Context = State<Arc<Shared>>;

/// Serve until stopped.
pub fn run(resources: &Resources, options: Options) -> Result<()> {
    let desk = Desk::open_even_damaged(crate::opening(resources, &options.office, options.today)?)?;
    let ui = options
        .ui
        .clone()
        .or_else(page::find)
        .ok_or_else(|| Error::not_found("窗口文件（ui/dist）"))?;
    let incoming = options.office.join("incoming");
    let _ = std::fs::remove_dir_all(&incoming);
    std::fs::create_dir_all(&incoming).map_err(|e| Error::io("暂存文件夹", e))?;
    let (events, _) = broadcast::channel(256);
    let sender = events.clone();
    let host = Host::new(desk, move |event| {
        // Nobody listening is no failure.
        let _ = sender.send(event);
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Error::io("网络服务", e))?;
    runtime.block_on(async {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let listener =
            tokio::net::TcpListener::bind(address).await.map_err(|e| Error::io("端口", e))?;
        let port = listener.local_addr().map_err(|e| Error::io("端口", e))?.port();
        let token = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
        let url = format!("http://127.0.0.1:{port}/#t={token}");
        if let Some(file) = &options.port_file {
            let text = json!({ "port": port, "token": token, "url": url }).to_string();
            desk::files::write_whole(file, text.as_bytes(), "地址文件")?;
        }
        out::line(&format!("请在本机浏览器打开：{url}"));
        let shared = Arc::new(Shared {
            host,
            token,
            authority: format!("127.0.0.1:{port}"),
            events,
            incoming,
            ui,
        });
        let api = Router::new()
            .route("/api/call/{name}", post(call))
            .route("/api/cancel/{job}", post(cancel))
            .route("/api/events", get(listen))
            .route("/api/pick", post(pick))
            .route("/api/file/{token}", get(file))
            .layer(DefaultBodyLimit::max(MAX_FILE))
            .layer(middleware::from_fn_with_state(Arc::clone(&shared), admit));
        let app = api
            .fallback(page::serve)
            .layer(middleware::from_fn_with_state(Arc::clone(&shared), same_host))
            .with_state(shared);
        axum::serve(listener, app)
            .with_graceful_shutdown(stopped())
            .await
            .map_err(|e| Error::io("网络服务", e))
    })
}

async fn stopped() {
    #[cfg(unix)]
    {
        let mut term =
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(term) => term,
                Err(_) => return std::future::pending().await,
            };
        tokio::select! {
            _ = term.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}

/// Requests under another name are of a page that is not ours (DNS rebinding).
async fn same_host(State(shared): Context, request: Request, next: Next) -> Response {
    if is_ours(&shared, request.headers()) {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

fn is_ours(shared: &Shared, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
    let own_origin = format!("http://{}", shared.authority);
    text(header::HOST) == Some(shared.authority.as_str())
        && text(header::ORIGIN).is_none_or(|origin| origin == own_origin)
}

async fn admit(State(shared): Context, request: Request, next: Next) -> Response {
    let given = request.headers().get("x-chengbao-token").map(|v| v.as_bytes().to_vec());
    if given.is_some_and(|g| same(&g, shared.token.as_bytes())) {
        next.run(request).await
    } else {
        StatusCode::UNAUTHORIZED.into_response()
    }
}

/// Equality in constant time for texts of one length.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |d, (x, y)| d | (x ^ y)) == 0
}

async fn call(
    State(shared): Context,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let job = headers.get("x-chengbao-job").and_then(|v| v.to_str().ok()).map(str::to_owned);
    let input: Value = match body.is_empty() {
        true => json!({}),
        false => match serde_json::from_slice(&body) {
            Ok(input) => input,
            Err(_) => return StatusCode::BAD_REQUEST.into_response(),
        },
    };
    let done = tokio::task::spawn_blocking(move || shared.host.call(&name, input, job.as_deref()));
    match done.await {
        Ok(Ok(output)) => axum::Json(output).into_response(),
        Ok(Err(error)) => (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(error)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn cancel(State(shared): Context, Path(job): Path<String>) -> StatusCode {
    shared.host.cancel(&job);
    StatusCode::NO_CONTENT
}

async fn listen(State(shared): Context) -> Response {
    let receiver = shared.events.subscribe();
    let stream = page::stream(receiver, |event| {
        let (name, data) = match event {
            HostEvent::Changed(topics) => ("changed", json!({ "topics": topics })),
            HostEvent::Progress(progress) => ("progress", json!(progress)),
        };
        Event::default().event(name).data(data.to_string())
    });
    Sse::new(stream).keep_alive(KeepAlive::default()).into_response()
}

#[derive(Deserialize)]
struct Picked {
    name: String,
}

async fn pick(State(shared): Context, Query(picked): Query<Picked>, body: Bytes) -> Response {
    let path = shared.incoming.join(uuid::Uuid::new_v4().to_string());
    let bytes = body.len();
    let done = tokio::task::spawn_blocking(move || {
        shared.host.told("file.pick", || {
            desk::files::write_whole(&path, &body, "交来的文件")?;
            let token = shared.host.desk().hand_in(&path, &picked.name);
            Ok(json!({ "token": token, "name": picked.name, "bytes": bytes }).to_string())
        })
    });
    match done.await {
        Ok(Ok(text)) => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
        Ok(Err(wire)) => (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(wire)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn file(State(shared): Context, Path(token): Path<String>) -> Response {
    let read = tokio::task::spawn_blocking(move || shared.host.desk().tokens().read(&token));
    match read.await {
        Ok(Ok((_, bytes))) => {
            ([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
