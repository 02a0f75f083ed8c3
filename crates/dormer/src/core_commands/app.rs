//! `plugin:app|…`: facts about the program, and its end.

use dormer_macros::command;

use crate::AppHandle;
use crate::ipc::{Command, CommandFn};

pub(super) fn commands() -> Vec<Command> {
    vec![
        <version as CommandFn>::COMMAND,
        <name as CommandFn>::COMMAND,
        <tauri_version as CommandFn>::COMMAND,
        <identifier as CommandFn>::COMMAND,
        <supports_multiple_windows as CommandFn>::COMMAND,
        <exit as CommandFn>::COMMAND,
    ]
}

#[command(root = "crate")]
fn version(app: AppHandle) -> String {
    app.package_info().version.clone()
}

#[command(root = "crate")]
fn name(app: AppHandle) -> String {
    app.package_info().name.clone()
}

/// The version of the core crate; the command's name is the contract's.
#[command(root = "crate")]
fn tauri_version() -> &'static str {
    crate::VERSION
}

#[command(root = "crate")]
fn identifier(app: AppHandle) -> String {
    app.config().identifier.clone()
}

#[command(root = "crate")]
fn supports_multiple_windows(app: AppHandle) -> bool {
    app.supports_multiple_windows()
}

#[command(root = "crate")]
fn exit(app: AppHandle, code: i32) {
    app.exit(code);
}
