//! Any text as a permission or capability file: an error or a result that the rest of the crate agrees with, never a
//! panic. The first byte picks the format.

use std::sync::LazyLock;

use dormer_acl::core_permissions::core_manifests;
use dormer_acl::files::{
    CapabilitySource, FileError, Finding, PermissionSource, check_members, check_references, manifest_of,
};
use dormer_acl::lint::{self, Lints};
use dormer_acl::{APP_KEY, CapabilityFile, Manifests, Options, PermissionFile, Target, resolve};
use dormer_config::read::{Document, Format};

static CORE: LazyLock<Manifests> = LazyLock::new(core_manifests);

fn document(input: &[u8]) -> Option<(Document, usize)> {
    let (first, text) = input.split_first()?;
    let format = [Format::Json, Format::Json5, Format::Toml][usize::from(*first) % 3];
    let text = String::from_utf8_lossy(text);
    let document = Document::parse("x", &text, format).ok()?;
    Some((document, text.lines().count()))
}

/// Findings point into the text.
fn check_places(findings: &[Finding], lines: usize) {
    for finding in findings {
        assert_eq!(finding.at.file, "x");
        assert!(!finding.message.is_empty());
        if let Some((line, column)) = finding.at.position {
            assert!((1..=lines.max(1)).contains(&line) && column >= 1, "{finding}");
        }
    }
}

fn check_error(error: &FileError, lines: usize) {
    match error {
        FileError::Invalid(findings) => check_places(findings, lines),
        other => panic!("a text that was parsed has no such error: {other}"),
    }
}

/// A permission file.
pub(crate) fn permissions(input: &[u8]) {
    let Some((document, lines)) = document(input) else { return };
    let value = document.value().clone();
    let mut doubts = Vec::new();
    let source = match PermissionSource::parse(document, &mut doubts) {
        Ok(source) => source,
        Err(error) => return check_error(&error, lines),
    };
    check_places(&doubts, lines);
    let plain: PermissionFile = serde_json::from_value(value).expect("its shape was checked");
    assert_eq!(plain, source.file);
    let written = serde_json::to_value(&plain).expect("it came from such a value");
    assert_eq!(serde_json::from_value::<PermissionFile>(written).expect("it was just written"), plain);

    let sources = [source];
    let mut manifests = CORE.clone();
    manifests.insert(APP_KEY.to_owned(), manifest_of(&sources, ["greet"]));
    let faults = check_members(&sources, &manifests[APP_KEY], Some(&manifests));
    check_places(&faults, lines);
    let lints = Lints {
        manifests: &manifests,
        capabilities: &[],
        target: Target::Linux,
        windows: &[],
        commands: &[],
    };
    check_places(&lint::permissions(&lints, APP_KEY, &sources), lines);
}

/// A capability file.
pub(crate) fn capabilities(input: &[u8]) {
    let Some((document, lines)) = document(input) else { return };
    let value = document.value().clone();
    let mut doubts = Vec::new();
    let sources = match CapabilitySource::parse(document, &mut doubts) {
        Ok(sources) => sources,
        Err(error) => return check_error(&error, lines),
    };
    check_places(&doubts, lines);
    let plain: CapabilityFile = serde_json::from_value(value).expect("its shape was checked");
    let plain = plain.into_vec();
    assert!(plain.iter().eq(sources.iter().map(|source| &source.capability)));

    let faults = check_references(&CORE, &sources, Target::Linux);
    check_places(&faults, lines);
    let lints = Lints {
        manifests: &CORE,
        capabilities: &sources,
        target: Target::Linux,
        windows: &["main", "about"],
        commands: &[],
    };
    check_places(&lint::capabilities(&lints), lines);
    let is_unique =
        |index: usize| !plain[..index].iter().any(|one| one.identifier == plain[index].identifier);
    if !(0..plain.len()).all(is_unique) {
        return;
    }
    let resolved = resolve(&CORE, &plain, Target::Linux, &Options::default());
    assert_eq!(resolved.is_ok(), faults.is_empty(), "the check finds what resolution trips over");
}
