//! The link between one document and the core, seen from both ends.

use dormer_wire::{Call, ToPage};

use crate::SendError;

/// How messages travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Carrier {
    /// A socket of the document's own, past the UI thread.
    Direct,
    /// The engine's script messages, through the UI thread.
    ScriptMessages,
    /// No page at all: a test.
    Memory,
}

/// The backend's end: messages to one document.
pub trait Link: Send + Sync {
    /// Sends a message, in the order of calls. Blocks while the page's queue is over its bound, except on the UI
    /// thread, which is never blocked.
    ///
    /// # Errors
    /// See [`SendError`]; the message was not sent then.
    fn send(&self, message: ToPage) -> Result<(), SendError>;

    /// Whether a message would be taken at once, as far as can be told without waiting. A hint: it may be outdated.
    fn has_room(&self) -> bool {
        true
    }

    /// Ends the link; further messages fail and [`Page::closed`] follows. Does nothing the second time.
    fn close(&self);

    /// How messages travel.
    fn carrier(&self) -> Carrier;
}

/// The core's end: calls of one document.
pub trait Page: Send + Sync {
    /// The page called a command. Only takes the call in, quickly: the backend holds its reading lock, so calls are
    /// taken in the order sent.
    fn call(&self, call: Call);

    /// Does the work that calls have left to the link's thread. May take long: after a few milliseconds the backend
    /// goes on reading on another thread, which then calls this too.
    fn work(&self);

    /// The document is gone. Called once, on any thread; no call is taken after it.
    fn closed(&self);
}
