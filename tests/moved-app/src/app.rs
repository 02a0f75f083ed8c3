//! Puts the program together. Not here: its commands, events and windows.

use std::sync::Mutex;

use tauri::{Emitter, Listener, Manager, RunEvent, WebviewUrl, WebviewWindowBuilder, WindowEvent};

use crate::store::{Settings, Store};
use crate::{commands, counter, events, windows};

/// The program up to its context.
pub fn builder() -> tauri::Builder {
    tauri::Builder::default()
        .plugin(counter::init())
        .manage(Mutex::new(Store::default()))
        .invoke_handler(tauri::generate_handler![
            commands::greet,
            commands::remember,
            commands::recall,
            commands::count_to,
            commands::fail,
            commands::raw,
            commands::echo_request,
            commands::who_am_i,
            commands::where_am_i,
            commands::theme,
            commands::slow_double,
            windows::open_settings,
            windows::window_facts,
            windows::generic_title,
            events::broadcast,
        ])
        .setup(|app| {
            let handle = app.handle().clone();
            let data = app.path().app_data_dir()?;
            app.manage(Settings { data, debug: cfg!(debug_assertions) });

            let main = app.get_webview_window("main").expect("the configured window exists");
            main.set_title(&format!("{} {}", app.package_info().name, app.package_info().version))?;

            WebviewWindowBuilder::new(app, "about", WebviewUrl::App("index.html".into()))
                .title("About")
                .inner_size(320.0, 200.0)
                .min_inner_size(200.0, 100.0)
                .resizable(false)
                .decorations(true)
                .visible(false)
                .center()
                .build()?;

            app.listen("frontend-ready", move |event| {
                let store = handle.state::<Mutex<Store>>();
                store.lock().expect("no holder panics").put("ready", event.payload());
            });

            let handle = app.handle().clone();
            tauri::async_runtime::spawn(async move {
                let _ = handle.emit("started", events::Started { windows: handle.webview_windows().len() });
            });
            Ok(())
        })
        .on_window_event(|window, event| match event {
            WindowEvent::CloseRequested { api, .. } if window.label() == "about" => {
                let _ = window.hide();
                api.prevent_close();
            }
            WindowEvent::Focused(true) => {
                let _ = window.emit("focused", window.label());
            }
            WindowEvent::Destroyed => {
                if let Some(store) = window.try_state::<Mutex<Store>>() {
                    store.lock().expect("no holder panics").put("closed", window.label());
                }
            }
            _ => {}
        })
        .on_page_load(|webview, payload| {
            if payload.event() == tauri::webview::PageLoadEvent::Finished {
                let store = webview.state::<Mutex<Store>>();
                store.lock().expect("no holder panics").put(webview.label(), payload.url().as_str());
            }
        })
}

/// What happens while the program runs.
pub fn on_event(app: &tauri::AppHandle, event: RunEvent) {
    match event {
        RunEvent::Ready => {
            let _ = app.emit_to("main", "ready", ());
        }
        RunEvent::WindowEvent { label, event: WindowEvent::CloseRequested { .. }, .. } if label == "main" => {
            if let Some(about) = app.get_webview_window("about") {
                let _ = about.destroy();
            }
        }
        RunEvent::ExitRequested { code: None, api, .. }
            if app.state::<Mutex<Store>>().lock().expect("no holder panics").get("stay").is_some() =>
        {
            api.prevent_exit();
        }
        RunEvent::Reopen { has_visible_windows: false, .. } => windows::show_main(app),
        RunEvent::Exit => app.cleanup_before_exit(),
        _ => {}
    }
}

/// The program's context.
pub fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// Runs the program on the system's backend.
#[cfg_attr(mobile, tauri::mobile_entry_point)]
pub fn run() {
    builder().build(context()).expect("error while building the application").run(on_event);
}
