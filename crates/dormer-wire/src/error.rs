//! Why bytes are not a message.

/// A frame that breaks the protocol. The carrier closes the page's link on any of these.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WireError {
    /// The kind byte is none of those that this direction knows.
    #[error("unknown frame kind {0}")]
    Kind(u8),
    /// The payload is longer than [`FRAME_LIMIT`](crate::FRAME_LIMIT).
    #[error("a frame of {0} bytes exceeds the limit of {limit}", limit = crate::FRAME_LIMIT)]
    FrameTooLong(u32),
    /// The body is longer than [`BODY_LIMIT`](crate::BODY_LIMIT).
    #[error("a body of {0} bytes exceeds the limit of {limit}", limit = crate::BODY_LIMIT)]
    BodyTooLong(u64),
    /// The lengths inside the frame do not add up.
    #[error("the frame is inconsistent: {0}")]
    Inconsistent(&'static str),
    /// The command name or the headers are not UTF-8.
    #[error("the frame holds text that is not utf-8")]
    Utf8,
}
