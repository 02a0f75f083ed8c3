//! The world behind its lock, shared by loop, handle, links and tests.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Instant;

use dormer_runtime::{Page, WebviewId, WindowChange, WindowId};

use crate::link::MemoryLink;
use crate::turn::Turn;
use crate::world::{OpenPage, Phase, World};

/// The world and who waits for it. Lock order: a link's lock before this one, never the other way round.
#[derive(Default)]
pub(crate) struct Shared {
    world: Mutex<World>,
    changed: Condvar,
    ui: OnceLock<ThreadId>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, World> {
        // A panicking test leaves whole records behind: each change is one statement or a push.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the calling thread the UI thread; `false` when there is one already.
    pub(crate) fn claim_ui_thread(&self) -> bool {
        self.ui.set(thread::current().id()).is_ok()
    }

    /// Whether the calling thread is the UI thread.
    pub(crate) fn is_ui_thread(&self) -> bool {
        self.ui.get() == Some(&thread::current().id())
    }

    /// Reads the world.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.lock())
    }

    /// Changes the world and wakes who waits for it. `change` must not call anything outside the world.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let mut world = self.lock();
        world.version += 1;
        let result = change(&mut world);
        drop(world);
        self.changed.notify_all();
        result
    }

    /// Waits until the world is no longer at `version`; `false` when that took until `deadline`.
    pub(crate) fn wait_past(&self, version: u64, deadline: Instant) -> bool {
        let mut world = self.lock();
        while world.version == version {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            world = self.changed.wait_timeout(world, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    /// Ends the present turn and waits for the next.
    pub(crate) fn next_turn(&self) -> Turn {
        let mut world = self.lock();
        world.busy = false;
        world.version += 1;
        self.changed.notify_all();
        loop {
            if let Some(turn) = world.queue.pop_front() {
                world.busy = true;
                return turn;
            }
            world = self.changed.wait(world).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Runs a task at the loop's next turn. After the end it is dropped.
    pub(crate) fn queue(&self, task: Box<dyn FnOnce() + Send>) {
        let late = self.change(|world| {
            if world.phase >= Phase::Ending {
                return Some(task);
            }
            world.queue.push_back(Turn::Task(task));
            None
        });
        drop(late);
    }

    /// Applies a change of a window. On the UI thread.
    pub(crate) fn apply(&self, window: WindowId, change: WindowChange) {
        close_all(self.change(|world| world.apply(window, change)));
    }

    /// Closes all pages of a view. On the UI thread.
    pub(crate) fn close_pages(&self, webview: WebviewId) {
        close_all(self.look(|world| world.links(webview)));
    }

    /// Gives a document of a view its link. On the UI thread; `None` when the loop has ended.
    pub(crate) fn open_page(self: &Arc<Self>, webview: WebviewId, url: &str) -> Option<Arc<MemoryLink>> {
        let link = Arc::new(MemoryLink::new(self.clone(), webview, url));
        let host = self.change(|world| {
            let host = world.host.clone()?;
            world.pages.push(OpenPage { link: link.clone(), taken: false });
            Some(host)
        })?;
        let page: Arc<dyn Page> = host.page_opened(webview, url, link.clone());
        link.attach(page);
        self.change(|world| {
            let taken = world.pages.iter_mut().find(|page| Arc::ptr_eq(&page.link, &link));
            taken.into_iter().for_each(|page| page.taken = true);
        });
        Some(link)
    }

    /// Ends everything: the loop returned, panicked, or never ran.
    pub(crate) fn end(&self) {
        let (queue, host, links) = self.change(|world| {
            world.phase = Phase::Ending;
            world.windows.clear();
            world.webviews.clear();
            let links: Vec<_> = world.pages.iter().map(|page| page.link.clone()).collect();
            (std::mem::take(&mut world.queue), world.host.take(), links)
        });
        close_all(links);
        // Only now, without the lock: dropping may call back.
        drop((queue, host));
        // Last: who waits for the end finds the closed links counted.
        self.change(|world| (world.phase, world.busy) = (Phase::Ended, false));
    }
}

fn close_all(links: Vec<Arc<MemoryLink>>) {
    links.into_iter().for_each(|link| link.shut());
}
