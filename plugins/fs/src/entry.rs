//! One value of a scope in a permission.

use dormer::AppHandle;
use dormer::Manager;
use dormer::ipc::ScopeObject;
use dormer::scope::fs::Pattern;
use serde_json::Value;

/// A scope value: a pattern as a string, or `{"path": pattern}`. It may begin with a variable such as `$APPDATA`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The pattern; `None` where the system has no such directory, so that the entry covers nothing.
    pub pattern: Option<Pattern>,
}

impl ScopeObject for Entry {
    type Error = String;

    fn deserialize(app: &AppHandle, raw: Value) -> Result<Self, String> {
        let text = raw.as_str().or_else(|| raw.get("path")?.as_str());
        let text = text.ok_or("a path is expected, or an object with the key `path`")?;
        let pattern = Pattern::resolve(app.path(), text).map_err(|error| error.to_string())?;
        if pattern.is_none() {
            log::debug!("the scope entry {text} covers nothing: its variable is unknown here");
        }
        Ok(Self { pattern })
    }
}
