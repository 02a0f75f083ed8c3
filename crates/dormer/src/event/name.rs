//! Names of events: which are allowed, and what a bad one is told. Not here: the names of built-in events.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error};

/// The name of an event: letters, digits and `-`, `/`, `:`, `_`, in any number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EventName<'a>(Cow<'a, str>);

/// A name with a character that event names may not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("only alphanumeric, '-', '/', ':', '_' permitted for event names: {name:?}")]
#[non_exhaustive]
pub struct EventNameError {
    /// The name as it came.
    pub name: String,
}

impl<'a> EventName<'a> {
    /// Checks a name.
    ///
    /// # Errors
    /// It has a character that is not allowed.
    pub fn new(name: impl Into<Cow<'a, str>>) -> Result<Self, EventNameError> {
        let name = name.into();
        if is_valid(&name) { Ok(Self(name)) } else { Err(EventNameError { name: name.into_owned() }) }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_valid(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | ':' | '_'))
}

impl fmt::Display for EventName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for EventName<'static> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Pages know this text.
        Self::new(String::deserialize(deserializer)?).map_err(|_| {
            D::Error::custom("Event name must include only alphanumeric characters, `-`, `/`, `:` and `_`.")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allowed_and_refused_names() {
        for name in ["", "a", "tauri://resize", "file-drop_2", "größe", "事件", "A/b:c-d_e"] {
            assert_eq!(EventName::new(name).unwrap().as_str(), name);
        }
        for name in ["a b", "a.b", "a\n", "a\"", "a$", "–", "a\0"] {
            assert!(EventName::new(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn both_error_texts() {
        let rust = EventName::new("some event").unwrap_err().to_string();
        assert_eq!(rust, "only alphanumeric, '-', '/', ':', '_' permitted for event names: \"some event\"");
        let page = serde_json::from_str::<EventName<'_>>("\"a b\"").unwrap_err().to_string();
        let text = "Event name must include only alphanumeric characters, `-`, `/`, `:` and `_`.";
        assert!(page.starts_with(text), "{page}");
    }

    #[test]
    fn pages_send_names_as_text() {
        assert_eq!(serde_json::from_str::<EventName<'_>>("\"a/b\"").unwrap().to_string(), "a/b");
        assert_eq!(serde_json::from_str::<EventName<'_>>("\"\\u0061\"").unwrap().as_str(), "a");
        assert!(serde_json::from_str::<EventName<'_>>("3").is_err());
        assert!(serde_json::from_value::<EventName<'_>>("ok".into()).is_ok());
    }
}
