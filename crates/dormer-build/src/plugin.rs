//! [`Builder`]: the whole of a plugin's build script.

use std::env;
use std::path::{Path, PathBuf};

use dormer_acl::files::{PermissionSource, PluginManifest, files_matching, manifest_of, read_permissions};
use dormer_config::read::{Document, Format};

use crate::permissions::write_manifest;
use crate::{BuildError, Output};

/// Reads the permissions of a plugin and hands them to the apps that depend on it.
///
/// The package needs a `links` name in its `Cargo.toml`. The plugin's name is that of the package without
/// `dormer-plugin-` or `tauri-plugin-`, unless [`Builder::name`] gives another one.
///
/// ```no_run
/// dormer_build::plugin::Builder::new(&["read", "write"]).build();
/// ```
#[derive(Debug, Clone, Default)]
pub struct Builder {
    commands: Vec<String>,
    name: Option<String>,
    generated: Vec<(String, String)>,
    scope_schema: Option<serde_json::Value>,
}

impl Builder {
    /// A plugin with these commands; each gets a permission `allow-…` and one `deny-…`.
    #[must_use]
    pub fn new(commands: &[&str]) -> Self {
        Self { commands: commands.iter().map(|name| (*name).to_owned()).collect(), ..Self::default() }
    }

    /// The plugin's name, as it is registered at run time.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// A permission file in TOML that the build script makes instead of reading it; `name` is for complaints.
    #[must_use]
    pub fn permissions(mut self, name: impl Into<String>, toml: impl Into<String>) -> Self {
        self.generated.push((name.into(), toml.into()));
        self
    }

    /// A JSON schema of the values that the plugin's scopes hold: editors know them then, and an app's build checks
    /// them.
    #[must_use]
    pub fn global_scope_schema(mut self, schema: serde_json::Value) -> Self {
        self.scope_schema = Some(schema);
        self
    }

    /// Does the work. Prints what is wrong and ends the build script if something is.
    pub fn build(self) {
        if let Err(error) = self.try_build() {
            eprintln!("\nerror: {}\n", error.report());
            std::process::exit(1);
        }
    }

    /// As [`Builder::build`], with the error as a value.
    ///
    /// # Errors
    /// A permission file that cannot be read, or that refers to what does not exist.
    pub fn try_build(self) -> Result<(), BuildError> {
        let needed = |name: &'static str| env::var(name).map_err(|_| BuildError::NoVariable(name));
        needed("CARGO_MANIFEST_LINKS").map_err(|_| BuildError::NoLinks)?;
        let package = needed("CARGO_PKG_NAME")?;
        let (dir, out) = (needed("CARGO_MANIFEST_DIR")?, needed("OUT_DIR")?);
        print!("{}", self.run(&package, Path::new(&dir), Path::new(&out))?);
        Ok(())
    }

    /// The work of [`Builder::try_build`] for a given package.
    fn run(self, package: &str, dir: &Path, out_dir: &Path) -> Result<Output, BuildError> {
        let mut output = Output::default();
        let name = self.name.unwrap_or_else(|| {
            let short =
                package.strip_prefix("dormer-plugin-").or_else(|| package.strip_prefix("tauri-plugin-"));
            short.unwrap_or(package).to_owned()
        });
        let paths: Vec<PathBuf> = files_matching(dir, "permissions/**/*")?;
        let mut doubts = Vec::new();
        let mut sources = read_permissions(&paths, &mut doubts)?;
        for (name, toml) in &self.generated {
            let document = Document::parse(name.clone(), toml, Format::Toml)?;
            sources.push(PermissionSource::parse(document, &mut doubts)?);
        }
        let mut manifest = manifest_of(&sources, self.commands.iter().map(String::as_str));
        manifest.global_scope_schema = self.scope_schema;
        let faults = dormer_acl::files::check_members(&sources, &manifest, None);
        if !faults.is_empty() {
            return Err(dormer_acl::files::FileError::Invalid(faults).into());
        }
        doubts.iter().for_each(|doubt| output.warn(doubt));
        for input in ["permissions", "build.rs", "build"] {
            let input = dir.join(input);
            if input.exists() {
                output.watch(&input);
            }
        }
        let path = write_manifest(out_dir, &PluginManifest { name, manifest })?;
        output.instruct(dormer_acl::files::METADATA_KEY, path.display());
        // For tests of the plugin itself.
        output.instruct("rustc-env", format_args!("DORMER_PLUGIN_MANIFEST={}", path.display()));
        Ok(output)
    }
}
