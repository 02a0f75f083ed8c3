//! Work that other threads hand to the UI thread. Not here: what the work is.

use std::collections::VecDeque;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use gtk4::glib;

/// Something to do on the UI thread.
pub(crate) type Task = Box<dyn FnOnce() + Send>;

/// The queue of tasks, in the order posted. Tasks posted after the end are dropped at once, so whoever waits for one
/// learns of it through what the task owned.
pub(crate) struct Tasks {
    ui_thread: ThreadId,
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    tasks: VecDeque<Task>,
    scheduled: bool,
    ended: bool,
}

impl Tasks {
    /// The queue of the calling thread, which is the UI thread.
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { ui_thread: thread::current().id(), queue: Mutex::default() })
    }

    /// Whether the calling thread is the UI thread.
    pub(crate) fn is_ui_thread(&self) -> bool {
        thread::current().id() == self.ui_thread
    }

    /// Runs `task` at the loop's next turn.
    pub(crate) fn post(self: &Arc<Self>, task: Task) {
        let mut queue = self.lock();
        if queue.ended {
            // Dropping runs foreign code, which may post again.
            drop(queue);
            drop(task);
            return;
        }
        queue.tasks.push_back(task);
        if mem::replace(&mut queue.scheduled, true) {
            return;
        }
        drop(queue);
        let tasks = Arc::clone(self);
        // Not `MainContext::invoke`: before the loop runs, that would run the task on the posting thread.
        glib::idle_add_full(glib::Priority::DEFAULT, move || {
            tasks.drain();
            glib::ControlFlow::Break
        });
    }

    fn drain(&self) {
        let batch = {
            let mut queue = self.lock();
            queue.scheduled = false;
            mem::take(&mut queue.tasks)
        };
        for task in batch {
            task();
        }
    }

    /// Drops what still waits and everything that is posted from now on.
    pub(crate) fn end(&self) {
        let rest = {
            let mut queue = self.lock();
            queue.ended = true;
            mem::take(&mut queue.tasks)
        };
        drop(rest);
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn after_the_end_tasks_are_dropped_not_kept() {
        let tasks = Tasks::new();
        assert!(tasks.is_ui_thread());
        let (sender, receiver) = mpsc::channel::<()>();
        let kept = sender.clone();
        tasks.post(Box::new(move || kept.send(()).unwrap()));
        tasks.end();
        tasks.post(Box::new(move || sender.send(()).unwrap()));
        assert!(receiver.recv().is_err());
    }

    #[test]
    fn a_task_dropped_at_the_end_may_post() {
        struct PostsOnDrop(Arc<Tasks>);
        impl Drop for PostsOnDrop {
            fn drop(&mut self) {
                self.0.post(Box::new(|| ()));
            }
        }
        let tasks = Tasks::new();
        let guard = PostsOnDrop(Arc::clone(&tasks));
        tasks.post(Box::new(move || drop(guard)));
        tasks.end();
        assert!(tasks.lock().tasks.is_empty());
    }
}
