//! [`Attributes`]: what a build script may change.

use std::path::PathBuf;

use crate::permissions::Permissions;
use crate::{AppManifest, InlinedPlugin};

/// What a build script may change. The default suits most programs.
#[derive(Debug, Clone, Default)]
pub struct Attributes {
    pub(crate) config_path: Option<PathBuf>,
    pub(crate) permissions: Permissions,
}

impl Attributes {
    /// Nothing changed.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads this configuration file instead of the one found beside `Cargo.toml`.
    ///
    /// A relative path counts from the folder of `Cargo.toml`. Paths inside the file count from the
    /// folder of the file.
    #[must_use]
    pub fn config_path(mut self, path: impl Into<PathBuf>) -> Self {
        self.config_path = Some(path.into());
        self
    }

    /// What there is to say about the app's own commands and permissions.
    #[must_use]
    pub fn app_manifest(mut self, manifest: AppManifest) -> Self {
        self.permissions.app = manifest;
        self
    }

    /// Declares a plugin that is part of the app; a later one of the same name replaces it.
    #[must_use]
    pub fn plugin(mut self, name: &'static str, plugin: InlinedPlugin) -> Self {
        self.permissions.plugins.retain(|(known, _)| *known != name);
        self.permissions.plugins.push((name, plugin));
        self
    }

    /// Where the capability files are, instead of `capabilities/**/*`. Counts from the folder of the configuration.
    #[must_use]
    pub fn capabilities_path_pattern(mut self, pattern: &'static str) -> Self {
        self.permissions.capabilities_path_pattern = Some(pattern);
        self
    }

    /// Adds a capability file that lies elsewhere; it replaces capabilities of the same identifiers.
    #[must_use]
    pub fn capability(mut self, path: impl Into<PathBuf>) -> Self {
        self.permissions.extra_capabilities.push(path.into());
        self
    }
}
