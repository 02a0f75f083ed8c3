//! Rust values that a page holds by number. Not here: which tables exist and which one a command looks into
//! first.

use std::any::{Any, type_name};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

/// The number by which a page names a resource; never 0.
pub type ResourceId = u32;

/// A Rust value that a page may hold by number: an image, a menu, an open file.
pub trait Resource: Any + Send + Sync {
    /// A name for lists and error texts; the type's path unless overridden.
    fn name(&self) -> Cow<'_, str> {
        type_name::<Self>().into()
    }

    /// Called once when the resource is closed by its number, or with its whole table.
    fn close(self: Arc<Self>) {}
}

/// Why a table did not hand out a resource.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResourceError {
    /// Nothing lives under this number: never given out, or closed. Clients know this text.
    #[error("The resource id {0} is invalid.")]
    Unknown(ResourceId),
    /// Something else lives there, and it stays.
    #[error("the resource id {id} holds a `{held}`, not a `{wanted}`")]
    WrongType {
        /// The number asked for.
        id: ResourceId,
        /// Name of the resource that lives there.
        held: String,
        /// Path of the type asked for.
        wanted: &'static str,
    },
}

/// The resources of one page, one window or the whole program.
#[derive(Default)]
pub struct ResourceTable {
    live: BTreeMap<ResourceId, Arc<dyn Resource>>,
    ids: Ids,
}

impl ResourceTable {
    /// Adds a value and returns its number: random, not 0, and not that of a live resource.
    pub fn add<T: Resource>(&mut self, resource: T) -> ResourceId {
        self.add_arc_dyn(Arc::new(resource))
    }

    /// Like [`add`](Self::add) for a value that is shared already.
    pub fn add_arc<T: Resource>(&mut self, resource: Arc<T>) -> ResourceId {
        self.add_arc_dyn(resource)
    }

    /// Like [`add_arc`](Self::add_arc) for a value whose type is not known.
    pub fn add_arc_dyn(&mut self, resource: Arc<dyn Resource>) -> ResourceId {
        loop {
            let id = self.ids.next();
            if id != 0 && !self.live.contains_key(&id) {
                self.live.insert(id, resource);
                return id;
            }
        }
    }

    /// Whether something lives under this number.
    #[must_use]
    pub fn has(&self, id: ResourceId) -> bool {
        self.live.contains_key(&id)
    }

    /// The resource under this number.
    ///
    /// # Errors
    /// Nothing lives there, or something of another type.
    pub fn get<T: Resource>(&self, id: ResourceId) -> Result<Arc<T>, ResourceError> {
        downcast(id, self.get_any(id)?)
    }

    /// The resource under this number, whatever its type.
    ///
    /// # Errors
    /// Nothing lives there.
    pub fn get_any(&self, id: ResourceId) -> Result<Arc<dyn Resource>, ResourceError> {
        self.live.get(&id).cloned().ok_or(ResourceError::Unknown(id))
    }

    /// Puts another value under a live number and hands back the old one, which is not closed.
    ///
    /// # Errors
    /// Nothing lives there.
    pub fn replace<T: Resource>(
        &mut self,
        id: ResourceId,
        resource: T,
    ) -> Result<Arc<dyn Resource>, ResourceError> {
        let place = self.live.get_mut(&id).ok_or(ResourceError::Unknown(id))?;
        Ok(std::mem::replace(place, Arc::new(resource)))
    }

    /// Takes the resource out without closing it.
    ///
    /// # Errors
    /// Nothing lives there, or something of another type, which stays.
    pub fn take<T: Resource>(&mut self, id: ResourceId) -> Result<Arc<T>, ResourceError> {
        let resource = self.get::<T>(id)?;
        self.live.remove(&id);
        Ok(resource)
    }

    /// Takes the resource out without closing it, whatever its type.
    ///
    /// # Errors
    /// Nothing lives there.
    pub fn take_any(&mut self, id: ResourceId) -> Result<Arc<dyn Resource>, ResourceError> {
        self.live.remove(&id).ok_or(ResourceError::Unknown(id))
    }

    /// Numbers and names of all live resources, in order of their numbers.
    pub fn names(&self) -> impl Iterator<Item = (ResourceId, Cow<'_, str>)> {
        self.live.iter().map(|(id, resource)| (*id, resource.name()))
    }

    /// Takes the resource out and closes it.
    ///
    /// The resource's own code runs before this returns, so under a lock that the caller holds on the table.
    ///
    /// # Errors
    /// Nothing lives there.
    pub fn close(&mut self, id: ResourceId) -> Result<(), ResourceError> {
        self.take_any(id).map(Resource::close)
    }

    /// How many resources are live.
    #[must_use]
    pub fn len(&self) -> usize {
        self.live.len()
    }

    /// Whether no resource is live.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.live.is_empty()
    }

    /// Closes one resource of a shared table; the resource's own code runs after the lock is released.
    pub(crate) fn close_in(table: &Mutex<Self>, id: ResourceId) -> Result<(), ResourceError> {
        let taken = table.lock().unwrap_or_else(PoisonError::into_inner).take_any(id);
        taken.map(Resource::close)
    }

    /// Closes every resource of a shared table in order of the numbers, after the lock is released.
    pub(crate) fn clear(table: &Mutex<Self>) {
        let all = std::mem::take(&mut table.lock().unwrap_or_else(PoisonError::into_inner).live);
        for resource in all.into_values() {
            resource.close();
        }
    }
}

