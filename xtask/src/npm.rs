//! Pages that are built with npm: their packages and their output, each made anew only when something is newer. Not
//! here: the installation of node itself (`setup`).

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::workspace::{root, run};

/// The folders with a `package.json` of ours; one that does not exist is passed over.
const FOLDERS: [&str; 2] = ["examples/lens", "tests/page"];

/// Folders that hold results or Rust, not sources of the page.
const NOT_SOURCES: [&str; 4] = ["node_modules", "dist", "target", "gen"];

/// Installs the packages of every folder whose lock file is newer than what is installed.
pub(crate) fn install_all() -> Result<()> {
    for folder in present() {
        install(&folder)?;
    }
    Ok(())
}

/// Installs and builds every page.
pub(crate) fn build_all() -> Result<()> {
    for folder in present() {
        build(&folder)?;
    }
    Ok(())
}

/// Installs and builds the page in `folder`, if it is one that has to be built and is older than its sources.
pub(crate) fn build(folder: &Path) -> Result<()> {
    if !folder.join("package.json").exists() {
        return Ok(());
    }
    install(folder)?;
    if !has_script(folder, "build")? || newest(&folder.join("dist"), &[]) >= newest(folder, &NOT_SOURCES) {
        return Ok(());
    }
    println!("building the page of {}", shown(folder));
    run(Command::new("npm").args(["run", "--silent", "build"]).current_dir(folder))
}

/// Runs the tests of every page that has some.
pub(crate) fn test_all() -> Result<()> {
    for folder in present() {
        if has_script(&folder, "test")? {
            run(Command::new("npm").args(["run", "--silent", "test"]).current_dir(folder))?;
        }
    }
    Ok(())
}

fn has_script(folder: &Path, name: &str) -> Result<bool> {
    let package: serde_json::Value = serde_json::from_str(&fs::read_to_string(folder.join("package.json"))?)?;
    Ok(package["scripts"][name].is_string())
}

fn install(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    if modified(&folder.join("node_modules/.package-lock.json")) >= modified(&lock) {
        return Ok(());
    }
    println!("installing the npm packages of {}", shown(folder));
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))
        .with_context(|| format!("the packages of {} are missing", shown(folder)))
}

fn present() -> impl Iterator<Item = PathBuf> {
    FOLDERS.iter().map(|folder| root().join(folder)).filter(|folder| folder.join("package.json").exists())
}

fn shown(folder: &Path) -> String {
    folder.strip_prefix(root()).unwrap_or(folder).display().to_string()
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

/// When the newest file below `folder` changed, without the folders in `except` and without Rust; nothing for none.
fn newest(folder: &Path, except: &[&str]) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    entries
        .filter_map(|entry| {
            let path = entry.path();
            if path.is_dir() {
                (!except.iter().any(|name| entry.file_name() == *name)).then(|| newest(&path, except))?
            } else {
                (path.extension() != Some(OsStr::new("rs"))).then(|| modified(&path))?
            }
        })
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sources_count_and_nothing_is_older_than_something() {
        let folder = std::env::temp_dir().join(format!("xtask-npm-{}", std::process::id()));
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::create_dir_all(folder.join("dist")).unwrap();
        fs::write(folder.join("dist/out.js"), "").unwrap();
        fs::write(folder.join("src/main.rs"), "").unwrap();
        assert_eq!(newest(&folder, &NOT_SOURCES), None);
        assert!(newest(&folder.join("dist"), &[]) > newest(&folder, &NOT_SOURCES));
        fs::write(folder.join("src/main.ts"), "").unwrap();
        assert_eq!(newest(&folder, &NOT_SOURCES), modified(&folder.join("src/main.ts")));
        fs::remove_dir_all(folder).unwrap();
    }
}
