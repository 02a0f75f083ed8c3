//! The control handle as somebody who waits, always for a bounded time.

use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use dormer_runtime::{Event, WindowId, WindowState};

use crate::world::Phase;
use crate::{Headless, Opening};

impl Headless {
    /// Waits until the program has handled [`Event::Ready`].
    ///
    /// # Panics
    /// It takes longer than the wait limit, the loop has ended, or this is the UI thread and it would wait for itself.
    /// The same holds for all methods here.
    pub fn wait_ready(&self) {
        self.wait_for("the event loop to run", || {
            self.shared.look(|world| (world.phase >= Phase::Running).then_some(()))
        });
    }

    /// Waits until the loop has nothing left to do, follow-ups included, and the core has handled closed pages.
    pub fn settle(&self) {
        self.wait_for("the event loop to come to rest", || {
            self.shared.look(|world| {
                let running = world.phase >= Phase::Running;
                (running && !world.busy && world.queue.is_empty() && world.closing == 0).then_some(())
            })
        });
    }

    /// Waits until so many windows were opened since the start, and returns all that were.
    pub fn wait_opened(&self, count: usize) -> Vec<Opening> {
        self.wait_for(&format!("{count} windows to be opened"), || {
            self.shared.look(|world| (world.log.opened.len() >= count).then(|| world.log.opened.clone()))
        })
    }

    /// Waits until an open window is as `fits` says.
    pub fn wait_window(&self, window: WindowId, fits: impl Fn(&WindowState) -> bool) -> Arc<WindowState> {
        self.wait_for(&format!("a state of {window:?}"), || {
            self.window_state(window).filter(|state| fits(state))
        })
    }

    /// Waits until a window that was open is closed and the program has handled it.
    pub fn wait_closed(&self, window: WindowId) {
        self.wait_event(&format!("{window:?} to be destroyed"), |event| {
            matches!(event, Event::Window(id, dormer_runtime::WindowEvent::Destroyed) if *id == window)
        });
    }

    /// Waits until the program has handled an event that fits, past ones included, and returns the first. `what` is
    /// for the text of the panic.
    pub fn wait_event(&self, what: &str, fits: impl Fn(&Event) -> bool) -> Event {
        let mut seen = 0;
        self.wait_for(what, || {
            let fresh = self.shared.look(|world| world.log.events[seen..].to_vec());
            seen += fresh.len();
            fresh.into_iter().find(&fits)
        })
    }

    /// Waits until the loop has ended and the core has handled its closed pages, and returns the exit code.
    pub fn wait_exit(&self) -> i32 {
        self.wait_for("the event loop to end", || {
            self.shared.look(|world| {
                let ended = world.phase == Phase::Ended && world.closing == 0;
                world.log.exit_code.filter(|_| ended)
            })
        })
    }

    /// Waits until `look` gives something. `look` runs again after each change of the backend, without any lock.
    pub(crate) fn wait_for<T>(&self, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
        let deadline = Instant::now() + self.wait_limit();
        loop {
            let (version, over) =
                self.shared.look(|world| (world.version, world.phase == Phase::Ended && world.closing == 0));
            if let Some(found) = look() {
                return found;
            }
            let reason = if over {
                "the event loop has ended"
            } else if self.shared.is_ui_thread() {
                "the UI thread would wait for itself"
            } else if self.shared.wait_past(version, deadline) {
                continue;
            } else {
                "the wait limit is over"
            };
            panic!("waited for {what}, but {reason}: {}", self.shared.look(|world| world.summary()));
        }
    }

    /// Runs `task` on the UI thread and waits for its result.
    pub(crate) fn on_ui<T: Send + 'static>(
        &self,
        what: &str,
        task: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> T {
        if self.shared.is_ui_thread() {
            return task(self);
        }
        let (done, result) = mpsc::channel();
        let control = self.clone();
        self.shared.queue(Box::new(move || {
            // Nobody waits when the limit is over.
            let _sent = done.send(task(&control));
        }));
        let reason = match result.recv_timeout(self.wait_limit()) {
            Ok(result) => return result,
            Err(mpsc::RecvTimeoutError::Timeout) => "the event loop did not come to it within the wait limit",
            Err(mpsc::RecvTimeoutError::Disconnected) => "the event loop has ended",
        };
        panic!("{what} failed, {reason}: {}", self.shared.look(|world| world.summary()));
    }

    pub(crate) fn wait_limit(&self) -> Duration {
        self.shared.look(|world| world.settings.wait_limit)
    }
}
