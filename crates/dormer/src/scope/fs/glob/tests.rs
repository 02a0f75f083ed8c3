//! The matcher, by a table and against a slow one that is easy to believe.

use std::path::Path;

use super::*;

#[track_caller]
fn check(pattern: &str, literal_dot: bool, path: &str, expected: bool) {
    let glob = Glob::parse(pattern).unwrap();
    let got = glob.matches(&components(Path::new(path)), literal_dot);
    assert_eq!(got, expected, "{pattern} on {path}, literal dot {literal_dot}");
}

#[test]
fn wildcards_stay_within_a_component() {
    for (pattern, path, expected) in [
        ("/a/b", "/a/b", true),
        ("/a/b/", "/a/b", true),
        ("/a/./b", "/a//b", true),
        ("/a/b", "a/b", false),
        ("/a/b", "/a/b/c", false),
        ("/a/*", "/a/b", true),
        ("/a/*", "/a/b/c", false),
        ("/a/*", "/a", false),
        ("/a/*.key", "/a/x.key", true),
        ("/a/*.key", "/a/b/x.key", false),
        ("/a/*x*y", "/a/xaxby", true),
        ("/a/*x*y", "/a/xaxbyz", false),
        ("/a/?", "/a/é", true),
        ("/a/??", "/a/é", false),
        ("/a/[bc]x", "/a/bx", true),
        ("/a/[!bc]x", "/a/bx", false),
        ("/a/[!bc]x", "/a/dx", true),
        ("/a/[b-d]", "/a/c", true),
        ("/a/[b-d]", "/a/e", false),
        ("/a/[b-]", "/a/-", true),
        ("/a/[]]", "/a/]", true),
        ("/a/[!]]", "/a/]", false),
        ("/a/[/]b", "/a/b", false),
        ("/a[!x]b", "/a/b", false),
        ("/a/[[]x[]]", "/a/[x]", true),
        ("/a/[*]", "/a/b", false),
        ("/A", "/a", false),
    ] {
        check(pattern, true, path, expected);
        check(pattern, false, path, expected);
    }
}

#[test]
fn two_stars_cross_components() {
    for (pattern, path, expected) in [
        ("/a/**", "/a", false),
        ("/a/**", "/a/b", true),
        ("/a/**", "/a/b/c", true),
        ("/a/**", "/ab", false),
        ("/a/**/c", "/a/c", true),
        ("/a/**/c", "/a/b/c", true),
        ("/a/**/c", "/a/c/b", false),
        ("/a/**/c/**/d", "/a/c/x/c/y/d", true),
        ("**/c", "/a/c", true),
        ("**", "/a/c", true),
        ("/**/*.txt", "/a/b/c.txt", true),
        ("/a/**/**/b", "/a/b", true),
    ] {
        check(pattern, true, path, expected);
    }
}

#[test]
fn a_leading_dot_is_literal_where_asked() {
    for (pattern, path, literal, free) in [
        ("/a/*", "/a/.b", false, true),
        ("/a/?b", "/a/.b", false, true),
        ("/a/[.]b", "/a/.b", false, true),
        ("/a/[!x]b", "/a/.b", false, true),
        ("/a/.*", "/a/.b", true, true),
        ("/a/**", "/a/.b", false, true),
        ("/a/**", "/a/.b/c", false, true),
        ("/a/**", "/a/b/.c", false, true),
        ("/a/**/c", "/a/.b/c", false, true),
        ("/a/**/.b/c", "/a/x/.b/c", true, true),
        ("/.a/*", "/.a/b", true, true),
        ("/a/*", "/a/b.c", true, true),
        ("/a/x*", "/a/x.c", true, true),
    ] {
        check(pattern, true, path, literal);
        check(pattern, false, path, free);
    }
}

#[test]
fn bad_globs_say_why() {
    for (bad, text) in [
        ("/a/b**", "`**` must be a whole component"),
        ("/a/***", "`**` must be a whole component"),
        ("**b/c", "`**` must be a whole component"),
        ("/a/[b", "does not end"),
        ("/a/[]", "does not end"),
        ("/a/[!]", "does not end"),
    ] {
        let error = Glob::parse(bad).unwrap_err().to_string();
        assert!(error.contains(text) && error.contains(bad), "{error}");
    }
}

#[test]
fn an_escaped_text_matches_itself_alone() {
    for text in ["/a/*", "/a/[b]", "/a/b?", "/a/]", "/a/[!x]", "/a/**", "/a/."] {
        let glob = Glob::parse(&escape(text)).unwrap();
        assert_eq!(glob, Glob::literal(Path::new(text)), "{text}");
    }
}

