//! Commands about answers: results, errors, bytes, panics, injected parameters. Not here: arguments.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use dormer::ipc::Response;
use dormer::{AppHandle, Manager, Resource, ResourceId, State, Webview, WebviewWindow, Window, command};
use serde::{Serialize, Serializer};

/// Managed.
#[derive(Default)]
pub(crate) struct Counter(AtomicU32);

/// Never managed.
pub(crate) struct Unmanaged;

#[command]
pub(crate) fn nothing() {}

#[command]
pub(crate) fn number() -> f64 {
    -0.5
}

pub(crate) struct Refuses;

impl Serialize for Refuses {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("this value refuses"))
    }
}

#[command]
pub(crate) fn never_serializes() -> Refuses {
    Refuses
}

#[command]
pub(crate) fn result(good: bool) -> Result<String, String> {
    if good { Ok("good".into()) } else { Err("bad \"text\"\n".into()) }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Trouble {
    error_code: u32,
    detail: Option<String>,
}

#[command]
pub(crate) async fn result_object() -> Result<(), Trouble> {
    Err(Trouble { error_code: 7, detail: None })
}

#[command]
pub(crate) fn core_error(app: AppHandle) -> dormer::Result<()> {
    dormer::Emitter::emit(&app, "not a name", ())
}

#[command]
pub(crate) fn bytes_as_json() -> Vec<u8> {
    vec![1, 2, 255]
}

/// Bytes that follow from their place, as the page checks them.
pub(crate) fn pattern(size: usize) -> Vec<u8> {
    (0..size).map(|at| at.wrapping_mul(7).wrapping_add(size) as u8).collect()
}

#[command]
pub(crate) fn bytes_raw(size: usize) -> Response {
    Response::new(pattern(size))
}

#[command]
pub(crate) fn json_text(text: String) -> Response {
    Response::new(text)
}

#[command]
pub(crate) fn count(counter: State<'_, Counter>) -> u32 {
    counter.0.fetch_add(1, Ordering::SeqCst) + 1
}

#[command]
pub(crate) fn count_unmanaged(state: State<'_, Unmanaged>) {
    let _: &Unmanaged = state.inner();
}

#[command]
pub(crate) fn panics() {
    panic!("expected by a test");
}

#[command]
pub(crate) async fn panics_async() {
    panic!("expected by a test");
}

/// Panics after it has waited, so on another poll than the first.
#[command]
pub(crate) async fn panics_in_task() -> Result<(), String> {
    dormer::async_runtime::spawn(async {}).await.map_err(|error| error.to_string())?;
    panic!("expected by a test");
}

/// A plain function that runs as a task.
#[command(async)]
pub(crate) fn blocking(value: u32) -> u32 {
    value + 1
}

#[command]
pub(crate) fn with_parts(
    app: AppHandle,
    window: Window,
    webview: Webview,
    both: WebviewWindow,
) -> Vec<String> {
    vec![
        app.package_info().name.clone(),
        window.label().to_owned(),
        webview.label().to_owned(),
        both.label().to_owned(),
    ]
}

/// A resource that counts how many were closed.
struct Counted;

static CLOSED: AtomicU32 = AtomicU32::new(0);

impl Resource for Counted {
    fn close(self: Arc<Self>) {
        CLOSED.fetch_add(1, Ordering::SeqCst);
    }
}

/// Adds one to the table of the web view, the window or the app.
#[command]
pub(crate) fn resource_open(table: &str, webview: Webview) -> ResourceId {
    match table {
        "webview" => webview.resources_table().add(Counted),
        "window" => webview.window().resources_table().add(Counted),
        _ => webview.app_handle().resources_table().add(Counted),
    }
}

#[command]
pub(crate) fn resource_closed() -> u32 {
    CLOSED.load(Ordering::SeqCst)
}
