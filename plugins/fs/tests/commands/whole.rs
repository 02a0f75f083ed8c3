//! Whole files.

use serde_json::{Value, json};

use crate::fixture::Fixture;

#[test]
fn bytes_go_there_and_back() {
    let fixture = Fixture::new();
    let path = fixture.folder.path("in/ä %");
    for bytes in [Vec::new(), vec![0, 255, 10], vec![7; 3_000_000]] {
        fixture.write(&path, "{}", &bytes).unwrap();
        assert_eq!(fixture.bytes("read_file", json!({ "path": path })).unwrap(), bytes);
    }
    let error = fixture.bytes("read_file", json!({ "path": fixture.folder.path("in/none") })).unwrap_err();
    assert!(error.starts_with("failed to open file at path: /") && error.contains("No such file"), "{error}");
}

#[test]
fn options_of_writing() {
    let fixture = Fixture::new();
    let path = fixture.folder.path("in/a");
    for (options, bytes, expected) in [
        ("", "one", Ok("one")),
        ("null", "two", Ok("two")),
        (r#"{"append":true}"#, "+", Ok("two+")),
        (r#"{"createNew":true}"#, "x", Err("failed to open file at path:")),
        ("undefined", "3", Ok("3")),
        (r#"{"create":false}"#, "4", Ok("4")),
        (r#"{"atomic":true}"#, "whole", Ok("whole")),
        ("{", "x", Err("invalid options: ")),
        (r#"{"mode":"x"}"#, "x", Err("invalid options: ")),
    ] {
        let outcome = fixture.write(&path, options, bytes.as_bytes());
        match expected {
            Ok(content) => {
                outcome.unwrap_or_else(|error| panic!("{options}: {error}"));
                assert_eq!(fixture.folder.read("in/a"), content, "{options}");
            }
            Err(reason) => assert!(outcome.unwrap_err().contains(reason), "{options}"),
        }
    }
    let none = fixture.folder.path("in/none");
    for options in [r#"{"create":false}"#, r#"{"create":false,"atomic":true}"#] {
        assert!(fixture.write(&none, options, b"x").unwrap_err().contains("No such file"), "{options}");
    }
}

#[test]
fn a_body_of_numbers_is_bytes_too() {
    let fixture = Fixture::new();
    let path = fixture.folder.path("in/a");
    let page = fixture.page("main");
    let send = |body: &str| {
        let headers = [("path", path.as_str())];
        let body = dormer_runtime::wire::Body::json(body);
        let call = page.send("plugin:fs|write_text_file", &headers, body, Vec::new());
        page.reply(call).map(|_| ()).map_err(|error| String::from_utf8(error.bytes().to_vec()).unwrap())
    };
    send("[104, 105]").unwrap();
    assert_eq!(fixture.folder.read("in/a"), "hi");
    for bad in ["[256]", "\"text\"", "{}"] {
        assert!(send(bad).unwrap_err().contains("unexpected body"), "{bad}");
    }
    assert_eq!(fixture.folder.read("in/a"), "hi");
    let call = page.call_raw("plugin:fs|write_file", vec![1], &[]);
    assert!(
        String::from_utf8(page.reply(call).unwrap_err().bytes().to_vec())
            .unwrap()
            .contains("missing file path")
    );
}

#[test]
fn a_file_is_replaced_as_a_whole() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let fixture = Fixture::with(&["in", "in/**"], &[], json!({ "atomicWrites": true }));
    let folder = &fixture.folder;
    let path = folder.file("in/a", "old");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    folder.link("in/link", "a");
    let before = std::fs::metadata(&path).unwrap().ino();
    let mut open = std::fs::File::open(&path).unwrap();
    fixture.write(&folder.path("in/link"), "{}", b"new").unwrap();
    let after = std::fs::metadata(&path).unwrap();
    assert_ne!(after.ino(), before);
    assert_eq!(after.permissions().mode() & 0o777, 0o640);
    assert!(std::fs::symlink_metadata(folder.0.join("in/link")).unwrap().is_symlink());
    let mut text = String::new();
    std::io::Read::read_to_string(&mut open, &mut text).unwrap();
    assert_eq!((text.as_str(), folder.read("in/a").as_str()), ("old", "new"));
    assert_eq!(std::fs::read_dir(folder.0.join("in")).unwrap().count(), 2, "nothing is left behind");
    assert!(fixture.write(&folder.path("in"), "{}", b"x").unwrap_err().contains("regular file"));
    assert_eq!(fixture.json("exists", json!({ "path": path })).unwrap(), Value::Bool(true));
}
