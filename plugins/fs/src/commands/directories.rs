//! Commands on directories.

use dormer::command;
use dormer::path::BaseDirectory;
use serde::{Deserialize, Serialize};

use super::options::BaseOptions;
use crate::call_scopes::CallScopes;
use crate::{Error, Result, SafeFilePath};

/// Options of `mkdir`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct MkdirOptions {
    base_dir: Option<BaseDirectory>,
    mode: Option<u32>,
    recursive: bool,
}

#[command(async)]
pub(super) fn mkdir(scopes: CallScopes, path: SafeFilePath, options: Option<MkdirOptions>) -> Result<()> {
    let options = options.unwrap_or_default();
    let path = scopes.resolve(path, options.base_dir)?;
    scopes.create_directory(&path, options.mode.map(|mode| mode & 0o777), options.recursive)
}

/// An entry of a directory: what it is itself, links not followed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DirEntry {
    name: String,
    is_directory: bool,
    is_file: bool,
    is_symlink: bool,
}

/// Entries that cannot be looked at, or whose names are no text, are left out.
#[command(async)]
pub(super) fn read_dir(
    scopes: CallScopes,
    path: SafeFilePath,
    options: Option<BaseOptions>,
) -> Result<Vec<DirEntry>> {
    const ACTION: &str = "read directory at path:";
    let path = scopes.resolve(path, BaseOptions::of(options))?;
    let directory = scopes.target(&path, ACTION)?;
    let entries = std::fs::read_dir(directory.path()).map_err(Error::io(ACTION, &path))?;
    let entry = |entry: std::fs::DirEntry| {
        let kind = entry.file_type().ok()?;
        Some(DirEntry {
            name: entry.file_name().into_string().ok()?,
            is_directory: kind.is_dir(),
            is_file: kind.is_file(),
            is_symlink: kind.is_symlink(),
        })
    };
    Ok(entries.filter_map(|found| entry(found.ok()?)).collect())
}

/// Bytes of a file, or of all files of a tree, links counted as themselves.
#[command(async)]
pub(super) fn size(scopes: CallScopes, path: SafeFilePath, options: Option<BaseOptions>) -> Result<u64> {
    const ACTION: &str = "get size of path:";
    let path = scopes.resolve(path, BaseOptions::of(options))?;
    let target = scopes.target(&path, ACTION)?;
    let metadata = target.metadata().map_err(Error::io(ACTION, &path))?;
    if !metadata.is_dir() {
        return Ok(metadata.len());
    }
    let mut size = 0;
    // The way through the handle, and the name for errors.
    let mut waiting = vec![(target.path(), path)];
    while let Some((way, name)) = waiting.pop() {
        for entry in std::fs::read_dir(&way).map_err(Error::io(ACTION, &name))? {
            let entry = entry.map_err(Error::io(ACTION, &name))?;
            let name = name.join(entry.file_name());
            // Does not follow links.
            let metadata = entry.metadata().map_err(Error::io(ACTION, &name))?;
            if metadata.is_dir() {
                waiting.push((entry.path(), name));
            } else {
                size += metadata.len();
            }
        }
    }
    Ok(size)
}
