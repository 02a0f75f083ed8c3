//! Doubts about the origins that a capability names.

use crate::files::{CapabilitySource, Finding};

pub(super) fn check(source: &CapabilitySource, found: &mut Vec<Finding>) {
    let Some(remote) = &source.capability.remote else { return };
    for (index, url) in remote.urls.iter().enumerate() {
        if let Some(message) = doubt(url) {
            let at = source.place.at(&["remote".into(), "urls".into(), index.into()]);
            found.push(Finding::new(at, message));
        }
    }
}

/// What is doubtful about a pattern. An `https` pattern that names a host has a port rarely; it may lack one.
fn doubt(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let host_port = authority.rsplit_once('@').map_or(authority, |(_, rest)| rest);
    let port_at = host_port.rfind(':').filter(|at| {
        let port = &host_port[at + 1..];
        port.starts_with(|c: char| c.is_ascii_digit() || "*{(".contains(c)) && !port.contains(']')
    });
    let host = &host_port[..port_at.unwrap_or(host_port.len())];
    if matches!(host, "*" | "**") && matches!(scheme, "*" | "http" | "https" | "http{s}?") {
        return Some(format!("`{url}` covers pages of any server: name the hosts"));
    }
    let is_loopback = matches!(host, "localhost" | "127.0.0.1" | "[::1]") || host.ends_with(".localhost");
    if port_at.is_none() && (is_loopback || scheme == "http") {
        return Some(format!(
            "`{url}` has no port, so it covers the usual one only: `{scheme}://{host}:*` covers any"
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::doubt;

    #[test]
    fn patterns() {
        let table = [
            ("https://example.com", None),
            ("https://*.example.com/a/*", None),
            ("https://:sub.example.com", None),
            ("http://localhost:1420/*", None),
            ("http://[::1]:*", None),
            ("custom://*", None),
            ("no pattern", None),
            ("http://localhost/*", Some("`http://localhost:*` covers any")),
            ("https://localhost", Some("`https://localhost:*` covers any")),
            ("http://[::1]/", Some("`http://[::1]:*` covers any")),
            ("http://*.example.com", Some("`http://*.example.com:*` covers any")),
            ("http://*", Some("pages of any server")),
            ("https://*:*", Some("pages of any server")),
            ("*://*/a?b", Some("pages of any server")),
        ];
        for (url, expected) in table {
            let actual = doubt(url);
            assert_eq!(actual.is_some(), expected.is_some(), "{url}: {actual:?}");
            assert!(actual.unwrap_or_default().contains(expected.unwrap_or_default()), "{url}");
        }
    }
}
