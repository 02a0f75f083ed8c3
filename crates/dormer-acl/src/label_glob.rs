//! [`LabelGlob`]: which labels of windows and web views a capability names.
//!
//! The grammar is that of the crate `glob` with its default options: `*` and `?` also stand for `/`, `[a-z]` and
//! `[!a-z]` for one character, and `**` must be a whole component between slashes.

use std::borrow::Cow;

use crate::matcher::{Matcher, Step};

/// A glob over labels.
#[derive(Debug, Clone)]
pub struct LabelGlob {
    text: Cow<'static, str>,
    form: Form,
}

/// Why a text is no glob.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GlobError {
    /// `***` and the like.
    #[error("the glob `{0}` has more than two `*` in a row")]
    Stars(String),
    /// `a**` and the like.
    #[error("`**` in the glob `{0}` must stand alone between slashes: use `*`, which also matches slashes")]
    Recursive(String),
    /// A bracket without its partner, or with nothing inside.
    #[error("the glob `{0}` has an incomplete `[…]`")]
    Bracket(String),
}

#[derive(Debug, Clone)]
enum Form {
    Literal,
    Everything,
    Matcher(Matcher),
}

impl LabelGlob {
    /// Reads a glob.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Result<Self, GlobError> {
        let text = text.into();
        let form = match &*text {
            "*" | "**" => Form::Everything,
            plain if !plain.contains(['*', '?', '[']) => Form::Literal,
            glob => Form::Matcher(parse(glob)?),
        };
        Ok(Self { text, form })
    }

    /// The glob as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it has no special character, so that it names one label.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        matches!(self.form, Form::Literal)
    }

    /// Whether the glob names `label`.
    #[must_use]
    pub fn matches(&self, label: &str) -> bool {
        match &self.form {
            Form::Literal => self.text == label,
            Form::Everything => true,
            Form::Matcher(matcher) => matcher.test(label),
        }
    }
}

impl PartialEq for LabelGlob {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

fn parse(glob: &str) -> Result<Matcher, GlobError> {
    let chars: Vec<char> = glob.chars().collect();
    let mut matcher = Matcher::default();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        at += match c {
            '?' => {
                matcher.push(Step::Any);
                1
            }
            '*' => stars(glob, &chars, at, &mut matcher)?,
            '[' => bracket(&chars[at..], &mut matcher).ok_or_else(|| GlobError::Bracket(glob.to_owned()))?,
            c => {
                matcher.push(Step::Char(*c));
                1
            }
        };
    }
    Ok(matcher)
}

/// Reads one star or two; returns how many characters were read.
fn stars(glob: &str, chars: &[char], at: usize, matcher: &mut Matcher) -> Result<usize, GlobError> {
    let count = chars[at..].iter().take_while(|c| **c == '*').count();
    let before = at.checked_sub(1).and_then(|at| chars.get(at));
    let after = chars.get(at + count);
    match count {
        1 => {
            matcher.anything();
            Ok(1)
        }
        2 if before.is_none_or(|c| *c == '/') && after.is_none_or(|c| *c == '/') => {
            // The slash after it belongs to it; as the last item it stands for whatever is left.
            if chars.len() <= at + 3 {
                matcher.anything();
                return Ok(chars.len() - at);
            }
            matcher.optional(|matcher| {
                matcher.anything();
                matcher.push(Step::Char('/'));
            });
            Ok(3)
        }
        2 => Err(GlobError::Recursive(glob.to_owned())),
        _ => Err(GlobError::Stars(glob.to_owned())),
    }
}

/// Reads `[…]` or `[!…]`. The first character inside may be `]`.
fn bracket(chars: &[char], matcher: &mut Matcher) -> Option<usize> {
    let inside = chars.get(1)? != &'!';
    let first = if inside { 1 } else { 2 };
    let end = first + 1 + chars.get(first + 1..)?.iter().position(|c| *c == ']')?;
    let mut rest = &chars[first..end];
    let mut ranges = Vec::new();
    loop {
        rest = match rest {
            [from, '-', to, rest @ ..] => {
                ranges.push((*from, *to));
                rest
            }
            [one, rest @ ..] => {
                ranges.push((*one, *one));
                rest
            }
            [] => break,
        };
    }
    matcher.push(Step::Class { ranges: ranges.into(), inside });
    Some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::{GlobError, LabelGlob};

    #[test]
    fn labels_that_match_and_that_do_not() {
        let table: [(&str, &[&str], &[&str]); 14] = [
            ("main", &["main"], &["Main", "main2", "", "mai"]),
            ("*", &["", "main", "a/b", ".x"], &[]),
            ("editor-*", &["editor-1", "editor-", "editor-a/b"], &["editor", "xeditor-1"]),
            ("*-popup", &["a-popup", "-popup", "a/b-popup"], &["popup", "a-popup2"]),
            ("a?c", &["abc", "a/c"], &["ac", "abbc"]),
            ("w[0-9]", &["w0", "w9"], &["w", "wa", "w10"]),
            ("w[!0-9]", &["wa", "w/"], &["w0", "w"]),
            ("w[]-]", &["w]", "w-"], &["wx"]),
            ("w[!]]", &["wa"], &["w]"]),
            ("**", &["", "a/b"], &[]),
            ("a/**", &["a/", "a/b/c"], &["a", "b/a/"]),
            ("**/b", &["b", "a/b", "/b"], &["ab", "a/b/c"]),
            ("a/**/b", &["a/b", "a/x/b", "a/x/y/b"], &["a/xb", "ab"]),
            ("größe-?", &["größe-ä"], &["größe-"]),
        ];
        for (glob, matching, other) in table {
            let glob = LabelGlob::new(glob).unwrap();
            for label in matching {
                assert!(glob.matches(label), "{} should match {label}", glob.as_str());
            }
            for label in other {
                assert!(!glob.matches(label), "{} should not match {label}", glob.as_str());
            }
        }
    }

    #[test]
    fn malformed_globs() {
        type Fault = fn(String) -> GlobError;
        let table: [(&'static str, Fault); 10] = [
            ("***", GlobError::Stars),
            ("a/***", GlobError::Stars),
            ("a**", GlobError::Recursive),
            ("**b", GlobError::Recursive),
            ("a/**b", GlobError::Recursive),
            ("[", GlobError::Bracket),
            ("[]", GlobError::Bracket),
            ("[!]", GlobError::Bracket),
            ("[abc", GlobError::Bracket),
            ("a[!", GlobError::Bracket),
        ];
        for (glob, error) in table {
            assert_eq!(LabelGlob::new(glob).unwrap_err(), error(glob.to_owned()), "{glob}");
        }
    }
}
