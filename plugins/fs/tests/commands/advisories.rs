//! Published advisories of file scopes: one test each, named by its id, with the guard whose removal makes it fail. The
//! whole list is `tests/ADVISORIES.md`.

use std::path::PathBuf;

use dormer_plugin_fs::FsExt;
use dormer_runtime::{DragDropEvent, Event, WebviewEvent};
use serde_json::{Value, json};

use crate::fixture::Fixture;

fn is_read(fixture: &Fixture, path: &str) -> bool {
    match fixture.call("read_file", json!({ "path": path })) {
        Ok(_) => true,
        Err(error) => {
            assert!(error.starts_with("forbidden path: "), "{error}");
            false
        }
    }
}

// Guard: `Judge::place` and `Judge::open` (`scope/fs/access.rs`) judge where the system ended up, for directories too.
#[test]
fn cve_2022_39215_a_linked_directory_is_not_listed() {
    let fixture = Fixture::new();
    fixture.folder.file("out/deep/secret", "s");
    fixture.folder.file("in/plain", "p");
    fixture.folder.link("in/way", fixture.folder.path("out"));
    fixture.folder.link("in/up", "..");
    for path in ["in/way", "in/way/deep", "in/up/out", "in/up"] {
        let error = fixture.call("read_dir", json!({ "path": fixture.folder.path(path) })).unwrap_err();
        assert!(error.starts_with("forbidden path: "), "{path}: {error}");
    }
    let listed = fixture.json("read_dir", json!({ "path": fixture.folder.path("in") })).unwrap();
    let link = listed.as_array().unwrap().iter().find(|entry| entry["name"] == "way").unwrap().clone();
    assert_eq!(
        (&link["isDirectory"], &link["isSymlink"]),
        (&json!(false), &json!(true)),
        "it is not walked into"
    );
}

// Guard: `Pattern::exact` and `Pattern::inside` (`scope/fs/pattern.rs`), which read no wildcards in granted paths.
#[test]
fn cve_2022_41874_names_that_the_user_picks_are_no_patterns() {
    let fixture = Fixture::with(&[], &[], Value::Null);
    let folder = &fixture.folder;
    let names = ["out/*", "out/[ab]", "out/?", "out/**", "out/{x,y}"];
    let picked: Vec<String> = names.iter().map(|name| folder.file(name, "x")).collect();
    let siblings: Vec<String> = ["out/a", "out/b", "out/x", "out/deep/c", "out/.env"]
        .iter()
        .map(|name| folder.file(name, "x"))
        .collect();
    for path in &picked[..3] {
        fixture.app.fs_scope().allow_file(path).unwrap();
    }
    let paths = picked[3..].iter().map(PathBuf::from).collect();
    let dropped = DragDropEvent::Drop { paths, position: (1.0, 1.0).into() };
    fixture.control.emit(Event::Webview(fixture.ids("main").1, WebviewEvent::DragDrop(dropped)));
    fixture.control.settle();
    for path in &picked {
        assert!(is_read(&fixture, path), "{path} was picked");
    }
    for path in &siblings {
        assert!(!is_read(&fixture, path), "{path} was not");
    }
}

// Guard: `scope/fs/glob.rs`: `*`, `?` and `[…]` stop at separators, and `Reach` of a granted folder is one level.
#[test]
fn cve_2022_46171_wildcards_do_not_cross_directories() {
    let fixture = Fixture::with(&["home/*.key", "home/a?b", "home/a[/-0]b"], &[], Value::Null);
    let folder = &fixture.folder;
    assert!(is_read(&fixture, &folder.file("home/id.key", "k")));
    for name in ["home/.ssh/id.key", "home/sub/id.key", "home/.hidden.key", "home/a/b"] {
        assert!(!is_read(&fixture, &folder.file(name, "s")), "{name}");
    }
    fixture.app.fs_scope().allow_directory(folder.path("picked"), false).unwrap();
    assert!(is_read(&fixture, &folder.file("picked/a", "x")));
    assert!(!is_read(&fixture, &folder.file("picked/deep/a", "x")), "the folder was picked alone");
    assert!(!is_read(&fixture, &folder.file("picked/.env", "x")));
}

// Guard: the plugin's configuration falls back to `LITERAL_LEADING_DOT` (`plugins/fs/src/config.rs`), also where other
// keys are set, and `scope/fs/glob.rs` holds wildcards to it.
#[test]
fn cve_2023_34460_hidden_files_stay_hidden_unless_the_author_says_so() {
    for (config, expected) in [
        (Value::Null, false),
        (json!({}), false),
        (json!({ "shareDroppedPaths": true }), false),
        (json!({ "requireLiteralLeadingDot": null }), false),
        (json!({ "requireLiteralLeadingDot": true }), false),
        (json!({ "requireLiteralLeadingDot": false }), true),
    ] {
        let fixture = Fixture::with(&["in/**", "in/*"], &[], config.clone());
        for name in ["in/.env", "in/.ssh/id", "in/sub/.env"] {
            assert_eq!(is_read(&fixture, &fixture.folder.file(name, "s")), expected, "{config} {name}");
        }
        assert!(is_read(&fixture, &fixture.folder.file("in/plain", "p")));
    }
}

// Guard: what does not exist is judged by where it would be (`scope/fs/real_path.rs`, `Judge::open`).
#[test]
fn plugins_pr_3627_a_new_file_under_a_linked_folder_is_outside() {
    let fixture = Fixture::new();
    let folder = &fixture.folder;
    folder.file("out/x", "x");
    folder.link("in/way", folder.path("out"));
    for path in ["in/way/new", "in/way/sub/new"] {
        let error = fixture.write(&folder.path(path), "{}", b"x").unwrap_err();
        assert!(error.starts_with("forbidden path: "), "{path}: {error}");
        for command in ["create", "mkdir"] {
            assert!(fixture.call(command, json!({ "path": folder.path(path) })).is_err(), "{command} {path}");
        }
        let arguments = json!({ "path": folder.path(path), "options": { "write": true, "create": true } });
        assert!(fixture.call("open", arguments).is_err());
    }
    assert!(!folder.has("out/new") && !folder.has("out/sub"));
}

// Guard: the options of `open` that pages can set are a closed list (`commands/options.rs`), in which there are no flags
// of the system.
#[test]
fn plugins_pr_3634_pages_pass_no_flags_to_the_system() {
    let fixture = Fixture::new();
    let folder = &fixture.folder;
    let file = folder.file("in/plain", "plain");
    let truncating = 0o1000 | 0o2;
    for options in [json!({ "customFlags": truncating }), json!({ "read": true, "custom_flags": truncating })]
    {
        let _opened = fixture.call("open", json!({ "path": file, "options": options })).is_ok();
        assert_eq!(folder.read("in/plain"), "plain", "{options}");
    }
}
