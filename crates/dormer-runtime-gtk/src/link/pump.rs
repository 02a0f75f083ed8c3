//! Reads calls of one page and hands them to the core, on one thread at a time.
//!
//! The thread that reads also does the call's work: no hop lies between the page and a quick command. When the work
//! takes long, the [watchdog](super::watchdog) lets a fresh thread take over the reading; the old one finishes and ends.
//! Calls are taken in under a lock, so their order does not depend on which thread reads.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

use dormer_runtime::Page;
use dormer_runtime::wire::Call;

use super::watchdog::Watchdog;

/// Where calls come from. Shared by the threads that take turns in reading.
pub(crate) trait CallSource: Send + Sync {
    /// The next call; waits for it. `None` is the end of the page. Called by one thread at a time.
    fn next(&self) -> Option<Call>;

    /// The running call takes long: what it has answered so far must not wait for its end.
    fn release(&self) {}
}

/// The reading of one page.
pub(crate) struct Pump {
    source: Box<dyn CallSource>,
    page: OnceLock<Arc<dyn Page>>,
    /// Held while a call is read and taken in.
    reading: Mutex<()>,
    /// Odd while work is done; grows by one at its start and at its end.
    ticket: AtomicU64,
    /// Grows when another thread takes over.
    reader: AtomicU64,
    ended: AtomicBool,
    name: String,
}

impl Pump {
    /// Makes a pump; nothing is read before [`Pump::start`].
    pub(crate) fn new(name: String, source: Box<dyn CallSource>) -> Arc<Self> {
        Arc::new(Self {
            source,
            page: OnceLock::new(),
            reading: Mutex::default(),
            ticket: AtomicU64::new(0),
            reader: AtomicU64::new(0),
            ended: AtomicBool::new(false),
            name,
        })
    }

    /// Starts reading for `page`. When the system gives no thread, the page is told that it is closed.
    pub(crate) fn start(self: &Arc<Self>, page: Arc<dyn Page>) {
        if self.page.set(page).is_ok() {
            Watchdog::get().watch(self);
            self.spawn(0);
        }
    }

    /// The number of the work that is or was done last, and whether it goes on.
    pub(crate) fn progress(&self) -> (u64, bool) {
        let ticket = self.ticket.load(Ordering::SeqCst);
        (ticket, ticket % 2 == 1)
    }

    /// Lets a fresh thread read when the work `ticket` still goes on.
    pub(crate) fn take_over(self: &Arc<Self>, ticket: u64) {
        if self.ticket.compare_exchange(ticket, ticket + 1, Ordering::SeqCst, Ordering::SeqCst).is_ok() {
            let reader = self.reader.fetch_add(1, Ordering::SeqCst) + 1;
            self.source.release();
            self.spawn(reader);
        }
    }

    fn spawn(self: &Arc<Self>, reader: u64) {
        let pump = Arc::clone(self);
        let spawned = thread::Builder::new().name(self.name.clone()).spawn(move || pump.run(reader));
        if let Err(error) = spawned {
            log::error!("cannot start a thread for the link of a page: {error}");
            self.end();
        }
    }

    fn run(self: Arc<Self>, reader: u64) {
        let Some(page) = self.page.get() else { return };
        let watchdog = Watchdog::get();
        while self.take_call(page) {
            let ticket = self.ticket.fetch_add(1, Ordering::SeqCst) + 1;
            watchdog.notice();
            page.work();
            let mine =
                self.ticket.compare_exchange(ticket, ticket + 1, Ordering::SeqCst, Ordering::SeqCst).is_ok();
            if !mine || self.reader.load(Ordering::SeqCst) != reader {
                return;
            }
        }
        self.end();
    }

    /// Waits for a call and takes it in; false at the end of the page.
    fn take_call(&self, page: &Arc<dyn Page>) -> bool {
        let _order = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        self.source.next().map(|call| page.call(call)).is_some()
    }

    fn end(&self) {
        if !self.ended.swap(true, Ordering::SeqCst)
            && let Some(page) = self.page.get()
        {
            page.closed();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use dormer_runtime::wire::Body;
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::time::Duration;

    struct Queue(Mutex<Receiver<Call>>);
    impl CallSource for Queue {
        fn next(&self) -> Option<Call> {
            self.0.lock().unwrap().recv().ok()
        }
    }

    struct Recorder {
        seen: Sender<String>,
        gate: Mutex<Receiver<()>>,
        slow: AtomicBool,
    }
    impl Page for Recorder {
        fn call(&self, call: Call) {
            self.slow.store(call.command == "slow", Ordering::SeqCst);
            self.seen.send(call.command).unwrap();
        }
        fn work(&self) {
            if self.slow.swap(false, Ordering::SeqCst) {
                self.gate.lock().unwrap().recv().unwrap();
                self.seen.send("slow done".into()).unwrap();
            }
        }
        fn closed(&self) {
            self.seen.send("closed".into()).unwrap();
        }
    }

    fn call(command: &str) -> Call {
        Call { id: 1, command: command.into(), headers: Bytes::new(), body: Body::json("{}"), blobs: vec![] }
    }

    #[test]
    fn a_slow_call_does_not_keep_others_waiting() {
        let (calls, source) = channel();
        let (seen, log) = channel();
        let (open, gate) = channel();
        let pump = Pump::new("test".into(), Box::new(Queue(Mutex::new(source))));
        pump.start(Arc::new(Recorder { seen, gate: Mutex::new(gate), slow: AtomicBool::new(false) }));
        for command in ["a", "slow", "b", "c"] {
            calls.send(call(command)).unwrap();
        }
        let next = || log.recv_timeout(Duration::from_secs(10)).unwrap();
        assert_eq!([next(), next(), next(), next()], ["a", "slow", "b", "c"]);
        drop(calls);
        assert_eq!(next(), "closed", "the end is seen while a call still runs");
        open.send(()).unwrap();
        assert_eq!(next(), "slow done");
        drop(pump);
        assert!(
            log.recv_timeout(Duration::from_secs(10)).is_err(),
            "closed is said once and the threads end"
        );
    }
}
