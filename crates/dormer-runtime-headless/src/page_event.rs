//! An event as a page got it.

use std::sync::Arc;

/// An event that the core sent to listeners of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageEvent {
    /// Name of the event.
    pub name: Arc<str>,
    /// Callback and event id of each listener.
    pub listeners: Vec<(u32, u32)>,
    /// The payload as JSON text.
    pub payload: String,
}
