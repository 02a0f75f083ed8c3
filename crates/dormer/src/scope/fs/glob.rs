//! One glob, compiled, and its matcher. Not here: links, variables and what a match is good for.
//!
//! `?` stands for one character, `*` for any number, `[ab]`, `[a-c]` and `[!ab]` for one of a class; none of them
//! stands for a separator. `**` as a whole component stands for any number of components, at the end of a glob for one
//! at least. Where leading dots are literal, no wildcard stands for a dot that begins a component.

use std::ffi::OsStr;
use std::iter::Peekable;
use std::path::{Path, PathBuf, is_separator};
use std::str::Chars;

/// Why a text is no glob.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternError {
    /// `**` beside other characters.
    #[error("in the pattern `{0}`, `**` must be a whole component of the path")]
    Recursive(String),
    /// `[` without `]`.
    #[error(
        "in the pattern `{0}`, `[` begins a class that does not end; write `[[]` for the character itself"
    )]
    Class(String),
}

/// A component.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(Box<[u8]>),
    Wild(Box<[Token]>),
    /// `**`: any number of components, none included.
    Any,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Char(u32),
    One,
    Many,
    Class { negated: bool, ranges: Box<[(char, char)]> },
}

/// A glob, compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Glob(Vec<Part>);

impl Glob {
    /// Compiles a text, `.` and empty components left out.
    pub(super) fn parse(text: &str) -> Result<Self, PatternError> {
        let mut parts = Vec::new();
        let mut chars = text.chars().peekable();
        let mut first = true;
        while chars.peek().is_some() {
            let mut tokens = Vec::new();
            component(&mut chars, &mut tokens).map_err(|error| match error {
                Bad::Recursive => PatternError::Recursive(text.into()),
                Bad::Class => PatternError::Class(text.into()),
            })?;
            if let Some(part) = part(tokens, first) {
                parts.push(part);
            }
            first = false;
        }
        Ok(Self(parts).with_end())
    }

    /// The glob that matches exactly this path.
    pub(super) fn literal(path: &Path) -> Self {
        Self(components(path).into_iter().map(|name| Part::Literal(name.into())).collect())
    }

    /// This glob with another one below it.
    pub(super) fn join(mut self, below: Self) -> Self {
        self.0.extend(below.0);
        self
    }

    /// One more component at the end.
    fn with_end(mut self) -> Self {
        if self.0.last() == Some(&Part::Any) {
            self.0.push(Part::Wild(Box::new([Token::Many])));
        }
        self
    }

    /// Divides into the path before the first wildcard and the rest.
    pub(super) fn split(&self) -> (PathBuf, Self) {
        let literal = self.0.iter().take_while(|part| matches!(part, Part::Literal(_))).count();
        let mut base = PathBuf::new();
        for (at, part) in self.0[..literal].iter().enumerate() {
            let Part::Literal(name) = part else { break };
            match (at, name.is_empty()) {
                (0, true) => base.push(std::path::MAIN_SEPARATOR_STR),
                _ => base.push(os(name)),
            }
        }
        (base, Self(self.0[literal..].to_vec()))
    }

    /// Whether the path, given by its components, matches.
    pub(super) fn matches(&self, path: &[&[u8]], literal_dot: bool) -> bool {
        let (mut at, mut part) = (0, 0);
        // The last `**`, and how much of the path it has not taken yet.
        let mut retry: Option<(usize, usize)> = None;
        loop {
            let fits = match (self.0.get(part), path.get(at)) {
                (Some(Part::Any), _) => {
                    retry = Some((part + 1, at));
                    part += 1;
                    continue;
                }
                (Some(expected), Some(name)) => expected.matches(name, literal_dot),
                (None, None) => return true,
                _ => false,
            };
            if fits {
                (at, part) = (at + 1, part + 1);
                continue;
            }
            let Some((after, taken)) = retry else { return false };
            match path.get(taken) {
                Some(name) if !(literal_dot && name.starts_with(b".")) => {
                    retry = Some((after, taken + 1));
                    (at, part) = (taken + 1, after);
                }
                _ => return false,
            }
        }
    }

    /// Whether something below `directory` may match: its beginning and the literal beginning of this glob agree.
    pub(super) fn may_match_below(&self, directory: &[&[u8]]) -> bool {
        let literals = self.0.iter().map_while(|part| match part {
            Part::Literal(name) => Some(&**name),
            _ => None,
        });
        literals.zip(directory).all(|(own, name)| own == *name)
            && (self.0.len() > directory.len() || self.0.contains(&Part::Any))
    }
}

impl Part {
    fn matches(&self, name: &[u8], literal_dot: bool) -> bool {
        match self {
            Self::Literal(text) => **text == *name,
            Self::Wild(tokens) => {
                let dot = Token::Char(u32::from('.'));
                (!literal_dot || !name.starts_with(b".") || tokens.first() == Some(&dot))
                    && wild(tokens, name)
            }
            Self::Any => false,
        }
    }
}

