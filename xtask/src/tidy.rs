//! `cargo xtask tidy`: the house rules that no other tool holds. Not here: the rules, one file a topic.

mod crates;
mod lines;
mod manifests;
mod rust;
mod source;
mod words;

use std::fmt;
use std::fs;
use std::process::Command;

use anyhow::{Result, bail};

use crate::cli;
use crate::workspace::{read, root};
use source::Source;

pub(crate) const COMMAND: cli::Command = cli::Command {
    name: "tidy",
    about: "Holds the house rules: layout, sizes, words, dependencies",
    usage: "",
    passes_on: false,
    run: |parser, _| {
        cli::no_options(parser)?;
        check()
    },
};

/// One place that breaks a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    /// From 1; 0 for the file as a whole.
    line: usize,
    what: String,
    way_out: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; {}", self.path, self.line.max(1), self.what, self.way_out)
    }
}

/// A rule for one file.
type Rule = fn(&Source, &mut Vec<Finding>);

const RULES: [Rule; 11] = [
    lines::length,
    lines::trailing_space,
    manifests::lints,
    manifests::peer_crates,
    manifests::package_sources,
    rust::first_line,
    rust::forbidden_macros,
    rust::library_root,
    rust::platform_conditions,
    rust::unsafe_code,
    words::forbidden,
];

/// Reads every file that is or will be tracked; an error when a rule is broken.
pub(crate) fn check() -> Result<()> {
    let mut findings = Vec::new();
    let files = files()?;
    for file in &files {
        for rule in RULES {
            rule(file, &mut findings);
        }
    }
    crates::described(&files, &mut findings);
    findings.sort();
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => println!("tidy: {} files, nothing found", files.len()),
        n => bail!("{n} places break a house rule"),
    }
    Ok(())
}

/// The repository's text files. Whatever is not UTF-8 is a picture or the like.
fn files() -> Result<Vec<Source>> {
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let list = read(Command::new("git").args(arguments).current_dir(root()))?;
    let paths = list.split_terminator('\0');
    Ok(paths
        .filter_map(|path| {
            let text = String::from_utf8(fs::read(root().join(path)).ok()?).ok()?;
            (!text.contains('\0')).then(|| Source::new(path, text))
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs one rule on one file and compares the lines it complains about.
    pub(super) fn check(rule: Rule, path: &str, text: &str, expected: &[usize]) {
        let mut findings = Vec::new();
        rule(&Source::new(path, text.to_owned()), &mut findings);
        let lines: Vec<_> = findings.iter().map(|finding| finding.line).collect();
        assert_eq!(lines, expected, "{findings:#?}");
    }

    #[test]
    fn a_finding_can_be_clicked_and_tells_the_way_out() {
        let finding =
            Finding { path: "a/b.rs".into(), line: 0, what: "is long".into(), way_out: "divide it" };
        assert_eq!(finding.to_string(), "a/b.rs:1: is long; divide it");
    }
}
