//! One thread that notices calls which take long, so that their page's other messages are not kept waiting.
//!
//! It sleeps while no page calls anything, looks every [`TICK`] while some do, and hands reading to a fresh thread when
//! the same call was running at two looks.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use super::pump::Pump;

const TICK: Duration = Duration::from_millis(2);
/// Looks without any call before it sleeps.
const IDLE_TICKS: u32 = 50;

/// Watches every [`Pump`] of the process.
pub(crate) struct Watchdog {
    awake: AtomicBool,
    pumps: Mutex<Vec<(Weak<Pump>, u64)>>,
    wake: Condvar,
}

impl Watchdog {
    /// The process's watchdog; its thread starts with the first use.
    pub(crate) fn get() -> &'static Self {
        static WATCHDOG: OnceLock<Watchdog> = OnceLock::new();
        WATCHDOG.get_or_init(|| {
            let started = thread::Builder::new().name("link-watchdog".into()).spawn(|| Self::get().run());
            if let Err(error) = started {
                log::error!("cannot start the link's watchdog; a slow command will delay others: {error}");
            }
            Self { awake: AtomicBool::new(false), pumps: Mutex::default(), wake: Condvar::new() }
        })
    }

    /// Looks at `pump` from now on.
    pub(crate) fn watch(&self, pump: &Arc<Pump>) {
        self.pumps().push((Arc::downgrade(pump), 0));
    }

    /// A call starts somewhere. Cheap unless the watchdog sleeps.
    pub(crate) fn notice(&self) {
        if !self.awake.load(Ordering::SeqCst) && !self.awake.swap(true, Ordering::SeqCst) {
            drop(self.pumps());
            self.wake.notify_one();
        }
    }

    fn pumps(&self) -> std::sync::MutexGuard<'_, Vec<(Weak<Pump>, u64)>> {
        self.pumps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self) {
        let mut idle = 0;
        let mut pumps = self.pumps();
        loop {
            let mut stuck = Vec::new();
            let mut moved = false;
            pumps.retain_mut(|(weak, seen)| {
                let Some(pump) = weak.upgrade() else { return false };
                let (ticket, busy) = pump.progress();
                if ticket != *seen {
                    moved = true;
                } else if busy {
                    moved = true;
                    stuck.push((Arc::clone(&pump), ticket));
                }
                *seen = ticket;
                true
            });
            idle = if moved { 0 } else { idle + 1 };
            if !stuck.is_empty() {
                drop(pumps);
                for (pump, ticket) in stuck {
                    pump.take_over(ticket);
                }
                pumps = self.pumps();
            }
            if idle < IDLE_TICKS {
                pumps = self.wake.wait_timeout(pumps, TICK).unwrap_or_else(PoisonError::into_inner).0;
                continue;
            }
            // A call that starts between the last look and this store sees `awake` false and notifies, or is seen here.
            self.awake.store(false, Ordering::SeqCst);
            if pumps.iter().any(|(weak, _)| weak.upgrade().is_some_and(|pump| pump.progress().1)) {
                self.awake.store(true, Ordering::SeqCst);
            }
            while !self.awake.load(Ordering::SeqCst) {
                pumps = self.wake.wait(pumps).unwrap_or_else(PoisonError::into_inner);
            }
            idle = 0;
        }
    }
}
