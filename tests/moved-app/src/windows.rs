//! Windows: opening, facts, changes.

use std::sync::mpsc;

use serde::Serialize;
use tauri::image::Image;
use tauri::utils::config::WindowConfig;
use tauri::window::Color;
use tauri::{
    AppHandle, LogicalPosition, LogicalSize, Manager, PhysicalPosition, PhysicalSize, Position, Size, Theme,
    TitleBarStyle, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
};

/// Brings the main window to the front.
pub(crate) fn show_main(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

#[tauri::command]
pub(crate) async fn open_settings(app: AppHandle) -> tauri::Result<String> {
    if let Some(open) = app.get_webview_window("settings") {
        open.set_focus()?;
        return Ok(open.label().to_string());
    }
    let link = Url::parse("https://example.com/help").expect("a constant that is a URL");
    let window = WebviewWindowBuilder::new(&app, "settings", WebviewUrl::App("index.html#settings".into()))
        .title("Settings")
        .inner_size(640.0, 480.0)
        .position(10.0, 20.0)
        .focused(true)
        .always_on_top(false)
        .transparent(false)
        .skip_taskbar(false)
        .maximizable(false)
        .minimizable(true)
        .closable(true)
        .fullscreen(false)
        .maximized(false)
        .shadow(true)
        .theme(Some(Theme::Dark))
        .background_color(Color(20, 20, 20, 255))
        .title_bar_style(TitleBarStyle::Overlay)
        .hidden_title(true)
        .accept_first_mouse(true)
        .user_agent("moved/1.0")
        .initialization_script("window.__MOVED__ = true;")
        .disable_drag_drop_handler()
        .zoom_hotkeys_enabled(true)
        .incognito(true)
        .devtools(true)
        .on_navigation(move |url| url.host_str() != link.host_str())
        .on_page_load(|window, payload| {
            if matches!(payload.event(), tauri::webview::PageLoadEvent::Started) {
                let _ = window.eval("console.log('loading')");
            }
        })
        .build()?;
    window.on_window_event(|event| {
        if let tauri::WindowEvent::Resized(size) = event {
            let PhysicalSize { width, height } = size;
            let _ = (width, height);
        }
    });
    Ok(window.label().to_string())
}

#[derive(Serialize)]
pub(crate) struct Facts {
    size: (u32, u32),
    at: (i32, i32),
    logical_width: f64,
    visible: bool,
    title: String,
    url: String,
    monitors: usize,
    icon: Option<(u32, u32)>,
    configured: usize,
    on_main_thread: bool,
}

#[tauri::command]
pub(crate) fn window_facts(window: WebviewWindow) -> tauri::Result<Facts> {
    window.set_size(LogicalSize::new(700.0, 500.0))?;
    window.set_size(Size::Logical(LogicalSize { width: 700.0, height: 500.0 }))?;
    window.set_min_size(Some(PhysicalSize::new(100, 100)))?;
    window.set_position(PhysicalPosition::new(30, 40))?;
    window.set_position(Position::Logical(LogicalPosition::new(30.0, 40.0)))?;
    window.set_always_on_top(true)?;
    window.set_decorations(true)?;
    window.set_fullscreen(false)?;
    window.set_skip_taskbar(false)?;
    window.set_ignore_cursor_events(false)?;
    window.set_zoom(1.25)?;
    window.open_devtools();
    window.close_devtools();

    let (sender, receiver) = mpsc::channel();
    window.run_on_main_thread(move || {
        let _ = sender.send(std::thread::current().id());
    })?;
    let main_thread = receiver.recv().map_err(|error| std::io::Error::other(error.to_string()))?;

    let scale = window.scale_factor()?;
    let size = window.inner_size()?;
    let position = window.outer_position()?;
    let app = window.app_handle();
    let icon: Option<&Image<'_>> = app.default_window_icon();
    let windows: &Vec<WindowConfig> = &app.config().app.windows;
    Ok(Facts {
        size: (size.width, size.height),
        at: (position.x, position.y),
        logical_width: size.to_logical::<f64>(scale).width,
        visible: window.is_visible()? && !window.is_minimized()?,
        title: window.title()?,
        url: window.url()?.to_string(),
        monitors: window.available_monitors()?.len(),
        icon: icon.map(|icon| (icon.width(), icon.height())),
        configured: windows.len(),
        on_main_thread: main_thread != std::thread::current().id(),
    })
}

#[tauri::command]
pub(crate) fn generic_title<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    window: tauri::Window<R>,
    title: String,
) -> bool {
    window.set_title(&title).is_ok() && app.get_window(window.label()).is_some()
}
