//! Putting a whole new file in place of an old one. Not here: writing into a file.

use std::hash::{BuildHasher, RandomState};
use std::io::{self, ErrorKind, Write};

use dormer::scope::fs::Place;

/// Writes a new file beside the old one, makes sure that it is on the disk, and gives it the old one's name. Whoever reads
/// meanwhile sees the old file or the new one, and so does the machine after a loss of power. The old file's permission
/// bits are kept; its owner, its other names and its attributes are not.
pub(crate) fn replace(place: &Place, bytes: &[u8], mode: Option<u32>) -> io::Result<()> {
    let path = place.path();
    let old = match std::fs::metadata(&path) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return Err(io::Error::new(ErrorKind::InvalidInput, "only a regular file can be replaced"));
    }
    let temporary = place.sibling(&format!(".dormer-{:016x}.tmp", RandomState::new().hash_one(0)));
    let write = || {
        let mut file = crate::platform::new_file(mode).open(&temporary)?;
        file.write_all(bytes)?;
        if let Some(old) = &old {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()?;
        std::fs::rename(&temporary, &path)
    };
    let outcome = write();
    if outcome.is_err() {
        // The first error counts; the name is random, so nothing else is lost.
        let _removed = std::fs::remove_file(&temporary).is_ok();
    } else if let Ok(directory) = std::fs::File::open(place.sibling(".")) {
        // Not every file system can; the file itself is safe.
        let _synced = directory.sync_all().is_ok();
    }
    outcome
}
