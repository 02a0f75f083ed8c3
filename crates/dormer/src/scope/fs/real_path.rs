//! Where a path really leads, for paths whose end need not exist. Not here: opening (`access`).

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// As many links as systems follow.
pub(super) const LINK_LIMIT: usize = 40;

/// The path with all links followed. What does not exist is appended to its real directory; a link that leads nowhere
/// is followed to where its target would be.
///
/// # Errors
/// The system's; a circle of links; a `..` behind something that does not exist.
pub(super) fn real_path(path: &Path) -> io::Result<PathBuf> {
    follow(&std::path::absolute(path)?, &mut 0)
}

fn follow(path: &Path, links: &mut usize) -> io::Result<PathBuf> {
    match path.canonicalize() {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        outcome => return outcome,
    }
    let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(ErrorKind::NotFound.into());
    };
    let parent = follow(parent, links)?;
    let place = parent.join(name);
    match place.read_link() {
        Ok(target) => {
            *links += 1;
            if *links > LINK_LIMIT {
                return Err(io::Error::other("too many links"));
            }
            follow(&parent.join(target), links)
        }
        Err(_) => Ok(place),
    }
}
