//! [`Output`]: what a build tells cargo.

use std::fmt;
use std::path::Path;

/// What a build tells cargo. `to_string` gives the lines that a build script prints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// Instructions without the prefix `cargo:`, such as `rustc-cfg=desktop`.
    pub instructions: Vec<String>,
    /// Texts shown to the author.
    pub warnings: Vec<String>,
}

impl Output {
    pub(crate) fn instruct(&mut self, key: &str, value: impl fmt::Display) {
        self.instructions.push(format!("{key}={value}"));
    }

    /// Runs the build script again when this file, or anything in this folder, changes.
    pub(crate) fn watch(&mut self, path: &Path) {
        self.instruct("rerun-if-changed", path.display());
    }

    pub(crate) fn warn(&mut self, text: impl fmt::Display) {
        self.warnings.push(text.to_string());
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for instruction in &self.instructions {
            writeln!(f, "cargo:{instruction}")?;
        }
        for warning in &self.warnings {
            writeln!(f, "cargo:warning={}", warning.replace('\n', " "))?;
        }
        Ok(())
    }
}
