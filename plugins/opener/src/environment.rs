//! The environment for other programs. Not here: starting them (`platform`).

use std::ffi::{OsStr, OsString};
use std::path::Path;

/// Variables that start scripts of AppImages set for the program inside, besides lists of paths.
const OWN: [&str; 6] = ["APPIMAGE", "APPDIR", "ARGV0", "OWD", "GDK_BACKEND", "GTK_THEME"];

/// What to change in the environment before another program starts: `None` removes a variable.
///
/// A program in an AppImage runs with paths into the image in many variables. Programs of the system would load its
/// libraries and fail, so these paths are taken out of every list, and a variable that holds nothing else is removed.
pub(crate) fn changes(
    appdir: Option<&Path>,
    variables: impl Iterator<Item = (OsString, OsString)>,
) -> Vec<(OsString, Option<OsString>)> {
    let Some(appdir) = appdir else { return Vec::new() };
    let change = |(name, value): (OsString, OsString)| {
        if OWN.iter().any(|own| name == *own) {
            return Some((name, None));
        }
        let parts: Vec<_> = std::env::split_paths(&value).collect();
        let inside = |part: &Path| part.starts_with(appdir);
        if !parts.iter().any(|part| inside(part)) {
            return None;
        }
        let kept = std::env::join_paths(parts.iter().filter(|part| !inside(part))).ok();
        Some((name, kept.filter(|kept| is_list(kept))))
    };
    variables.filter_map(change).collect()
}

/// Whether something is left beside separators.
fn is_list(value: &OsStr) -> bool {
    value.as_encoded_bytes().iter().any(|byte| *byte != b':')
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_the_image_is_taken_out() {
        let appdir = Path::new("/tmp/.mount_a");
        for (name, value, expected) in [
            ("LD_LIBRARY_PATH", "/tmp/.mount_a/usr/lib:/opt/lib", Some(Some("/opt/lib"))),
            ("LD_LIBRARY_PATH", "/tmp/.mount_a/usr/lib:", Some(None)),
            ("GDK_PIXBUF_MODULE_FILE", "/tmp/.mount_a/usr/lib/loaders.cache", Some(None)),
            ("XDG_DATA_DIRS", "/tmp/.mount_a/usr/share:/usr/share", Some(Some("/usr/share"))),
            ("XDG_DATA_DIRS", "/usr/share", None),
            ("PATH", "/tmp/.mount_ab/bin:/bin", None),
            ("APPIMAGE", "/home/u/a.AppImage", Some(None)),
            ("GDK_BACKEND", "x11", Some(None)),
            ("HOME", "/home/u", None),
        ] {
            let change = |appdir| changes(appdir, std::iter::once((name.into(), value.into())));
            let expected: Vec<(OsString, Option<OsString>)> =
                expected.map(|value| (name.into(), value.map(Into::into))).into_iter().collect();
            assert_eq!(change(Some(appdir)), expected, "{name}={value}");
            assert_eq!(change(None), [], "outside an AppImage nothing changes");
        }
    }
}
