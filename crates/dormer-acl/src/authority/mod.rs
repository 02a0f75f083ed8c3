//! Who may call what: [`Authority`] for the program, [`Rights`] for one caller.
//!
//! Lives here: matching callers with capabilities, the prepared answers, refusals, explanations, capabilities that
//! come and go at run time.
//! Not here: what a caller is to the core, and when its answers are refreshed.
//! Invariant: checking a call takes no lock; preparing takes short ones.

mod caller;
mod explain;
mod prepared;
mod refusal;
mod rights;
mod runtime;
mod state;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::resolved::Resolved;

pub use caller::{Caller, Origin};
pub use explain::{Explanation, Reason, Ruling, Verdict};
pub use refusal::Refusal;
pub use rights::{Grant, Rights};
pub use runtime::{AddError, RuntimeGrant};

use prepared::Prepared;
use state::State;

/// Prepared answers that are kept. Callers that match the same capabilities share one, so programs need few.
const KEPT: usize = 64;

/// What every caller of a program may do.
#[derive(Debug)]
pub struct Authority {
    state: RwLock<Arc<State>>,
    generation: AtomicU64,
    prepared: Mutex<HashMap<state::Match, Arc<Prepared>>>,
    /// What capabilities at run time are resolved against; only `add` looks into it.
    manifests: Option<&'static [u8]>,
}

impl Authority {
    /// An authority for what was resolved at build time.
    #[must_use]
    pub fn new(resolved: Resolved) -> Self {
        Self {
            state: RwLock::new(Arc::new(State::new(resolved))),
            generation: AtomicU64::new(0),
            prepared: Mutex::new(HashMap::new()),
            manifests: None,
        }
    }

    /// Gives the manifests that [`Authority::add`] needs, as `encode_manifests` wrote them.
    #[must_use]
    pub fn with_manifests(self, manifests: &'static [u8]) -> Self {
        Self { manifests: Some(manifests), ..self }
    }

    /// Changes whenever rights that were handed out are out of date. Compare before each call; it costs nothing.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// What this caller may do. Keep it for as long as the caller's page and [`Authority::generation`] stay.
    #[must_use]
    pub fn rights(&self, caller: &Caller<'_>) -> Arc<Rights> {
        let state = self.state();
        let found = state.matching(caller);
        let mut kept = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        let prepared = match kept.get(&found) {
            Some(prepared) => prepared.clone(),
            None => {
                if kept.len() >= KEPT {
                    kept.clear();
                }
                let prepared = Arc::new(Prepared::new(&state, &found));
                kept.insert(found, prepared.clone());
                prepared
            }
        };
        drop(kept);
        Arc::new(Rights::new(prepared, state, caller))
    }

    /// Whether a capability names this address, whatever it gives and to which window. Pages may be let go there then.
    #[must_use]
    pub fn names_address(&self, url: &url::Url) -> bool {
        let origin = Origin::Remote(url);
        self.state().members.iter().any(|member| member.granted.names_origin(origin))
    }

    /// In words: who decided whether this caller may call this command.
    #[must_use]
    pub fn explain(&self, caller: &Caller<'_>, command: &str) -> Explanation {
        self.state().explain(caller, command)
    }

    fn state(&self) -> Arc<State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
