//! [`UpdaterArtifacts`]: `bundle.createUpdaterArtifacts`.

use serde::de::Deserializer;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::unexpected::wrong_shape;

/// Whether signed archives for updates are made: `true`, `false` or `"v1Compatible"`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum UpdaterArtifacts {
    /// They are not.
    #[default]
    No,
    /// They are.
    Yes,
    /// They are, in the form that programs of version 1 of the format understand.
    V1Compatible,
}

const V1: &str = "v1Compatible";

impl Serialize for UpdaterArtifacts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::No => serializer.serialize_bool(false),
            Self::Yes => serializer.serialize_bool(true),
            Self::V1Compatible => serializer.serialize_str(V1),
        }
    }
}

impl<'de> Deserialize<'de> for UpdaterArtifacts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Bool(false) => Ok(Self::No),
            Value::Bool(true) => Ok(Self::Yes),
            Value::String(text) if text == V1 => Ok(Self::V1Compatible),
            other => Err(wrong_shape(&other, "`true`, `false` or `v1Compatible`")),
        }
    }
}
