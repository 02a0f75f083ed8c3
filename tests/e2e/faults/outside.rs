//! What the system around the program lacks or does: no display, no bus, no folder, a damaged library, a second
//! instance. Not here: what scenes play inside.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use dormer_tests::{Carrier, Stage, Subject};
use xtask::display::System;

use crate::{LIMIT, PROGRAM, played};

type Test = (&'static str, fn() -> Result<()>);

/// All of them by name.
pub(crate) const TESTS: &[Test] = &[
    ("outside/exit_while_busy_takes_less_than_a_second", exit_while_busy),
    ("outside/the_exit_code_is_the_programs", exit_code),
    ("outside/two_instances_at_once", two_instances),
    ("outside/no_sandbox_where_one_is_needed", no_sandbox),
    ("outside/no_sandbox_where_none_is_needed", no_sandbox_preferred),
    ("outside/no_display", no_display),
    ("outside/no_session_bus", no_session_bus),
    ("outside/no_runtime_folder", no_runtime_folder),
    ("outside/a_session_bus_that_is_none", dead_session_bus),
    ("outside/a_runtime_folder_that_is_none", dead_runtime_folder),
    ("outside/no_folder_for_the_library", no_folder_for_the_library),
    ("outside/a_library_that_is_none", library_that_is_none),
    ("outside/a_library_of_another_program", library_of_another_program),
    ("outside/a_library_of_another_version", library_of_another_version),
    ("outside/an_empty_library_folder_is_passed_over", empty_library_folder),
];

/// No folder, and not even root can make one there.
const NOWHERE: &str = "/dev/null/folder";

fn stage() -> Result<Stage> {
    Stage::new(System::X11, Carrier::Direct, Path::new(PROGRAM))
}

/// Plays the shortest scene with another copy of the program.
fn hello(stage: &Stage, program: &Path) -> Result<Subject> {
    let mut subject = Subject::start(stage.command_of(program, &["scene", "hello"]))?;
    played(&mut subject)?;
    Ok(subject)
}

fn exit_while_busy() -> Result<()> {
    for carrier in [Carrier::Direct, Carrier::Fallback] {
        let stage = Stage::new(System::X11, carrier, Path::new(PROGRAM))?;
        let mut subject = Subject::start(stage.command(&["scene", "exit_busy"]))?;
        subject.wait_for("EXITING", LIMIT)?;
        let status = subject.wait(Duration::from_secs(1)).with_context(|| format!("on {carrier}"))?;
        ensure!(status.success(), "{carrier}: ended with {status}; output:\n{}", subject.output());
    }
    Ok(())
}

/// The engine's own switch stands for a system that has no user namespaces.
fn unwalled(scene: &str) -> Result<Subject> {
    let stage = stage()?;
    let mut command = stage.command(&["scene", scene]);
    command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
    let mut subject = Subject::start(command)?;
    subject.wait(LIMIT)?;
    Ok(subject)
}

fn no_sandbox() -> Result<()> {
    let mut subject = unwalled("walls_needed")?;
    let (status, output) = (subject.wait(LIMIT)?, subject.output());
    ensure!(status.code() == Some(1), "ended with {status}; output:\n{output}");
    ensure!(output.contains("does not wall off the processes of web pages"), "output:\n{output}");
    ensure!(!output.contains("PLAYED"), "a page got through; output:\n{output}");
    Ok(())
}

fn no_sandbox_preferred() -> Result<()> {
    let mut subject = unwalled("hello")?;
    played(&mut subject)?;
    let output = subject.output();
    ensure!(output.matches("run without a sandbox").count() == 1, "output:\n{output}");
    Ok(())
}

fn exit_code() -> Result<()> {
    let stage = stage()?;
    let mut subject = Subject::start(stage.command(&["scene", "exit_code"]))?;
    let status = subject.wait(LIMIT)?;
    ensure!(status.code() == Some(42), "ended with {status}; output:\n{}", subject.output());
    Ok(())
}

fn two_instances() -> Result<()> {
    let stage = stage()?;
    let start = || Subject::start(stage.command(&["scene", "reload"]));
    let (mut one, mut two) = (start()?, start()?);
    played(&mut one)?;
    played(&mut two)
}

fn no_display() -> Result<()> {
    let stage = stage()?;
    let mut command = stage.command(&["scene", "hello"]);
    command.env_remove("DISPLAY").env_remove("GDK_BACKEND");
    let mut subject = Subject::start(command)?;
    let status = subject.wait(Duration::from_secs(10))?;
    let output = subject.output();
    ensure!(status.code() == Some(1), "ended with {status}; output:\n{output}");
    ensure!(
        output.contains("DISPLAY is not set") && output.contains("graphical session"),
        "it said:\n{output}"
    );
    Ok(())
}

fn no_session_bus() -> Result<()> {
    let stage = stage()?;
    let empty = stage.display().folder().join("empty");
    fs::create_dir(&empty)?;
    let mut command = stage.command(&["scene", "hello"]);
    command.env_remove("DBUS_SESSION_BUS_ADDRESS").env("XDG_RUNTIME_DIR", empty);
    let mut subject = Subject::start(command)?;
    played(&mut subject)?;
    ensure!(subject.fallback_lines() == 0, "the direct channel needs no bus");
    Ok(())
}

fn dead_session_bus() -> Result<()> {
    for address in ["unix:path=/nowhere/bus", "unix:abstract=/nobody/listens", "no address"] {
        let stage = stage()?;
        let mut command = stage.command(&["scene", "hello"]);
        command.env("DBUS_SESSION_BUS_ADDRESS", address);
        said_once(command, &format!("DBUS_SESSION_BUS_ADDRESS={address}: no bus answers there"))?;
    }
    Ok(())
}

fn dead_runtime_folder() -> Result<()> {
    let stage = stage()?;
    let mut command = stage.command(&["scene", "hello"]);
    command.env("XDG_RUNTIME_DIR", NOWHERE).env("XDG_CACHE_HOME", stage.display().folder().join("cache"));
    said_once(command, &format!("XDG_RUNTIME_DIR={NOWHERE}: no folder that this user can write to"))
}

fn said_once(command: Command, text: &str) -> Result<()> {
    let mut subject = Subject::start(command)?;
    played(&mut subject)?;
    let output = subject.output();
    ensure!(output.matches(text).count() == 1, "output:\n{output}");
    Ok(())
}

fn no_runtime_folder() -> Result<()> {
    let stage = stage()?;
    let subject = without_runtime_folder(&stage, &[])?;
    ensure!(subject.fallback_lines() == 0, "the folder for temporary files does as well");
    Ok(())
}

fn no_folder_for_the_library() -> Result<()> {
    let stage = stage()?;
    let subject = without_runtime_folder(&stage, &[("TMPDIR", NOWHERE)])?;
    ensure!(subject.fallback_lines() == 1, "output:\n{}", subject.output());
    ensure!(subject.output().contains("cannot be written anywhere"), "output:\n{}", subject.output());
    Ok(())
}

/// The engine then keeps its sockets in the cache folder, which is private here too.
fn without_runtime_folder(stage: &Stage, environment: &[(&str, &str)]) -> Result<Subject> {
    let mut command = stage.command(&["scene", "hello"]);
    command.env_remove("XDG_RUNTIME_DIR").env("XDG_CACHE_HOME", stage.display().folder().join("cache"));
    command.envs(environment.iter().copied());
    let mut subject = Subject::start(command)?;
    played(&mut subject)?;
    Ok(subject)
}

fn library_that_is_none() -> Result<()> {
    let stage = stage()?;
    for (name, content) in [("empty", &b""[..]), ("short", b"\x7fELF"), ("text", b"no library")] {
        let program = stage.copy_with_library(name, content)?;
        let subject = hello(&stage, &program)?;
        ensure!(subject.fallback_lines() == 1, "{name}: output:\n{}", subject.output());
    }
    Ok(())
}

/// A library that loads but does not know us.
fn library_of_another_program() -> Result<()> {
    let stage = stage()?;
    let maps = fs::read_to_string("/proc/self/maps")?;
    let mut mapped = maps.lines().filter_map(|line| line.split_whitespace().last());
    let library = mapped.find(|path| path.contains("/libgcc_s.so")).context("this test runs with libgcc")?;
    let program = stage.copy_with_library("foreign", &fs::read(library)?)?;
    let subject = hello(&stage, &program)?;
    ensure!(subject.fallback_lines() == 1, "output:\n{}", subject.output());
    Ok(())
}

/// Our own library, built for a program of a later version.
fn library_of_another_version() -> Result<()> {
    let stage = stage()?;
    let source =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/dormer-runtime-gtk/extension/dormer_link.c");
    let flags =
        Command::new("pkg-config").args(["--cflags", "webkitgtk-web-process-extension-6.0"]).output()?;
    let flags = String::from_utf8(flags.stdout)?;
    let library = stage.display().folder().join("later.so");
    let numbers =
        ["INLINE_LIMIT=65536", "FRAME_LIMIT=2097152", "BODY_LIMIT=1073741824ull", "BLOB_LIMIT=65536"];
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-w", "-DDORMER_VERSION=4000000000u", "-DDORMER_SOCKET_BUFFER=262144"])
        .args(numbers.map(|number| format!("-DDORMER_{number}")))
        .args(flags.split_whitespace())
        .arg("-o")
        .args([&library, &source])
        .status()?;
    ensure!(built.success(), "the C compiler refused it: {built}");
    let program = stage.copy_with_library("later", &fs::read(&library)?)?;
    let subject = hello(&stage, &program)?;
    ensure!(subject.fallback_lines() == 1, "output:\n{}", subject.output());
    Ok(())
}

fn empty_library_folder() -> Result<()> {
    let stage = stage()?;
    let program = stage.copy_with_library("gone", b"")?;
    let folder = program.parent().context("it lies in a folder")?.join("dormer-link");
    fs::remove_file(folder.join("libdormer_link.so"))?;
    let subject = hello(&stage, &program)?;
    ensure!(subject.fallback_lines() == 0, "output:\n{}", subject.output());
    Ok(())
}
