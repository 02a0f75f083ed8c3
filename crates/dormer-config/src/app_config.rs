//! [`AppConfig`]: the section `app`, and the folders an app may move.

use std::path::PathBuf;

use serde::de::Deserializer;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::skip::is_default;
use crate::unexpected::{convert, wrong_shape};
use crate::{SecurityConfig, TrayIconConfig, WindowConfig};

/// Windows, tray icon and security: the section `app`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AppConfig {
    /// Windows opened at start, in this order; those with `create: false` are only kept for later.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<WindowConfig>,
    /// What pages may load and how they reach the core.
    #[serde(skip_serializing_if = "is_default")]
    pub security: SecurityConfig,
    /// The icon in the system tray; `None` shows none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tray_icon: Option<TrayIconConfig>,
    /// Deprecated and without effect; still read.
    #[serde(rename = "macOSPrivateApi", skip_serializing_if = "is_default")]
    pub macos_private_api: bool,
    /// Puts the page-side API on the page's `window` object.
    #[serde(skip_serializing_if = "is_default")]
    pub with_global_tauri: bool,
    /// Uses the identifier as the GTK application id, which allows one instance per session.
    #[serde(rename = "enableGTKAppId", skip_serializing_if = "is_default")]
    pub enable_gtk_app_id: bool,
    /// Moves the app's own folders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_directories_override: Option<AppDirectoriesOverride>,
    /// Scheme of the app's own pages: `<scheme>://localhost/`. `dormer`, or `tauri` when the
    /// configuration file is a tauri-named one.
    #[serde(skip_serializing_if = "is_default_scheme")]
    pub scheme: String,
}

const DEFAULT_SCHEME: &str = "dormer";

fn is_default_scheme(scheme: &str) -> bool {
    scheme == DEFAULT_SCHEME
}

impl Default for AppConfig {
    fn default() -> Self {
        Self {
            windows: Vec::new(),
            security: SecurityConfig::default(),
            tray_icon: None,
            macos_private_api: false,
            with_global_tauri: false,
            enable_gtk_app_id: false,
            app_directories_override: None,
            scheme: DEFAULT_SCHEME.to_owned(),
        }
    }
}

/// Where the app keeps its files instead of the usual places.
///
/// A path is absolute, relative to the program, or starts with a variable such as `$DATA`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum AppDirectoriesOverride {
    /// One root for configuration and data, with `caches` and `logs` below it.
    Root(PathBuf),
    /// Each folder by itself.
    Each(AppDirectories),
}

/// The app's folders one by one; an absent one stays where it usually is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AppDirectories {
    /// Settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config: Option<PathBuf>,
    /// Data that follows the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PathBuf>,
    /// Data that stays on the machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_data: Option<PathBuf>,
    /// Files that may be deleted at any time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache: Option<PathBuf>,
    /// Logs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<PathBuf>,
}

impl<'de> Deserialize<'de> for AppDirectoriesOverride {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(path) => Ok(Self::Root(path.into())),
            object @ Value::Object(_) => convert(object).map(Self::Each),
            other => Err(wrong_shape(&other, "a path or an object")),
        }
    }
}
