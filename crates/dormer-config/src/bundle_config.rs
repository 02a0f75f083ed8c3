//! [`BundleConfig`]: the section `bundle`.
//!
//! A program carries the texts about itself; what only packagers read is there with the feature `build`.

#[cfg(feature = "build")]
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

#[cfg(feature = "build")]
use crate::bundle::{
    AndroidConfig, BundleResources, BundleTarget, FileAssociation, IosConfig, LinuxConfig, MacConfig,
    UpdaterArtifacts, WindowsConfig,
};
use crate::skip::is_default;

/// Packages for distribution: the section `bundle`.
///
/// Many fields are there with the feature `build` only. Keys without a field are ignored here; the reader
/// judges them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase", default)]
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
    #[cfg(feature = "build")]
    pub icon: Vec<String>,
    /// Files shipped beside the program: a list of patterns, or a map from pattern to destination.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg(feature = "build")]
    pub resources: Option<BundleResources>,
    /// Copyright line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright: Option<String>,
    /// SPDX id of the license.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// Path of the license text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg(feature = "build")]
    pub license_file: Option<PathBuf>,
    /// Category in the system's menu or store, such as `Utility`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// One line about the app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_description: Option<String>,
    /// A paragraph about the app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub long_description: Option<String>,
    /// Programs shipped beside the app, without the target triple in their names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_bin: Option<Vec<String>>,
    /// Kinds of packages to make.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg(feature = "build")]
    pub targets: BundleTarget,
    /// Makes signed archives for updates.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg(feature = "build")]
    pub create_updater_artifacts: UpdaterArtifacts,
    /// Kinds of files that the app opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg(feature = "build")]
    pub file_associations: Option<Vec<FileAssociation>>,
    /// Keeps downloaded tools in the target folder.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg(feature = "build")]
    pub use_local_tools_dir: bool,
    /// Packages for Windows.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg(feature = "build")]
    pub windows: WindowsConfig,
    /// Packages for Linux.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg(feature = "build")]
    pub linux: LinuxConfig,
    /// Packages for macOS.
    #[serde(rename = "macOS", skip_serializing_if = "is_default")]
    #[cfg(feature = "build")]
    pub macos: MacConfig,
    /// Packages for iOS.
    #[serde(rename = "iOS", skip_serializing_if = "is_default")]
    #[cfg(feature = "build")]
    pub ios: IosConfig,
    /// Packages for Android.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg(feature = "build")]
    pub android: AndroidConfig,
}
