//! Web views: what they are made from, what can be changed, what is known of them.

use std::fmt;
use std::path::PathBuf;

use crate::Color;

/// Names a web view in the talk between core and backend. Chosen by the core, never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WebviewId(pub u32);

/// A script that runs at the start of each document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserScript {
    /// JavaScript source.
    pub source: String,
    /// Whether it also runs in sub-frames.
    pub all_frames: bool,
}

/// What a web view is made from.
#[derive(Debug, Clone)]
pub struct WebviewSpec {
    /// The core's name for it.
    pub id: WebviewId,
    /// First address.
    pub url: String,
    /// Scripts for each document, in order.
    pub scripts: Vec<UserScript>,
    /// User agent instead of the engine's own.
    pub user_agent: Option<String>,
    /// Whether the developer tools can be opened.
    pub devtools: bool,
    /// Whether pages may run scripts at all.
    pub javascript: bool,
    /// Ground of the view before the page paints.
    pub background: Option<Color>,
    /// Whether the ground is transparent.
    pub transparent: bool,
    /// Keep nothing on disk.
    pub incognito: bool,
    /// Folder for cookies and storage instead of the program's own.
    pub data_directory: Option<PathBuf>,
    /// Proxy for the network, `http://…` or `socks5://…`.
    pub proxy_url: Option<String>,
    /// Whether Ctrl with `+`, `-`, `0` or the wheel zooms.
    pub zoom_hotkeys: bool,
    /// Whether pages may use the clipboard without asking.
    pub clipboard: bool,
    /// Content security policy for all documents of the view, beside their own.
    pub policy: Option<String>,
}

impl WebviewSpec {
    /// A view with the usual properties.
    pub fn new(id: WebviewId, url: impl Into<String>) -> Self {
        Self {
            id,
            url: url.into(),
            scripts: Vec::new(),
            user_agent: None,
            devtools: false,
            javascript: true,
            background: None,
            transparent: false,
            incognito: false,
            data_directory: None,
            proxy_url: None,
            zoom_hotkeys: false,
            clipboard: false,
            policy: None,
        }
    }
}

/// Gets the backend's own view object.
pub type NativeTask = Box<dyn FnOnce(&dyn std::any::Any) + Send>;

/// One change of a web view.
#[non_exhaustive]
pub enum WebviewChange {
    /// Go to an address.
    Navigate(String),
    /// Load the page again.
    Reload,
    /// Run JavaScript that the program wrote.
    Eval(String),
    /// Run JavaScript and hand its result, as JSON text (`null` when it has none), to the callback.
    EvalWithResult(String, Box<dyn FnOnce(String) + Send>),
    /// Zoom factor, 1.0 is 100 %.
    Zoom(f64),
    /// Show or hide the developer tools.
    Devtools(bool),
    /// Ground of the view; `None` is the engine's.
    Background(Option<Color>),
    /// Give the view the keyboard.
    Focus,
    /// Open the print dialog.
    Print,
    /// Delete cookies, caches and storage.
    ClearBrowsingData,
    /// Hand the backend's own view object to the callback, on the UI thread.
    WithNative(NativeTask),
}

impl fmt::Debug for WebviewChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Navigate(url) => f.debug_tuple("Navigate").field(url).finish(),
            Self::Reload => f.write_str("Reload"),
            Self::Eval(script) => f.debug_tuple("Eval").field(script).finish(),
            Self::EvalWithResult(script, _) => f.debug_tuple("EvalWithResult").field(script).finish(),
            Self::Zoom(factor) => f.debug_tuple("Zoom").field(factor).finish(),
            Self::Devtools(open) => f.debug_tuple("Devtools").field(open).finish(),
            Self::Background(color) => f.debug_tuple("Background").field(color).finish(),
            Self::Focus => f.write_str("Focus"),
            Self::Print => f.write_str("Print"),
            Self::ClearBrowsingData => f.write_str("ClearBrowsingData"),
            Self::WithNative(_) => f.write_str("WithNative"),
        }
    }
}

/// A web view as the backend last saw it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WebviewState {
    /// Address of the document that is shown.
    pub url: String,
    /// Whether the developer tools are open.
    pub devtools_open: bool,
    /// Zoom factor.
    pub zoom: f64,
}
