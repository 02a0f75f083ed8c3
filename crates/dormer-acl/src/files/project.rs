//! [`collect`]: everything about the permissions of one app, from its folder to what `resolve` takes.

use std::path::{Path, PathBuf};

use super::capability_file::{CapabilitySource, read_capabilities};
use super::error::{FileError, Finding};
use super::folder::{files_in, files_matching};
use super::generated::{ALLOW, add_generated};
use super::permission_file::{PermissionSource, read_permissions};
use super::plugin_manifest::{PluginManifest, check_plugin_name};
use super::references::{check_members, check_references};
use super::select::{Selection, select};
use crate::core_permissions::core_manifests;
use crate::lint::{self, Lints};
use crate::{APP_KEY, Capability, DefaultPermission, Manifest, Manifests, Target};

/// What the permissions of an app follow from.
#[derive(Debug, Clone)]
pub struct Project<'a> {
    /// The folder that holds `capabilities` and `permissions`.
    pub dir: &'a Path,
    /// The system that the program is made for.
    pub target: Target,
    /// Commands of the app that are declared; each gets a permission to allow and one to deny it.
    pub commands: &'a [&'a str],
    /// Instead of `permissions/**/*`.
    pub permissions_pattern: Option<&'a str>,
    /// Instead of `capabilities/**/*`.
    pub capabilities_pattern: Option<&'a str>,
    /// Plugins that are crates: what [`super::read_manifests`] found.
    pub plugins: &'a [PluginManifest],
    /// Plugins that are part of the app.
    pub inline_plugins: &'a [InlinePlugin<'a>],
    /// What the configuration says about capabilities.
    pub selection: Selection<'a>,
    /// More capability files.
    pub extra_capabilities: &'a [PathBuf],
    /// Labels of the windows in the configuration. With none, no glob is doubted.
    pub windows: &'a [&'a str],
    /// Whether the program opens windows under labels that the configuration does not have.
    pub opens_windows: bool,
}

/// A plugin that is part of the app.
#[derive(Debug, Clone)]
pub struct InlinePlugin<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its commands.
    pub commands: &'a [&'a str],
    /// Its default set.
    pub default: InlineDefault<'a>,
    /// Instead of `permissions/<name>/**/*`.
    pub permissions_pattern: Option<&'a str>,
}

/// The default set of an [`InlinePlugin`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InlineDefault<'a> {
    /// The one of its files, if they have one.
    FromFiles,
    /// All its commands.
    AllCommands,
    /// These permissions.
    Permissions(&'a [&'a str]),
}

/// What [`collect`] found.
#[derive(Debug, Clone)]
pub struct Collection {
    /// The core's manifests, those of plugins, and the app's if it has one.
    pub manifests: Manifests,
    /// The capabilities that count, with the places they were read from.
    pub capabilities: Vec<CapabilitySource>,
    /// What is worth telling the author.
    pub warnings: Vec<Finding>,
    /// Files that were read, and folders whose contents count.
    pub watched: Vec<PathBuf>,
}

impl Collection {
    /// The capabilities without their places.
    #[must_use]
    pub fn plain_capabilities(&self) -> Vec<Capability> {
        self.capabilities.iter().map(|source| source.capability.clone()).collect()
    }
}

/// Reads, selects, checks and lints.
pub fn collect(project: &Project<'_>) -> Result<Collection, FileError> {
    let permissions = project.dir.join("permissions");
    let capabilities = project.dir.join("capabilities");
    let mut warnings = Vec::new();
    let mut watched = vec![permissions.clone(), capabilities.clone()];
    let mut manifests = core_manifests();
    for PluginManifest { name, manifest } in project.plugins {
        manifests.insert(name.clone(), manifest.clone());
    }
    let mut own = Vec::new();
    let mut folders = Vec::new();
    for plugin in project.inline_plugins {
        let folder = permissions.join(plugin.name);
        check_plugin_name(plugin.name).map_err(|message| Finding::new(at_folder(&folder), message))?;
        let paths = match plugin.permissions_pattern {
            Some(pattern) => files_matching(project.dir, pattern)?,
            None => files_in(&folder, &[])?,
        };
        let sources = read_permissions(&paths, &mut warnings)?;
        watched.extend(paths);
        manifests.insert(plugin.name.to_owned(), inline_manifest(plugin, &sources));
        own.push((plugin.name, sources));
        folders.push(folder);
    }
    let paths = match project.permissions_pattern {
        Some(pattern) => files_matching(project.dir, pattern)?,
        None => files_in(&permissions, &folders)?,
    };
    let sources = read_permissions(&paths, &mut warnings)?;
    watched.extend(paths);
    let manifest = manifest_of(&sources, project.commands.iter().copied());
    if !manifest.is_empty() {
        manifests.insert(APP_KEY.to_owned(), manifest);
    }
    own.push((APP_KEY, sources));

    let paths = match project.capabilities_pattern {
        Some(pattern) => files_matching(project.dir, pattern)?,
        None => files_in(&capabilities, &[])?,
    };
    let files = read_capabilities(&paths, &mut warnings)?;
    let extra: Vec<_> = project.extra_capabilities.iter().map(|path| project.dir.join(path)).collect();
    let extra_files = read_capabilities(&extra, &mut warnings)?;
    watched.extend(paths.into_iter().chain(extra));
    let capabilities = select(files, &project.selection, extra_files, &mut warnings)?;

    let mut faults = check_references(&manifests, &capabilities, project.target);
    for (key, sources) in &own {
        if let Some(manifest) = manifests.get(*key) {
            faults.extend(check_members(sources, manifest, Some(&manifests)));
        }
    }
    if !faults.is_empty() {
        return Err(FileError::Invalid(faults));
    }
    let lints = Lints {
        manifests: &manifests,
        capabilities: &capabilities,
        target: project.target,
        windows: if project.opens_windows { &[] } else { project.windows },
        commands: project.commands,
    };
    warnings.extend(lint::capabilities(&lints));
    for (key, sources) in &own {
        warnings.extend(lint::permissions(&lints, key, sources));
    }
    Ok(Collection { manifests, capabilities, warnings, watched })
}

fn at_folder(folder: &Path) -> dormer_config::read::Location {
    dormer_config::read::Location { file: folder.display().to_string(), position: None }
}

/// The manifest of files and of declared commands.
pub fn manifest_of<'a>(
    sources: &[PermissionSource],
    commands: impl IntoIterator<Item = &'a str>,
) -> Manifest {
    let mut manifest = Manifest::from_files(sources.iter().map(|source| source.file.clone()));
    add_generated(&mut manifest, commands);
    manifest
}

fn inline_manifest(plugin: &InlinePlugin<'_>, sources: &[PermissionSource]) -> Manifest {
    let mut manifest = manifest_of(sources, plugin.commands.iter().copied());
    let members: Vec<String> = match plugin.default {
        InlineDefault::FromFiles => return manifest,
        InlineDefault::AllCommands => {
            plugin.commands.iter().map(|command| format!("{ALLOW}{}", command.replace('_', "-"))).collect()
        }
        InlineDefault::Permissions(names) => names.iter().map(|name| (*name).to_owned()).collect(),
    };
    manifest.default = Some(DefaultPermission { permissions: members, ..DefaultPermission::default() });
    manifest
}
