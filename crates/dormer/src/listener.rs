//! Listens to events from Rust.

use std::sync::Arc;

use crate::manager::sealed::Sealed;
use crate::{App, AppHandle, Event, EventId, EventName, EventTarget, Webview, WebviewWindow, Window};

/// Listens to events. `listen` hears what is sent to this part (or to everybody); `listen_any` hears everything of that
/// name. Handlers run on the thread that emits and hold no lock of the core.
pub trait Listener: Sealed {
    /// Calls `handler` for each event.
    ///
    /// # Panics
    /// The name has characters other than letters, digits, `-`, `/`, `:` and `_`.
    fn listen<F>(&self, event: impl Into<String>, handler: F) -> EventId
    where
        F: Fn(Event) + Send + Sync + 'static,
    {
        listen(self.handle_of(), event.into(), self.target_of(), handler)
    }

    /// Calls `handler` for the first event only.
    ///
    /// # Panics
    /// As [`Listener::listen`].
    fn once<F>(&self, event: impl Into<String>, handler: F) -> EventId
    where
        F: FnOnce(Event) + Send + 'static,
    {
        let name = checked(event.into());
        self.handle_of().shared().listeners.once(&name, self.target_of(), Box::new(handler))
    }

    /// Stops listening. Does nothing when the listener is gone already.
    fn unlisten(&self, id: EventId) {
        self.handle_of().shared().listeners.unlisten(id);
    }

    /// As [`Listener::listen`], whomever the event is sent to.
    ///
    /// # Panics
    /// As [`Listener::listen`].
    fn listen_any<F>(&self, event: impl Into<String>, handler: F) -> EventId
    where
        F: Fn(Event) + Send + Sync + 'static,
    {
        listen(self.handle_of(), event.into(), EventTarget::Any, handler)
    }

    /// As [`Listener::once`], whomever the event is sent to.
    ///
    /// # Panics
    /// As [`Listener::listen`].
    fn once_any<F>(&self, event: impl Into<String>, handler: F) -> EventId
    where
        F: FnOnce(Event) + Send + 'static,
    {
        let name = checked(event.into());
        self.handle_of().shared().listeners.once(&name, EventTarget::Any, Box::new(handler))
    }
}

fn listen<F>(handle: &AppHandle, event: String, target: EventTarget, handler: F) -> EventId
where
    F: Fn(Event) + Send + Sync + 'static,
{
    handle.shared().listeners.listen_rust(&checked(event), target, Arc::new(handler))
}

fn checked(event: String) -> EventName<'static> {
    EventName::new(event).unwrap_or_else(|error| panic!("{error}"))
}

impl Listener for App {}
impl Listener for AppHandle {}
impl Listener for Window {}
impl Listener for Webview {}
impl Listener for WebviewWindow {}
