//! [`Environment`]: everything that a build takes from outside its files.

use std::env;
use std::path::PathBuf;

use dormer_config::read::Inline;

use crate::BuildError;

/// Everything that a build takes from outside its files.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// Folder of the program's `Cargo.toml`.
    pub manifest_dir: PathBuf,
    /// Folder to write to.
    pub out_dir: PathBuf,
    /// Target triple.
    pub target: String,
    /// True for builds that are shipped: they are compressed.
    pub release: bool,
    /// True while developing: the page of the development server is shown.
    pub dev: bool,
    /// The program's package.
    pub package: Package,
    /// Merge patches for the configuration, in order.
    pub patches: Vec<Inline>,
    /// Variables `DEP_…` with what plugins hand over.
    pub plugin_manifests: Vec<(String, String)>,
}

/// What `Cargo.toml` says about the package.
#[derive(Debug, Clone, Default)]
pub struct Package {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
    /// Authors, joined by `:`.
    pub authors: String,
    /// Description.
    pub description: String,
}

/// Variables that hold merge patches, in the order of merging.
pub(crate) const PATCHES: [&str; 2] = ["TAURI_CONFIG", "DORMER_CONFIG"];

impl Environment {
    /// The environment that cargo gives a build script.
    pub fn from_process() -> Result<Self, BuildError> {
        let needed = |name: &'static str| env::var(name).map_err(|_| BuildError::NoVariable(name));
        let or_empty = |name: &str| env::var(name).unwrap_or_default();
        let patch = |name: &str| env::var(name).ok().map(|text| Inline { name: name.to_owned(), text });
        Ok(Self {
            manifest_dir: needed("CARGO_MANIFEST_DIR")?.into(),
            out_dir: needed("OUT_DIR")?.into(),
            target: needed("TARGET")?,
            release: needed("PROFILE")? == "release",
            dev: or_empty("DEP_DORMER_DEV") == "true",
            package: Package {
                name: needed("CARGO_PKG_NAME")?,
                version: needed("CARGO_PKG_VERSION")?,
                authors: or_empty("CARGO_PKG_AUTHORS"),
                description: or_empty("CARGO_PKG_DESCRIPTION"),
            },
            patches: PATCHES.into_iter().filter_map(patch).collect(),
            plugin_manifests: crate::permissions::plugin_variables(),
        })
    }

    /// True for targets without windows that people arrange.
    pub(crate) fn is_mobile(&self) -> bool {
        self.target.contains("android") || (self.target.contains("ios") && !self.target.contains("darwin"))
    }
}
