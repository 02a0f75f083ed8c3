//! [`split`]: cuts a constructor string into the parts of an address.
//!
//! Not here: what the parts mean (`component`). The steps are those of the web's standard, so that a pattern is
//! cut at the same places everywhere.

use super::PatternFault;
use super::component::Component;

/// The parts, as patterns; what is not written is `None` and matches anything.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) scheme: String,
    pub(super) username: Option<String>,
    pub(super) password: Option<String>,
    pub(super) host: Option<String>,
    pub(super) port: Option<String>,
    pub(super) path: Option<String>,
    pub(super) query: Option<String>,
    pub(super) fragment: Option<String>,
}

/// A character, and whether it can separate parts: not escaped, not in a name, not in braces.
type Item = (usize, char, bool);

pub(super) fn split(text: &str) -> Result<Parts, PatternFault> {
    let items = items(text)?;
    let colon = items.iter().position(|(_, c, free)| *c == ':' && *free).ok_or(PatternFault::Scheme)?;
    let scheme = text[..items[colon].0].to_owned();
    let mut parts = Parts { scheme: scheme.to_ascii_lowercase(), ..Parts::default() };
    let mut rest = &items[colon + 1..];
    let has_slashes = matches!(rest, [(_, '/', true), (_, '/', true), ..]);
    let start = |rest: &[Item]| rest.first().map_or(text.len(), |item| item.0);
    if has_slashes {
        rest = &rest[2..];
    }
    let scheme = Component::scheme(&parts.scheme)?;
    if has_slashes || ["http", "https", "ws", "wss", "ftp", "file"].iter().any(|known| scheme.test(known)) {
        let end = find(rest, &['/', '?', '#']).unwrap_or(rest.len());
        let authority = &rest[..end];
        rest = &rest[end..];
        authority_of(text, authority, start(rest), &mut parts);
    } else {
        (parts.host, parts.port) = (Some(String::new()), Some(String::new()));
    }
    let end = find(rest, &['?', '#']).unwrap_or(rest.len());
    parts.path = Some(text[start(rest)..start(&rest[end..])].to_owned());
    rest = &rest[end..];
    if let [(at, '?', _), tail @ ..] = rest {
        let end = find(tail, &['#']).unwrap_or(tail.len());
        parts.query = Some(text[at + 1..start(&tail[end..])].to_owned());
        rest = &tail[end..];
    }
    if let [(at, _, _), ..] = rest {
        parts.fragment = Some(text[at + 1..].to_owned());
    }
    Ok(parts)
}

/// Credentials, host and port.
fn authority_of(text: &str, items: &[Item], end: usize, parts: &mut Parts) {
    let place = |at: usize| items.get(at).map_or(end, |item| item.0);
    let mut host = 0;
    if let Some(at) = find(items, &['@']) {
        let colon = find(&items[..at], &[':']);
        parts.username = Some(text[place(0)..place(colon.unwrap_or(at))].to_owned());
        parts.password = colon.map(|colon| text[place(colon) + 1..place(at)].to_owned());
        host = at + 1;
    }
    let mut brackets = 0_usize;
    let port = items[host..].iter().position(|(_, c, free)| {
        match c {
            '[' if *free => brackets += 1,
            ']' if *free => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        *c == ':' && *free && brackets == 0
    });
    let host_end = port.map_or(end, |port| place(host + port));
    parts.host = Some(text[place(host)..host_end].to_owned());
    parts.port = Some(port.map_or("", |_| &text[host_end + 1..end]).to_owned());
}

fn find(items: &[Item], wanted: &[char]) -> Option<usize> {
    items.iter().position(|(_, c, free)| *free && wanted.contains(c))
}

pub(super) fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '_' | '$')
}

pub(super) fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// Walks over escapes, names and braces.
fn items(text: &str) -> Result<Vec<Item>, PatternFault> {
    let mut items: Vec<Item> = Vec::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    let mut in_braces = false;
    // Whether `?` would be a modifier of what stands before it.
    let mut repeatable = false;
    while let Some((at, c)) = chars.next() {
        let mut free = !in_braces;
        let mut closes = false;
        match c {
            '\\' => {
                let escaped = chars.next().ok_or(PatternFault::Stray('\\'))?;
                items.push((at, '\\', false));
                items.push((escaped.0, escaped.1, false));
                repeatable = false;
                continue;
            }
            '(' => return Err(PatternFault::RegularExpression),
            '{' if in_braces => return Err(PatternFault::Braces),
            '{' => (in_braces, free) = (true, false),
            '}' if !in_braces => return Err(PatternFault::Braces),
            '}' => (in_braces, free, closes) = (false, false, true),
            ':' if chars.peek().is_some_and(|(_, next)| is_name_start(*next)) => {
                items.push((at, ':', false));
                while let Some((at, c)) = chars.next_if(|(_, next)| is_name(*next)) {
                    items.push((at, c, false));
                }
                repeatable = true;
                continue;
            }
            '*' => closes = true,
            '?' if repeatable => free = false,
            _ => {}
        }
        items.push((at, c, free));
        repeatable = closes;
    }
    if in_braces { Err(PatternFault::Braces) } else { Ok(items) }
}

#[cfg(test)]
mod tests {
    use super::{Parts, split};

    fn parts(scheme: &str, rest: [Option<&str>; 7]) -> Parts {
        let [username, password, host, port, path, query, fragment] =
            rest.map(|part| part.map(str::to_owned));
        Parts { scheme: scheme.to_owned(), username, password, host, port, path, query, fragment }
    }

    #[test]
    fn strings_are_cut() {
        let none = None;
        let table = [
            ("http://*", parts("http", [none, none, Some("*"), Some(""), Some(""), none, none])),
            ("*://h/p", parts("*", [none, none, Some("h"), Some(""), Some("/p"), none, none])),
            (
                "https://h:8/p?q#f",
                parts("https", [none, none, Some("h"), Some("8"), Some("/p"), Some("q"), Some("f")]),
            ),
            ("https://u:p@h", parts("https", [Some("u:p"), none, Some("h"), Some(""), Some(""), none, none])),
            (
                "https://u\\:p@h",
                parts("https", [Some("u\\:p"), none, Some("h"), Some(""), Some(""), none, none]),
            ),
            (
                "https://u:{p}@h",
                parts("https", [Some("u"), Some("{p}"), Some("h"), Some(""), Some(""), none, none]),
            ),
            ("https://u@h", parts("https", [Some("u"), none, Some("h"), Some(""), Some(""), none, none])),
            (
                "https://[\\:\\:1]:*/",
                parts("https", [none, none, Some("[\\:\\:1]"), Some("*"), Some("/"), none, none]),
            ),
            ("x://h/a/*?q", parts("x", [none, none, Some("h"), Some(""), Some("/a/*?q"), none, none])),
            ("x://h/a/*\\?q", parts("x", [none, none, Some("h"), Some(""), Some("/a/*\\?q"), none, none])),
            ("x://h/a/*??q", parts("x", [none, none, Some("h"), Some(""), Some("/a/*?"), Some("q"), none])),
            ("x://{a/b}?/c", parts("x", [none, none, Some("{a/b}?"), Some(""), Some("/c"), none, none])),
            ("x://:h/c#a?b", parts("x", [none, none, Some(":h"), Some(""), Some("/c"), none, Some("a?b")])),
            ("x:*", parts("x", [none, none, Some(""), Some(""), Some("*"), none, none])),
        ];
        for (text, expected) in table {
            assert_eq!(split(text).unwrap(), expected, "{text}");
        }
    }
}
