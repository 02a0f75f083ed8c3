//! The check that whatever is referred to exists.

use dormer_config::read::{Step, nearest};

use super::capability_file::CapabilitySource;
use super::error::Finding;
use super::generated::{ALLOW, DENY};
use super::permission_file::PermissionSource;
use super::place::Place;
use super::shape::quoted;
use crate::resolve::expand;
use crate::{APP_KEY, Identifier, LabelGlob, Manifest, Manifests, Target, UrlPattern};

/// Names that are listed in full when none of them is near.
const FEW: usize = 12;

const DEFAULT: &str = "default";

/// Checks the capabilities that are active on a target: each permission exists, each glob and each pattern of an
/// origin is well-formed. Returns all faults.
#[must_use]
pub fn check_references(
    manifests: &Manifests,
    capabilities: &[CapabilitySource],
    target: Target,
) -> Vec<Finding> {
    let mut faults = Vec::new();
    for CapabilitySource { capability, place } in capabilities {
        if !target.is_in(capability.platforms.as_deref()) {
            continue;
        }
        for (index, entry) in capability.permissions.iter().enumerate() {
            let found = find(manifests, entry.identifier());
            // What exists may still hold itself, or something that does not exist.
            let expanded =
                || expand(manifests, entry.identifier(), target).map_err(|error| error.to_string());
            if let Err(message) = found.and_then(|()| expanded().map(drop)) {
                faults.push(Finding::new(place.at(&CapabilitySource::entry(index)), message));
            }
        }
        for (key, globs) in [("windows", &capability.windows), ("webviews", &capability.webviews)] {
            let error = |glob: &String| LabelGlob::new(glob.clone()).err().map(|error| error.to_string());
            faults.extend(each(place, &[key.into()], globs, error));
        }
        if let Some(remote) = &capability.remote {
            let error = |url: &String| UrlPattern::new(url.clone()).err().map(|error| error.to_string());
            faults.extend(each(place, &["remote".into(), "urls".into()], &remote.urls, error));
        }
    }
    faults
}

/// Checks the members of default sets and sets in one manifest. Members of other manifests are looked up in
/// `others`; where that is `None`, as in the build of a plugin, they pass.
#[must_use]
pub fn check_members(
    sources: &[PermissionSource],
    manifest: &Manifest,
    others: Option<&Manifests>,
) -> Vec<Finding> {
    let mut faults = Vec::new();
    let error = |member: &String| member_error(member, manifest, others);
    for PermissionSource { file, place } in sources {
        if let Some(default) = &file.default {
            let steps = [DEFAULT.into(), "permissions".into()];
            faults.extend(each(place, &steps, &default.permissions, error));
        }
        for (index, set) in file.set.iter().enumerate() {
            let steps = ["set".into(), index.into(), "permissions".into()];
            faults.extend(each(place, &steps, &set.permissions, error));
        }
    }
    faults
}

/// A finding for each item of a list that has a fault.
fn each<T>(place: &Place, steps: &[Step], items: &[T], error: impl Fn(&T) -> Option<String>) -> Vec<Finding> {
    let list = place.inside(steps);
    let at = |(index, item)| Some(Finding::new(list.at(&[Step::Index(index)]), error(item)?));
    items.iter().enumerate().filter_map(at).collect()
}

fn member_error(member: &str, manifest: &Manifest, others: Option<&Manifests>) -> Option<String> {
    if has(manifest, member) {
        return None;
    }
    let identifier = match member.parse::<Identifier>() {
        Ok(identifier) => identifier,
        Err(error) => return Some(error.to_string()),
    };
    match (identifier.key(), others) {
        (None, _) => Some(missing(None, member, manifest, None)),
        (Some(_), None) => None,
        (Some(_), Some(others)) => find(others, &identifier).err(),
    }
}

fn has(manifest: &Manifest, name: &str) -> bool {
    name == DEFAULT || manifest.permissions.contains_key(name) || manifest.sets.contains_key(name)
}

