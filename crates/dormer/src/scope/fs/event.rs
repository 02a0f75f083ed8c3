//! What a scope tells its listeners.

use std::path::PathBuf;

/// A change of a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A path was allowed.
    PathAllowed(PathBuf),
    /// A path was forbidden.
    PathForbidden(PathBuf),
    /// What had been granted for a path was taken back.
    PathRevoked(PathBuf),
}

/// The number of a listener.
pub type ScopeEventId = u32;
