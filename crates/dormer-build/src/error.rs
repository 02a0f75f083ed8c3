//! [`BuildError`]: why nothing was built.

use std::io;
use std::path::PathBuf;

use dormer_acl::ResolveError;
use dormer_acl::files::FileError;
use dormer_config::embedded::EncodeError;
use dormer_config::read::ReadError;

/// Why nothing was built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Cargo sets these variables for build scripts only.
    #[error("the variable `{0}` is not set: call this from a build script that cargo runs")]
    NoVariable(&'static str),
    /// A plugin hands its permissions over through the `links` name of its package.
    #[error("the package of a plugin needs a line `links = \"<name of the package>\"` in its `Cargo.toml`")]
    NoLinks,
    /// Permission or capability files were refused.
    #[error(transparent)]
    Permissions(#[from] FileError),
    /// Permissions and capabilities cannot be resolved.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    /// The permissions of plugins cannot be written as JSON.
    #[error("the permissions cannot be written")]
    Manifests(#[source] serde_json::Error),
    /// The configuration was refused.
    #[error(transparent)]
    Config(#[from] ReadError),
    /// What a key of the configuration names cannot be used.
    #[error("{file}: {key}: `{}` {problem}", .path.display())]
    Input {
        /// The configuration file.
        file: String,
        /// The key.
        key: String,
        /// What it names.
        path: PathBuf,
        /// What is wrong with it, and the way out.
        problem: String,
    },
    /// The embedded file cannot be made.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The system refused to write.
    #[error("`{}` cannot be written", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's own words.
        source: io::Error,
    },
}

impl BuildError {
    /// The error and its causes in one text.
    pub(crate) fn report(&self) -> String {
        let mut text = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }
}
