//! A thread that runs calls of a page, one after another, as long as none is slow.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use dormer_runtime::Page;
use dormer_runtime::wire::Call;

/// The thread; it ends when this is dropped and its call has returned.
pub(crate) struct Worker {
    calls: Sender<Call>,
    /// Gets one mark when a call starts and one when it has returned.
    marks: Receiver<()>,
}

impl Worker {
    /// A thread for calls of `page`.
    pub(crate) fn new(page: Arc<dyn Page>) -> Self {
        let (calls, inbox) = channel::<Call>();
        let (mark, marks) = channel();
        std::thread::spawn(move || {
            for call in inbox {
                // A reader that lost its patience does not listen any more.
                let _started = mark.send(());
                page.call(call);
                let _returned = mark.send(());
            }
        });
        Self { calls, marks }
    }

    /// Runs a call and returns the worker when the call returned in time; else the call has at least started.
    pub(crate) fn run(self, call: Call, patience: Duration) -> Option<Self> {
        self.calls.send(call).ok()?;
        self.marks.recv().ok()?;
        self.marks.recv_timeout(patience).ok()?;
        Some(self)
    }
}
