//! `cargo xtask run`: builds an example and shows it, on the screen that is there or, without one, on a virtual display
//! of which it takes a picture. Not here: the examples.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde_json::Value;
use xtask::display::Display;
use xtask::program::Program;

use crate::workspace::{self, Metadata, cargo, root};
use crate::{cli, npm, setup};

pub(crate) const COMMAND: cli::Command = cli::Command {
    name: "run",
    about: "Builds an example and opens it; without a screen, on a virtual one, with a picture in target/",
    usage: "[EXAMPLE] [-- ARGUMENTS]\n\n  EXAMPLE    a folder of examples/, `lens` if nothing is said\n  \
            ARGUMENTS  for the example",
    passes_on: true,
    run: |mut parser, arguments| {
        let mut example = None;
        while let Some(argument) = parser.next()? {
            match argument {
                lexopt::Arg::Value(name) if example.is_none() => example = Some(name),
                _ => return Err(argument.unexpected().into()),
            }
        }
        run(&example.map_or_else(|| "lens".into(), |name| name.to_string_lossy().into_owned()), arguments)
    },
};

/// What the search example is asked to look for when nobody sits in front of it.
const DEMO: [&str; 3] = ["--pattern", "license", "--demo"];

/// How long a page may take to show what it was asked for, on a slow machine.
const SHOWN: Duration = Duration::from_secs(90);

/// How long the screen has to stay the same before its picture is taken.
const SETTLED: Duration = Duration::from_millis(1500);

fn run(example: &str, arguments: Vec<OsString>) -> Result<()> {
    setup::ensure(false)?;
    let folder = format!("examples/{example}");
    npm::build(&root().join(&folder))?;
    let metadata = Metadata::load()?;
    let package = metadata.package_in(&folder)?;
    workspace::run(cargo().args(["build", "--package", package.name()]))?;
    let program = metadata.target().join("debug").join(package.program()?);
    if std::env::var_os("DISPLAY").is_some() || std::env::var_os("WAYLAND_DISPLAY").is_some() {
        return workspace::run(Command::new(program).args(arguments).current_dir(root()));
    }
    let picture = metadata.target().join(format!("{example}.png"));
    let said = show(example, &program, arguments, &picture)?;
    println!("{example}: {said}; picture in {}", picture.strip_prefix(root()).unwrap_or(&picture).display());
    Ok(())
}

/// Runs the program on a virtual display until it shows its page, takes the picture, and tells what was seen.
fn show(example: &str, program: &Path, arguments: Vec<OsString>, picture: &Path) -> Result<String> {
    println!("no screen here: running on a virtual display");
    let display = Display::x11()?;
    let mut command = display.command(program);
    command.current_dir(root());
    let reports = example == "lens";
    if reports && arguments.is_empty() {
        command.args(DEMO);
    }
    command.args(arguments).env("LENS_REPORT", "1");
    let mut running = Program::start(command)?;
    let said = if reports {
        let report = running.wait_for("LENS ", SHOWN)?;
        summary(&report).unwrap_or(report)
    } else {
        "its window is open".to_owned()
    };
    wait_for_window(&display, &mut running)?;
    settled_picture(&display, picture)?;
    Ok(said)
}

/// The report of the search example in words; nothing when it is not the JSON we know.
fn summary(report: &str) -> Option<String> {
    let report: Value = serde_json::from_str(report).ok()?;
    Some(format!("searched {} files, {} matches", report["files"].as_u64()?, report["matches"].as_u64()?))
}

/// Asks again and again: `xdotool search --sync` gives up when any window goes away while it looks.
fn wait_for_window(display: &Display, running: &mut Program) -> Result<()> {
    let pid = running.id().to_string();
    let limit = Instant::now() + SHOWN;
    loop {
        let found = display.command("xdotool").args(["search", "--onlyvisible", "--pid", &pid]).output()?;
        if found.status.success() && !found.stdout.is_empty() {
            return Ok(());
        }
        if running.wait(Duration::from_millis(50)).is_ok() || Instant::now() > limit {
            bail!("no window; output:\n{}", running.output());
        }
    }
}

/// A window that is there may not have painted its page yet: waits until the screen has been the same for a while.
fn settled_picture(display: &Display, picture: &Path) -> Result<()> {
    let limit = Instant::now() + SETTLED * 4;
    let mut same_since = Instant::now();
    let mut before = Vec::new();
    while same_since.elapsed() < SETTLED && Instant::now() < limit {
        // The format keeps no date, so equal screens make equal files.
        let raw = display.folder().join("screen.ppm");
        display.screenshot(&raw)?;
        let now = fs::read(raw)?;
        if now != before {
            same_since = Instant::now();
            before = now;
        }
    }
    display.screenshot(picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_becomes_words() {
        let said = summary(r#"{"files":12,"matches":34,"ms":5}"#);
        assert_eq!(said.as_deref(), Some("searched 12 files, 34 matches"));
        assert_eq!(summary("nonsense"), None);
    }
}
