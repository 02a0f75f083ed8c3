//! [`LinuxConfig`]: the section `bundle.linux`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{DebConfig, RpmConfig};
use crate::skip::is_default;

/// Packages for Linux: the section `bundle.linux`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct LinuxConfig {
    /// The one-file package.
    #[serde(skip_serializing_if = "is_default")]
    pub appimage: AppImageConfig,
    /// Packages for Debian and its kin.
    #[serde(skip_serializing_if = "is_default")]
    pub deb: DebConfig,
    /// Packages for Fedora, openSUSE and their kin.
    #[serde(skip_serializing_if = "is_default")]
    pub rpm: RpmConfig,
}

/// The one-file package: the section `bundle.linux.appimage`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct AppImageConfig {
    /// Ships the libraries that play audio and video.
    #[serde(skip_serializing_if = "is_default")]
    pub bundle_media_framework: bool,
    /// More files: path in the package to path on the building machine.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<PathBuf, PathBuf>,
}
