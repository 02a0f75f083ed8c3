//! The functions that an app gives to its builder.

use std::sync::Arc;

use crate::ipc::Invoke;
use crate::webview::PageLoadPayload;
use crate::{Webview, WebviewEvent, Window, WindowEvent};

pub(crate) type InvokeHandler = Box<dyn Fn(Invoke) -> bool + Send + Sync>;
pub(crate) type OnWindowEvent = Arc<dyn Fn(&Window, &WindowEvent) + Send + Sync>;
pub(crate) type OnWebviewEvent = Arc<dyn Fn(&Webview, &WebviewEvent) + Send + Sync>;
pub(crate) type OnPageLoad = Arc<dyn Fn(&Webview, &PageLoadPayload<'_>) + Send + Sync>;

/// The app's hooks. Fixed once the program is built.
pub(crate) struct Hooks {
    pub(crate) invoke: InvokeHandler,
    pub(crate) window_event: Vec<OnWindowEvent>,
    pub(crate) webview_event: Vec<OnWebviewEvent>,
    pub(crate) page_load: Vec<OnPageLoad>,
    /// Scripts of `append_invoke_initialization_script`.
    pub(crate) page_scripts: String,
}

impl Default for Hooks {
    fn default() -> Self {
        Self {
            invoke: Box::new(|invoke| {
                invoke.resolver.reject_unknown();
                false
            }),
            window_event: Vec::new(),
            webview_event: Vec::new(),
            page_load: Vec::new(),
            page_scripts: String::new(),
        }
    }
}
