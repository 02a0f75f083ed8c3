//! One call on its way to a command.

use std::fmt;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use url::Url;

use super::{Arguments, InvokeBody, InvokeResolver, ScopeLists};
use crate::Webview;
use crate::page::PageSession;

/// A call: what the page sent, and the means to answer.
#[derive(Debug)]
pub struct Invoke {
    /// What the page sent.
    pub message: InvokeMessage,
    /// Answers the call, once.
    pub resolver: InvokeResolver,
    /// The permission entries that allow the call; `None` when it needed none.
    pub acl: Option<Vec<ResolvedCommand>>,
}

/// What allows a call: a permission entry, or several that were put together. Two are equal when they share their lists.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ResolvedCommand {
    /// The values of the command's permissions.
    pub command: Arc<ScopeLists>,
    /// The values of the whole plugin, or of the program's own commands.
    pub global: Arc<ScopeLists>,
}

impl ResolvedCommand {
    /// An entry with these values.
    #[must_use]
    pub fn new(command: Arc<ScopeLists>, global: Arc<ScopeLists>) -> Self {
        Self { command, global }
    }
}

impl PartialEq for ResolvedCommand {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.command, &other.command) && Arc::ptr_eq(&self.global, &other.global)
    }
}

impl Eq for ResolvedCommand {}

/// Where the calling document came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The app's own pages.
    Local,
    /// Anything else.
    Remote {
        /// The document's address.
        url: Url,
    },
}

/// What the page sent.
#[derive(Debug)]
pub struct InvokeMessage {
    pub(crate) page: Arc<PageSession>,
    pub(crate) arguments: Arguments,
    webview: Webview,
    command: String,
    raw_headers: Bytes,
    headers: OnceLock<HeaderMap>,
}

impl InvokeMessage {
    pub(crate) fn new(
        page: Arc<PageSession>,
        command: String,
        arguments: Arguments,
        raw_headers: Bytes,
    ) -> Self {
        let webview = page.webview().called_by(&page);
        Self { page, arguments, webview, command, raw_headers, headers: OnceLock::new() }
    }

    /// The command's bare name, without plugin.
    pub fn command(&self) -> &str {
        &self.command
    }

    /// The web view whose page called.
    pub fn webview(&self) -> Webview {
        self.webview.clone()
    }

    /// The web view whose page called, borrowed.
    pub fn webview_ref(&self) -> &Webview {
        &self.webview
    }

    /// The arguments as a whole. Parsed at the first use.
    pub fn payload(&self) -> &InvokeBody {
        self.arguments.body()
    }

    /// The headers that the page gave in `options.headers`. Invalid ones are left out.
    pub fn headers(&self) -> &HeaderMap {
        self.headers.get_or_init(|| {
            let pairs: Vec<(String, String)> = serde_json::from_slice(&self.raw_headers).unwrap_or_default();
            pairs
                .into_iter()
                .filter_map(|(name, value)| {
                    Some((name.parse::<HeaderName>().ok()?, HeaderValue::from_str(&value).ok()?))
                })
                .collect()
        })
    }
}

/// The error value that the page's promise rejects with.
#[derive(Debug, Clone, PartialEq)]
pub struct InvokeError(pub serde_json::Value);

impl InvokeError {
    /// The error's text.
    pub fn from_error<E: std::error::Error>(error: E) -> Self {
        Self(serde_json::Value::String(error.to_string()))
    }
}

impl<T: Serialize> From<T> for InvokeError {
    fn from(value: T) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => Self(value),
            Err(error) => Self::from_error(error),
        }
    }
}

impl fmt::Display for InvokeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            serde_json::Value::String(text) => f.write_str(text),
            other => other.fmt(f),
        }
    }
}
