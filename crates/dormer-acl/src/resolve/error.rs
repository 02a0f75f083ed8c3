//! [`ResolveError`] and [`ExpandError`]: what can be wrong with capabilities and the sets that they refer to.

use crate::{GlobError, PatternError};

/// Why capabilities cannot be resolved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResolveError {
    /// Identifiers of capabilities are unique.
    #[error("capability with identifier `{0}` already exists")]
    Duplicate(String),
    /// A glob of window or web view labels is malformed.
    #[error("capability `{capability}` names callers by a malformed glob")]
    Glob {
        /// The capability.
        capability: String,
        /// What is wrong with the glob.
        #[source]
        source: GlobError,
    },
    /// A URL pattern is malformed.
    #[error("capability `{capability}` names an origin by a malformed pattern")]
    Pattern {
        /// The capability.
        capability: String,
        /// What is wrong with the pattern.
        #[source]
        source: PatternError,
    },
    /// A permission of the capability leads nowhere.
    #[error("capability `{capability}` refers to what does not exist")]
    Reference {
        /// The capability.
        capability: String,
        /// Where the reference ends.
        #[source]
        source: ExpandError,
    },
}

/// Why a reference does not come down to permissions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExpandError {
    /// There is no plugin of that name, or it offers nothing.
    #[error("unknown ACL for {key}, expected one of {}", listed(.expected))]
    UnknownKey {
        /// The key that is referred to.
        key: String,
        /// The keys that there are.
        expected: Vec<String>,
    },
    /// The plugin offers no such permission or set.
    #[error("Permission {name} not found, expected one of {}", listed(.expected))]
    UnknownPermission {
        /// The whole reference.
        name: String,
        /// What the plugin offers.
        expected: Vec<String>,
    },
    /// A set has a member that does not exist.
    #[error("permission {member} not found from set {set}")]
    UnknownMember {
        /// The member.
        member: String,
        /// The set, with its key.
        set: String,
    },
    /// A set contains itself. The first and the last are the same.
    #[error("sets contain each other: {}", .0.join(" → "))]
    Cycle(Vec<String>),
    /// Sets are nested deeper than 64 levels.
    #[error("sets are nested deeper than 64 levels: {}", listed(.0))]
    Depth(Vec<String>),
    /// Commands of this plugin would be called like those of the core.
    #[error("the plugin `{0}` has the name of a part of the core, and its commands would too: rename it")]
    Collision(String),
}

/// At most 24 names.
fn listed(names: &[String]) -> String {
    match names.get(..24) {
        Some(first) if names.len() > 24 => format!("{} and {} more", first.join(", "), names.len() - 24),
        _ if names.is_empty() => "none, since there are none".to_owned(),
        _ => names.join(", "),
    }
}
