//! The core as a backend sees it: answers its questions and hands its events on.

use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use dormer_runtime::wire::Call;
use dormer_runtime::{
    DownloadRequest, Frame, Host, Link, Page, Permission, Responder, WebviewId, WindowFeatures, WindowId,
};
use url::Url;

use crate::app::Shared;
use crate::emitter::emit;
use crate::event::matches;
use crate::page::PageSession;
use crate::reach;
use crate::webview::{PageLoadEvent, PageLoadPayload, theme_from};
use crate::{AppHandle, CloseRequestApi, EventTarget, RunEvent, WebviewEvent, WebviewWindow, WindowEvent};

/// Answers the backend.
pub(crate) struct CoreHost(Arc<Shared>);

impl CoreHost {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self(shared)
    }
}

impl Host for CoreHost {
    fn page_opened(&self, webview: WebviewId, url: &str, link: Arc<dyn Link>) -> Arc<dyn Page> {
        let window = self.0.windows.by_webview(webview);
        let Some((window, origin)) = window.zip(self.0.origin_of(url)) else {
            log::warn!("a document of an unknown window or address ({url}) gets no link");
            link.close();
            return Arc::new(Nobody);
        };
        let session = PageSession::new(window.webview.clone(), origin, link);
        window.webview.page_opened(&session);
        self.0.add_page(&session);
        session
    }

    fn scheme_request(&self, webview: WebviewId, request: http::Request<Bytes>, respond: Responder) {
        crate::protocol::answer(&self.0, webview, request, respond);
    }

    fn allows_navigation(&self, webview: WebviewId, url: &str, frame: Frame) -> bool {
        let window = self.0.windows.by_webview(webview);
        window.is_some_and(|window| reach::allows_navigation(&self.0, &window, url, frame))
    }

    fn wants_window(&self, webview: WebviewId, url: &str, features: WindowFeatures) {
        if let Some(window) = self.0.windows.by_webview(webview) {
            reach::wants_window(&AppHandle::new(Arc::clone(&self.0)), &self.0, &window, url, features);
        }
    }

    fn download(&self, webview: WebviewId, request: &DownloadRequest) -> Option<PathBuf> {
        reach::destination(&self.0, &self.0.windows.by_webview(webview)?, request)
    }

    fn allows(&self, webview: WebviewId, permission: Permission) -> bool {
        let window = self.0.windows.by_webview(webview);
        window.is_some_and(|window| reach::allows(&self.0, &window, permission))
    }
}

/// The page of a link that was refused.
struct Nobody;

impl Page for Nobody {
    fn call(&self, _call: Call) {}
    fn work(&self) {}
    fn closed(&self) {}
}

/// Hands an event of a window to its handlers, the app and the pages.
pub(crate) fn deliver_window_event(
    handle: &AppHandle,
    id: WindowId,
    event: dormer_runtime::WindowEvent,
    tell: &mut dyn FnMut(&AppHandle, RunEvent),
) {
    use dormer_runtime::WindowEvent as Raw;
    let shared = handle.shared();
    let Some(window) = shared.windows.by_window(id) else { return };
    let event = match event {
        Raw::Resized(size) => WindowEvent::Resized(size),
        Raw::Moved(position) => WindowEvent::Moved(position),
        Raw::CloseRequested(veto) => WindowEvent::CloseRequested { api: CloseRequestApi(veto) },
        Raw::Destroyed => WindowEvent::Destroyed,
        Raw::Focused(focused) => WindowEvent::Focused(focused),
        Raw::ScaleFactorChanged { scale_factor, size } => {
            WindowEvent::ScaleFactorChanged { scale_factor, new_inner_size: size }
        }
        Raw::ThemeChanged(theme) => WindowEvent::ThemeChanged(theme_from(theme)),
        other => return log::debug!("the backend reports {other:?}, which this version does not know"),
    };
    window.window.tell(&event);
    shared.hooks.window_event.iter().for_each(|handler| handler(&window.window, &event));
    tell(handle, RunEvent::WindowEvent { label: window.label().to_owned(), event: event.clone() });
    tell_pages(shared, &window, &event);
    if matches!(event, WindowEvent::Destroyed) {
        shared.listeners.drop_webview(window.label());
        shared.listeners.drop_window(window.label());
        crate::ResourceTable::clear(window.webview.resources());
        crate::ResourceTable::clear(window.window.resources());
        shared.windows.remove(id);
    }
}

