//! Rules about Rust files. Not here: what clippy and rustc hold, such as long functions and missing docs.

use super::Finding;
use super::source::{Source, line_at, words};

/// Quotations in the macro crate become code of the program, which has other rules than ours.
const QUOTATIONS: &str = "crates/dormer-macros/src/";

/// The only places that may ask on which system they are compiled: backends, and files or folders with this name.
const PLATFORM_PLACES: [&str; 4] = ["crates/dormer-runtime-", "/platform/", "/platform.rs", "bench/peer/"];

/// The only places with `unsafe` code.
const UNSAFE_PLACES: [&str; 2] = ["crates/dormer-runtime-", "bench/peer/"];

pub(super) fn first_line(file: &Source, findings: &mut Vec<Finding>) {
    if file.is_rust() && !file.is_generated() && !file.text.starts_with("//!") {
        let way_out = "start with a `//!` that says what lives here and what does not";
        findings.push(file.finding(1, "the first line is no module comment", way_out));
    }
}

pub(super) fn forbidden_macros(file: &Source, findings: &mut Vec<Finding>) {
    const PATTERNS: [(&str, &str); 6] = [
        ("#[allow(", "use `#[expect(…, reason = \"…\")]`"),
        ("#![allow(", "use `#![expect(…, reason = \"…\")]`"),
        ("todo!", "do it, or return an error that says it cannot be done"),
        ("unimplemented!", "do it, or return an error that says it cannot be done"),
        ("dbg!", "remove it"),
        ("#[ignore", "mend the test or remove it"),
    ];
    for (pattern, way_out) in PATTERNS {
        if pattern.contains("allow") && file.path.starts_with(QUOTATIONS) {
            continue;
        }
        for (at, _) in file.code.match_indices(pattern) {
            let what = format!("`{pattern}`");
            findings.push(file.finding(line_at(&file.code, at), what, way_out));
        }
    }
}

/// A crate's root is its table of contents.
pub(super) fn library_root(file: &Source, findings: &mut Vec<Finding>) {
    const ITEMS: [&str; 9] = ["fn", "impl", "struct", "enum", "union", "trait", "const", "static", "type"];
    if file.name() != "lib.rs" {
        return;
    }
    let mut entry = false;
    for (at, line) in file.code.lines().enumerate() {
        let line = line.trim();
        if line.starts_with("#[proc_macro") {
            // The compiler wants the entries of a macro crate in its root.
            entry = true;
        }
        let first = line.split_whitespace().find(|word| !is_qualifier(word)).unwrap_or_default();
        let item = first.split(['(', '<', '!']).next().unwrap_or_default();
        if ITEMS.contains(&item) || item == "macro_rules" {
            if !(entry && item == "fn") {
                let what = format!("`{item}` in a crate's root");
                findings.push(file.finding(
                    at + 1,
                    what,
                    "move it to a module; lib.rs holds docs, modules, re-exports",
                ));
            }
            entry = false;
        }
    }
}

fn is_qualifier(word: &str) -> bool {
    matches!(word, "pub" | "async" | "unsafe" | "default") || word.starts_with("pub(")
}

pub(super) fn platform_conditions(file: &Source, findings: &mut Vec<Finding>) {
    if PLATFORM_PLACES.iter().any(|place| file.path.contains(place)) || file.path.starts_with(QUOTATIONS) {
        return;
    }
    for start in ["cfg", "cfg_attr"] {
        for at in words(&file.code, start) {
            let rest = &file.code[at + start.len()..];
            let rest = rest.strip_prefix('!').unwrap_or(rest);
            let Some(condition) = parenthesized(rest) else { continue };
            if beside_test(&file.code, line_at(&file.code, at)) {
                continue;
            }
            for name in ["target_os", "target_family", "windows", "unix"] {
                if words(condition, name).next().is_some() {
                    let what = format!("a condition on `{name}`");
                    let way_out = "put it in a backend crate or in a module named `platform`";
                    findings.push(file.finding(line_at(&file.code, at), what, way_out));
                }
            }
        }
    }
}

