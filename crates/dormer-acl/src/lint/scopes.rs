//! Doubts about scope values: those that do not fit what the plugin expects, and those that are missing.

use serde_json::Value;

use super::Lints;
use super::json_schema::mismatch;
use super::reach::leaves;
use crate::files::{CapabilitySource, Finding, PermissionSource, Place};
use crate::resolve::Leaf;
use crate::{APP_KEY, Scopes};

/// In a plugin's scope schema: the commands that do nothing without a scope value.
const SCOPED_COMMANDS: &str = "x-scoped-commands";

/// The values beside the references of a capability.
pub(super) fn check_capability(lints: &Lints<'_>, source: &CapabilitySource, found: &mut Vec<Finding>) {
    for (index, entry) in source.capability.permissions.iter().enumerate() {
        let Some(scope) = entry.scope() else { continue };
        let key = entry.identifier().key().unwrap_or(APP_KEY);
        let place = source.place.inside(&CapabilitySource::entry(index));
        match schema(lints, key) {
            Some(schema) => check(schema, scope, &place, found),
            None if key.starts_with("core") && !scope.is_absent() => {
                let message = format!("`{}` takes no scope: these values have no effect", entry.identifier());
                found.push(Finding::new(place.at(&[]), message));
            }
            None => {}
        }
    }
    missing(lints, source, found);
}

/// The values in permission files.
pub(super) fn check_permissions(
    lints: &Lints<'_>,
    key: &str,
    sources: &[PermissionSource],
    found: &mut Vec<Finding>,
) {
    let Some(schema) = schema(lints, key) else { return };
    for PermissionSource { file, place } in sources {
        for (index, permission) in file.permission.iter().enumerate() {
            let place = place.inside(&["permission".into(), index.into(), "scope".into()]);
            check(schema, &permission.scope, &place, found);
        }
    }
}

fn schema<'a>(lints: &Lints<'a>, key: &str) -> Option<&'a Value> {
    lints.manifests.get(key)?.global_scope_schema.as_ref()
}

fn check(schema: &Value, scope: &Scopes, place: &Place, found: &mut Vec<Finding>) {
    for (list, values) in [("allow", &scope.allow), ("deny", &scope.deny)] {
        for (index, value) in values.iter().flatten().enumerate() {
            if let Some(mismatch) = mismatch(schema, value) {
                let value = place.inside(&[list.into(), index.into()]);
                found.push(Finding::new(
                    value.at(&mismatch.path),
                    format!("scope value: {}", mismatch.message),
                ));
            }
        }
    }
}

/// Commands that need a scope value and get none.
fn missing(lints: &Lints<'_>, source: &CapabilitySource, found: &mut Vec<Finding>) {
    let has_values = |scope: &Scopes| scope.allow.as_ref().is_some_and(|values| !values.is_empty());
    let entries = || source.capability.permissions.iter();
    let expand = |identifier| leaves(lints, identifier);
    for (index, entry) in entries().enumerate() {
        if entry.scope().is_some_and(has_values) {
            continue;
        }
        for Leaf { key, permission } in expand(entry.identifier()) {
            let scoped = schema(lints, key).and_then(|schema| schema.get(SCOPED_COMMANDS)?.as_array());
            let needs =
                |command: &&String| scoped.is_some_and(|list| list.iter().any(|one| *one == **command));
            let Some(command) = permission.commands.allow.iter().find(needs) else { continue };
            // Values of a permission without commands count for all commands of the plugin.
            let is_general = entries().any(|other| {
                expand(other.identifier()).iter().any(|Leaf { key: at, permission }| {
                    *at == key
                        && permission.commands.is_empty()
                        && (has_values(&permission.scope) || other.scope().is_some_and(has_values))
                })
            });
            if !has_values(&permission.scope) && !is_general {
                let message = format!(
                    "`{}` allows `{command}`, and no scope says for what, so each call is refused: write \
                     {{ \"identifier\": \"{0}\", \"allow\": [ … ] }}",
                    entry.identifier()
                );
                found.push(Finding::new(source.place.at(&CapabilitySource::entry(index)), message));
                break;
            }
        }
    }
}
