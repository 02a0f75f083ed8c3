//! What differs between systems: who may read a new file.

use std::fs::OpenOptions;

/// A file that must be new, for its owner alone where systems have such a thing.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}
