//! The fallback: script messages with replies, where the extension library cannot load.
//!
//! The page posts `[key, document, operation, …]`. `open` begins a document's link, `call` carries a command, `poll` waits
//! for messages and is answered with a list of them. Everything passes through the UI thread, so it is slower than the
//! direct channel and otherwise equal: same messages, same order, same bounds. Long bodies travel in parts both ways, so
//! that no single message is large; `part` carries one of a call that follows.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use dormer_runtime::wire::{BLOB_LIMIT, BODY_LIMIT, Body, Call, ToPage};
use dormer_runtime::{Carrier, Link, SendError, WebviewId};
use gtk4::glib;
use javascriptcore6 as jsc;
use webkit6::ScriptMessageReply;

use super::pump::{CallSource, Pump};
use super::script_value::{self, Piece};
use super::views::is_ui_thread;

const QUEUE_BOUND: usize = 16 << 20;
const UI_BOUND: usize = 512 << 20;
/// Bytes in one answer to a poll: a balance between round trips and time on the UI thread.
const BATCH: usize = 4 << 20;
/// Messages in one answer.
const BATCH_MESSAGES: usize = 4_096;
/// Longest part of a body.
const PART: usize = 4 << 20;
const PATIENCE: Duration = Duration::from_secs(30);

/// The script that gives a page the same `__DORMER_LINK__` on script messages. `key` keeps sub-frames out.
pub(super) fn script(key: &str) -> String {
    debug_assert!(key.bytes().all(|byte| byte.is_ascii_hexdigit()));
    include_str!("fallback.js")
        .replace("__KEY__", key)
        .replace("__PART__", &PART.to_string())
        .replace("__BODY_LIMIT__", &BODY_LIMIT.to_string())
}

/// The core's end of a document on script messages.
pub(crate) struct FallbackLink {
    state: Mutex<State>,
    room: Condvar,
    /// Asks the UI thread to answer a waiting poll.
    ready: Box<dyn Fn() + Send + Sync>,
}

#[derive(Default)]
struct State {
    queue: VecDeque<ToPage>,
    /// How much of the first message's body went out in parts.
    parts_sent: usize,
    bytes: usize,
    progress: u64,
    calls: Option<Sender<Call>>,
    /// A poll waits and the UI thread has not been asked to answer it.
    polling: bool,
}

impl Link for FallbackLink {
    fn send(&self, message: ToPage) -> Result<(), SendError> {
        let size = message.body().map_or(0, Bytes::len);
        if size as u64 > BODY_LIMIT {
            return Err(SendError::TooLong(size as u64));
        }
        let mut state = self.wait_for_room(size, is_ui_thread())?;
        state.bytes += size + 64;
        state.queue.push_back(message);
        if std::mem::take(&mut state.polling) {
            drop(state);
            (self.ready)();
        }
        Ok(())
    }

    fn has_room(&self) -> bool {
        self.lock().bytes < QUEUE_BOUND
    }

    fn close(&self) {
        let mut state = self.lock();
        state.calls = None;
        state.queue.clear();
        self.room.notify_all();
        drop(state);
        (self.ready)();
    }

    fn carrier(&self) -> Carrier {
        Carrier::ScriptMessages
    }
}

impl FallbackLink {
    fn new(ready: Box<dyn Fn() + Send + Sync>) -> (Arc<Self>, Receiver<Call>) {
        let (calls, source) = channel();
        let state = State { calls: Some(calls), ..State::default() };
        (Arc::new(Self { state: Mutex::new(state), room: Condvar::new(), ready }), source)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_for_room(&self, size: usize, never_wait: bool) -> Result<MutexGuard<'_, State>, SendError> {
        let mut state = self.lock();
        loop {
            if state.calls.is_none() {
                return Err(SendError::Closed);
            }
            let bound = if never_wait { UI_BOUND } else { QUEUE_BOUND };
            if state.bytes == 0 || state.bytes + size <= bound {
                return Ok(state);
            }
            let seen = state.progress;
            let (next, timeout) = if never_wait {
                return Err(SendError::Stalled);
            } else {
                self.room.wait_timeout(state, PATIENCE).unwrap_or_else(PoisonError::into_inner)
            };
            state = next;
            if timeout.timed_out() && state.progress == seen {
                return Err(SendError::Stalled);
            }
        }
    }

    /// Messages for one answer; none while there is nothing to say, and the next message then asks for the UI thread.
    fn take_batch(&self) -> Vec<Piece> {
        let mut state = self.lock();
        let (mut batch, mut size) = (Vec::new(), 0);
        while size < BATCH && batch.len() < BATCH_MESSAGES {
            let Some((piece, taken)) = state.next_piece() else { break };
            size += taken;
            batch.push(piece);
        }
        state.bytes = state.bytes.saturating_sub(size);
        state.polling = batch.is_empty();
        if !batch.is_empty() {
            state.progress += 1;
            self.room.notify_all();
        }
        batch
    }
}

