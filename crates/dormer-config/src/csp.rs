//! [`Csp`]: content security policies as a file gives them.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::Deserializer;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::unexpected::wrong_shape;

/// A content security policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Csp {
    /// The policy as one text.
    Policy(String),
    /// Directive name (such as `script-src`) to its sources.
    DirectiveMap(BTreeMap<String, CspDirectiveSources>),
}

/// Sources of one directive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum CspDirectiveSources {
    /// Sources in one text, separated by spaces.
    Inline(String),
    /// Sources one by one.
    List(Vec<String>),
}

/// Which directives keep exactly the sources that the file gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum DisabledCspModificationKind {
    /// All of them (`true`) or none.
    Flag(bool),
    /// The named ones.
    List(Vec<String>),
}

impl Default for DisabledCspModificationKind {
    fn default() -> Self {
        Self::Flag(false)
    }
}

/// The text of the policy, as a header carries it.
impl fmt::Display for Csp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Policy(text) => f.write_str(text),
            Self::DirectiveMap(map) => {
                for (index, (name, sources)) in map.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "; " };
                    write!(f, "{separator}{name} {sources}")?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for CspDirectiveSources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inline(text) => f.write_str(text),
            Self::List(sources) => f.write_str(&sources.join(" ")),
        }
    }
}

/// The strings of a list, or `None` if one item is no string.
pub(crate) fn strings(items: &[Value]) -> Option<Vec<String>> {
    items.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

impl<'de> Deserialize<'de> for Csp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Self::Policy(text)),
            Value::Object(object) => {
                let entry = |(name, value)| Ok((name, CspDirectiveSources::deserialize(value)?));
                let map = object.into_iter().map(entry).collect::<Result<_, serde_json::Error>>();
                map.map(Self::DirectiveMap).map_err(serde::de::Error::custom)
            }
            other => Err(wrong_shape(&other, "a policy or an object of directives")),
        }
    }
}

impl<'de> Deserialize<'de> for CspDirectiveSources {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const EXPECTED: &str = "a string or a list of strings";
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Self::Inline(text)),
            Value::Array(items) => {
                strings(&items).map(Self::List).ok_or_else(|| wrong_shape(&Value::Array(items), EXPECTED))
            }
            other => Err(wrong_shape(&other, EXPECTED)),
        }
    }
}

impl<'de> Deserialize<'de> for DisabledCspModificationKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const EXPECTED: &str = "`true`, `false` or a list of directives";
        match Value::deserialize(deserializer)? {
            Value::Bool(flag) => Ok(Self::Flag(flag)),
            Value::Array(items) => {
                strings(&items).map(Self::List).ok_or_else(|| wrong_shape(&Value::Array(items), EXPECTED))
            }
            other => Err(wrong_shape(&other, EXPECTED)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Csp;

    #[track_caller]
    fn check(json: &str, expected: &str) {
        let csp = serde_json::from_str::<Csp>(json);
        assert_eq!(csp.map_or_else(|error| error.to_string(), |csp| csp.to_string()), expected);
    }

    #[test]
    fn policies_become_one_text() {
        check(r#""default-src 'self'""#, "default-src 'self'");
        check(
            r#"{ "img-src": ["'self'", "data:"], "default-src": "'self'" }"#,
            "default-src 'self'; img-src 'self' data:",
        );
        check("{}", "");
        check("3", "invalid type: integer `3`, expected a policy or an object of directives");
        check(r#"{ "img-src": [1] }"#, "invalid type: sequence, expected a string or a list of strings");
    }
}
