//! [`Site`]: scheme, host and port of an address, compared exactly.

use url::Url;

/// Scheme, host and port of an address. Custom schemes have them too, unlike in [`Url::origin`]. An address without a host,
/// such as one of a file, is a site of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Site {
    scheme: String,
    host: Option<String>,
    port: Option<u16>,
    whole: Option<String>,
}

impl From<&Url> for Site {
    fn from(url: &Url) -> Self {
        Self {
            scheme: url.scheme().to_owned(),
            host: url.host_str().map(str::to_owned),
            port: url.port_or_known_default(),
            whole: url.host_str().is_none_or(str::is_empty).then(|| url.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_are_others() {
        let same =
            |a: &str, b: &str| Site::from(&Url::parse(a).unwrap()) == Site::from(&Url::parse(b).unwrap());
        assert!(same("https://a.example/x", "https://A.example:443/y?z"));
        assert!(same("app://localhost/", "app://localhost/b"));
        assert!(same("file:///a", "file:///a") && !same("file:///a", "file:///b"));
        assert!(!same("data:,a", "data:,b"));
        for other in [
            "http://a.example/",
            "https://a.example:444/",
            "https://b.a.example/",
            "https://a.example.b/",
            "https://a.example@b/",
            "https://a.example./",
        ] {
            assert!(!same("https://a.example/", other), "{other}");
        }
    }
}
