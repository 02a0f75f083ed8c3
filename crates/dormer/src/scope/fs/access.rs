//! Taking hold of files and directories, then judging what is held. Not here: the rules.

use std::ffi::OsString;
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::judge::Judge;
use super::open_options::OpenOptions;
use super::platform::Held;
use super::real_path::{LINK_LIMIT, real_path};

/// Why a path was not reached.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AccessError {
    /// No rule allows it, or one denies it. The path as it was given.
    #[error("forbidden path: {}", .0.display())]
    Forbidden(PathBuf),
    /// The system's error, for a path that may be reached.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Something that exists, links followed.
#[derive(Debug)]
pub struct Target(Held);

impl Target {
    fn hold(path: &Path) -> io::Result<Self> {
        Held::of(path, false).map(Self)
    }

    /// Where it really is.
    #[must_use]
    pub fn real(&self) -> &Path {
        self.0.real()
    }

    /// A path for functions that follow links, good while this value lives: on Linux it leads to what is held, whatever
    /// happens to its name meanwhile.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.0.path()
    }

    /// Opens it; what would create a file is left out.
    ///
    /// # Errors
    /// The system's.
    pub fn open(&self, options: &OpenOptions) -> io::Result<File> {
        options.check()?;
        options.to_std(true).open(self.path())
    }

    /// Its metadata.
    ///
    /// # Errors
    /// The system's.
    pub fn metadata(&self) -> io::Result<Metadata> {
        std::fs::metadata(self.path())
    }
}

/// A name in a directory that exists; what the name stands for need not exist and may be a link.
#[derive(Debug)]
pub struct Place {
    directory: Held,
    name: OsString,
}

impl Place {
    fn hold(path: &Path) -> io::Result<Self> {
        let name = path.file_name().ok_or(ErrorKind::InvalidInput)?;
        let directory = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        Ok(Self { directory: Held::of(directory, true)?, name: name.to_owned() })
    }

    /// Where it really is; the last name is not followed.
    #[must_use]
    pub fn real(&self) -> PathBuf {
        self.directory.real().join(&self.name)
    }

    /// A path for functions that do not follow a link in the last name, good while this value lives.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.directory.path().join(&self.name)
    }

    /// Another name in the same directory.
    #[must_use]
    pub fn sibling(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }
}

/// Such a path means a directory; the standard library's parts of a path do not tell.
fn ends_with_separator(path: &Path) -> bool {
    path.to_string_lossy().ends_with(std::path::is_separator)
}

impl Judge {
    /// Takes hold of something that exists, links followed.
    ///
    /// # Errors
    /// It is forbidden, or does not exist where something may.
    pub fn target(&self, path: &Path) -> Result<Target, AccessError> {
        let target = Target::hold(path).map_err(|error| self.failure(path, error))?;
        self.check(path, target.real())?;
        Ok(target)
    }

    /// Takes hold of a name, without following it.
    ///
    /// # Errors
    /// It is forbidden, or its directory does not exist where one may.
    pub fn place(&self, path: &Path) -> Result<Place, AccessError> {
        let place = Place::hold(path).map_err(|error| self.failure(path, error))?;
        self.check(path, &place.real())?;
        Ok(place)
    }

    /// The name that a new file at this path gets: links are followed, also one that leads nowhere.
    ///
    /// # Errors
    /// It is forbidden, or the directory does not exist where one may.
    pub fn final_place(&self, path: &Path) -> Result<Place, AccessError> {
        if ends_with_separator(path) {
            return Err(self.failure(path, ErrorKind::IsADirectory.into()));
        }
        let mut next = path.to_path_buf();
        for _ in 0..=LINK_LIMIT {
            let place = Place::hold(&next).map_err(|error| self.failure(path, error))?;
            match std::fs::read_link(place.path()) {
                Ok(target) => next = place.directory.real().join(target),
                Err(_) => {
                    self.check(path, &place.real())?;
                    return Ok(place);
                }
            }
        }
        Err(self.failure(path, io::Error::other("too many links")))
    }