#[test]
fn the_literal_beginning_of_a_glob() {
    for (pattern, base, rest) in [
        ("/a/b/*/c", "/a/b", "*/c"),
        ("/a/[*]/**", "/a/*", "**"),
        ("/a", "/a", ""),
        ("*", "", "*"),
        ("/*", "/", "*"),
        ("a/b", "a/b", ""),
    ] {
        let (found, left) = Glob::parse(pattern).unwrap().split();
        assert_eq!(found, Path::new(base), "{pattern}");
        assert_eq!(left, Glob::parse(rest).unwrap(), "{pattern}");
    }
}

#[test]
fn whether_something_below_may_match() {
    for (pattern, directory, expected) in [
        ("/a/b/*", "/a", true),
        ("/a/b/*", "/a/b", true),
        ("/a/b/*", "/a/b/c", false),
        ("/a/b", "/a/b", false),
        ("/a/b/**", "/a/b/c/d", true),
        ("/a/b/**", "/x", false),
        ("**/secret", "/x", true),
        ("/*/b/c", "/x", true),
    ] {
        let glob = Glob::parse(pattern).unwrap();
        assert_eq!(
            glob.may_match_below(&components(Path::new(directory))),
            expected,
            "{pattern} {directory}"
        );
    }
}

/// Matches character by character with no idea of speed. `pattern` and `path` are split at separators.
fn slow(pattern: &[&str], path: &[&str], literal_dot: bool) -> bool {
    let hidden = |name: &str| literal_dot && name.starts_with('.');
    match (pattern, path) {
        ([], []) => true,
        (["**"], []) => false,
        (["**"], path) => !path.iter().any(|name| hidden(name)),
        (["**", rest @ ..], path) => {
            slow(rest, path, literal_dot)
                || matches!(path, [name, left @ ..] if !hidden(name) && slow(pattern, left, literal_dot))
        }
        ([part, rest @ ..], [name, left @ ..]) => {
            let dots = !hidden(name) || part.starts_with('.');
            let (part, name): (Vec<char>, Vec<char>) = (part.chars().collect(), name.chars().collect());
            dots && slow_name(&part, &name) && slow(rest, left, literal_dot)
        }
        _ => false,
    }
}

fn slow_name(part: &[char], name: &[char]) -> bool {
    match (part, name) {
        ([], []) => true,
        (['*', rest @ ..], name) => {
            slow_name(rest, name) || matches!(name, [_, left @ ..] if slow_name(part, left))
        }
        (['[', '!', c, ']', rest @ ..], [other, left @ ..]) => c != other && slow_name(rest, left),
        (['[', a, b, ']', rest @ ..], [other, left @ ..]) => {
            (a == other || b == other) && slow_name(rest, left)
        }
        (['?', rest @ ..], [_, left @ ..]) => slow_name(rest, left),
        ([c, rest @ ..], [other, left @ ..]) => c == other && slow_name(rest, left),
        _ => false,
    }
}

/// A small generator: the same cases on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn words(&mut self, pieces: &[&str], most: usize, components: usize, stars: bool) -> Vec<String> {
        let count = 1 + self.below(components);
        let component = |random: &mut Self| {
            if stars && random.below(4) == 0 {
                return "**".to_owned();
            }
            let mut text = String::new();
            for _ in 0..=random.below(most) {
                let piece = pieces[random.below(pieces.len())];
                if !(text.ends_with('*') && piece == "*") {
                    text += piece;
                }
            }
            if text == "." { "a".into() } else { text }
        };
        (0..count).map(|_| component(self)).collect()
    }
}

#[test]
fn the_matcher_agrees_with_a_slow_one() {
    let mut random = Random(7);
    let mut matched = 0;
    for _ in 0..200_000 {
        let pattern = random.words(&["a", "b", ".", "*", "?", "[ab]", "[!a]", "é"], 3, 4, true);
        let path = random.words(&["a", "b", ".", "é"], 3, 4, false);
        let parts: Vec<&str> = pattern.iter().map(String::as_str).collect();
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        let glob = Glob::parse(&parts.join("/")).unwrap();
        let joined = names.join("/");
        for literal_dot in [true, false] {
            let expected = slow(&parts, &names, literal_dot);
            matched += usize::from(expected);
            let got = glob.matches(&components(Path::new(&joined)), literal_dot);
            assert_eq!(got, expected, "{parts:?} on {names:?}, literal dot {literal_dot}");
        }
    }
    assert!(matched > 5_000, "only {matched} cases matched");
}
