//! The backend as a whole: starting it, its event loop, and the handle that every thread may use.

use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use dpi::PhysicalPosition;

use crate::{
    ChangeError, DownloadRequest, Event, Frame, Link, Monitor, OpenError, Opened, Page, Permission,
    ResponseBody, StartError, WebviewChange, WebviewId, WebviewSpec, WebviewState, WindowChange,
    WindowFeatures, WindowId, WindowSpec, WindowState,
};

/// Starts a backend on the calling thread, which becomes the UI thread.
pub type Start = Box<dyn FnOnce(Arc<dyn Host>, StartOptions) -> Result<Box<dyn Backend>, StartError>>;

/// What a backend must know before its first window.
#[derive(Debug, Clone, Default)]
pub struct StartOptions {
    /// The program's identifier in reverse-DNS form; names data folders.
    pub identifier: String,
    /// Whether the identifier is also the desktop's application id (single instance on the bus).
    pub use_application_id: bool,
    /// URL schemes that the host answers, lower case, without `:`. The first one is the scheme of the app's pages.
    pub schemes: Vec<String>,
    /// Scheme of the isolation frame, which `schemes` holds, too. Then the frame at its root, in the page itself, gets the
    /// page's link, and the page gets none.
    pub isolation: Option<String>,
    /// Whether pages run only when the system walls their process off.
    pub needs_sandbox: bool,
}

/// A started system with its event loop. Lives on the UI thread.
pub trait Backend {
    /// The part that every thread may use.
    fn handle(&self) -> Arc<dyn Handle>;

    /// Runs the event loop until an exit that nobody prevented, and returns the exit code. `on_event` gets
    /// [`Event::Ready`] first and [`Event::Exit`] last, and is never entered again while it runs.
    fn run(self: Box<Self>, on_event: Box<dyn FnMut(Event)>) -> i32;
}

/// Facts about a backend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackendInfo {
    /// Short name, such as `gtk`.
    pub name: &'static str,
    /// Version of the web engine, such as `2.50.6`.
    pub webview_version: String,
}

/// Gives orders to a backend from any thread. Object safe on purpose: nothing above carries a backend parameter.
pub trait Handle: Send + Sync {
    /// Facts about this backend.
    fn info(&self) -> BackendInfo;

    /// Whether the calling thread is the UI thread.
    fn is_ui_thread(&self) -> bool;

    /// Runs `task` on the UI thread: at once when already there, else at the loop's next turn. Without a loop (before
    /// the start, after the end) the task waits or is dropped.
    fn run_on_ui(&self, task: Box<dyn FnOnce() + Send>);

    /// Opens a window with one web view in it (or none) and returns when both exist. The only method that waits for
    /// the UI thread.
    ///
    /// # Errors
    /// The system refused, or the event loop has ended.
    fn open(&self, window: WindowSpec, webview: Option<WebviewSpec>) -> Result<Opened, OpenError>;

    /// Changes one property of a window, in the order given.
    ///
    /// # Errors
    /// [`ChangeError::Unsupported`] when this system cannot do it, [`ChangeError::Gone`] when the window is closed.
    fn change_window(&self, window: WindowId, change: WindowChange) -> Result<(), ChangeError>;

    /// The window as the backend last saw it; `None` when it is closed.
    fn window_state(&self, window: WindowId) -> Option<Arc<WindowState>>;

    /// Changes one property of a web view, in the order given.
    ///
    /// # Errors
    /// As [`Handle::change_window`].
    fn change_webview(&self, webview: WebviewId, change: WebviewChange) -> Result<(), ChangeError>;

    /// The web view as the backend last saw it; `None` when it is closed.
    fn webview_state(&self, webview: WebviewId) -> Option<Arc<WebviewState>>;

    /// The monitors, the primary one first.
    fn monitors(&self) -> Vec<Monitor>;

    /// Where the pointer is on the desktop, in physical pixels.
    ///
    /// # Errors
    /// [`ChangeError::Unsupported`] where the system does not tell (Wayland).
    fn cursor_position(&self) -> Result<PhysicalPosition<f64>, ChangeError>;

    /// Lets the host answer one more URL scheme.
    fn register_scheme(&self, scheme: &str);

    /// Asks for the end of the program: [`Event::ExitRequested`] may veto it.
    fn request_exit(&self, code: i32);
}

/// Where an answer to a scheme request goes. May be called on any thread, once; dropping it answers with status 500.
pub type Responder = Box<dyn FnOnce(http::Response<ResponseBody>) + Send>;

/// What the core answers to a backend. Called on the UI thread; must not block.
pub trait Host: Send + Sync {
    /// A document of `webview` got its link. `url` is the address that the engine reports for the document.
    fn page_opened(&self, webview: WebviewId, url: &str, link: Arc<dyn Link>) -> Arc<dyn Page>;

    /// A page asked for a URL of a registered scheme. The request's URI is the whole URL.
    fn scheme_request(&self, webview: WebviewId, request: http::Request<Bytes>, respond: Responder);

    /// Whether a frame of `webview` may go to `url`.
    fn allows_navigation(&self, webview: WebviewId, url: &str, frame: Frame) -> bool;

    /// A page of `webview` wants a window for `url`. The engine opens none; the host may open one.
    fn wants_window(&self, webview: WebviewId, url: &str, features: WindowFeatures);

    /// Where a download of `webview` goes; `None` cancels it.
    fn download(&self, webview: WebviewId, request: &DownloadRequest) -> Option<PathBuf>;

    /// Whether a page of `webview` gets what it asks for.
    fn allows(&self, webview: WebviewId, permission: Permission) -> bool;
}
