//! Commands on files by their names. Not here: open files (`handles`), whole contents (`whole`).

use std::io;

use dormer::path::BaseDirectory;
use dormer::scope::fs::AccessError;
use dormer::{Manager, ResourceId, command};
use serde::Deserialize;

use super::handles::FileHandle;
use super::options::BaseOptions;
use crate::call_scopes::CallScopes;
use crate::file_info::FileInfo;
use crate::{Error, OpenOptions, Result, SafeFilePath};

/// Options of `open`. A missing key means what it means without options, except `read`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct PageOpenOptions {
    base_dir: Option<BaseDirectory>,
    read: bool,
    write: bool,
    append: bool,
    truncate: bool,
    create: bool,
    create_new: bool,
    mode: Option<u32>,
}

impl Default for PageOpenOptions {
    fn default() -> Self {
        Self {
            base_dir: None,
            read: true,
            write: false,
            append: false,
            truncate: false,
            create: false,
            create_new: false,
            mode: None,
        }
    }
}

fn keep(scopes: &CallScopes, file: std::fs::File) -> ResourceId {
    scopes.webview().resources_table().add(FileHandle::new(file))
}

#[command(async)]
pub(super) fn create(
    scopes: CallScopes,
    path: SafeFilePath,
    options: Option<BaseOptions>,
) -> Result<ResourceId> {
    let path = scopes.resolve(path, BaseOptions::of(options))?;
    let how = OpenOptions::new().write(true).create(true).truncate(true).clone();
    let file = scopes.open(&path, &how, "create file at path:")?;
    Ok(keep(&scopes, file))
}

#[command(async)]
pub(super) fn open(
    scopes: CallScopes,
    path: SafeFilePath,
    options: Option<PageOpenOptions>,
) -> Result<ResourceId> {
    let options = options.unwrap_or_default();
    let path = scopes.resolve(path, options.base_dir)?;
    let mut how = OpenOptions::new();
    how.read(options.read)
        .write(options.write)
        .append(options.append)
        .truncate(options.truncate)
        .create(options.create)
        .create_new(options.create_new);
    if let Some(mode) = options.mode {
        how.mode(mode & 0o777);
    }
    let file = scopes.open(&path, &how, "open file at path:")?;
    Ok(keep(&scopes, file))
}

/// Options of `copy_file`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CopyOptions {
    from_path_base_dir: Option<BaseDirectory>,
    to_path_base_dir: Option<BaseDirectory>,
}

#[command(async)]
pub(super) fn copy_file(
    scopes: CallScopes,
    from_path: SafeFilePath,
    to_path: SafeFilePath,
    options: Option<CopyOptions>,
) -> Result<()> {
    const ACTION: &str = "copy file at path:";
    let options = options.unwrap_or_default();
    let from = scopes.resolve(from_path, options.from_path_base_dir)?;
    let to = scopes.resolve(to_path, options.to_path_base_dir)?;
    let source = scopes.target(&from, ACTION)?;
    let failed = || Error::io(ACTION, &from);
    if !source.metadata().map_err(failed())?.is_file() {
        let why = io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file");
        return Err(failed()(why));
    }
    let mut source = source.open(OpenOptions::new().read(true)).map_err(failed())?;
    // Emptied only when it is known to be another file.
    let mut target = scopes.open(&to, OpenOptions::new().write(true).create(true), ACTION)?;
    let mut copy = || {
        if crate::platform::is_same(&source, &target)? {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "source and target are the same file"));
        }
        target.set_len(0)?;
        io::copy(&mut source, &mut target)?;
        target.set_permissions(source.metadata()?.permissions())
    };
    copy().map_err(failed())
}

/// Options of `remove`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct RemoveOptions {
    base_dir: Option<BaseDirectory>,
    recursive: bool,
}

#[command(async)]
pub(super) fn remove(scopes: CallScopes, path: SafeFilePath, options: Option<RemoveOptions>) -> Result<()> {
    const ACTION: &str = "remove path:";
    let options = options.unwrap_or_default();
    let path = scopes.resolve(path, options.base_dir)?;
    let place = scopes.place(&path, ACTION)?;
    let failed = || Error::io(ACTION, &path);
    let here = place.path();
    let kind = std::fs::symlink_metadata(&here).map_err(failed())?;
    let outcome = match (kind.is_dir(), options.recursive) {
        (true, true) => {
            scopes.check_tree(&place, &path, ACTION)?;
            std::fs::remove_dir_all(&here)
        }
        (true, false) => std::fs::remove_dir(&here),
        (false, _) => std::fs::remove_file(&here),
    };
    outcome.map_err(failed())
}

/// Options of `rename`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RenameOptions {
    old_path_base_dir: Option<BaseDirectory>,
    new_path_base_dir: Option<BaseDirectory>,
}

#[command(async)]
pub(super) fn rename(
    scopes: CallScopes,
    old_path: SafeFilePath,
    new_path: SafeFilePath,
    options: Option<RenameOptions>,
) -> Result<()> {
    const ACTION: &str = "rename path:";
    let options = options.unwrap_or_default();
    let old = scopes.resolve(old_path, options.old_path_base_dir)?;
    let new = scopes.resolve(new_path, options.new_path_base_dir)?;
    let (from, to) = (scopes.place(&old, ACTION)?, scopes.place(&new, ACTION)?);
    std::fs::symlink_metadata(from.path()).map_err(Error::io(ACTION, &old))?;
    scopes.check_tree(&from, &old, ACTION)?;
    std::fs::rename(from.path(), to.path()).map_err(Error::io(ACTION, &old))
}

#[command(async)]
pub(super) fn truncate(
    scopes: CallScopes,
    path: SafeFilePath,
    len: Option<u64>,
    options: Option<BaseOptions>,
) -> Result<()> {
    const ACTION: &str = "truncate file at path:";
    let path = scopes.resolve(path, BaseOptions::of(options))?;
    let file = scopes.open(&path, OpenOptions::new().write(true), ACTION)?;
    file.set_len(len.unwrap_or_default()).map_err(Error::io(ACTION, &path))
}

#[command(async)]
pub(super) fn exists(scopes: CallScopes, path: SafeFilePath, options: Option<BaseOptions>) -> Result<bool> {
    let path = scopes.resolve(path, BaseOptions::of(options))?;
    match scopes.look(&path) {
        Ok(_) => Ok(true),
        Err(AccessError::Io(_)) => Ok(false),
        Err(error) => Err(Error::access("exists", "look at path:", &path)(error)),
    }
}

#[command(async)]
pub(super) fn stat(scopes: CallScopes, path: SafeFilePath, options: Option<BaseOptions>) -> Result<FileInfo> {
    const ACTION: &str = "get metadata of path:";
    let path = scopes.resolve(path, BaseOptions::of(options))?;
    let metadata = scopes.target(&path, ACTION)?.metadata().map_err(Error::io(ACTION, &path))?;
    Ok(FileInfo::from(&metadata))
}

#[command(async)]
pub(super) fn lstat(
    scopes: CallScopes,
    path: SafeFilePath,
    options: Option<BaseOptions>,
) -> Result<FileInfo> {
    const ACTION: &str = "get metadata of path:";
    let path = scopes.resolve(path, BaseOptions::of(options))?;
    let place = scopes.place(&path, ACTION)?;
    let metadata = std::fs::symlink_metadata(place.path()).map_err(Error::io(ACTION, &path))?;
    Ok(FileInfo::from(&metadata))
}
