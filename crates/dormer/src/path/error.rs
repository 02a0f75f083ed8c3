//! Why a path has no answer. Not here: errors of opening it.

use std::path::PathBuf;

/// Why a path has no answer. Clients know the first four texts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PathError {
    /// The system has no such directory.
    #[error("unknown path")]
    Unknown,
    /// A root or nothing at all.
    #[error("path does not have a parent")]
    NoParent,
    /// The last part has no dot behind its first character.
    #[error("path does not have an extension")]
    NoExtension,
    /// It ends in a root or `..`.
    #[error("path does not have a basename")]
    NoBasename,
    /// A path that leads upwards where none may.
    #[error("the path `{}` must not contain `..`", .0.display())]
    Upwards(PathBuf),
    /// A directory of `appDirectoriesOverride` that starts with a variable that may not stand there, or is
    /// relative to a drive.
    #[error(
        "the application directory `{}` must not start like this; use an absolute path, or one of the user's \
         directories, such as `$HOME`",
        .0.display()
    )]
    Override(PathBuf),
}