impl State {
    /// What comes next, and how many bytes of the bound it sets free.
    fn next_piece(&mut self) -> Option<(Piece, usize)> {
        let body = self.queue.front()?.body().cloned().unwrap_or_default();
        let raw = matches!(
            self.queue.front(),
            Some(ToPage::Reply { body: Body::Raw(_), .. } | ToPage::Message { body: Body::Raw(_), .. })
        );
        if raw && body.len() > PART && self.parts_sent < body.len() {
            let end = body.len().min(self.parts_sent + PART);
            let part = body.slice(self.parts_sent..end);
            self.parts_sent = end;
            return Some((Piece::Part(part), PART.min(body.len())));
        }
        let message = self.queue.pop_front()?;
        let in_parts = std::mem::take(&mut self.parts_sent) > 0;
        Some(if in_parts { (Piece::Last(message), 64) } else { (Piece::Whole(message), body.len() + 64) })
    }
}

struct Calls(Mutex<Receiver<Call>>);

impl CallSource for Calls {
    fn next(&self) -> Option<Call> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
    }
}

/// A document on script messages, as the UI thread keeps it.
pub(super) struct FallbackDocument {
    document: f64,
    link: Arc<FallbackLink>,
    /// Blobs of the next call, as far as their parts have come.
    blobs: RefCell<Vec<Vec<u8>>>,
    poll: Rc<RefCell<Option<(jsc::Context, ScriptMessageReply)>>>,
}

impl FallbackDocument {
    /// Begins a document's link. The pump is not started yet. `answer` is called on any thread when a poll can be
    /// answered and must lead to [`FallbackDocument::answer_poll`] on the UI thread.
    pub(super) fn open(
        document: f64,
        view: WebviewId,
        answer: Box<dyn Fn() + Send + Sync>,
    ) -> (Self, Arc<FallbackLink>, Arc<Pump>) {
        let (link, calls) = FallbackLink::new(answer);
        let pump = Pump::new(format!("link-{}", view.0), Box::new(Calls(Mutex::new(calls))));
        (
            Self { document, link: Arc::clone(&link), blobs: RefCell::default(), poll: Rc::default() },
            link,
            pump,
        )
    }

    /// Whether a message with this number belongs to the document.
    pub(super) fn is(&self, document: f64) -> bool {
        self.document.to_bits() == document.to_bits()
    }

    /// `part`: element 3 tells whether a blob begins with this part, element 4 is the part.
    pub(super) fn part(&self, message: &jsc::Value) -> Option<()> {
        let part = script_value::bytes(&message.object_get_property_at_index(4)?)?;
        let mut blobs = self.blobs.borrow_mut();
        let total: usize = blobs.iter().map(Vec::len).sum();
        if (total + part.len()) as u64 > BODY_LIMIT || blobs.len() >= BLOB_LIMIT as usize {
            blobs.clear();
            return None;
        }
        if message.object_get_property_at_index(3)?.to_boolean() {
            blobs.push(Vec::new());
        }
        blobs.last_mut()?.extend_from_slice(&part);
        Some(())
    }

    /// `call`: elements 3 to 6 are id, command, headers, and JSON or null; its blobs came before in parts.
    pub(super) fn call(&self, message: &jsc::Value) -> Option<()> {
        let item = |index| message.object_get_property_at_index(index);
        let json = item(6)?;
        let mut blobs: Vec<Bytes> = self.blobs.take().into_iter().map(Bytes::from).collect();
        let body = if json.is_null() {
            Body::Raw(if blobs.is_empty() { Bytes::new() } else { blobs.remove(0) })
        } else {
            Body::Json(script_value::text(&json)?)
        };
        let call = Call {
            id: item(3)?.to_double() as u32,
            command: item(4)?.to_str().into(),
            headers: script_value::text(&item(5)?)?,
            body,
            blobs,
        };
        self.link.lock().calls.as_ref()?.send(call).ok()
    }

    /// `poll`: the reply waits until there is something to say.
    pub(super) fn poll(&self, context: jsc::Context, reply: &ScriptMessageReply) {
        self.poll.replace(Some((context, reply.clone())));
        self.answer_poll();
    }

    /// Answers a waiting poll when there is something to say.
    pub(super) fn answer_poll(&self) {
        if self.poll.borrow().is_none() {
            return;
        }
        let batch = self.link.take_batch();
        let closed = self.link.lock().calls.is_none();
        if batch.is_empty() && !closed {
            return;
        }
        if let Some((context, reply)) = self.poll.take() {
            if batch.is_empty() {
                reply.return_error_message("the core closed the link");
            } else {
                reply.return_value(&script_value::messages(&context, &batch));
            }
        }
    }
}

/// Runs `task` at the UI loop's next turn.
pub(super) fn on_ui(task: impl FnOnce() + Send + 'static) {
    glib::MainContext::default().invoke(task);
}
