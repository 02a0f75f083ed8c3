//! Sends events to listeners, of pages and of Rust code.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use dormer_runtime::SendError;
use dormer_runtime::wire::ToPage;
use serde::Serialize;

use crate::app::Shared;
use crate::event::{Listeners, matches};
use crate::manager::sealed::Sealed;
use crate::page::PageRef;
use crate::{App, AppHandle, Error, EventName, EventTarget, Result, Webview, WebviewWindow, Window};

/// Sends events. A page gets them in the order in which one thread sends them; while a page is slow and its queue is
/// full, sending blocks, except on the UI thread.
pub trait Emitter: Sealed {
    /// Sends an event to every listener.
    ///
    /// # Errors
    /// A forbidden name, a payload that does not serialize, a page that has stopped reading.
    fn emit<S: Serialize + Clone>(&self, event: &str, payload: S) -> Result<()> {
        emit(self.handle_of().shared(), event, serde_json::to_string(&payload)?, &|_| true)
    }

    /// Sends an event to the listeners of a target.
    ///
    /// # Errors
    /// As [`Emitter::emit`].
    fn emit_to<I: Into<EventTarget>, S: Serialize + Clone>(
        &self,
        target: I,
        event: &str,
        payload: S,
    ) -> Result<()> {
        let target = target.into();
        let payload = serde_json::to_string(&payload)?;
        emit(self.handle_of().shared(), event, payload, &|listener| matches(&target, listener))
    }

    /// Sends an event to the listeners whose target the filter accepts, and to those that listen to everything.
    ///
    /// # Errors
    /// As [`Emitter::emit`].
    fn emit_filter<S, F>(&self, event: &str, payload: S, filter: F) -> Result<()>
    where
        S: Serialize + Clone,
        F: Fn(&EventTarget) -> bool,
    {
        let payload = serde_json::to_string(&payload)?;
        emit(self.handle_of().shared(), event, payload, &|to| *to == EventTarget::Any || filter(to))
    }

    /// As [`Emitter::emit`], with a payload that is JSON text already. It is data to the page, never code.
    ///
    /// # Errors
    /// As [`Emitter::emit`].
    fn emit_str(&self, event: &str, payload: String) -> Result<()> {
        emit(self.handle_of().shared(), event, payload, &|_| true)
    }

    /// As [`Emitter::emit_to`], with a payload that is JSON text already.
    ///
    /// # Errors
    /// As [`Emitter::emit`].
    fn emit_str_to<I: Into<EventTarget>>(&self, target: I, event: &str, payload: String) -> Result<()> {
        let target = target.into();
        emit(self.handle_of().shared(), event, payload, &|listener| matches(&target, listener))
    }

    /// As [`Emitter::emit_filter`], with a payload that is JSON text already.
    ///
    /// # Errors
    /// As [`Emitter::emit`].
    fn emit_str_filter<F: Fn(&EventTarget) -> bool>(
        &self,
        event: &str,
        payload: String,
        filter: F,
    ) -> Result<()> {
        emit(self.handle_of().shared(), event, payload, &|to| *to == EventTarget::Any || filter(to))
    }
}

impl Emitter for App {}
impl Emitter for AppHandle {}
impl Emitter for Window {}
impl Emitter for Webview {}
impl Emitter for WebviewWindow {}

/// Sends `payload`, JSON text, to the listeners that `to` accepts.
pub(crate) fn emit(
    shared: &Shared,
    event: &str,
    payload: String,
    to: &dyn Fn(&EventTarget) -> bool,
) -> Result<()> {
    EventName::new(event)?;
    let entries = shared.listeners.snapshot(event);
    let mut pages: Vec<(PageRef, Vec<(u32, u32)>)> = Vec::new();
    let mut functions = Vec::new();
    for entry in entries.iter().filter(|entry| to(entry.target())) {
        let Some((page, callback)) = entry.page() else {
            functions.push(entry);
            continue;
        };
        let listener = (callback, entry.id());
        match pages.iter_mut().find(|(known, _)| known == page) {
            Some((_, listeners)) => listeners.push(listener),
            None => pages.push((page.clone(), vec![listener])),
        }
    }
    if pages.is_empty() && functions.is_empty() {
        return Ok(());
    }
    let text: Option<Arc<str>> = (!functions.is_empty()).then(|| payload.as_str().into());
    let sent = send(event, payload, pages);
    if let Some(text) = text {
        for entry in functions {
            call(&shared.listeners, entry, &text, event);
        }
    }
    sent
}

fn send(event: &str, payload: String, mut pages: Vec<(PageRef, Vec<(u32, u32)>)>) -> Result<()> {
    // A page that is slow must not keep the others waiting.
    pages.sort_by_key(|(page, _)| !page.0.has_room());
    let (name, payload): (Arc<str>, _) = (event.into(), Bytes::from(payload));
    let mut failed = None;
    for (page, listeners) in pages {
        match page.0.send(ToPage::Event { name: Arc::clone(&name), listeners, payload: payload.clone() }) {
            Ok(()) | Err(SendError::Closed) => {}
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(()), |error| Err(Error::from(error)))
}

/// A listener that panics must not take the emitter with it.
fn call(
    listeners: &Listeners<PageRef>,
    entry: &crate::event::Entry<PageRef>,
    payload: &Arc<str>,
    event: &str,
) {
    if catch_unwind(AssertUnwindSafe(|| listeners.call(entry, payload))).is_err() {
        log::error!("a listener of event {event} panicked; the others still get it");
    }
}
