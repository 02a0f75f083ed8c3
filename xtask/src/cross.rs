//! `cargo xtask cross`: type-checks the crates that stand on no one system for Windows and macOS, from Linux. There is
//! no ready-made standard library for them on every machine, so the nightly compiler builds one from the sources that
//! Debian packages. Not here: linking and running.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::cli;
use crate::steps::Done;
use crate::workspace::{Metadata, has_program, read, root, run};

pub(crate) const COMMAND: cli::Command = cli::Command {
    name: "cross",
    about: "Type-checks the portable crates for Windows and macOS, where a nightly compiler is at hand",
    usage: "",
    passes_on: false,
    run: |parser, _| {
        cli::no_options(parser)?;
        if let Done::Skipped(why) = check()? {
            println!("skipped: {why}");
        }
        Ok(())
    },
};

const PACKAGES: [&str; 11] = [
    "dormer-wire",
    "dormer-config",
    "dormer-acl",
    "dormer-runtime",
    "dormer-runtime-headless",
    "dormer-macros",
    "dormer-build",
    "dormer",
    "dormer-plugin-fs",
    "dormer-plugin-opener",
    "dormer-plugin-persisted-scope",
];

/// The other Windows ABI needs a tool of mingw even for a check.
const TARGETS: [&str; 2] = ["x86_64-pc-windows-msvc", "aarch64-apple-darwin"];

/// The Debian suite whose compiler is close to today's nightly ones.
const SUITE: &str = "forky";

/// Checks every package for every target.
pub(crate) fn check() -> Result<Done> {
    let Ok(version) = read(nightly("rustc").arg("--version")) else {
        return Ok(Done::Skipped("no nightly compiler (rustup toolchain `nightly`)".into()));
    };
    let version = minor_version(&version).context("rustc printed no version")?;
    let library = match sources(version) {
        Ok(library) => library,
        Err(error) => {
            return Ok(Done::Skipped(format!("no sources of the standard library {version}: {error:#}")));
        }
    };
    let target = Metadata::load()?.target().join("cross");
    for triple in TARGETS {
        let mut command = nightly("cargo");
        command
            .args(["check", "-Zbuild-std=std,panic_abort", "--target", triple, "--target-dir"])
            .arg(&target);
        for package in PACKAGES {
            command.args(["--package", package]);
        }
        // Names the sources without changing the toolchain; a variable of cargo's own tests.
        run(command.env("__CARGO_TESTS_ONLY_SRC_ROOT", &library))?;
        println!("{triple}: {} packages check", PACKAGES.len());
    }
    Ok(Done::Passed)
}

/// A tool of the nightly toolchain. The toolchain that runs us must not shine through: cargo puts its own folder first
/// on the path, so `rustc +nightly` would not reach rustup.
fn nightly(tool: &str) -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly", tool]).current_dir(root());
    for name in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
        command.env_remove(name);
    }
    command
}

/// `1.97` of `rustc 1.97.0-nightly (…)`.
fn minor_version(version: &str) -> Option<&str> {
    let number = version.split_whitespace().nth(1)?;
    let (minor_end, _) = number.match_indices('.').nth(1)?;
    Some(&number[..minor_end])
}

/// The folder `library` of the standard library's sources, fetched once per version.
fn sources(version: &str) -> Result<PathBuf> {
    let home = std::env::var_os("HOME").context("HOME is not set")?;
    let cache =
        std::env::var_os("XDG_CACHE_HOME").map_or_else(|| Path::new(&home).join(".cache"), PathBuf::from);
    let folder = cache.join(format!("dormer/rust-src-{version}"));
    let library = folder.join("library");
    if !library.exists() {
        anyhow::ensure!(has_program("apt-get"), "only Debian's package is known");
        // Into place at the end, so that an interrupted fetch leaves nothing that looks whole.
        let part = folder.with_extension("part");
        let _ = fs::remove_dir_all(&part);
        fetch(version, &part)?;
        let _ = fs::remove_dir_all(&folder);
        fs::rename(&part, &folder)?;
    }
    Ok(library)
}

/// Takes `library` out of the suite's source package, with package lists of our own and the system's mirror and keys.
fn fetch(version: &str, folder: &Path) -> Result<()> {
    println!("fetching the sources of the standard library {version} from Debian {SUITE}");
    let apt = folder.join("apt");
    for needed in ["lists/partial", "cache/archives/partial"] {
        fs::create_dir_all(apt.join(needed))?;
    }
    let list = apt.join("sources.list");
    let keys = "/usr/share/keyrings/debian-archive-keyring.gpg";
    fs::write(&list, format!("deb [signed-by={keys}] {} {SUITE} main\n", mirror()?))?;
    let options = [
        format!("Dir::Etc::sourcelist={}", list.display()),
        "Dir::Etc::sourceparts=-".to_owned(),
        format!("Dir::State::lists={}", apt.join("lists").display()),
        format!("Dir::Cache={}", apt.join("cache").display()),
        "Acquire::Languages=none".to_owned(),
        "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false".to_owned(),
    ];
    let tool = |name: &str, arguments: &[&str]| {
        let mut command = Command::new(name);
        command.args(options.iter().flat_map(|option| ["-o", option])).args(arguments).current_dir(folder);
        // Root without the download helper's own user, who may not write here.
        command.args(["-o", "APT::Sandbox::User=root"]).stderr(Stdio::null());
        command
    };
    read(&mut tool("apt-get", &["-q", "update"])).context("the package lists cannot be had")?;
    let versions = read(&mut tool("apt-cache", &["madison", "rust-src"]))?;
    let prefix = format!("{version}.");
    let found = versions.lines().filter_map(|line| line.split('|').nth(1)).map(str::trim);
    let package = found
        .clone()
        .find(|found| found.starts_with(&prefix))
        .with_context(|| format!("Debian {SUITE} has {}", found.clone().next().unwrap_or("none")))?;
    read(&mut tool("apt-get", &["-q", "download", &format!("rust-src={package}")]))?;
    let unpack = "dpkg --fsys-tarfile rust-src_*.deb | tar x --strip-components=4 --wildcards \
                  --no-wildcards-match-slash './usr/src/rustc-*/library' && rm -r rust-src_*.deb apt";
    read(Command::new("sh").args(["-ec", unpack]).current_dir(folder)).map(drop)
}

/// The first mirror that the system itself uses for its own release.
fn mirror() -> Result<String> {
    let script = r#". /etc/os-release; apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
        awk -v name="$VERSION_CODENAME" '$1 == name { print $2; exit }'"#;
    let mirror = read(Command::new("sh").args(["-ec", script]))?;
    anyhow::ensure!(!mirror.trim().is_empty(), "the system's package sources name no mirror");
    Ok(mirror.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minor_version_finds_the_matching_sources() {
        assert_eq!(minor_version("rustc 1.97.0-nightly (f9988fefd 2026-05-18)"), Some("1.97"));
        assert_eq!(minor_version("rustc"), None);
    }

    #[test]
    fn every_portable_crate_is_checked() {
        let metadata = Metadata::load().unwrap();
        let crates = metadata.packages().filter(|package| {
            package.folder().starts_with("crates") || package.folder().starts_with("plugins")
        });
        let names: Vec<_> = crates.map(|package| package.name().to_owned()).collect();
        for name in names {
            assert!(
                PACKAGES.contains(&name.as_str()) || name == "dormer-runtime-gtk",
                "{name} is not in the list"
            );
        }
    }
}
