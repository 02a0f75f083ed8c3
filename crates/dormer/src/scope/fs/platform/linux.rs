//! Holding by descriptor: `/proc/self/fd` tells where a descriptor leads, and is a way to it that no rename changes.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

/// A file or directory that is held by a descriptor which can do nothing but name it.
#[derive(Debug)]
pub(in super::super) struct Held {
    descriptor: File,
    real: PathBuf,
}

fn bits(flags: OFlags) -> i32 {
    flags.bits().cast_signed()
}

impl Held {
    /// Takes hold of what the path leads to.
    pub(in super::super) fn of(path: &Path, directory: bool) -> io::Result<Self> {
        let flags = if directory { OFlags::PATH | OFlags::DIRECTORY } else { OFlags::PATH };
        let descriptor = OpenOptions::new().read(true).custom_flags(bits(flags)).open(path)?;
        let real = real(&descriptor)?;
        Ok(Self { descriptor, real })
    }

    pub(in super::super) fn real(&self) -> &Path {
        &self.real
    }

    /// The way through the descriptor.
    pub(in super::super) fn path(&self) -> PathBuf {
        link(&self.descriptor)
    }
}

fn link(descriptor: &File) -> PathBuf {
    PathBuf::from(format!("/proc/self/fd/{}", descriptor.as_raw_fd()))
}

fn real(descriptor: &File) -> io::Result<PathBuf> {
    let real = std::fs::read_link(link(descriptor))
        .map_err(|error| io::Error::other(format!("/proc is needed to see what was opened: {error}")))?;
    // The system adds this to names that are gone, but a name may also end so.
    let gone = real.as_os_str().as_bytes().ends_with(b" (deleted)") && !is_same(descriptor, &real);
    if gone || !real.is_absolute() { Err(io::ErrorKind::NotFound.into()) } else { Ok(real) }
}

fn is_same(descriptor: &File, path: &Path) -> bool {
    let identity = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
    let held = descriptor.metadata().map(identity);
    let named = std::fs::symlink_metadata(path).map(identity);
    held.ok().zip(named.ok()).is_some_and(|(held, named)| held == named)
}

/// Makes opening fail when the last name is a link.
pub(in super::super) fn forbid_links(options: &mut OpenOptions, flags: Option<i32>) {
    options.custom_flags(flags.unwrap_or_default() | bits(OFlags::NOFOLLOW));
}

/// Whether opening failed because of that.
pub(in super::super) fn is_link_error(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}
