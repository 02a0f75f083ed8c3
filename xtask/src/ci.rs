//! `cargo xtask ci`: every check that has to hold before a change lands. Not here: the checks themselves, except the
//! one-line ones.

use anyhow::{Result, bail};

use crate::steps::{Done, Steps};
use crate::workspace::{Metadata, cargo, run};
use crate::{cli, cross, npm, setup, test, tidy};

pub(crate) const COMMAND: cli::Command = cli::Command {
    name: "ci",
    about: "Runs everything that has to pass before a change lands",
    usage: "[--keep-going]\n\n  --keep-going  run the later steps also when one failed",
    passes_on: false,
    run: |parser, _| ci(Steps::new(cli::only_flag(parser, "keep-going")?)),
};

fn ci(mut steps: Steps) -> Result<()> {
    let metadata = Metadata::load()?;
    steps.step("format", || passed(cargo().args(["fmt", "--all", "--check"])));
    steps.step("tidy", || {
        tidy::check()?;
        Ok(Done::Passed)
    });
    // Before the first compilation: the web view's headers and the page that an example includes.
    steps.step("setup", || {
        setup::ensure(false)?;
        npm::build_all()?;
        Ok(Done::Passed)
    });
    steps.step("clippy", || {
        passed(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    });
    test::steps_of(&mut steps, &[]);
    steps.step("docs", || docs(&metadata));
    steps.step("deny", deny);
    for feature in metadata.package_in("crates/dormer")?.features() {
        steps.step(&format!("feature {feature} alone"), || {
            passed(cargo().args([
                "check",
                "--package",
                "dormer",
                "--no-default-features",
                "--features",
                feature,
            ]))
        });
    }
    steps.step("cross", cross::check);
    steps.finish()
}

fn passed(command: &mut std::process::Command) -> Result<Done> {
    run(command)?;
    Ok(Done::Passed)
}

fn docs(metadata: &Metadata) -> Result<Done> {
    let mut command = cargo();
    command.args(["doc", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings");
    let mut count = 0;
    for package in metadata.packages().filter(|package| package.folder().starts_with("crates")) {
        command.args(["--package", package.name()]);
        count += 1;
    }
    if count == 0 {
        bail!("no packages in crates/");
    }
    passed(&mut command)
}

fn deny() -> Result<Done> {
    if run(cargo().args(["deny", "--version"]).stderr(std::process::Stdio::null())).is_err() {
        return Ok(Done::Skipped("cargo-deny is not installed (`cargo install cargo-deny`)".into()));
    }
    passed(cargo().args(["deny", "check"]))
}
