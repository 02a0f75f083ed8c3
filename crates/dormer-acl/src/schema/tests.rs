//! The schemas accept what the reader accepts, offer what exists, and are written once.

use std::fs;

use serde_json::{Value, json};

use super::{capability_schema, permission_schema, write_permission_schema, write_schemas};
use crate::core_permissions::core_manifests;
use crate::files::manifest_of;
use crate::lint::schema_mismatch;
use crate::test_folder::Folder;
use crate::{APP_KEY, Manifest, Manifests, Target};

fn manifests() -> Manifests {
    let mut manifests = core_manifests();
    let mut fs = manifest_of(&[], ["read_file"]);
    fs.global_scope_schema = Some(json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "anyOf": [{ "type": "string" }, { "$ref": "#/definitions/Entry" }],
        "definitions": { "Entry": { "type": "object", "required": ["path"] } },
    }));
    manifests.insert("fs".to_owned(), fs);
    manifests.insert(APP_KEY.to_owned(), manifest_of(&[], ["greet"]));
    manifests
}

#[track_caller]
fn check(schema: &Value, accepted: &[Value], refused: &[Value]) {
    for value in accepted {
        assert_eq!(schema_mismatch(schema, value), None, "{value}");
    }
    for value in refused {
        assert!(schema_mismatch(schema, value).is_some(), "{value}");
    }
}

#[test]
fn capabilities() {
    let schema = capability_schema(&manifests());
    let one = |key: &str, value: Value| {
        let mut capability = json!({ "identifier": "a", "permissions": [] });
        capability[key] = value;
        capability
    };
    check(
        &schema,
        &[
            one("permissions", json!(["core:default", "core:window:allow-close", "allow-greet"])),
            one("permissions", json!([{ "identifier": "fs:allow-read-file", "allow": ["a"], "deny": null }])),
            one("platforms", json!(["linux", "macOS"])),
            one("remote", json!({ "urls": ["https://a.example"] })),
            one("platforms", Value::Null),
            json!([one("local", json!(false))]),
            json!({ "$schema": "x", "capabilities": [one("$schema", json!("x"))] }),
        ],
        &[
            json!({ "identifier": "a" }),
            one("window", json!(["main"])),
            one("windows", json!("main")),
            one("platforms", json!(["macos"])),
            one("permissions", json!(["fs:allow-nothing"])),
            one("permissions", json!(["core:window:allow-close", 1])),
            one("permissions", json!([{ "identifier": "fs:allow-read-file", "allow": 1 }])),
            one("remote", json!({})),
            json!({ "capabilities": [{}] }),
        ],
    );
}

#[test]
fn scope_values_have_the_shape_of_their_plugin() {
    let schema = capability_schema(&manifests());
    let scope = &schema["definitions"]["scope-fs"];
    assert_eq!(scope["anyOf"][1]["$ref"], "#/definitions/scope-fs/definitions/Entry");
    assert_eq!(scope.get("$schema"), None);
    let rule = &schema["definitions"]["PermissionEntry"]["anyOf"][1]["allOf"][0];
    assert_eq!(rule["if"]["properties"]["identifier"]["pattern"], "^fs:");
    assert_eq!(rule["then"]["properties"]["allow"]["anyOf"][0]["items"]["$ref"], "#/definitions/scope-fs");
    // What the rule leads to, tried by itself.
    let mut alone = schema.clone();
    alone["anyOf"] = json!([{ "$ref": "#/definitions/scope-fs" }]);
    check(&alone, &[json!("x"), json!({ "path": "x" })], &[json!(1), json!({})]);
}

#[test]
fn every_reference_is_resolved_and_explained() {
    let schema = capability_schema(&manifests());
    let mut open = vec![&schema];
    while let Some(value) = open.pop() {
        if let Some(target) = value.get("$ref").and_then(Value::as_str) {
            assert!(schema.pointer(target.strip_prefix('#').unwrap()).is_some(), "{target}");
        }
        open.extend(value.as_object().into_iter().flat_map(|object| object.values()));
        open.extend(value.as_array().into_iter().flatten());
    }
    let references = schema["definitions"]["Reference"]["oneOf"].as_array().unwrap();
    let names: Vec<_> = references.iter().map(|one| one["const"].as_str().unwrap()).collect();
    for expected in ["core:default", "core:tray:deny-new", "fs:deny-read-file", "allow-greet"] {
        assert!(names.contains(&expected), "{expected}");
    }
    assert!(references.iter().all(|one| one["description"].is_string()));
}

#[test]
fn permission_files() {
    let mut manifest = manifest_of(&[], ["read_file"]);
    manifest.global_scope_schema = manifests()["fs"].global_scope_schema.clone();
    let schema = permission_schema(&manifest);
    let set =
        |member: &str| json!({ "set": [{ "identifier": "s", "description": "", "permissions": [member] }] });
    let scope =
        |value: Value| json!({ "permission": [{ "identifier": "p", "scope": { "allow": [value] } }] });
    check(
        &schema,
        &[
            json!({}),
            set("allow-read-file"),
            set("default"),
            set("fs:default"),
            json!({ "default": { "version": 1, "permissions": ["deny-read-file"] } }),
            json!({ "permission": [{ "identifier": "p", "commands": { "allow": ["x"] }, "platforms": null }] }),
            scope(json!("x")),
            scope(json!({ "path": "x" })),
        ],
        &[
            json!([]),
            json!({ "permissions": [] }),
            json!({ "default": {} }),
            json!({ "default": { "permissions": [1] } }),
            json!({ "permission": [{ "identifier": "p", "allow": ["x"] }] }),
            scope(json!(1)),
            scope(json!({})),
        ],
    );
}

#[test]
fn files_are_written_when_they_change() {
    let folder = Folder::with(&[]);
    let names = |written: Vec<std::path::PathBuf>| -> Vec<String> {
        written.iter().map(|path| folder.strip(&path.display())).collect()
    };
    let mut manifests = manifests();
    let write = |target, manifests: &Manifests| names(write_schemas(&folder.0, target, manifests).unwrap());
    let all = [".gitignore", "linux-schema.json", "desktop-schema.json", "permission-schema.json"];
    assert_eq!(write(Target::Linux, &manifests), all.map(|name| format!("gen/schemas/{name}")));
    assert!(write(Target::Linux, &manifests).is_empty());
    manifests.insert("new".to_owned(), manifest_of(&[], ["go"]));
    assert_eq!(
        write(Target::Linux, &manifests),
        all[1..3].iter().map(|name| format!("gen/schemas/{name}")).collect::<Vec<_>>()
    );
    assert_eq!(
        write(Target::Ios, &manifests),
        ["gen/schemas/iOS-schema.json", "gen/schemas/mobile-schema.json"]
    );
    assert_eq!(
        fs::read_to_string(folder.0.join("gen/schemas/.gitignore")).unwrap().lines().last(),
        Some("*")
    );
    let plugin = names(write_permission_schema(&folder.0, &Manifest::default()).unwrap());
    assert_eq!(plugin, ["permissions/schemas/.gitignore", "permissions/schemas/schema.json"]);
}
