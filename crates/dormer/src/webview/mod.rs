//! Web views of the app, and windows that hold one.
//!
//! Lives here: [`Webview`], [`WebviewWindow`] and its builder. Not here: the page's calls (`ipc`), the engine (the
//! backends).
//!
//! ```
//! use dormer::WebviewUrl;
//! assert_eq!(WebviewUrl::default(), WebviewUrl::App("index.html".into()));
//! ```

mod builder;
mod convert;
mod page_load;
mod url;
#[expect(clippy::module_inception, reason = "the file is named after its item")]
mod webview;
mod webview_window;

pub use self::url::WebviewUrl;
pub use crate::reach::{
    DownloadEvent, NewWindowFeatures, NewWindowResponse, OnDownload, OnNewWindow, OnPermissionRequest,
    PermissionResponse,
};
pub use builder::WebviewWindowBuilder;
pub(crate) use convert::{color_to, theme_from, theme_to};
pub use dormer_config::Color;
pub use dormer_runtime::Permission as PermissionKind;
pub use page_load::{PageLoadEvent, PageLoadPayload};
pub(crate) use webview::Hooks;
pub use webview::{PlatformWebview, Webview};
pub use webview_window::WebviewWindow;
