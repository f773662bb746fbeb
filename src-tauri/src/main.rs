//! The window of 呈报 and nothing else: one command for the whole table, one event for what became
//! stale, one for progress, and the file dialogs. Everything it does is done by `desk`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod call;
mod dialog;
mod start;

use desk::api::{Host, HostEvent};
use desk::clock::SystemClock;
use desk::error::Error;
use desk::resources::Resources;
use desk::{Desk, Opening};
use std::sync::Arc;
use tauri::{AppHandle, Emitter, Manager, RunEvent};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

fn main() {
    if std::env::args_os().nth(1).is_some_and(|a| a == desk::worker::ARGUMENT) {
        return desk::worker::serve();
    }
    start::soften_renderer();
    let arguments = start::Arguments::read();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| show(app)))
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![
            call::call,
            call::cancel,
            call::read,
            dialog::pick,
            dialog::save,
            dialog::take
        ])
        .setup(move |app| {
            match open(app.handle(), &arguments) {
                Ok(host) => {
                    app.manage(host);
                }
                Err(error) => refuse(app.handle(), &error),
            }
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => app.run(|app, event| {
            if let (RunEvent::Exit, Some(host)) = (event, app.try_state::<Arc<Host>>()) {
                host.desk().leave();
            }
        }),
        Err(_) => std::process::exit(1),
    }
}

fn open(app: &AppHandle, arguments: &start::Arguments) -> Result<Arc<Host>, Error> {
    let desk = Desk::open_even_damaged(Opening {
        folder: arguments.office()?,
        resources: Resources::find(arguments.resources.as_deref())?,
        clock: Arc::new(SystemClock),
        passphrase: None,
    })?;
    let app = app.clone();
    Ok(Arc::new(Host::new(desk, move |event| {
        // A window that is closing hears nothing; that is no failure.
        let _ = match event {
            HostEvent::Changed(topics) => {
                app.emit("changed", serde_json::json!({ "topics": topics }))
            }
            HostEvent::Progress(progress) => app.emit("progress", progress),
        };
    })))
}

/// Say why the office cannot be opened, in words, and leave.
fn refuse(app: &AppHandle, error: &Error) {
    let handle = app.clone();
    app.dialog()
        .message(error.to_string())
        .title("呈报打不开")
        .kind(MessageDialogKind::Error)
        .show(move |_| handle.exit(1));
}

/// A second start only brings the first window to the front.
fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}
