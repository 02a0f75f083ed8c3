//! The thread of a link: tells the core of calls and of the end.

use std::sync::Arc;

use dormer_runtime::Page;

use crate::link::MemoryLink;
use crate::worker::Worker;

/// Takes calls in the order sent, until the link is closed; then tells the core.
pub(crate) fn read_calls(link: &Arc<MemoryLink>, page: &Arc<dyn Page>) {
    // Also when the core panics: nobody shall wait in vain.
    let _told = Told(link);
    let mut idle = None;
    while let Some(call) = link.next_call() {
        page.call(call);
        let worker = idle.take().unwrap_or_else(|| Worker::new(page.clone()));
        idle = worker.run(link.call_patience());
    }
    page.closed();
}

struct Told<'a>(&'a MemoryLink);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        self.0.closed_handled();
    }
}
