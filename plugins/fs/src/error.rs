//! Why something with files failed.

use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};

use dormer::scope::fs::AccessError;
use serde::{Serialize, Serializer};

/// What functions of this crate return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something with files failed. Pages get its text.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No scope allows the path, or one denies it.
    #[error("forbidden path: {}{}", .path.display(), hint(.command))]
    Forbidden {
        /// The path as it was given.
        path: PathBuf,
        /// The command that wanted it.
        command: &'static str,
    },
    /// The system's error.
    #[error("failed to {action} {}: {source}", .path.display())]
    Io {
        /// What was tried, such as `open file at path:`.
        action: &'static str,
        /// With what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A URL that stands for no file, or a path that leads upwards.
    #[error("{0}")]
    Path(String),
    /// Options that do not parse or do not go together.
    #[error("{0}")]
    Options(String),
    /// The system's watcher.
    #[error("failed to watch: {0}")]
    Watch(String),
    /// The core's error: an unknown directory or resource.
    #[error(transparent)]
    Core(#[from] dormer::Error),
}

/// A page's author is told what to add; users of a finished program are not.
fn hint(command: &str) -> String {
    if cfg!(debug_assertions) {
        let name = command.replace('_', "-");
        format!(
            ", maybe it is not allowed on the scope for `allow-{name}` permission in your capability file"
        )
    } else {
        String::new()
    }
}

impl Error {
    /// Names what was tried with which path.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { action, path: path.to_path_buf(), source }
    }

    /// As [`Error::io`], for errors of the scope too.
    pub(crate) fn access(
        command: &'static str,
        action: &'static str,
        path: &Path,
    ) -> impl FnOnce(AccessError) -> Self {
        move |error| match error {
            AccessError::Io(source) => Self::Io { action, path: path.to_path_buf(), source },
            AccessError::Forbidden(path) => Self::Forbidden { path, command },
            other => Self::Path(other.to_string()),
        }
    }

    /// An error about an open file, which has no path any more.
    pub(crate) fn handle(action: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Options(format!("failed to {action}: {source}"))
    }

    pub(crate) fn options(error: impl Display) -> Self {
        Self::Options(error.to_string())
    }
}

impl From<dormer::ResourceError> for Error {
    fn from(error: dormer::ResourceError) -> Self {
        Self::Core(error.into())
    }
}

impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Io { source, .. } => source,
            other => Self::new(io::ErrorKind::InvalidInput, other.to_string()),
        }
    }
}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_cross_threads_and_name_action_and_path() {
        fn check<T: Send + Sync + 'static>() {}
        check::<Error>();
        let error = Error::io("open file at path:", Path::new("/a"))(io::ErrorKind::NotFound.into());
        assert_eq!(error.to_string(), "failed to open file at path: /a: entity not found");
        let error = Error::Forbidden { path: "/a".into(), command: "read_file" }.to_string();
        assert!(error.starts_with("forbidden path: /a"), "{error}");
        assert_eq!(error.contains("`allow-read-file`"), cfg!(debug_assertions));
        assert_eq!(serde_json::to_string(&Error::Path("x".into())).unwrap(), "\"x\"");
    }
}
