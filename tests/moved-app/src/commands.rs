//! Commands of every kind that such programs have.

use std::sync::Mutex;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tauri::ipc::{Channel, InvokeBody, Request, Response};
use tauri::path::BaseDirectory;
use tauri::{AppHandle, Manager, State, Theme, Webview, WebviewWindow, Window, async_runtime};

use crate::error::Error;
use crate::store::{Settings, Store};

#[tauri::command]
pub(crate) fn greet(name: &str) -> String {
    format!("Hello, {name}! You've been greeted from Rust!")
}

#[tauri::command]
pub(crate) fn remember(state: State<'_, Mutex<Store>>, key: String, value: String) {
    state.lock().expect("no holder panics").put(key, value);
}

#[tauri::command]
pub(crate) async fn recall(state: tauri::State<'_, Mutex<Store>>, key: String) -> Result<String, Error> {
    let store = state.inner().lock().expect("no holder panics");
    store.get(&key).map(str::to_owned).ok_or(Error::Unknown(key))
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase", tag = "event", content = "data")]
pub(crate) enum Progress {
    #[serde(rename_all = "camelCase")]
    Step {
        so_far: u32,
    },
    Done,
}

#[tauri::command]
pub(crate) async fn count_to(limit: u32, on_event: Channel<Progress>) -> tauri::Result<()> {
    for so_far in 1..=limit {
        on_event.send(Progress::Step { so_far })?;
    }
    on_event.send(Progress::Done)?;
    Ok(())
}

#[tauri::command]
pub(crate) fn fail(path: String) -> Result<String, Error> {
    Ok(std::fs::read_to_string(path)?)
}

#[tauri::command]
pub(crate) fn raw() -> Response {
    tauri::ipc::Response::new(vec![1, 2, 3])
}

#[tauri::command]
pub(crate) fn echo_request(request: Request<'_>) -> Result<Response, String> {
    let InvokeBody::Raw(bytes) = request.body() else { return Err("expected bytes".into()) };
    let mark = request.headers().get("x-mark").and_then(|mark| mark.to_str().ok()).unwrap_or_default();
    Ok(Response::new([mark.as_bytes(), bytes].concat()))
}

#[derive(Serialize)]
pub(crate) struct Caller {
    app: String,
    window: String,
    webview: String,
    label: String,
}

#[tauri::command(rename_all = "snake_case")]
pub(crate) fn who_am_i<R: tauri::Runtime>(
    app: AppHandle<R>,
    window: Window<R>,
    webview: Webview<R>,
    webview_window: WebviewWindow<R>,
) -> Caller {
    Caller {
        app: app.config().identifier.clone(),
        window: window.label().to_string(),
        webview: webview.label().to_string(),
        label: webview_window.label().to_string(),
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Places {
    data: String,
    config_is_under_home: bool,
    resource: Option<String>,
}

#[tauri::command]
pub(crate) fn where_am_i(app: tauri::AppHandle, settings: State<'_, Settings>) -> Result<Places, Error> {
    let home = app.path().home_dir()?;
    let config = app.path().app_config_dir()?;
    let resource = app.path().resolve("data.json", BaseDirectory::Resource).ok();
    Ok(Places {
        data: settings.data.display().to_string(),
        config_is_under_home: settings.debug || config.starts_with(home),
        resource: resource.map(|path| path.display().to_string()),
    })
}

#[tauri::command]
pub(crate) fn theme(window: WebviewWindow, dark: Option<bool>) -> tauri::Result<&'static str> {
    window.set_theme(dark.map(|dark| if dark { Theme::Dark } else { Theme::Light }))?;
    Ok(match window.theme()? {
        Theme::Dark => "dark",
        _ => "light",
    })
}

#[tauri::command(async)]
pub(crate) fn slow_double(number: u32) -> Result<u32, String> {
    let task: async_runtime::JoinHandle<u32> = async_runtime::spawn_blocking(move || {
        std::thread::sleep(Duration::from_millis(1));
        number * 2
    });
    async_runtime::block_on(task).map_err(|error| error.to_string())
}
