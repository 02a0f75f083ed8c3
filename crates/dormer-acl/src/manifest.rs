//! [`Manifest`]: everything that one plugin, or the app, offers to capabilities.
//!
//! Not here: what capabilities make of it (`resolve`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{DefaultPermission, Permission, PermissionFile, PermissionSet};

/// The key of the app's own manifest.
pub const APP_KEY: &str = "__app-acl__";

/// All manifests by key: `core:window`, `core`, the name of a plugin, or [`APP_KEY`].
pub type Manifests = BTreeMap<String, Manifest>;

/// Permissions and sets of one plugin, or of the app.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// The default set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<DefaultPermission>,
    /// Permissions by identifier.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub permissions: BTreeMap<String, Permission>,
    /// Sets by identifier.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sets: BTreeMap<String, PermissionSet>,
    /// JSON schema of the plugin's scope values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub global_scope_schema: Option<Value>,
}

impl Manifest {
    /// Several files as one. Where an identifier repeats, the later file counts.
    pub fn from_files(files: impl IntoIterator<Item = PermissionFile>) -> Self {
        let mut manifest = Self::default();
        for file in files {
            manifest.add(file);
        }
        manifest
    }

    /// Adds a file; returns the identifiers that it replaced.
    pub fn add(&mut self, file: PermissionFile) -> Vec<String> {
        let mut replaced = Vec::new();
        if let Some(default) = file.default
            && self.default.replace(default).is_some()
        {
            replaced.push("default".to_owned());
        }
        for set in file.set {
            replaced.extend(self.sets.insert(set.identifier.clone(), set).map(|old| old.identifier));
        }
        for permission in file.permission {
            let old = self.permissions.insert(permission.identifier.clone(), permission);
            replaced.extend(old.map(|old| old.identifier));
        }
        replaced
    }

    /// Offers nothing; an app whose manifest is empty counts as an app without one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.default.is_none() && self.permissions.is_empty() && self.sets.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::Manifest;
    use crate::{DefaultPermission, Permission, PermissionFile, PermissionSet};

    fn file(name: &str, description: &str) -> PermissionFile {
        PermissionFile {
            default: Some(DefaultPermission { permissions: vec![name.to_owned()], ..Default::default() }),
            set: vec![PermissionSet { identifier: format!("set-{name}"), ..Default::default() }],
            permission: vec![Permission {
                identifier: name.to_owned(),
                description: Some(description.to_owned()),
                ..Default::default()
            }],
        }
    }

    #[test]
    fn later_files_replace_and_say_so() {
        let mut manifest = Manifest::from_files([file("a", "first"), file("b", "second")]);
        assert_eq!(manifest.permissions.len(), 2);
        assert_eq!(manifest.default.as_ref().unwrap().permissions, ["b"]);
        assert_eq!(manifest.add(file("a", "third")), ["default", "set-a", "a"]);
        assert_eq!(manifest.permissions["a"].description.as_deref(), Some("third"));
        assert!(!manifest.is_empty() && Manifest::default().is_empty());
    }
}
