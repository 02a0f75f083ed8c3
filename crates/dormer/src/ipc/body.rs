//! Bodies of calls and answers.

use bytes::Bytes;
use dormer_runtime::wire::Body;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The arguments of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum InvokeBody {
    /// Named arguments, a JSON object.
    Json(serde_json::Value),
    /// Bytes: the page passed an `ArrayBuffer`, a typed array or an array of numbers.
    Raw(Vec<u8>),
}

impl Default for InvokeBody {
    fn default() -> Self {
        Self::Json(serde_json::Value::Null)
    }
}

/// The answer to a call, or a channel message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvokeResponseBody {
    /// JSON text. A text that is not valid JSON makes the page's promise reject; it is never run as code.
    Json(String),
    /// Bytes; an `ArrayBuffer` in the page.
    Raw(Vec<u8>),
}

impl InvokeResponseBody {
    /// Parses the body: JSON as such, bytes as the JSON text they hold.
    ///
    /// # Errors
    /// The body is not valid JSON or does not fit `T`.
    pub fn deserialize<T: DeserializeOwned>(self) -> serde_json::Result<T> {
        match self {
            Self::Json(text) => serde_json::from_str(&text),
            Self::Raw(bytes) => serde_json::from_slice(&bytes),
        }
    }

    pub(crate) fn into_wire(self) -> Body {
        match self {
            Self::Json(text) => Body::Json(Bytes::from(text)),
            Self::Raw(bytes) => Body::Raw(Bytes::from(bytes)),
        }
    }
}

impl From<String> for InvokeResponseBody {
    /// The string is JSON text already.
    fn from(json: String) -> Self {
        Self::Json(json)
    }
}

impl From<Vec<u8>> for InvokeResponseBody {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Raw(bytes)
    }
}

impl From<InvokeBody> for InvokeResponseBody {
    fn from(body: InvokeBody) -> Self {
        match body {
            InvokeBody::Json(value) => Self::Json(value.to_string()),
            InvokeBody::Raw(bytes) => Self::Raw(bytes),
        }
    }
}

/// What a command may return and a channel may send: everything serializable, [`Response`], [`InvokeResponseBody`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the answer of a command",
    label = "not serializable",
    note = "derive `serde::Serialize` for it, or return `ipc::Response`"
)]
pub trait IpcResponse {
    /// The body for the page.
    ///
    /// # Errors
    /// The value refuses to be serialized.
    fn body(self) -> crate::Result<InvokeResponseBody>;
}

impl<T: Serialize> IpcResponse for T {
    fn body(self) -> crate::Result<InvokeResponseBody> {
        Ok(InvokeResponseBody::Json(serde_json::to_string(&self)?))
    }
}

impl IpcResponse for InvokeResponseBody {
    fn body(self) -> crate::Result<InvokeResponseBody> {
        Ok(self)
    }
}

/// An answer that is ready made: JSON text or bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response(InvokeResponseBody);

impl Response {
    /// Bytes (`Vec<u8>`) go to the page as an `ArrayBuffer`; a `String` must be JSON text.
    pub fn new(body: impl Into<InvokeResponseBody>) -> Self {
        Self(body.into())
    }
}

impl IpcResponse for Response {
    fn body(self) -> crate::Result<InvokeResponseBody> {
        Ok(self.0)
    }
}