/// Whether the line before or after makes this an attribute of a test, which may say where it applies.
fn beside_test(code: &str, line: usize) -> bool {
    let around = code.lines().skip(line.saturating_sub(2)).take(3);
    around.map(str::trim).any(|line| line == "#[cfg(test)]" || line == "#[test]")
}

/// What stands between the parenthesis that `text` starts with and its partner.
fn parenthesized(text: &str) -> Option<&str> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text[..at].strip_prefix('(');
        }
    }
    None
}

pub(super) fn unsafe_code(file: &Source, findings: &mut Vec<Finding>) {
    // Programs that must not compile may show why.
    if UNSAFE_PLACES.iter().any(|place| file.path.starts_with(place)) || file.path.contains("/tests/ui/") {
        return;
    }
    for at in words(&file.code, "unsafe") {
        let way_out = "only backend crates (crates/dormer-runtime-*) may have it";
        findings.push(file.finding(line_at(&file.code, at), "`unsafe`", way_out));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;

    #[test]
    fn a_file_starts_with_what_it_holds() {
        check(first_line, "a.rs", "//! Things.\n", &[]);
        check(first_line, "a.rs", "// Things.\n", &[1]);
        check(first_line, "a.rs", "// @generated by a table\n", &[]);
        check(first_line, "a.md", "Things.\n", &[]);
    }

    #[test]
    fn unfinished_work_and_silence_are_found_in_code_only() {
        check(forbidden_macros, "a.rs", "#[allow(dead_code)]\nfn a() {\n todo!() }\n", &[1, 3]);
        check(forbidden_macros, "crates/dormer-macros/src/a.rs", "#[allow(x)]\ndbg!(1)\n", &[2]);
        check(forbidden_macros, "a.rs", "// todo!()\nlet a = \"#[allow(x)]\";\n", &[]);
    }

    #[test]
    fn a_root_is_a_table_of_contents() {
        let good = "//! Docs.\n#![deny(x)]\nmod a;\npub use a::{\n    B, function,\n};\npub mod c {\n    pub use d::E;\n}\n";
        check(library_root, "crates/a/src/lib.rs", good, &[]);
        check(
            library_root,
            "a/lib.rs",
            "pub fn a() {}\npub(crate) const A: u8 = 1;\nimpl<T> A {}\n",
            &[1, 2, 3],
        );
        check(library_root, "a/lib.rs", "macro_rules! a {}\n", &[1]);
        check(library_root, "a/lib.rs", "#[proc_macro]\npub fn a() {}\nfn b() {}\n", &[3]);
        check(library_root, "a/main.rs", "fn main() {}\n", &[]);
    }

    #[test]
    fn systems_are_told_apart_in_few_places() {
        check(platform_conditions, "crates/dormer/src/a.rs", "#[cfg(unix)]\n", &[1]);
        check(platform_conditions, "a.rs", "a();\n#[cfg(all(\n    x,\n    target_os = \"linux\"))]\n", &[2]);
        check(platform_conditions, "a.rs", "if cfg!(windows) {}\n#[cfg_attr(unix, path = \"a\")]\n", &[1, 2]);
        check(platform_conditions, "a.rs", "fn windows() {}\n#[cfg(feature = \"windows\")]\n", &[]);
        check(platform_conditions, "a.rs", "#[cfg(unix)]\n#[test]\nfn a() {}\n", &[]);
        check(platform_conditions, "a.rs", "#[cfg(test)]\n#[cfg(unix)]\nmod a {\n\n#[cfg(unix)]\n}\n", &[5]);
        check(platform_conditions, "crates/dormer/src/platform.rs", "#[cfg(unix)]\n", &[]);
        check(platform_conditions, "crates/dormer-runtime-gtk/src/a.rs", "#[cfg(unix)]\n", &[]);
    }

    #[test]
    fn only_backends_are_unsafe() {
        check(unsafe_code, "crates/dormer/src/a.rs", "unsafe { a() }\n", &[1]);
        check(unsafe_code, "crates/dormer/src/lib.rs", "#![forbid(unsafe_code)]\n", &[]);
        check(unsafe_code, "crates/dormer-runtime-gtk/src/a.rs", "unsafe { a() }\n", &[]);
    }
}
