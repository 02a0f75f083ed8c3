//! The scopes of the permissions that allowed a call, as command parameters. Not here: which permissions did.
//!
//! A permission may carry values that narrow it: paths, addresses, programs. They travel as JSON text and become values
//! of a type when a command first asks for that type; from then on they are shared. Whether a value covers what the
//! page wants is the command's matter: the core enforces nothing.

use std::fmt;
use std::sync::Arc;

use dormer_acl::{Scope, Typed as Values};
use serde::de::DeserializeOwned;

use super::{CommandArg, CommandItem, InvokeError, ResolvedCommand};
use crate::AppHandle;

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

/// The values of all permissions that allowed this call. A parameter of commands.
#[derive(Debug, Clone)]
pub struct CommandScope<T>(Arc<Values<T>>);

/// The values that hold for a whole plugin, or for the commands of the program itself. A parameter of commands.
#[derive(Debug, Clone)]
pub struct GlobalScope<T>(Arc<Values<T>>);

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
            pub fn shared(&self) -> &Arc<Values<T>> {
                &self.0
            }
        }

        impl<'a, T: ScopeObject> CommandArg<'a> for $name<T> {
            fn from_command(command: CommandItem<'a>) -> Result<Self, InvokeError> {
                collect(command, |resolved| resolved.$lists()).map(Self)
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

/// The values as a type: made at the first use, and then shared for as long as the permissions are.
fn collect<T: ScopeObject>(
    command: CommandItem<'_>,
    list: fn(&ResolvedCommand) -> &Scope,
) -> Result<Arc<Values<T>>, InvokeError> {
    let Some(scope) = command.acl.as_ref().map(list) else { return Ok(Arc::default()) };
    let app = command.message.webview_ref().app_handle();
    let values = scope.typed_with(|value| {
        let raw = value.parse().map_err(|error| error.to_string());
        raw.and_then(|raw| T::deserialize(app, raw).map_err(|error| error.to_string()))
            .map_err(|error| format!("the scope entry {} is wrong: {error}", value.as_json()))
    });
    values.map_err(|error| InvokeError::from(format!("command {}: {error}", command.name)))
}
