//! Runs the sync commands of one page, one after another in the order called.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

type Job = Box<dyn FnOnce() + Send>;

/// A queue that one thread at a time works off.
#[derive(Default)]
pub(crate) struct Lane(Mutex<State>);

#[derive(Default)]
struct State {
    waiting: VecDeque<Job>,
    running: bool,
}

impl Lane {
    /// Adds a job at the end.
    pub(crate) fn push(&self, job: Job) {
        self.lock().waiting.push_back(job);
    }

    /// Runs all jobs, also those that are added meanwhile; returns at once when another thread is at it. A job that
    /// panics ends alone.
    pub(crate) fn work(&self) {
        let mut running = false;
        loop {
            let job = {
                let mut state = self.lock();
                if state.running && !running {
                    return;
                }
                let Some(job) = state.waiting.pop_front() else {
                    state.running = false;
                    return;
                };
                (state.running, running) = (true, true);
                job
            };
            // The panic hook has told of it, and dropping the call's resolver has answered.
            let _panicked = catch_unwind(AssertUnwindSafe(job)).is_err();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;
    use std::sync::{Arc, Barrier};

    #[test]
    fn jobs_keep_their_order_and_never_overlap() {
        let lane = Arc::new(Lane::default());
        let (log, seen) = channel();
        let gate = Arc::new(Barrier::new(2));
        {
            let (log, gate) = (log.clone(), Arc::clone(&gate));
            lane.push(Box::new(move || {
                gate.wait();
                gate.wait();
                log.send(0).unwrap();
            }));
        }
        let runner = std::thread::spawn({
            let lane = Arc::clone(&lane);
            move || lane.work()
        });
        gate.wait();
        for number in 1..100 {
            let log = log.clone();
            lane.push(Box::new(move || log.send(number).unwrap()));
            lane.work();
        }
        assert!(seen.try_recv().is_err(), "nothing runs before the first job is done");
        gate.wait();
        runner.join().unwrap();
        assert_eq!(seen.try_iter().collect::<Vec<_>>(), (0..100).collect::<Vec<_>>());
    }

    #[test]
    fn a_panic_ends_only_its_own_job() {
        let lane = Lane::default();
        let (log, seen) = channel();
        lane.push(Box::new(|| panic!("expected by the test")));
        lane.push(Box::new(move || log.send(1).unwrap()));
        lane.work();
        assert_eq!(seen.recv(), Ok(1));
    }
}
