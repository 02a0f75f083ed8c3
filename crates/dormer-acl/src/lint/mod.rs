//! Doubts about permissions and capabilities: what is well-formed and probably not what the author meant.
//!
//! Lives here: one module per kind of doubt. Not here: faults, which stop a build (`files`), and unknown keys,
//! which are seen while reading. A finding never changes what is granted.

mod json_schema;
mod labels;
mod manifest;
mod origins;
mod reach;
mod scopes;
#[cfg(test)]
mod tests;

use crate::files::{CapabilitySource, Finding, PermissionSource};
use crate::{Manifests, Target};

/// Why a value does not fit a schema, if it does not.
#[cfg(test)]
pub(crate) fn schema_mismatch(schema: &serde_json::Value, value: &serde_json::Value) -> Option<String> {
    json_schema::mismatch(schema, value).map(|mismatch| mismatch.message)
}

/// What the lints look at.
#[derive(Debug, Clone, Copy)]
pub struct Lints<'a> {
    /// All manifests.
    pub manifests: &'a Manifests,
    /// The capabilities that count; those for other systems are passed over.
    pub capabilities: &'a [CapabilitySource],
    /// The system that the program is made for.
    pub target: Target,
    /// Labels of the windows in the configuration; empty if the program opens windows under others.
    pub windows: &'a [&'a str],
    /// Declared commands of the app.
    pub commands: &'a [&'a str],
}

impl<'a> Lints<'a> {
    fn active(&self) -> impl Iterator<Item = &'a CapabilitySource> + use<'a> {
        let target = self.target;
        self.capabilities.iter().filter(move |source| target.is_in(source.capability.platforms.as_deref()))
    }
}

/// Doubts about capabilities.
#[must_use]
pub fn capabilities(lints: &Lints<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for source in lints.active() {
        labels::check(source, lints.windows, &mut found);
        origins::check(source, &mut found);
        reach::check_entries(lints, source, &mut found);
        scopes::check_capability(lints, source, &mut found);
    }
    reach::check_denials(lints, &mut found);
    reach::check_denied_values(lints, &mut found);
    found
}

/// Doubts about the permission files of the manifest `key`: the app's own, or those of a plugin in its build.
#[must_use]
pub fn permissions(lints: &Lints<'_>, key: &str, sources: &[PermissionSource]) -> Vec<Finding> {
    let mut found = Vec::new();
    manifest::check(lints, key, sources, &mut found);
    scopes::check_permissions(lints, key, sources, &mut found);
    found
}
