//! Capabilities that come and go at run time: [`Authority::add`] and [`Authority::revoke`].
//!
//! Programs that never add one carry no resolver: it is reached from here alone.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use super::Authority;
use super::state::{Member, State};
use crate::Capability;
use crate::manifest_blob::{self, BlobError};
use crate::resolve::{Options, ResolveError, resolve};
use crate::resolved::Names;

/// Capabilities that were added together, and can be revoked together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RuntimeGrant {
    id: u64,
}

/// Why capabilities were not added. None of them was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AddError {
    /// The program was built without what they would be resolved against.
    #[error("this program was built without manifests for capabilities at run time")]
    NoManifests,
    /// The manifests in the program cannot be read.
    #[error("the manifests in the program cannot be read")]
    Manifests(#[source] BlobError),
    /// The capabilities are faulty.
    #[error("the capabilities cannot be resolved")]
    Resolve(#[from] ResolveError),
}

impl Authority {
    /// Adds capabilities. Callers that they name have them as soon as their rights are asked for again.
    pub fn add(&self, capabilities: &[Capability]) -> Result<RuntimeGrant, AddError> {
        let blob = self.manifests.ok_or(AddError::NoManifests)?;
        let (manifests, target) = manifest_blob::decode(blob).map_err(AddError::Manifests)?;
        let options = Options { keep_names: *self.state().names != Names::None, ..Options::default() };
        let resolved = resolve(&manifests, capabilities, target, &options)?;
        let id = self.change(|state| {
            let added = Some(state.generation);
            state.members.extend(resolved.capabilities.into_iter().map(|granted| Member { added, granted }));
        });
        Ok(RuntimeGrant { id })
    }

    /// Takes back what was added; `false` if that was done before. Calls that run already are not stopped.
    pub fn revoke(&self, grant: &RuntimeGrant) -> bool {
        let is_its = |member: &Member| member.added == Some(grant.id);
        if !self.state().members.iter().any(is_its) {
            return false;
        }
        self.change(|state| state.members.retain(|member| !is_its(member)));
        true
    }

    /// Makes a new state; returns its generation.
    fn change(&self, change: impl FnOnce(&mut State)) -> u64 {
        let mut place = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let mut state = State::clone(&place);
        state.generation += 1;
        change(&mut state);
        let generation = state.generation;
        *place = Arc::new(state);
        // Answers of the old state would never be found again.
        self.prepared.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.generation.store(generation, Ordering::Release);
        generation
    }
}
