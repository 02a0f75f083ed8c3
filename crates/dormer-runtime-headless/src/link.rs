//! A link in memory: both its ends meet here.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use dormer_runtime::wire::{BODY_LIMIT, Call, ToPage};
use dormer_runtime::{Carrier, Link, Page, SendError, WebviewId};

use crate::inbox::Inbox;
use crate::outbox::Outbox;
use crate::reader;
use crate::shared::Shared;

/// The link of one document.
pub(crate) struct MemoryLink {
    shared: Arc<Shared>,
    /// The view that shows the document.
    pub(crate) webview: WebviewId,
    /// The document's address.
    pub(crate) url: String,
    state: Mutex<LinkState>,
    changed: Condvar,
}

/// What the lock of a link guards.
#[derive(Default)]
pub(crate) struct LinkState {
    /// Calls that the core has not been told of.
    calls: VecDeque<Call>,
    /// The number of the last call.
    last_call: u32,
    pub(crate) outbox: Outbox,
    pub(crate) inbox: Inbox,
    /// No message goes either way any more.
    pub(crate) closed: bool,
    /// The core has handled that.
    pub(crate) closed_handled: bool,
}

impl MemoryLink {
    /// An open link without a core at its other end yet.
    pub(crate) fn new(shared: Arc<Shared>, webview: WebviewId, url: &str) -> Self {
        let (state, changed) = (Mutex::default(), Condvar::new());
        Self { shared, webview, url: url.into(), state, changed }
    }

    /// Puts the core at the other end and starts reading calls.
    pub(crate) fn attach(self: &Arc<Self>, page: Arc<dyn Page>) {
        let link = self.clone();
        std::thread::spawn(move || reader::read_calls(&link, &page));
    }

    fn lock(&self) -> MutexGuard<'_, LinkState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the state.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&LinkState) -> T) -> T {
        look(&self.lock())
    }

    /// Changes the state and wakes who waits for it.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut LinkState) -> T) -> T {
        let result = change(&mut self.lock());
        self.changed.notify_all();
        result
    }

    /// Waits until `look` gives something; `None` when that takes longer than `limit`, or when the link is closed
    /// and `look` gives nothing.
    pub(crate) fn wait<T>(
        &self,
        limit: Duration,
        mut look: impl FnMut(&mut LinkState) -> Option<T>,
    ) -> Option<T> {
        let deadline = Instant::now() + limit;
        let mut state = self.lock();
        loop {
            if let Some(found) = look(&mut state) {
                return Some(found);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || state.closed_handled {
                return None;
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// How long a call may keep the next one waiting.
    pub(crate) fn call_patience(&self) -> Duration {
        self.shared.look(|world| world.settings.call_patience)
    }

    /// Adds a call, gives it a number and returns that; a closed page calls nobody.
    pub(crate) fn call(&self, call: Call) -> u32 {
        self.change(|state| {
            state.last_call += 1;
            let id = state.last_call;
            if !state.closed {
                state.calls.push_back(Call { id, ..call });
            }
            id
        })
    }

    /// Waits for the next call; `None` when the link is closed.
    pub(crate) fn next_call(&self) -> Option<Call> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            if let Some(call) = state.calls.pop_front() {
                return Some(call);
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether the calling thread is the UI thread.
    pub(crate) fn is_ui_thread(&self) -> bool {
        self.shared.is_ui_thread()
    }

    /// Ends the link; the reader then tells the core.
    pub(crate) fn shut(&self) {
        self.change(|state| {
            if std::mem::replace(&mut state.closed, true) {
                return;
            }
            state.calls.clear();
            state.outbox.clear();
            self.shared.change(|world| {
                world.closing += 1;
                world.pages.retain(|page| !std::ptr::eq(&*page.link, self));
            });
        });
    }

    /// The core has handled the end.
    pub(crate) fn closed_handled(&self) {
        self.change(|state| state.closed_handled = true);
        self.shared.change(|world| world.closing -= 1);
    }
}

impl LinkState {
    /// The page reads up to `count` messages.
    pub(crate) fn read(&mut self, count: usize) {
        for _ in 0..count {
            match self.outbox.take() {
                Some(message) => self.inbox.push(message),
                None => break,
            }
        }
    }

    /// Takes a message from the core; a page that reads has it at once, so nothing waits for such a page.
    fn accept(&mut self, message: ToPage) {
        if self.outbox.stopped { self.outbox.push(message) } else { self.inbox.push(message) }
    }
}

impl Link for MemoryLink {
    fn send(&self, message: ToPage) -> Result<(), SendError> {
        let length = message.body().map_or(0, |body| body.len() as u64);
        if length > BODY_LIMIT {
            return Err(SendError::TooLong(length));
        }
        let (bound, stall_after) =
            self.shared.look(|world| (world.settings.queue_bound, world.settings.stall_after));
        let may_block = !self.shared.is_ui_thread();
        let mut state = self.lock();
        if may_block {
            let ticket = state.outbox.ticket();
            // The number of blocked senders is one that tests wait for.
            self.changed.notify_all();
            while !state.closed && !state.outbox.admits(ticket, bound) {
                // With room in the queue it is only the line that moves on: its front wakes the others.
                let stalls_at = state.outbox.stalls_at(bound, stall_after);
                let left = stalls_at.map_or(stall_after, |at| at.saturating_duration_since(Instant::now()));
                if left.is_zero() {
                    state.outbox.leave(ticket);
                    self.changed.notify_all();
                    return Err(SendError::Stalled);
                }
                state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
            }
            state.outbox.leave(ticket);
        } else if state.outbox.stalls_at(bound, stall_after).is_some_and(|at| at <= Instant::now()) {
            return Err(SendError::Stalled);
        }
        if state.closed {
            return Err(SendError::Closed);
        }
        state.accept(message);
        drop(state);
        self.changed.notify_all();
        Ok(())
    }

    fn close(&self) {
        self.shut();
    }

    fn carrier(&self) -> Carrier {
        Carrier::Memory
    }
}
