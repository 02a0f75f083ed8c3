//! The script that each document starts with: `internals.js`, told who it is. Where an isolation frame stands between page and
//! core, `isolated.js` gives it its link.

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

/// What the script must know about the isolation frame.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FrameConfig<'a> {
    /// Address of the frame.
    pub(crate) url: &'a str,
    /// Its origin, which alone gets the page's port.
    pub(crate) origin: &'a str,
    /// Milliseconds that the frame may take to answer.
    pub(crate) patience: u32,
    /// Bytes in the body of a call.
    pub(crate) body_limit: u64,
}

/// The whole script; `freeze` keeps later scripts from changing what all objects have in common.
pub(crate) fn internals_script(
    config: &ScriptConfig<'_>,
    frame: Option<&FrameConfig<'_>>,
    freeze: bool,
) -> String {
    // JSON is JavaScript, except that a string may not end the script element; it is not inside one.
    let config = serde_json::to_string(config).unwrap_or_default();
    let trimmed = |script: &'static str| script.trim().trim_end_matches(';');
    let link = frame.map_or_else(String::new, |frame| {
        let frame = serde_json::to_string(frame).unwrap_or_default();
        format!(", ({})({frame})", trimmed(include_str!("isolated.js")))
    });
    let freeze = if freeze { "\nObject.freeze(Object.prototype);" } else { "" };
    format!("({})({config}{link});{freeze}", trimmed(include_str!("internals.js")))
}
