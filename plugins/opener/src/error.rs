//! Why something was not opened.

use std::io;
use std::path::PathBuf;

use serde::{Serialize, Serializer};

/// What functions of this crate return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not opened. Pages get its text.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No scope entry allows this address with this program.
    #[error("not allowed to open url {url}{}", program(.with.as_deref()))]
    ForbiddenUrl {
        /// The address.
        url: String,
        /// The program that was asked for.
        with: Option<String>,
    },
    /// No scope entry allows this path with this program.
    #[error("not allowed to open path {}{}", .path.display(), program(.with.as_deref()))]
    ForbiddenPath {
        /// The path.
        path: PathBuf,
        /// The program that was asked for.
        with: Option<String>,
    },
    /// Not an address.
    #[error("`{text}` is not a url: {reason}")]
    Url {
        /// What was given.
        text: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The system's error about a path.
    #[error("failed to open {}: {source}", .path.display())]
    Path {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No program opened it.
    #[error("no program opened {what}: {reason}")]
    Launch {
        /// What was to be opened.
        what: String,
        /// What went wrong with each that was tried.
        reason: String,
    },
    /// The file manager did not answer.
    #[error("failed to show {} in the file manager: {reason}", .path.display())]
    Reveal {
        /// The first path.
        path: PathBuf,
        /// What went wrong.
        reason: String,
    },
}

fn program(with: Option<&str>) -> String {
    with.map(|with| format!(" with {with}")).unwrap_or_default()
}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
