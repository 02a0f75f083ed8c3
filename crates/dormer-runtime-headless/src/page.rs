//! The page's end of a link, held by a test.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use dormer_runtime::WebviewId;
use dormer_runtime::wire::{Body, Call, ToPage};

use crate::link::{LinkState, MemoryLink};
use crate::{CallId, PageEvent, PageMessage, PageStats};

/// A document that a test plays: it calls commands and reads what the core sends. Clones are the same document.
///
/// The page reads by itself unless told to stop. Methods that wait panic with a text when the wait limit is over or
/// the page closes first; what the page read before its end stays.
#[derive(Clone)]
pub struct TestPage {
    link: Arc<MemoryLink>,
    limit: Duration,
}

impl TestPage {
    pub(crate) fn new(link: Arc<MemoryLink>, limit: Duration) -> Self {
        Self { link, limit }
    }

    /// The document's address.
    pub fn url(&self) -> &str {
        &self.link.url
    }

    /// The web view that shows the document.
    pub fn webview(&self) -> WebviewId {
        self.link.webview
    }

    /// Calls a command with arguments as JSON text.
    pub fn call(&self, command: &str, json_text: &str) -> CallId {
        self.send(command, &[], Body::json(json_text), Vec::new())
    }

    /// Calls a command with raw bytes and headers.
    pub fn call_raw(&self, command: &str, bytes: impl Into<Bytes>, headers: &[(&str, &str)]) -> CallId {
        self.send(command, headers, Body::raw(bytes), Vec::new())
    }

    /// Calls a command with arguments as JSON text that refer to byte buffers by number.
    pub fn call_with_blobs(&self, command: &str, json_text: &str, blobs: Vec<Bytes>) -> CallId {
        self.send(command, &[], Body::json(json_text), blobs)
    }

    /// Calls a command with everything a call can have. On a closed page nothing happens.
    pub fn send(&self, command: &str, headers: &[(&str, &str)], body: Body, blobs: Vec<Bytes>) -> CallId {
        let headers = match headers {
            [] => Bytes::new(),
            headers => serde_json::to_vec(headers).expect("pairs of text are always JSON").into(),
        };
        // The link gives the number.
        CallId(self.link.call(Call { id: 0, command: command.into(), headers, body, blobs }))
    }

    /// Calls a command with JSON text and waits for the answer.
    ///
    /// # Errors
    /// The command failed; the error value as JSON.
    ///
    /// # Panics
    /// As [`TestPage::reply`].
    pub fn invoke(&self, command: &str, json_text: &str) -> Result<Body, Body> {
        self.reply(self.call(command, json_text))
    }

    /// Waits for the answer to a call.
    ///
    /// # Errors
    /// The command failed; the error value as JSON.
    ///
    /// # Panics
    /// No answer comes within the wait limit or before the page closes, or there are several.
    pub fn reply(&self, call: CallId) -> Result<Body, Body> {
        let what = format!("the answer to call {}", call.0);
        self.wait(&what, |state| match state.inbox.replies(call.0) {
            [] => None,
            [outcome] => Some(Ok(outcome.clone())),
            several => Some(Err(several.len())),
        })
        .unwrap_or_else(|count| panic!("call {} was answered {count} times", call.0))
    }

    /// How many answers a call has got. More than one is a mistake of the core.
    pub fn reply_count(&self, call: CallId) -> usize {
        self.link.look(|state| state.inbox.replies(call.0).len())
    }

    /// Waits for the next event and takes it.
    ///
    /// # Panics
    /// None comes within the wait limit or before the page closes.
    pub fn next_event(&self) -> PageEvent {
        self.wait("an event", |state| state.inbox.take_event())
    }

    /// Takes the next event if there is one.
    pub fn try_event(&self) -> Option<PageEvent> {
        self.link.change(|state| state.inbox.take_event())
    }

    /// Waits for the next message or end of a channel and takes it.
    ///
    /// # Panics
    /// None comes within the wait limit or before the page closes.
    pub fn next_message(&self) -> PageMessage {
        self.wait("a message of a channel", |state| state.inbox.take_message())
    }

    /// Takes the next message or end of a channel if there is one.
    pub fn try_message(&self) -> Option<PageMessage> {
        self.link.change(|state| state.inbox.take_message())
    }

    /// All that the page has read, in order, whether taken or not.
    pub fn messages(&self) -> Vec<ToPage> {
        self.link.look(|state| state.inbox.log.clone())
    }

    /// The page stops reading: what the core sends waits, until `send` blocks and in the end fails.
    pub fn stop_reading(&self) {
        self.link.change(|state| state.outbox.stopped = true);
    }

    /// The page reads what waits and goes on reading.
    pub fn resume(&self) {
        self.link.change(|state| {
            state.outbox.stopped = false;
            state.read(usize::MAX);
        });
    }

    /// A page that stopped reading reads up to `count` of the messages that wait.
    pub fn read(&self, count: usize) {
        self.link.change(|state| state.read(count));
    }

    /// Numbers about what the core sent.
    pub fn stats(&self) -> PageStats {
        self.link.look(stats)
    }

    /// Waits until the numbers are as `fits` says.
    ///
    /// # Panics
    /// That takes longer than the wait limit, or the page closes first.
    pub fn wait_stats(&self, fits: impl Fn(&PageStats) -> bool) -> PageStats {
        self.wait("numbers that fit", |state| Some(stats(state)).filter(&fits))
    }

    /// The document goes away, as by navigation or a crash, and the core has handled it when this returns. On the UI
    /// thread it returns at once.
    ///
    /// # Panics
    /// The core does not handle it within the wait limit.
    pub fn close(&self) {
        self.link.shut();
        if !self.link.is_ui_thread() {
            self.wait_closed();
        }
    }

    /// Whether the document is gone.
    pub fn is_closed(&self) -> bool {
        self.link.look(|state| state.closed)
    }

    /// Waits until the document is gone and the core has handled it.
    ///
    /// # Panics
    /// That takes longer than the wait limit.
    pub fn wait_closed(&self) {
        self.wait("the end of the page", |state| state.closed_handled.then_some(()));
    }

    fn wait<T>(&self, what: &str, look: impl FnMut(&mut LinkState) -> Option<T>) -> T {
        self.link.wait(self.limit, look).unwrap_or_else(|| {
            let reason = if self.is_closed() { "the page is closed" } else { "the wait limit is over" };
            let (read, stats) = (self.messages(), self.stats());
            let last = &read[read.len().saturating_sub(3)..];
            panic!("page `{}` waited for {what}, but {reason}: {stats:?}, last read {last:?}", self.url())
        })
    }
}

fn stats(state: &LinkState) -> PageStats {
    PageStats {
        queued_messages: state.outbox.len(),
        queued_bytes: state.outbox.bytes,
        peak_bytes: state.outbox.peak,
        received_messages: state.inbox.log.len(),
        received_bytes: state.inbox.bytes,
        blocked_senders: state.outbox.blocked(),
    }
}