/// The built-in events of windows, as pages listen to them.
fn tell_pages(shared: &Shared, window: &WebviewWindow, event: &WindowEvent) {
    let label = window.label();
    let mine = |target: &EventTarget| matches!(target, EventTarget::Window { label: l } | EventTarget::WebviewWindow { label: l } if l == label);
    let (name, payload) = match event {
        WindowEvent::Resized(size) => ("tauri://resize", serde_json::to_string(size)),
        WindowEvent::Moved(position) => ("tauri://move", serde_json::to_string(position)),
        WindowEvent::CloseRequested { api } => {
            if shared.listeners.has_page_listener("tauri://close-requested", mine) {
                api.prevent_close();
            }
            ("tauri://close-requested", Ok("null".to_owned()))
        }
        WindowEvent::Destroyed => ("tauri://destroyed", Ok("null".to_owned())),
        WindowEvent::Focused(true) => ("tauri://focus", Ok("null".to_owned())),
        WindowEvent::Focused(false) => ("tauri://blur", Ok("null".to_owned())),
        WindowEvent::ScaleFactorChanged { scale_factor, new_inner_size } => (
            "tauri://scale-change",
            serde_json::to_string(
                &serde_json::json!({ "scaleFactor": scale_factor, "size": new_inner_size }),
            ),
        ),
        WindowEvent::ThemeChanged(theme) => ("tauri://theme-changed", serde_json::to_string(theme)),
        WindowEvent::DragDrop(_) => return,
    };
    let sent = payload.map_err(crate::Error::from).and_then(|payload| {
        emit(shared, name, payload, &|target| *target == EventTarget::Any || mine(target))
    });
    if let Err(error) = sent {
        log::warn!("event {name} of window {label}: {error}");
    }
}

/// Hands an event of a web view to its handlers, the app and the pages.
pub(crate) fn deliver_webview_event(
    handle: &AppHandle,
    id: WebviewId,
    event: dormer_runtime::WebviewEvent,
    tell: &mut dyn FnMut(&AppHandle, RunEvent),
) {
    use dormer_runtime::WebviewEvent as Raw;
    let shared = handle.shared();
    let Some(window) = shared.windows.by_webview(id) else { return };
    let event = match event {
        Raw::PageLoad { url, stage } => return page_load(handle, &window, &url, stage),
        Raw::TitleChanged(title) => {
            if let Some(handler) = &window.webview.hooks().title {
                handler(window.clone(), title);
            }
            return;
        }
        Raw::Crashed { reason, reloads } => {
            let next = if reloads { "its page is loaded again" } else { "its page is not loaded again" };
            log::error!("the web process of window {} died ({reason}); {next}", window.label());
            WebviewEvent::Crashed { reason, reloads }
        }
        Raw::Downloaded { url, path, success } => {
            if let (Some(hear), Ok(url)) = (&window.webview.hooks().download, Url::parse(&url)) {
                hear(window.webview.clone(), reach::DownloadEvent::Finished { url, path, success });
            }
            return;
        }
        Raw::NoSandbox => return no_sandbox(handle, &window),
        Raw::DragDrop(event) => WebviewEvent::DragDrop(event),
        other => return log::debug!("the backend reports {other:?}, which this version does not know"),
    };
    window.webview.tell(&event);
    shared.hooks.webview_event.iter().for_each(|handler| handler(&window.webview, &event));
    if let WebviewEvent::DragDrop(drag) = &event {
        let event = WindowEvent::DragDrop(drag.clone());
        window.window.tell(&event);
        shared.hooks.window_event.iter().for_each(|handler| handler(&window.window, &event));
        tell(handle, RunEvent::WindowEvent { label: window.label().to_owned(), event });
        // The page comes after the plugins, which may have allowed it the files.
        drag_event(shared, &window, drag);
    }
    tell(handle, RunEvent::WebviewEvent { label: window.label().to_owned(), event });
}

fn page_load(handle: &AppHandle, window: &WebviewWindow, url: &str, stage: dormer_runtime::PageLoad) {
    let Ok(url) = Url::parse(url) else { return };
    let event = match stage {
        dormer_runtime::PageLoad::Started => PageLoadEvent::Started,
        dormer_runtime::PageLoad::Finished => PageLoadEvent::Finished,
    };
    let payload = PageLoadPayload { url: &url, event };
    let shared = handle.shared();
    shared.hooks.page_load.iter().for_each(|handler| handler(&window.webview, &payload));
    for plugin in shared.plugins.all().iter() {
        plugin.on_page_load(&window.webview, &payload);
    }
    if let Some(handler) = &window.webview.hooks().page_load {
        handler(window.clone(), payload);
    }
}

/// The program is one that does not run its pages without walls around them.
fn no_sandbox(handle: &AppHandle, window: &WebviewWindow) {
    let text = "this system does not wall off the processes of web pages (user namespaces are switched off), and the \
                program needs that; allow unprivileged user namespaces, or set `app.security.sandbox` to `preferred`";
    log::error!("window {}: {text}", window.label());
    eprintln!("error: {text}");
    handle.exit(1);
}

fn drag_event(shared: &Shared, window: &WebviewWindow, event: &dormer_runtime::DragDropEvent) {
    use dormer_runtime::DragDropEvent as Drag;
    let (name, payload) = match event {
        Drag::Enter { paths, position } => {
            ("tauri://drag-enter", serde_json::json!({ "paths": paths, "position": position }))
        }
        Drag::Over { position } => ("tauri://drag-over", serde_json::json!({ "position": position })),
        Drag::Drop { paths, position } => {
            ("tauri://drag-drop", serde_json::json!({ "paths": paths, "position": position }))
        }
        Drag::Leave => ("tauri://drag-leave", serde_json::Value::Null),
        _ => return,
    };
    let to = EventTarget::labeled(window.label());
    if let Err(error) = emit(shared, name, payload.to_string(), &|target| matches(&to, target)) {
        log::warn!("event {name} of window {}: {error}", window.label());
    }
}
