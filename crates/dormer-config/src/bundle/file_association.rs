//! [`FileAssociation`]: one entry of `bundle.fileAssociations`.

use serde::de::Deserializer;
use serde::{Deserialize, Serialize};

use crate::skip::is_default;

/// A kind of file that the app opens: one entry of `bundle.fileAssociations`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase")]
pub struct FileAssociation {
    /// Extensions of such files.
    pub ext: Vec<AssociationExt>,
    /// Apple: types of content; inferred from extension and MIME type when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_types: Option<Vec<String>>,
    /// Name of the kind; the first extension when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What such a file is, in words. Windows shows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// macOS: what the app does with such files.
    #[serde(default, skip_serializing_if = "is_default")]
    pub role: FileAssociationRole,
    /// MIME type, such as `image/png`. Linux needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// macOS: how this app ranks among those that open such files.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rank: FileAssociationRank,
    /// Apple: the type that this app defines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exported_type: Option<ExportedType>,
    /// Android: ways in which such files reach the app; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub android_intent_action_filters: Option<Vec<AndroidIntentAction>>,
}

/// An extension, without the dot that a file may write before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssociationExt(
    /// The extension.
    pub String,
);

impl<'de> Deserialize<'de> for AssociationExt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(Self(text.strip_prefix('.').map(str::to_owned).unwrap_or(text)))
    }
}

/// macOS: what an app does with a kind of file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FileAssociationRole {
    /// Reads and writes it.
    #[default]
    Editor,
    /// Reads it.
    Viewer,
    /// Runs it.
    Shell,
    /// Makes previews of it.
    QLGenerator,
    /// Nothing; only names it.
    None,
}

/// macOS: how an app ranks among those that open a kind of file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FileAssociationRank {
    /// As the system decides.
    #[default]
    Default,
    /// It makes such files.
    Owner,
    /// It opens them too.
    Alternate,
    /// It never opens them by itself.
    None,
}

/// Apple: a type of content that this app defines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase")]
pub struct ExportedType {
    /// Reverse-domain name of the type.
    pub identifier: String,
    /// Types that it is a kind of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conforms_to: Option<Vec<String>>,
}

/// Android: how a file reaches an app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum AndroidIntentAction {
    /// Shared, one file.
    Send,
    /// Shared, several files.
    SendMultiple,
    /// Opened.
    View,
}
