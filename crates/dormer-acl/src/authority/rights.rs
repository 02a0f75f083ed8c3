//! [`Rights`]: what one caller may do, made ready for many calls.

use std::sync::Arc;

use super::prepared::Prepared;
use super::state::State;
use super::{Caller, Explanation, Origin, Refusal};
use crate::{Scope, ScopeValue};

/// What one caller may do.
#[derive(Debug)]
pub struct Rights {
    prepared: Arc<Prepared>,
    state: Arc<State>,
    window: Box<str>,
    webview: Box<str>,
    /// The page's address; `None` for pages of the app.
    address: Option<url::Url>,
}

/// Permission to run one command, with the scopes of all entries that gave it.
#[derive(Debug, Default, PartialEq)]
pub struct Grant {
    pub(super) scope: Scope,
}

impl Grant {
    /// The scope, which also keeps it as a plugin's own type.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// What the command may touch.
    #[must_use]
    pub fn command_allow(&self) -> &[ScopeValue] {
        self.scope.allow()
    }

    /// What the command may not touch.
    #[must_use]
    pub fn command_deny(&self) -> &[ScopeValue] {
        self.scope.deny()
    }
}

impl Rights {
    pub(super) fn new(prepared: Arc<Prepared>, state: Arc<State>, caller: &Caller<'_>) -> Self {
        let address = match caller.origin {
            Origin::Local => None,
            Origin::Remote(url) => Some(url.clone()),
        };
        Self { prepared, state, window: caller.window.into(), webview: caller.webview.into(), address }
    }

    /// Whether this command, by its full name, may be called now. Takes no lock and, if so, no memory.
    pub fn check(&self, command: &str) -> Result<&Arc<Grant>, Refusal> {
        let is_open = || self.state.is_open(self.address.is_none(), command);
        self.prepared.find(command, is_open).ok_or_else(|| self.refuse(command))
    }

    /// The scope of a whole plugin, by the key of its manifest; empty if nothing was given.
    #[must_use]
    pub fn global_scope(&self, key: &str) -> &Arc<Scope> {
        self.prepared.global(key)
    }

    /// When these rights were made: they count while [`super::Authority::generation`] is the same.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.state.generation
    }

    /// In words: who decided about this command.
    #[must_use]
    pub fn explain(&self, command: &str) -> Explanation {
        let origin = self.address.as_ref().map_or(Origin::Local, Origin::Remote);
        self.state.explain(&Caller { window: &self.window, webview: &self.webview, origin }, command)
    }

    #[cold]
    fn refuse(&self, command: &str) -> Refusal {
        Refusal::new(self.explain(command))
    }
}
