//! Each doubt with its words and its place, and cases without doubt.

use dormer_config::read::{Document, Format};
use serde_json::json;

use super::{Lints, capabilities, permissions};
use crate::core_permissions::core_manifests;
use crate::files::{CapabilitySource, PermissionSource, manifest_of};
use crate::{APP_KEY, Manifests, Target};

fn permission_source(name: &str, text: &str) -> PermissionSource {
    let document = Document::parse(name, text, Format::Toml).unwrap();
    PermissionSource::parse(document, &mut Vec::new()).unwrap()
}

/// The core, a plugin `fs` with scopes, and a plugin `bare` without a default set.
fn manifests() -> Manifests {
    let text = "
        [default]
        permissions = ['allow-stat', 'scope-app']
        [[permission]]
        identifier = 'scope'
        [[permission]]
        identifier = 'scope-app'
        scope.allow = ['$APPDATA/**']
        [[permission]]
        identifier = 'deny-webview-data'
        scope.deny = ['$APPDATA/EBWebView']
        [[permission]]
        identifier = 'allow-windows-only'
        platforms = ['windows']
        commands.allow = ['read_file']
    ";
    let mut manifests = core_manifests();
    let mut fs = manifest_of(&[permission_source("fs.toml", text)], ["read_file", "stat"]);
    fs.global_scope_schema = Some(json!({
        "anyOf": [
            { "type": "string" },
            { "type": "object", "required": ["path"], "properties": { "path": { "type": "string" } } },
        ],
        "x-scoped-commands": ["read_file"],
    }));
    manifests.insert("fs".to_owned(), fs);
    manifests.insert("bare".to_owned(), manifest_of(&[], ["go"]));
    manifests
}

/// Lints capabilities, each the text of `<n>.toml` behind a line with its identifier.
#[track_caller]
fn check(windows: &[&str], texts: &[&str], expected: &[&str]) {
    let manifests = manifests();
    let mut sources = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let text = format!("identifier = '{}'\n{text}", index + 1);
        let document = Document::parse(format!("{}.toml", index + 1), &text, Format::Toml).unwrap();
        sources.extend(CapabilitySource::parse(document, &mut Vec::new()).unwrap());
    }
    let lints = Lints {
        manifests: &manifests,
        capabilities: &sources,
        target: Target::Linux,
        windows,
        commands: &[],
    };
    let found: Vec<_> = capabilities(&lints).iter().map(ToString::to_string).collect();
    assert_eq!(found, expected, "{texts:?}");
}

#[test]
fn callers() {
    let named = "windows = ['main', 'set*']\npermissions = []";
    check(&["main", "settings"], &[named], &[]);
    check(&[], &[named], &[]);
    check(&["main"], &["webviews = ['x']\npermissions = []"], &[]);
    check(
        &["main", "about"],
        &[named],
        &[
            "1.toml:2:20: `set*` matches no window of the configuration (`main`, `about`): right only if the program \
           opens such a window itself",
        ],
    );
    check(
        &["main"],
        &["permissions = []"],
        &["1.toml:1:1: the capability `1` names no window: add `windows`, such as [\"main\"]"],
    );
    check(
        &["main"],
        &["windows = ['*']\nlocal = false\npermissions = []"],
        &["1.toml:3:1: the capability `1` names no page: `local` is off and `remote.urls` is empty"],
    );
    check(&["main"], &["platforms = ['windows']\npermissions = []"], &[]);
}

#[test]
fn origins() {
    check(
        &[],
        &[
            "windows = ['*']\npermissions = []\nremote.urls = ['https://a.example', 'http://localhost', 'https://*']",
        ],
        &[
            "1.toml:4:37: `http://localhost` has no port, so it covers the usual one only: `http://localhost:*` \
             covers any",
            "1.toml:4:57: `https://*` covers pages of any server: name the hosts",
        ],
    );
}

#[test]
fn entries() {
    check(
        &[],
        &["windows = ['*']\npermissions = ['bare:default', 'bare:allow-go', 'bare:allow-go']"],
        &[
            "1.toml:3:16: `bare` has no default set, so `bare:default` gives nothing: name permissions",
            "1.toml:3:49: `bare:allow-go` is listed already: remove one of the two",
        ],
    );
    // The same name with other values is no repetition.
    check(
        &[],
        &["windows = ['*']\n[[permissions]]\nidentifier = 'fs:scope'\nallow = ['a']\n\
           [[permissions]]\nidentifier = 'fs:scope'\nallow = ['b']"],
        &[],
    );
}

