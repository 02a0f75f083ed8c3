//! [`State`]: all capabilities at one moment.

use std::sync::Arc;

use super::{Caller, Origin};
use crate::resolved::{AppCommands, Granted, Names, Resolved};

/// All capabilities at one moment. A change makes a new state.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) generation: u64,
    /// Those of the build in the order of their identifiers, then those of run time as they came.
    pub(super) members: Vec<Member>,
    pub(super) app_commands: AppCommands,
    pub(super) shared_scopes: bool,
    pub(super) names: Arc<Names>,
}

#[derive(Debug, Clone)]
pub(super) struct Member {
    /// Which call added it; `None` if it was there from the start.
    pub(super) added: Option<u64>,
    pub(super) granted: Arc<Granted>,
}

/// The capabilities that a caller matches, by number. Callers with equal matches may do the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Match {
    generation: u64,
    pub(super) is_local: bool,
    pub(super) members: Vec<usize>,
}

impl State {
    pub(super) fn new(resolved: Resolved) -> Self {
        let Resolved { capabilities, app_commands, shared_scopes, names } = resolved;
        let members = capabilities.into_iter().map(|granted| Member { added: None, granted }).collect();
        Self { generation: 0, members, app_commands, shared_scopes, names: Arc::new(names) }
    }

    pub(super) fn matching(&self, caller: &Caller<'_>) -> Match {
        let members = self.members.iter().enumerate().filter(|(_, member)| member.granted.names(caller));
        Match {
            generation: self.generation,
            is_local: caller.origin == Origin::Local,
            members: members.map(|(at, _)| at).collect(),
        }
    }

    /// Whether a page may call this command of the app because nothing says otherwise.
    pub(super) fn is_open(&self, is_local: bool, command: &str) -> bool {
        self.app_commands == AppCommands::Open && is_local && !command.starts_with("plugin:")
    }
}
