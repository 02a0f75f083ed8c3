//! Programs that open things, as a desktop would have them: they only write down what they were asked for. Not here: who
//! starts them (the plugin `opener`).

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The launchers of desktops that the plugin tries, and a program of its own.
const NAMES: [&str; 6] = ["xdg-open", "gio", "gnome-open", "kde-open", "wslview", "recorder"];

/// Writes a line of its name and its arguments, between bars. Fails when the last argument asks for it: `refuse-NAME`
/// makes one of them fail, `refuse-all` all of them.
const SCRIPT: &str = r#"#!/bin/sh
name=${0##*/}
line=$name
for argument in "$@"; do line="$line|$argument"; done
printf '%s\n' "$line" >> "$SUBJECT_OPENED"
case "$line" in
  *refuse-all*|*refuse-"$name"*) exit 4 ;;
esac
"#;

/// A folder with recording launchers.
#[derive(Debug)]
pub struct Launchers {
    folder: PathBuf,
}

impl Launchers {
    /// Puts them into a folder of their own below `folder`.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn install(folder: &Path) -> Result<Self> {
        let folder = folder.join("launchers");
        fs::create_dir_all(&folder)?;
        for name in NAMES {
            let path = folder.join(name);
            fs::write(&path, SCRIPT)?;
            fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
        }
        Ok(Self { folder })
    }

    /// Makes a program find them before the ones of the system, and tells it where they write.
    ///
    /// # Errors
    /// The search path cannot be put together.
    pub fn go_before_others(&self, command: &mut Command) -> Result<()> {
        let others = std::env::var_os("PATH").context("there is a search path")?;
        let path = std::iter::once(self.folder.clone()).chain(std::env::split_paths(&others));
        command.env("PATH", std::env::join_paths(path)?).env("SUBJECT_OPENED", self.folder.join("opened"));
        Ok(())
    }
}
