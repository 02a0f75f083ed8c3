//! A thread that does the work of a page's calls, as long as none is slow.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use dormer_runtime::Page;

/// The thread; it ends when this is dropped and its work is done.
pub(crate) struct Worker {
    turns: Sender<()>,
    /// Gets one mark when the work of a turn is done.
    done: Receiver<()>,
}

impl Worker {
    /// A thread for the work of `page`.
    pub(crate) fn new(page: Arc<dyn Page>) -> Self {
        let (turns, inbox) = channel::<()>();
        let (mark, done) = channel();
        std::thread::spawn(move || {
            for () in inbox {
                page.work();
                // A reader that lost its patience does not listen any more.
                let _done = mark.send(());
            }
        });
        Self { turns, done }
    }

    /// Works and returns the worker when it was done in time.
    pub(crate) fn run(self, patience: Duration) -> Option<Self> {
        self.turns.send(()).ok()?;
        self.done.recv_timeout(patience).ok()?;
        Some(self)
    }
}
