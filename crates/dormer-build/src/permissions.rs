//! The permissions of an app: what the build script may say about them, and the way from its files to the two tables
//! that the program carries. Not here: the formats and the rules (`dormer-acl`).

use std::path::{Path, PathBuf};

use dormer_acl::files::{self, InlineDefault, InlinePlugin, PluginManifest, Project, Selection};
use dormer_acl::{Options, Target, encode_manifests, resolve, schema};
use dormer_config::read::Reading;

use crate::{BuildError, Environment, Output};

/// What the build script says about the app's own commands and permissions.
#[derive(Debug, Clone, Copy, Default)]
pub struct AppManifest {
    commands: &'static [&'static str],
    permissions_path_pattern: Option<&'static str>,
}

impl AppManifest {
    /// Nothing said: without permission files, pages of the app may call all its commands, unless
    /// `app.security.strict` is on.
    #[must_use]
    pub const fn new() -> Self {
        Self { commands: &[], permissions_path_pattern: None }
    }

    /// Declares commands. Each gets a permission `allow-…` and one `deny-…`, with `-` for `_`, and from then on only
    /// pages that a capability allows them may call the app's commands.
    #[must_use]
    pub const fn commands(mut self, commands: &'static [&'static str]) -> Self {
        self.commands = commands;
        self
    }

    /// Where the permission files are, instead of `permissions/**/*`.
    #[must_use]
    pub const fn permissions_path_pattern(mut self, pattern: &'static str) -> Self {
        self.permissions_path_pattern = Some(pattern);
        self
    }
}

/// A plugin that is part of the app and not a crate of its own.
#[derive(Debug, Clone, Default)]
pub struct InlinedPlugin {
    commands: &'static [&'static str],
    permissions_path_pattern: Option<&'static str>,
    default: Option<DefaultPermissionRule>,
}

impl InlinedPlugin {
    /// Nothing said.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Its commands; each gets a permission to allow and one to deny it.
    #[must_use]
    pub fn commands(mut self, commands: &'static [&'static str]) -> Self {
        self.commands = commands;
        self
    }

    /// Where its permission files are, instead of `permissions/<name>/**/*`.
    #[must_use]
    pub fn permissions_path_pattern(mut self, pattern: &'static str) -> Self {
        self.permissions_path_pattern = Some(pattern);
        self
    }

    /// Makes its default set. Without this it is the one of its files.
    #[must_use]
    pub fn default_permission(mut self, rule: DefaultPermissionRule) -> Self {
        self.default = Some(rule);
        self
    }
}

/// How the default set of an [`InlinedPlugin`] is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DefaultPermissionRule {
    /// All its commands.
    AllowAllCommands,
    /// These permissions.
    Allow(Vec<String>),
}

/// What [`crate::Attributes`] hold about permissions.
#[derive(Debug, Clone, Default)]
pub(crate) struct Permissions {
    pub(crate) app: AppManifest,
    pub(crate) plugins: Vec<(&'static str, InlinedPlugin)>,
    pub(crate) capabilities_path_pattern: Option<&'static str>,
    pub(crate) extra_capabilities: Vec<PathBuf>,
}

/// What the program carries.
pub(crate) struct Tables {
    pub(crate) permissions: Vec<u8>,
    pub(crate) manifests: Vec<u8>,
    /// Names of the capability files, for the macro that checks them.
    pub(crate) capability_files: Vec<String>,
}

impl Permissions {
    /// Reads all files, resolves them, tells cargo what to watch and the author what is doubtful.
    pub(crate) fn resolve(
        &self,
        environment: &Environment,
        reading: &Reading,
        dir: &Path,
        output: &mut Output,
    ) -> Result<Tables, BuildError> {
        let target = Target::from_triple(&environment.target);
        let security = &reading.config.app.security;
        let plugins = files::read_manifests(environment.plugin_manifests.iter().cloned())?;
        let lists: Vec<Vec<&str>> = self.plugins.iter().map(|(_, plugin)| plugin.allowed()).collect();
        let inline: Vec<InlinePlugin<'_>> = self
            .plugins
            .iter()
            .zip(&lists)
            .map(|((name, plugin), allowed)| plugin.describe(name, allowed))
            .collect();
        let labels: Vec<&str> =
            reading.config.app.windows.iter().map(|window| window.label.as_str()).collect();
        let found = files::collect(&Project {
            dir,
            target,
            commands: self.app.commands,
            permissions_pattern: self.app.permissions_path_pattern,
            capabilities_pattern: self.capabilities_path_pattern,
            plugins: &plugins,
            inline_plugins: &inline,
            selection: Selection {
                entries: &security.capabilities,
                name: &reading.file.display().to_string(),
                documents: &[],
            },
            extra_capabilities: &self.extra_capabilities,
            windows: &labels,
            opens_windows: true,
        })?;
        found.warnings.iter().for_each(|warning| output.warn(warning));
        // Cargo runs the script at each build while something watched is missing: worth it for the folder that
        // nearly every app has, so that a new one is seen.
        let capabilities = dir.join("capabilities");
        found
            .watched
            .iter()
            .filter(|path| path.exists() || **path == capabilities)
            .for_each(|path| output.watch(path));
        if capabilities.is_dir() {
            schema::write_schemas(dir, target, &found.manifests)?;
        }
        let options =
            Options { strict: security.strict, keep_names: !environment.release, ..Options::default() };
        let resolved = resolve(&found.manifests, &found.plain_capabilities(), target, &options)?;
        let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(Tables {
            permissions: resolved.encode(),
            manifests: encode_manifests(&found.manifests, target).map_err(BuildError::Manifests)?,
            capability_files: found.watched.iter().filter(|path| path.is_file()).filter_map(name).collect(),
        })
    }
}

impl InlinedPlugin {
    fn allowed(&self) -> Vec<&str> {
        match &self.default {
            Some(DefaultPermissionRule::Allow(names)) => names.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    fn describe<'a>(&self, name: &'a str, allowed: &'a [&'a str]) -> InlinePlugin<'a> {
        InlinePlugin {
            name,
            commands: self.commands,
            default: match &self.default {
                None => InlineDefault::FromFiles,
                Some(DefaultPermissionRule::AllowAllCommands) => InlineDefault::AllCommands,
                Some(DefaultPermissionRule::Allow(_)) => InlineDefault::Permissions(allowed),
            },
            permissions_pattern: self.permissions_path_pattern,
        }
    }
}

/// The plugins that the app depends on, for [`Environment`].
pub(crate) fn plugin_variables() -> Vec<(String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with("DEP_"))
        .collect()
}

/// Writes the manifest of a plugin and gives its place.
pub(crate) fn write_manifest(out_dir: &Path, plugin: &PluginManifest) -> Result<PathBuf, BuildError> {
    Ok(files::write_manifest(out_dir, plugin)?)
}
