//! Globs and URL patterns against plain matchers: the crate `glob`, and a recursion over stars.

use dormer_acl::{LabelGlob, UrlPattern};
use url::Url;

use crate::generator::Generator;

#[test]
fn label_globs_are_those_of_the_crate_glob() {
    let patterns: Vec<char> = "aab/***??[]!-".chars().collect();
    let labels: Vec<char> = "aab/-]!*".chars().collect();
    let (mut valid, mut matched) = (0, 0);
    let mut generator = Generator(1);
    for _ in 0..60_000 {
        let pattern = generator.text(&patterns, 8);
        let reference = glob::Pattern::new(&pattern);
        let own = LabelGlob::new(pattern.clone());
        assert_eq!(own.is_ok(), reference.is_ok(), "{pattern}");
        let (Ok(own), Ok(reference)) = (own, reference) else { continue };
        valid += 1;
        for _ in 0..12 {
            let label = generator.text(&labels, 7);
            assert_eq!(own.matches(&label), reference.matches(&label), "{pattern} {label}");
            matched += usize::from(own.matches(&label));
        }
    }
    assert!(valid > 10_000 && matched > 5_000, "{valid} valid, {matched} matched");
}

/// Only `*` is special.
fn stars(pattern: &[u8], text: &[u8]) -> bool {
    match pattern {
        [] => text.is_empty(),
        [b'*', rest @ ..] => (0..=text.len()).any(|at| stars(rest, &text[at..])),
        [first, rest @ ..] => text.first() == Some(first) && stars(rest, &text[1..]),
    }
}

#[test]
fn url_patterns_are_stars_in_each_part() {
    let mut generator = Generator(2);
    let parts: [(&[&str], &[&str]); 4] = [
        (&["http", "https", "*", "h*", "*s"], &["http", "https", "ws", "hs"]),
        (
            &["*", "x.dev", "*.x.dev", "x.*", "*x*", "a.*.dev"],
            &["x.dev", "a.x.dev", "x.y", "a.b.dev", "evilx.dev"],
        ),
        (&["", "81", "*", "8*"], &["", "81", "8000"]),
        (&["", "/", "/a", "/a/*", "/*", "/*/b", "/a*", "/*a"], &["/", "/a", "/a/b", "/a/", "/ba", "/a/c/b"]),
    ];
    let mut matched = 0;
    for _ in 0..20_000 {
        let pattern = parts.map(|(patterns, _)| generator.one(patterns));
        let values = parts.map(|(_, values)| generator.one(values));
        let write = |[scheme, host, port, path]: [&str; 4]| {
            let colon = if port.is_empty() { "" } else { ":" };
            format!("{scheme}://{host}{colon}{port}{path}")
        };
        let (text, address) = (write(pattern), write(values));
        let url: Url = address.parse().unwrap();
        let expected = (0..4).all(|at| {
            let anything = at == 3 && matches!(pattern[3], "" | "/");
            anything || stars(pattern[at].as_bytes(), values[at].as_bytes())
        });
        assert_eq!(UrlPattern::new(text.clone()).unwrap().matches(&url), expected, "{text} {address}");
        matched += usize::from(expected);
    }
    assert!(matched > 500, "{matched}");
}

#[test]
fn no_pattern_panics() {
    let alphabet: Vec<char> = "a1:/?#[]@{}*+?\\(.)é%".chars().collect();
    let url: Url = "https://a.a/a?a#a".parse().unwrap();
    let mut generator = Generator(3);
    let mut valid = 0;
    for round in 0..60_000 {
        let tail = generator.text(&alphabet, 12);
        let text = if round % 2 == 0 { tail } else { format!("https://{tail}") };
        if let Ok(pattern) = UrlPattern::new(text) {
            valid += 1;
            let _ = pattern.matches(&url);
        }
    }
    assert!(valid > 1_000, "{valid}");
}
