//! The manifests that a program carries for capabilities at run time.
//!
//! Lives here: `encode_manifests` (feature `build`) and its counterpart. Not here: texts for people and schemas,
//! which no program needs. It is JSON, short because the permissions that only open or close one command, which
//! are most, are left out but for the command.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Commands, DefaultPermission, Manifest, Manifests, Permission, PermissionSet, Scopes, Target};

/// Bytes that are no manifests.
#[derive(Debug, thiserror::Error)]
#[error("these bytes are no manifests: include those that the build script wrote")]
pub struct BlobError(#[source] serde_json::Error);

#[derive(Serialize, Deserialize)]
struct Blob {
    target: Target,
    manifests: BTreeMap<String, Short>,
}

#[derive(Serialize, Deserialize)]
struct Short {
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    default: Option<Vec<String>>,
    /// Commands that have `allow-…` and `deny-…`.
    #[serde(rename = "c", default, skip_serializing_if = "Vec::is_empty")]
    commands: Vec<String>,
    #[serde(rename = "p", default, skip_serializing_if = "Vec::is_empty")]
    permissions: Vec<Permission>,
    #[serde(rename = "s", default, skip_serializing_if = "BTreeMap::is_empty")]
    sets: BTreeMap<String, Vec<String>>,
}

/// The bytes that [`crate::Authority::with_manifests`] takes.
#[cfg(feature = "build")]
pub fn encode_manifests(manifests: &Manifests, target: Target) -> Result<Vec<u8>, serde_json::Error> {
    let short = |manifest: &Manifest| {
        let mut permissions = manifest.permissions.clone();
        for permission in permissions.values_mut() {
            (permission.version, permission.description) = (None, None);
            // Sets may still refer to what other systems have.
            if target.is_in(permission.platforms.as_deref()) {
                permission.platforms = None;
            } else {
                (permission.commands, permission.scope) = (Commands::default(), Scopes::default());
            }
        }
        let mut commands = Vec::new();
        for command in permissions.values().flat_map(|one| &one.commands.allow).cloned().collect::<Vec<_>>() {
            let pair = pair(&command);
            if pair.iter().all(|one| permissions.get(&one.identifier) == Some(one)) {
                pair.iter().for_each(|one| drop(permissions.remove(&one.identifier)));
                commands.push(command);
            }
        }
        let sets = manifest.sets.iter().map(|(name, set)| (name.clone(), set.permissions.clone()));
        Short {
            default: manifest.default.as_ref().map(|default| default.permissions.clone()),
            commands,
            permissions: permissions.into_values().collect(),
            sets: sets.collect(),
        }
    };
    let short = manifests.iter().map(|(key, manifest)| (key.clone(), short(manifest)));
    serde_json::to_vec(&Blob { target, manifests: short.collect() })
}

/// The manifests, and the system that the program was built for.
pub(crate) fn decode(bytes: &[u8]) -> Result<(Manifests, Target), BlobError> {
    let blob: Blob = serde_json::from_slice(bytes).map_err(BlobError)?;
    let long = |(key, short): (String, Short)| {
        let generated = short.commands.iter().flat_map(|command| pair(command));
        let permissions = generated.chain(short.permissions);
        let sets = short.sets.into_iter().map(|(identifier, permissions)| {
            let set =
                PermissionSet { identifier: identifier.clone(), permissions, ..PermissionSet::default() };
            (identifier, set)
        });
        let default = |permissions| DefaultPermission { permissions, ..DefaultPermission::default() };
        let manifest = Manifest {
            default: short.default.map(default),
            permissions: permissions.map(|one| (one.identifier.clone(), one)).collect(),
            sets: sets.collect(),
            global_scope_schema: None,
        };
        (key, manifest)
    };
    Ok((blob.manifests.into_iter().map(long).collect(), blob.target))
}

/// The two permissions that go with every command.
fn pair(command: &str) -> [Permission; 2] {
    let name = command.replace('_', "-");
    let commands = vec![command.to_owned()];
    let make = |verb: &str, commands| Permission {
        identifier: format!("{verb}-{name}"),
        commands,
        scope: Scopes::default(),
        ..Permission::default()
    };
    [
        make("allow", Commands { allow: commands.clone(), deny: Vec::new() }),
        make("deny", Commands { allow: Vec::new(), deny: commands }),
    ]
}
