//! Holding by real path, for systems where a descriptor does not tell its path. A directory on that path that is
//! exchanged for a link between the check and the use is not noticed here.

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};

/// A file or directory that is known by its real path.
#[derive(Debug)]
pub(in super::super) struct Held(PathBuf);

impl Held {
    /// Finds what the path leads to.
    pub(in super::super) fn of(path: &Path, directory: bool) -> io::Result<Self> {
        let real = path.canonicalize()?;
        if directory && !real.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(Self(real))
    }

    pub(in super::super) fn real(&self) -> &Path {
        &self.0
    }

    pub(in super::super) fn path(&self) -> PathBuf {
        self.0.clone()
    }
}

/// There is no portable way; the name was seen not to be a link.
pub(in super::super) fn forbid_links(_options: &mut OpenOptions, _flags: Option<i32>) {}

pub(in super::super) fn is_link_error(_error: &io::Error) -> bool {
    false
}
