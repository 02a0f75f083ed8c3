//! `plugin:window|…`: which windows there are, and closing them.

use dormer_macros::command;

use crate::ipc::{Command, CommandFn};
use crate::{AppHandle, Error, Manager, Result, Window};

pub(super) fn commands() -> Vec<Command> {
    vec![
        <get_all_windows as CommandFn>::COMMAND,
        <close as CommandFn>::COMMAND,
        <destroy as CommandFn>::COMMAND,
    ]
}

/// The window that `label` names; the caller's own without a label.
fn target(caller: Window, label: Option<String>) -> Result<Window> {
    match label.filter(|label| !label.is_empty()) {
        None => Ok(caller),
        Some(label) => caller.get_window(&label).ok_or_else(|| Error::Window("window not found".into())),
    }
}

#[command(root = "crate")]
fn get_all_windows(app: AppHandle) -> Vec<String> {
    app.windows().into_keys().collect()
}

#[command(root = "crate")]
fn close(window: Window, label: Option<String>) -> Result<()> {
    target(window, label)?.close()
}

#[command(root = "crate")]
fn destroy(window: Window, label: Option<String>) -> Result<()> {
    target(window, label)?.destroy()
}
