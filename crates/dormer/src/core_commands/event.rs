//! `plugin:event|…`: listening and sending from pages.

use dormer_macros::command;

use crate::emitter::emit as send;
use crate::event::matches;
use crate::ipc::{Command, CommandArg, CommandFn, CommandItem, InvokeError};
use crate::page::PageRef;
use crate::{EventId, EventName, EventTarget, Result, Webview};

pub(super) fn commands() -> Vec<Command> {
    vec![
        <listen as CommandFn>::COMMAND,
        <unlisten as CommandFn>::COMMAND,
        <emit as CommandFn>::COMMAND,
        <emit_to as CommandFn>::COMMAND,
    ]
}

/// The document that calls.
struct Caller(PageRef);

impl<'a> CommandArg<'a> for Caller {
    fn from_command(command: CommandItem<'a>) -> std::result::Result<Self, InvokeError> {
        Ok(Self(PageRef(std::sync::Arc::clone(&command.message.page))))
    }
}

/// A JSON text that is passed on as it is.
type Payload = Option<Box<serde_json::value::RawValue>>;

fn text(payload: Payload) -> String {
    payload.map_or_else(|| "null".into(), |payload| String::from(Box::<str>::from(payload)))
}

#[command(root = "crate")]
fn listen(page: Caller, event: EventName<'static>, target: EventTarget, handler: u32) -> EventId {
    let webview = page.0.0.webview().clone();
    let id = webview.app().shared().listeners.listen_page(&event, target, page.0.clone(), handler);
    // The document may have ended while its call was on the way.
    if page.0.0.is_closed() {
        webview.app().shared().listeners.drop_page(&page.0);
    }
    id
}

#[command(root = "crate")]
fn unlisten(page: Caller, event: EventName<'static>, event_id: EventId) {
    drop(event);
    page.0.0.webview().app().shared().listeners.unlisten_page(&page.0, event_id);
}

#[command(root = "crate")]
fn emit(webview: Webview, event: EventName<'static>, payload: Payload) -> Result<()> {
    send(webview.app().shared(), event.as_str(), text(payload), &|_| true)
}

#[command(root = "crate")]
fn emit_to(webview: Webview, target: EventTarget, event: EventName<'static>, payload: Payload) -> Result<()> {
    send(webview.app().shared(), event.as_str(), text(payload), &|listener| matches(&target, listener))
}
