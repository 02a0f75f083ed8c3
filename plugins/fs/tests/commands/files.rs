//! Files and directories by their names.

use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::fixture::Fixture;

#[test]
fn directories_are_made_listed_measured_and_removed() {
    let fixture = Fixture::new();
    let folder = &fixture.folder;
    let made = |name: &str, options: Value| {
        fixture.json("mkdir", json!({ "path": folder.path(name), "options": options }))
    };
    made("in/a", json!(null)).unwrap();
    assert!(made("in/a", json!({})).unwrap_err().contains("failed to create directory at path:"));
    made("in/a", json!({ "recursive": true })).unwrap();
    made("in/b/c/d", json!({ "recursive": true, "mode": 0o40700 })).unwrap();
    let mode = std::fs::metadata(folder.0.join("in/b/c/d")).unwrap().permissions().mode();
    assert_eq!(mode & 0o7777, 0o700);
    assert!(made("in/x/y", json!({})).is_err(), "without `recursive` the directory above must exist");

    folder.file("in/b/file", "12345");
    folder.file("in/b/c/.hidden", "123");
    folder.link("in/b/link", "file");
    let mut listed = fixture.json("read_dir", json!({ "path": folder.path("in/b") })).unwrap();
    listed.as_array_mut().unwrap().sort_by_key(|entry| entry["name"].as_str().unwrap().to_owned());
    let entry = |name: &str, kind: usize| json!({ "name": name, "isDirectory": kind == 0, "isFile": kind == 1, "isSymlink": kind == 2 });
    assert_eq!(listed, json!([entry("c", 0), entry("file", 1), entry("link", 2)]));
    assert_eq!(fixture.json("size", json!({ "path": folder.path("in/b") })).unwrap(), 5 + 3 + 4);
    assert_eq!(fixture.json("size", json!({ "path": folder.path("in/b/file") })).unwrap(), 5);

    let remove = |name: &str, recursive: bool| {
        fixture.json("remove", json!({ "path": folder.path(name), "options": { "recursive": recursive } }))
    };
    assert!(remove("in/b", false).unwrap_err().contains("failed to remove path:"));
    remove("in/b/link", true).unwrap();
    assert!(folder.has("in/b/file"), "a link is removed, not what it leads to");
    remove("in/b/file", true).unwrap();
    remove("in/a", false).unwrap();
    remove("in/b", true).unwrap();
    assert!(!folder.has("in/b") && !folder.has("in/a"));
    assert!(remove("in/b", true).unwrap_err().contains("No such file"));
}

#[test]
fn files_are_copied_renamed_and_truncated() {
    let fixture = Fixture::new();
    let folder = &fixture.folder;
    let from = folder.file("in/from", "abc");
    std::fs::set_permissions(&from, std::fs::Permissions::from_mode(0o600)).unwrap();
    folder.file("in/to", "longer than before");
    let copy = |from: &str, to: &str| {
        fixture.json("copy_file", json!({ "fromPath": folder.path(from), "toPath": folder.path(to) }))
    };
    assert_eq!(copy("in/from", "in/to").unwrap(), Value::Null);
    assert_eq!(folder.read("in/to"), "abc");
    let mode = std::fs::metadata(folder.0.join("in/to")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    folder.link("in/same", "from");
    assert!(copy("in/from", "in/same").unwrap_err().contains("the same file"));
    assert_eq!(folder.read("in/from"), "abc", "copying a file onto itself does not empty it");
    assert!(copy("in", "in/to").unwrap_err().contains("not a regular file"));
    assert_eq!(folder.read("in/to"), "abc");

    let rename =
        json!({ "oldPath": folder.path("in/to"), "newPath": folder.path("in/new"), "options": null });
    fixture.json("rename", rename.clone()).unwrap();
    assert!(folder.has("in/new") && !folder.has("in/to"));
    assert!(fixture.json("rename", rename).unwrap_err().contains("failed to rename path:"));

    let truncate =
        |name: &str, len: Value| fixture.json("truncate", json!({ "path": folder.path(name), "len": len }));
    truncate("in/new", json!(1)).unwrap();
    assert_eq!(folder.read("in/new"), "a");
    truncate("in/new", json!(3)).unwrap();
    assert_eq!(folder.read("in/new"), "a\0\0");
    truncate("in/new", Value::Null).unwrap();
    assert_eq!(folder.read("in/new"), "");
    assert!(truncate("in/none", json!(0)).is_err(), "the file must exist");
}

#[test]
fn facts_about_files() {
    let fixture = Fixture::new();
    let folder = &fixture.folder;
    folder.file("in/a", "abc");
    folder.link("in/link", "a");
    folder.link("in/dangling", "nothing");
    let get = |command: &str, name: &str| fixture.json(command, json!({ "path": folder.path(name) }));
    let info = get("stat", "in/link").unwrap();
    assert_eq!(
        (&info["isFile"], &info["isSymlink"], &info["size"]),
        (&json!(true), &json!(false), &json!(3))
    );
    assert!(info["mtime"].as_i64().unwrap() > 1_600_000_000_000);
    assert_eq!(info["fileAttributes"], Value::Null);
    assert_eq!(get("lstat", "in/link").unwrap()["isSymlink"], true);
    assert!(get("stat", "in/none").unwrap_err().contains("failed to get metadata of path:"));
    for (name, expected) in [("in/a", true), ("in", true), ("in/none", false), ("in/dangling", false)] {
        assert_eq!(get("exists", name).unwrap(), expected, "{name}");
    }
}

#[test]
fn paths_may_be_urls_and_lie_below_a_base() {
    let fixture = Fixture::new();
    let path = fixture.folder.file("in/a b", "abc");
    let url = format!("file://{}", path.replace(' ', "%20"));
    assert_eq!(fixture.bytes("read_file", json!({ "path": url })).unwrap(), b"abc");
    let below = path.strip_prefix(std::env::temp_dir().to_str().unwrap()).unwrap().trim_start_matches('/');
    let arguments = json!({ "path": below, "options": { "baseDir": 12 } });
    assert_eq!(fixture.bytes("read_text_file", arguments).unwrap(), b"abc");
    let absolute = json!({ "path": path, "options": { "baseDir": 21 } });
    assert_eq!(fixture.bytes("read_file", absolute).unwrap(), b"abc", "an absolute path replaces the base");
    for (bad, reason) in [
        ("https://example.com/a", "is not a valid path"),
        ("../a", "must not contain `..`"),
        ("/a/../b", "must not contain `..`"),
    ] {
        let error = fixture.bytes("read_file", json!({ "path": bad })).unwrap_err();
        assert!(error.contains(reason), "{bad}: {error}");
    }
}
