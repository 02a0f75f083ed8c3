//! What the event loop takes from its queue.

use std::sync::mpsc::Sender;

use dormer_runtime::{Event, WebviewId};

/// One turn of the event loop.
pub(crate) enum Turn {
    /// Run this.
    Task(Box<dyn FnOnce() + Send>),
    /// Hand this to the program, then do what follows from it unless vetoed.
    Event(Event),
    /// Load an address.
    Load(Load),
    /// The last window went away; another one may have come since.
    LastWindowClosed,
}

/// A navigation that waits for its turn.
pub(crate) struct Load {
    /// The view.
    pub(crate) webview: WebviewId,
    /// Where to; `None` loads the present address again.
    pub(crate) url: Option<String>,
    /// Told whether the host allowed it, once the load is over.
    pub(crate) done: Option<Sender<bool>>,
}
