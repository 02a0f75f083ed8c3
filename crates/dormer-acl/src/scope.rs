//! [`Scope`]: what a command may touch, as values that only the plugin understands.
//!
//! Not here: which entries a scope comes from (`authority`), and what its values mean.

use std::any::{Any, TypeId};
use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::de::DeserializeOwned;

/// One value, kept as JSON text until someone asks for it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ScopeValue {
    json: Cow<'static, str>,
}

/// Values that let in and values that keep out, all of one caller and one command or plugin.
///
/// Nothing is enforced here: the command asks and decides.
#[derive(Default)]
pub struct Scope {
    allow: Vec<ScopeValue>,
    deny: Vec<ScopeValue>,
    typed: TypeMap,
}

/// The values of a scope as a plugin's own type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed<T> {
    /// What is let in.
    pub allow: Vec<Arc<T>>,
    /// What is kept out.
    pub deny: Vec<Arc<T>>,
}

impl<T> Default for Typed<T> {
    fn default() -> Self {
        Self { allow: Vec::new(), deny: Vec::new() }
    }
}

impl<T> Typed<T> {
    /// What is let in.
    pub fn allows(&self) -> &Vec<Arc<T>> {
        &self.allow
    }

    /// What is kept out.
    pub fn denies(&self) -> &Vec<Arc<T>> {
        &self.deny
    }
}

/// A value that does not have the shape that a plugin expects.
#[derive(Debug, thiserror::Error)]
#[error("the scope value {value} does not have the expected shape")]
pub struct ScopeError {
    /// The value as JSON.
    pub value: String,
    /// What is wrong with it.
    #[source]
    pub source: serde_json::Error,
}

impl ScopeValue {
    pub(crate) fn new(json: impl Into<Cow<'static, str>>) -> Self {
        Self { json: json.into() }
    }

    /// The value as JSON text.
    #[must_use]
    pub fn as_json(&self) -> &str {
        &self.json
    }

    /// The value as a type.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, ScopeError> {
        serde_json::from_str(&self.json)
            .map_err(|source| ScopeError { value: self.json.clone().into_owned(), source })
    }
}

impl fmt::Debug for ScopeValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.json)
    }
}

impl Scope {
    pub(crate) fn push(&mut self, allow: &[ScopeValue], deny: &[ScopeValue]) {
        self.allow.extend_from_slice(allow);
        self.deny.extend_from_slice(deny);
    }

    /// What is let in.
    #[must_use]
    pub fn allow(&self) -> &[ScopeValue] {
        &self.allow
    }

    /// What is kept out.
    #[must_use]
    pub fn deny(&self) -> &[ScopeValue] {
        &self.deny
    }

    /// Neither lets in nor keeps out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.allow.is_empty() && self.deny.is_empty()
    }

    /// The values as a type; parsed on first use, then kept for as long as the scope lives.
    pub fn typed<T>(&self) -> Result<Arc<Typed<T>>, ScopeError>
    where
        T: DeserializeOwned + Send + Sync + 'static,
    {
        self.typed_with(ScopeValue::parse)
    }

    /// As [`Scope::typed`], with a conversion of its own. There is one result per type: the first one stays.
    pub fn typed_with<T, E>(
        &self,
        mut convert: impl FnMut(&ScopeValue) -> Result<T, E>,
    ) -> Result<Arc<Typed<T>>, E>
    where
        T: Send + Sync + 'static,
    {
        if let Some(found) = self.typed.get() {
            return Ok(found);
        }
        let mut list = |values: &[ScopeValue]| {
            values.iter().map(|value| convert(value).map(Arc::new)).collect::<Result<Vec<_>, E>>()
        };
        let typed = Typed { allow: list(&self.allow)?, deny: list(&self.deny)? };
        Ok(self.typed.insert(Arc::new(typed)))
    }
}

impl PartialEq for Scope {
    fn eq(&self, other: &Self) -> bool {
        self.allow == other.allow && self.deny == other.deny
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope").field("allow", &self.allow).field("deny", &self.deny).finish()
    }
}

/// One value per type. Nothing is ever removed, so reading takes no lock: a chain that grows at its end.
#[derive(Default)]
struct TypeMap {
    next: OnceLock<Box<Link>>,
}

struct Link {
    id: TypeId,
    value: Arc<dyn Any + Send + Sync>,
    rest: TypeMap,
}

impl TypeMap {
    fn get<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        let mut map = self;
        while let Some(link) = map.next.get() {
            if link.id == TypeId::of::<T>() {
                return link.value.clone().downcast().ok();
            }
            map = &link.rest;
        }
        None
    }

    /// Keeps a value, unless there is one of its type already; returns the one that is kept.
    fn insert<T: Send + Sync + 'static>(&self, value: Arc<T>) -> Arc<T> {
        let mut map = self;
        loop {
            let link = map.next.get_or_init(|| {
                let kept: Arc<dyn Any + Send + Sync> = value.clone();
                Box::new(Link { id: TypeId::of::<T>(), value: kept, rest: TypeMap::default() })
            });
            if link.id == TypeId::of::<T>() {
                return link.value.clone().downcast().unwrap_or(value);
            }
            map = &link.rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Scope, ScopeValue};

    fn sample() -> Scope {
        let mut scope = Scope::default();
        let values =
            |texts: &[&'static str]| texts.iter().map(|text| ScopeValue::new(*text)).collect::<Vec<_>>();
        scope.push(&values(&["1", "2"]), &values(&["3"]));
        scope
    }

    #[test]
    fn values_are_parsed_once_per_type() {
        let scope = sample();
        let first = scope.typed::<u8>().unwrap();
        assert_eq!((first.allow.len(), *first.allow[1], *first.deny[0]), (2, 2, 3));
        assert!(Arc::ptr_eq(&first, &scope.typed::<u8>().unwrap()));
        assert_eq!(*scope.typed::<i64>().unwrap().deny[0], 3);
        assert!(Arc::ptr_eq(&first, &scope.typed_with::<u8, ()>(|_| Err(())).unwrap()));
        assert!(!Arc::ptr_eq(&first, &sample().typed::<u8>().unwrap()));
    }

    #[test]
    fn a_misshapen_value_is_named_each_time() {
        let scope = sample();
        for _ in 0..2 {
            let error = scope.typed::<String>().unwrap_err();
            assert_eq!(error.to_string(), "the scope value 1 does not have the expected shape");
        }
    }

    #[test]
    fn threads_agree_on_one_value() {
        let scope = sample();
        let all: Vec<_> = std::thread::scope(|threads| {
            let handles: Vec<_> = (0..8).map(|_| threads.spawn(|| scope.typed::<u16>().unwrap())).collect();
            handles.into_iter().map(|handle| handle.join().unwrap()).collect()
        });
        assert!(all.iter().all(|one| Arc::ptr_eq(one, &all[0])));
    }
}
