//! Where a web view may go.

use dormer_runtime::Frame;
use url::Url;

use super::{Site, frames};
use crate::WebviewWindow;
use crate::app::Shared;
use crate::ipc::Origin;

/// Whether a frame of this window, or the page itself, may go to an address. A refusal is logged once.
pub(crate) fn allows_navigation(shared: &Shared, window: &WebviewWindow, url: &str, frame: Frame) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let handler = window.webview.hooks().navigation.as_ref();
    let allowed = match frame {
        Frame::Any => {
            let named = match handler {
                Some(decide) => decide(&url),
                None => page_may(shared, window, &url) || frame_may(shared, &url),
            };
            named && shared.plugins.all().iter().all(|plugin| plugin.on_navigation(&window.webview, &url))
        }
        // A handler has decided already.
        Frame::Main => handler.is_some() || page_may(shared, window, &url),
    };
    if !allowed {
        log::warn!(
            "window {} may not go to {url}: nothing names its origin (no window was opened there, no capability has \
             it under `remote.urls`, no `on_navigation` handler allows it)",
            window.label()
        );
    }
    allowed
}

/// The rule for pages: the app's own, the program's schemes, and sites that somebody named.
fn page_may(shared: &Shared, window: &WebviewWindow, url: &Url) -> bool {
    match url.scheme() {
        "about" => url.path() == "blank",
        scheme => is_own(shared, url) || shared.has_scheme(scheme) || is_named(shared, window, url),
    }
}

/// The rule for frames: what is part of the page, the program's schemes, and what the policy of the app's pages admits.
fn frame_may(shared: &Shared, url: &Url) -> bool {
    match url.scheme() {
        "about" | "blob" | "data" => true,
        "http" | "https" => {
            frames::admits(crate::protocol::author_policy(shared), shared.app_url().ok().as_ref(), url)
        }
        scheme if shared.isolation.as_ref().is_some_and(|isolation| isolation.scheme() == scheme) => true,
        // Files of the machine are shown inside of pages only.
        "asset" if shared.context.config.app.security.asset_protocol.enable => true,
        scheme => scheme == shared.app_scheme() || shared.has_scheme(scheme),
    }
}

pub(super) fn is_own(shared: &Shared, url: &Url) -> bool {
    matches!(shared.origin_of(url.as_str()), Some(Origin::Local))
}

/// Whether the program or a capability named the site.
pub(super) fn is_named(shared: &Shared, window: &WebviewWindow, url: &Url) -> bool {
    window.webview.names(&Site::from(url)) || shared.allows_origin(url)
}
