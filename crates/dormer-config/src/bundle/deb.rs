//! [`DebConfig`]: the section `bundle.linux.deb`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Packages for Debian and its kin: the section `bundle.linux.deb`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct DebConfig {
    /// Packages that must be installed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depends: Option<Vec<String>>,
    /// Packages that are installed with it unless refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommends: Option<Vec<String>>,
    /// Names that this package stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provides: Option<Vec<String>>,
    /// Packages that cannot be installed beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflicts: Option<Vec<String>>,
    /// Packages whose files it may replace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Vec<String>>,
    /// More files: path in the package to path on the building machine.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<PathBuf, PathBuf>,
    /// Section of the archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Priority in the archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// Path of the list of changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changelog: Option<PathBuf>,
    /// Path of the desktop entry to use instead of the built-in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desktop_template: Option<PathBuf>,
    /// Path of a script run before the files are there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_install_script: Option<PathBuf>,
    /// Path of a script run after the files are there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_install_script: Option<PathBuf>,
    /// Path of a script run before the files go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_remove_script: Option<PathBuf>,
    /// Path of a script run after the files are gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_remove_script: Option<PathBuf>,
}
