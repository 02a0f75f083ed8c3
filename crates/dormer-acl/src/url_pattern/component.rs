//! [`Component`]: the pattern of one part of an address.
//!
//! Not here: where the parts begin and end (`split`).

use url::Url;

use super::PatternFault;
use super::split::{is_name, is_name_start};
use crate::matcher::{Matcher, Step};

/// The pattern of one part.
#[derive(Debug, Clone)]
pub(super) enum Component {
    Everything,
    Literal(String),
    Matcher(Matcher),
}

/// How literals of a part are written in addresses; `None` if no address has them.
type Encode = fn(&str) -> Option<String>;

/// What differs between the parts.
struct Kind {
    part: &'static str,
    /// Where `:name` ends.
    delimiter: Option<char>,
    /// What belongs to a repeated item that follows it.
    prefix: Option<char>,
    encode: Encode,
}

/// What an item stands for, before its modifier is applied.
#[derive(Clone, Copy, PartialEq)]
enum Core {
    Nothing,
    Name,
    Anything,
}

impl Component {
    pub(super) fn scheme(text: &str) -> Result<Self, PatternFault> {
        let encode: Encode = |text| {
            let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
            text.chars().all(fits).then(|| text.to_ascii_lowercase())
        };
        Self::read(Some(text), &Kind { part: "scheme", delimiter: None, prefix: None, encode })
    }

    pub(super) fn credential(text: Option<&str>) -> Result<Self, PatternFault> {
        let encode: Encode = |text| {
            let mut url = blank();
            url.set_username(text).ok()?;
            Some(url.username().to_owned())
        };
        Self::read(text, &Kind { part: "credentials", delimiter: None, prefix: None, encode })
    }

    pub(super) fn host(text: Option<&str>) -> Result<Self, PatternFault> {
        Self::read(text, &Kind { part: "host", delimiter: Some('.'), prefix: None, encode: host })
    }

    pub(super) fn port(text: Option<&str>) -> Result<Self, PatternFault> {
        let encode: Encode = |text| text.bytes().all(|c| c.is_ascii_digit()).then(|| text.to_owned());
        Self::read(text, &Kind { part: "port", delimiter: None, prefix: None, encode })
    }

    pub(super) fn path(text: Option<&str>) -> Result<Self, PatternFault> {
        // What follows a slash must not be taken for the start of the path.
        let encode: Encode = |text| {
            let mut url = blank();
            if text.starts_with('/') {
                url.set_path(text);
                return Some(url.path().to_owned());
            }
            url.set_path(&format!("/-{text}"));
            url.path().strip_prefix("/-").map(str::to_owned)
        };
        Self::read(text, &Kind { part: "path", delimiter: Some('/'), prefix: Some('/'), encode })
    }

    pub(super) fn query(text: Option<&str>) -> Result<Self, PatternFault> {
        let encode: Encode = |text| {
            let mut url = blank();
            url.set_query(Some(text));
            url.query().map(str::to_owned)
        };
        Self::read(text, &Kind { part: "query", delimiter: None, prefix: None, encode })
    }

    pub(super) fn fragment(text: Option<&str>) -> Result<Self, PatternFault> {
        let encode: Encode = |text| {
            let mut url = blank();
            url.set_fragment(Some(text));
            url.fragment().map(str::to_owned)
        };
        Self::read(text, &Kind { part: "fragment", delimiter: None, prefix: None, encode })
    }

    /// Whether the pattern names this part of an address.
    pub(super) fn test(&self, text: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Literal(literal) => literal == text,
            Self::Matcher(matcher) => matcher.test(text),
        }
    }

    fn read(text: Option<&str>, kind: &Kind) -> Result<Self, PatternFault> {
        let Some(text) = text.filter(|text| *text != "*") else { return Ok(Self::Everything) };
        if !text.contains(['*', ':', '{', '}', '+', '?', '\\']) {
            return kind.encode(text).map(Self::Literal);
        }
        let chars = text.chars().collect();
        let mut reader = Reader {
            chars,
            at: 0,
            kind,
            literal: String::new(),
            escaped: false,
            names: Vec::new(),
            matcher: Matcher::default(),
        };
        reader.all()?;
        Ok(Self::Matcher(reader.matcher))
    }
}

impl Kind {
    fn encode(&self, text: &str) -> Result<String, PatternFault> {
        let fault = || PatternFault::Literal { part: self.part, text: text.to_owned() };
        if text.is_empty() { Ok(String::new()) } else { (self.encode)(text).ok_or_else(fault) }
    }
}

/// An address whose parts can be set, to see how they are written.
fn blank() -> Url {
    Url::parse("http://x/").expect("this address is well-formed")
}

