//! Downloads: which ones there are, and where they go.

use std::path::PathBuf;

use dormer_runtime::DownloadRequest;
use url::Url;

use super::navigation::{is_named, is_own};
use crate::app::Shared;
use crate::{Webview, WebviewWindow};

/// Decides about a download and hears of its end. Called on the UI thread.
pub type OnDownload = Box<dyn Fn(Webview, DownloadEvent<'_>) -> bool + Send + Sync>;

/// What happens to a download.
#[derive(Debug)]
#[non_exhaustive]
pub enum DownloadEvent<'a> {
    /// It is about to start. `true` lets it.
    Requested {
        /// Its address.
        url: Url,
        /// Where it goes; may be changed.
        destination: &'a mut PathBuf,
    },
    /// It is over. What the handler answers does not matter.
    Finished {
        /// Its address.
        url: Url,
        /// The file, when there is one.
        path: Option<PathBuf>,
        /// Whether it is whole.
        success: bool,
    },
}

/// Where a download goes; `None` refuses it. Without a handler, what the app, its schemes, and named sites offer is kept
/// in the user's download folder, and everything else is refused.
pub(crate) fn destination(
    shared: &Shared,
    window: &WebviewWindow,
    request: &DownloadRequest,
) -> Option<PathBuf> {
    let url = Url::parse(&request.url).ok()?;
    let mut destination = request.destination.clone();
    let allowed = match &window.webview.hooks().download {
        Some(decide) => {
            let event = DownloadEvent::Requested { url, destination: &mut destination };
            decide(window.webview.clone(), event)
        }
        None => {
            let asked = Url::parse(&request.asked).ok()?;
            let allowed = [&asked, &url].into_iter().all(|url| may(shared, window, url));
            if !allowed {
                log::warn!(
                    "window {} may not download {}: nothing names its origin, and no `on_download` handler allows it",
                    window.label(),
                    request.url
                );
            }
            allowed
        }
    };
    (allowed && destination.is_absolute()).then_some(destination)
}

fn may(shared: &Shared, window: &WebviewWindow, url: &Url) -> bool {
    match url.scheme() {
        "data" => true,
        "blob" => Url::parse(url.path()).is_ok_and(|inner| may(shared, window, &inner)),
        "http" | "https" => is_own(shared, url) || is_named(shared, window, url),
        scheme => scheme == shared.app_scheme() || shared.has_scheme(scheme),
    }
}
