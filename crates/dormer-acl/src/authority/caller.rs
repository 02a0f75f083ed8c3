//! [`Caller`]: who asks.

use std::fmt;

use url::Url;

use crate::resolved::Granted;

/// Who asks, as the core knows it; nothing of it may come from the page itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller<'a> {
    /// Label of the window.
    pub window: &'a str,
    /// Label of the web view.
    pub webview: &'a str,
    /// Where its page comes from.
    pub origin: Origin<'a>,
}

/// Where a page comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'a> {
    /// From the app itself.
    Local,
    /// From elsewhere. Patterns see the whole address, so give the page's own, not just its origin.
    Remote(&'a Url),
}

impl fmt::Display for Origin<'_> {
    /// Without credentials, query and fragment, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local => f.write_str("local"),
            Self::Remote(url) => {
                write!(f, "{}://{}", url.scheme(), url.host_str().unwrap_or_default())?;
                if let Some(port) = url.port() {
                    write!(f, ":{port}")?;
                }
                f.write_str(if url.cannot_be_a_base() { "" } else { url.path() })
            }
        }
    }
}

impl Granted {
    pub(super) fn names_origin(&self, origin: Origin<'_>) -> bool {
        match origin {
            Origin::Local => self.local,
            Origin::Remote(url) => self.remote.iter().any(|pattern| pattern.matches(url)),
        }
    }

    /// Either label suffices.
    pub(super) fn names_labels(&self, window: &str, webview: &str) -> bool {
        self.windows.iter().any(|glob| glob.matches(window))
            || self.webviews.iter().any(|glob| glob.matches(webview))
    }

    pub(super) fn names(&self, caller: &Caller<'_>) -> bool {
        self.names_labels(caller.window, caller.webview) && self.names_origin(caller.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::Origin;

    #[test]
    fn addresses_are_shown_without_secrets() {
        let table = [
            ("https://user:secret@x.dev:8443/a/b?token=1#c", "https://x.dev:8443/a/b"),
            ("data:text/html,secret", "data://"),
        ];
        for (url, shown) in table {
            assert_eq!(Origin::Remote(&url.parse().unwrap()).to_string(), shown);
        }
        assert_eq!(Origin::Local.to_string(), "local");
    }
}