    /// Opens a file, and creates it when the options say so.
    ///
    /// # Errors
    /// It is forbidden, or the system's error.
    pub fn open(&self, path: &Path, options: &OpenOptions) -> Result<File, AccessError> {
        options.check().map_err(|error| self.failure(path, error))?;
        for _ in 0..=LINK_LIMIT {
            match self.target(path) {
                Ok(_) if options.create_new => return Err(io::Error::from(ErrorKind::AlreadyExists).into()),
                Ok(target) => return Ok(target.open(options)?),
                Err(AccessError::Io(error)) if error.kind() == ErrorKind::NotFound && options.creates() => {}
                Err(error) => return Err(error),
            }
            let place = self.final_place(path)?;
            let mut how = options.to_std(false);
            super::platform::forbid_links(&mut how, options.custom_flags);
            match how.open(place.path()) {
                // Somebody put a link there meanwhile.
                Err(error) if super::platform::is_link_error(&error) => {}
                outcome => return Ok(outcome?),
            }
        }
        Err(io::Error::other("the file keeps changing").into())
    }

    /// Makes a directory and the ones above it that are missing; one that exists is fine. The name that is asked for must
    /// be allowed, the ones above it need not be.
    ///
    /// # Errors
    /// It is forbidden, or the system's error.
    pub fn create_directories(&self, path: &Path, mode: Option<u32>) -> Result<(), AccessError> {
        let mut missing = Vec::new();
        let mut above = path;
        let mut held = loop {
            match Held::of(above, true) {
                Ok(held) => break held,
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(self.failure(path, error)),
            }
            let Some(name) = above.file_name() else {
                return Err(self.failure(path, ErrorKind::NotFound.into()));
            };
            missing.push(name);
            above = match above.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => parent,
                _ => Path::new("."),
            };
        };
        let real = missing.iter().rev().fold(held.real().to_path_buf(), |path, name| path.join(name));
        self.check(path, &real)?;
        while let Some(name) = missing.pop() {
            let made = super::platform::create_directory(&held.path().join(name), mode);
            match made {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error.into()),
                _ => {}
            }
            let next = Held::of(&held.path().join(name), true)?;
            if next.real() != held.real().join(name) {
                // Somebody put a link there meanwhile.
                return Err(AccessError::Forbidden(path.to_path_buf()));
            }
            held = next;
        }
        Ok(())
    }

    /// Makes one directory, whose name must be free.
    ///
    /// # Errors
    /// It is forbidden, or the system's error.
    pub fn create_directory(&self, path: &Path, mode: Option<u32>) -> Result<(), AccessError> {
        let place = self.place(path)?;
        Ok(super::platform::create_directory(&place.path(), mode)?)
    }

    /// Refuses when something below the directory is denied, for what acts on a whole tree.
    ///
    /// # Errors
    /// Something below is denied, or cannot be looked at.
    pub fn check_tree(&self, place: &Place) -> Result<(), AccessError> {
        let real = place.real();
        if !self.may_deny_below(&real) {
            return Ok(());
        }
        let mut open = vec![(place.path(), real)];
        while let Some((path, real)) = open.pop() {
            if self.denies_real(&real) {
                return Err(AccessError::Forbidden(real));
            }
            if std::fs::symlink_metadata(&path)?.is_dir() {
                for entry in std::fs::read_dir(&path)? {
                    let name = entry?.file_name();
                    open.push((path.join(&name), real.join(&name)));
                }
            }
        }
        Ok(())
    }

    fn check(&self, given: &Path, real: &Path) -> Result<(), AccessError> {
        if self.permits(given, real) { Ok(()) } else { Err(AccessError::Forbidden(given.to_path_buf())) }
    }

    /// A page learns what is wrong with a path only where it may go; elsewhere it does not even learn what exists.
    fn failure(&self, given: &Path, error: io::Error) -> AccessError {
        let upwards = given.components().any(|part| part == std::path::Component::ParentDir);
        let real = match real_path(given) {
            Err(_) if !upwards => std::path::absolute(given),
            outcome => outcome,
        };
        if real.is_ok_and(|real| self.permits(given, &real)) {
            AccessError::Io(error)
        } else {
            AccessError::Forbidden(given.to_path_buf())
        }
    }
}