/// Looks a reference up; the error says what may have been meant.
fn find(manifests: &Manifests, identifier: &Identifier) -> Result<(), String> {
    match manifests.get(identifier.key().unwrap_or(APP_KEY)) {
        Some(manifest) if has(manifest, identifier.base()) => Ok(()),
        Some(manifest) => Err(missing(identifier.key(), identifier.base(), manifest, Some(manifests))),
        None => Err(missing_key(manifests, identifier)),
    }
}

/// The words for a name that a manifest does not have.
fn missing(key: Option<&str>, base: &str, manifest: &Manifest, all: Option<&Manifests>) -> String {
    let full = |name: &str| key.map_or_else(|| name.to_owned(), |key| format!("{key}:{name}"));
    let start = format!("no permission `{}`", full(base));
    let names = || manifest.permissions.keys().chain(manifest.sets.keys()).map(String::as_str);
    let completed =
        [ALLOW, DENY].map(|prefix| format!("{prefix}{base}")).into_iter().find(|name| has(manifest, name));
    if let Some(near) = completed.as_deref().or_else(|| near_name(base, names())) {
        return format!("{start}: did you mean `{}`?", full(near));
    }
    if key.is_none()
        && let Some(elsewhere) = all.and_then(|all| elsewhere(all, base))
    {
        return format!("{start} of the app itself: did you mean `{elsewhere}`?");
    }
    let owner = key.map_or_else(|| "the app".to_owned(), |key| format!("`{key}`"));
    match names().count() {
        0 => format!("{start}: {owner} has none but `{}`", full(DEFAULT)),
        few if few <= FEW => format!("{start}: {owner} has {}", quoted(names())),
        many => format!("{start}: none of the {many} permissions of {owner} is like it"),
    }
}

/// The nearest name that begins alike: `deny-x` is never offered for `allow-y`.
fn near_name<'a>(base: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let kind = |name: &str| [ALLOW, DENY].into_iter().find(|prefix| name.starts_with(prefix));
    let tail = |name: &'a str| kind(name).map_or(name, |prefix| &name[prefix.len()..]);
    let same: Vec<&str> =
        names.filter(|name| kind(base).is_none_or(|wanted| kind(name) == Some(wanted))).collect();
    let wanted = kind(base).map_or(base, |prefix| &base[prefix.len()..]);
    let near = nearest(wanted, same.iter().map(|name| tail(name)))?;
    same.into_iter().find(|name| tail(name) == near)
}

/// A permission of that name in some other manifest.
fn elsewhere(manifests: &Manifests, base: &str) -> Option<String> {
    let (key, _) =
        manifests.iter().find(|(key, manifest)| *key != APP_KEY && base != DEFAULT && has(manifest, base))?;
    Some(format!("{key}:{base}"))
}

/// The words for a key that no manifest has.
fn missing_key(manifests: &Manifests, identifier: &Identifier) -> String {
    let Some(key) = identifier.key() else {
        let start = format!("no permission `{identifier}`: the app declares no permissions of its own");
        return match elsewhere(manifests, identifier.base()) {
            Some(near) => format!("{start}: did you mean `{near}`?"),
            None => format!("{start}; references to those of plugins read `plugin:name`"),
        };
    };
    let start = format!("no permission `{identifier}`");
    let core = format!("core:{key}");
    if manifests.contains_key(&core) {
        return format!("{start}: did you mean `{core}:{}`?", identifier.base());
    }
    match nearest(key, manifests.keys().filter(|key| *key != APP_KEY).map(String::as_str)) {
        Some(near) => format!(
            "{start}, because there is no plugin `{key}`: did you mean `{near}:{}`?",
            identifier.base()
        ),
        None => format!(
            "{start}, because there is no plugin `{key}`: add its crate to the dependencies, or remove this line"
        ),
    }
}
