//! [`ReadError`], [`Warning`] and the [`Location`] both point at.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// A place in a file or in a text passed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Path of the file, or name of the text.
    pub file: String,
    /// Line and column, both counted from 1; columns count characters.
    pub position: Option<(usize, usize)>,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        self.position.map_or(Ok(()), |(line, column)| write!(f, ":{line}:{column}"))
    }
}

/// Why a configuration was not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// None of the known names is there.
    #[error("no configuration in `{}`: expected one of {names}", .dir.display())]
    NotFound {
        /// The folder looked at.
        dir: PathBuf,
        /// The names looked for.
        names: String,
    },
    /// The system did not give the file.
    #[error("`{}` cannot be read", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's own words.
        source: io::Error,
    },
    /// The text is not of its format.
    #[error("{at}: {message}")]
    Syntax {
        /// Where.
        at: Location,
        /// The parser's own words.
        message: String,
    },
    /// A key is unknown, or its value is not what it must be.
    #[error("{at}: {message}")]
    Invalid {
        /// Where.
        at: Location,
        /// What was expected.
        message: String,
    },
}

/// Something worth telling the author; the configuration counts all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Where.
    pub at: Location,
    /// What.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.message)
    }
}
