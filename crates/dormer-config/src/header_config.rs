//! [`HeaderConfig`]: extra headers of the app's own pages.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::csp::strings;
use crate::unexpected::wrong_shape;

/// Names that `app.security.headers` may hold, written exactly so.
pub const HEADER_NAMES: &[&str] = &[
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Headers",
    "Access-Control-Allow-Methods",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
    "Cross-Origin-Embedder-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Service-Worker-Allowed",
    "Tauri-Custom-Header",
    "Timing-Allow-Origin",
    "X-Content-Type-Options",
];

/// Extra headers of the app's own pages, by name. Names are among [`HEADER_NAMES`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct HeaderConfig(
    /// Header name to its value.
    pub BTreeMap<String, HeaderSource>,
);

/// Value of one header; `to_string` gives the text to send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum HeaderSource {
    /// The text itself.
    Inline(String),
    /// Parts joined by `, `.
    List(Vec<String>),
    /// Pairs, each written `key value`, joined by `; `.
    Map(BTreeMap<String, String>),
}

impl fmt::Display for HeaderSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inline(text) => f.write_str(text),
            Self::List(parts) => f.write_str(&parts.join(", ")),
            Self::Map(pairs) => {
                let pairs: Vec<_> = pairs.iter().map(|(key, value)| format!("{key} {value}")).collect();
                f.write_str(&pairs.join("; "))
            }
        }
    }
}

impl<'de> Deserialize<'de> for HeaderConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = BTreeMap::<String, Option<HeaderSource>>::deserialize(deserializer)?;
        if let Some(name) = map.keys().find(|name| !HEADER_NAMES.contains(&name.as_str())) {
            return Err(de::Error::unknown_field(name, HEADER_NAMES));
        }
        Ok(Self(map.into_iter().filter_map(|(name, source)| Some((name, source?))).collect()))
    }
}

impl<'de> Deserialize<'de> for HeaderSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const EXPECTED: &str = "a string, a list of strings or an object of strings";
        let value = Value::deserialize(deserializer)?;
        let source = match &value {
            Value::String(text) => Some(Self::Inline(text.clone())),
            Value::Array(items) => strings(items).map(Self::List),
            Value::Object(pairs) => {
                let pair = |(key, value): (&String, &Value)| Some((key.clone(), value.as_str()?.to_owned()));
                pairs.iter().map(pair).collect::<Option<_>>().map(Self::Map)
            }
            _ => None,
        };
        source.ok_or_else(|| wrong_shape(&value, EXPECTED))
    }
}

#[cfg(test)]
mod tests {
    use super::HeaderConfig;

    #[track_caller]
    fn check(json: &str, expected: Result<&[(&str, &str)], &str>) {
        let actual = serde_json::from_str::<HeaderConfig>(json);
        match (actual, expected) {
            (Ok(headers), Ok(pairs)) => {
                let actual: Vec<_> = headers.0.iter().map(|(k, v)| (k.as_str(), v.to_string())).collect();
                let actual: Vec<_> = actual.iter().map(|(k, v)| (*k, v.as_str())).collect();
                assert_eq!(actual, pairs);
            }
            (Err(error), Err(text)) => assert!(error.to_string().starts_with(text), "{error}"),
            (actual, expected) => panic!("{actual:?} is not {expected:?}"),
        }
    }

    #[test]
    fn values_become_one_text() {
        check(
            r#"{ "Timing-Allow-Origin": ["a", "b"], "Access-Control-Max-Age": "5", "Permissions-Policy": null,
                 "X-Content-Type-Options": { "b": "2", "a": "1" } }"#,
            Ok(&[
                ("Access-Control-Max-Age", "5"),
                ("Timing-Allow-Origin", "a, b"),
                ("X-Content-Type-Options", "a 1; b 2"),
            ]),
        );
    }

    #[test]
    fn other_names_and_values_are_refused() {
        check(r#"{ "Set-Cookie": "a=b" }"#, Err("unknown field `Set-Cookie`"));
        check(r#"{ "timing-allow-origin": "*" }"#, Err("unknown field `timing-allow-origin`"));
        check(r#"{ "Timing-Allow-Origin": 1 }"#, Err("invalid type: integer `1`"));
    }
}
