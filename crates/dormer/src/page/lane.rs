//! Runs the sync commands of one page, one after another in the order called.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

type Job = Box<dyn FnOnce() + Send>;

/// A queue that the first caller works off. Whoever comes meanwhile adds to it and goes away.
#[derive(Default)]
pub(crate) struct Lane(Mutex<State>);

#[derive(Default)]
struct State {
    waiting: VecDeque<Job>,
    running: bool,
}

impl Lane {
    /// Runs `job` after all jobs given before: here and now, or on the thread that is at it. A job that panics ends
    /// alone.
    pub(crate) fn run(&self, job: Job) {
        {
            let mut state = self.lock();
            if state.running {
                state.waiting.push_back(job);
                return;
            }
            state.running = true;
        }
        let mut next = Some(job);
        while let Some(job) = next {
            // The panic hook has told of it, and dropping the call's resolver has answered.
            let _panicked = catch_unwind(AssertUnwindSafe(job)).is_err();
            let mut state = self.lock();
            next = state.waiting.pop_front();
            state.running = next.is_some();
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
        let runner = {
            let (lane, log, gate) = (Arc::clone(&lane), log.clone(), Arc::clone(&gate));
            std::thread::spawn(move || {
                lane.run(Box::new(move || {
                    gate.wait();
                    gate.wait();
                    log.send(0).unwrap();
                }));
            })
        };
        gate.wait();
        for number in 1..100 {
            let log = log.clone();
            lane.run(Box::new(move || log.send(number).unwrap()));
        }
        assert!(seen.try_recv().is_err(), "nothing runs before the first job is done");
        gate.wait();
        runner.join().unwrap();
        assert_eq!(seen.try_iter().collect::<Vec<_>>(), (0..100).collect::<Vec<_>>());
    }

    #[test]
    fn a_panic_ends_only_its_own_job() {
        let lane = Lane::default();
        lane.run(Box::new(|| panic!("expected by the test")));
        let (log, seen) = channel();
        lane.run(Box::new(move || log.send(1).unwrap()));
        assert_eq!(seen.recv(), Ok(1));
    }
}
