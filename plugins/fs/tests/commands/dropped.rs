//! Files that the user drops on a window.

use std::path::PathBuf;

use dormer::Manager;
use dormer_plugin_fs::FsExt;
use dormer_runtime::{DragDropEvent, Event, WebviewEvent};
use serde_json::{Value, json};

use crate::fixture::Fixture;

fn drop_on(fixture: &Fixture, label: &str, path: &str) {
    let event = DragDropEvent::Drop { paths: vec![PathBuf::from(path)], position: (1.0, 1.0).into() };
    fixture.control.emit(Event::Webview(fixture.ids(label).1, WebviewEvent::DragDrop(event)));
    fixture.control.settle();
}

fn reads(fixture: &Fixture, label: &str, path: &str) -> bool {
    fixture.page(label).invoke("plugin:fs|read_file", &json!({ "path": path }).to_string()).is_ok()
}

#[test]
fn a_window_may_reach_what_is_dropped_on_it_until_it_closes() {
    let fixture = Fixture::with(&[], &[], Value::Null);
    let (file, beside) = (fixture.folder.file("out/[a]", "x"), fixture.folder.file("out/a", "x"));
    let deep = fixture.folder.file("tree/b/c", "x");
    fixture.open("two");
    drop_on(&fixture, "two", &file);
    drop_on(&fixture, "two", &fixture.folder.path("tree"));
    for (label, path, expected) in [
        ("two", &file, true),
        ("two", &deep, true),
        ("two", &beside, false),
        ("main", &file, false),
        ("main", &deep, false),
    ] {
        assert_eq!(reads(&fixture, label, path), expected, "{label} {path}");
    }
    assert!(fixture.app.fs_scope().grants().is_empty());
    fixture.control.destroy_window(fixture.ids("two").0);
    fixture.control.settle();
    assert!(fixture.app.get_window("two").is_none());
    fixture.open("two");
    assert!(!reads(&fixture, "two", &file), "a new window of the same name begins with nothing");
}

#[test]
fn the_configuration_decides() {
    for (config, own, other) in [
        (json!({}), true, false),
        (json!({ "shareDroppedPaths": true }), true, true),
        (json!({ "scopeDroppedPaths": false }), false, false),
    ] {
        let fixture = Fixture::with(&[], &[], config.clone());
        let file = fixture.folder.file("out/a", "x");
        fixture.open("two");
        drop_on(&fixture, "main", &file);
        assert_eq!(reads(&fixture, "main", &file), own, "{config}");
        assert_eq!(reads(&fixture, "two", &file), other, "{config}");
    }
}

#[test]
fn the_program_allows_for_all_windows() {
    let fixture = Fixture::with(&[], &[], Value::Null);
    let file = fixture.folder.file("out/a", "x");
    assert!(!reads(&fixture, "main", &file));
    fixture.app.fs_scope().allow_file(&file).unwrap();
    assert!(reads(&fixture, "main", &file));
    fixture.app.fs_scope().forbid_file(&file).unwrap();
    assert!(!reads(&fixture, "main", &file));
    assert_eq!(fixture.app.fs().read_to_string(PathBuf::from(&file)).unwrap(), "x", "Rust code is free");
}
