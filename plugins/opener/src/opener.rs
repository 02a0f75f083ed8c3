//! Opening and showing, for Rust code. Nothing here is held by scopes; pages come through `commands`.

use std::path::{Path, PathBuf};

use dormer::Manager;

use crate::{Config, Error, Result, platform};

/// The plugin, as Rust code sees it.
#[derive(Debug)]
pub struct Opener {
    config: Config,
}

impl Opener {
    pub(crate) fn new(config: Config) -> Self {
        Self { config }
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// See [`open_url`].
    ///
    /// # Errors
    /// No program opened it.
    pub fn open_url(&self, url: impl Into<String>, with: Option<impl Into<String>>) -> Result<()> {
        open_url(url.into(), with.map(Into::into))
    }

    /// See [`open_path`].
    ///
    /// # Errors
    /// No program opened it.
    pub fn open_path(&self, path: impl Into<String>, with: Option<impl Into<String>>) -> Result<()> {
        open_path(path.into(), with.map(Into::into))
    }

    /// See [`reveal_item_in_dir`].
    ///
    /// # Errors
    /// The path does not exist, or there is no file manager.
    pub fn reveal_item_in_dir(&self, path: impl AsRef<Path>) -> Result<()> {
        reveal_item_in_dir(path)
    }

    /// See [`reveal_items_in_dir`].
    ///
    /// # Errors
    /// A path does not exist, or there is no file manager.
    pub fn reveal_items_in_dir(&self, paths: impl IntoIterator<Item = impl AsRef<Path>>) -> Result<()> {
        reveal_items_in_dir(paths)
    }
}

/// Reaches the plugin from every part of a program.
pub trait OpenerExt: Manager {
    /// The plugin.
    ///
    /// # Panics
    /// It was not added.
    fn opener(&self) -> &Opener {
        self.state::<Opener>().inner()
    }
}

impl<T: Manager> OpenerExt for T {}

/// Opens an address in the user's default program, or in the one that is named.
///
/// Waits for a moment, so that a program that fails at once is an error.
///
/// # Platform-specific
/// On Linux the program may be followed by arguments, divided by spaces.
///
/// # Errors
/// No program opened it.
pub fn open_url(url: impl AsRef<str>, with: Option<impl AsRef<str>>) -> Result<()> {
    launch(url.as_ref(), with.as_ref().map(AsRef::as_ref))
}

/// Opens a file or a directory in the user's default program, or in the one that is named.
///
/// # Errors
/// Without a program: the path does not exist. No program opened it.
pub fn open_path(path: impl AsRef<Path>, with: Option<impl AsRef<str>>) -> Result<()> {
    let path = path.as_ref();
    if with.is_none() {
        std::fs::metadata(path).map_err(|source| Error::Path { path: path.into(), source })?;
    }
    launch_path(path, with.as_ref().map(AsRef::as_ref))
}

/// Shows a file or a directory in the file manager, in the directory that holds it.
///
/// # Errors
/// The path does not exist, or there is no file manager.
pub fn reveal_item_in_dir(path: impl AsRef<Path>) -> Result<()> {
    reveal_items_in_dir([path])
}

/// Shows several files and directories in the file manager. None: nothing happens.
///
/// # Errors
/// A path does not exist, or there is no file manager.
pub fn reveal_items_in_dir(paths: impl IntoIterator<Item = impl AsRef<Path>>) -> Result<()> {
    let real = |path: &Path| path.canonicalize().map_err(|source| Error::Path { path: path.into(), source });
    let paths = paths.into_iter().map(|path| real(path.as_ref())).collect::<Result<Vec<_>>>()?;
    reveal(&paths)
}

/// Shows real paths.
pub(crate) fn reveal(paths: &[PathBuf]) -> Result<()> {
    match paths.first() {
        None => Ok(()),
        Some(first) => {
            platform::reveal(paths).map_err(|reason| Error::Reveal { path: first.clone(), reason })
        }
    }
}

pub(crate) fn launch_path(path: &Path, with: Option<&str>) -> Result<()> {
    // A relative path that begins with `-` would be an option of the program.
    let path = std::path::absolute(path).map_err(|source| Error::Path { path: path.into(), source })?;
    platform::launch(path.as_os_str(), with)
        .map_err(|reason| Error::Launch { what: path.display().to_string(), reason })
}

pub(crate) fn launch(url: &str, with: Option<&str>) -> Result<()> {
    let failed = |reason| Error::Launch { what: url.to_owned(), reason };
    if url.starts_with('-') {
        return Err(failed("it would be an option of the program".into()));
    }
    platform::launch(url.as_ref(), with).map_err(failed)
}
