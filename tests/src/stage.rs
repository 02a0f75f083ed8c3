//! Where a subject runs: a display and a carrier. Not here: the running program (`subject_process`).

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use xtask::display::{Display, System};

/// How messages travel between page and core.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// The extension library in the web process.
    Direct,
    /// Script messages, because the library cannot be loaded.
    Fallback,
    /// The extension library, in a program whose calls pass an isolation frame.
    Isolated,
}

/// A display with a copy of the program under test on it.
#[derive(Debug)]
pub struct Stage {
    display: Display,
    carrier: Carrier,
    program: PathBuf,
}

impl Stage {
    /// Starts a display and puts `program` where it finds its library, or one that cannot be loaded.
    ///
    /// # Errors
    /// The display does not start, or the program cannot be copied.
    pub fn new(system: System, carrier: Carrier, program: &Path) -> Result<Self> {
        let display = match system {
            System::X11 => Display::x11()?,
            System::Wayland => Display::wayland()?,
        };
        let copy = match carrier {
            Carrier::Direct | Carrier::Isolated => program.to_path_buf(),
            Carrier::Fallback => with_library(program, &display.folder().join("fallback"), b"no library")?,
        };
        Ok(Self { display, carrier, program: copy })
    }

    /// The display.
    pub fn display(&self) -> &Display {
        &self.display
    }

    /// The program that this stage starts.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// A command that starts the subject with these arguments.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.command_of(&self.program, arguments)
    }

    /// As [`Stage::command`], for another copy of the program.
    pub fn command_of(&self, program: &Path, arguments: &[&str]) -> Command {
        let mut command = self.display.command(program);
        let carrier = match self.carrier {
            Carrier::Direct => "direct",
            Carrier::Fallback => "fallback",
            Carrier::Isolated => "isolated",
        };
        command.args(arguments).env("SUBJECT_CARRIER", carrier).env("RUST_BACKTRACE", "0");
        command
    }
}

impl fmt::Display for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Direct => "direct",
            Self::Fallback => "fallback",
            Self::Isolated => "isolated",
        })
    }
}

/// A copy of the program in `folder`, with this content in the place where a package installs the library.
///
/// # Errors
/// The files cannot be written.
pub(crate) fn with_library(program: &Path, folder: &Path, library: &[u8]) -> Result<PathBuf> {
    let beside = folder.join("dormer-link");
    fs::create_dir_all(&beside)?;
    fs::write(beside.join("libdormer_link.so"), library)?;
    let copy = folder.join(program.file_name().context("the program has a name")?);
    // A link when both lie on one file system; the program finds its neighbors by its own path either way.
    if fs::hard_link(program, &copy).is_err() {
        fs::copy(program, &copy)?;
    }
    Ok(copy)
}

impl Stage {
    /// A further copy of the program with another content of the library, as a damaged package would have.
    ///
    /// # Errors
    /// The files cannot be written.
    pub fn copy_with_library(&self, name: &str, library: &[u8]) -> Result<PathBuf> {
        with_library(&self.program, &self.display.folder().join(name), library)
    }
}
