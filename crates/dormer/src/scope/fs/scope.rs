//! Rules that grow while the program runs. Not here: one scope for each window (`window_scopes`).

use std::collections::HashSet;
use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak};

use dormer_config::FsScope;

use super::access::AccessError;
use super::event::{Event, ScopeEventId};
use super::judge::Judge;
use super::open_options::OpenOptions;
use super::pattern::Pattern;
use super::rules::{LITERAL_LEADING_DOT, Rules};
use crate::{Manager, Result};

/// How much of a directory a grant covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// The path alone.
    File,
    /// A directory and what lies in it.
    Directory,
    /// A directory and everything below it.
    Tree,
}

/// A path that was allowed or forbidden while the program ran. Wildcards in its name are plain characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Grant {
    /// The path.
    pub path: PathBuf,
    /// What is covered.
    pub reach: Reach,
    /// Whether this takes away instead.
    pub forbidden: bool,
}

impl Grant {
    fn patterns(&self) -> Vec<Pattern> {
        let exact = Pattern::exact(&self.path);
        match self.reach {
            Reach::File => vec![exact],
            Reach::Directory => vec![exact, Pattern::inside(&self.path, false)],
            Reach::Tree => vec![exact, Pattern::inside(&self.path, true)],
        }
    }

    fn event(&self) -> Event {
        if self.forbidden {
            Event::PathForbidden(self.path.clone())
        } else {
            Event::PathAllowed(self.path.clone())
        }
    }
}

type Listener = Box<dyn FnMut(&Event) -> bool + Send>;

/// Rules that grow while the program runs. Clones share them.
#[derive(Clone)]
pub struct Scope(Arc<Inner>);

/// A scope that may be gone.
pub(super) struct WeakScope(Weak<Inner>);

impl WeakScope {
    pub(super) fn upgrade(&self) -> Option<Scope> {
        self.0.upgrade().map(Scope)
    }
}

struct Inner {
    state: RwLock<State>,
    listeners: Mutex<Listeners>,
}

struct State {
    /// What it began with.
    fixed: Rules,
    grants: Vec<Grant>,
    /// All of it. Decisions take it as it is; a change makes a new one.
    rules: Arc<Rules>,
}

#[derive(Default)]
struct Listeners {
    last: ScopeEventId,
    all: Vec<(ScopeEventId, Arc<Mutex<Listener>>)>,
}

impl Default for Scope {
    /// Nothing is allowed.
    fn default() -> Self {
        Self::empty(LITERAL_LEADING_DOT)
    }
}

impl Scope {
    /// The scope of a configuration.
    ///
    /// # Errors
    /// A pattern is no glob.
    pub fn new(manager: &impl Manager, scope: &FsScope) -> Result<Self> {
        let (allow, deny, literal) = match scope {
            FsScope::Scope { allow, deny, require_literal_leading_dot } => {
                (&allow[..], &deny[..], *require_literal_leading_dot)
            }
            FsScope::AllowedPaths(allow) => (&allow[..], &[][..], None),
            _ => (&[][..], &[][..], None),
        };
        let patterns = |texts: &[PathBuf]| -> Result<Vec<Pattern>> {
            let resolved = texts.iter().map(|text| Pattern::resolve(manager.path(), &text.to_string_lossy()));
            let found: std::result::Result<Vec<_>, _> = resolved.collect();
            let found = found.map_err(|error| crate::Error::Other(error.to_string()))?;
            Ok(found.into_iter().flatten().collect())
        };
        let literal_leading_dot = literal.unwrap_or(LITERAL_LEADING_DOT);
        Ok(Self::with(Rules { allow: patterns(allow)?, deny: patterns(deny)?, literal_leading_dot }))
    }

    /// Nothing is allowed; `literal_leading_dot` is that of [`Rules`].
    #[must_use]
    pub fn empty(literal_leading_dot: bool) -> Self {
        Self::with(Rules { literal_leading_dot, ..Rules::default() })
    }

    /// Begins with these rules.
    #[must_use]
    pub fn with(rules: Rules) -> Self {
        let state = State { fixed: rules.clone(), grants: Vec::new(), rules: Arc::new(rules) };
        Self(Arc::new(Inner { state: RwLock::new(state), listeners: Mutex::default() }))
    }

    /// Allows a file. Wildcards in its name are plain characters.
    ///
    /// # Errors
    /// Never now; kept for the shape that apps know.
    pub fn allow_file(&self, path: impl AsRef<Path>) -> Result<()> {
        self.grant(Grant { path: path.as_ref().into(), reach: Reach::File, forbidden: false });
        Ok(())
    }

    /// Allows a directory and what lies in it, or everything below it.
    ///
    /// # Errors
    /// Never now; kept for the shape that apps know.
    pub fn allow_directory(&self, path: impl AsRef<Path>, recursive: bool) -> Result<()> {
        self.grant(Grant { path: path.as_ref().into(), reach: reach(recursive), forbidden: false });
        Ok(())
    }

    /// Denies a file, whatever allows it.
    ///
    /// # Errors
    /// Never now; kept for the shape that apps know.
    pub fn forbid_file(&self, path: impl AsRef<Path>) -> Result<()> {
        self.grant(Grant { path: path.as_ref().into(), reach: Reach::File, forbidden: true });
        Ok(())
    }

