//! Where things are in the repository, what cargo knows about it, and how other programs are run. Not here: what a
//! command wants from them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The repository's root folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Cargo, in the root folder, with the toolchain that runs this program.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Runs a program with our own outputs; anything but success is an error that names the command line.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status().with_context(|| format!("start {}", line(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", line(command));
    }
    Ok(())
}

/// Runs a program and gives its standard output; on failure the error holds its standard error.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("start {}", line(command)))?;
    if !output.status.success() {
        bail!("{} failed: {}", line(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program of this name is in the search path.
pub(crate) fn has_program(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let program = words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    format!("`{program}`")
}

/// What `cargo metadata` says about the members of the workspace.
pub(crate) struct Metadata(Value);

/// One member of the workspace.
pub(crate) struct Package<'a>(&'a Value);

impl Metadata {
    /// Asks cargo; needs no network.
    pub(crate) fn load() -> Result<Self> {
        let text = read(cargo().args(["metadata", "--no-deps", "--format-version=1"]))?;
        Ok(Self(serde_json::from_str(&text)?))
    }

    /// Where builds go.
    pub(crate) fn target(&self) -> PathBuf {
        self.0["target_directory"].as_str().map_or_else(|| root().join("target"), PathBuf::from)
    }

    /// All members.
    pub(crate) fn packages(&self) -> impl Iterator<Item = Package<'_>> {
        self.0["packages"].as_array().into_iter().flatten().map(Package)
    }

    /// The member whose manifest stands in `folder`, relative to the root.
    pub(crate) fn package_in(&self, folder: &str) -> Result<Package<'_>> {
        self.packages()
            .find(|package| package.folder() == Path::new(folder))
            .with_context(|| format!("no package in {folder}"))
    }
}

impl Package<'_> {
    /// The package's name.
    pub(crate) fn name(&self) -> &str {
        self.0["name"].as_str().unwrap_or_default()
    }

    /// The manifest's folder, relative to the root.
    pub(crate) fn folder(&self) -> &Path {
        let manifest = Path::new(self.0["manifest_path"].as_str().unwrap_or_default());
        manifest.parent().and_then(|folder| folder.strip_prefix(root()).ok()).unwrap_or(manifest)
    }

    /// The names of its features without `default`.
    pub(crate) fn features(&self) -> Vec<&str> {
        let features = self.0["features"].as_object();
        features
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
            .filter(|name| *name != "default")
            .collect()
    }

    /// The name of its only program.
    pub(crate) fn program(&self) -> Result<&str> {
        self.0["targets"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|target| target["kind"][0] == "bin")
            .and_then(|target| target["name"].as_str())
            .with_context(|| format!("{} is no program", self.name()))
    }
}
