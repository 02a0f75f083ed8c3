//! The queue between core and page: what waits, who waits for room, since when nothing moves.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use dormer_runtime::wire::{HEADER_LEN, ToPage};

/// Messages that the page has not read.
#[derive(Default)]
pub(crate) struct Outbox {
    queue: VecDeque<ToPage>,
    /// The page does not read.
    pub(crate) stopped: bool,
    pub(crate) bytes: usize,
    pub(crate) peak: usize,
    /// Tickets of senders that wait for room, first come first served.
    waiting: VecDeque<u64>,
    next_ticket: u64,
    /// Since when the queue is full without the page taking anything.
    full_since: Option<Instant>,
}

impl Outbox {
    /// Lines up.
    pub(crate) fn ticket(&mut self) -> u64 {
        self.next_ticket += 1;
        self.waiting.push_back(self.next_ticket);
        self.next_ticket
    }

    /// Leaves the line.
    pub(crate) fn leave(&mut self, ticket: u64) {
        self.waiting.retain(|other| *other != ticket);
    }

    /// Whether it is this ticket's turn and the queue is under its bound. An empty queue always takes one message.
    pub(crate) fn admits(&self, ticket: u64, bound: usize) -> bool {
        self.waiting.front() == Some(&ticket) && !self.is_full(bound)
    }

    /// When the page counts as stalled; `None` while there is room.
    pub(crate) fn stalls_at(&mut self, bound: usize, stall_after: Duration) -> Option<Instant> {
        if !self.is_full(bound) {
            return None;
        }
        Some(*self.full_since.get_or_insert_with(Instant::now) + stall_after)
    }

    fn is_full(&self, bound: usize) -> bool {
        !self.queue.is_empty() && self.bytes >= bound
    }

    /// Adds a message, whatever the bound.
    pub(crate) fn push(&mut self, message: ToPage) {
        self.bytes += size(&message);
        self.peak = self.peak.max(self.bytes);
        self.queue.push_back(message);
    }

    /// The page reads a message.
    pub(crate) fn take(&mut self) -> Option<ToPage> {
        let message = self.queue.pop_front()?;
        self.bytes -= size(&message);
        self.full_since = None;
        Some(message)
    }

    /// Forgets what waits: the page is gone.
    pub(crate) fn clear(&mut self) {
        self.queue.clear();
        self.bytes = 0;
    }

    /// Messages that wait.
    pub(crate) fn len(&self) -> usize {
        self.queue.len()
    }

    /// Senders that wait.
    pub(crate) fn blocked(&self) -> usize {
        self.waiting.len()
    }
}

/// Bytes of a message on a wire.
pub(crate) fn size(message: &ToPage) -> usize {
    let names = match message {
        ToPage::Event { name, listeners, .. } => name.len() + listeners.len() * 8,
        _ => 0,
    };
    HEADER_LEN + names + message.body().map_or(0, |body| body.len())
}