/// The components of a path as the matcher takes them: a root is an empty one, `.` is none.
pub(super) fn components(path: &Path) -> Vec<&[u8]> {
    let bytes = path.as_os_str().as_encoded_bytes();
    let separator = |byte: &u8| is_separator(char::from(*byte));
    let root = bytes.first().is_some_and(separator);
    let names = bytes.split(separator).filter(|name| !name.is_empty() && *name != b".");
    root.then_some(&b""[..]).into_iter().chain(names).collect()
}

/// The characters of `text` that have a meaning in globs, taken literally.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '?' | '*' | '[' | ']') {
            escaped.extend(['[', c, ']']);
        } else {
            escaped.push(c);
        }
    }
    escaped
}

enum Bad {
    Recursive,
    Class,
}

/// Reads one component and the separator after it. `**` alone is two `Many`.
fn component(chars: &mut Peekable<Chars<'_>>, tokens: &mut Vec<Token>) -> Result<(), Bad> {
    while let Some(c) = chars.next() {
        if is_separator(c) {
            break;
        }
        tokens.push(match c {
            '*' => Token::Many,
            '?' => Token::One,
            '[' => class(chars)?,
            c => Token::Char(u32::from(c)),
        });
    }
    let adjacent = tokens.windows(2).any(|pair| pair == [Token::Many, Token::Many]);
    if adjacent && tokens.len() != 2 { Err(Bad::Recursive) } else { Ok(()) }
}

fn class(chars: &mut Peekable<Chars<'_>>) -> Result<Token, Bad> {
    let negated = chars.next_if_eq(&'!').is_some();
    let mut members = Vec::new();
    loop {
        match chars.next() {
            // A bracket that comes first is a member.
            Some(']') if !members.is_empty() => break,
            Some(c) => members.push(c),
            None => return Err(Bad::Class),
        }
    }
    let mut ranges = Vec::new();
    let mut rest = &members[..];
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
    Ok(Token::Class { negated, ranges: ranges.into() })
}

fn part(tokens: Vec<Token>, first: bool) -> Option<Part> {
    if tokens == [Token::Many, Token::Many] {
        return Some(Part::Any);
    }
    let mut literal = String::new();
    for token in &tokens {
        match token {
            Token::Char(c) => literal.extend(char::from_u32(*c)),
            Token::Class { negated: false, ranges } if is_one(ranges) => literal.push(ranges[0].0),
            _ => return Some(Part::Wild(tokens.into())),
        }
    }
    let nothing = (literal.is_empty() && !first) || literal == ".";
    (!nothing).then(|| Part::Literal(literal.into_bytes().into()))
}

/// A class of one character is that character, as in an escaped text. A dot stays a wildcard: it is not literal then.
fn is_one(ranges: &[(char, char)]) -> bool {
    matches!(ranges, [(a, b)] if a == b && *a != '.' && !is_separator(*a))
}

fn wild(tokens: &[Token], name: &[u8]) -> bool {
    let (mut at, mut token) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    loop {
        let next = next_char(&name[at..]);
        let fits = match (tokens.get(token), next) {
            (Some(Token::Many), _) => {
                retry = Some((token + 1, at));
                token += 1;
                continue;
            }
            (Some(Token::One), Some(_)) => true,
            (Some(Token::Char(expected)), Some((c, _))) => *expected == c,
            (Some(Token::Class { negated, ranges }), Some((c, _))) => {
                *negated != ranges.iter().any(|(from, to)| (u32::from(*from)..=u32::from(*to)).contains(&c))
            }
            (None, None) => return true,
            _ => false,
        };
        if let (true, Some((_, length))) = (fits, next) {
            (at, token) = (at + length, token + 1);
            continue;
        }
        let Some((after, taken)) = retry else { return false };
        let Some((_, length)) = next_char(&name[taken..]) else { return false };
        retry = Some((after, taken + length));
        (at, token) = (taken + length, after);
    }
}

/// The first character and its length. A byte that belongs to none counts as one beyond all characters.
fn next_char(bytes: &[u8]) -> Option<(u32, usize)> {
    let first = *bytes.first()?;
    if first < 0x80 {
        return Some((u32::from(first), 1));
    }
    let head = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default(),
    };
    Some(match valid.chars().next() {
        Some(c) => (u32::from(c), c.len_utf8()),
        None => (0x11_0000 + u32::from(first), 1),
    })
}

/// The text of a component that came from a `&str` as a whole.
fn os(name: &[u8]) -> &OsStr {
    OsStr::new(std::str::from_utf8(name).unwrap_or_default())
}

#[cfg(test)]
mod tests;
