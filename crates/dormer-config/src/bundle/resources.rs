//! [`BundleResources`]: `bundle.resources`.

use std::collections::BTreeMap;

use serde::de::Deserializer;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::unexpected::wrong_shape;

/// Files shipped beside the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum BundleResources {
    /// Patterns; each file keeps its place relative to the configuration file.
    List(Vec<String>),
    /// Pattern to destination. A folder keeps its inner structure, the matches of a pattern do not, and a file
    /// with an empty destination keeps its name.
    Map(BTreeMap<String, String>),
}

impl<'de> Deserialize<'de> for BundleResources {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const EXPECTED: &str = "a list of patterns or an object from patterns to destinations";
        let value = Value::deserialize(deserializer)?;
        let resources = match &value {
            Value::Array(items) => items
                .iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect::<Option<_>>()
                .map(Self::List),
            Value::Object(pairs) => {
                let pair = |(key, value): (&String, &Value)| Some((key.clone(), value.as_str()?.to_owned()));
                pairs.iter().map(pair).collect::<Option<_>>().map(Self::Map)
            }
            _ => None,
        };
        resources.ok_or_else(|| wrong_shape(&value, EXPECTED))
    }
}
