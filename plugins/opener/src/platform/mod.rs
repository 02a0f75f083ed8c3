//! Opening and showing on each system.

mod launcher;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "windows")]
mod windows;

use std::ffi::OsStr;
use std::path::PathBuf;

/// Opens an address or a path with the default program or with another one; the error says what went wrong.
pub(crate) fn launch(what: &OsStr, with: Option<&str>) -> Result<(), String> {
    launcher::start(system::launchers(what, with))
}

/// Shows paths, which are real and at least one, in the file manager.
pub(crate) fn reveal(paths: &[PathBuf]) -> Result<(), String> {
    system::reveal(paths)
}

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(target_os = "windows")]
use windows as system;
