//! The first address of a web view.

use std::path::PathBuf;

use dormer_config::WindowUrl;
use url::Url;

use crate::app::Shared;
use crate::{Error, Result};

/// The first address of a web view.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebviewUrl {
    /// A web page elsewhere, `http` or `https`.
    External(Url),
    /// A page of the app, relative to its root.
    App(PathBuf),
    /// A page at a custom scheme.
    CustomProtocol(Url),
}

impl Default for WebviewUrl {
    fn default() -> Self {
        Self::App("index.html".into())
    }
}

impl From<&WindowUrl> for WebviewUrl {
    fn from(url: &WindowUrl) -> Self {
        match url {
            WindowUrl::External(url) => Self::External(url.clone()),
            WindowUrl::CustomProtocol(url) => Self::CustomProtocol(url.clone()),
            WindowUrl::App(path) => Self::App(path.clone()),
            other => Self::App(other.to_string().into()),
        }
    }
}

impl WebviewUrl {
    /// The whole address.
    pub(crate) fn resolve(&self, shared: &Shared) -> Result<Url> {
        match self {
            Self::External(url) | Self::CustomProtocol(url) => {
                if url.scheme() == "data" && !cfg!(feature = "webview-data-url") {
                    return Err(Error::Window(
                        "pages at `data:` addresses need the cargo feature `webview-data-url`".into(),
                    ));
                }
                Ok(url.clone())
            }
            Self::App(path) => {
                let base = shared.app_url()?;
                let path = path.to_string_lossy().replace('\\', "/");
                let path = path.trim_start_matches('/');
                Ok(if path == "index.html" { base } else { base.join(path)? })
            }
        }
    }
}
