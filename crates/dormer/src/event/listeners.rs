//! Who listens to which event, in Rust and in pages. Not here: delivery to pages, and the rules of targets
//! (`target`).

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::{Event, EventId, EventName, EventTarget};

type Handler = Arc<dyn Fn(Event) + Send + Sync>;
type OnceHandler = Mutex<Option<Box<dyn FnOnce(Event) + Send>>>;

/// The listeners of one event at one moment; nobody is locked out while it is walked.
pub(crate) type Snapshot<P> = Arc<Vec<Arc<Entry<P>>>>;

static NEXT_ID: AtomicU32 = AtomicU32::new(1);

/// One listener.
pub(crate) struct Entry<P> {
    id: EventId,
    target: EventTarget,
    sink: Sink<P>,
    /// Cleared before the entry leaves the table, so that a walk which began earlier passes it over.
    live: AtomicBool,
}

enum Sink<P> {
    Rust(Handler),
    Once(OnceHandler),
    Page { page: P, handler: u32 },
}

impl<P> Entry<P> {
    /// The number that `listen` gave out.
    pub(crate) fn id(&self) -> EventId {
        self.id
    }

    /// What it listens at.
    pub(crate) fn target(&self) -> &EventTarget {
        &self.target
    }

    /// The page and its handler's number; `None` for a listener in Rust, or one that has left.
    pub(crate) fn page(&self) -> Option<(&P, u32)> {
        match &self.sink {
            Sink::Page { page, handler } if self.live.load(Ordering::Acquire) => Some((page, *handler)),
            _ => None,
        }
    }
}

/// All listeners of a program. `P` stands for a page: a cheap handle that ends with the page's document.
pub(crate) struct Listeners<P> {
    table: RwLock<Table<P>>,
    /// As many as the table has; lets an emit that nobody hears skip the lock.
    count: AtomicUsize,
    nobody: Snapshot<P>,
}

struct Table<P> {
    by_event: HashMap<Arc<str>, Snapshot<P>>,
    event_of: HashMap<EventId, Arc<str>>,
}

impl<P> Default for Listeners<P> {
    fn default() -> Self {
        let table = Table { by_event: HashMap::new(), event_of: HashMap::new() };
        Self { table: RwLock::new(table), count: AtomicUsize::new(0), nobody: Arc::default() }
    }
}

impl<P: Clone + PartialEq + Send + Sync> Listeners<P> {
    /// Calls `handler` for each event of this name that reaches `target`.
    pub(crate) fn listen_rust(
        &self,
        event: &EventName<'_>,
        target: EventTarget,
        handler: Handler,
    ) -> EventId {
        self.add(event, target, Sink::Rust(handler))
    }

    /// Calls `handler` for the first such event only, however many are emitted at the same time.
    pub(crate) fn once(
        &self,
        event: &EventName<'_>,
        target: EventTarget,
        handler: Box<dyn FnOnce(Event) + Send>,
    ) -> EventId {
        self.add(event, target, Sink::Once(Mutex::new(Some(handler))))
    }

    /// Remembers a handler of a page.
    pub(crate) fn listen_page(
        &self,
        event: &EventName<'_>,
        target: EventTarget,
        page: P,
        handler: u32,
    ) -> EventId {
        self.add(event, target, Sink::Page { page, handler })
    }

    /// Forgets a listener; unknown numbers are fine. No call of it begins after this returned.
    pub(crate) fn unlisten(&self, id: EventId) {
        self.remove_if(id, |_| true);
    }

    /// Like [`unlisten`](Self::unlisten) on behalf of a page: passes over what is not that page's own.
    pub(crate) fn unlisten_page(&self, page: &P, id: EventId) {
        self.remove_if(id, |entry| is_of(entry, page));
    }

    /// Forgets all listeners of a page that is gone.
    pub(crate) fn drop_page(&self, page: &P) {
        self.remove_all(|entry| is_of(entry, page));
    }

    /// Forgets what Rust code listens to at a window that is gone.
    pub(crate) fn drop_window(&self, label: &str) {
        self.remove_all(|entry| {
            let at = match &entry.target {
                EventTarget::Window { label } | EventTarget::WebviewWindow { label } => label,
                _ => return false,
            };
            at == label && !matches!(entry.sink, Sink::Page { .. })
        });
    }

    /// Forgets what Rust code listens to at a webview that is gone.
    pub(crate) fn drop_webview(&self, label: &str) {
        self.remove_all(|entry| {
            !matches!(entry.sink, Sink::Page { .. })
                && matches!(&entry.target, EventTarget::Webview { label: l } if l == label)
        });
    }

