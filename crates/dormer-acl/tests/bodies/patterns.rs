//! Globs over labels and patterns over addresses, beside plain references.

use dormer_acl::{LabelGlob, UrlPattern};
use url::Url;

/// Picks from a list by the next byte.
struct Picker<'a>(&'a [u8]);

impl Picker<'_> {
    fn byte(&mut self) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first)
    }

    fn pick<'b>(&mut self, list: &[&'b str]) -> &'b str {
        list[self.byte() % list.len()]
    }

    /// Up to `most` pieces.
    fn text(&mut self, list: &[&str], most: usize) -> String {
        let count = self.byte() % (most + 1);
        (0..count).map(|_| self.pick(list)).collect()
    }
}

/// A glob and labels made of the same few characters; the reference is the crate `glob`.
pub(crate) fn globs(input: &[u8]) {
    let mut picker = Picker(input);
    let glob = picker
        .text(&["a", "b", "/", "*", "?", "**", "[ab]", "[!a]", "[a-c]", "[", "]", "-", "!", "é", "."], 9);
    let reference = glob::Pattern::new(&glob);
    let ours = LabelGlob::new(glob.clone());
    assert_eq!(ours.is_ok(), reference.is_ok(), "whether `{glob}` is a glob");
    let (Ok(ours), Ok(reference)) = (ours, reference) else { return };
    for _ in 0..4 {
        let label = picker.text(&["a", "b", "c", "/", "-", "*", "]", "é", "."], 7);
        assert_eq!(ours.matches(&label), reference.matches(&label), "`{glob}` and `{label}`");
    }
}

/// A pattern of literals and stars and addresses made of the same pieces; then the bytes as they are.
pub(crate) fn urls(input: &[u8]) {
    let mut picker = Picker(input);
    let pattern = Pattern {
        scheme: picker.pick(&["http", "https", "app", "*", "a*"]),
        host: single(picker.text(&["a", "b", ".", "*", "example", "localhost"], 4)),
        port: picker.pick(&["", "", ":*", ":80", ":443", ":8*"]),
        path: picker.pick(&["", "/"]),
        rest: single(picker.text(&["a", "b", "/", "*", "c"], 5)),
        query: picker.pick(&["", "", "?q", "?q=*"]),
    };
    if let Some((text, parts)) = pattern.write() {
        match UrlPattern::new(text.clone()) {
            Ok(ours) => {
                for _ in 0..4 {
                    check_url(&ours, &parts, &mut picker);
                }
            }
            Err(error) => panic!("`{text}` consists of plain pieces: {error}"),
        }
    }
    let text = String::from_utf8_lossy(input);
    let (pattern, url) = text.split_once(' ').unwrap_or((&text, "https://a.example/b?c#d"));
    if let (Ok(pattern), Ok(url)) = (UrlPattern::new(pattern.to_owned()), Url::parse(url)) {
        let found = pattern.matches(&url);
        let again = UrlPattern::new(pattern.as_str().to_owned()).expect("it was read before");
        assert_eq!(again.matches(&url), found);
    }
}

struct Pattern<'a> {
    scheme: &'a str,
    host: String,
    port: &'a str,
    path: &'a str,
    rest: String,
    query: &'a str,
}

/// What each part of an address must be like; `None` is anything.
struct Parts {
    scheme: String,
    host: String,
    port: String,
    path: Option<String>,
    query: Option<String>,
}

impl Pattern<'_> {
    fn write(&self) -> Option<(String, Parts)> {
        let is_host = !self.host.is_empty() && !self.host.starts_with('.') && !self.host.contains("..");
        // A question mark behind a star belongs to the star.
        let path = if self.path.is_empty() { String::new() } else { format!("{}{}", self.path, self.rest) };
        let before_query = format!("{}{}{path}", self.host, self.port);
        if !is_host || (!self.query.is_empty() && before_query.ends_with('*')) {
            return None;
        }
        let default = match self.scheme {
            "http" => ":80",
            "https" => ":443",
            _ => "",
        };
        let port = if self.port == default { "" } else { self.port.trim_start_matches(':') };
        let parts = Parts {
            scheme: self.scheme.to_owned(),
            host: self.host.clone(),
            port: port.to_owned(),
            path: Some(path.clone()).filter(|path| !matches!(path.as_str(), "" | "/")),
            query: Some(self.query.trim_start_matches('?').to_owned()).filter(|query| !query.is_empty()),
        };
        Some((format!("{}://{}{}{path}{}", self.scheme, self.host, self.port, self.query), parts))
    }
}

/// Several stars in a row mean something else.
fn single(mut text: String) -> String {
    while text.contains("**") {
        text = text.replace("**", "*");
    }
    text
}

fn check_url(ours: &UrlPattern, parts: &Parts, picker: &mut Picker<'_>) {
    // Half of the addresses are the pattern with its stars filled in: most of them match.
    let is_near = picker.byte().is_multiple_of(2);
    let scheme = picker.pick(&["http", "https", "app", "abc"]);
    let star = picker.text(&["a", "b", ".", "example", "localhost"], 4);
    let port = picker.pick(&["", "", ":80", ":443", ":8080"]);
    let path = picker.text(&["a", "b", "/", "c"], 6);
    let query = picker.pick(&["", "?q", "?q=1"]);
    let scheme = if is_near && !parts.scheme.contains('*') { &parts.scheme } else { scheme };
    let host = if is_near { parts.host.replace('*', "b.a") } else { star };
    let near_path = parts.path.as_ref().filter(|_| is_near).map(|near| near[1..].replace('*', &path));
    let path = near_path.unwrap_or(path);
    let Ok(url) = Url::parse(&format!("{scheme}://{host}{port}/{path}{query}#f")) else { return };
    let port = url.port().map(|port| port.to_string()).unwrap_or_default();
    let expected = matches(&parts.scheme, url.scheme())
        && matches(&parts.host, url.host_str().unwrap_or_default())
        && matches(&parts.port, &port)
        && parts.path.as_ref().is_none_or(|path| matches(path, url.path()))
        && parts.query.as_ref().is_none_or(|query| matches(query, url.query().unwrap_or_default()));
    assert_eq!(ours.matches(&url), expected, "`{}` and `{url}`", ours.as_str());
}

/// Stars and literals, tried in every way.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            (0..=text.len()).filter(|at| text.is_char_boundary(*at)).any(|at| matches(rest, &text[at..]))
        }),
    }
}
