//! [`Resolved`]: what all capabilities come down to, one item per capability.
//!
//! Not here: how it comes about (`resolve`), how it is stored (`table`), who asks (`authority`).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{LabelGlob, ScopeValue, UrlPattern};

/// A text that lies in the program, or that came at run time.
pub(crate) type Text = Cow<'static, str>;

/// The outcome of resolution: what every caller may do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Resolved {
    /// In the order of their identifiers.
    pub(crate) capabilities: Vec<Arc<Granted>>,
    pub(crate) app_commands: AppCommands,
    /// Whether global scopes reach every caller, whatever the capability that holds them names.
    pub(crate) shared_scopes: bool,
    pub(crate) names: Names,
}

/// Who may call the app's own commands where no capability speaks of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AppCommands {
    /// Pages of the app itself.
    Open,
    /// Nobody.
    #[default]
    Closed,
}

/// One capability: who it names and what it gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Granted {
    pub(crate) identifier: Text,
    pub(crate) local: bool,
    pub(crate) remote: Vec<UrlPattern>,
    pub(crate) windows: Vec<LabelGlob>,
    pub(crate) webviews: Vec<LabelGlob>,
    pub(crate) allow: Vec<Entry>,
    pub(crate) deny: Vec<Entry>,
    /// Scopes that entries refer to by number.
    pub(crate) scopes: Vec<ScopeLists>,
    /// Scopes of whole plugins, by key.
    pub(crate) globals: Vec<(Text, ScopeLists)>,
}

/// One command that a capability opens or closes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The full name, such as `plugin:fs|read_file`.
    pub(crate) command: Text,
    /// Which of the capability's scopes; only for commands that are opened.
    pub(crate) scope: Option<usize>,
    /// The permission that says so; empty where names are not kept.
    pub(crate) permission: Text,
}

/// Scope values as they were resolved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ScopeLists {
    pub(crate) allow: Vec<ScopeValue>,
    pub(crate) deny: Vec<ScopeValue>,
}

/// Which permissions open a command: only for the texts of refusals.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Names {
    /// Not kept.
    #[default]
    None,
    /// By full command name.
    Map(BTreeMap<String, Vec<String>>),
    /// As in the table; read when a refusal needs it.
    Raw(&'static [u8]),
}

impl Resolved {
    /// No capability at all; who may call the app's own commands is said here.
    #[must_use]
    pub fn without_capabilities(app_commands: AppCommands) -> Self {
        Self { app_commands, ..Self::default() }
    }

    /// Who may call the app's own commands where no capability speaks of them.
    #[must_use]
    pub fn app_commands(&self) -> AppCommands {
        self.app_commands
    }

    /// Identifiers of the capabilities, in order.
    pub fn capabilities(&self) -> impl Iterator<Item = &str> {
        self.capabilities.iter().map(|one| &*one.identifier)
    }

    /// Full names of all commands that some caller may call, sorted. Closed commands are left out only where the
    /// same capability opens them.
    #[must_use]
    pub fn commands(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self
            .capabilities
            .iter()
            .flat_map(|one| {
                let is_open = |entry: &&Entry| !one.deny.iter().any(|deny| deny.command == entry.command);
                one.allow.iter().filter(is_open).map(|entry| &*entry.command)
            })
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The full name of a command: that of its plugin before it, unless it is the app's own.
pub(crate) fn full_name(key: &str, command: &str) -> String {
    match key {
        crate::APP_KEY => command.to_owned(),
        key => format!("plugin:{}|{command}", key.strip_prefix("core:").unwrap_or(key)),
    }
}
