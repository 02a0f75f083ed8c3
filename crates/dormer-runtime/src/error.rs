//! Errors of backends, one per operation.

/// Why a backend did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// No display to open windows on.
    #[error("no display: {0}")]
    NoDisplay(String),
    /// This system has no backend.
    #[error("no backend for this system: {0}")]
    NoBackend(&'static str),
    /// The system refused.
    #[error("the system refused to start the user interface: {0}")]
    System(String),
}

/// Why a window did not open.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The window that the new one belongs to is closed.
    #[error("the parent window is closed")]
    NoParent,
    /// The event loop has ended.
    #[error("the event loop has ended")]
    Ended,
    /// The system refused.
    #[error("the system refused to open a window: {0}")]
    System(String),
}

/// Why a property did not change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChangeError {
    /// This system cannot do it; the text says what and why.
    #[error("not supported here: {0}")]
    Unsupported(&'static str),
    /// The window or web view is closed.
    #[error("the window is closed")]
    Gone,
}

/// Why a message did not go to a page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// The document is gone: closed, navigated away, or crashed.
    #[error("the page is gone")]
    Closed,
    /// The page has not taken anything for a long while and its queue is full.
    #[error("the page stopped reading")]
    Stalled,
    /// The body is over the limit.
    #[error("a body of {0} bytes exceeds the limit of {limit}", limit = dormer_wire::BODY_LIMIT)]
    TooLong(u64),
    /// The system refused, for example for want of memory or descriptors.
    #[error("the system refused to send to the page: {0}")]
    System(String),
}
