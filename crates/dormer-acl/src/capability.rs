//! The contents of a capability file: [`Capability`], [`PermissionEntry`].
//!
//! Not here: reading files, choosing among capabilities. Unknown fields are passed over; the lints find them.

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::{Map, Value};

use crate::{Identifier, Scopes, Target};

/// Gives permissions to the callers that it names by window, web view and origin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Capability {
    /// Its name; any text.
    pub identifier: String,
    /// For people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Origins, besides the app's own, that it also names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote: Option<CapabilityRemote>,
    /// Whether it names pages of the app itself.
    #[serde(default = "yes")]
    pub local: bool,
    /// Globs of window labels; a match covers all web views of the window.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<String>,
    /// Globs of web view labels; a match suffices, whatever the window.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub webviews: Vec<String>,
    /// What it gives.
    pub permissions: Vec<PermissionEntry>,
    /// Where it is active; everywhere if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platforms: Option<Vec<Target>>,
}

/// Origins outside of the app.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CapabilityRemote {
    /// URL patterns, see [`crate::UrlPattern`].
    pub urls: Vec<String>,
}

/// An item of a capability's permissions: a reference, alone or with scope values.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum PermissionEntry {
    /// Just the name.
    Reference(Identifier),
    /// The name, and scope values for whatever it names.
    Scoped {
        /// The name.
        identifier: Identifier,
        /// Values put before those of the permission itself.
        #[serde(flatten)]
        scope: Scopes,
    },
}

impl PermissionEntry {
    /// The permission or set that is named.
    #[must_use]
    pub fn identifier(&self) -> &Identifier {
        match self {
            Self::Reference(identifier) | Self::Scoped { identifier, .. } => identifier,
        }
    }

    /// The scope values beside the name.
    #[must_use]
    pub fn scope(&self) -> Option<&Scopes> {
        match self {
            Self::Reference(_) => None,
            Self::Scoped { scope, .. } => Some(scope),
        }
    }
}

impl<'de> Deserialize<'de> for PermissionEntry {
    // By hand, so that a malformed identifier is reported as such.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = PermissionEntry;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the name of a permission, or an object with `identifier`, `allow` and `deny`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                text.parse().map(PermissionEntry::Reference).map_err(E::custom)
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                #[derive(Deserialize)]
                struct Scoped {
                    identifier: Identifier,
                    allow: Option<Vec<Value>>,
                    deny: Option<Vec<Value>>,
                }
                let entry = Scoped::deserialize(de::value::MapAccessDeserializer::new(map))?;
                let scope = Scopes { allow: entry.allow, deny: entry.deny };
                Ok(PermissionEntry::Scoped { identifier: entry.identifier, scope })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// A capability file: one capability, a list, or `{ "capabilities": [ … ] }`.
#[derive(Debug, Clone, PartialEq)]
pub enum CapabilityFile {
    /// One.
    One(Box<Capability>),
    /// A list.
    List(Vec<Capability>),
    /// A list below the key `capabilities`.
    Named(Vec<Capability>),
}

impl CapabilityFile {
    /// The capabilities of the file.
    #[must_use]
    pub fn into_vec(self) -> Vec<Capability> {
        match self {
            Self::One(one) => vec![*one],
            Self::List(list) | Self::Named(list) => list,
        }
    }
}

impl<'de> Deserialize<'de> for CapabilityFile {
    // By hand, so that the complaint is that of the form which the file has.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = CapabilityFile;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a capability, a list of them, or an object with the list `capabilities`")
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(seq)).map(CapabilityFile::List)
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let mut object = Map::deserialize(de::value::MapAccessDeserializer::new(map))?;
                match object.remove("capabilities") {
                    Some(list) => serde_json::from_value(list).map(CapabilityFile::Named),
                    None => serde_json::from_value(Value::Object(object)).map(CapabilityFile::One),
                }
                .map_err(de::Error::custom)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::{Capability, CapabilityFile, PermissionEntry};

    fn read(text: &str) -> Result<Vec<Capability>, String> {
        let file: Result<CapabilityFile, _> = serde_json::from_str(text);
        file.map(CapabilityFile::into_vec).map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_has_one_of_three_forms() {
        let one = r#"{ "identifier": "a", "permissions": ["core:default"] }"#;
        for text in [one, &format!("[{one}]"), &format!(r#"{{ "capabilities": [{one}] }}"#)] {
            let capabilities = read(text).unwrap();
            assert_eq!(capabilities.len(), 1, "{text}");
            assert!(capabilities[0].local && capabilities[0].windows.is_empty());
        }
    }

    #[test]
    fn an_entry_is_a_name_or_an_object() {
        let text = r#"{ "identifier": "a", "permissions": [
            "x", { "identifier": "fs:scope" }, { "identifier": "fs:read", "allow": [], "other": 1 }] }"#;
        let entries = read(text).unwrap().remove(0).permissions;
        assert!(matches!(&entries[0], PermissionEntry::Reference(name) if name.key().is_none()));
        assert!(entries[1].scope().unwrap().is_absent());
        assert_eq!(entries[2].scope().unwrap().allow, Some(Vec::new()));
        assert_eq!(entries[2].identifier().as_str(), "fs:read");
        let written = serde_json::to_value(&entries).unwrap();
        assert_eq!(serde_json::from_value::<Vec<PermissionEntry>>(written).unwrap(), entries);
    }

    #[test]
    fn complaints_name_the_fault() {
        let table = [
            (r#"{ "permissions": [] }"#, "missing field `identifier`"),
            (r#"[{ "identifier": "a" }]"#, "missing field `permissions`"),
            (r#"{ "capabilities": 1 }"#, "expected a sequence"),
            (r#"{ "identifier": "a", "permissions": ["a_b"] }"#, "holds `_`"),
            (r#"{ "identifier": "a", "permissions": [{ "identifier": "a b" }] }"#, "holds ` `"),
            (r#"{ "identifier": "a", "permissions": [1] }"#, "expected the name of a permission"),
            ("1", "expected a capability"),
        ];
        for (text, expected) in table {
            let error = read(text).unwrap_err();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
