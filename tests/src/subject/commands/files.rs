//! Files beside the plugins' commands, which no scope holds: what a test needs around them. Not here: the plugins.

use std::fs;
use std::io;
use std::path::PathBuf;

use dormer::{AppHandle, command};
use dormer_plugin_fs::FsExt;

/// Writes a file, and makes the directories that it needs.
#[command(async)]
pub(crate) fn put(path: PathBuf, text: String) -> Result<(), String> {
    let write = || {
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        fs::write(&path, text)
    };
    write().map_err(|error: io::Error| error.to_string())
}

/// Makes a symbolic link.
#[command(async)]
pub(crate) fn link(path: PathBuf, target: PathBuf) -> Result<(), String> {
    std::os::unix::fs::symlink(target, path).map_err(|error| error.to_string())
}

/// What a file holds; nothing when it cannot be read.
#[command(async)]
pub(crate) fn text_of(path: PathBuf) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// Opens a directory with all it holds to every page.
#[command(async)]
pub(crate) fn grant(app: AppHandle, path: PathBuf) -> Result<(), String> {
    app.fs_scope().allow_directory(path, true).map_err(|error| error.to_string())
}

/// What launchers and the file manager were asked for, where the text occurs, in order.
#[command(async)]
pub(crate) fn opened(with: &str) -> Vec<String> {
    let text = std::env::var_os("SUBJECT_OPENED").and_then(|path| fs::read_to_string(path).ok());
    let text = text.unwrap_or_default();
    text.lines().filter(|line| line.contains(with)).map(str::to_owned).collect()
}
