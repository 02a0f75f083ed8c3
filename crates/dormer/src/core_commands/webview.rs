//! `plugin:webview|…`: which web views there are.

use dormer_macros::command;

use crate::ipc::{Command, CommandFn};
use crate::{AppHandle, Manager};

pub(super) fn commands() -> Vec<Command> {
    vec![<get_all_webviews as CommandFn>::COMMAND]
}

/// Both spellings of the window's key: the contract says one, the client reads the other.
#[command(root = "crate")]
fn get_all_webviews(app: AppHandle) -> Vec<serde_json::Value> {
    let entry = |webview: crate::Webview| {
        let window = webview.window_ref().label().to_owned();
        serde_json::json!({ "window_label": window, "windowLabel": window, "label": webview.label() })
    };
    app.webviews().into_values().map(entry).collect()
}
