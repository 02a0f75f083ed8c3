//! What goes wrong around a page, and around the program: each scene is a test of its own. Not here: the scenes
//! (`src/subject/scenes`).

mod outside;

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, ensure};
use dormer_tests::{Carrier, Stage, Subject};
use libtest_mimic::{Arguments, Failed, Trial};
use xtask::display::System;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_subject");
/// How long a scene may take.
pub(crate) const LIMIT: Duration = Duration::from_secs(120);

const BOTH: &[Carrier] = &[Carrier::Direct, Carrier::Fallback];
const DIRECT: &[Carrier] = &[Carrier::Direct];

/// Scenes that succeed when they are played to their end, and the carriers they are about.
const SCENES: &[(&str, &[Carrier])] = &[
    ("reload", BOTH),
    ("navigate", BOTH),
    ("leave", BOTH),
    ("close", BOTH),
    ("close_unheard", BOTH),
    // On script messages the engine now and then stops loading a page that is reloaded within milliseconds of its start.
    ("many_reloads", DIRECT),
    ("crash", BOTH),
    ("slow_handler", BOTH),
    ("busy_page", BOTH),
    ("sixteen_threads", BOTH),
    ("huge_bodies", DIRECT),
    ("too_large_bodies", BOTH),
    ("panicking_listener", DIRECT),
    ("labels", DIRECT),
    ("addresses", DIRECT),
    ("events_between_windows", BOTH),
    ("close_requested", DIRECT),
    ("schemes", DIRECT),
    ("foreign_page", BOTH),
    ("refused_navigation", DIRECT),
    ("changed_answers", DIRECT),
    ("policy", BOTH),
    ("stays", DIRECT),
    ("stays_without_policy", DIRECT),
    ("redirects", DIRECT),
    ("handlers", DIRECT),
    ("sandbox", BOTH),
    ("walls_needed", BOTH),
    ("asset", DIRECT),
    ("frozen", BOTH),
    ("hostile_page", BOTH),
    ("hostile_navigations", BOTH),
    ("isolated", BOTH),
    ("isolated_walls", BOTH),
    ("isolated_lost", BOTH),
    ("isolated_policy", DIRECT),
];

/// Scenes that are played on Wayland as well: those in which windows and web processes come and go.
const ON_WAYLAND: &[&str] = &[
    "reload",
    "navigate",
    "close",
    "close_unheard",
    "crash",
    "busy_page",
    "close_requested",
    "changed_answers",
];

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Scenes measure memory and time, and each has two or more processes of its own.
    arguments.test_threads.get_or_insert(1);
    let mut trials = Vec::new();
    for (name, carriers) in SCENES {
        for carrier in *carriers {
            trials.push(trial(&format!("{carrier}/{name}"), move || scene(System::X11, *carrier, name)));
        }
    }
    for name in ON_WAYLAND {
        let play = move || scene(System::Wayland, Carrier::Direct, name);
        trials.push(trial(&format!("wayland/{name}"), play));
    }
    trials.extend(outside::TESTS.iter().map(|(name, test)| trial(name, test)));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trial(name: &str, test: impl FnOnce() -> Result<()> + Send + 'static) -> Trial {
    Trial::test(name, || test().map_err(|error| Failed::from(format!("{error:#}"))))
}

fn scene(system: System, carrier: Carrier, name: &str) -> Result<()> {
    let stage = Stage::new(system, carrier, Path::new(PROGRAM))?;
    let mut subject = Subject::start(stage.command(&["scene", name]))?;
    played(&mut subject)?;
    let (said, expected) = (subject.fallback_lines(), carrier == Carrier::Fallback);
    ensure!(said == usize::from(expected), "said {said} times that script messages are in use");
    Ok(())
}

/// Waits until a scene is played to its end.
pub(crate) fn played(subject: &mut Subject) -> Result<()> {
    let end = subject.succeed(LIMIT);
    let output = subject.output();
    if let Some(why) = output.lines().find_map(|line| line.strip_prefix("FAILED ")) {
        anyhow::bail!("{why}\n\noutput:\n{output}");
    }
    end?;
    ensure!(output.lines().any(|line| line == "PLAYED"), "the scene did not end; output:\n{output}");
    Ok(())
}
