//! Events that the program sends.

use serde::Serialize;
use tauri::{Emitter, EventTarget};

#[derive(Clone, Serialize)]
pub(crate) struct Started {
    pub(crate) windows: usize,
}

#[tauri::command]
pub(crate) fn broadcast<R: tauri::Runtime>(app: tauri::AppHandle<R>, text: String) -> Result<(), String> {
    app.emit("broadcast", &text).map_err(|error| error.to_string())?;
    app.emit_to(EventTarget::webview_window("main"), "for-main", &text).map_err(|error| error.to_string())?;
    app.emit_filter(
        "filtered",
        &text,
        |target| matches!(target, EventTarget::WebviewWindow { label } if label == "main"),
    )
    .map_err(|error| error.to_string())
}
