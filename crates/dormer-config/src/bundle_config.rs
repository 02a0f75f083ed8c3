//! [`BundleConfig`]: the section `bundle`.
//!
//! What only a bundler reads is kept as JSON, unparsed but complete.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::skip::is_default;

/// Packages for distribution: the section `bundle`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct BundleConfig {
    /// Makes packages at all.
    #[serde(skip_serializing_if = "is_default")]
    pub active: bool,
    /// Who publishes the app; the second part of the identifier when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Address of the app's home page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub homepage: Option<String>,
    /// Pictures of the app, relative to the configuration file. The first `.png` is also the window icon.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub icon: Vec<String>,
    /// Files shipped beside the program: a list of patterns, or a map from pattern to destination.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources: Option<Value>,
    /// Copyright line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright: Option<String>,
    /// SPDX id of the license.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// Path of the license text.
    #[serde(alias = "license-file", skip_serializing_if = "Option::is_none")]
    pub license_file: Option<PathBuf>,
    /// Category in the system's menu or store, such as `Utility`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// One line about the app.
    #[serde(alias = "short-description", skip_serializing_if = "Option::is_none")]
    pub short_description: Option<String>,
    /// A paragraph about the app.
    #[serde(alias = "long-description", skip_serializing_if = "Option::is_none")]
    pub long_description: Option<String>,
    /// Programs shipped beside the app, without the target triple in their names.
    #[serde(alias = "external-bin", skip_serializing_if = "Option::is_none")]
    pub external_bin: Option<Vec<String>>,
    /// Kinds of packages: `"all"`, one kind or a list of kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub targets: Option<Value>,
    /// Makes signed archives for updates: a switch, or `"v1Compatible"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create_updater_artifacts: Option<Value>,
    /// Kinds of files that the app opens: a list of objects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_associations: Option<Value>,
    /// Keeps downloaded tools in the target folder.
    #[serde(alias = "use-local-tools-dir", skip_serializing_if = "Option::is_none")]
    pub use_local_tools_dir: Option<Value>,
    /// Packages for Windows: an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub windows: Option<Value>,
    /// Packages for Linux: an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linux: Option<Value>,
    /// Packages for macOS: an object.
    #[serde(rename = "macOS", alias = "macos", skip_serializing_if = "Option::is_none")]
    pub macos: Option<Value>,
    /// Packages for iOS: an object.
    #[serde(rename = "iOS", alias = "ios", skip_serializing_if = "Option::is_none")]
    pub ios: Option<Value>,
    /// Packages for Android: an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub android: Option<Value>,
}
