//! The scopes of the permissions that allowed a call, as command parameters. Not here: which permissions did.
//!
//! A permission may carry values that narrow it: paths, addresses, programs. They travel as JSON text and become values
//! of a type when a command first asks for that type; from then on they are shared. Whether a value covers what the
//! page wants is the command's matter: the core enforces nothing.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use serde::de::DeserializeOwned;

use super::{CommandArg, CommandItem, InvokeError, ResolvedCommand};
use crate::{AppHandle, Manager};

/// A type of scope values. Everything deserializable is one; implement it by hand to look at the program meanwhile, for
/// example to find the directory that a variable stands for.
pub trait ScopeObject: Sized + Send + Sync + fmt::Debug + 'static {
    /// Why a value is none of this type.
    type Error: fmt::Display;

    /// Makes the value.
    ///
    /// # Errors
    /// The value is none of this type; the call rejects with the error.
    fn deserialize(app: &AppHandle, raw: serde_json::Value) -> Result<Self, Self::Error>;
}

impl<T: Send + Sync + fmt::Debug + DeserializeOwned + 'static> ScopeObject for T {
    type Error = serde_json::Error;

    fn deserialize(_app: &AppHandle, raw: serde_json::Value) -> Result<Self, serde_json::Error> {
        serde_json::from_value(raw)
    }
}

/// A type of scope values that can tell what they cover.
pub trait ScopeObjectMatch: ScopeObject {
    /// What may be covered.
    type Input: ?Sized;

    /// Whether this value covers `input`.
    fn matches(&self, input: &Self::Input) -> bool;
}

type Cached = Arc<dyn Any + Send + Sync>;

/// Scope values as they stand in permissions, and what became of them.
#[derive(Default)]
pub struct ScopeLists {
    allow: Vec<Box<str>>,
    deny: Vec<Box<str>>,
    cache: RwLock<HashMap<TypeId, Cached>>,
}

impl ScopeLists {
    /// Lists of JSON texts, one for each value.
    #[must_use]
    pub fn new(allow: Vec<Box<str>>, deny: Vec<Box<str>>) -> Self {
        Self { allow, deny, cache: RwLock::default() }
    }

    fn is_empty(&self) -> bool {
        self.allow.is_empty() && self.deny.is_empty()
    }

    /// The values, made at the first use for each type.
    fn values<T: ScopeObject>(&self, app: &AppHandle) -> Result<Arc<ScopeValue<T>>, String> {
        let cached =
            self.cache.read().unwrap_or_else(PoisonError::into_inner).get(&TypeId::of::<T>()).cloned();
        if let Some(values) = cached.and_then(|cached| cached.downcast::<ScopeValue<T>>().ok()) {
            return Ok(values);
        }
        let values = Arc::new(ScopeValue { allow: parse(app, &self.allow)?, deny: parse(app, &self.deny)? });
        let mut cache = self.cache.write().unwrap_or_else(PoisonError::into_inner);
        cache.insert(TypeId::of::<T>(), values.clone());
        Ok(values)
    }
}

fn parse<T: ScopeObject>(app: &AppHandle, texts: &[Box<str>]) -> Result<Vec<Arc<T>>, String> {
    let one = |text: &Box<str>| {
        let raw = serde_json::from_str(text).map_err(|error| error.to_string());
        raw.and_then(|raw| T::deserialize(app, raw).map_err(|error| error.to_string()))
            .map(Arc::new)
            .map_err(|error| format!("the scope entry {text} is wrong: {error}"))
    };
    texts.iter().map(one).collect()
}

impl fmt::Debug for ScopeLists {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopeLists")
            .field("allow", &self.allow)
            .field("deny", &self.deny)
            .finish_non_exhaustive()
    }
}

/// Allowed and denied values.
#[derive(Debug, Clone)]
pub struct ScopeValue<T> {
    allow: Vec<Arc<T>>,
    deny: Vec<Arc<T>>,
}

impl<T> Default for ScopeValue<T> {
    fn default() -> Self {
        Self { allow: Vec::new(), deny: Vec::new() }
    }
}

impl<T> ScopeValue<T> {
    /// What is allowed.
    pub fn allows(&self) -> &Vec<Arc<T>> {
        &self.allow
    }

    /// What is denied.
    pub fn denies(&self) -> &Vec<Arc<T>> {
        &self.deny
    }
}

/// The values of all permissions that allowed this call. A parameter of commands.
#[derive(Debug, Clone)]
pub struct CommandScope<T>(Arc<ScopeValue<T>>);

/// The values that hold for a whole plugin, or for the commands of the program itself. A parameter of commands.
#[derive(Debug, Clone)]
pub struct GlobalScope<T>(Arc<ScopeValue<T>>);

macro_rules! scope {
    ($name:ident, $lists:ident) => {
        impl<T> $name<T> {
            /// What is allowed.
            pub fn allows(&self) -> &Vec<Arc<T>> {
                &self.0.allow
            }

            /// What is denied.
            pub fn denies(&self) -> &Vec<Arc<T>> {
                &self.0.deny
            }

            /// The values themselves. The same `Arc` comes with each call under the same permissions, so it may serve as
            /// the key of a cache.
            pub fn shared(&self) -> &Arc<ScopeValue<T>> {
                &self.0
            }
        }

        impl<'a, T: ScopeObject> CommandArg<'a> for $name<T> {
            fn from_command(command: CommandItem<'a>) -> Result<Self, InvokeError> {
                collect(command, |resolved| &resolved.$lists).map(Self)
            }
        }
    };
}

scope! { CommandScope, command }
scope! { GlobalScope, global }

impl<T: ScopeObjectMatch> CommandScope<T> {
    /// Whether no denied value covers `input`, and an allowed one does, if there are any.
    pub fn matches(&self, input: &T::Input) -> bool {
        !self.0.deny.iter().any(|value| value.matches(input))
            && (self.0.allow.is_empty() || self.0.allow.iter().any(|value| value.matches(input)))
    }
}

/// The lists of all entries that allowed the call. One list, which is the rule, is shared as it is.
fn collect<T: ScopeObject>(
    command: CommandItem<'_>,
    lists: fn(&ResolvedCommand) -> &Arc<ScopeLists>,
) -> Result<Arc<ScopeValue<T>>, InvokeError> {
    let app = command.message.webview_ref().app_handle();
    let mut seen: Vec<&Arc<ScopeLists>> = Vec::new();
    for resolved in command.acl.iter().flatten() {
        let list = lists(resolved);
        if !list.is_empty() && !seen.iter().any(|known| Arc::ptr_eq(known, list)) {
            seen.push(list);
        }
    }
    let failed = |error| InvokeError::from(format!("command {}: {error}", command.name));
    match seen[..] {
        [] => Ok(Arc::default()),
        [one] => one.values(app).map_err(failed),
        _ => {
            let mut all = ScopeValue::default();
            for list in seen {
                let values = list.values::<T>(app).map_err(failed)?;
                all.allow.extend(values.allow.iter().cloned());
                all.deny.extend(values.deny.iter().cloned());
            }
            Ok(Arc::new(all))
        }
    }
}
