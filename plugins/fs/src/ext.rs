//! Files and scopes for the Rust side of a program.

use std::fs::File;
use std::io::{self, Read};

use dormer::Manager;
use dormer::scope::fs::{Scope, WindowScopes};

use crate::call_scopes::Compiled;
use crate::{Config, FilePath, OpenOptions};

/// The plugin, as Rust code sees it.
#[derive(Debug)]
pub struct Fs {
    scopes: WindowScopes,
    compiled: Compiled,
    config: Config,
}

impl Fs {
    pub(crate) fn new(config: Config) -> Self {
        let dot = config.literal_leading_dot();
        let scopes = WindowScopes::new(Scope::empty(dot), dot);
        Self { scopes, compiled: Compiled::new(dot), config }
    }

    /// What pages may reach beside their permissions: the scope of all windows, and what each window was given.
    ///
    /// A window's scope begins empty, gets what the user drops on it (and what other plugins grant it, such as picked
    /// files), and ends with the window.
    pub fn scopes(&self) -> &WindowScopes {
        &self.scopes
    }

    pub(crate) fn compiled(&self) -> &Compiled {
        &self.compiled
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// Opens a file. Rust code is not held by scopes.
    ///
    /// # Errors
    /// The system's; a URL that stands for no file.
    pub fn open(&self, path: impl Into<FilePath>, options: OpenOptions) -> io::Result<File> {
        std::fs::OpenOptions::from(options).open(path.into().into_path()?)
    }

    /// Reads a whole file.
    ///
    /// # Errors
    /// As [`Fs::open`].
    pub fn read(&self, path: impl Into<FilePath>) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open(path, reading())?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Reads a whole file of UTF-8 text.
    ///
    /// # Errors
    /// As [`Fs::open`]; the file is no UTF-8 text.
    pub fn read_to_string(&self, path: impl Into<FilePath>) -> io::Result<String> {
        let mut text = String::new();
        self.open(path, reading())?.read_to_string(&mut text)?;
        Ok(text)
    }
}

fn reading() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    options
}

/// Reaches the plugin from every part of a program.
pub trait FsExt: Manager {
    /// The scope of all windows, which grows by what the program allows.
    ///
    /// # Panics
    /// The plugin was not added.
    fn fs_scope(&self) -> Scope {
        self.fs().scopes().shared().clone()
    }

    /// The scope of all windows, if the plugin was added.
    fn try_fs_scope(&self) -> Option<Scope> {
        self.try_state::<Fs>().map(|fs| fs.scopes().shared().clone())
    }

    /// The plugin.
    ///
    /// # Panics
    /// It was not added.
    fn fs(&self) -> &Fs {
        self.state::<Fs>().inner()
    }
}

impl<T: Manager> FsExt for T {}
