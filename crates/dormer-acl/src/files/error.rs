//! [`FileError`] and [`Finding`]: what is wrong, and where it stands.

use std::fmt;
use std::io;
use std::path::PathBuf;

use dormer_config::read::{Location, ReadError};

/// A fault or a doubt, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub at: Location,
    /// What, and the way out.
    pub message: String,
}

impl Finding {
    pub(crate) fn new(at: Location, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.message)
    }
}

/// Why permission or capability files cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// A file cannot be read, or is not of its format.
    #[error(transparent)]
    Text(#[from] ReadError),
    /// A folder cannot be listed.
    #[error("the folder `{}` cannot be listed", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The system's own words.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("`{}` cannot be written", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's own words.
        source: io::Error,
    },
    /// The files say what they cannot mean. All faults found, one a line.
    #[error("{}", lines(.0))]
    Invalid(Vec<Finding>),
}

impl From<Finding> for FileError {
    fn from(finding: Finding) -> Self {
        Self::Invalid(vec![finding])
    }
}

fn lines(findings: &[Finding]) -> String {
    findings.iter().map(Finding::to_string).collect::<Vec<_>>().join("\n")
}
