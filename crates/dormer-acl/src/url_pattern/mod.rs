//! [`UrlPattern`]: which addresses outside of the app a capability names.
//!
//! Lives here: the constructor strings of the web's `URLPattern`, without regular expressions, and their test.
//! Not here: what counts as an address of the app itself.
//!
//! A pattern looks like an address. Literals, `*`, `:name` (up to the next `/`, in a host up to the next `.`)
//! and `{…}`, the last two also with `?`, `*` or `+` behind them. A port that is not written is the scheme's
//! own; query and fragment that are not written may be anything, and so may a path that is empty or `/`.

mod component;
mod split;

use std::borrow::Cow;

use url::Url;

use component::Component;
use split::split;

/// A pattern over addresses.
///
/// ```
/// use dormer_acl::UrlPattern;
///
/// let pattern = UrlPattern::new("https://*.example.org/docs/*")?;
/// assert!(pattern.matches(&"https://www.example.org/docs/1?page=2".parse()?));
/// assert!(!pattern.matches(&"https://example.org/docs/1".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct UrlPattern {
    text: Cow<'static, str>,
    scheme: Component,
    username: Component,
    password: Component,
    host: Component,
    port: Component,
    path: Component,
    query: Component,
    fragment: Component,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the URL pattern `{pattern}` {fault}")]
pub struct PatternError {
    /// The whole pattern.
    pub pattern: String,
    /// What is wrong with it.
    pub fault: PatternFault,
}

/// What can be wrong with a pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternFault {
    /// Nothing but a path, or just a host.
    #[error("has no scheme: write `https://` or `*://` before it")]
    Scheme,
    /// `(…)`, which only a regular expression engine could test.
    #[error("holds a regular expression, which is not supported: use `*`, `:name` or `{{…}}`")]
    RegularExpression,
    /// `{` or `}` without its partner, or one inside the other.
    #[error("has braces that do not pair")]
    Braces,
    /// `?`, `+` behind something that cannot repeat, or a `\` at the end.
    #[error("has a stray `{0}`: put `\\` before it if it is meant as itself")]
    Stray(char),
    /// Names are unique within a part.
    #[error("uses the name `:{0}` twice")]
    Name(String),
    /// A literal that no address has at this place.
    #[error("has `{text}` as part of the {part}, which no address can have")]
    Literal {
        /// The part of the address.
        part: &'static str,
        /// The literal.
        text: String,
    },
}

impl UrlPattern {
    /// Reads a pattern.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Result<Self, PatternError> {
        let text = text.into();
        match Self::read(&text) {
            Ok(pattern) => Ok(Self { text, ..pattern }),
            Err(fault) => Err(PatternError { pattern: text.into_owned(), fault }),
        }
    }

    fn read(text: &str) -> Result<Self, PatternFault> {
        let mut parts = split(text)?;
        for part in [&mut parts.query, &mut parts.fragment] {
            part.get_or_insert_default();
            part.take_if(|part| part.is_empty());
        }
        parts.path.take_if(|path| path.is_empty() || path == "/");
        let default_port = match parts.scheme.as_str() {
            "http" | "ws" => "80",
            "https" | "wss" => "443",
            "ftp" => "21",
            _ => "",
        };
        let port = parts.port.map(|port| if port == default_port { String::new() } else { port });
        Ok(Self {
            text: Cow::Borrowed(""),
            scheme: Component::scheme(&parts.scheme)?,
            username: Component::credential(parts.username.as_deref())?,
            password: Component::credential(parts.password.as_deref())?,
            host: Component::host(parts.host.as_deref())?,
            port: Component::port(port.as_deref())?,
            path: Component::path(parts.path.as_deref())?,
            query: Component::query(parts.query.as_deref())?,
            fragment: Component::fragment(parts.fragment.as_deref())?,
        })
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the pattern names this address.
    #[must_use]
    pub fn matches(&self, url: &Url) -> bool {
        self.scheme.test(url.scheme())
            && self.host.test(url.host_str().unwrap_or_default())
            && self.port.test(&url.port().map(|port| port.to_string()).unwrap_or_default())
            && self.path.test(url.path())
            && self.username.test(url.username())
            && self.password.test(url.password().unwrap_or_default())
            && self.query.test(url.query().unwrap_or_default())
            && self.fragment.test(url.fragment().unwrap_or_default())
    }

    /// Whether the pattern says nothing about the port, so that it names default ports only.
    #[must_use]
    pub fn is_default_port_only(&self) -> bool {
        self.port.test("") && !self.port.test("1")
    }
}

impl PartialEq for UrlPattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

#[cfg(test)]
mod tests {
    use super::UrlPattern;

