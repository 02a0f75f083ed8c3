//! macOS: the command `open`.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;

pub(super) fn launchers(what: &OsStr, with: Option<&str>) -> Vec<Command> {
    let mut command = Command::new("/usr/bin/open");
    if let Some(with) = with {
        command.args(["-a", with]);
    }
    command.arg(what);
    vec![command]
}

pub(super) fn reveal(paths: &[PathBuf]) -> Result<(), String> {
    let mut command = Command::new("/usr/bin/open");
    command.arg("-R").args(paths);
    super::launcher::start(vec![command])
}
