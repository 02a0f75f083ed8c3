//! [`WindowUrl`]: what a window shows first.

use std::fmt;
use std::path::PathBuf;

use serde::de::Deserializer;
use serde::{Deserialize, Serialize, Serializer};
use url::Url;

use crate::unexpected::url_or_path;

/// What a window shows first. Read from and written as one string.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WindowUrl {
    /// A page of the app, such as `index.html` or `settings?tab=1`.
    App(PathBuf),
    /// An `http` or `https` address.
    External(Url),
    /// An address with any other scheme.
    CustomProtocol(Url),
}

impl Default for WindowUrl {
    fn default() -> Self {
        Self::App("index.html".into())
    }
}

impl fmt::Display for WindowUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::App(path) => path.display().fmt(f),
            Self::External(url) | Self::CustomProtocol(url) => url.fmt(f),
        }
    }
}

impl WindowUrl {
    /// What an address means, by its scheme.
    pub(crate) fn of_url(url: Url) -> Self {
        if matches!(url.scheme(), "http" | "https") { Self::External(url) } else { Self::CustomProtocol(url) }
    }
}

impl Serialize for WindowUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for WindowUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(url_or_path(&text)?.map_or_else(|| Self::App(text.into()), Self::of_url))
    }
}

#[cfg(test)]
mod tests {
    use super::WindowUrl;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let url = serde_json::from_value::<WindowUrl>(text.into());
        let actual = url.map_or_else(|error| error.to_string(), |url| format!("{url:?}"));
        assert!(actual.starts_with(expected), "{text}: {actual}");
    }

    #[test]
    fn kinds_of_addresses() {
        check("index.html", "App(\"index.html\")");
        check("settings?at=10:30", "App(\"settings?at=10:30\")");
        check("/", "App(\"/\")");
        check("c:/pages/index.html", "App(");
        check("https://example.com/a", "External(");
        check("HTTP://example.com", "External(");
        check("about:blank", "CustomProtocol(");
        check("http://[", "`http://[` is not a URL: invalid IPv6 address");
        check("https://", "`https://` is not a URL: empty host");
    }
}
