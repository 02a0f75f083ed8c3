//! Windows: the system's own handlers, without a command line in between that would read the text again.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;

pub(super) fn launchers(what: &OsStr, with: Option<&str>) -> Vec<Command> {
    let mut command = match with {
        Some(with) => Command::new(with),
        None => {
            let mut command = Command::new("rundll32.exe");
            command.arg("url.dll,FileProtocolHandler");
            command
        }
    };
    command.arg(what);
    vec![command]
}

/// Explorer shows one item at a time and ends with an error code also when it succeeds.
pub(super) fn reveal(paths: &[PathBuf]) -> Result<(), String> {
    for path in paths {
        let mut command = Command::new("explorer.exe");
        command.arg("/select,").arg(path);
        command.spawn().map_err(|error| error.to_string())?;
    }
    Ok(())
}
