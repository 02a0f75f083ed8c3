//! [`AndroidConfig`]: the section `bundle.android`.

use serde::{Deserialize, Serialize};

use crate::skip::is_default;

/// Packages for Android: the section `bundle.android`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct AndroidConfig {
    /// Least API level of a device.
    #[serde(skip_serializing_if = "is_default_sdk")]
    pub min_sdk_version: u32,
    /// Version number that the store compares, 1 to 2 100 000 000. Made of the version when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 2_100_000_000)))]
    pub version_code: Option<u32>,
    /// Raises the version number with each build.
    #[serde(skip_serializing_if = "is_default")]
    pub auto_increment_version_code: bool,
    /// Added to the identifier of debug builds, so that both can be installed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debug_application_id_suffix: Option<String>,
}

const DEFAULT_SDK: u32 = 24;

fn is_default_sdk(version: &u32) -> bool {
    *version == DEFAULT_SDK
}

impl Default for AndroidConfig {
    fn default() -> Self {
        Self {
            min_sdk_version: DEFAULT_SDK,
            version_code: None,
            auto_increment_version_code: false,
            debug_application_id_suffix: None,
        }
    }
}
