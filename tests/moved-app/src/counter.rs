//! A plugin of the program's own.

use std::sync::Mutex;

use serde::Deserialize;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Manager, RunEvent, State};

#[derive(Deserialize)]
pub(crate) struct Config {
    start: u32,
}

struct Counter(Mutex<u32>);

#[tauri::command]
async fn next<R: tauri::Runtime>(
    _app: tauri::AppHandle<R>,
    counter: State<'_, Counter>,
) -> Result<u32, String> {
    let mut counter = counter.0.lock().map_err(|error| error.to_string())?;
    *counter += 1;
    Ok(*counter)
}

pub(crate) fn init() -> TauriPlugin<Config> {
    Builder::<Config>::new("counter")
        .invoke_handler(tauri::generate_handler![next])
        .js_init_script("window.counter = true;".to_string())
        .setup(|app, api| {
            app.manage(Counter(Mutex::new(api.config().start)));
            Ok(())
        })
        .on_event(|_app, event| {
            if let RunEvent::Exit = event {
                // Nothing to save.
            }
        })
        .build()
}
