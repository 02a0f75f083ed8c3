//! The extension library on disk: WebKit loads it into each web process, so it must be a file.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use dormer_runtime::wire;

const LIBRARY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/libdormer_link.so"));
const FILE_NAME: &str = "libdormer_link.so";

/// Both ends of the link agree on the layout, at compile time.
const _: () = {
    assert!(parse(env!("DORMER_VERSION")) == wire::VERSION as u64);
    assert!(parse(env!("DORMER_INLINE_LIMIT")) == wire::INLINE_LIMIT as u64);
    assert!(parse(env!("DORMER_FRAME_LIMIT")) == wire::FRAME_LIMIT as u64);
    assert!(parse(env!("DORMER_BODY_LIMIT")) == wire::BODY_LIMIT);
    assert!(parse(env!("DORMER_BLOB_LIMIT")) == wire::BLOB_LIMIT as u64);
};

const fn parse(digits: &str) -> u64 {
    let bytes = digits.as_bytes();
    let (mut value, mut at) = (0, 0);
    while at < bytes.len() {
        value = value * 10 + (bytes[at] - b'0') as u64;
        at += 1;
    }
    value
}

/// A folder that holds the library: beside the program when a package put it there, else a private one that is written
/// now. Shared by the programs of one user; the name tells the content apart.
///
/// # Errors
/// No folder can be written.
pub(super) fn folder() -> io::Result<PathBuf> {
    if let Some(installed) = installed() {
        return Ok(installed);
    }
    let name = format!("dormer-link-{:016x}", content_id());
    let mut failed = io::Error::from(io::ErrorKind::NotFound);
    for parent in
        [std::env::var_os("XDG_RUNTIME_DIR"), Some(std::env::temp_dir().into())].into_iter().flatten()
    {
        let parent = PathBuf::from(parent);
        let private = parent.join(format!("{name}-{}", user()));
        match write(&private) {
            Ok(()) => return Ok(private),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

fn installed() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let folder = program.parent()?.join("dormer-link");
    folder.join(FILE_NAME).is_file().then_some(folder)
}

fn write(folder: &Path) -> io::Result<()> {
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    // Somebody else's folder of that name (in a shared temporary folder) must not be trusted.
    let found = fs::symlink_metadata(folder)?;
    if !found.is_dir() || found.uid() != user() || found.mode() & 0o022 != 0 {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the folder belongs to somebody else"));
    }
    let file = folder.join(FILE_NAME);
    if fs::read(&file).is_ok_and(|content| content == LIBRARY) {
        return Ok(());
    }
    let fresh = folder.join(format!("{FILE_NAME}.{}", std::process::id()));
    let mut out = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o500).open(&fresh)?;
    io::Write::write_all(&mut out, LIBRARY)?;
    fs::rename(&fresh, &file)
}

fn user() -> u32 {
    // SAFETY: takes nothing, cannot fail.
    unsafe { libc::geteuid() }
}

/// FNV-1a of the library: tells builds apart, nothing more; the content is compared before use.
fn content_id() -> u64 {
    LIBRARY
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_or_broken_folder_is_not_used() {
        let base = std::env::temp_dir().join(format!("dormer-extension-test-{}", std::process::id()));
        fs::create_dir_all(&base).unwrap();
        let folder = base.join("link");
        write(&folder).unwrap();
        fs::write(folder.join("junk"), "x").unwrap();
        fs::remove_file(folder.join(FILE_NAME)).unwrap();
        fs::write(folder.join(FILE_NAME), "not a library").unwrap();
        write(&folder).unwrap();
        assert_eq!(fs::read(folder.join(FILE_NAME)).unwrap(), LIBRARY, "a broken copy is replaced");
        fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o777)).unwrap();
        assert!(write(&folder).is_err(), "a folder that others may write is refused");
        fs::remove_dir_all(&base).unwrap();
    }
}
