//! The contents of a permission file: [`Permission`], [`PermissionSet`], [`DefaultPermission`].
//!
//! Not here: reading files, and several files as one ([`crate::Manifest`]). Unknown fields are passed over;
//! the lints find them.

use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Target;

/// What a permission does: the commands it opens and closes, and scope values that it brings along.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Permission {
    /// For people; nothing depends on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<NonZeroU64>,
    /// The name within its manifest.
    pub identifier: String,
    /// What editors show, in markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Commands opened and closed.
    #[serde(default, skip_serializing_if = "Commands::is_empty")]
    pub commands: Commands,
    /// Scope values.
    #[serde(default, skip_serializing_if = "Scopes::is_absent")]
    pub scope: Scopes,
    /// Where it exists; everywhere if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platforms: Option<Vec<Target>>,
}

/// Names of commands as they are registered, without a plugin's prefix.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Commands {
    /// Commands that are opened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allow: Vec<String>,
    /// Commands that are closed, whatever else opens them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deny: Vec<String>,
}

impl Commands {
    /// Neither opens nor closes any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.allow.is_empty() && self.deny.is_empty()
    }
}

/// Scope values. Their shape is a matter of the plugin whose commands read them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Scopes {
    /// What is let in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow: Option<Vec<Value>>,
    /// What is kept out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deny: Option<Vec<Value>>,
}

impl Scopes {
    /// Neither list was written down; an empty list counts as written.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        self.allow.is_none() && self.deny.is_none()
    }
}

/// A named group of permissions and sets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PermissionSet {
    /// The name within its manifest.
    pub identifier: String,
    /// What editors show, in markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Members: of the same manifest, or `otherplugin:name`.
    pub permissions: Vec<String>,
}

/// The set named `default`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DefaultPermission {
    /// For people; nothing depends on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<NonZeroU64>,
    /// What editors show, in markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Members, as in [`PermissionSet`].
    pub permissions: Vec<String>,
}

/// A permission file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PermissionFile {
    /// The default set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<DefaultPermission>,
    /// Sets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<PermissionSet>,
    /// Permissions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permission: Vec<Permission>,
}

#[cfg(test)]
mod tests {
    use super::PermissionFile;

    #[test]
    fn a_file_is_read_as_it_is_written() {
        let json = serde_json::json!({
            "default": { "version": 1, "permissions": ["allow-read"] },
            "set": [{ "identifier": "both", "description": "Both.", "permissions": ["allow-read", "fs:default"] }],
            "permission": [{
                "identifier": "allow-read",
                "commands": { "allow": ["read"], "deny": ["write"] },
                "scope": { "allow": [{ "path": "$HOME/*" }, 1, null], "deny": [] },
                "platforms": ["macOS", "iOS"],
            }],
        });
        let file: PermissionFile = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&file).unwrap(), json);
        assert_eq!(file.permission[0].scope.allow.as_ref().map(Vec::len), Some(3));
    }

    #[test]
    fn unknown_fields_pass_and_wrong_types_do_not() {
        let passes = r#"{ "$schema": "x", "permission": [{ "identifier": "a", "other": 1 }] }"#;
        assert!(serde_json::from_str::<PermissionFile>(passes).is_ok());
        for refused in [
            r#"{ "permission": [{ "description": "no identifier" }] }"#,
            r#"{ "permission": [{ "identifier": "a", "platforms": ["macos"] }] }"#,
            r#"{ "default": { "version": 0, "permissions": [] } }"#,
            r#"{ "set": [{ "identifier": "a" }] }"#,
        ] {
            assert!(serde_json::from_str::<PermissionFile>(refused).is_err(), "{refused}");
        }
    }
}
