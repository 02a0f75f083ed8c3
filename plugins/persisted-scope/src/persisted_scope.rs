//! What is remembered, and how to take it back.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dormer::Manager;
use dormer::scope::fs::{Event, Grant, Scope, WindowScopes};

use crate::format;
use crate::saver::Saver;

/// A grant that is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// The label of the window that it was given to; `None`: to all.
    pub window: Option<String>,
    /// What was granted.
    pub grant: Grant,
}

/// What is remembered.
pub struct PersistedScope {
    scopes: WindowScopes,
    /// Never remembered: the files that remember.
    own: Vec<PathBuf>,
    all: Mutex<Vec<Remembered>>,
    saver: Saver,
}

impl PersistedScope {
    pub(crate) fn new(scopes: WindowScopes, own: Vec<PathBuf>, all: Vec<Remembered>, saver: Saver) -> Self {
        Self { scopes, own, all: Mutex::new(all), saver }
    }

    /// All grants that are remembered, those of windows that are not open too.
    #[must_use]
    pub fn grants(&self) -> Vec<Remembered> {
        self.all().clone()
    }

    /// Takes back what was allowed for exactly this path, in all windows, and forgets it. False when nothing was.
    pub fn revoke(&self, path: impl AsRef<Path>) -> bool {
        let path = path.as_ref();
        self.take_back(|remembered| !remembered.grant.forbidden && remembered.grant.path == path)
    }

    /// Takes back everything that was allowed, and forgets it.
    pub fn clear(&self) {
        self.take_back(|remembered| !remembered.grant.forbidden);
    }

    fn take_back(&self, which: impl Fn(&Remembered) -> bool) -> bool {
        let taken: Vec<Remembered> = self.all().extract_if(.., |remembered| which(remembered)).collect();
        for Remembered { window, grant } in &taken {
            self.scope(window.as_deref()).revoke(&grant.path);
        }
        self.save();
        !taken.is_empty()
    }

    /// Gives a scope what is remembered for it.
    pub(crate) fn restore(&self, window: Option<&str>) {
        let grants: Vec<Grant> = self
            .all()
            .iter()
            .filter(|remembered| remembered.window.as_deref() == window)
            .map(|remembered| remembered.grant.clone())
            .collect();
        if !grants.is_empty() {
            let scope = self.scope(window);
            grants.into_iter().for_each(|grant| scope.grant(grant));
        }
    }

    /// A scope has changed.
    pub(crate) fn changed(&self, window: Option<&str>, scope: &Scope, event: &Event) {
        let mut all = self.all();
        let before = all.len();
        if let Event::PathRevoked(path) = event {
            all.retain(|remembered| {
                remembered.grant.forbidden
                    || remembered.window.as_deref() != window
                    || remembered.grant.path != *path
            });
        } else {
            for grant in scope.grants() {
                let remembered = Remembered { window: window.map(str::to_owned), grant };
                if !self.own.contains(&remembered.grant.path) && !all.contains(&remembered) {
                    all.push(remembered);
                }
            }
        }
        let changed = all.len() != before;
        drop(all);
        if changed {
            self.save();
        }
    }

    pub(crate) fn finish(&self) {
        self.saver.finish();
    }

    pub(crate) fn save(&self) {
        // Under the lock, so that an older text never comes after a newer one.
        let all = self.all();
        self.saver.save(format::write(&all));
    }

    fn scope(&self, window: Option<&str>) -> Scope {
        match window {
            Some(label) => self.scopes.window(label),
            None => self.scopes.shared().clone(),
        }
    }

    fn all(&self) -> MutexGuard<'_, Vec<Remembered>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for PersistedScope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersistedScope").field("all", &*self.all()).finish_non_exhaustive()
    }
}

/// Reaches the plugin from every part of a program.
pub trait PersistedScopeExt: Manager {
    /// The plugin.
    ///
    /// # Panics
    /// It was not added.
    fn persisted_scope(&self) -> &PersistedScope {
        self.state::<Arc<PersistedScope>>().inner()
    }
}

impl<T: Manager> PersistedScopeExt for T {}
