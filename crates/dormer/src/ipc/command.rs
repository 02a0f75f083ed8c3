//! Commands as values: a name, a kind and a function. `#[command]` makes them; they can be written by hand too.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;

use super::{Invoke, InvokeError, InvokeMessage, ResolvedCommand};
use crate::{AppHandle, State, Webview, WebviewWindow, Window};

/// Where a command runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandKind {
    /// On a thread of the page's link, in the order in which the page called. Off the UI thread.
    Sync,
    /// Wherever `run` puts it: `run` returns at once.
    Async,
}

/// A command.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// The name that pages call.
    pub name: &'static str,
    /// Where it runs.
    pub kind: CommandKind,
    /// Takes the call and answers it through its resolver.
    pub run: fn(Invoke),
}

/// Implemented by the hidden type beside each `#[command]` function.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a command",
    label = "not a command",
    note = "put `#[command]` on the function"
)]
pub trait CommandFn {
    /// The command.
    const COMMAND: Command;
}

/// Makes the handler that answers the calls of these commands. What `generate_handler!` expands to.
pub fn handler(commands: Vec<Command>) -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    let commands: HashMap<&'static str, Command> =
        commands.into_iter().map(|command| (command.name, command)).collect();
    move |invoke| match commands.get(invoke.message.command()) {
        Some(command) => {
            let run = command.run;
            match command.kind {
                CommandKind::Async => run(invoke),
                CommandKind::Sync => {
                    let page = Arc::clone(&invoke.message.page);
                    page.lane().push(Box::new(move || run(invoke)));
                }
            }
            true
        }
        None => {
            invoke.resolver.reject_unknown();
            false
        }
    }
}

/// The place of one parameter: of which command, under which key.
#[derive(Debug, Clone, Copy)]
pub struct CommandItem<'a> {
    /// The plugin that the command belongs to.
    pub plugin: Option<&'static str>,
    /// The command.
    pub name: &'static str,
    /// The key that the page uses.
    pub key: &'static str,
    /// The call.
    pub message: &'a InvokeMessage,
    /// The permission entries that allow the call.
    pub acl: &'a Option<ResolvedCommand>,
}

/// What a command may take as a parameter: everything deserializable, and what the core injects.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a command",
    label = "neither read from JSON nor injected",
    note = "derive `serde::Deserialize` for it, or take an injected type such as `AppHandle`"
)]
pub trait CommandArg<'de>: Sized {
    /// Gets the parameter from the call.
    ///
    /// # Errors
    /// Rejects the call with the error.
    fn from_command(command: CommandItem<'de>) -> Result<Self, InvokeError>;
}

impl<'de, T: Deserialize<'de>> CommandArg<'de> for T {
    fn from_command(command: CommandItem<'de>) -> Result<Self, InvokeError> {
        command
            .message
            .arguments
            .get(command.name, command.key)
            .map_err(|reason| invalid_argument(command.key, command.name, &reason))
    }
}

/// The text of the contract for a parameter that cannot be had.
pub(crate) fn invalid_argument(key: &str, command: &str, reason: &str) -> InvokeError {
    InvokeError::from(format!("invalid args `{key}` for command `{command}`: {reason}"))
}

impl<'a> CommandArg<'a> for AppHandle {
    fn from_command(command: CommandItem<'a>) -> Result<Self, InvokeError> {
        Ok(crate::Manager::app_handle(command.message.webview_ref()).clone())
    }
}

impl<'a> CommandArg<'a> for Webview {
    fn from_command(command: CommandItem<'a>) -> Result<Self, InvokeError> {
        Ok(command.message.webview())
    }
}

impl<'a> CommandArg<'a> for Window {
    fn from_command(command: CommandItem<'a>) -> Result<Self, InvokeError> {
        Ok(command.message.webview_ref().window())
    }
}

impl<'a> CommandArg<'a> for WebviewWindow {
    fn from_command(command: CommandItem<'a>) -> Result<Self, InvokeError> {
        command
            .message
            .webview_ref()
            .webview_window()
            .ok_or_else(|| InvokeError::from("current webview is not a WebviewWindow"))
    }
}

impl<'a, T: Send + Sync + 'static> CommandArg<'a> for State<'a, T> {
    fn from_command(command: CommandItem<'a>) -> Result<Self, InvokeError> {
        command.message.webview_ref().app().shared().state.try_get().ok_or_else(|| {
            InvokeError::from(format!(
                "state not managed for field `{}` on command `{}`: call `.manage(…)` with a `{}` before using this command",
                command.key,
                command.name,
                std::any::type_name::<T>()
            ))
        })
    }
}
