//! The script that each document starts with: `internals.js`, told who it is.

use serde::Serialize;

/// What the script must know about its web view.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ScriptConfig<'a> {
    /// Label of the window.
    pub(crate) window: &'a str,
    /// Label of the web view.
    pub(crate) webview: &'a str,
    /// The system's separator in paths.
    pub(crate) sep: &'static str,
    /// The system's separator between paths.
    pub(crate) delimiter: &'static str,
    /// `http` or `https` where custom schemes are hosts of that scheme; absent where they are schemes.
    pub(crate) scheme_host: Option<&'static str>,
}

/// The whole script; `freeze` keeps later scripts from changing what all objects have in common.
pub(crate) fn internals_script(config: &ScriptConfig<'_>, freeze: bool) -> String {
    // JSON is JavaScript, except that a string may not end the script element; it is not inside one.
    let config = serde_json::to_string(config).unwrap_or_default();
    let freeze = if freeze { "\nObject.freeze(Object.prototype);" } else { "" };
    format!("({})({config});{freeze}", include_str!("internals.js").trim().trim_end_matches(';'))
}