#[test]
fn scope_values() {
    let entry = |identifier: &str, values: &str| {
        format!("windows = ['*']\n[[permissions]]\nidentifier = '{identifier}'\n{values}")
    };
    check(&[], &[&entry("fs:allow-read-file", "allow = ['a', { path = 'b' }]")], &[]);
    check(
        &[],
        &[&entry("fs:allow-read-file", "allow = ['a', { paht = 'b' }]\ndeny = [1]")],
        &[
            "1.toml:5:17: scope value: the key `paht` means nothing here: did you mean `path`?",
            "1.toml:6:9: scope value: expected a string or an object, found 1",
        ],
    );
    check(
        &[],
        &[&entry("core:window:default", "allow = ['a']")],
        &["1.toml:3:1: `core:window:default` takes no scope: these values have no effect"],
    );
}

#[test]
fn scopes_that_are_missing() {
    let warned = "1.toml:3:16: `fs:allow-read-file` allows `read_file`, and no scope says for what, so each call is \
                  refused: write { \"identifier\": \"fs:allow-read-file\", \"allow\": [ … ] }";
    check(&[], &["windows = ['*']\npermissions = ['fs:allow-read-file']"], &[warned]);
    check(&[], &["windows = ['*']\npermissions = ['fs:allow-read-file', 'fs:scope']"], &[warned]);
    for rest in ["'fs:scope-app'", "'fs:default'", "{ identifier = 'fs:scope', allow = ['x'] }"] {
        check(&[], &[&format!("windows = ['*']\npermissions = ['fs:allow-read-file', {rest}]")], &[]);
    }
    for harmless in ["fs:allow-stat", "fs:deny-read-file", "fs:allow-windows-only", "core:default"] {
        check(&[], &[&format!("windows = ['*']\npermissions = ['{harmless}']")], &[]);
    }
}

#[test]
fn denials() {
    let deny = "windows = ['main']\npermissions = ['core:window:deny-close']";
    let allow = |rest: &str| format!("permissions = ['core:window:allow-close']\n{rest}");
    let words = |caller: &str| {
        format!(
            "1.toml:3:16: `core:window:deny-close` denies `plugin:window|close` only where this capability applies: \
             `2`, at 2.toml:1:1, still allows it to {caller}"
        )
    };
    let windows = ["main", "about"];
    check(&windows, &[deny, &allow("windows = ['main']")], &[]);
    check(&windows, &[deny, &allow("windows = ['m*']")], &[]);
    check(&windows, &[deny, &allow("windows = ['*']")], &[&words("the window `about`")]);
    check(&windows, &[deny, &allow("webviews = ['extra']")], &[&words("web views `extra`")]);
    check(&[], &[deny, &allow("windows = ['a*']")], &[&words("windows `a*`")]);
    check(
        &windows,
        &[deny, &allow("windows = ['main']\nremote.urls = ['https://a.example']")],
        &[&words("pages of `https://a.example`")],
    );
    // The window exists only where its glob says so, and what nobody allows needs no words.
    check(&windows, &[deny, "windows = ['*']\npermissions = ['core:window:allow-show']"], &[]);
    let everywhere = "windows = ['*']\npermissions = ['core:window:deny-close']";
    check(&windows, &[everywhere, &allow("windows = ['*']\nwebviews = ['extra']")], &[]);
    check(
        &windows,
        &[
            "windows = ['*']\nlocal = false\nremote.urls = ['https://a.example']\npermissions = ['core:window:deny-close']",
            &allow("windows = ['*']"),
        ],
        &[
            "1.toml:5:16: `core:window:deny-close` denies `plugin:window|close` only where this capability applies: \
           `2`, at 2.toml:1:1, still allows it to pages of the app",
        ],
    );
}

