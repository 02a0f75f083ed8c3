//! [`Identifier`]: how capabilities and sets name a permission, and its grammar.
//!
//! Not here: whether such a permission exists (`resolve`).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Bytes that an identifier has at most: 51 for the key, the colon, 64 for the name.
const LIMIT: usize = 116;

/// A reference to a permission or set: `[key:]base`, such as `fs:allow-read-file` or `core:window:default`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identifier {
    text: String,
    separator: Option<usize>,
}

/// Why a text is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdentifierError {
    /// Nothing there, or nothing on one side of the colon.
    #[error("the identifier `{0}` is incomplete: it reads `name` or `plugin:name`")]
    Incomplete(String),
    /// The limit is 116 bytes.
    #[error("the identifier `{0}` is too long: it has at most 116 bytes")]
    TooLong(String),
    /// Names of crates are no keys.
    #[error("the identifier `{0}` starts with `tauri-plugin-`: leave that part out")]
    CratePrefix(String),
    /// A character that has no place in identifiers.
    #[error("the identifier `{text}` holds `{found}`: letters, digits and `-` are permitted")]
    Character {
        /// The whole text.
        text: String,
        /// The first character that is refused.
        found: char,
    },
    /// A hyphen begins or ends one of the parts.
    #[error("a part of the identifier `{0}` starts or ends with `-`")]
    Hyphen(String),
    /// Only the core's own keys have several parts.
    #[error("the identifier `{0}` has more than one `:`, which only those of `core:` may have")]
    Colons(String),
}

impl Identifier {
    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The key of the manifest; `None` means the app's own.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.separator.map(|at| &self.text[..at])
    }

    /// The name within the manifest.
    #[must_use]
    pub fn base(&self) -> &str {
        self.separator.map_or(self.text.as_str(), |at| &self.text[at + 1..])
    }
}

impl TryFrom<String> for Identifier {
    type Error = IdentifierError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.len() > LIMIT {
            return Err(IdentifierError::TooLong(text));
        }
        if text.starts_with("tauri-plugin-") {
            return Err(IdentifierError::CratePrefix(text));
        }
        let refused = |c: &char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | ':'));
        if let Some(found) = text.chars().find(refused) {
            return Err(IdentifierError::Character { text, found });
        }
        if text.is_empty() || text.starts_with(':') || text.ends_with(':') {
            return Err(IdentifierError::Incomplete(text));
        }
        if text.split(':').any(|part| part.starts_with('-') || part.ends_with('-')) {
            return Err(IdentifierError::Hyphen(text));
        }
        let separator = text.rfind(':');
        if text.find(':') != separator && !text.starts_with("core:") {
            return Err(IdentifierError::Colons(text));
        }
        Ok(Self { text, separator })
    }
}

impl FromStr for Identifier {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.to_owned().try_into()
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Identifier {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Identifier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.try_into().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{Identifier, IdentifierError};

    #[test]
    fn well_formed_identifiers() {
        let long = format!("{}:{}", "k".repeat(51), "b".repeat(64));
        let table = [
            ("prefix:base", Some("prefix"), "base"),
            ("prefix3:base", Some("prefix3"), "base"),
            ("preFix:base", Some("preFix"), "base"),
            ("pre--fix:base--sep", Some("pre--fix"), "base--sep"),
            ("base", None, "base"),
            ("core:default", Some("core"), "default"),
            ("core:window:allow-close", Some("core:window"), "allow-close"),
            ("core::x", Some("core:"), "x"),
            (&long, Some(&long[..51]), &long[52..]),
        ];
        for (text, key, base) in table {
            let parsed: Identifier = text.parse().unwrap();
            assert_eq!((parsed.key(), parsed.base(), parsed.as_str()), (key, base, text));
        }
    }

    #[test]
    fn malformed_identifiers() {
        let long = "x".repeat(117);
        let table = [
            ("", "incomplete"),
            ("tauri-plugin-x:y", "starts with `tauri-plugin-`"),
            ("-a:b", "starts or ends with `-`"),
            ("a-:b", "starts or ends with `-`"),
            ("a:-b", "starts or ends with `-`"),
            ("a:b-", "starts or ends with `-`"),
            ("a::b", "more than one `:`"),
            (":b", "incomplete"),
            ("a:", "incomplete"),
            (":a:b:", "incomplete"),
            ("core:", "incomplete"),
            ("a:b:c", "more than one `:`"),
            ("corex:b:c", "more than one `:`"),
            ("a_b", "holds `_`"),
            ("a b", "holds ` `"),
            ("größe", "holds `ö`"),
            (&long, "too long"),
        ];
        for (text, expected) in table {
            let error: IdentifierError = text.parse::<Identifier>().unwrap_err();
            assert!(error.to_string().contains(expected), "{text}: {error}");
        }
    }
}
