//! Commands that take the call as a whole: bytes, headers.

use std::collections::BTreeMap;

use dormer::ipc::{InvokeBody, Request, Response};
use dormer::{AppHandle, command};

#[command]
pub(crate) fn raw_echo(request: Request<'_>) -> Result<Response, String> {
    match request.body() {
        InvokeBody::Raw(bytes) => Ok(Response::new(bytes.clone())),
        InvokeBody::Json(value) => Err(format!("got JSON {value}")),
    }
}

#[command]
pub(crate) async fn raw_echo_async(request: Request<'_>) -> Result<Response, String> {
    match request.body() {
        InvokeBody::Raw(bytes) => Ok(Response::new(bytes.clone())),
        InvokeBody::Json(value) => Err(format!("got JSON {value}")),
    }
}

#[command]
pub(crate) fn body_kind(request: Request<'_>) -> String {
    match request.body() {
        InvokeBody::Raw(bytes) => format!("raw {}", bytes.len()),
        InvokeBody::Json(value) => format!("json {value}"),
    }
}

#[command]
pub(crate) fn header_values(request: Request<'_>) -> BTreeMap<String, Vec<String>> {
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in request.headers() {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        values.entry(name.to_string()).or_default().push(value);
    }
    values
}

/// What the core holds, as a list: pages, calls, listeners, channels, resources.
#[command]
pub(crate) fn diagnostics(app: AppHandle) -> [usize; 5] {
    let now = app.diagnostics();
    [now.pages, now.calls, now.listeners, now.channels, now.resources]
}

/// Length and last byte of the body.
#[command]
pub(crate) fn last_byte(request: Request<'_>) -> Option<(usize, u8)> {
    match request.body() {
        InvokeBody::Raw(bytes) => Some((bytes.len(), *bytes.last()?)),
        InvokeBody::Json(_) => None,
    }
}

/// Zeros and one other byte at the end.
#[command]
pub(crate) fn zeros(size: usize, last: u8) -> Response {
    let mut bytes = vec![0; size];
    if let Some(end) = bytes.last_mut() {
        *end = last;
    }
    Response::new(bytes)
}