    /// Whether a page listens to this event at a target that `wanted` accepts.
    pub(crate) fn has_page_listener(&self, event: &str, wanted: impl Fn(&EventTarget) -> bool) -> bool {
        self.snapshot(event).iter().any(|entry| entry.page().is_some() && wanted(&entry.target))
    }

    /// How many listeners there are.
    pub(crate) fn count(&self) -> usize {
        self.count.load(Ordering::Acquire)
    }

    /// The listeners of an event, in the order in which they came. No lock is held once this returned.
    pub(crate) fn snapshot(&self, event: &str) -> Snapshot<P> {
        if self.count() == 0 {
            return self.nobody.clone();
        }
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        table.by_event.get(event).unwrap_or(&self.nobody).clone()
    }

    /// Calls a listener in Rust; does nothing for one of a page, or one that has left.
    pub(crate) fn call(&self, entry: &Entry<P>, payload: &Arc<str>) {
        match &entry.sink {
            Sink::Page { .. } => {}
            Sink::Rust(handler) => {
                if entry.live.load(Ordering::Acquire) {
                    handler(Event::new(entry.id, payload.clone()));
                }
            }
            Sink::Once(handler) => {
                // Whoever clears the flag owns the call. `unlisten` clears it too, and then nobody calls.
                if !entry.live.swap(false, Ordering::AcqRel) {
                    return;
                }
                self.unlisten(entry.id);
                let handler = handler.lock().unwrap_or_else(PoisonError::into_inner).take();
                if let Some(handler) = handler {
                    handler(Event::new(entry.id, payload.clone()));
                }
            }
        }
    }

    fn add(&self, event: &EventName<'_>, target: EventTarget, sink: Sink<P>) -> EventId {
        let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
        let id = loop {
            let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
            if id != 0 && !table.event_of.contains_key(&id) {
                break id;
            }
        };
        let name = match table.by_event.get_key_value(event.as_str()) {
            Some((name, _)) => name.clone(),
            None => Arc::from(event.as_str()),
        };
        let entry = Arc::new(Entry { id, target, sink, live: AtomicBool::new(true) });
        // In place unless an emit is walking the list right now; that one keeps the list it began with.
        Arc::make_mut(table.by_event.entry(name.clone()).or_default()).push(entry);
        table.event_of.insert(id, name);
        self.count.store(table.event_of.len(), Ordering::Release);
        id
    }

    fn remove_if(&self, id: EventId, wanted: impl Fn(&Entry<P>) -> bool) {
        // Handlers own values of the program: they must be dropped without the lock.
        let _dropped_last = {
            let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
            let removed = table.remove_if(id, wanted);
            self.count.store(table.event_of.len(), Ordering::Release);
            removed
        };
    }

    fn remove_all(&self, wanted: impl Fn(&Entry<P>) -> bool) {
        let _dropped_last = {
            let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
            let removed = table.remove_all(wanted);
            self.count.store(table.event_of.len(), Ordering::Release);
            removed
        };
    }
}

impl<P> Table<P> {
    fn remove_if(&mut self, id: EventId, wanted: impl Fn(&Entry<P>) -> bool) -> Option<Arc<Entry<P>>> {
        let event = self.event_of.get(&id)?.clone();
        let list = self.by_event.get_mut(&event)?;
        // In order of ids, as long as the counter has not begun anew.
        let at = list
            .binary_search_by_key(&id, |entry| entry.id)
            .ok()
            .or_else(|| list.iter().position(|entry| entry.id == id))?;
        if !wanted(&list[at]) {
            return None;
        }
        let entry = Arc::make_mut(list).remove(at);
        entry.live.store(false, Ordering::Release);
        if list.is_empty() {
            self.by_event.remove(&event);
        }
        self.event_of.remove(&id);
        Some(entry)
    }

    fn remove_all(&mut self, wanted: impl Fn(&Entry<P>) -> bool) -> Vec<Arc<Entry<P>>> {
        let mut removed = Vec::new();
        for list in self.by_event.values_mut() {
            if list.iter().any(|entry| wanted(entry)) {
                removed.extend(Arc::make_mut(list).extract_if(.., |entry| wanted(entry)));
            }
        }
        self.by_event.retain(|_, list| !list.is_empty());
        for entry in &removed {
            entry.live.store(false, Ordering::Release);
            self.event_of.remove(&entry.id);
        }
        removed
    }
}

fn is_of<P: PartialEq>(entry: &Entry<P>, page: &P) -> bool {
    matches!(&entry.sink, Sink::Page { page: own, .. } if own == page)
}

