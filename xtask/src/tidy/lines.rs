//! Rules about lines: how many a file has and how they end. Not here: what stands on them.

use super::Finding;
use super::source::Source;

/// The most lines that a source file may have.
const LONGEST: usize = 800;

/// A file with this mark is a table, which no reader has to follow.
const TABLE: &str = concat!("tidy: ", "table");

const SOURCES: [&str; 8] = [".rs", ".c", ".h", ".js", ".mjs", ".ts", ".tsx", ".css"];

pub(super) fn length(file: &Source, findings: &mut Vec<Finding>) {
    let lines = file.text.lines().count();
    let counts = SOURCES.iter().any(|end| file.path.ends_with(end)) && !file.is_generated();
    if counts && lines > LONGEST && !file.text.contains(TABLE) {
        let what = format!("{lines} lines, {LONGEST} is the limit");
        findings.push(file.finding(1, what, "divide it, or mark a table with a comment `tidy: table`"));
    }
    if file.name() == "ARCHITECTURE.md" && lines > 300 {
        findings.push(file.finding(1, format!("{lines} lines, 300 is the limit"), "keep the map short"));
    }
}

pub(super) fn trailing_space(file: &Source, findings: &mut Vec<Finding>) {
    // Expected outputs are what a program printed, to the letter.
    if [".stderr", ".stdout", ".snap"].iter().any(|end| file.path.ends_with(end))
        || file.text.is_empty()
        || file.is_generated()
    {
        return;
    }
    for (at, line) in file.text.lines().enumerate() {
        if line.ends_with([' ', '\t']) {
            findings.push(file.finding(at + 1, "white space at the end of the line", "remove it"));
        }
    }
    if !file.text.ends_with('\n') {
        let last = file.text.lines().count();
        findings.push(file.finding(last, "the last line does not end", "end the file with a line break"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;

    #[test]
    fn long_files_are_divided_unless_they_are_tables() {
        check(length, "a.rs", &"//\n".repeat(801), &[1]);
        check(length, "a.rs", &"//\n".repeat(800), &[]);
        check(length, "a.rs", &format!("// {TABLE}\n{}", "//\n".repeat(900)), &[]);
        check(length, "Cargo.lock", &"#\n".repeat(900), &[]);
        check(length, "ARCHITECTURE.md", &"a\n".repeat(301), &[1]);
    }

    #[test]
    fn lines_end_where_they_end() {
        check(trailing_space, "a.md", "a \nb\t\nc\n", &[1, 2]);
        check(trailing_space, "a.md", "a\nb", &[2]);
        check(trailing_space, "a.stderr", "a \n", &[]);
    }
}
