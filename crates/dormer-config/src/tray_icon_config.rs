//! [`TrayIconConfig`]: the section `app.trayIcon`.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::skip::{is_default, is_true};

/// The icon in the system tray that is made at start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrayIconConfig {
    /// Id by which the app finds the icon; `main` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Path of the picture, relative to the configuration file.
    pub icon_path: PathBuf,
    /// macOS: the picture is a template and takes the color of the menu bar.
    #[serde(default, skip_serializing_if = "is_default")]
    pub icon_as_template: bool,
    /// Deprecated and without effect; still read.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub menu_on_left_click: bool,
    /// Opens the menu on a click with the left button.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub show_menu_on_left_click: bool,
    /// macOS: text beside the icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Text shown while the pointer rests on the icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tooltip: Option<String>,
}

fn yes() -> bool {
    true
}