impl<P> fmt::Debug for Listeners<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listeners").field("count", &self.count).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Barrier, Weak};

    use super::*;
    use crate::event::matches;

    type Pages = Listeners<u8>;

    fn name(text: &str) -> EventName<'_> {
        EventName::new(text).unwrap()
    }

    /// What the owner of the listeners does for an emit; returns the handlers of pages that are to be called.
    fn emit(listeners: &Pages, event: &str, to: &EventTarget, payload: &str) -> Vec<(u8, u32)> {
        let payload: Arc<str> = payload.into();
        let mut pages = Vec::new();
        for entry in listeners.snapshot(event).iter().filter(|entry| matches(to, entry.target())) {
            match entry.page() {
                Some((page, handler)) => pages.push((*page, handler)),
                None => listeners.call(entry, &payload),
            }
        }
        pages
    }

    fn recorder() -> (Arc<Mutex<Vec<String>>>, Handler) {
        let log: Arc<Mutex<Vec<String>>> = Arc::default();
        let copy = log.clone();
        (log, Arc::new(move |event| copy.lock().unwrap().push(event.payload().to_owned())))
    }

    #[test]
    fn rust_and_page_listeners_hear_their_events() {
        let all = Pages::default();
        let (log, handler) = recorder();
        let first = all.listen_rust(&name("a"), EventTarget::App, handler);
        let second = all.listen_page(&name("a"), EventTarget::webview("main"), 1, 40);
        assert!(first != 0 && second > first);
        all.listen_page(&name("b"), EventTarget::Any, 1, 41);
        assert_eq!(all.count(), 3);

        assert_eq!(emit(&all, "a", &EventTarget::Any, "1"), [(1, 40)]);
        assert_eq!(emit(&all, "a", &EventTarget::App, "2"), []);
        assert_eq!(emit(&all, "a", &EventTarget::labeled("main"), "3"), [(1, 40)]);
        assert_eq!(emit(&all, "b", &EventTarget::App, "4"), [(1, 41)]);
        assert_eq!(emit(&all, "c", &EventTarget::Any, "5"), []);
        assert_eq!(*log.lock().unwrap(), ["1", "2"]);

        all.unlisten(first);
        all.unlisten(first);
        emit(&all, "a", &EventTarget::Any, "6");
        assert_eq!(log.lock().unwrap().len(), 2);
        assert_eq!(all.count(), 2);
    }

    #[test]
    fn ids_are_one_sequence_in_the_process() {
        let (one, two) = (Pages::default(), Pages::default());
        let id = one.listen_page(&name("a"), EventTarget::Any, 1, 1);
        assert!(two.listen_page(&name("a"), EventTarget::Any, 1, 1) > id);
    }

    #[test]
    fn the_event_carries_the_listeners_id() {
        let all = Arc::new(Pages::default());
        let (log, inner) = (Arc::new(Mutex::new(Vec::new())), all.clone());
        let seen = log.clone();
        let handler = move |event: Event| {
            seen.lock().unwrap().push(event.id());
            inner.unlisten(event.id());
        };
        let id = all.listen_rust(&name("a"), EventTarget::Any, Arc::new(handler));
        emit(&all, "a", &EventTarget::Any, "null");
        emit(&all, "a", &EventTarget::Any, "null");
        assert_eq!(*log.lock().unwrap(), [id], "a handler may take itself away");
    }

    #[test]
    fn pages_remove_only_their_own() {
        let all = Pages::default();
        let mine = all.listen_page(&name("a"), EventTarget::Any, 1, 10);
        let other = all.listen_page(&name("a"), EventTarget::Any, 2, 20);
        let rust = all.listen_rust(&name("a"), EventTarget::Any, recorder().1);
        for (page, id, left) in
            [(1, other, 3), (1, rust, 3), (1, 0, 3), (2, mine, 3), (1, mine, 2), (1, mine, 2)]
        {
            all.unlisten_page(&page, id);
            assert_eq!(all.count(), left, "page {page}, id {id}");
        }
        all.listen_page(&name("b"), EventTarget::Any, 2, 21);
        all.drop_page(&2);
        assert_eq!(all.count(), 1);
        assert_eq!(emit(&all, "b", &EventTarget::Any, "null"), []);
    }

    #[test]
    fn gone_windows_take_rust_listeners_along() {
        let all = Pages::default();
        for target in [
            EventTarget::Any,
            EventTarget::labeled("w"),
            EventTarget::window("w"),
            EventTarget::webview_window("w"),
            EventTarget::webview("w"),
            EventTarget::window("x"),
        ] {
            all.listen_rust(&name("a"), target.clone(), recorder().1);
            all.listen_page(&name("a"), target, 1, 1);
        }
        let left = |all: &Pages| -> Vec<bool> {
            let snapshot = all.snapshot("a");
            let in_rust = snapshot.iter().filter(|entry| entry.page().is_none());
            in_rust.map(|entry| *entry.target() == EventTarget::window("x")).collect()
        };
        all.drop_window("w");
        assert_eq!(left(&all), [false, false, false, true]);
        all.drop_webview("w");
        assert_eq!(left(&all), [false, false, true]);
        assert_eq!(all.count(), 3 + 6, "pages that live on keep theirs");
    }

    #[test]
    fn page_listeners_can_be_asked_for() {
        let all = Pages::default();
        let is_window =
            |target: &EventTarget| matches!(target, EventTarget::Window { label } if label == "m");
        all.listen_rust(&name("close"), EventTarget::window("m"), recorder().1);
        assert!(!all.has_page_listener("close", is_window), "Rust listeners do not count");
        all.listen_page(&name("close"), EventTarget::window("other"), 1, 1);
        assert!(!all.has_page_listener("close", is_window));
        let id = all.listen_page(&name("close"), EventTarget::window("m"), 1, 2);
        assert!(all.has_page_listener("close", is_window));
        assert!(!all.has_page_listener("open", is_window));
        all.unlisten(id);
        assert!(!all.has_page_listener("close", is_window));
    }

    #[test]
    fn once_runs_once_under_concurrent_emits() {
        let all = Pages::default();
        let calls = Arc::new(AtomicUsize::new(0));
        for round in 1..=200 {
            let copy = calls.clone();
            let add = move |_: Event| {
                copy.fetch_add(1, Ordering::SeqCst);
            };
            all.once(&name("a"), EventTarget::Any, Box::new(add));
            let start = Barrier::new(4);
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        start.wait();
                        emit(&all, "a", &EventTarget::Any, "null");
                    });
                }
            });
            assert_eq!(calls.load(Ordering::SeqCst), round);
            assert_eq!(all.count(), 0);
        }
    }

    #[test]
    fn an_unlistened_once_does_not_run() {
        let all = Pages::default();
        let id = all.once(&name("a"), EventTarget::Any, Box::new(|_| panic!("was taken away")));
        let began_before = all.snapshot("a");
        all.unlisten(id);
        for entry in began_before.iter() {
            all.call(entry, &"null".into());
        }
    }

    #[test]
    fn a_walk_skips_listeners_removed_meanwhile() {
        let all = Pages::default();
        let (log, handler) = recorder();
        let ids = [
            all.listen_rust(&name("a"), EventTarget::Any, handler),
            all.listen_page(&name("a"), EventTarget::Any, 1, 1),
        ];
        let began_before = all.snapshot("a");
        ids.into_iter().for_each(|id| all.unlisten(id));
        all.listen_page(&name("a"), EventTarget::Any, 1, 2);
        assert_eq!(began_before.len(), 2, "a snapshot does not change");
        for entry in began_before.iter() {
            assert_eq!(entry.page(), None);
            all.call(entry, &"null".into());
        }
        assert!(log.lock().unwrap().is_empty());
    }

    #[test]
    fn handlers_may_listen_emit_and_be_dropped_freely() {
        /// Uses the table while it is dropped, which needs the lock to be free.
        struct OnDrop(Weak<Pages>);
        impl Drop for OnDrop {
            fn drop(&mut self) {
                if let Some(all) = self.0.upgrade() {
                    all.listen_page(&name("dropped"), EventTarget::Any, 9, 9);
                }
            }
        }
        let all = Arc::new(Pages::default());
        let (weak, guard) = (Arc::downgrade(&all), OnDrop(Arc::downgrade(&all)));
        let id = all.listen_rust(
            &name("a"),
            EventTarget::Any,
            Arc::new(move |_| {
                let (all, _held) = (weak.upgrade().unwrap(), &guard);
                all.listen_page(&name("a"), EventTarget::Any, 1, 1);
                emit(&all, "b", &EventTarget::Any, "null");
            }),
        );
        emit(&all, "a", &EventTarget::Any, "null");
        assert_eq!(all.count(), 2);
        all.unlisten(id);
        assert_eq!(emit(&all, "dropped", &EventTarget::Any, "null"), [(9, 9)]);
    }

    #[test]
    fn many_listeners_of_one_event() {
        let all = Pages::default();
        let ids: Vec<_> = (0..20_000).map(|n| all.listen_page(&name("a"), EventTarget::Any, 1, n)).collect();
        assert_eq!(all.snapshot("a").len(), 20_000);
        ids.iter().rev().for_each(|id| all.unlisten(*id));
        assert_eq!(all.count(), 0);
        assert!(all.snapshot("a").is_empty());
    }
}
