//! What differs between systems: what they know about files.

use std::fs::{File, Metadata};
use std::io;

use crate::file_info::SystemInfo;

/// What only some systems know.
pub(crate) fn system_info(metadata: &Metadata) -> SystemInfo {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        SystemInfo {
            file_attributes: None,
            dev: Some(metadata.dev()),
            ino: Some(metadata.ino()),
            mode: Some(metadata.mode()),
            nlink: Some(metadata.nlink()),
            uid: Some(metadata.uid()),
            gid: Some(metadata.gid()),
            rdev: Some(metadata.rdev()),
            blksize: Some(metadata.blksize()),
            blocks: Some(metadata.blocks()),
        }
    }
    #[cfg(windows)]
    {
        use std::os::windows::fs::MetadataExt;
        SystemInfo { file_attributes: Some(metadata.file_attributes()), ..SystemInfo::default() }
    }
}

/// Whether both are one file. Systems that do not tell say no.
pub(crate) fn is_same(one: &File, other: &File) -> io::Result<bool> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let (one, other) = (one.metadata()?, other.metadata()?);
        Ok((one.dev(), one.ino()) == (other.dev(), other.ino()))
    }
    #[cfg(not(unix))]
    {
        let (_, _) = (one, other);
        Ok(false)
    }
}

/// The options of the standard library for a file that must be new, with these permission bits.
pub(crate) fn new_file(mode: Option<u32>) -> std::fs::OpenOptions {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if let Some(mode) = mode {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(mode);
    }
    #[cfg(not(unix))]
    let _ = mode;
    options
}
