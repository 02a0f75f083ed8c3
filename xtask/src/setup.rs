//! `cargo xtask setup`: the system's packages and the pages' npm packages. Not here: cargo's own dependencies, which
//! cargo fetches, and the Rust toolchain.

use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::workspace::{has_program, read, run};
use crate::{cli, npm};

pub(crate) const COMMAND: cli::Command = cli::Command {
    name: "setup",
    about: "Installs what building, running and testing need and the system does not have",
    usage: "[--bench]\n\n  --bench  also the web view library of the benchmark's peer program",
    passes_on: false,
    run: |parser, _| {
        let bench = cli::only_flag(parser, "bench")?;
        let start = Instant::now();
        ensure(bench)?;
        println!("everything is installed ({:.1} s)", start.elapsed().as_secs_f64());
        Ok(())
    },
};

/// How a system without Debian's package list is asked whether it has something.
#[derive(Clone, Copy)]
enum Probe {
    /// A program of this name is in the search path.
    Program(&'static str),
    /// pkg-config knows a module of this name.
    Module(&'static str),
    /// Cannot be asked; taken to be there.
    Unknown,
}
use Probe::{Module, Program, Unknown};

/// Debian's packages, each with how another system knows the same thing.
const PACKAGES: [(&str, Probe); 18] = [
    ("pkg-config", Program("pkg-config")),
    ("libgtk-4-dev", Module("gtk4")),
    ("libwebkitgtk-6.0-dev", Module("webkitgtk-6.0")),
    // The extension of the web process is compiled against this module, part of the web view's package on Debian.
    ("libwebkitgtk-6.0-dev", Module("webkitgtk-web-process-extension-6.0")),
    ("xvfb", Program("Xvfb")),
    ("openbox", Program("openbox")),
    ("weston", Program("weston")),
    ("dbus", Program("dbus-daemon")),
    ("dbus-x11", Unknown),
    ("xdotool", Program("xdotool")),
    ("imagemagick", Program("import")),
    ("x11-utils", Program("xprop")),
    ("x11-apps", Program("xwd")),
    ("bubblewrap", Program("bwrap")),
    ("xdg-dbus-proxy", Program("xdg-dbus-proxy")),
    ("fonts-dejavu-core", Unknown),
    ("adwaita-icon-theme", Unknown),
    ("at-spi2-core", Unknown),
];

/// Needed only when their program is absent: many systems carry node from elsewhere.
const PROGRAMS: [(&str, &str); 2] = [("nodejs", "node"), ("npm", "npm")];

/// The peer program of the benchmark stands on the GTK 3 web view.
const PEER: (&str, Probe) = ("libwebkit2gtk-4.1-dev", Module("webkit2gtk-4.1"));

/// Installs what is missing; quick and silent when nothing is.
pub(crate) fn ensure(bench: bool) -> Result<()> {
    let mut wanted = PACKAGES.to_vec();
    if bench {
        wanted.push(PEER);
    }
    if has_program("dpkg-query") && has_program("apt-get") {
        install(&missing_on_debian(&wanted)?)?;
    } else {
        report_elsewhere(&wanted)?;
    }
    npm::install_all()
}

fn missing_on_debian(wanted: &[(&'static str, Probe)]) -> Result<Vec<&'static str>> {
    let names: Vec<_> = wanted.iter().map(|(name, _)| *name).collect();
    // Fails when a name is unknown to it, and then still lists the others.
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat=${Package} ${db:Status-Status}\n"])
        .args(&names)
        .stderr(Stdio::null())
        .output()
        .context("start `dpkg-query`")?;
    Ok(missing(&names, &String::from_utf8_lossy(&output.stdout), has_program))
}

/// What of `names` and of [`PROGRAMS`] is not there, by dpkg's list of `name status` lines.
fn missing(names: &[&'static str], list: &str, has: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let installed = |name: &str| list.lines().any(|line| line.split_once(' ') == Some((name, "installed")));
    let mut missing: Vec<_> = names.iter().copied().filter(|name| !installed(name)).collect();
    missing.extend(PROGRAMS.iter().filter(|(_, program)| !has(program)).map(|(package, _)| *package));
    missing.dedup();
    missing
}

fn install(missing: &[&str]) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    println!("installing with apt-get: {}", missing.join(" "));
    if !apt_knows(missing) {
        run(&mut apt(&["update"])?)?;
    }
    let attempt =
        || -> Result<()> { run(apt(&["install", "--yes", "--no-install-recommends"])?.args(missing)) };
    // Lists that are known but old name files that the mirror no longer has.
    attempt().or_else(|_| {
        run(&mut apt(&["update"])?)?;
        attempt()
    })
}

fn apt_knows(names: &[&str]) -> bool {
    read(Command::new("apt-cache").args(["show", "--no-all-versions"]).args(names)).is_ok()
}

fn apt(arguments: &[&str]) -> Result<Command> {
    let mut command = if rustix::process::geteuid().is_root() {
        Command::new("env")
    } else if has_program("sudo") {
        let mut sudo = Command::new("sudo");
        sudo.arg("env");
        sudo
    } else {
        bail!(
            "only root can install packages and there is no `sudo`; run `apt-get {}` as root",
            arguments.join(" ")
        );
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]).args(arguments);
    Ok(command)
}

fn report_elsewhere(wanted: &[(&'static str, Probe)]) -> Result<()> {
    let absent = |probe: &Probe| match probe {
        Program(name) => !has_program(name),
        Module(name) => read(Command::new("pkg-config").args(["--exists", name])).is_err(),
        Unknown => false,
    };
    let mut lines: Vec<_> = wanted.iter().filter(|(_, probe)| absent(probe)).map(describe).collect();
    let programs = PROGRAMS.iter().map(|&(package, program)| (package, Program(program)));
    lines.extend(programs.filter(|(_, probe)| absent(probe)).map(|wanted| describe(&wanted)));
    if lines.is_empty() {
        return Ok(());
    }
    bail!("this system has no apt-get; please install by its own means:\n{}", lines.join("\n"))
}

fn describe((package, probe): &(&str, Probe)) -> String {
    match probe {
        Program(name) => format!("  the program {name} (Debian: {package})"),
        Module(name) => {
            format!("  the development files that pkg-config knows as {name} (Debian: {package})")
        }
        Unknown => format!("  Debian's {package}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_that_was_removed_or_never_heard_of_is_missing() {
        let list = "xvfb installed\nweston config-files\n";
        assert_eq!(missing(&["xvfb", "weston", "openbox"], list, |_| true), ["weston", "openbox"]);
    }

    #[test]
    fn node_from_elsewhere_is_good_enough() {
        assert_eq!(missing(&[], "", |program| program == "node"), ["npm"]);
    }

    #[test]
    fn another_system_is_told_both_names() {
        assert_eq!(
            describe(&("libgtk-4-dev", Module("gtk4"))),
            "  the development files that pkg-config knows as gtk4 (Debian: libgtk-4-dev)"
        );
    }
}
