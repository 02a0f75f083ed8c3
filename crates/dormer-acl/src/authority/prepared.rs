//! [`Prepared`]: the answers for all callers that match the same capabilities.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::rights::Grant;
use super::state::{Match, State};
use crate::Scope;
use crate::resolved::{Granted, ScopeLists, Text};

/// The answers for all callers that match the same capabilities.
#[derive(Debug)]
pub(super) struct Prepared {
    commands: HashMap<Text, Arc<Grant>>,
    globals: HashMap<Text, Arc<Scope>>,
    denied: HashSet<Text>,
    /// For the app's commands that are open without a capability.
    open: Arc<Grant>,
    nothing: Arc<Scope>,
}

/// What a grant is made from: the plugin, and scopes by capability and number. Equal sources share a grant, and
/// grants of two plugins are never the same.
type Source<'a> = (&'a str, Vec<(usize, usize)>);

impl Prepared {
    pub(super) fn new(state: &State, found: &Match) -> Self {
        let members = |at: &usize| (*at, &*state.members[*at].granted);
        let own = || found.members.iter().map(members);
        let denied: HashSet<Text> =
            own().flat_map(|(_, one)| &one.deny).map(|entry| entry.command.clone()).collect();
        let mut opened: HashMap<&Text, Source<'_>> = HashMap::new();
        for (at, one) in own() {
            for entry in one.allow.iter().filter(|entry| !denied.contains(&entry.command)) {
                let source =
                    opened.entry(&entry.command).or_insert_with(|| (plugin(&entry.command), Vec::new()));
                if let Some(scope) = entry.scope
                    && !source.1.contains(&(at, scope))
                {
                    source.1.push((at, scope));
                }
            }
        }
        let mut grants: HashMap<Source<'_>, Arc<Grant>> = HashMap::new();
        let mut commands = HashMap::with_capacity(opened.len());
        for (command, source) in opened {
            let grant = grants.entry(source).or_insert_with_key(|(_, scopes)| {
                let mut grant = Grant::default();
                for (at, scope) in scopes {
                    let lists = &state.members[*at].granted.scopes[*scope];
                    grant.scope.push(&lists.allow, &lists.deny);
                }
                Arc::new(grant)
            });
            commands.insert(command.clone(), grant.clone());
        }
        let globals = if state.shared_scopes {
            globals(state.members.iter().map(|member| &*member.granted))
        } else {
            globals(own().map(|(_, one)| one))
        };
        Self { commands, globals, denied, open: Arc::default(), nothing: Arc::default() }
    }

    /// What a command was granted; `is_open` says whether it may be called without a grant.
    pub(super) fn find(&self, command: &str, is_open: impl FnOnce() -> bool) -> Option<&Arc<Grant>> {
        self.commands
            .get(command)
            .or_else(|| (is_open() && !self.denied.contains(command)).then_some(&self.open))
    }

    pub(super) fn global(&self, key: &str) -> &Arc<Scope> {
        self.globals.get(key).unwrap_or(&self.nothing)
    }
}

fn globals<'a>(members: impl Iterator<Item = &'a Granted>) -> HashMap<Text, Arc<Scope>> {
    let mut scopes: HashMap<&Text, Scope> = HashMap::new();
    for (key, ScopeLists { allow, deny }) in members.flat_map(|one| &one.globals) {
        scopes.entry(key).or_default().push(allow, deny);
    }
    scopes.into_iter().map(|(key, scope)| (key.clone(), Arc::new(scope))).collect()
}

/// The plugin of a full command name; empty for the app.
fn plugin(command: &str) -> &str {
    command.strip_prefix("plugin:").and_then(|rest| rest.split_once('|')).map_or("", |(plugin, _)| plugin)
}
