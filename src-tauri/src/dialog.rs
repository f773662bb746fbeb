//! Native file dialogs. The window gets a token and a name to show, never a path.

use crate::call::blocking;
use desk::api::{Host, WireError};
use desk::error::Error;
use serde::Serialize;
use std::sync::Arc;
use tauri::ipc::{InvokeBody, Request};
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

/// A file chosen.
#[derive(Serialize)]
pub struct Picked {
    token: String,
    name: String,
    bytes: u64,
}

/// Let the person choose files; `accept` holds endings such as `.xlsx`. None chosen is an empty list.
#[tauri::command]
pub async fn pick(
    app: AppHandle,
    host: State<'_, Arc<Host>>,
    accept: Vec<String>,
    multiple: bool,
) -> Result<Vec<Picked>, WireError> {
    let host = Arc::clone(&host);
    blocking(move || {
        let endings: Vec<&str> = accept.iter().map(|a| a.trim_start_matches('.')).collect();
        let mut dialog = app.dialog().file();
        if !endings.is_empty() {
            dialog = dialog.add_filter("可用的文件", &endings);
        }
        let chosen = if multiple {
            dialog.blocking_pick_files().unwrap_or_default()
        } else {
            dialog.blocking_pick_file().into_iter().collect()
        };
        let paths = chosen.into_iter().filter_map(|f| f.into_path().ok());
        Ok(paths
            .map(|path| {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let bytes = path.metadata().map(|m| m.len()).unwrap_or(0);
                Picked { token: host.desk().hand_in(&path, &name), name, bytes }
            })
            .collect())
    })
    .await
}

/// Take in a file dropped onto the window: its bytes as the body, its name in UTF-8 as hex in the
/// header `x-name`, because headers carry no Chinese.
#[tauri::command]
pub async fn take(host: State<'_, Arc<Host>>, request: Request<'_>) -> Result<Picked, WireError> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(Error::invalid("拖来的文件没有内容", "请用“放入文件”来选").into());
    };
    let bytes = bytes.clone();
    let name = request.headers().get("x-name").and_then(|n| n.to_str().ok()).and_then(from_hex);
    let name = name.unwrap_or_else(|| "文件".to_owned());
    let host = Arc::clone(&host);
    blocking(move || {
        host.told("file.take", || {
            let token = host.desk().hand_out(&bytes, &name)?;
            Ok(Picked { token, name, bytes: bytes.len() as u64 })
        })
    })
    .await
}

fn from_hex(text: &str) -> Option<String> {
    let pairs = text.as_bytes().chunks(2).map(|pair| {
        std::str::from_utf8(pair).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok())
    });
    String::from_utf8(pairs.collect::<Option<Vec<u8>>>()?).ok()
}

/// Let the person choose where a file goes; false when they chose nothing.
#[tauri::command]
pub async fn save(
    app: AppHandle,
    host: State<'_, Arc<Host>>,
    token: String,
    name: String,
) -> Result<bool, WireError> {
    let host = Arc::clone(&host);
    blocking(move || {
        let Some(target) = app.dialog().file().set_file_name(&name).blocking_save_file() else {
            return Ok(false);
        };
        let Ok(path) = target.into_path() else {
            return Ok(false);
        };
        host.told("file.save", || {
            host.desk().tokens().copy_out(&token, &path, "文件")?;
            Ok(true)
        })
    })
    .await
}
