//! The body of a message: JSON text or raw bytes.

use bytes::Bytes;

/// What a call, an answer or a channel message carries. Cloning shares the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// JSON text. From a page it is what the page sent: not validated yet.
    Json(Bytes),
    /// Bytes as they are; an `ArrayBuffer` in the page.
    Raw(Bytes),
}

impl Body {
    /// JSON from text that is already valid JSON.
    pub fn json(text: impl Into<String>) -> Self {
        Self::Json(Bytes::from(text.into()))
    }

    /// Raw bytes, without a copy.
    pub fn raw(bytes: impl Into<Bytes>) -> Self {
        Self::Raw(bytes.into())
    }

    /// The bytes of either kind.
    pub fn bytes(&self) -> &Bytes {
        match self {
            Self::Json(bytes) | Self::Raw(bytes) => bytes,
        }
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.bytes().len()
    }

    /// Whether there are no bytes.
    pub fn is_empty(&self) -> bool {
        self.bytes().is_empty()
    }

    /// Whether this is [`Body::Raw`].
    pub fn is_raw(&self) -> bool {
        matches!(self, Self::Raw(_))
    }
}
