//! Doubts that need to know which commands a reference comes to, and for whom.

use std::collections::BTreeSet;

use super::Lints;
use crate::files::{CapabilitySource, Finding};
use crate::resolve::{Leaf, expand};
use crate::resolved::full_name;
use crate::{APP_KEY, Capability, Identifier, LabelGlob};

/// Full names of commands.
#[derive(Debug, Default)]
pub(super) struct Reach {
    pub(super) allow: BTreeSet<String>,
    pub(super) deny: BTreeSet<String>,
}

/// What a reference allows and denies.
pub(super) fn commands_of(lints: &Lints<'_>, identifier: &Identifier) -> Reach {
    let mut reach = Reach::default();
    for Leaf { key, permission } in leaves(lints, identifier) {
        reach.allow.extend(permission.commands.allow.iter().map(|command| full_name(key, command)));
        reach.deny.extend(permission.commands.deny.iter().map(|command| full_name(key, command)));
    }
    reach
}

/// The permissions that a reference comes to. One that does not exist comes to none; that is a fault which others
/// report.
pub(super) fn leaves<'a>(lints: &Lints<'a>, identifier: &Identifier) -> Vec<Leaf<'a>> {
    expand(lints.manifests, identifier, lints.target).unwrap_or_default()
}

/// Doubts about single entries: nothing behind them, listed twice.
pub(super) fn check_entries(lints: &Lints<'_>, source: &CapabilitySource, found: &mut Vec<Finding>) {
    let CapabilitySource { capability, place } = source;
    for (index, entry) in capability.permissions.iter().enumerate() {
        let identifier = entry.identifier();
        let at = || place.at(&CapabilitySource::entry(index));
        let key = identifier.key().unwrap_or(APP_KEY);
        let manifest = lints.manifests.get(key);
        if identifier.base() == "default" && manifest.is_some_and(|manifest| manifest.default.is_none()) {
            let owner = identifier.key().map_or_else(|| "the app".to_owned(), |key| format!("`{key}`"));
            let message =
                format!("{owner} has no default set, so `{identifier}` gives nothing: name permissions");
            found.push(Finding::new(at(), message));
        }
        let same = |other: &&crate::PermissionEntry| *other == entry;
        if capability.permissions[..index].iter().any(|other| same(&other)) {
            let message = format!("`{identifier}` is listed already: remove one of the two");
            found.push(Finding::new(at(), message));
        }
    }
}

/// A denial holds for the callers that its capability names, and for nobody else. Where another capability allows
/// the same command to other callers, the author may have expected more.
pub(super) fn check_denials(lints: &Lints<'_>, found: &mut Vec<Finding>) {
    for source in lints.active() {
        for (index, entry) in source.capability.permissions.iter().enumerate() {
            let denied = commands_of(lints, entry.identifier()).deny;
            for other in lints.active().filter(|other| !std::ptr::eq(*other, source)) {
                let Some(caller) = beyond(&source.capability, &other.capability, lints.windows) else {
                    continue;
                };
                let entries = other.capability.permissions.iter();
                let mut allowed = entries.map(|entry| commands_of(lints, entry.identifier()).allow);
                let Some(command) = allowed.find_map(|allow| denied.intersection(&allow).next().cloned())
                else {
                    continue;
                };
                let message = format!(
                    "`{}` denies `{command}` only where this capability applies: `{}`, at {}, still allows it to {caller}",
                    entry.identifier(),
                    other.capability.identifier,
                    other.place.at(&["identifier".into()]),
                );
                found.push(Finding::new(source.place.at(&CapabilitySource::entry(index)), message));
            }
        }
    }
}

/// The same for scope values: those that are denied beside a permission without commands count for all commands of
/// the plugin, but only for callers of this capability.
pub(super) fn check_denied_values(lints: &Lints<'_>, found: &mut Vec<Finding>) {
    for source in lints.active() {
        for (index, entry) in source.capability.permissions.iter().enumerate() {
            let denies =
                entry.scope().and_then(|scope| scope.deny.as_ref()).is_some_and(|list| !list.is_empty());
            let leaves = leaves(lints, entry.identifier());
            let general = leaves.iter().find(|leaf| leaf.permission.commands.is_empty());
            let Some(Leaf { key, .. }) = general.filter(|_| denies) else { continue };
            for other in lints.active().filter(|other| !std::ptr::eq(*other, source)) {
                let Some(caller) = beyond(&source.capability, &other.capability, lints.windows) else {
                    continue;
                };
                let allows = |leaf: &Leaf<'_>| leaf.key == *key && !leaf.permission.commands.allow.is_empty();
                let entries = &other.capability.permissions;
                if entries.iter().any(|entry| self::leaves(lints, entry.identifier()).iter().any(allows)) {
                    let message = format!(
                        "these values are denied only where this capability applies: `{}`, at {}, gives commands of \
                         `{key}` to {caller}",
                        other.capability.identifier,
                        other.place.at(&["identifier".into()]),
                    );
                    found.push(Finding::new(source.place.at(&CapabilitySource::entry(index)), message));
                }
            }
        }
    }
}

/// A caller that `other` names and `this` does not, in words.
fn beyond(this: &Capability, other: &Capability, windows: &[&str]) -> Option<String> {
    let covers_all = |globs: &[String]| globs.iter().any(|glob| glob == "*" || glob == "**");
    let all = covers_all(&this.windows) || covers_all(&this.webviews);
    if !all {
        let matches = |globs: &[String], label: &str| {
            globs.iter().any(|glob| LabelGlob::new(glob.clone()).is_ok_and(|glob| glob.matches(label)))
        };
        let names = |capability: &Capability, label: &str| {
            matches(&capability.windows, label) || matches(&capability.webviews, label)
        };
        if let Some(label) = windows.iter().find(|label| names(other, label) && !names(this, label)) {
            return Some(format!("the window `{label}`"));
        }
        let unnamed =
            |globs: &'_ [String], mine: &[String]| globs.iter().find(|glob| !mine.contains(glob)).cloned();
        if windows.is_empty()
            && let Some(glob) = unnamed(&other.windows, &this.windows)
        {
            return Some(format!("windows `{glob}`"));
        }
        if let Some(glob) = unnamed(&other.webviews, &this.webviews) {
            return Some(format!("web views `{glob}`"));
        }
    }
    if other.local && !this.local {
        return Some("pages of the app".to_owned());
    }
    let urls = |capability: &Capability| capability.remote.clone().unwrap_or_default().urls;
    let mine = urls(this);
    urls(other).into_iter().find(|url| !mine.contains(url)).map(|url| format!("pages of `{url}`"))
}
