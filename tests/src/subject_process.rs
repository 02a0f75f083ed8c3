//! A running subject and its lines. Not here: how it is started (`stage`).

use std::process::{Command, ExitStatus};
use std::time::Duration;

use anyhow::{Result, ensure};
use xtask::program::Program;

/// The line that tells that script messages are in use.
const FALLBACK_LINE: &str = "the direct channel to pages is not available";

/// A running subject.
#[derive(Debug)]
pub struct Subject(Program);

impl Subject {
    /// Starts it.
    ///
    /// # Errors
    /// The program does not start.
    pub fn start(command: Command) -> Result<Self> {
        Ok(Self(Program::start(command)?))
    }

    /// Waits for a line that starts with `prefix`; gives the rest of it.
    ///
    /// # Errors
    /// It ends or the time is up first.
    pub fn wait_for(&mut self, prefix: &str, limit: Duration) -> Result<String> {
        self.0.wait_for(prefix, limit)
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// The time is up first.
    pub fn wait(&mut self, limit: Duration) -> Result<ExitStatus> {
        self.0.wait(limit)
    }

    /// Waits for a good end.
    ///
    /// # Errors
    /// It ends badly, or not in time.
    pub fn succeed(&mut self, limit: Duration) -> Result<()> {
        let status = self.wait(limit)?;
        ensure!(status.success(), "ended with {status}; output:\n{}", self.output());
        Ok(())
    }

    /// All it said.
    pub fn output(&self) -> String {
        self.0.output()
    }

    /// How often it said that script messages are in use.
    pub fn fallback_lines(&self) -> usize {
        self.output().matches(FALLBACK_LINE).count()
    }
}
