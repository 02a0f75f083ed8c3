//! Words that no file of ours may hold. Not here: good style, which is for reviewers.

use super::Finding;
use super::source::Source;

/// This list is the one file that has to name them.
const SELF: &str = "xtask/src/tidy/words.rs";

/// Each word in lower case, found in any case, with the way out.
const WORDS: [(&str, &str); 20] = [
    ("/work/", MACHINE),
    ("/tmp/bash", MACHINE),
    ("fixme", UNFINISHED),
    ("todo:", UNFINISHED),
    ("behaviour", "behavior"),
    ("catalogue", "catalog"),
    ("centre", "center"),
    ("colour", "color"),
    ("favour", "favor"),
    ("honour", "honor"),
    ("initialis", "initializ…"),
    ("licence", "license"),
    ("neighbour", "neighbor"),
    ("normalis", "normaliz…"),
    ("optimisation", "optimization"),
    ("optimise", "optimize"),
    ("recognis", "recogniz…"),
    ("serialis", "serializ…"),
    ("synchronis", "synchroniz…"),
    ("unrecognis", "unrecogniz…"),
];
const MACHINE: &str = "say it without the place on one machine";
const UNFINISHED: &str = "do it, or file it where work is planned";

pub(super) fn forbidden(file: &Source, findings: &mut Vec<Finding>) {
    if file.path == SELF || file.is_generated() {
        return;
    }
    for (at, line) in file.text.lines().enumerate() {
        let lower = line.to_ascii_lowercase();
        for (word, way_out) in WORDS {
            if lower.contains(word) {
                findings.push(file.finding(at + 1, format!("the word `{word}`"), way_out));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;

    #[test]
    fn spelling_is_american_and_paths_are_everywhere_the_same() {
        check(forbidden, "a.md", "The color.\nThe Colour.\ncd /work/x\n", &[2, 3]);
        check(forbidden, SELF, "colour\n", &[]);
        check(forbidden, "package-lock.json", "\"colour\"\n", &[]);
    }

    #[test]
    fn the_list_is_in_lower_case() {
        assert!(WORDS.iter().all(|(word, _)| *word == word.to_ascii_lowercase()));
    }
}
