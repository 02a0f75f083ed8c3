//! [`NsisConfig`]: the section `bundle.windows.nsis`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::skip::is_default;

/// An installer program for Windows: the section `bundle.windows.nsis`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct NsisConfig {
    /// Path of the script to use instead of the built-in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<PathBuf>,
    /// Path of the picture at the top of the pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_image: Option<PathBuf>,
    /// Path of the picture beside the first and last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sidebar_image: Option<PathBuf>,
    /// Path of the icon of the installer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub installer_icon: Option<PathBuf>,
    /// Path of the icon of the program that removes the app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uninstaller_icon: Option<PathBuf>,
    /// Path of the picture at the top of the pages of that program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uninstaller_header_image: Option<PathBuf>,
    /// For whom it installs.
    #[serde(skip_serializing_if = "is_default")]
    pub install_mode: NsisInstallMode,
    /// Languages of the installer; the first is the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<String>>,
    /// Language to path of its own texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_language_files: Option<BTreeMap<String, PathBuf>>,
    /// Asks for the language first.
    #[serde(skip_serializing_if = "is_default")]
    pub display_language_selector: bool,
    /// How the files are packed.
    #[serde(skip_serializing_if = "is_default")]
    pub compression: NsisCompression,
    /// Folder in the start menu.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_menu_folder: Option<String>,
    /// Path of a script with hooks that run before and after installing and removing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub installer_hooks: Option<PathBuf>,
    /// Deprecated: `minimumWebview2Version` of `bundle.windows` is for every installer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_webview2_version: Option<String>,
}

/// For whom an installer installs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum NsisInstallMode {
    /// For one person, without raised rights.
    #[default]
    CurrentUser,
    /// For all, with raised rights.
    PerMachine,
    /// As chosen while installing, with raised rights.
    Both,
}

/// How the files of an installer are packed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum NsisCompression {
    /// With zlib: fast.
    Zlib,
    /// With bzip2.
    Bzip2,
    /// With LZMA: small.
    #[default]
    Lzma,
    /// Not at all.
    None,
}
