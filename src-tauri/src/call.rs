//! The one command of the table, cancelling, and reading a file by its token.

use desk::api::{Host, WireError};
use desk::error::Error;
use serde_json::Value;
use std::sync::Arc;
use tauri::State;
use tauri::ipc::Response;

/// Run a command on a thread of its own, so that the window never waits.
#[tauri::command]
pub async fn call(
    host: State<'_, Arc<Host>>,
    name: String,
    input: Value,
    job: Option<String>,
) -> Result<Value, WireError> {
    let host = Arc::clone(&host);
    blocking(move || host.call(&name, input, job.as_deref())).await
}

/// Ask a job to stop.
#[tauri::command]
pub fn cancel(host: State<'_, Arc<Host>>, job: String) {
    host.cancel(&job);
}

/// The bytes behind a file token.
#[tauri::command]
pub async fn read(host: State<'_, Arc<Host>>, token: String) -> Result<Response, WireError> {
    let host = Arc::clone(&host);
    blocking(move || {
        host.told("file.read", || {
            let (_, bytes) = host.desk().tokens().read(&token)?;
            Ok(Response::new(bytes))
        })
    })
    .await
}

/// Work off the window's thread.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, WireError> + Send + 'static,
) -> Result<T, WireError> {
    match tauri::async_runtime::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(Error::internal(error.to_string()).into()),
    }
}
