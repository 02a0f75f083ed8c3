//! `plugin:resources|…`: closing what the core keeps for a page.

use dormer_macros::command;

use crate::ipc::{Command, CommandFn};
use crate::{ResourceId, ResourceTable, Result, Webview};

pub(super) fn commands() -> Vec<Command> {
    vec![<close as CommandFn>::COMMAND]
}

/// Looks in the tables of the document, the web view, its window and the app, in this order.
#[command(root = "crate")]
fn close(webview: Webview, rid: ResourceId) -> Result<()> {
    let tables = [
        webview.resources(),
        webview.own_resources(),
        webview.window_ref().resources(),
        &webview.app().shared().resources,
    ];
    let holder = tables
        .into_iter()
        .find(|table| table.lock().unwrap_or_else(std::sync::PoisonError::into_inner).has(rid));
    Ok(ResourceTable::close_in(holder.unwrap_or(tables[0]), rid)?)
}
