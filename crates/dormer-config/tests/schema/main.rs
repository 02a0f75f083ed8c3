//! The JSON schema that ships: it is the one of the types, it knows every key, and real files fit it.
//!
//! `DORMER_BLESS=1 cargo test -p dormer-config --test schema` writes `dormer.schema.json` anew.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure ends the test")]

mod validator;

use std::fs;
use std::path::{Path, PathBuf};

use dormer_config::read::{Document, Format};
use dormer_config::schema::schema;
use serde_json::Value;
use validator::complaints;

const EVERY_KEY: &str = include_str!("../files/every-key.json");

fn crate_file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn the_shipped_schema_is_the_one_of_the_types() {
    let path = crate_file("dormer.schema.json");
    let text = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if std::env::var_os("DORMER_BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let shipped = fs::read_to_string(&path).unwrap();
    assert!(
        shipped == text,
        "dormer.schema.json is not the schema of the types: \
         run `DORMER_BLESS=1 cargo test -p dormer-config --test schema`"
    );
}

/// Every key of the schema is in the sample, and the sample fits the schema.
#[test]
fn the_sample_has_every_key() {
    let schema = schema();
    let sample: Value = serde_json::from_str(EVERY_KEY).unwrap();
    assert_eq!(complaints(&sample, &schema), Vec::<String>::new());
    let mut missing = Vec::new();
    visit(&schema, &schema, &sample, "$", &mut missing);
    assert_eq!(missing, Vec::<String>::new());
}

/// Walks schema and sample together.
fn visit(node: &Value, schema: &Value, sample: &Value, place: &str, missing: &mut Vec<String>) {
    if let Some(target) = node["$ref"].as_str() {
        visit(schema.pointer(&target[1..]).unwrap(), schema, sample, place, missing);
    }
    for part in ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| node[key].as_array()).flatten() {
        // Only the alternative that the sample has.
        if complaints_in(sample, part, schema).is_empty() {
            visit(part, schema, sample, place, missing);
        }
    }
    if let Value::Array(items) = sample
        && node["items"].is_object()
    {
        visit(&node["items"], schema, &items[0], &format!("{place}[0]"), missing);
    }
    // Of headers and permissions, some are enough.
    if matches!(place, "$.app.security.headers" | "$.app.security.permissionRequests") {
        return;
    }
    for (key, inner) in node["properties"].as_object().into_iter().flatten() {
        let place = format!("{place}.{key}");
        match sample.get(key) {
            Some(sample) => visit(inner, schema, sample, &place, missing),
            None => missing.push(place),
        }
    }
}

fn complaints_in(value: &Value, part: &Value, schema: &Value) -> Vec<String> {
    let mut part = part.clone();
    if let Some(part) = part.as_object_mut() {
        part.insert("definitions".to_owned(), schema["definitions"].clone());
    }
    complaints(value, &part)
}

/// Everything with a description, so that editors can explain it.
#[test]
fn every_key_is_explained() {
    fn walk(node: &Value, place: &str, mute: &mut Vec<String>) {
        if let Some(properties) = node["properties"].as_object() {
            let silent = |(_, inner): &(&String, &Value)| inner.get("description").is_none();
            mute.extend(properties.iter().filter(silent).map(|(key, _)| format!("{place}.{key}")));
        }
        for (key, inner) in node.as_object().into_iter().flatten() {
            walk(inner, &format!("{place}/{key}"), mute);
        }
        for inner in node.as_array().into_iter().flatten() {
            walk(inner, place, mute);
        }
    }
    let mut mute = Vec::new();
    walk(&schema(), "", &mut mute);
    // What their names say.
    let said = ["use", "options", "type", "red", "green", "blue", "alpha"];
    mute.retain(|place| {
        !said.iter().any(|key| place.ends_with(&format!(".{key}")))
            && !place.contains("/HeaderConfig")
            && !place.contains("/PermissionRequests")
    });
    assert_eq!(mute, Vec::<String>::new());
}

#[test]
fn wrong_values_do_not_fit() {
    for (text, expected) in [
        (r#"{}"#, "$: \"identifier\" is missing"),
        (r#"{ "identifier": "a", "biuld": 1 }"#, "$.biuld: unknown key"),
        (r#"{ "identifier": 1 }"#, "$.identifier: 1 is no \"string\""),
        (
            r#"{ "identifier": "a", "app": { "windows": [{ "titel": "x" }] } }"#,
            "$.app.windows[0].titel: unknown key",
        ),
        (
            r#"{ "identifier": "a", "bundle": { "linux": { "deb": { "depends": "x" } } } }"#,
            "$.bundle.linux.deb.depends: \"x\" is no [\"array\",\"null\"]",
        ),
    ] {
        let value = serde_json::from_str(text).unwrap();
        assert_eq!(complaints(&value, &schema()), [expected]);
    }
}

/// Files of a collection that do not fit, each with a part of the reason.
const MISFITS: &[(&str, &str)] = &[
    // Not a configuration of this format.
    ("adityaarchsystems__calyx-scholar__1.json", "$.schemaVersion: unknown key"),
    // Version 1 of the format, and a key of it in a file of version 2.
    ("PKUOriginalFire__DanmakuLight__1.json5", "$.tauri: unknown key"),
    ("qosimovaumida345-ux__claude.ai__1.json", "dangerousRemoteDomainIpcAccess: unknown key"),
];

#[test]
fn real_configurations_fit() {
    let schema = schema();
    let mut surprises = Vec::new();
    let examples = ["examples/hello/dormer.conf.json", "examples/lens/dormer.conf.json"];
    let moved = ["tests/moved-app/tauri.conf.json", "tests/dormer.conf.json"];
    for path in examples.into_iter().chain(moved).map(|path| crate_file("../..").join(path)) {
        let document = Document::load(&path).unwrap();
        let found = complaints(document.value(), &schema);
        surprises.extend(found.into_iter().map(|found| format!("{}: {found}", path.display())));
    }
    let Ok(entries) = fs::read_dir(crate_file("../../../shared/corpus/config")) else {
        println!("skipped: no collection of configurations");
        assert_eq!(surprises, Vec::<String>::new());
        return;
    };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        // The schema has the usual spelling only; TOML files use the other one, and editors have no schema for them.
        if Format::of(&path) == Format::Toml {
            continue;
        }
        let document = Document::load(&path).unwrap();
        let mut found = complaints(document.value(), &schema);
        // An overlay.
        found.retain(|found| found != "$: \"identifier\" is missing");
        let expected = MISFITS.iter().find(|(file, _)| *file == name).map(|(_, reason)| *reason);
        match expected {
            Some(reason) if found.iter().any(|found| found.contains(reason)) => {}
            Some(_) => surprises.push(format!("{name}: fits")),
            None => surprises.extend(found.into_iter().map(|found| format!("{name}: {found}"))),
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}
