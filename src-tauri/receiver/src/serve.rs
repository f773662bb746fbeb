//! Run the receiver: bind, recover what a stop left, answer until told to stop.

use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use engine::protocol::BASE_PATH;

use crate::accept;
use crate::cli::ServeOptions;
use crate::data::{DataDir, write_private};
use crate::failure::{Failure, Result};
use crate::http::{App, CONNECTION_BYTES, router};
use crate::pair::{Server, Unit, write_pairing};
use crate::store::{KeyChange, Store};
use crate::tls;

/// How often expired uploads are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);

/// What was asked before the stop may take so long to be answered.
const LAST_WORDS: Duration = Duration::from_secs(30);

/// `chengbao-receiver serve`.
pub fn run(options: &ServeOptions) -> Result<()> {
    let data = DataDir::open(&options.data)?;
    let _lock = data.lock()?;
    let store = Store::open(&data.database())?;
    let mut app = App::new(data.clone(), store, data.signer()?, options.server_name.clone());
    app.is_https = tls::is_wanted(options);
    let app = Arc::new(app);
    recover(&app)?;
    // An error means that a provider is there already, which is just as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(answer(options, app))
}

async fn answer(options: &ServeOptions, app: Arc<App>) -> Result<()> {
    let credentials = app.is_https.then(|| tls::credentials(options, &app.data)).transpose()?;
    let config = match &credentials {
        Some(held) => Some(tls::config(held).await?),
        None => None,
    };
    let listener = TcpListener::bind(options.listen).map_err(|_| {
        Failure::bad(format!("地址{}不能监听，可能已被占用，请换一个端口", options.listen))
    })?;
    let address = listener.local_addr()?;
    let url = if app.is_https {
        let host = tls::hosts(options)?.swap_remove(0);
        let host = if host.contains(':') { format!("[{host}]") } else { host };
        format!("https://{host}:{}{BASE_PATH}", address.port())
    } else {
        format!("http://{address}{BASE_PATH}")
    };
    tls::remember(&app.data, credentials.as_ref())?;
    app.data.set_address(&url)?;
    pair(options, &app, &url, credentials.as_ref())?;
    if let Some(path) = &options.port_file {
        write_private(path, address.port().to_string().as_bytes())?;
    }
    writeln!(std::io::stdout(), "收件端已启动：{url}")?;
    writeln!(std::io::stdout(), "审核页：{}/review/", url.trim_end_matches(BASE_PATH))?;
    let sweeper = tokio::spawn(sweep(Arc::clone(&app)));
    let handle = axum_server::Handle::new();
    let stopper = handle.clone();
    tokio::spawn(async move {
        stop_asked().await;
        stopper.graceful_shutdown(Some(LAST_WORDS));
    });
    let data = app.data.clone();
    let service = router(app).into_make_service();
    let done = if let Some(config) = config {
        if options.cert.is_none() {
            tokio::spawn(tls::renew(data, tls::hosts(options)?, config.clone()));
        }
        let mut server = axum_server::from_tcp_rustls(listener, config)?.handle(handle);
        server.http_builder().http1().max_buf_size(CONNECTION_BYTES);
        server.serve(service).await
    } else {
        let mut server = axum_server::from_tcp(listener)?.handle(handle);
        server.http_builder().http1().max_buf_size(CONNECTION_BYTES);
        server.serve(service).await
    };
    sweeper.abort();
    Ok(done?)
}

fn pair(
    options: &ServeOptions,
    app: &App,
    url: &str,
    credentials: Option<&tls::Credentials>,
) -> Result<()> {
    let (Some(id), Some(name), Some(file)) =
        (&options.pair_unit, &options.pair_name, &options.pairing_file)
    else {
        return Ok(());
    };
    let server = Server {
        store: &app.store,
        key: app.signer.public().to_base64(),
        recipient: app.data.identity()?.recipient().to_text(),
        name: &app.name,
        base_url: url.to_owned(),
        ca_pem: credentials.map(|held| held.ca.clone()),
    };
    write_pairing(&server, &Unit { id, name }, KeyChange::Keep, file)
}

/// Look at uploads that were complete when a stop came, and drop those nobody will continue.
fn recover(app: &Arc<App>) -> Result<()> {
    for (unit_id, id) in app.store.complete_uploads()? {
        let Some(upload) = app.store.upload(&unit_id, &id)? else {
            continue;
        };
        // A refusal is noted by `finish`; a fault stays to be tried again when the client asks.
        if let Err(failure) = accept::finish(app, &unit_id, &upload) {
            tracing::warn!(unit = unit_id, code = failure.0.code.as_str(), "not finished");
        }
    }
    drop_expired(app)?;
    drop_orphans(app)
}

/// Remove part files of uploads that were dropped, or whose bundle came another way.
fn drop_orphans(app: &App) -> Result<()> {
    for entry in std::fs::read_dir(app.data.parts())? {
        let path = entry?.path();
        let id = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if !app.store.is_unfinished(id)? {
            std::fs::remove_file(&path)?;
        }
    }
    Ok(())
}

async fn sweep(app: Arc<App>) {
    loop {
        tokio::time::sleep(SWEEP_EVERY).await;
        let app = Arc::clone(&app);
        let swept = tokio::task::spawn_blocking(move || drop_expired(&app)).await;
        if !matches!(swept, Ok(Ok(()))) {
            tracing::warn!("sweep failed");
        }
    }
}

fn drop_expired(app: &Arc<App>) -> Result<()> {
    app.data.sweep_inbox();
    for (_, id) in app.store.expired_uploads()? {
        // One that is being written to has just been continued.
        let Ok(_taken) = app.take(&id) else { continue };
        app.store.delete_upload(&id)?;
        match std::fs::remove_file(app.data.part(&id)) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(e.into()),
            _ => {}
        }
    }
    Ok(())
}

/// Ctrl-C, or a service manager's SIGTERM.
async fn stop_asked() {
    let interrupt = async {
        // Without a handler the default action stops us anyway.
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                () = interrupt => {}
                _ = terminate.recv() => {}
            },
            Err(_) => interrupt.await,
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