impl fmt::Debug for ResourceTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.names()).finish()
    }
}

fn downcast<T: Resource>(id: ResourceId, resource: Arc<dyn Resource>) -> Result<Arc<T>, ResourceError> {
    if (&*resource as &dyn Any).is::<T>() {
        let any: Arc<dyn Any + Send + Sync> = resource;
        return any.downcast().map_err(|_| ResourceError::Unknown(id));
    }
    Err(ResourceError::WrongType { id, held: resource.name().into_owned(), wanted: type_name::<T>() })
}

/// Numbers that a page cannot guess from those it knows: a counter, hashed under a key of the process.
#[derive(Default)]
struct Ids {
    key: RandomState,
    count: u64,
}

impl Ids {
    fn next(&mut self) -> u32 {
        self.count += 1;
        // The low half of a hash is as random as the whole.
        self.key.hash_one(self.count) as u32
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    type Log = Arc<Mutex<Vec<u32>>>;

    struct Num(u32, Log);
    impl Resource for Num {
        fn name(&self) -> Cow<'_, str> {
            format!("num {}", self.0).into()
        }
        fn close(self: Arc<Self>) {
            self.1.lock().unwrap().push(self.0);
        }
    }
    struct Other;
    impl Resource for Other {}

    #[test]
    fn a_resource_lives_until_closed() {
        let log = Log::default();
        let mut table = ResourceTable::default();
        let id = table.add(Num(7, log.clone()));
        assert!(table.has(id) && table.len() == 1 && !table.is_empty());
        assert_eq!(table.get::<Num>(id).unwrap().0, 7);
        assert_eq!(table.get_any(id).unwrap().name(), "num 7");
        table.close(id).unwrap();
        assert_eq!(*log.lock().unwrap(), [7]);
        assert!(table.is_empty());
        assert_eq!(table.close(id), Err(ResourceError::Unknown(id)));
    }

    #[test]
    fn errors_say_what_is_wrong() {
        let mut table = ResourceTable::default();
        let id = table.add(Num(1, Log::default()));
        let wrong = table.get::<Other>(id).err().unwrap().to_string();
        assert!(wrong.starts_with(&format!("the resource id {id} holds a `num 1`, not a `")), "{wrong}");
        assert!(wrong.ends_with("::Other`"), "{wrong}");
        assert!(table.take::<Other>(id).is_err());
        assert!(table.has(id), "a failed take leaves the resource");
        assert_eq!(ResourceError::Unknown(9).to_string(), "The resource id 9 is invalid.");
        assert_eq!(table.replace(0, Other).err(), Some(ResourceError::Unknown(0)));
    }

    #[test]
    fn take_and_replace_do_not_close() {
        let log = Log::default();
        let mut table = ResourceTable::default();
        let id = table.add_arc(Arc::new(Num(1, log.clone())));
        let old = table.replace(id, Num(2, log.clone())).unwrap();
        assert_eq!(old.name(), "num 1");
        assert_eq!(table.take::<Num>(id).unwrap().0, 2);
        let id = table.add_arc_dyn(old);
        assert!(table.take_any(id).is_ok() && table.is_empty());
        assert!(log.lock().unwrap().is_empty());
    }

    #[test]
    fn ids_are_fresh_and_not_zero() {
        let mut table = ResourceTable::default();
        let ids: BTreeSet<_> = (0..5_000).map(|_| table.add(Other)).collect();
        assert_eq!(ids.len(), 5_000);
        assert!(!ids.contains(&0));
        let mut other = ResourceTable::default();
        let again: Vec<_> = (0..8).map(|_| other.add(Other)).collect();
        assert!(!again.iter().all(|id| ids.contains(id)), "two tables do not give out the same numbers");
    }

    #[test]
    fn clear_closes_in_order_and_outside_the_lock() {
        struct Nested(Arc<Mutex<ResourceTable>>);
        impl Resource for Nested {
            fn close(self: Arc<Self>) {
                self.0.lock().unwrap().add(Other);
            }
        }
        let log = Log::default();
        let table = Arc::new(Mutex::new(ResourceTable::default()));
        for n in 0..20 {
            table.lock().unwrap().add(Num(n, log.clone()));
        }
        let order: Vec<String> = table.lock().unwrap().names().map(|(_, name)| name.into_owned()).collect();
        table.lock().unwrap().add(Nested(table.clone()));
        ResourceTable::clear(&table);
        let closed: Vec<String> = log.lock().unwrap().iter().map(|n| format!("num {n}")).collect();
        assert_eq!(closed, order);
        assert_eq!(table.lock().unwrap().len(), 1, "what a closing resource adds stays for the next round");

        let id = table.lock().unwrap().add(Nested(table.clone()));
        ResourceTable::close_in(&table, id).unwrap();
        assert_eq!(ResourceTable::close_in(&table, id), Err(ResourceError::Unknown(id)));
        assert_eq!(table.lock().unwrap().len(), 2);
    }
}