    #[test]
    fn addresses_that_match_and_that_do_not() {
        let table: [(&str, &[&str], &[&str]); 26] = [
            (
                "http://*",
                &["http://example.org/path?q=1", "http://localhost/path", "http://u:p@h/#f"],
                &["https://example.org/", "http://localhost:8080/", "httpx://h/"],
            ),
            ("http://*:*", &["http://localhost:8080/", "http://h/"], &["https://h/"]),
            ("http://*.example.org", &["http://api.example.org/path"], &["http://example.org/path"]),
            (
                "http://localhost/*",
                &["http://localhost/path?q=1", "http://localhost/"],
                &["http://localhos/", "http://localhost:1420/", "http://localhost.x/"],
            ),
            (
                "*://localhost",
                &["http://localhost/", "https://localhost/a", "custom://localhost/path"],
                &["http://localhost:1420/"],
            ),
            ("http://example.*", &["http://example.studio/"], &["http://x.example.studio/"]),
            (
                "https://x.dev/api/*",
                &["https://x.dev/api/p", "https://x.dev/api/", "https://x.dev/api/../api/p"],
                &[
                    "https://x.dev/",
                    "https://x.dev/api",
                    "https://x.dev/api/../p",
                    "https://x.dev/api/%2e%2e/p",
                ],
            ),
            ("https://x.dev/", &["https://x.dev/anything#f"], &["https://y.dev/"]),
            ("https://x.dev/a", &["https://x.dev/a?q#f"], &["https://x.dev/a/", "https://x.dev/b"]),
            ("https://x.dev/a?b=*", &["https://x.dev/a?b=1"], &["https://x.dev/a", "https://x.dev/a?c=1"]),
            ("https://x.dev/a#b", &["https://x.dev/a#b"], &["https://x.dev/a", "https://x.dev/a#c"]),
            ("https://x.dev:443", &["https://x.dev/", "https://x.dev:443/"], &["https://x.dev:80/"]),
            (
                "http://localhost:1420",
                &["http://localhost:1420/a"],
                &["http://localhost/", "http://localhost:142/"],
            ),
            ("http{s}?://x.dev", &["http://x.dev/", "https://x.dev/"], &["ftp://x.dev/"]),
            ("https://{www.}?x.dev", &["https://x.dev/", "https://www.x.dev/"], &["https://w.x.dev/"]),
            ("https://:sub.x.dev", &["https://a.x.dev/"], &["https://a.b.x.dev/", "https://x.dev/"]),
            (
                "https://x.dev/:a/:b?",
                &["https://x.dev/1", "https://x.dev/1/2"],
                &["https://x.dev/", "https://x.dev/1/2/3"],
            ),
            ("https://x.dev/:a+", &["https://x.dev/1", "https://x.dev/1/2/3"], &["https://x.dev/"]),
            ("https://x.dev/a{/:b}*", &["https://x.dev/a", "https://x.dev/a/1/2"], &["https://x.dev/ab"]),
            ("https://x.dev/a\\*", &["https://x.dev/a*"], &["https://x.dev/ab"]),
            ("HTTPS://X.Dev/A", &["https://x.dev/A"], &["https://x.dev/a"]),
            ("https://bücher.example", &["https://xn--bcher-kva.example/"], &["https://bucher.example/"]),
            ("http://[::1]:8080/*", &["http://[::1]:8080/x"], &["http://[::2]:8080/x", "http://[::1]/"]),
            ("https://x.dev/a b/ü", &["https://x.dev/a%20b/%C3%BC"], &["https://x.dev/a/b"]),
            ("https://u@x.dev", &["https://u@x.dev/"], &["https://x.dev/", "https://v@x.dev/"]),
            ("custom://*", &["custom://host/path"], &["http://host/", "customer://h/"]),
        ];
        for (text, matching, other) in table {
            let pattern = UrlPattern::new(text).unwrap();
            for url in matching {
                assert!(pattern.matches(&url.parse().unwrap()), "{text} should match {url}");
            }
            for url in other {
                assert!(!pattern.matches(&url.parse().unwrap()), "{text} should not match {url}");
            }
        }
    }

    #[test]
    fn look_alikes_do_not_match() {
        let table = [
            ("https://*.x.dev", "https://x.dev.evil.example/"),
            ("https://*.x.dev", "https://evilx.dev/"),
            ("https://x.dev", "https://x.dev@evil.example/"),
            ("https://x.dev/*", "https://evil.example/https://x.dev/"),
            ("https://*.x.dev/*", "https://evil.example/a.x.dev/"),
            ("https://*.x.dev/*", "https://evil.example/?a.x.dev/"),
            ("https://*.x.dev/*", "https://evil.example#.x.dev/"),
            ("https://x.dev", "https://x.dev./"),
            ("https://x.dev", "https://x.devil/"),
        ];
        for (text, url) in table {
            assert!(!UrlPattern::new(text).unwrap().matches(&url.parse().unwrap()), "{text} {url}");
        }
    }

    #[test]
    fn malformed_patterns_say_why() {
        let table = [
            ("", "has no scheme"),
            ("*", "has no scheme"),
            ("/path", "has no scheme"),
            ("example.org", "has no scheme"),
            ("https://(a|b).x.dev", "regular expression"),
            ("https://x.dev/:id(\\d+)", "regular expression"),
            ("https://{x.dev", "do not pair"),
            ("https://x}.dev", "do not pair"),
            ("https://{a{b}}.dev", "do not pair"),
            ("https://x.dev/a+", "a stray `+`"),
            ("https://x.dev/a\\", "a stray `\\`"),
            ("https://:a.:a.dev", "the name `:a` twice"),
            ("https://x.dev:8o", "`8o` as part of the port"),
            ("ht tp://x.dev", "`ht tp` as part of the scheme"),
            ("https://x y.dev", "`x y.dev` as part of the host"),
        ];
        for (text, expected) in table {
            let error = UrlPattern::new(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }

    #[test]
    fn the_port_can_be_asked_about() {
        for (text, expected) in [("http://*", true), ("http://*:*", false), ("http://h:1", false)] {
            assert_eq!(UrlPattern::new(text).unwrap().is_default_port_only(), expected, "{text}");
        }
    }
}
