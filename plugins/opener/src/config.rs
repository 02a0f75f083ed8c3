//! The plugin's part of the configuration, `plugins.opener`.

use dormer::scope::fs::LITERAL_LEADING_DOT;
use serde::Deserialize;

/// The configuration `plugins.opener`. Unknown keys are errors.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Config {
    /// Whether wildcards that allow leave out names that begin with a dot; `None` follows the system.
    pub require_literal_leading_dot: Option<bool>,
}

impl Config {
    pub(crate) fn literal_leading_dot(&self) -> bool {
        self.require_literal_leading_dot.unwrap_or(LITERAL_LEADING_DOT)
    }
}
