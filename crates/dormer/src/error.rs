//! The error of the app-facing functions.

use serde::{Serialize, Serializer};

/// What apps get from functions that may fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something in the core failed. Serializes as its text, so commands may return it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The backend did not start.
    #[error(transparent)]
    Start(#[from] dormer_runtime::StartError),
    /// A window or web view could not be opened or changed; says which.
    #[error("{0}")]
    Window(String),
    /// A message did not reach its page.
    #[error(transparent)]
    Send(#[from] dormer_runtime::SendError),
    /// A value does not serialize or parse.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A folder that the system does not have, or a bad path.
    #[error(transparent)]
    Path(#[from] crate::path::PathError),
    /// An event name with forbidden characters.
    #[error(transparent)]
    EventName(#[from] crate::event::EventNameError),
    /// An unknown resource id.
    #[error(transparent)]
    Resource(#[from] crate::resources::ResourceError),
    /// A capability was not added.
    #[error(transparent)]
    Capability(#[from] crate::ipc::CapabilityError),
    /// A setup hook failed.
    #[error("{what} failed: {source}")]
    Setup {
        /// Whose setup.
        what: String,
        /// What it returned.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Anything else; the text says what.
    #[error("{0}")]
    Other(String),
}

impl From<url::ParseError> for Error {
    fn from(error: url::ParseError) -> Self {
        Self::Other(format!("not a url: {error}"))
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Other(error.to_string())
    }
}

impl From<tokio::task::JoinError> for Error {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Other(error.to_string())
    }
}

#[cfg(feature = "image-png")]
impl From<crate::image::ImageError> for Error {
    fn from(error: crate::image::ImageError) -> Self {
        Self::Other(error.to_string())
    }
}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn errors_cross_threads() {
        fn check<T: Send + Sync + 'static>() {}
        check::<super::Error>();
    }
}
