//! What pages may not reach, by every command that takes a path.

use serde_json::{Value, json};

use crate::fixture::Fixture;

/// Each command with arguments for one path.
fn calls(path: &str, inside: &str) -> Vec<(&'static str, Value)> {
    let plain = json!({ "path": path });
    let mut calls: Vec<(&str, Value)> = [
        "create",
        "open",
        "mkdir",
        "read_dir",
        "read_file",
        "read_text_file",
        "read_text_file_lines",
        "remove",
        "stat",
        "lstat",
        "truncate",
        "exists",
        "size",
    ]
    .into_iter()
    .map(|command| (command, plain.clone()))
    .collect();
    let options = json!({ "recursive": true });
    calls.push(("mkdir", json!({ "path": path, "options": options })));
    calls.push(("remove", json!({ "path": path, "options": options })));
    calls.push(("copy_file", json!({ "fromPath": path, "toPath": inside })));
    calls.push(("copy_file", json!({ "fromPath": inside, "toPath": path })));
    calls.push(("rename", json!({ "oldPath": path, "newPath": inside })));
    calls.push(("rename", json!({ "oldPath": inside, "newPath": path })));
    #[cfg(feature = "watch")]
    calls.push(("watch", json!({ "paths": [inside, path], "options": {}, "onEvent": "__CHANNEL__:1" })));
    calls
}

#[track_caller]
fn check_refused(fixture: &Fixture, path: &str) {
    let inside = fixture.folder.file("in/plain", "plain");
    for (command, arguments) in calls(path, &inside) {
        let error = fixture.call(command, arguments.clone()).err();
        let error = error.unwrap_or_else(|| panic!("{command}({arguments}) must be refused"));
        assert!(error.starts_with(&format!("forbidden path: {path}")), "{command}: {error}");
    }
    for options in ["{}", r#"{"atomic":true}"#] {
        let error = fixture.write(path, options, b"x").unwrap_err();
        assert!(error.starts_with("forbidden path: "), "{error}");
    }
    assert_eq!(fixture.folder.read("in/plain"), "plain");
}

#[test]
fn what_lies_outside() {
    let fixture = Fixture::new();
    check_refused(&fixture, &fixture.folder.file("out/secret", "s"));
    check_refused(&fixture, &fixture.folder.path("out/missing"));
    check_refused(&fixture, &fixture.folder.path("innocent"));
    assert_eq!(fixture.folder.read("out/secret"), "s");
    assert!(!fixture.folder.has("out/missing"));
}

#[test]
fn what_a_directory_link_leads_to() {
    let fixture = Fixture::new();
    fixture.folder.file("out/secret", "s");
    fixture.folder.link("in/way", fixture.folder.path("out"));
    check_refused(&fixture, &fixture.folder.path("in/way/secret"));
    check_refused(&fixture, &fixture.folder.path("in/way/new"));
    assert_eq!(fixture.folder.read("out/secret"), "s");
}

#[test]
fn what_is_hidden_or_denied() {
    let fixture = Fixture::with(&["in/**"], &["in/private/**", "in/alias"], Value::Null);
    check_refused(&fixture, &fixture.folder.file("in/.env", "s"));
    check_refused(&fixture, &fixture.folder.file("in/.config/x", "s"));
    check_refused(&fixture, &fixture.folder.file("in/private/x", "s"));
    check_refused(&fixture, &fixture.folder.file("in/private/.x", "s"));
    fixture.folder.link("in/shortcut", fixture.folder.path("in/private"));
    check_refused(&fixture, &fixture.folder.path("in/shortcut/x"));
    fixture.folder.file("in/real", "s");
    check_refused(&fixture, &fixture.folder.link("in/alias", "real"));
}

/// A link in the scope may be looked at and removed as a link; what it leads to stays out of reach.
#[test]
fn a_link_to_the_outside() {
    let fixture = Fixture::new();
    let folder = &fixture.folder;
    let secret = folder.file("out/secret", "s");
    let link = folder.link("in/link", &secret);
    let dangling = folder.link("in/dangling", folder.path("out/new"));
    for path in [&link, &dangling] {
        for command in ["create", "open", "read_file", "stat", "truncate", "exists", "size"] {
            let error = fixture.call(command, json!({ "path": path })).unwrap_err();
            assert!(error.starts_with("forbidden path: "), "{command}: {error}");
        }
        for options in ["{}", r#"{"append":true}"#, r#"{"atomic":true}"#] {
            let error = fixture.write(path, options, b"x").unwrap_err();
            assert!(error.starts_with("forbidden path: "), "{options}: {error}");
        }
        assert_eq!(fixture.json("lstat", json!({ "path": path })).unwrap()["isSymlink"], true);
        fixture.json("remove", json!({ "path": path })).unwrap();
    }
    assert_eq!(folder.read("out/secret"), "s");
    assert!(!folder.has("out/new") && !folder.has("in/link"));
}

#[test]
fn a_tree_with_something_denied_goes_nowhere() {
    let fixture = Fixture::with(&["in", "in/**"], &["in/a/b/keep"], Value::Null);
    let folder = &fixture.folder;
    folder.file("in/a/b/keep", "k");
    let options = json!({ "recursive": true });
    let error =
        fixture.call("remove", json!({ "path": folder.path("in/a"), "options": options })).unwrap_err();
    assert!(error.starts_with(&format!("forbidden path: {}", folder.path("in/a/b/keep"))), "{error}");
    let rename = json!({ "oldPath": folder.path("in/a"), "newPath": folder.path("in/c") });
    assert!(fixture.call("rename", rename).unwrap_err().starts_with("forbidden path: "));
    assert_eq!(folder.read("in/a/b/keep"), "k");
}

#[test]
fn the_text_says_what_to_add_while_developing() {
    let fixture = Fixture::new();
    let error = fixture.call("read_file", json!({ "path": "/etc/hostname" })).unwrap_err();
    let hint =
        ", maybe it is not allowed on the scope for `allow-read-file` permission in your capability file";
    let expected = if cfg!(debug_assertions) { hint } else { "" };
    assert_eq!(error, format!("forbidden path: /etc/hostname{expected}"));
}
