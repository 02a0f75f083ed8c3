//! The two programs that are compared: how each is built, found and counted. Not here: running them.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

use anyhow::Result;

use crate::workspace::{Metadata, cargo, read, root, run};

/// One program of the comparison.
pub(super) struct Subject {
    pub(super) name: &'static str,
    package: &'static str,
    folder: &'static str,
    /// Builds in a folder of its own, outside our workspace.
    apart: bool,
    /// The options of a release build; both amount to the same profile.
    release: &'static [&'static str],
    /// The folder of that profile.
    profile: &'static str,
}

/// The peer first: the ratio is the second over the first.
pub(super) const SUBJECTS: [Subject; 2] = [
    Subject {
        name: "Tauri",
        package: "bench-peer",
        folder: "bench/peer",
        apart: true,
        release: &["--release", "--features", "custom-protocol", "--locked"],
        profile: "release",
    },
    Subject {
        name: "Dormer",
        package: "bench-dormer",
        folder: "bench/dormer",
        apart: false,
        // The workspace's release profile, and abort on panic as in the peer's.
        release: &[
            "--profile=bench-app",
            "--config=profile.bench-app.inherits='release'",
            "--config=profile.bench-app.panic='abort'",
        ],
        profile: "bench-app",
    },
];

impl Subject {
    /// Builds the release program and gives its place.
    pub(super) fn build(&self) -> Result<PathBuf> {
        run(self.cargo("build").args(self.release).arg("--target-dir").arg(self.target()?))?;
        self.program()
    }

    /// Where [`Subject::build`] puts the program.
    pub(super) fn program(&self) -> Result<PathBuf> {
        Ok(self.target()?.join(self.profile).join(self.package))
    }

    /// How many crates are compiled for the program on this system, itself included.
    pub(super) fn crates(&self) -> Result<usize> {
        let mut command = self.cargo("tree");
        command.args(["--edges=normal,build", "--prefix=none", "--format={p}"]);
        if self.apart {
            command.args(["--features", "custom-protocol"]);
        }
        Ok(count_crates(&read(&mut command)?))
    }

    /// The time of a release build from nothing, with the dependencies already fetched.
    pub(super) fn clean_build(&self) -> Result<Duration> {
        let target = Metadata::load()?.target().join("bench-clean").join(self.package);
        if target.exists() {
            fs::remove_dir_all(&target)?;
        }
        run(Command::new("cargo").arg("fetch").current_dir(self.path()))?;
        let mut command = self.cargo("build");
        command.args(self.release).args(["--quiet", "--offline", "--target-dir"]).arg(&target);
        let time = timed(&mut command)?;
        fs::remove_dir_all(&target)?;
        Ok(time)
    }

    /// The times of development builds after `main.rs` was touched.
    pub(super) fn rebuilds(&self, count: usize) -> Result<Vec<Duration>> {
        let target = self.target()?;
        let build = || {
            File::options()
                .append(true)
                .open(self.path().join("src/main.rs"))?
                .set_modified(SystemTime::now())?;
            timed(self.cargo("build").args(["--quiet", "--target-dir"]).arg(&target))
        };
        // The first one compiles the dependencies as well, the second fills the incremental cache.
        build()?;
        build()?;
        (0..count).map(|_| build()).collect()
    }

    fn cargo(&self, subcommand: &str) -> Command {
        let mut command = cargo();
        command.arg(subcommand).args(["--package", self.package]).current_dir(self.path());
        // What the environment says about profiles would hold for one of the two only by accident.
        for name in ["RUSTFLAGS", "CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"] {
            command.env_remove(name);
        }
        command
    }

    fn path(&self) -> PathBuf {
        root().join(self.folder)
    }

    fn target(&self) -> Result<PathBuf> {
        if self.apart { Ok(self.path().join("target")) } else { Ok(Metadata::load()?.target()) }
    }
}

fn timed(command: &mut Command) -> Result<Duration> {
    let start = Instant::now();
    run(command)?;
    Ok(start.elapsed())
}

/// The packages in `cargo tree`'s output, each name and version once.
fn count_crates(tree: &str) -> usize {
    let package = |line: &str| {
        let mut words = line.split_whitespace();
        Some((words.next()?.to_owned(), words.next()?.to_owned()))
    };
    tree.lines().filter_map(package).collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_counts_once() {
        let tree = "a v1.0.0 (/somewhere)\nb v1.0.0\nc v1.0.0 (proc-macro)\nb v1.0.0 (*)\nb v2.0.0\n\n";
        assert_eq!(count_crates(tree), 4);
    }

    #[test]
    fn both_programs_are_where_they_should_be() {
        for subject in &SUBJECTS {
            let manifest = fs::read_to_string(subject.path().join("Cargo.toml")).unwrap();
            assert!(manifest.contains(&format!("name = \"{}\"", subject.package)));
        }
    }
}
