//! Waiting with a limit: a gate, and a log that threads write and a test reads. Not here: programs (`fixture`).

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// Long against a busy machine, short against a test that hangs.
pub(crate) const LIMIT: Duration = Duration::from_secs(10);

/// Waits until somebody opens it.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    pub(crate) fn open(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }

    /// Panics when nobody opens it within the limit.
    pub(crate) fn pass(&self) {
        let (open, changed) = &*self.0;
        let (_open, late) = changed.wait_timeout_while(open.lock().unwrap(), LIMIT, |open| !*open).unwrap();
        assert!(!late.timed_out(), "nobody opened the gate");
    }
}

/// Lines in the order of writing.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<(Mutex<Vec<String>>, Condvar)>);

impl Log {
    pub(crate) fn add(&self, line: impl Into<String>) {
        self.0.0.lock().unwrap().push(line.into());
        self.0.1.notify_all();
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.0.lock().unwrap().clone()
    }

    /// Waits until there are `count` lines, and returns all.
    pub(crate) fn wait(&self, count: usize) -> Vec<String> {
        let (lines, changed) = &*self.0;
        let (lines, late) =
            changed.wait_timeout_while(lines.lock().unwrap(), LIMIT, |lines| lines.len() < count).unwrap();
        assert!(!late.timed_out(), "waited for {count} lines, there are {lines:?}");
        lines.clone()
    }

    /// Forgets all lines.
    pub(crate) fn clear(&self) {
        self.0.0.lock().unwrap().clear();
    }
}

/// Waits until `look` gives something.
pub(crate) fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = std::time::Instant::now() + LIMIT;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(std::time::Instant::now() < deadline, "waited for {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}
