//! What the core sends to a page.

use std::sync::Arc;

use bytes::Bytes;

use crate::{Body, HEADER_LEN, Header, Kind, flags};

/// A message from the core to one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToPage {
    /// The one answer to a call.
    Reply {
        /// The number that the page gave the call.
        call: u32,
        /// Whether the call failed; the body is then the error value as JSON.
        failed: bool,
        /// Result or error value.
        body: Body,
    },
    /// A message of a channel.
    Message {
        /// The page's callback for the channel.
        callback: u32,
        /// Position in the channel: 0, 1, 2, …
        index: u32,
        /// The message.
        body: Body,
    },
    /// The end of a channel: `index` messages were sent.
    End {
        /// The page's callback for the channel.
        callback: u32,
        /// Number of messages sent before.
        index: u32,
    },
    /// An event for listeners of this page.
    Event {
        /// Name of the event; at most 65,535 bytes.
        name: Arc<str>,
        /// Callback and event id of each listener, in the order of listening.
        listeners: Vec<(u32, u32)>,
        /// The payload as JSON text.
        payload: Bytes,
    },
}

impl ToPage {
    /// The answer to a call. The error value must be JSON.
    pub fn reply(call: u32, outcome: Result<Body, Body>) -> Self {
        let failed = outcome.is_err();
        let (Ok(body) | Err(body)) = outcome;
        Self::Reply { call, failed, body }
    }

    /// The body that follows (or travels beside) the head; `None` for messages without one.
    pub fn body(&self) -> Option<&Bytes> {
        match self {
            Self::Reply { body, .. } | Self::Message { body, .. } => Some(body.bytes()),
            Self::Event { payload, .. } => Some(payload),
            Self::End { .. } => None,
        }
    }

    /// Header and names: everything of the frame up to the body. With `beside`, the body's length stands in its
    /// place and the body is not part of the frame.
    pub fn head(&self, beside: bool) -> Vec<u8> {
        let body_len = self.body().map_or(0, Bytes::len);
        let (kind, bits, count, id, aux) = match self {
            Self::Reply { call, failed, body } => {
                (Kind::Reply, raw(body) | if *failed { flags::ERROR } else { 0 }, 0, *call, 0)
            }
            Self::Message { callback, index, body } => (Kind::Message, raw(body), 0, *callback, *index),
            Self::End { callback, index } => (Kind::End, 0, 0, *callback, *index),
            Self::Event { name, listeners, .. } => {
                (Kind::Event, 0, listeners.len().min(u16::MAX as usize) as u16, 0, name.len() as u32)
            }
        };
        let names = match self {
            Self::Event { name, .. } => usize::from(count) * 8 + name.len(),
            _ => 0,
        };
        let tail = if beside { 8 } else { body_len };
        let header = Header {
            len: (names + tail) as u32,
            kind,
            flags: bits | if beside { flags::BESIDE } else { 0 },
            count,
            id,
            aux,
        };
        let mut head = Vec::with_capacity(HEADER_LEN + names + if beside { 8 } else { 0 });
        head.extend_from_slice(&header.encode());
        if let Self::Event { name, listeners, .. } = self {
            for (callback, id) in listeners.iter().take(usize::from(count)) {
                head.extend_from_slice(&callback.to_le_bytes());
                head.extend_from_slice(&id.to_le_bytes());
            }
            head.extend_from_slice(name.as_bytes());
        }
        if beside {
            head.extend_from_slice(&(body_len as u64).to_le_bytes());
        }
        head
    }
}

fn raw(body: &Body) -> u8 {
    if body.is_raw() { flags::RAW } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_have_the_documented_layout() {
        let event = ToPage::Event {
            name: "tick".into(),
            listeners: vec![(1, 2)],
            payload: Bytes::from_static(b"[3]"),
        };
        let head = event.head(false);
        assert_eq!(head.len(), 16 + 8 + 4);
        assert_eq!(head[..8], [15, 0, 0, 0, 19, 0, 1, 0]);
        assert_eq!(&head[24..], b"tick");

        let reply = ToPage::reply(5, Err(Body::json("\"no\"")));
        assert_eq!(reply.head(false), [4, 0, 0, 0, 16, 4, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0]);

        let message = ToPage::Message { callback: 1, index: 2, body: Body::raw(vec![0; 70_000]) };
        let head = message.head(true);
        assert_eq!(head[..8], [8, 0, 0, 0, 17, 3, 0, 0]);
        assert_eq!(head[16..], 70_000u64.to_le_bytes());
    }
}