/// Literals may be pieces of a host, such as `.example.org`.
fn host(text: &str) -> Option<String> {
    if text.is_ascii() {
        let refused = |c: char| c.is_ascii_control() || " #%/<>?@\\^|".contains(c);
        return (!text.contains(refused)).then(|| text.to_ascii_lowercase());
    }
    match url::Host::parse(text) {
        Ok(url::Host::Domain(domain)) => Some(domain),
        _ => None,
    }
}

struct Reader<'a> {
    chars: Vec<char>,
    at: usize,
    kind: &'a Kind,
    /// Characters that stand for themselves and were not yet made into steps.
    literal: String,
    /// Whether the last of them was escaped.
    escaped: bool,
    names: Vec<String>,
    matcher: Matcher,
}

impl Reader<'_> {
    fn all(&mut self) -> Result<(), PatternFault> {
        while let Some(c) = self.chars.get(self.at).copied() {
            let core = self.core()?;
            match c {
                _ if core != Core::Nothing => {
                    let prefix = self.kind.prefix.filter(|prefix| self.literal.ends_with(*prefix));
                    // An escaped slash belongs to no item.
                    match prefix.filter(|_| !self.escaped) {
                        Some(prefix) => {
                            self.literal.pop();
                            self.item(&prefix.to_string(), core, "")?;
                        }
                        None => self.item("", core, "")?,
                    }
                }
                '{' => {
                    self.at += 1;
                    let before = self.plain()?;
                    let core = self.core()?;
                    let after = self.plain()?;
                    if self.take() != Some('}') {
                        return Err(PatternFault::Braces);
                    }
                    self.item(&before, core, &after)?;
                }
                '}' => return Err(PatternFault::Braces),
                '+' | '?' => return Err(PatternFault::Stray(c)),
                _ => {
                    self.escaped = c == '\\';
                    let c = self.character()?;
                    self.literal.push(c);
                }
            }
        }
        self.flush()
    }

    fn take(&mut self) -> Option<char> {
        let c = self.chars.get(self.at).copied();
        self.at += usize::from(c.is_some());
        c
    }

    /// A character that stands for itself, escaped or not.
    fn character(&mut self) -> Result<char, PatternFault> {
        match self.take() {
            Some('\\') => self.take().ok_or(PatternFault::Stray('\\')),
            Some(c) => Ok(c),
            None => Err(PatternFault::Braces),
        }
    }

    /// Characters in braces, up to what does not stand for itself.
    fn plain(&mut self) -> Result<String, PatternFault> {
        let mut text = String::new();
        while let Some(c) = self.chars.get(self.at).copied() {
            match c {
                '{' | '}' | '*' => break,
                ':' if self.chars.get(self.at + 1).is_some_and(|c| is_name_start(*c)) => break,
                '+' | '?' => return Err(PatternFault::Stray(c)),
                _ => text.push(self.character()?),
            }
        }
        Ok(text)
    }

    /// `:name` or `*`, if there is one.
    fn core(&mut self) -> Result<Core, PatternFault> {
        match (self.chars.get(self.at), self.chars.get(self.at + 1)) {
            (Some('*'), _) => {
                self.at += 1;
                Ok(Core::Anything)
            }
            (Some(':'), Some(next)) if is_name_start(*next) => {
                let name: String = self.chars[self.at + 1..].iter().take_while(|c| is_name(**c)).collect();
                self.at += 1 + name.chars().count();
                if self.names.contains(&name) {
                    return Err(PatternFault::Name(name));
                }
                self.names.push(name);
                Ok(Core::Name)
            }
            _ => Ok(Core::Nothing),
        }
    }

    /// Makes steps of an item with its modifier.
    fn item(&mut self, before: &str, core: Core, after: &str) -> Result<(), PatternFault> {
        let modifier = self.chars.get(self.at).copied().filter(|c| matches!(c, '?' | '*' | '+'));
        self.at += usize::from(modifier.is_some());
        if core == Core::Nothing && modifier.is_none() {
            self.literal.push_str(before);
            return Ok(());
        }
        self.flush()?;
        let (before, after) = (self.kind.encode(before)?, self.kind.encode(after)?);
        let delimiter = self.kind.delimiter;
        let once = |matcher: &mut Matcher| {
            matcher.text(&before);
            match core {
                Core::Nothing => {}
                Core::Anything => matcher.anything(),
                Core::Name => {
                    matcher.repeated(|matcher| matcher.push(delimiter.map_or(Step::Any, Step::Except)));
                }
            }
            matcher.text(&after);
        };
        match modifier {
            None => once(&mut self.matcher),
            Some('?') => self.matcher.optional(once),
            Some('+') => self.matcher.repeated(once),
            Some(_) => self.matcher.optional(|matcher| matcher.repeated(once)),
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), PatternFault> {
        let text = self.kind.encode(&std::mem::take(&mut self.literal))?;
        self.matcher.text(&text);
        Ok(())
    }
}
