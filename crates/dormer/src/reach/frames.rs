//! Whether the policy of the app's pages lets a frame in them show an address.
//!
//! The engine holds pages to their policy. This is asked because the engine does not tell frames from pages when it asks
//! the program: what no frame may show needs no request at all.

use dormer_config::Csp;
use url::Url;

/// Whether the policy, if there is one, admits a frame with this address. `own` is an address of the app's own.
pub(super) fn admits(policy: Option<&Csp>, own: Option<&Url>, url: &Url) -> bool {
    let Some(policy) = policy.map(Csp::to_string) else { return true };
    let directive = |wanted: &str| {
        policy.split(';').find_map(|directive| {
            let mut words = directive.split_ascii_whitespace();
            words.next()?.eq_ignore_ascii_case(wanted).then_some(words)
        })
    };
    match ["frame-src", "child-src", "default-src"].into_iter().find_map(directive) {
        Some(mut sources) => sources.any(|source| matches(source, own, url)),
        None => true,
    }
}

/// One source against an address; the path of a source is left to the engine.
fn matches(source: &str, own: Option<&Url>, url: &Url) -> bool {
    let http = matches!(url.scheme(), "http" | "https");
    if source == "*" {
        return http;
    }
    if source.eq_ignore_ascii_case("'self'") {
        return own.is_some_and(|own| super::Site::from(own) == super::Site::from(url));
    }
    // A source for `http` is one for `https`, too.
    let scheme_fits = |scheme: &str| {
        scheme.eq_ignore_ascii_case(url.scheme())
            || scheme.eq_ignore_ascii_case("http") && url.scheme() == "https"
    };
    let rest = match source.split_once("://") {
        Some((scheme, rest)) if scheme_fits(scheme) => rest,
        Some(_) => return false,
        None => match source.strip_suffix(':') {
            Some(scheme) => return scheme_fits(scheme),
            None if http => source,
            None => return false,
        },
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if port == "*" || port.bytes().all(|byte| byte.is_ascii_digit()) => {
            (host, Some(port))
        }
        _ => (authority, None),
    };
    let port_fits = match port {
        Some("*") => true,
        Some(port) => url.port_or_known_default().is_some_and(|actual| port == actual.to_string()),
        None => url.port().is_none(),
    };
    let actual = url.host_str().unwrap_or_default();
    let host_fits = match host.strip_prefix('*') {
        Some("") => true,
        Some(end) => {
            end.starts_with('.')
                && actual.len() > end.len()
                && actual.get(actual.len() - end.len()..).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
        }
        None => host.eq_ignore_ascii_case(actual),
    };
    port_fits && host_fits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_of_frames() {
        let own = Url::parse("dormer://localhost/").unwrap();
        let check = |policy: &str, url: &str, expected: bool| {
            let url = Url::parse(url).unwrap();
            let policy = Csp::Policy(policy.to_owned());
            assert_eq!(admits(Some(&policy), Some(&own), &url), expected, "{policy} {url}");
        };
        check("img-src 'none'", "https://a.b/", true);
        check("default-src 'self'", "https://a.b/", false);
        check("default-src 'self'", "dormer://localhost/x", true);
        check("default-src 'self'", "dormer://other/x", false);
        check("default-src 'none'; frame-src https://a.b", "https://a.b/x", true);
        check("frame-src https://a.b", "https://a.b:444/x", false);
        check("frame-src https://a.b:*", "https://a.b:444/x", true);
        check("frame-src https://a.b:444", "https://a.b:444/x", true);
        check("frame-src a.b", "https://a.b/x", true);
        check("frame-src http://a.b", "https://a.b/x", true);
        check("frame-src https://a.b", "http://a.b/x", false);
        check("frame-src https://*.b", "https://a.b/x", true);
        check("frame-src https://*.b", "https://b/x", false);
        check("frame-src https://*.b", "https://a.bb/x", false);
        check("frame-src https://*.b/path", "https://a.b/x", true);
        check("frame-src https:", "https://a.b/x", true);
        check("frame-src *", "https://a.b/x", true);
        check("frame-src *", "smb://a.b/x", false);
        check("child-src 'none'; frame-src *", "https://a.b/x", true);
        check("child-src 'none'", "https://a.b/x", false);
        check("frame-src https://[::1]:8080", "https://[::1]:8080/", true);
        assert!(admits(None, None, &Url::parse("https://a.b/").unwrap()));
    }
}
