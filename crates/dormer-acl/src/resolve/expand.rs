//! [`expand`]: which permissions a reference comes down to, through sets of any depth.
//!
//! A reference of a capability means a set before a permission, one of a set a permission before a set; so a set
//! may hold the permission whose name it has.

use std::collections::HashSet;

use super::ExpandError;
use crate::{APP_KEY, Identifier, Manifest, Manifests, Permission, Target};

/// Sets within sets, at most.
const DEPTH: usize = 64;

/// A permission that a reference comes down to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leaf<'a> {
    /// The key of its manifest.
    pub key: &'a str,
    /// The permission.
    pub permission: &'a Permission,
}

/// The permissions behind a reference, each once, in order; those of other systems are left out.
pub fn expand<'a>(
    manifests: &'a Manifests,
    reference: &Identifier,
    target: Target,
) -> Result<Vec<Leaf<'a>>, ExpandError> {
    let key = reference.key().unwrap_or(APP_KEY);
    let Some((key, manifest)) = manifests.get_key_value(key) else {
        if key == APP_KEY {
            return Err(ExpandError::UnknownPermission { name: reference.to_string(), expected: Vec::new() });
        }
        let expected = manifests.keys().filter(|key| *key != APP_KEY).cloned().collect();
        return Err(ExpandError::UnknownKey { key: key.to_owned(), expected });
    };
    if manifests.contains_key(&format!("core:{key}")) {
        return Err(ExpandError::Collision(key.clone()));
    }
    let mut walk = Walk { manifests, target, leaves: Vec::new(), seen: HashSet::new(), path: Vec::new() };
    let base = reference.base();
    if base == "default" {
        let members = manifest.default.iter().flat_map(|default| &default.permissions);
        walk.members(key, "default", members)?;
    } else if let Some((name, set)) = manifest.sets.get_key_value(base) {
        walk.members(key, name, set.permissions.iter())?;
    } else if let Some((name, permission)) = manifest.permissions.get_key_value(base) {
        walk.leaf(key, name, permission);
    } else {
        let expected = offered(manifest);
        return Err(ExpandError::UnknownPermission { name: reference.to_string(), expected });
    }
    Ok(walk.leaves)
}

/// Everything that a reference to this manifest can name.
fn offered(manifest: &Manifest) -> Vec<String> {
    let default = manifest.default.iter().map(|_| "default".to_owned());
    default.chain(manifest.sets.keys().cloned()).chain(manifest.permissions.keys().cloned()).collect()
}

struct Walk<'a> {
    manifests: &'a Manifests,
    target: Target,
    leaves: Vec<Leaf<'a>>,
    /// Key, name, whether it is a set. What was seen needs no second look.
    seen: HashSet<(&'a str, &'a str, bool)>,
    /// The sets from the reference to here.
    path: Vec<(&'a str, &'a str)>,
}

impl<'a> Walk<'a> {
    fn leaf(&mut self, key: &'a str, name: &'a str, permission: &'a Permission) {
        if self.target.is_in(permission.platforms.as_deref()) && self.seen.insert((key, name, false)) {
            self.leaves.push(Leaf { key, permission });
        }
    }

    fn members(
        &mut self,
        key: &'a str,
        set: &'a str,
        members: impl Iterator<Item = &'a String>,
    ) -> Result<(), ExpandError> {
        let start = self.path.iter().position(|step| *step == (key, set));
        self.path.push((key, set));
        if start.is_some() || self.path.len() > DEPTH {
            let path =
                self.path[start.unwrap_or_default()..].iter().map(|(key, set)| shown(key, set)).collect();
            return Err(if start.is_some() { ExpandError::Cycle(path) } else { ExpandError::Depth(path) });
        }
        if self.seen.insert((key, set, true)) {
            for member in members {
                self.member(key, set, member)?;
            }
        }
        self.path.pop();
        Ok(())
    }

    fn member(&mut self, key: &'a str, set: &'a str, member: &'a str) -> Result<(), ExpandError> {
        let other = member.rsplit_once(':').and_then(|(key, base)| {
            let (key, manifest) = self.manifests.get_key_value(key)?;
            Some((key.as_str(), manifest, base))
        });
        let own = || self.manifests.get(key).map(|manifest| (key, manifest, member));
        let missing = || ExpandError::UnknownMember { member: member.to_owned(), set: shown(key, set) };
        let (key, manifest, base) = other.or_else(own).ok_or_else(missing)?;
        if base == "default" {
            self.members(key, "default", manifest.default.iter().flat_map(|default| &default.permissions))
        } else if let Some((name, permission)) = manifest.permissions.get_key_value(base) {
            self.leaf(key, name, permission);
            Ok(())
        } else if let Some((name, set)) = manifest.sets.get_key_value(base) {
            self.members(key, name, set.permissions.iter())
        } else {
            Err(missing())
        }
    }
}

fn shown(key: &str, set: &str) -> String {
    if key == APP_KEY { set.to_owned() } else { format!("{key}:{set}") }
}
