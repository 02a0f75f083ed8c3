//! The benchmark's peer program, on Tauri: the same commands as `bench/dormer`, line by line. Not here: what is measured
//! (`bench/ui/bench.js`) and how it is run and compared (`cargo xtask bench`).

use std::io::Write;

use tauri::Emitter;
use tauri::ipc::{Channel, InvokeBody, InvokeResponseBody, Request, Response};

#[derive(serde::Serialize, serde::Deserialize)]
struct Item {
    id: u32,
    name: String,
    price: f64,
    tags: Vec<String>,
    ok: bool,
}

#[tauri::command]
fn noop() {}

#[tauri::command]
async fn noop_async() {}

/// Whether the page should stop after its first frame, for the measurement of a program that does nothing.
#[tauri::command]
fn idle() -> bool {
    std::env::var_os("BENCH_IDLE").is_some()
}

#[tauri::command]
fn echo(items: Vec<Item>) -> Vec<Item> {
    items
}

#[tauri::command]
fn download(n: usize) -> Response {
    Response::new(vec![7u8; n])
}

#[tauri::command]
fn upload(request: Request<'_>) -> usize {
    match request.body() {
        InvokeBody::Raw(bytes) => bytes.len(),
        InvokeBody::Json(_) => 0,
    }
}

#[tauri::command]
async fn stream(n: usize, size: usize, on_msg: Channel<InvokeResponseBody>) {
    for i in 0..n {
        let body = if size == 0 {
            InvokeResponseBody::Json(i.to_string())
        } else {
            InvokeResponseBody::Raw(vec![7u8; size])
        };
        on_msg.send(body).expect("the page listens until it has all messages");
    }
}

#[tauri::command]
async fn storm(app: tauri::AppHandle, n: usize) {
    for i in 0..n {
        app.emit("tick", i).expect("a number is valid JSON");
    }
}

/// Prints the page's findings as one `RESULT {…}` line, then ends the program unless `BENCH_HOLD` is set.
#[tauri::command]
fn report(app: tauri::AppHandle, mut out: serde_json::Value) {
    out["start"] = std::env::var("BENCH_T0").ok().and_then(|ms| ms.parse::<u64>().ok()).into();
    println!("RESULT {out}");
    std::io::stdout().flush().expect("the harness reads standard output");
    if std::env::var_os("BENCH_HOLD").is_none() {
        app.exit(0);
    }
}

fn main() {
    tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![
            noop, noop_async, idle, echo, download, upload, stream, storm, report
        ])
        .run(tauri::generate_context!())
        .expect("the benchmark needs a display and the system's web view");
}
