//! [`WixConfig`]: the section `bundle.windows.wix`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::skip::is_default;
use crate::unexpected::wrong_shape;

/// The installer of Windows: the section `bundle.windows.wix`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct WixConfig {
    /// Version of the installer, `major.minor.patch` or with a build number; made of the app's when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// UUID by which one version finds the other; made of the product name when absent.
    #[serde(deserialize_with = "uuid", skip_serializing_if = "Option::is_none")]
    pub upgrade_code: Option<String>,
    /// Languages of the installer.
    #[serde(skip_serializing_if = "is_default")]
    pub language: WixLanguage,
    /// Path of the description to use instead of the built-in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<PathBuf>,
    /// Paths of fragments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fragment_paths: Vec<PathBuf>,
    /// Ids of component groups to include.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub component_group_refs: Vec<String>,
    /// Ids of components to include.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub component_refs: Vec<String>,
    /// Ids of feature groups to include.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub feature_group_refs: Vec<String>,
    /// Ids of features to include.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub feature_refs: Vec<String>,
    /// Ids of merge modules to include.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merge_refs: Vec<String>,
    /// Makes a scheduled task that updates with raised rights.
    #[serde(skip_serializing_if = "is_default")]
    pub enable_elevated_update_task: bool,
    /// Path of the picture at the top of the pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_path: Option<PathBuf>,
    /// Path of the picture of the first and last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialog_image_path: Option<PathBuf>,
    /// Uses only hashes that FIPS allows.
    #[serde(skip_serializing_if = "is_default")]
    pub fips_compliant: bool,
}

/// A UUID as text: 32 hexadecimal digits, with or without hyphens and braces.
fn uuid<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let bare = text.strip_prefix("urn:uuid:").unwrap_or(&text);
    let bare = bare.strip_prefix('{').and_then(|bare| bare.strip_suffix('}')).unwrap_or(bare);
    let groups: Vec<usize> = bare.split('-').map(str::len).collect();
    let is_uuid = (groups == [8, 4, 4, 4, 12] || groups == [32])
        && bare.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    if is_uuid {
        return Ok(Some(text));
    }
    let expected = "a UUID such as `6b4c39bb-9c0f-4f2a-8f0c-1c2f6cbbd2f1`";
    Err(de::Error::invalid_value(de::Unexpected::Str(&text), &expected))
}

/// Languages of an installer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum WixLanguage {
    /// One, such as `en-US`.
    One(String),
    /// An installer for each of these.
    List(Vec<String>),
    /// An installer for each of these, with its own texts.
    Localized(BTreeMap<String, WixLanguageConfig>),
}

/// Settings of one language of an installer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct WixLanguageConfig {
    /// Path of the texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale_path: Option<PathBuf>,
}

impl Default for WixLanguage {
    fn default() -> Self {
        Self::One("en-US".to_owned())
    }
}

impl<'de> Deserialize<'de> for WixLanguage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let language = match &value {
            Value::String(name) => Some(Self::One(name.clone())),
            Value::Array(_) => serde_json::from_value(value.clone()).ok().map(Self::List),
            Value::Object(_) => serde_json::from_value(value.clone()).ok().map(Self::Localized),
            _ => None,
        };
        language.ok_or_else(|| wrong_shape(&value, "a language, a list or an object of languages"))
    }
}
