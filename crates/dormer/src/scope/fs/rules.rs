//! Patterns that allow and patterns that deny. Not here: several sets at once (`judge`).

use super::glob::components;
use super::pattern::Pattern;
use std::path::Path;

/// Whether wildcards leave out names that begin with a dot, unless a program says otherwise.
///
/// # Platform-specific
/// Yes, except on Windows, where such names are like others.
pub const LITERAL_LEADING_DOT: bool = super::platform::LITERAL_LEADING_DOT;

/// What is allowed and what is denied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Allowed paths.
    pub allow: Vec<Pattern>,
    /// Denied paths. They win.
    pub deny: Vec<Pattern>,
    /// Whether wildcards of `allow` leave out names that begin with a dot. Those of `deny` never do: a directory that
    /// is denied is denied with all it holds.
    pub literal_leading_dot: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self { allow: Vec::new(), deny: Vec::new(), literal_leading_dot: LITERAL_LEADING_DOT }
    }
}

impl Rules {
    pub(super) fn allows(&self, real: &[&[u8]]) -> bool {
        self.allow.iter().any(|pattern| pattern.matches(real, self.literal_leading_dot))
    }

    pub(super) fn denies(&self, path: &[&[u8]]) -> bool {
        self.deny.iter().any(|pattern| pattern.matches(path, false))
    }

    /// Whether something below a directory may be denied.
    pub(super) fn may_deny_below(&self, directory: &Path) -> bool {
        let directory = components(directory);
        self.deny.iter().any(|pattern| pattern.may_match_below(&directory))
    }
}
