//! One scope for all windows and one for each: what a user gives to a window stays with it.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::event::Event;
use super::judge::Judge;
use super::rules::LITERAL_LEADING_DOT;
use super::scope::Scope;

type OnGrant = Arc<dyn Fn(Option<&str>, &Scope, &Event) + Send + Sync>;

/// A scope that all windows share, and one for each window. Clones share them.
///
/// A file dropped on a window, or picked in a dialog of it, is allowed in that window's scope and gone with the
/// window. What the program allows in the shared scope holds for all.
#[derive(Clone)]
pub struct WindowScopes(Arc<Inner>);

struct Inner {
    shared: Scope,
    literal_leading_dot: bool,
    windows: Mutex<HashMap<String, Scope>>,
    handlers: Arc<Mutex<Vec<OnGrant>>>,
}

impl Default for WindowScopes {
    fn default() -> Self {
        Self::new(Scope::default(), LITERAL_LEADING_DOT)
    }
}

impl WindowScopes {
    /// All windows share `shared`; scopes of windows begin empty, with `literal_leading_dot` as in
    /// [`Rules`](super::Rules).
    #[must_use]
    pub fn new(shared: Scope, literal_leading_dot: bool) -> Self {
        let handlers = Arc::default();
        forward(None, &shared, &handlers);
        Self(Arc::new(Inner { shared, literal_leading_dot, windows: Mutex::default(), handlers }))
    }

    /// The scope of all windows.
    #[must_use]
    pub fn shared(&self) -> &Scope {
        &self.0.shared
    }

    /// The scope of the window with this label, made at the first use.
    #[must_use]
    pub fn window(&self, label: &str) -> Scope {
        let mut windows = self.windows();
        if let Some(scope) = windows.get(label) {
            return scope.clone();
        }
        let scope = Scope::empty(self.0.literal_leading_dot);
        forward(Some(label.to_owned()), &scope, &self.0.handlers);
        windows.insert(label.to_owned(), scope.clone());
        scope
    }

    /// Forgets what a window was given, because it is gone.
    pub fn forget(&self, label: &str) {
        self.windows().remove(label);
    }

    /// Decides for a window: by the shared scope and its own.
    #[must_use]
    pub fn judge(&self, label: &str) -> Judge {
        let judge = self.0.shared.judge();
        match self.windows().get(label) {
            Some(scope) => judge.with(scope.rules()),
            None => judge,
        }
    }

    /// Calls `handler` for each change of each scope, with the window's label; `None` is the shared one.
    pub fn on_change(&self, handler: impl Fn(Option<&str>, &Scope, &Event) + Send + Sync + 'static) {
        self.0.handlers.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::new(handler));
    }

    fn windows(&self) -> MutexGuard<'_, HashMap<String, Scope>> {
        self.0.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for WindowScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WindowScopes")
            .field("shared", &self.0.shared)
            .field("windows", &*self.windows())
            .finish_non_exhaustive()
    }
}

/// The scope holds no handle of itself: that would keep it alive forever.
fn forward(label: Option<String>, scope: &Scope, handlers: &Arc<Mutex<Vec<OnGrant>>>) {
    let (handlers, own) = (Arc::downgrade(handlers), scope.downgrade());
    scope.listen(move |event| {
        let (Some(handlers), Some(scope)) = (handlers.upgrade(), own.upgrade()) else { return };
        let handlers = handlers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        handlers.iter().for_each(|handler| handler(label.as_deref(), &scope, event));
    });
}
