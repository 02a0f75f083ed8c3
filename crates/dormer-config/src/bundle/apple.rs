//! [`MacConfig`], [`DmgConfig`] and [`IosConfig`]: the sections `bundle.macOS` and `bundle.iOS`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Deserializer, Serialize};

use crate::skip::{is_default, is_true};

/// Packages for macOS: the section `bundle.macOS`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct MacConfig {
    /// Frameworks to ship: names, or paths that end in `.framework` or `.dylib`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frameworks: Option<Vec<String>>,
    /// More files: path below `Contents` to path on the building machine.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<PathBuf, PathBuf>,
    /// Build number of the app; its version when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bundle_version: Option<String>,
    /// Short name of the app; the product name when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bundle_name: Option<String>,
    /// Oldest system that the app runs on. An empty text is the default, `null` sets none.
    #[serde(skip_serializing_if = "is_default_system", deserialize_with = "system_version")]
    pub minimum_system_version: Option<String>,
    /// Domain to which plain HTTP is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exception_domain: Option<String>,
    /// Identity that signs the app; `-` signs without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_identity: Option<String>,
    /// Signs with the hardened runtime.
    #[serde(skip_serializing_if = "is_true")]
    pub hardened_runtime: bool,
    /// Provider for the notary service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_short_name: Option<String>,
    /// Path of the entitlements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entitlements: Option<String>,
    /// Path of an `Info.plist` whose entries are added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub info_plist: Option<PathBuf>,
    /// The disk image.
    #[serde(skip_serializing_if = "is_default")]
    pub dmg: DmgConfig,
}

const DEFAULT_SYSTEM: &str = "10.13";

fn is_default_system(version: &Option<String>) -> bool {
    version.as_deref() == Some(DEFAULT_SYSTEM)
}

fn system_version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let version = Option::<String>::deserialize(deserializer)?;
    Ok(version.map(|text| if text.is_empty() { DEFAULT_SYSTEM.to_owned() } else { text }))
}

impl Default for MacConfig {
    fn default() -> Self {
        Self {
            frameworks: None,
            files: BTreeMap::new(),
            bundle_version: None,
            bundle_name: None,
            minimum_system_version: Some(DEFAULT_SYSTEM.to_owned()),
            exception_domain: None,
            signing_identity: None,
            hardened_runtime: true,
            provider_short_name: None,
            entitlements: None,
            info_plist: None,
            dmg: DmgConfig::default(),
        }
    }
}

/// The disk image that installs the app: `bundle.macOS.dmg`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct DmgConfig {
    /// Path of the picture behind the icons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background: Option<PathBuf>,
    /// Place of the window on the screen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_position: Option<Position>,
    /// Size of the window.
    #[serde(skip_serializing_if = "is_window_size")]
    pub window_size: Size,
    /// Place of the app's icon in the window.
    #[serde(skip_serializing_if = "is_app_position")]
    pub app_position: Position,
    /// Place of the icon of the folder with all apps.
    #[serde(skip_serializing_if = "is_folder_position")]
    pub application_folder_position: Position,
}

const WINDOW_SIZE: Size = Size { width: 660, height: 400 };
const APP_POSITION: Position = Position { x: 180, y: 170 };
const FOLDER_POSITION: Position = Position { x: 480, y: 170 };

fn is_window_size(size: &Size) -> bool {
    *size == WINDOW_SIZE
}

fn is_app_position(position: &Position) -> bool {
    *position == APP_POSITION
}

fn is_folder_position(position: &Position) -> bool {
    *position == FOLDER_POSITION
}

impl Default for DmgConfig {
    fn default() -> Self {
        Self {
            background: None,
            window_position: None,
            window_size: WINDOW_SIZE,
            app_position: APP_POSITION,
            application_folder_position: FOLDER_POSITION,
        }
    }
}

/// A place, in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Position {
    /// Distance from the left.
    pub x: u32,
    /// Distance from the top.
    pub y: u32,
}

/// A size, in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Size {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// Packages for iOS: the section `bundle.iOS`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct IosConfig {
    /// Path of the project description to use instead of the built-in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<PathBuf>,
    /// Frameworks to link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frameworks: Option<Vec<String>>,
    /// Team that signs the app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub development_team: Option<String>,
    /// Build number of the app; its version when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bundle_version: Option<String>,
    /// Oldest system that the app runs on.
    #[serde(skip_serializing_if = "is_default_ios")]
    pub minimum_system_version: String,
    /// Path of an `Info.plist` whose entries are added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub info_plist: Option<PathBuf>,
}

const DEFAULT_IOS: &str = "15.0";

fn is_default_ios(version: &str) -> bool {
    version == DEFAULT_IOS
}

impl Default for IosConfig {
    fn default() -> Self {
        Self {
            template: None,
            frameworks: None,
            development_team: None,
            bundle_version: None,
            minimum_system_version: DEFAULT_IOS.to_owned(),
            info_plist: None,
        }
    }
}
