//! Web views: made from a description, changed by orders, reporting what happens to their pages.
//!
//! Lives here: [`Webview`]. Below: its settings and scripts (`build`), the engine's signals (`signals`), storage
//! (`sessions`), URL schemes (`scheme`, `body_stream`), other addresses, windows, downloads and devices (`reach`), zoom keys
//! (`zoom`), and the wait for the first frame (`first_paint`).
//! Not here: the window around it, and the link to the page.

mod body_stream;
mod build;
mod first_paint;
mod reach;
mod scheme;
mod sessions;
mod signals;
mod zoom;

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::Arc;

use dormer_runtime::{
    ChangeError, Color, Event, WebviewChange, WebviewEvent, WebviewId, WebviewSpec, WebviewState, WindowId,
    WindowSpec,
};
use gtk4::prelude::*;
use gtk4::{gdk, gio, glib};
use webkit6::prelude::*;
use webkit6::{NetworkSession, PrintOperation, UserContentManager, UserScript, WebView, WebsiteDataTypes};

pub(crate) use first_paint::FirstPaint;
pub(crate) use scheme::Schemes;
pub(crate) use sessions::Sessions;

use crate::handle::Shared;
use crate::link::ViewLink;
use crate::ui::Ui;

/// A web view.
pub(crate) struct Webview {
    id: WebviewId,
    window: WindowId,
    native: WebView,
    scripts: UserContentManager,
    first_paint_script: OnceCell<UserScript>,
    session: NetworkSession,
    link: ViewLink,
    ui: Weak<Ui>,
    shared: Arc<Shared>,
    devtools: bool,
    javascript: bool,
    clipboard: bool,
    devtools_open: Cell<bool>,
    /// Whether a document was ever committed.
    committed: Cell<bool>,
    painted: Cell<bool>,
    last_reload: Cell<Option<std::time::Instant>>,
    closed: Cell<bool>,
    /// The address that the core asked for last, to go back to when a process died before it got there.
    address: RefCell<String>,
}

impl Webview {
    /// Makes a view and starts loading. The window comes later.
    pub(crate) fn create(ui: &Rc<Ui>, spec: &WebviewSpec, window: &WindowSpec) -> Rc<Self> {
        let session = ui.sessions.get(spec);
        let scripts = UserContentManager::new();
        let native = build::view(ui, spec, &scripts, &session);
        let link = ui.links.attach(&native, spec.id);
        build::add_scripts(&scripts, spec);
        let webview = Rc::new(Self {
            id: spec.id,
            window: window.id,
            native,
            scripts,
            first_paint_script: OnceCell::new(),
            session,
            link,
            ui: Rc::downgrade(ui),
            shared: Arc::clone(&ui.shared),
            devtools: spec.devtools,
            javascript: spec.javascript,
            clipboard: spec.clipboard,
            devtools_open: Cell::new(false),
            committed: Cell::new(false),
            painted: Cell::new(false),
            last_reload: Cell::new(None),
            closed: Cell::new(false),
            address: RefCell::new(spec.url.clone()),
        });
        webview.connect();
        if spec.zoom_hotkeys {
            zoom::connect(&webview.native);
        }
        if window.visible {
            webview.tells_first_paint();
        }
        webview.native.load_uri(&spec.url);
        webview
    }

    pub(crate) fn id(&self) -> WebviewId {
        self.id
    }

    pub(crate) fn native(&self) -> &WebView {
        &self.native
    }

    /// Whether a frame of it has been seen, so that a window need not wait for one.
    pub(crate) fn has_painted(&self) -> bool {
        self.painted.get()
    }

    pub(crate) fn note_painted(&self) {
        self.painted.set(true);
    }

    /// Ends the page and its link. The window takes the view with it.
    pub(crate) fn close(&self) {
        if !self.closed.replace(true) {
            self.link.ended();
            self.native.stop_loading();
        }
    }

