//! The rule that the map shows every crate and nothing else. Not here: whether what it says is true.

use std::collections::BTreeSet;

use super::Finding;
use super::source::Source;

const MAP: &str = "ARCHITECTURE.md";

/// An entry of the map starts with this, the crate's folder and a closing backtick.
const ENTRY: &str = "### `";

/// Compares the headings of the map with the folders that hold crates.
pub(super) fn described(files: &[Source], findings: &mut Vec<Finding>) {
    let there: BTreeSet<_> = files.iter().filter_map(|file| crate_folder(&file.path)).collect();
    let Some(map) = files.iter().find(|file| file.path == MAP) else {
        findings.push(Finding {
            path: MAP.into(),
            line: 1,
            what: "missing".into(),
            way_out: "write the map",
        });
        return;
    };
    let entries: Vec<_> = map
        .text
        .lines()
        .enumerate()
        .filter_map(|(at, line)| Some((at + 1, line.strip_prefix(ENTRY)?.strip_suffix('`')?)))
        .collect();
    for (line, entry) in &entries {
        if !there.contains(entry) {
            let what = format!("an entry for `{entry}`, which is no crate");
            findings.push(map.finding(*line, what, "remove it, or name the folder as it is"));
        }
    }
    for folder in there {
        if !entries.iter().any(|(_, entry)| *entry == folder) {
            let what = format!("no entry for `{folder}`");
            findings.push(map.finding(
                1,
                what,
                "add a heading of the third level with the folder's path in backticks",
            ));
        }
    }
}

/// `crates/a` of `crates/a/Cargo.toml`.
fn crate_folder(path: &str) -> Option<&str> {
    let folder = path.strip_suffix("/Cargo.toml")?;
    let (parent, name) = folder.split_once('/')?;
    (matches!(parent, "crates" | "plugins") && !name.contains('/')).then_some(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_and_the_folders_agree() {
        let files = [
            Source::new("crates/a/Cargo.toml", String::new()),
            Source::new("plugins/b/Cargo.toml", String::new()),
            Source::new("crates/a/tests/c/Cargo.toml", String::new()),
            Source::new(MAP, "### `crates/a`\n### `crates/old`\n### Threads\n".into()),
        ];
        let mut findings = Vec::new();
        described(&files, &mut findings);
        let said: Vec<_> = findings.iter().map(|finding| (finding.line, finding.what.as_str())).collect();
        assert_eq!(
            said,
            [(2, "an entry for `crates/old`, which is no crate"), (1, "no entry for `plugins/b`")]
        );
    }
}
