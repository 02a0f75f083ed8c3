//! Resolution: from manifests and capabilities to what every caller may do.
//!
//! Lives here: [`resolve`], which sets and references it follows ([`expand`]), and what can be wrong
//! ([`ResolveError`]).
//! Not here: reading files, choosing among capabilities, the answer for one caller (`authority`).
//! Invariant: the order of capabilities given does not matter, and nothing panics or runs away.

mod error;
mod expand;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use crate::resolved::{AppCommands, Entry, Granted, Names, Resolved, ScopeLists, full_name};
use crate::{
    APP_KEY, Capability, LabelGlob, Manifests, PermissionEntry, ScopeValue, Scopes, Target, UrlPattern,
};

pub use error::{ExpandError, ResolveError};
pub use expand::{Leaf, expand};

/// How to resolve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// The app's own commands are closed unless a capability opens them, even if the app declares none.
    pub strict: bool,
    /// A global scope reaches every caller of its plugin, whichever capability holds it.
    pub shared_scopes: bool,
    /// Keep the names of permissions, for the texts of refusals.
    pub keep_names: bool,
}

/// Resolves capabilities for a system. Those that are not active there are left out.
pub fn resolve(
    manifests: &Manifests,
    capabilities: &[Capability],
    target: Target,
    options: &Options,
) -> Result<Resolved, ResolveError> {
    let mut by_name = BTreeMap::new();
    for capability in capabilities.iter().filter(|one| target.is_in(one.platforms.as_deref())) {
        if by_name.insert(&*capability.identifier, capability).is_some() {
            return Err(ResolveError::Duplicate(capability.identifier.clone()));
        }
    }
    let granted = |capability: &&Capability| granted(manifests, capability, target, options).map(Arc::new);
    let has_manifest = manifests.get(APP_KEY).is_some_and(|manifest| !manifest.is_empty());
    Ok(Resolved {
        capabilities: by_name.values().map(granted).collect::<Result<_, _>>()?,
        app_commands: if options.strict || has_manifest { AppCommands::Closed } else { AppCommands::Open },
        shared_scopes: options.shared_scopes,
        names: if options.keep_names { Names::Map(names(manifests, target)) } else { Names::None },
    })
}

/// Resolves one capability.
fn granted(
    manifests: &Manifests,
    capability: &Capability,
    target: Target,
    options: &Options,
) -> Result<Granted, ResolveError> {
    let fault = |source| ResolveError::Glob { capability: capability.identifier.clone(), source };
    let globs = |texts: &[String]| -> Result<Vec<LabelGlob>, ResolveError> {
        texts.iter().map(|text| LabelGlob::new(text.clone()).map_err(fault)).collect()
    };
    let patterns = capability.remote.iter().flat_map(|remote| &remote.urls).map(|url| {
        let fault = |source| ResolveError::Pattern { capability: capability.identifier.clone(), source };
        UrlPattern::new(url.clone()).map_err(fault)
    });
    let mut granted = Granted {
        identifier: Cow::Owned(capability.identifier.clone()),
        local: capability.local,
        remote: patterns.collect::<Result<_, _>>()?,
        windows: globs(&capability.windows)?,
        webviews: globs(&capability.webviews)?,
        ..Granted::default()
    };
    for entry in &capability.permissions {
        let leaves = expand(manifests, entry.identifier(), target).map_err(|source| {
            ResolveError::Reference { capability: capability.identifier.clone(), source }
        })?;
        for leaf in leaves {
            add_leaf(&mut granted, &leaf, entry, options.keep_names);
        }
    }
    Ok(granted)
}

/// Adds what one permission does.
fn add_leaf(granted: &mut Granted, leaf: &Leaf<'_>, entry: &PermissionEntry, keep_names: bool) {
    let Leaf { key, permission } = *leaf;
    let scopes = [entry.scope(), Some(&permission.scope)];
    let is_written = scopes.iter().flatten().any(|scope| !scope.is_absent());
    let list = |which: fn(&Scopes) -> &Option<Vec<Value>>| -> Vec<ScopeValue> {
        let values = scopes.iter().flatten().filter_map(|scope| which(scope).as_deref()).flatten();
        values.map(|value| ScopeValue::new(value.to_string())).collect()
    };
    let lists = ScopeLists { allow: list(|scope| &scope.allow), deny: list(|scope| &scope.deny) };
    if permission.commands.is_empty() {
        if is_written {
            granted.globals.push((Cow::Owned(key.to_owned()), lists));
        }
        return;
    }
    let name = match key {
        _ if !keep_names => String::new(),
        APP_KEY => permission.identifier.clone(),
        key => format!("{key}:{}", permission.identifier),
    };
    let make = |command: &String, scope| Entry {
        command: Cow::Owned(full_name(key, command)),
        scope,
        permission: Cow::Owned(name.clone()),
    };
    let scope = (is_written && !permission.commands.allow.is_empty()).then(|| {
        granted.scopes.push(lists);
        granted.scopes.len() - 1
    });
    for (commands, list, scope) in [
        (&permission.commands.allow, &mut granted.allow, scope),
        (&permission.commands.deny, &mut granted.deny, None),
    ] {
        for command in commands {
            let entry = make(command, scope);
            if !list.contains(&entry) {
                list.push(entry);
            }
        }
    }
}

/// Which permissions open a command, for all commands that any manifest knows.
fn names(manifests: &Manifests, target: Target) -> BTreeMap<String, Vec<String>> {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (key, manifest) in manifests {
        for permission in manifest.permissions.values().filter(|one| target.is_in(one.platforms.as_deref())) {
            for command in &permission.commands.allow {
                let name = match &**key {
                    APP_KEY => permission.identifier.clone(),
                    key => format!("{key}:{}", permission.identifier),
                };
                names.entry(full_name(key, command)).or_default().insert(name);
            }
        }
    }
    names.into_iter().map(|(command, permissions)| (command, permissions.into_iter().collect())).collect()
}
