//! What differs between systems when files are opened: how to hold something, and which flags there are.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod portable;

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::Path;

#[cfg(target_os = "linux")]
pub(super) use linux::{Held, forbid_links, is_link_error};
#[cfg(not(target_os = "linux"))]
pub(super) use portable::{Held, forbid_links, is_link_error};

pub(super) const LITERAL_LEADING_DOT: bool = cfg!(unix);

/// Sets what only some systems have.
pub(super) fn extend(options: &mut OpenOptions, mode: Option<u32>, flags: Option<i32>) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        if let Some(mode) = mode {
            options.mode(mode);
        }
        if let Some(flags) = flags {
            options.custom_flags(flags);
        }
    }
    #[cfg(not(unix))]
    {
        let (_, _, _) = (options, mode, flags);
    }
}

/// Makes a directory.
pub(super) fn create_directory(path: &Path, mode: Option<u32>) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(mode.unwrap_or(0o777));
    }
    #[cfg(not(unix))]
    let _ = mode;
    builder.create(path)
}
