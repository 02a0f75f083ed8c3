//! [`BuildConfig`]: the section `build`: the front end and the commands around building.
//!
//! A program carries the front end alone; the rest is there with the feature `build`.

use std::path::PathBuf;

use serde::de::Deserializer;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

#[cfg(feature = "build")]
use crate::build_hooks::{BeforeDevCommand, HookCommand, RunnerConfig, WindowsBuildConfig};
#[cfg(feature = "build")]
use crate::skip::is_default;
use crate::unexpected::{optional_url, url_or_path, wrong_shape};

/// The front end and the commands that build it: the section `build`.
///
/// Most fields are there with the feature `build` only; without it their keys are ignored.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "build", serde(deny_unknown_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct BuildConfig {
    /// Program that builds and runs the app instead of `cargo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg(feature = "build")]
    pub runner: Option<RunnerConfig>,
    /// Page shown while developing, usually of a development server.
    #[serde(deserialize_with = "optional_url", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub dev_url: Option<Url>,
    /// What is embedded in the program as its front end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frontend_dist: Option<FrontendDist>,
    /// Started before developing begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg(feature = "build")]
    pub before_dev_command: Option<BeforeDevCommand>,
    /// Run to its end before a build.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg(feature = "build")]
    pub before_build_command: Option<HookCommand>,
    /// Run to its end before packages are made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg(feature = "build")]
    pub before_bundle_command: Option<HookCommand>,
    /// Cargo features switched on for the app.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg(feature = "build")]
    pub features: Option<Vec<String>>,
    /// Leaves out commands that no capability allows.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg(feature = "build")]
    pub remove_unused_commands: bool,
    /// More folders that restart the app when something in them changes while developing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg(feature = "build")]
    pub additional_watch_folders: Vec<PathBuf>,
    /// Settings for builds for Windows.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg(feature = "build")]
    pub windows: WindowsBuildConfig,
}

/// What is embedded in the program as its front end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
#[non_exhaustive]
pub enum FrontendDist {
    /// Nothing is embedded: the app's pages come from this address.
    Url(#[cfg_attr(feature = "schema", schemars(with = "String"))] Url),
    /// A folder, relative to the configuration file.
    Directory(PathBuf),
    /// Files (or folders), relative to the configuration file; each lands at the root.
    Files(Vec<PathBuf>),
}

impl<'de> Deserialize<'de> for FrontendDist {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const EXPECTED: &str = "a folder, a list of files or a URL";
        match Value::deserialize(deserializer)? {
            Value::String(text) => {
                Ok(url_or_path(&text)?.map_or_else(|| Self::Directory(text.into()), Self::Url))
            }
            Value::Array(items) => {
                let path = |item| match item {
                    Value::String(path) => Ok(PathBuf::from(path)),
                    other => Err(wrong_shape(&other, EXPECTED)),
                };
                items.into_iter().map(path).collect::<Result<_, _>>().map(Self::Files)
            }
            other => Err(wrong_shape(&other, EXPECTED)),
        }
    }
}
