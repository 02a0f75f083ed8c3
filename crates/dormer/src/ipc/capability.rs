//! Capabilities that a program adds while it runs. Not here: what they come down to (`dormer-acl`).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use dormer_acl::{
    AddError, Authority, Capability, CapabilityFile, CapabilityRemote, IdentifierError, PermissionEntry,
    RuntimeGrant, Scopes, Target,
};
use serde::Serialize;
use serde_json::Value;

/// Why a capability was not added; nothing has changed then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CapabilityError {
    /// The text is not the JSON of a capability.
    #[error("this is no capability: {0}")]
    Text(#[source] serde_json::Error),
    /// The name of a permission is none.
    #[error("`{name}` is no name of a permission: {source}")]
    Name {
        /// The name.
        name: String,
        /// What is wrong with it.
        source: IdentifierError,
    },
    /// A scope value cannot be written as JSON.
    #[error("a scope value of `{name}` cannot be written as JSON: {source}")]
    Scope {
        /// The permission.
        name: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// One with this identifier was added before, and is there still.
    #[error("the capability `{0}` was added already: remove it first")]
    Exists(String),
    /// It cannot be resolved: an unknown permission, a pattern that is none.
    #[error("{}", chain(.0))]
    Add(#[source] AddError),
}

fn chain(error: &AddError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// What [`Manager::add_capability`](crate::Manager::add_capability) takes: a text in JSON, or a [`CapabilityBuilder`].
pub trait RuntimeCapability {
    /// The capabilities.
    ///
    /// # Errors
    /// What was given is none.
    fn build(self) -> Result<Vec<Capability>, CapabilityError>;
}

impl<T: AsRef<str>> RuntimeCapability for T {
    fn build(self) -> Result<Vec<Capability>, CapabilityError> {
        let file: CapabilityFile = serde_json::from_str(self.as_ref()).map_err(CapabilityError::Text)?;
        Ok(file.into_vec())
    }
}

impl RuntimeCapability for CapabilityBuilder {
    fn build(self) -> Result<Vec<Capability>, CapabilityError> {
        self.0.map(|capability| vec![capability])
    }
}

/// Puts a capability together. It names pages of the app itself unless [`CapabilityBuilder::local`] says otherwise.
#[derive(Debug)]
pub struct CapabilityBuilder(Result<Capability, CapabilityError>);

impl CapabilityBuilder {
    /// A capability that names nobody and gives nothing.
    pub fn new(identifier: impl Into<String>) -> Self {
        Self(Ok(Capability {
            identifier: identifier.into(),
            description: String::new(),
            remote: None,
            local: true,
            windows: Vec::new(),
            webviews: Vec::new(),
            permissions: Vec::new(),
            platforms: None,
        }))
    }

    /// Also names pages at addresses of this pattern.
    #[must_use]
    pub fn remote(self, url: impl Into<String>) -> Self {
        self.with(|one| one.remote.get_or_insert_with(CapabilityRemote::default).urls.push(url.into()))
    }

    /// Whether it names pages of the app itself.
    #[must_use]
    pub fn local(self, local: bool) -> Self {
        self.with(|one| one.local = local)
    }

    /// Names windows whose label this glob matches.
    #[must_use]
    pub fn window(self, window: impl Into<String>) -> Self {
        self.with(|one| one.windows.push(window.into()))
    }

    /// As [`CapabilityBuilder::window`], several at once.
    #[must_use]
    pub fn windows(self, windows: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.with(|one| one.windows.extend(windows.into_iter().map(Into::into)))
    }

    /// Names web views whose label this glob matches.
    #[must_use]
    pub fn webview(self, webview: impl Into<String>) -> Self {
        self.with(|one| one.webviews.push(webview.into()))
    }

    /// As [`CapabilityBuilder::webview`], several at once.
    #[must_use]
    pub fn webviews(self, webviews: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.with(|one| one.webviews.extend(webviews.into_iter().map(Into::into)))
    }

    /// Gives a permission, or all of a set.
    #[must_use]
    pub fn permission(self, name: impl Into<String>) -> Self {
        self.entry(name.into(), |_| Ok(None))
    }

    /// Gives a permission with scope values.
    #[must_use]
    pub fn permission_scoped<T: Serialize>(
        self,
        name: impl Into<String>,
        allowed: Vec<T>,
        denied: Vec<T>,
    ) -> Self {
        let values = |list: &[T]| list.iter().map(serde_json::to_value).collect::<Result<Vec<Value>, _>>();
        self.entry(name.into(), |name| {
            let failed = |source| CapabilityError::Scope { name: name.to_owned(), source };
            let allow = Some(values(&allowed).map_err(failed)?);
            Ok(Some(Scopes { allow, deny: Some(values(&denied).map_err(failed)?) }))
        })
    }

    /// Makes it active on this system; without a call on all.
    #[must_use]
    pub fn platform(self, platform: Target) -> Self {
        self.platforms([platform])
    }

    /// As [`CapabilityBuilder::platform`], several at once.
    #[must_use]
    pub fn platforms(self, platforms: impl IntoIterator<Item = Target>) -> Self {
        self.with(|one| one.platforms.get_or_insert_default().extend(platforms))
    }

    fn with(mut self, change: impl FnOnce(&mut Capability)) -> Self {
        if let Ok(capability) = &mut self.0 {
            change(capability);
        }
        self
    }

    fn entry(
        self,
        name: String,
        scope: impl FnOnce(&str) -> Result<Option<Scopes>, CapabilityError>,
    ) -> Self {
        Self(self.0.and_then(|mut capability| {
            let scope = scope(&name)?;
            let identifier = name.parse().map_err(|source| CapabilityError::Name { name, source })?;
            capability.permissions.push(match scope {
                None => PermissionEntry::Reference(identifier),
                Some(scope) => PermissionEntry::Scoped { identifier, scope },
            });
            Ok(capability)
        }))
    }
}

/// What was added, by identifier.
#[derive(Default)]
pub(crate) struct RuntimeCapabilities(Mutex<HashMap<String, RuntimeGrant>>);

impl RuntimeCapabilities {
    /// All of them or, with an error, none.
    pub(crate) fn add(
        &self,
        authority: &Authority,
        capability: impl RuntimeCapability,
    ) -> Result<(), CapabilityError> {
        let capabilities = capability.build()?;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(twice) = capabilities.iter().find(|one| known.contains_key(&one.identifier)) {
            return Err(CapabilityError::Exists(twice.identifier.clone()));
        }
        for (at, one) in capabilities.iter().enumerate() {
            match authority.add(std::slice::from_ref(one)) {
                Ok(grant) => {
                    known.insert(one.identifier.clone(), grant);
                }
                Err(error) => {
                    for done in &capabilities[..at] {
                        known.remove(&done.identifier).map(|grant| authority.revoke(&grant));
                    }
                    return Err(CapabilityError::Add(error));
                }
            }
        }
        Ok(())
    }

    /// False when none of this identifier was added.
    pub(crate) fn remove(&self, authority: &Authority, identifier: &str) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.remove(identifier).is_some_and(|grant| authority.revoke(&grant))
    }
}
