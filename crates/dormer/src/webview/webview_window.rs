//! A window that one web view fills: what most apps have.

use std::ops::Deref;

use url::Url;

use super::{PlatformWebview, WebviewWindowBuilder};
use crate::{AppHandle, Manager, Result, Webview, WebviewEvent, WebviewUrl, Window};

/// A window that one web view fills. Everything a [`Window`] can do it can do by dereferencing; [`AsRef`] gives the
/// [`Webview`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebviewWindow {
    pub(crate) window: Window,
    pub(crate) webview: Webview,
}

impl WebviewWindow {
    /// Begins a new window.
    pub fn builder<M: Manager>(
        manager: &M,
        label: impl Into<String>,
        url: WebviewUrl,
    ) -> WebviewWindowBuilder {
        WebviewWindowBuilder::new(manager, label, url)
    }

    /// The label, of window and web view.
    pub fn label(&self) -> &str {
        self.window.label()
    }

    /// The program's handle.
    pub fn app_handle(&self) -> &AppHandle {
        self.window.app()
    }

    /// See [`Webview::on_webview_event`].
    pub fn on_webview_event<F: Fn(&WebviewEvent) + Send + Sync + 'static>(&self, handler: F) {
        self.webview.on_webview_event(handler);
    }

    /// See [`Webview::url`].
    ///
    /// # Errors
    /// The window is closed.
    pub fn url(&self) -> Result<Url> {
        self.webview.url()
    }

    /// See [`Webview::navigate`].
    ///
    /// # Errors
    /// The window is closed.
    pub fn navigate(&self, url: Url) -> Result<()> {
        self.webview.navigate(url)
    }

    /// See [`Webview::reload`].
    ///
    /// # Errors
    /// The window is closed.
    pub fn reload(&self) -> Result<()> {
        self.webview.reload()
    }

    /// See [`Webview::eval`].
    ///
    /// # Errors
    /// The window is closed.
    pub fn eval(&self, script: impl Into<String>) -> Result<()> {
        self.webview.eval(script)
    }

    /// See [`Webview::eval_with_callback`].
    ///
    /// # Errors
    /// The window is closed.
    pub fn eval_with_callback<F>(&self, script: impl Into<String>, callback: F) -> Result<()>
    where
        F: FnOnce(String) + Send + 'static,
    {
        self.webview.eval_with_callback(script, callback)
    }

    /// See [`Webview::open_devtools`].
    pub fn open_devtools(&self) {
        self.webview.open_devtools();
    }

    /// See [`Webview::close_devtools`].
    pub fn close_devtools(&self) {
        self.webview.close_devtools();
    }

    /// See [`Webview::is_devtools_open`].
    pub fn is_devtools_open(&self) -> bool {
        self.webview.is_devtools_open()
    }

    /// See [`Webview::set_zoom`].
    ///
    /// # Errors
    /// The window is closed.
    pub fn set_zoom(&self, factor: f64) -> Result<()> {
        self.webview.set_zoom(factor)
    }

    /// See [`Webview::clear_all_browsing_data`].
    ///
    /// # Errors
    /// The window is closed.
    pub fn clear_all_browsing_data(&self) -> Result<()> {
        self.webview.clear_all_browsing_data()
    }

    /// See [`Webview::print`].
    ///
    /// # Errors
    /// The window is closed.
    pub fn print(&self) -> Result<()> {
        self.webview.print()
    }

    /// See [`Webview::with_webview`].
    ///
    /// # Errors
    /// The window is closed.
    pub fn with_webview<F: FnOnce(PlatformWebview<'_>) + Send + 'static>(&self, callback: F) -> Result<()> {
        self.webview.with_webview(callback)
    }
}

impl Deref for WebviewWindow {
    type Target = Window;

    fn deref(&self) -> &Window {
        &self.window
    }
}

impl AsRef<Webview> for WebviewWindow {
    fn as_ref(&self) -> &Webview {
        &self.webview
    }
}

impl AsRef<Window> for WebviewWindow {
    fn as_ref(&self) -> &Window {
        &self.window
    }
}
