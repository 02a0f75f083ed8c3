//! The file through which the build script of a plugin hands its permissions to the build script of an app.
//!
//! A plugin's package has a `links` name, so cargo passes what its build script prints as `cargo::metadata` on to
//! the build scripts of those that depend on it, in variables `DEP_<LINKS>_…`. The variable gives the path of a
//! file; the plugin's name stands in the file, spelled as the plugin is registered at run time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dormer_config::read::{Document, Format, Location};
use serde::{Deserialize, Serialize};

use super::error::{FileError, Finding};
use crate::core_permissions::{CORE_GROUPS, CORE_KEY};
use crate::{Identifier, Manifest};

/// The key to print the path under: `cargo::metadata=dormer_manifest=<path>`.
pub const METADATA_KEY: &str = "dormer_manifest";

/// End of the variables that give a path.
const VARIABLE_END: &str = "_DORMER_MANIFEST";
const VARIABLE_START: &str = "DEP_";

/// Name of the file in `OUT_DIR`.
const FILE_NAME: &str = "dormer-manifest.json";

/// The permissions of one plugin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PluginManifest {
    /// Name of the plugin, as it is registered at run time and written in capabilities.
    pub name: String,
    /// What it offers.
    pub manifest: Manifest,
}

/// Writes the file into `out_dir`, if it does not hold just that already, and returns its path.
pub fn write_manifest(out_dir: &Path, plugin: &PluginManifest) -> Result<PathBuf, FileError> {
    let path = out_dir.join(FILE_NAME);
    check_plugin_name(&plugin.name).map_err(|message| {
        Finding::new(Location { file: path.display().to_string(), position: None }, message)
    })?;
    let text = serde_json::to_string(plugin)
        .map_err(|error| FileError::Write { path: path.clone(), source: error.into() })?;
    if fs::read_to_string(&path).is_ok_and(|old| old == text) {
        return Ok(path);
    }
    fs::write(&path, text).map_err(|source| FileError::Write { path: path.clone(), source })?;
    Ok(path)
}

/// Reads the files named by the variables of an environment, sorted by the plugins' names.
pub fn read_manifests(
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Vec<PluginManifest>, FileError> {
    let mut plugins: BTreeMap<String, (PluginManifest, String)> = BTreeMap::new();
    let is_ours =
        |(name, _): &(String, String)| name.starts_with(VARIABLE_START) && name.ends_with(VARIABLE_END);
    let mut found: Vec<_> = environment.into_iter().filter(is_ours).collect();
    found.sort();
    for (_, path) in found {
        let plugin = read(Path::new(&path))?;
        if let Some((_, first)) = plugins.get(&plugin.name) {
            let message = format!(
                "the plugin `{}` exists already, in `{first}`: two crates bear this name, or two versions of one",
                plugin.name
            );
            return Err(Finding::new(Location { file: path, position: None }, message).into());
        }
        plugins.insert(plugin.name.clone(), (plugin, path));
    }
    Ok(plugins.into_values().map(|(plugin, _)| plugin).collect())
}

fn read(path: &Path) -> Result<PluginManifest, FileError> {
    let text = fs::read_to_string(path)
        .map_err(|source| dormer_config::read::ReadError::Io { path: path.to_owned(), source })?;
    let document = Document::parse(path.display().to_string(), &text, Format::Json)?;
    let plugin = PluginManifest::deserialize(document.value()).map_err(|error| error.to_string());
    let checked = plugin.and_then(|plugin| check_plugin_name(&plugin.name).map(|()| plugin));
    let fault = |message| {
        let message = format!("{message}: the plugin was built with another version, build it anew");
        Finding::new(document.location(), message).into()
    };
    checked.map_err(fault)
}

/// Whether a plugin may bear a name. The error says why not.
pub fn check_plugin_name(name: &str) -> Result<(), String> {
    let identifier =
        name.parse::<Identifier>().map_err(|error| format!("`{name}` is no name for a plugin: {error}"))?;
    if identifier.key().is_some() {
        return Err(format!("`{name}` is no name for a plugin: it holds `:`"));
    }
    let is_group = CORE_GROUPS.iter().any(|group| group.name == name);
    if is_group || [CORE_KEY, "default", "dormer", "tauri"].contains(&name) {
        return Err(format!("`{name}` is no name for a plugin: the core uses it itself"));
    }
    Ok(())
}
