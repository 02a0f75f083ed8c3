//! Decisions by several sets of rules. Not here: taking hold of files (`access`).

use std::path::Path;
use std::sync::Arc;

use super::glob::components;
use super::real_path::real_path;
use super::rules::Rules;

/// Decides by several sets of rules: what one of them denies is denied, whatever is left must be allowed by one.
#[derive(Debug, Clone, Default)]
pub struct Judge(Vec<Arc<Rules>>);

impl Judge {
    /// A judge who allows nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a set of rules.
    #[must_use]
    pub fn with(mut self, rules: Arc<Rules>) -> Self {
        self.0.push(rules);
        self
    }

    /// Whether a path may be reached, by where it leads right now. To open it use [`Judge::open`] and its like: they
    /// judge what they hold.
    #[must_use]
    pub fn is_allowed(&self, path: impl AsRef<Path>) -> bool {
        let path = path.as_ref();
        real_path(path).is_ok_and(|real| self.permits(path, &real))
    }

    /// Whether a path is denied, by its name or by where it leads right now.
    #[must_use]
    pub fn is_forbidden(&self, path: impl AsRef<Path>) -> bool {
        let path = path.as_ref();
        let real = real_path(path);
        self.denies(path) || real.is_ok_and(|real| self.denies(&real))
    }

    /// Decides about a path as it was given and as it really is.
    pub(super) fn permits(&self, given: &Path, real: &Path) -> bool {
        let (given, real_parts) = (std::path::absolute(given), components(real));
        let denied = self.0.iter().any(|rules| rules.denies(&real_parts))
            || given.map_or(true, |given| self.denies(&given));
        !denied && self.0.iter().any(|rules| rules.allows(&real_parts))
    }

    fn denies(&self, path: &Path) -> bool {
        let parts = components(path);
        self.0.iter().any(|rules| rules.denies(&parts))
    }

    /// Whether a real path is denied by its name.
    pub(super) fn denies_real(&self, real: &Path) -> bool {
        self.denies(real)
    }

    pub(super) fn may_deny_below(&self, directory: &Path) -> bool {
        self.0.iter().any(|rules| rules.may_deny_below(directory))
    }
}
