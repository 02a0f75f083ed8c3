//! Capability and permission files of programs that people made, from the folder `shared/corpus` beside the
//! repository. Where that folder is absent the tests say so and pass.
#![cfg(feature = "build")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dormer_acl::core_permissions::core_manifests;
use dormer_acl::files::{CapabilitySource, PermissionSource, check_members, check_references, manifest_of};
use dormer_acl::lint::{self, Lints};
use dormer_acl::{APP_KEY, CapabilityFile, Manifests, Options, PermissionFile, Target, resolve};
use dormer_config::read::Document;

/// Capability files that must be refused, and why.
const REFUSED_CAPABILITIES: &[(&str, &str)] = &[];

/// Permission files that must be refused, and why.
const REFUSED_PERMISSIONS: &[(&str, &str)] = &[];

/// References to permissions of the core that do not exist there either.
const UNKNOWN_TO_THE_CORE: &[(&str, &str)] = &[];

/// Keys that mean nothing, by file.
const UNKNOWN_KEYS: &[(&str, &str)] =
    &[("AlvinPlayz23__recode-ide__1.json", "the key `requireLiteralLeadingDot` means nothing here")];

fn folder(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus").join(name);
    if !folder.is_dir() {
        println!("skipped: there is no folder `{}`", folder.display());
        return None;
    }
    Some(folder)
}

fn files(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(folder).expect("it is a folder");
    let entries = entries.map(|entry| entry.expect("the folder can be listed").path());
    let mut files: Vec<_> = entries
        .map(|path| (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), path))
        .collect();
    files.sort();
    assert!(files.len() > 10, "the folder is there, and its files are not");
    files
}

#[test]
fn capabilities() {
    let Some(folder) = folder("capabilities") else { return };
    let core = core_manifests();
    let mut refused = Vec::new();
    let mut unknown = Vec::new();
    let mut keys = Vec::new();
    let mut elsewhere = BTreeSet::new();
    let mut doubts = Vec::new();
    for (name, path) in files(&folder) {
        let sources = match CapabilitySource::load(&path, &mut doubts) {
            Ok(sources) => sources,
            Err(error) => {
                refused.push((name, error.to_string()));
                continue;
            }
        };
        for doubt in doubts.drain(..) {
            keys.push((name.clone(), doubt.message));
        }
        let plain: CapabilityFile =
            serde_json::from_value(Document::load(&path).unwrap().value().clone()).unwrap();
        let plain = plain.into_vec();
        assert_eq!(
            plain,
            sources.iter().map(|source| source.capability.clone()).collect::<Vec<_>>(),
            "{name}"
        );
        for target in Target::ALL {
            check_one(&name, sources.clone(), target, &core, &mut unknown, &mut elsewhere);
        }
    }
    unknown.sort();
    unknown.dedup();
    println!("plugins and apps whose permissions are not here: {elsewhere:?}");
    compare(&refused, REFUSED_CAPABILITIES);
    compare(&unknown, UNKNOWN_TO_THE_CORE);
    compare(&keys, UNKNOWN_KEYS);
}

/// Resolves a capability against the core alone. References to plugins and to permissions of the app, which are not
/// here, are taken out first and noted in `elsewhere`.
fn check_one(
    name: &str,
    mut sources: Vec<CapabilitySource>,
    target: Target,
    core: &Manifests,
    unknown: &mut Vec<(String, String)>,
    elsewhere: &mut BTreeSet<String>,
) {
    for source in &mut sources {
        source.capability.permissions.retain(|entry| {
            let key = entry.identifier().key().unwrap_or(APP_KEY);
            let is_core = key == "core" || key.starts_with("core:");
            if !is_core {
                elsewhere.insert(key.to_owned());
            }
            is_core
        });
    }
    let faults = check_references(core, &sources, target);
    let is_good = faults.is_empty();
    unknown.extend(faults.into_iter().map(|fault| (name.to_owned(), fault.message)));
    let plain: Vec<_> = sources.iter().map(|source| source.capability.clone()).collect();
    let resolved = resolve(core, &plain, target, &Options::default());
    assert_eq!(resolved.is_ok(), is_good, "{name}: the check and the resolution agree");
    let lints = Lints { manifests: core, capabilities: &sources, target, windows: &["main"], commands: &[] };
    for finding in lint::capabilities(&lints) {
        // A capability without labels names no place but its first line; every other doubt points at its own.
        assert!(finding.at.position.is_some(), "{name}: {finding}");
    }
}

#[test]
fn permissions() {
    let Some(folder) = folder("permissions") else { return };
    let mut refused = Vec::new();
    let mut doubts = Vec::new();
    for (name, path) in files(&folder) {
        let source = match PermissionSource::load(&path, &mut doubts) {
            Ok(source) => source,
            Err(error) => {
                refused.push((name, error.to_string()));
                continue;
            }
        };
        assert!(doubts.is_empty(), "{name}: {doubts:?}");
        let plain: PermissionFile =
            serde_json::from_value(Document::load(&path).unwrap().value().clone()).unwrap();
        assert_eq!(plain, source.file, "{name}");
        // The commands of the plugin are not here; those that its sets count on follow from the names.
        let default = source.file.default.iter().flat_map(|default| &default.permissions);
        let members = default.chain(source.file.set.iter().flat_map(|set| &set.permissions));
        let commands: Vec<String> = members
            .filter_map(|member| member.strip_prefix("allow-"))
            .map(|name| name.replace('-', "_"))
            .collect();
        let sources = [source];
        let manifest = manifest_of(&sources, commands.iter().map(String::as_str));
        assert_eq!(check_members(&sources, &manifest, None), [], "{name}");
        let manifests = Manifests::from([(APP_KEY.to_owned(), manifest)]);
        let capability = r#"{ "identifier": "all", "windows": ["*"], "permissions": ["default"] }"#;
        let capability = serde_json::from_str(capability).unwrap();
        assert!(resolve(&manifests, &[capability], Target::Linux, &Options::default()).is_ok(), "{name}");
    }
    compare(&refused, REFUSED_PERMISSIONS);
}

/// Files and reasons: the same files, and the reason holds the words that are listed.
#[track_caller]
fn compare(found: &[(String, String)], listed: &[(&str, &str)]) {
    for (name, reason) in found {
        let is_listed = listed.iter().any(|(file, words)| file == name && reason.contains(words));
        assert!(is_listed, "not listed: ({name:?}, {reason:?})");
    }
    for (file, words) in listed {
        let is_found = found.iter().any(|(name, reason)| file == name && reason.contains(words));
        assert!(is_found, "listed and not found: ({file:?}, {words:?})");
    }
}