    /// Tells all threads how the view is now.
    pub(crate) fn publish(&self) {
        if self.closed.get() {
            return;
        }
        let state = WebviewState {
            url: self.native.uri().map(Into::into).unwrap_or_default(),
            devtools_open: self.devtools_open.get(),
            zoom: self.native.zoom_level(),
        };
        self.shared.webviews.put(self.id, state);
    }

    fn emit(&self, event: WebviewEvent) {
        if let Some(ui) = self.ui.upgrade() {
            ui.events.emit(Event::Webview(self.id, event));
        }
    }

    /// Makes a change.
    pub(crate) fn apply(&self, change: WebviewChange) -> Result<(), ChangeError> {
        let native = &self.native;
        match change {
            WebviewChange::Navigate(url) => {
                native.load_uri(&url);
                self.address.replace(url);
            }
            WebviewChange::Reload => native.reload(),
            WebviewChange::Eval(script) => self.evaluate(&script, None),
            WebviewChange::EvalWithResult(script, done) => self.evaluate(&script, Some(done)),
            WebviewChange::Zoom(factor) => native.set_zoom_level(factor),
            WebviewChange::Devtools(open) => return self.show_devtools(open),
            WebviewChange::Background(color) => native.set_background_color(&background(color)),
            WebviewChange::Focus => {
                native.grab_focus();
            }
            WebviewChange::Print => self.print(),
            WebviewChange::ClearBrowsingData => self.clear_browsing_data(),
            WebviewChange::WithNative(task) => task(native),
            _ => return Err(ChangeError::Unsupported("this backend does not know the change")),
        }
        Ok(())
    }

    fn evaluate(&self, script: &str, done: Option<Box<dyn FnOnce(String) + Send>>) {
        let id = self.id.0;
        self.native.evaluate_javascript(script, None, None, gio::Cancellable::NONE, move |result| {
            let json = match result {
                Ok(value) => done.is_some().then(|| value.to_json(0)).flatten(),
                // A promise, a function: the script ran well, its result is none.
                Err(error) if error.matches(webkit6::JavascriptError::InvalidResult) => None,
                Err(error) => {
                    log::error!("web view {id}: a script of the program failed: {error}");
                    None
                }
            };
            if let Some(done) = done {
                done(json.map_or_else(|| "null".to_owned(), Into::into));
            }
        });
    }

    fn show_devtools(&self, open: bool) -> Result<(), ChangeError> {
        if !self.devtools {
            return if open {
                Err(ChangeError::Unsupported("this web view was made without developer tools"))
            } else {
                Ok(())
            };
        }
        if let Some(inspector) = self.native.inspector() {
            if open { inspector.show() } else { inspector.close() }
        }
        self.note_devtools(open);
        Ok(())
    }

    fn note_devtools(&self, open: bool) {
        self.devtools_open.set(open);
        self.publish();
    }

    fn print(&self) {
        let (native, window) = (self.native.clone(), self.ui.upgrade().and_then(|ui| ui.window(self.window)));
        // The dialog runs a loop of its own; the caller must not stand inside it.
        glib::idle_add_local_once(move || {
            PrintOperation::new(&native).run_dialog(window.as_ref().map(|window| window.native()));
        });
    }

    fn clear_browsing_data(&self) {
        let Some(data) = self.session.website_data_manager() else { return };
        let id = self.id.0;
        data.clear(WebsiteDataTypes::ALL, glib::TimeSpan(0), gio::Cancellable::NONE, move |result| {
            if let Err(error) = result {
                log::error!("web view {id}: browsing data was not cleared: {error}");
            }
        });
    }
}

/// The ground of a view; without a wish it is the engine's white.
fn background(color: Option<Color>) -> gdk::RGBA {
    let Color(red, green, blue, alpha) = color.unwrap_or(Color(255, 255, 255, 255));
    let part = |part: u8| f32::from(part) / 255.0;
    gdk::RGBA::new(part(red), part(green), part(blue), part(alpha))
}