    /// Denies a directory and what lies in it, or everything below it, whatever allows it.
    ///
    /// # Errors
    /// Never now; kept for the shape that apps know.
    pub fn forbid_directory(&self, path: impl AsRef<Path>, recursive: bool) -> Result<()> {
        self.grant(Grant { path: path.as_ref().into(), reach: reach(recursive), forbidden: true });
        Ok(())
    }

    /// Adds a grant; one that is there already is only told of.
    pub fn grant(&self, grant: Grant) {
        let event = grant.event();
        let mut state = self.0.state.write().unwrap_or_else(PoisonError::into_inner);
        if !state.grants.contains(&grant) {
            let rules = Arc::make_mut(&mut state.rules);
            let list = if grant.forbidden { &mut rules.deny } else { &mut rules.allow };
            list.extend(grant.patterns());
            state.grants.push(grant);
        }
        drop(state);
        self.tell(&event);
    }

    /// Takes back what was allowed for exactly this path while the program ran. False when nothing was.
    pub fn revoke(&self, path: impl AsRef<Path>) -> bool {
        let path = path.as_ref();
        let mut state = self.0.state.write().unwrap_or_else(PoisonError::into_inner);
        let before = state.grants.len();
        state.grants.retain(|grant| grant.forbidden || grant.path != path);
        let changed = state.grants.len() != before;
        if changed {
            let mut rules = state.fixed.clone();
            for grant in &state.grants {
                let list = if grant.forbidden { &mut rules.deny } else { &mut rules.allow };
                list.extend(grant.patterns());
            }
            state.rules = Arc::new(rules);
        }
        drop(state);
        if changed {
            self.tell(&Event::PathRevoked(path.into()));
        }
        changed
    }

    /// What was allowed and forbidden while the program ran, in order.
    #[must_use]
    pub fn grants(&self) -> Vec<Grant> {
        self.state().grants.clone()
    }

    /// The rules at this moment.
    #[must_use]
    pub fn rules(&self) -> Arc<Rules> {
        Arc::clone(&self.state().rules)
    }

    /// Decides by the rules at this moment.
    #[must_use]
    pub fn judge(&self) -> Judge {
        Judge::new().with(self.rules())
    }

    /// Whether a path may be reached, by where it leads right now. To open it use [`Scope::open_checked`].
    #[must_use]
    pub fn is_allowed(&self, path: impl AsRef<Path>) -> bool {
        self.judge().is_allowed(path)
    }

    /// Whether a path is denied, by its name or by where it leads right now.
    #[must_use]
    pub fn is_forbidden(&self, path: impl AsRef<Path>) -> bool {
        self.judge().is_forbidden(path)
    }

    /// Opens a file for reading if the scope allows what was opened.
    ///
    /// # Errors
    /// It is forbidden, or the system's error.
    pub fn open_checked(&self, path: impl AsRef<Path>) -> std::result::Result<File, AccessError> {
        self.judge().open(path.as_ref(), OpenOptions::new().read(true))
    }

    /// The patterns that allow.
    #[must_use]
    pub fn allowed_patterns(&self) -> HashSet<Pattern> {
        self.rules().allow.iter().cloned().collect()
    }

    /// The patterns that deny.
    #[must_use]
    pub fn forbidden_patterns(&self) -> HashSet<Pattern> {
        self.rules().deny.iter().cloned().collect()
    }

    /// Calls `handler` for each change, on the thread that makes it. The handler must not change the scope itself.
    pub fn listen<F: Fn(&Event) + Send + 'static>(&self, handler: F) -> ScopeEventId {
        self.add_listener(Box::new(move |event| {
            handler(event);
            true
        }))
    }

    /// Calls `handler` for the next change. The handler must not change the scope itself.
    pub fn once<F: FnOnce(&Event) + Send + 'static>(&self, handler: F) -> ScopeEventId {
        let mut handler = Some(handler);
        self.add_listener(Box::new(move |event| {
            if let Some(handler) = handler.take() {
                handler(event);
            }
            false
        }))
    }

    /// Removes a listener.
    pub fn unlisten(&self, id: ScopeEventId) {
        self.listeners().all.retain(|(known, _)| *known != id);
    }

    fn add_listener(&self, listener: Listener) -> ScopeEventId {
        let mut listeners = self.listeners();
        listeners.last += 1;
        let id = listeners.last;
        listeners.all.push((id, Arc::new(Mutex::new(listener))));
        id
    }

    /// No lock of the scope is held while a listener runs.
    fn tell(&self, event: &Event) {
        let all: Vec<_> = self.listeners().all.clone();
        for (id, listener) in all {
            let stays = listener.lock().unwrap_or_else(PoisonError::into_inner)(event);
            if !stays {
                self.unlisten(id);
            }
        }
    }

    pub(super) fn downgrade(&self) -> WeakScope {
        WeakScope(Arc::downgrade(&self.0))
    }

    fn state(&self) -> std::sync::RwLockReadGuard<'_, State> {
        self.0.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn listeners(&self) -> MutexGuard<'_, Listeners> {
        self.0.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn reach(recursive: bool) -> Reach {
    if recursive { Reach::Tree } else { Reach::Directory }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules = self.rules();
        let texts = |patterns: &[Pattern]| patterns.iter().map(Pattern::to_string).collect::<Vec<_>>();
        f.debug_struct("Scope")
            .field("allow", &texts(&rules.allow))
            .field("deny", &texts(&rules.deny))
            .finish_non_exhaustive()
    }
}
