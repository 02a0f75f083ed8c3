//! A web view as data.

use std::sync::Arc;

use dormer_runtime::{WebviewSpec, WebviewState, WindowId};

/// An open web view.
pub(crate) struct Webview {
    /// What it was made from.
    pub(crate) spec: WebviewSpec,
    /// The window it is in.
    pub(crate) window: WindowId,
    /// What is told about it.
    pub(crate) state: Arc<WebviewState>,
}

impl Webview {
    /// A view that is about to load its first address.
    pub(crate) fn new(spec: WebviewSpec, window: WindowId) -> Self {
        let state = WebviewState { url: spec.url.clone(), devtools_open: false, zoom: 1.0 };
        Self { spec, window, state: Arc::new(state) }
    }
}
