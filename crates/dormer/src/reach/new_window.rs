//! Windows that pages want: `window.open`, links with a target. There are none unless a handler says so.

use std::sync::atomic::{AtomicU32, Ordering};

use dormer_runtime::WindowFeatures;
use dpi::{LogicalPosition, LogicalSize};
use url::Url;

use crate::app::Shared;
use crate::{AppHandle, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

/// Decides about a window that a page wants. Called on the UI thread.
pub type OnNewWindow = Box<dyn Fn(Url, NewWindowFeatures) -> NewWindowResponse + Send + Sync>;

/// What becomes of a window that a page wants. The page gets no hold of it: `window.open` answers `null`.
#[derive(Debug)]
pub enum NewWindowResponse {
    /// The address is opened in a window of the usual kind.
    Allow,
    /// The address is opened in this window.
    Create {
        /// The window.
        window: WebviewWindow,
    },
    /// There is no window.
    Deny,
}

/// What a page wished for.
#[derive(Debug, Clone, Default)]
pub struct NewWindowFeatures(WindowFeatures);

impl NewWindowFeatures {
    /// Inner size in logical pixels, if the engine tells.
    pub fn size(&self) -> Option<LogicalSize<f64>> {
        self.0.size
    }

    /// Outer position in logical pixels, if the engine tells.
    pub fn position(&self) -> Option<LogicalPosition<f64>> {
        self.0.position
    }
}

/// A page wants a window.
pub(crate) fn wants_window(
    app: &AppHandle,
    shared: &Shared,
    opener: &WebviewWindow,
    url: &str,
    features: WindowFeatures,
) {
    let response = match (&opener.webview.hooks().new_window, Url::parse(url)) {
        (Some(decide), Ok(url)) => (decide(url.clone(), NewWindowFeatures(features.clone())), url),
        _ => {
            log::warn!("a page of window {} wanted a new window for `{url}` and got none", opener.label());
            return;
        }
    };
    let opened = match response {
        (NewWindowResponse::Deny, _) => Ok(()),
        (NewWindowResponse::Create { window }, url) => window.navigate(url),
        (NewWindowResponse::Allow, url) => open(app, shared, opener, url, &features),
    };
    if let Err(error) = opened {
        log::error!("the window that a page of window {} wanted: {error}", opener.label());
    }
}

fn open(
    app: &AppHandle,
    shared: &Shared,
    opener: &WebviewWindow,
    url: Url,
    features: &WindowFeatures,
) -> crate::Result<()> {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let label = format!("{}-opened-{}", opener.label(), NEXT.fetch_add(1, Ordering::Relaxed));
    let title = shared.context.package.name.clone();
    let mut builder = WebviewWindowBuilder::new(app, label, WebviewUrl::External(url)).title(title);
    if let Some(size) = features.size {
        builder = builder.inner_size(size.width, size.height);
    }
    if let Some(at) = features.position {
        builder = builder.position(at.x, at.y);
    }
    builder.build().map(drop)
}
