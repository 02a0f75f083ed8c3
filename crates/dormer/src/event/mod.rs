//! Events: names, targets, and who listens. Not here: sending them to pages, and the built-in ones.

mod listeners;
mod name;
mod target;

use std::sync::Arc;

pub(crate) use listeners::{Entry, Listeners};
pub use name::{EventName, EventNameError};
pub use target::EventTarget;
pub(crate) use target::matches;

/// The number of one listener: unique in the process, and never 0.
pub type EventId = u32;

/// One event as a Rust listener gets it.
#[derive(Debug, Clone)]
pub struct Event {
    id: EventId,
    payload: Arc<str>,
}

impl Event {
    pub(crate) fn new(id: EventId, payload: Arc<str>) -> Self {
        Self { id, payload }
    }

    /// The number of the listener that this call is for; what `unlisten` takes.
    #[must_use]
    pub fn id(&self) -> EventId {
        self.id
    }

    /// The payload as JSON text; `null` if there was none.
    #[must_use]
    pub fn payload(&self) -> &str {
        &self.payload
    }
}
