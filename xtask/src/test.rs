//! `cargo xtask test`: every test there is. Not here: the tests, and the displays they start themselves.

use std::ffi::OsString;

use anyhow::Result;

use crate::steps::{Done, Steps};
use crate::workspace::{cargo, run};
use crate::{cli, npm, setup};

pub(crate) const COMMAND: cli::Command = cli::Command {
    name: "test",
    about: "Runs every test: pages, units, then the end-to-end tests in real windows on virtual displays",
    usage: "[-- ARGUMENTS]\n\n  ARGUMENTS  for `cargo test`, as a part of the names of the tests to run",
    passes_on: true,
    run: |parser, arguments| {
        cli::no_options(parser)?;
        let mut steps = Steps::new(false);
        steps_of(&mut steps, &arguments);
        steps.finish()
    },
};

/// The package whose tests open real windows.
const END_TO_END: &str = "dormer-tests";

/// Adds the tests to a row of steps.
pub(crate) fn steps_of(steps: &mut Steps, arguments: &[OsString]) {
    let test = |selection: &[&str]| {
        run(cargo().arg("test").args(selection).args(arguments))?;
        Ok(Done::Passed)
    };
    steps.step("setup", || {
        setup::ensure(false)?;
        Ok(Done::Passed)
    });
    steps.step("pages", || -> Result<Done> {
        npm::build_all()?;
        Ok(Done::Passed)
    });
    if arguments.is_empty() {
        steps.step("tests: pages", || {
            npm::test_all()?;
            Ok(Done::Passed)
        });
    }
    steps.step("tests: units", || test(&["--workspace", "--exclude", END_TO_END]));
    steps.step("tests: end to end", || test(&["--package", END_TO_END]));
}
