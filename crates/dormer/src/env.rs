//! What the process was started with. Not here: starting it again (`process`) and the directories of the
//! system (`path`).

use std::ffi::OsString;
use std::path::Path;

use crate::process::starting_binary;

/// What the process was started with: its arguments, and the AppImage that it runs from, if any.
///
/// # Platform-specific
/// The AppImage facts exist on Linux only.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Env {
    /// The arguments, the name of the program first.
    pub args_os: Vec<OsString>,
    /// The AppImage file, absolute.
    pub appimage: Option<OsString>,
    /// The directory where the AppImage is mounted, absolute.
    pub appdir: Option<OsString>,
}

impl Default for Env {
    /// Reads the process's arguments and environment.
    ///
    /// `APPIMAGE` and `APPDIR` count only when the running program lies in `$APPDIR/usr/bin`: programs
    /// started from a terminal or a launcher that is itself an AppImage inherit these variables.
    fn default() -> Self {
        let exe = starting_binary().ok();
        Self::new(std::env::args_os().collect(), exe.as_deref(), |name| std::env::var_os(name))
    }
}

impl Env {
    fn new(args_os: Vec<OsString>, exe: Option<&Path>, var: impl Fn(&str) -> Option<OsString>) -> Self {
        let absolute = |name| var(name).filter(|value| Path::new(value).is_absolute());
        let appdir = absolute("APPDIR").filter(|dir| {
            std::env::consts::OS == "linux" && exe.is_some_and(|exe| runs_from(exe, Path::new(dir)))
        });
        let appimage = appdir.as_ref().and_then(|_| absolute("APPIMAGE"));
        Self { args_os, appimage, appdir }
    }
}

fn runs_from(exe: &Path, appdir: &Path) -> bool {
    // The system names the program by its real path; the variable may go through a link.
    let appdir = appdir.canonicalize().unwrap_or_else(|_| appdir.to_path_buf());
    appdir.parent().is_some() && exe.parent() == Some(&appdir.join("usr/bin"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(exe: &str, vars: &[(&str, &str)]) -> Env {
        Env::new(vec!["app".into()], Some(Path::new(exe)), |name| {
            vars.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into())
        })
    }

    #[test]
    fn only_the_programs_own_appimage_counts() {
        if std::env::consts::OS != "linux" {
            return;
        }
        let mounted = "/tmp/.mount_a/usr/bin/app";
        let (image, dir) = (("APPIMAGE", "/home/u/A.AppImage"), ("APPDIR", "/tmp/.mount_a"));
        for (exe, vars, want) in [
            (mounted, &[image, dir][..], (Some(image.1), Some(dir.1))),
            (mounted, &[dir], (None, Some(dir.1))),
            (mounted, &[image], (None, None)),
            (mounted, &[], (None, None)),
            (mounted, &[image, ("APPDIR", "/tmp/.mount_a/")], (Some(image.1), Some("/tmp/.mount_a/"))),
            (mounted, &[("APPIMAGE", "A.AppImage"), dir], (None, Some(dir.1))),
            (mounted, &[image, ("APPDIR", ".mount_a")], (None, None)),
            (mounted, &[image, ("APPDIR", "")], (None, None)),
            ("/usr/bin/app", &[image, dir], (None, None)),
            ("/usr/bin/app", &[image, ("APPDIR", "/")], (None, None)),
            ("/usr/bin/app", &[image, ("APPDIR", "/usr")], (None, None)),
            ("/tmp/.mount_ab/usr/bin/app", &[image, dir], (None, None)),
        ] {
            let env = read(exe, vars);
            let got = (env.appimage.as_deref(), env.appdir.as_deref());
            assert_eq!(got, (want.0.map(str::as_ref), want.1.map(str::as_ref)), "{exe} {vars:?}");
        }
    }

    #[test]
    fn an_unknown_program_is_in_no_appimage() {
        let env = Env::new(Vec::new(), None, |_| Some("/x".into()));
        assert_eq!((env.appimage, env.appdir), (None, None));
    }

    #[test]
    fn the_process_itself() {
        let env = Env::default();
        assert_eq!(env.args_os, std::env::args_os().collect::<Vec<_>>());
        assert_eq!(env.appimage, None, "tests do not run from an AppImage");
    }
}
