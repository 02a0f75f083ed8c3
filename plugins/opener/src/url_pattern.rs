//! Patterns of addresses, matched part by part. Not here: which program may open what (`entry`).

use std::fmt;

use url::Url;

/// A pattern of addresses.
///
/// It is cut into scheme, host, port, path and query at the same places as an address, and each part is matched with the
/// part of the parsed address: `*` stands for any number of characters of that part, so `https://*.github.com/*` covers
/// no address of another host, whatever its path says. The rules, from left to right:
///
/// - `*` alone covers every address.
/// - The scheme may have `*`. Without `//` behind it (`mailto:*`) all the rest is one part, up to a `?`.
/// - The host may have `*`, which crosses dots. A star that follows a whole name, as in `https://github.com*`, belongs to
///   what comes after the host, not to the host.
/// - Without a port the scheme's own port is meant, and any port where the host is only a star. A port may be `*`.
/// - An address with a user name is covered only where the host is only a star.
/// - In the path `*` crosses `/`. A pattern without a path covers the root; after a host that ends with a star, any path.
/// - Without `?` a pattern covers addresses with query or fragment only if it ends with a star.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlPattern {
    text: String,
    scheme: String,
    rest: Rest,
    query: Query,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Rest {
    /// `*` alone.
    Everything,
    /// What follows the scheme, where no host does.
    Opaque(String),
    /// `//host:port/path`.
    Host { host: String, port: Port, path: String },
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Port {
    Default,
    Any,
    Fixed(u16),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Query {
    Any,
    None,
    Pattern(String),
}

/// Why a text is no pattern of addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the url pattern `{pattern}` {reason}")]
pub struct UrlPatternError {
    pattern: String,
    reason: &'static str,
}

impl UrlPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// It has no scheme, a user name, or a port that is no number.
    pub fn new(text: &str) -> Result<Self, UrlPatternError> {
        let wrong = |reason| UrlPatternError { pattern: text.into(), reason };
        let make = |scheme: &str, rest, query| Self {
            text: text.into(),
            scheme: scheme.to_ascii_lowercase(),
            rest,
            query,
        };
        if text == "*" {
            return Ok(make("*", Rest::Everything, Query::Any));
        }
        let (scheme, rest) =
            text.split_once(':').ok_or_else(|| wrong("has no scheme; begin with `https://` or the like"))?;
        let Some(rest) = rest.strip_prefix("//") else {
            let (opaque, query) = split_query(rest);
            return Ok(make(scheme, Rest::Opaque(opaque.into()), query));
        };
        let (authority, path) = match rest.find(['/', '?', '#']) {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        if authority.contains('@') {
            return Err(wrong("has a user name before the host, which no pattern covers"));
        }
        let (host, port) = port(authority).ok_or_else(|| wrong("has a port that is no number"))?;
        // `https://github.com*` means that host and whatever comes after it.
        let open = host.ends_with('*') && path.is_empty();
        let trailing =
            host.strip_suffix('*').filter(|name| open && !name.is_empty() && !name.ends_with(['.', '*']));
        let host = trailing.unwrap_or(host);
        let port = match port {
            Some(port) => port,
            None if host == "*" || trailing.is_some() => Port::Any,
            None => Port::Default,
        };
        let (path, query) = split_query(path);
        let (path, query) = if open { ("/*", Query::Any) } else { (path, query) };
        let path = if path.is_empty() { "/" } else { path };
        Ok(make(scheme, Rest::Host { host: host.to_ascii_lowercase(), port, path: path.into() }, query))
    }

    /// Whether an address is covered.
    #[must_use]
    pub fn matches(&self, url: &Url) -> bool {
        if !glob(&self.scheme, url.scheme()) {
            return false;
        }
        let rest = match &self.rest {
            Rest::Everything => return true,
            Rest::Opaque(pattern) => !url.has_host() && glob(pattern, url.path()),
            Rest::Host { host, port, path } => {
                let user = !url.username().is_empty() || url.password().is_some();
                let port_fits = match port {
                    Port::Any => true,
                    Port::Default => url.port().is_none(),
                    Port::Fixed(number) => url.port_or_known_default() == Some(*number),
                };
                let same_host = glob(host, url.host_str().unwrap_or_default());
                url.as_str()[url.scheme().len()..].starts_with("://")
                    && same_host
                    && port_fits
                    && (!user || host == "*")
                    && glob(path, url.path())
            }
        };
        rest && match &self.query {
            Query::Any => true,
            Query::None => url.query().is_none() && url.fragment().is_none(),
            Query::Pattern(pattern) => {
                let fragment = url.fragment().map(|fragment| format!("#{fragment}")).unwrap_or_default();
                url.query().is_some_and(|query| glob(pattern, &format!("{query}{fragment}")))
            }
        }
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for UrlPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn split_query(text: &str) -> (&str, Query) {
    match text.split_once('?') {
        Some((path, query)) => (path, Query::Pattern(query.into())),
        None if text.ends_with('*') => (text, Query::Any),
        None => (text, Query::None),
    }
}

/// Host and port; a colon within the brackets of an address of IP version 6 divides nothing.
fn port(authority: &str) -> Option<(&str, Option<Port>)> {
    let Some((host, port)) = authority.rsplit_once(':').filter(|(_, port)| !port.contains(']')) else {
        return Some((authority, None));
    };
    let port = if port == "*" { Port::Any } else { Port::Fixed(port.parse().ok()?) };
    Some((host, Some(port)))
}

/// `*` stands for any characters, everything else for itself.
fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_matched_with_parts() {
        for (pattern, url, expected) in [
            ("*", "ftp://x/y", true),
            ("https://*", "https://a.b/c?d#e", true),
            ("https://*", "https://u:p@localhost:3000/", true),
            ("https://*", "http://a.b/", false),
            ("http*://*", "https://a.b/", true),
            ("HTTPS://A.B/*", "https://a.b/c", true),
            ("https://*.github.com/*", "https://api.github.com/x", true),
            ("https://*.github.com/*", "https://a.b.github.com/x", true),
            ("https://*.github.com/*", "https://github.com/x", false),
            ("https://*.github.com/*", "https://evil.example/x.github.com/", false),
            ("https://*.github.com/*", "https://evil.example/?x.github.com/", false),
            ("https://*.github.com/*", "https://evil.example#.github.com/", false),
            ("https://*.github.com/*", "https://x.github.com:444/", false),
            ("https://*.github.com/*", "https://x.github.com@evil.example/", false),
            ("https://*.github.com/*", "https://evil@x.github.com/", false),
            ("https://*.github.com/*", r"https://evil.example\.github.com/", false),
            ("https://github.com*", "https://github.com/a", true),
            ("https://github.com*", "https://github.com", true),
            ("https://github.com*", "https://github.com:8443/a", true),
            ("https://github.com*", "https://github.com.evil.example/", false),
            ("https://github.*", "https://github.io/a", true),
            ("https://github.com", "https://github.com/", true),
            ("https://github.com", "https://github.com/a", false),
            ("https://github.com/", "https://github.com/?q", false),
            ("https://github.com/a", "https://github.com/a", true),
            ("https://github.com/a", "https://github.com/a?b", false),
            ("https://github.com/a*", "https://github.com/a/b/c?d#e", true),
            ("https://github.com/a/*", "https://github.com/a/../b", false),
            ("https://github.com/a/*", "https://github.com/a/%2e%2e/b", false),
            ("https://x.dev/find?q=*", "https://x.dev/find?q=1&r=2", true),
            ("https://x.dev/find?q=*", "https://x.dev/find?r=1", false),
            ("https://x.dev/*/public", "https://x.dev/a/public", true),
            ("https://x.dev/*/public", "https://x.dev/a?/public", false),
            ("http://localhost/*", "http://localhost:3000/", false),
            ("http://localhost:3000/*", "http://localhost:3000/a", true),
            ("http://localhost:*/*", "http://localhost:3000/a", true),
            ("http://localhost:80/*", "http://localhost/a", true),
            ("http://[::1]:3000/*", "http://[::1]:3000/a", true),
            ("http://[::1]/*", "http://[::1]/a", true),
            ("mailto:*", "mailto:a@b.example?subject=x", true),
            ("mailto:*@b.example", "mailto:a@b.example", true),
            ("mailto:*@b.example", "mailto:a@evil.example?cc=@b.example", false),
            ("tel:*", "tel:+491234", true),
            ("tel:*", "mailto:x", false),
            ("file:///a/*", "file:///a/b", true),
            ("file:///a/*", "file:///b", false),
            ("https:*", "https://a.b/", false),
        ] {
            let pattern = UrlPattern::new(pattern).unwrap();
            assert_eq!(pattern.matches(&Url::parse(url).unwrap()), expected, "{pattern} on {url}");
        }
    }

    #[test]
    fn bad_patterns_say_why() {
        for (bad, reason) in
            [("example.com", "has no scheme"), ("https://u@a.b/", "user name"), ("http://a:b/", "no number")]
        {
            let error = UrlPattern::new(bad).unwrap_err().to_string();
            assert!(error.contains(bad) && error.contains(reason), "{error}");
        }
    }
}
