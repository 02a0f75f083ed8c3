//! The plugin's part of the configuration, `plugins.fs`.

use dormer::scope::fs::LITERAL_LEADING_DOT;
use serde::Deserialize;

/// The configuration `plugins.fs`. Unknown keys are errors.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Config {
    /// Whether wildcards that allow leave out names that begin with a dot; `None` follows the system.
    pub require_literal_leading_dot: Option<bool>,
    /// Whether a window may reach the files that are dropped on it: files exactly, directories with all they hold.
    pub scope_dropped_paths: bool,
    /// Whether files dropped on one window are open to all of them.
    pub share_dropped_paths: bool,
    /// Whether `writeFile` and `writeTextFile` put a whole new file in place of the old one, unless a call says
    /// otherwise with its option `atomic`.
    pub atomic_writes: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            require_literal_leading_dot: None,
            scope_dropped_paths: true,
            share_dropped_paths: false,
            atomic_writes: false,
        }
    }
}

impl Config {
    pub(crate) fn literal_leading_dot(&self) -> bool {
        self.require_literal_leading_dot.unwrap_or(LITERAL_LEADING_DOT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_and_optional() {
        let parse = |text: &str| serde_json::from_str::<Config>(text);
        let config = parse("{}").unwrap();
        assert!(config.scope_dropped_paths && !config.share_dropped_paths && !config.atomic_writes);
        assert_eq!(config.literal_leading_dot(), LITERAL_LEADING_DOT);
        let config = parse(r#"{"requireLiteralLeadingDot": false, "scopeDroppedPaths": false}"#).unwrap();
        assert!(!config.literal_leading_dot() && !config.scope_dropped_paths);
        assert!(parse(r#"{"scope": []}"#).is_err());
    }
}
