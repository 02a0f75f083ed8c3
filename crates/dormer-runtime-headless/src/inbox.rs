//! What a page has read, and what of it the test has taken.

use std::collections::BTreeMap;

use dormer_runtime::wire::{Body, ToPage};

use crate::outbox::size;
use crate::{PageEvent, PageMessage};

/// Messages that the page has read.
#[derive(Default)]
pub(crate) struct Inbox {
    /// All, in order.
    pub(crate) log: Vec<ToPage>,
    pub(crate) bytes: usize,
    /// Answers by call; more than one is a mistake of the core.
    replies: BTreeMap<u32, Vec<Result<Body, Body>>>,
    /// Where the search for the next event starts in the log.
    next_event: usize,
    /// Where the search for the next message of a channel starts in the log.
    next_message: usize,
}

impl Inbox {
    /// Reads one more message.
    pub(crate) fn push(&mut self, message: ToPage) {
        if let ToPage::Reply { call, failed, body } = &message {
            let outcome = if *failed { Err(body.clone()) } else { Ok(body.clone()) };
            self.replies.entry(*call).or_default().push(outcome);
        }
        self.bytes += size(&message);
        self.log.push(message);
    }

    /// The answers to a call so far.
    pub(crate) fn replies(&self, call: u32) -> &[Result<Body, Body>] {
        self.replies.get(&call).map_or(&[], Vec::as_slice)
    }

    /// Takes the next event.
    pub(crate) fn take_event(&mut self) -> Option<PageEvent> {
        let (at, event) = self.log.iter().enumerate().skip(self.next_event).find_map(|(at, message)| {
            let ToPage::Event { name, listeners, payload } = message else { return None };
            let payload = String::from_utf8_lossy(payload).into_owned();
            Some((at, PageEvent { name: name.clone(), listeners: listeners.clone(), payload }))
        })?;
        self.next_event = at + 1;
        Some(event)
    }

    /// Takes the next message or end of a channel.
    pub(crate) fn take_message(&mut self) -> Option<PageMessage> {
        let (at, message) =
            self.log.iter().enumerate().skip(self.next_message).find_map(|(at, message)| match message {
                ToPage::Message { callback, index, body } => {
                    Some((at, PageMessage { callback: *callback, index: *index, body: Some(body.clone()) }))
                }
                ToPage::End { callback, index } => {
                    Some((at, PageMessage { callback: *callback, index: *index, body: None }))
                }
                _ => None,
            })?;
        self.next_message = at + 1;
        Some(message)
    }
}
