//! Values that a program keeps for as long as it runs, one for each type. Not here: who may ask for them
//! (commands, `Manager`).

use std::any::{Any, TypeId};
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

/// A value that the program put under management, borrowed for as long as its owner lives.
///
/// Commands take it as an argument; elsewhere the `state` method of a handle hands it out.
pub struct State<'r, T: Send + Sync + 'static>(&'r T);

impl<'r, T: Send + Sync + 'static> State<'r, T> {
    /// The value itself, with the long lifetime that `Deref` cannot give.
    #[must_use]
    pub fn inner(&self) -> &'r T {
        self.0
    }
}

impl<T: Send + Sync + 'static> Deref for State<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0
    }
}

impl<T: Send + Sync + 'static> Clone for State<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for State<'_, T> {}

impl<T: Send + Sync + 'static + fmt::Debug> fmt::Debug for State<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("State").field(self.0).finish()
    }
}

type Slot = OnceLock<Box<Node>>;

struct Node {
    type_id: TypeId,
    value: Box<dyn Any + Send + Sync>,
    next: Slot,
}

/// The managed values of one program.
///
/// An append-only chain: a value never moves and never leaves before the manager does, so a reader gets a
/// plain reference without a lock. Programs manage a handful of types, so a walk along the chain beats
/// hashing.
#[derive(Default)]
pub(crate) struct StateManager {
    first: Slot,
}

impl StateManager {
    /// Adds a value; `false`, and the value is dropped, when one of this type is there already.
    pub(crate) fn set<T: Send + Sync + 'static>(&self, value: T) -> bool {
        self.append(TypeId::of::<T>(), Box::new(value))
    }

    /// The value of this type, if there is one.
    pub(crate) fn try_get<T: Send + Sync + 'static>(&self) -> Option<State<'_, T>> {
        self.find(TypeId::of::<T>())?.downcast_ref().map(State)
    }

    fn append(&self, type_id: TypeId, value: Box<dyn Any + Send + Sync>) -> bool {
        let mut fresh = Box::new(Node { type_id, value, next: OnceLock::new() });
        let mut slot = &self.first;
        loop {
            if let Some(node) = slot.get() {
                if node.type_id == type_id {
                    return false;
                }
                slot = &node.next;
                continue;
            }
            // Another thread may fill the slot first: then look at what it put there and go on behind it.
            match slot.set(fresh) {
                Ok(()) => return true,
                Err(back) => fresh = back,
            }
        }
    }

    fn find(&self, type_id: TypeId) -> Option<&(dyn Any + Send + Sync)> {
        let mut slot = &self.first;
        while let Some(node) = slot.get() {
            if node.type_id == type_id {
                return Some(&*node.value);
            }
            slot = &node.next;
        }
        None
    }
}

impl fmt::Debug for StateManager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut count = 0;
        let mut slot = &self.first;
        while let Some(node) = slot.get() {
            count += 1;
            slot = &node.next;
        }
        f.debug_struct("StateManager").field("values", &count).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Barrier, Mutex};

    use super::*;

    #[test]
    fn one_value_for_each_type() {
        let states = StateManager::default();
        assert!(states.try_get::<u8>().is_none());
        assert!(states.set(1_u8));
        assert!(states.set("text"));
        assert!(!states.set(2_u8), "a second value of a type is refused");
        assert_eq!(*states.try_get::<u8>().unwrap(), 1);
        assert_eq!(states.try_get::<&str>().unwrap().len(), 4);
        assert!(states.try_get::<u16>().is_none());
        assert_eq!(format!("{states:?}"), "StateManager { values: 2 }");
        assert_eq!(format!("{:?}", states.try_get::<u8>().unwrap()), "State(1)");
    }

    #[test]
    fn inner_outlives_the_state() {
        let states = StateManager::default();
        states.set(String::from("kept"));
        let text: &str = {
            let state = states.try_get::<String>().unwrap();
            let copy = state;
            copy.inner()
        };
        states.set(7_i64);
        assert_eq!(text, "kept");
    }

    #[test]
    fn a_value_can_use_the_manager_while_it_is_borrowed() {
        let states = StateManager::default();
        states.set(Mutex::new(0_u32));
        let counter = states.try_get::<Mutex<u32>>().unwrap();
        let held = counter.lock().unwrap();
        assert!(states.set(1_u8), "no lock is held for a borrowed value");
        assert!(states.try_get::<Mutex<u32>>().is_some());
        drop(held);
    }

    #[test]
    fn values_go_with_the_manager() {
        struct Count(Arc<AtomicUsize>);
        impl Drop for Count {
            fn drop(&mut self) {
                self.0.fetch_add(1, Ordering::SeqCst);
            }
        }
        let drops = Arc::new(AtomicUsize::new(0));
        let states = StateManager::default();
        states.set(Count(drops.clone()));
        assert_eq!(drops.load(Ordering::SeqCst), 0);
        states.set(Count(drops.clone()));
        assert_eq!(drops.load(Ordering::SeqCst), 1, "the refused one goes at once");
        drop(states);
        assert_eq!(drops.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn one_of_many_threads_wins() {
        struct Tag<const N: usize>;
        let states = StateManager::default();
        let wins = AtomicUsize::new(0);
        let start = Barrier::new(8);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    start.wait();
                    let all = [
                        states.set(Tag::<0>),
                        states.set(Tag::<1>),
                        states.set(Tag::<2>),
                        states.set(Tag::<3>),
                    ];
                    wins.fetch_add(all.into_iter().filter(|won| *won).count(), Ordering::SeqCst);
                });
            }
        });
        assert_eq!(wins.into_inner(), 4);
        assert!(states.try_get::<Tag<0>>().is_some() && states.try_get::<Tag<3>>().is_some());
    }
}
