//! [`RpmConfig`]: the section `bundle.linux.rpm`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::skip::is_default;

/// Packages for Fedora, openSUSE and their kin: the section `bundle.linux.rpm`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct RpmConfig {
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
    /// Packages that it takes the place of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub obsoletes: Option<Vec<String>>,
    /// Number of this build of the version.
    #[serde(skip_serializing_if = "is_default_release")]
    pub release: String,
    /// Makes a version newer whatever its numbers say.
    #[serde(skip_serializing_if = "is_default")]
    pub epoch: u32,
    /// More files: path in the package to path on the building machine.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<PathBuf, PathBuf>,
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
    /// How the files are packed; gzip at level 6 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compression: Option<RpmCompression>,
}

const DEFAULT_RELEASE: &str = "1";

fn is_default_release(release: &str) -> bool {
    release == DEFAULT_RELEASE
}

impl Default for RpmConfig {
    fn default() -> Self {
        Self {
            depends: None,
            recommends: None,
            provides: None,
            conflicts: None,
            obsoletes: None,
            release: DEFAULT_RELEASE.to_owned(),
            epoch: 0,
            files: BTreeMap::new(),
            desktop_template: None,
            pre_install_script: None,
            post_install_script: None,
            pre_remove_script: None,
            post_remove_script: None,
            compression: None,
        }
    }
}

/// How the files of a package are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", tag = "type")]
pub enum RpmCompression {
    /// With gzip.
    Gzip {
        /// 0 (fast) to 9 (small).
        level: u32,
    },
    /// With Zstandard.
    Zstd {
        /// 1 (fast) to 22 (small); negative ones are faster still.
        level: i32,
    },
    /// With xz.
    Xz {
        /// 0 (fast) to 9 (small).
        level: u32,
    },
    /// With bzip2.
    Bzip2 {
        /// 1 (fast) to 9 (small).
        level: u32,
    },
    /// Not at all.
    None,
}
