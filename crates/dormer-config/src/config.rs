//! [`Config`]: the whole configuration of an app.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::skip::is_default;
use crate::{AppConfig, BuildConfig, BundleConfig};

/// The whole configuration of an app, as its files give it after all overlays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Config {
    /// Address of the JSON schema that editors use; has no effect.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Name shown to people. The build script fills it with the package name when it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_name: Option<String>,
    /// File name of the program without extension, when it differs from the cargo target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub main_binary_name: Option<String>,
    /// Version of the app. In a file it may also be the path of a JSON file that has a key `version`;
    /// once read it is always the version itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Reverse-domain name of the app, such as `com.example.notes`. Names the app's data folders.
    pub identifier: String,
    /// Windows, tray icon and security.
    #[serde(default, skip_serializing_if = "is_default")]
    pub app: AppConfig,
    /// The front end and the commands that build it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub build: BuildConfig,
    /// Packages for distribution.
    #[serde(default, skip_serializing_if = "is_default")]
    pub bundle: BundleConfig,
    /// Settings of plugins, by plugin name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub plugins: PluginConfig,
}

impl Config {
    /// What a running program needs: without hooks, paths of the build machine and packaging details.
    ///
    /// Keeps `build.devUrl`, `build.frontendDist`, and of `bundle` the texts and the sidecars. Capabilities go
    /// too: they are resolved by then.
    #[cfg(feature = "build")]
    #[must_use]
    pub fn into_runtime(mut self) -> Self {
        self.schema = None;
        self.app.security.capabilities.clear();
        self.build = BuildConfig {
            dev_url: self.build.dev_url,
            frontend_dist: self.build.frontend_dist,
            ..BuildConfig::default()
        };
        let bundle = self.bundle;
        self.bundle = BundleConfig {
            active: bundle.active,
            publisher: bundle.publisher,
            homepage: bundle.homepage,
            copyright: bundle.copyright,
            license: bundle.license,
            category: bundle.category,
            short_description: bundle.short_description,
            long_description: bundle.long_description,
            external_bin: bundle.external_bin,
            ..BundleConfig::default()
        };
        self
    }
}

/// Settings of plugins, by plugin name. Each plugin parses its own part.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PluginConfig(
    /// Plugin name (as in `plugins.<name>`) to its settings.
    pub HashMap<String, Value>,
);

impl Serialize for PluginConfig {
    // Sorted, so that the same configuration always gives the same bytes.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().collect::<BTreeMap<_, _>>())
    }
}