#[test]
fn denials_by_scope() {
    let deny = "windows = ['main']\n[[permissions]]\nidentifier = 'fs:scope'\ndeny = ['secret/**']";
    let words = "1.toml:3:1: these values are denied only where this capability applies: `2`, at 2.toml:1:1, gives \
                 commands of `fs` to the window `about`";
    check(&["main", "about"], &[deny, "windows = ['*']\npermissions = ['fs:allow-stat']"], &[words]);
    check(&["main", "about"], &[deny, "windows = ['main']\npermissions = ['fs:allow-stat']"], &[]);
    check(&["main", "about"], &[deny, "windows = ['*']\npermissions = ['fs:scope-app']"], &[]);
}

/// Lints permission files under `key`, with one capability that gives `granted`.
#[track_caller]
fn check_files(key: &str, commands: &[&str], granted: &str, files: &[(&str, &str)], expected: &[&str]) {
    let sources: Vec<_> = files.iter().map(|(name, text)| permission_source(name, text)).collect();
    let mut manifests = manifests();
    let mut manifest = manifest_of(&sources, commands.iter().copied());
    manifest.global_scope_schema =
        manifests.get(key).and_then(|manifest| manifest.global_scope_schema.clone());
    manifests.insert(key.to_owned(), manifest);
    let text = format!("identifier = 'a'\nwindows = ['*']\npermissions = ['{granted}']");
    let document = Document::parse("a.toml", &text, Format::Toml).unwrap();
    let given = CapabilitySource::parse(document, &mut Vec::new()).unwrap();
    let lints =
        Lints { manifests: &manifests, capabilities: &given, target: Target::Linux, windows: &[], commands };
    let found: Vec<_> = permissions(&lints, key, &sources).iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

#[test]
fn names_that_repeat() {
    let text = "[default]\npermissions = []\n[[set]]\nidentifier = 's'\ndescription = ''\npermissions = []\n\
                [[permission]]\nidentifier = 'p'\ncommands.allow = ['p']";
    check_files(APP_KEY, &[], "p", &[("a.toml", text)], &[]);
    check_files(
        "fs",
        &[],
        "core:default",
        &[("a.toml", text), ("b.toml", text)],
        &[
            "b.toml:1:2: a default set exists already, at a.toml:1:2: only this one counts, remove one of them",
            "b.toml:4:1: the set `s` exists already, at a.toml:4:1: only this one counts, remove one of them",
            "b.toml:8:1: the permission `p` exists already, at a.toml:8:1: only this one counts, remove one of them",
        ],
    );
    let both =
        "[[set]]\nidentifier = 'p'\ndescription = ''\npermissions = ['p']\n[[permission]]\nidentifier = 'p'";
    check_files(
        "fs",
        &[],
        "core:default",
        &[("a.toml", both)],
        &[
            "a.toml:2:1: a permission at a.toml:6:1 has the name `p` too: capabilities get the set, sets get the \
           permission; rename one of them",
        ],
    );
}

#[test]
fn files_that_close_the_app() {
    let text = "[[permission]]\nidentifier = 'allow-p'\ncommands.allow = ['p']";
    check_files(APP_KEY, &[], "allow-p", &[("a.toml", text)], &[]);
    check_files("bare", &[], "core:default", &[("a.toml", text)], &[]);
    check_files(
        APP_KEY,
        &[],
        "core:default",
        &[("a.toml", text)],
        &[
            "a.toml: permission files of the app close all its commands, and no capability opens one: list the app's \
           permissions in a capability, or remove these files",
        ],
    );
}

#[test]
fn leftovers() {
    let text = "[[permission]]\nidentifier = 'allow-p'\ncommands.allow = ['p']";
    let file = [("permissions/autogenerated/p.toml", text)];
    check_files(APP_KEY, &["p"], "allow-p", &file, &[]);
    check_files(APP_KEY, &[], "allow-p", &file, &[]);
    check_files(
        APP_KEY,
        &["q"],
        "allow-q",
        &file,
        &[
            "permissions/autogenerated/p.toml:1:1: `p` is not among the declared commands of the app: delete this file",
        ],
    );
}

#[test]
fn scope_values_in_files() {
    let text = "[[permission]]\nidentifier = 'scope-x'\nscope.allow = ['a', 1]";
    check_files(
        "fs",
        &[],
        "core:default",
        &[("a.toml", text)],
        &["a.toml:3:21: scope value: expected a string or an object, found 1"],
    );
}
