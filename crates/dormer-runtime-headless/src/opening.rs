//! A record of one opening of a window.

use dormer_runtime::{WebviewSpec, WindowSpec};

/// What the backend was told to open.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The window.
    pub window: WindowSpec,
    /// Its web view.
    pub webview: Option<WebviewSpec>,
}
