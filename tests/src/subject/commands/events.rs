//! Commands that emit events and listen to them.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use dormer::{AppHandle, Emitter, EventTarget, Listener, WebviewWindow, command};
use serde_json::Value;

#[command]
pub(crate) fn event_emit(app: AppHandle, event: &str, payload: Value) -> dormer::Result<()> {
    app.emit(event, payload)
}

#[command]
pub(crate) fn event_emit_to(
    app: AppHandle,
    target: EventTarget,
    event: &str,
    payload: Value,
) -> dormer::Result<()> {
    app.emit_to(target, event, payload)
}

/// To windows of this label only.
#[command]
pub(crate) fn event_emit_filter(app: AppHandle, label: String, event: &str) -> dormer::Result<()> {
    app.emit_filter(event, (), |target| *target == EventTarget::window(label.as_str()))
}

#[command]
pub(crate) fn event_emit_text(app: AppHandle, event: &str, text: String) -> dormer::Result<()> {
    app.emit_str(event, text)
}

#[command]
pub(crate) async fn event_burst(app: AppHandle, event: String, count: u32) -> dormer::Result<()> {
    (0..count).try_for_each(|number| app.emit(&event, number))
}

static HEARD: Mutex<Vec<(String, Value)>> = Mutex::new(Vec::new());

/// Listens in Rust at the app, at the window, or at everything.
#[command]
pub(crate) fn event_listen(window: WebviewWindow, event: String, at: &str) {
    let name = format!("{at} {event}");
    let handler = move |event: dormer::Event| {
        let payload = serde_json::from_str(event.payload()).expect("payloads are JSON");
        HEARD.lock().unwrap_or_else(PoisonError::into_inner).push((name.clone(), payload));
    };
    match at {
        "app" => window.app_handle().listen(event, handler),
        "window" => AsRef::<dormer::Window>::as_ref(&window).listen(event, handler),
        "webview" => AsRef::<dormer::Webview>::as_ref(&window).listen(event, handler),
        "webview_window" => window.listen(event, handler),
        "once" => window.once_any(event, handler),
        _ => window.listen_any(event, handler),
    };
}

/// What was heard of an event, in order.
#[command]
pub(crate) fn event_heard(event: &str) -> Vec<(String, Value)> {
    let heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
    heard.iter().filter(|(name, _)| name.ends_with(&format!(" {event}"))).cloned().collect()
}

static ROUNDS: AtomicU32 = AtomicU32::new(0);

/// Emits and then answers with the same number.
#[command]
pub(crate) fn event_reply(app: AppHandle, event: &str) -> dormer::Result<u32> {
    let round = ROUNDS.fetch_add(1, Ordering::SeqCst);
    app.emit(event, round)?;
    Ok(round)
}
