//! Nothing of a configuration is lost: each value in a file makes a difference to what is read from it.
//!
//! A collection of real files is walked if it is there.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure ends the test")]

use std::fs;
use std::path::{Path, PathBuf};

use dormer_config::Config;
use dormer_config::embedded::{Embedded, EmbeddedBuilder, PackageText};
use dormer_config::read::{Document, Inline, Reading, Source, read};
use serde_json::Value;

const EVERY_KEY: &str = include_str!("files/every-key.json");

/// Files of the collection that are refused, with a part of the reason. The format itself refuses them all.
const REFUSED: &[(&str, &str)] = &[
    // Not configurations of this format.
    ("Koraji95-coder__Glyphic__1.toml", "unknown key `default` at the top level"),
    ("adityaarchsystems__calyx-scholar__1.json", "unknown key `schemaVersion` at the top level"),
    // Version 1 of the format.
    ("PKUOriginalFire__DanmakuLight__1.json5", "this looks like version 1 of the format"),
    ("flapili__FileSorter__1.toml", "this looks like version 1 of the format"),
    // A key of version 1 in a file of version 2.
    (
        "qosimovaumida345-ux__claude.ai__1.json",
        "unknown key `dangerousRemoteDomainIpcAccess` in app.security",
    ),
];

/// Every place of a value that holds no other one.
fn leaves(value: &Value, place: String, found: &mut Vec<String>) {
    let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(object) if !object.is_empty() => {
            object.iter().for_each(|(key, inner)| leaves(inner, format!("{place}/{}", escaped(key)), found));
        }
        Value::Array(items) if !items.is_empty() => {
            let items = items.iter().enumerate();
            items.for_each(|(index, inner)| leaves(inner, format!("{place}/{index}"), found));
        }
        Value::Null => {}
        _ => found.push(place),
    }
}

/// Another value of the same type.
fn changed(value: &Value) -> Value {
    match value {
        Value::Null => Value::Bool(true),
        Value::Bool(flag) => Value::Bool(!flag),
        Value::Number(number) => number.as_u64().map_or_else(
            || (number.as_f64().unwrap_or_default() + 1.0).into(),
            |whole| (if whole > 200 { whole - 1 } else { whole + 1 }).into(),
        ),
        Value::String(text) => Value::String(format!("{text}x")),
        Value::Array(_) => serde_json::json!(["x"]),
        Value::Object(_) => 7.into(),
    }
}

/// The places whose value makes no difference.
fn lost(value: &Value) -> Vec<String> {
    let config: Config = serde_json::from_value(value.clone()).unwrap();
    let mut places = Vec::new();
    leaves(value, String::new(), &mut places);
    let is_lost = |place: &String| {
        let mut other = value.clone();
        let leaf = other.pointer_mut(place).unwrap();
        *leaf = changed(leaf);
        serde_json::from_value::<Config>(other).is_ok_and(|other| other == config)
    };
    places.retain(is_lost);
    places
}

/// What a configuration says after it was written and read again, as JSON and as a program carries it.
fn check_round_trips(config: &Config) {
    let text = serde_json::to_string(config).unwrap();
    assert_eq!(serde_json::from_str::<Config>(&text).unwrap(), *config);
    let runtime = config.clone().into_runtime();
    let file = EmbeddedBuilder::new(0).finish(config, &PackageText::default()).unwrap();
    assert_eq!(Embedded::decode(file.leak()).unwrap().config, runtime);
}

#[test]
fn every_key_is_kept() {
    let value: Value = serde_json::from_str(EVERY_KEY).unwrap();
    assert_eq!(lost(&value), Vec::<String>::new());
    let config: Config = serde_json::from_value(value.clone()).unwrap();
    check_round_trips(&config);
    // Nothing in the sample is a default, so all of it is written again. Colors have one form of their own.
    let written = serde_json::to_value(&config).unwrap();
    let mut places = Vec::new();
    leaves(&value, String::new(), &mut places);
    let differs = |place: &&String| match (value.pointer(place), written.pointer(place)) {
        (Some(a), Some(b)) if a.is_number() && b.is_number() => a.as_f64() != b.as_f64(),
        (a, b) => a != b,
    };
    let different: Vec<&String> = places.iter().filter(differs).collect();
    let known = ["/app/windows/0/windowEffects/color", "/app/windows/1/backgroundColor/"];
    let surprising: Vec<_> =
        different.iter().filter(|place| !known.iter().any(|known| place.starts_with(known))).collect();
    assert_eq!(surprising, Vec::<&&String>::new());
}

#[test]
fn a_key_that_nothing_reads_would_be_noticed() {
    let value = serde_json::json!({ "identifier": "a", "bundle": { "active": true, "snap": { "a": 1 } } });
    assert_eq!(lost(&value), ["/bundle/snap/a"]);
}

/// A folder that is removed at the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Reads one file as the base, or as an overlay if it has no identifier.
fn read_real(name: &str, text: &str) -> Result<Reading, String> {
    let folder = Folder(std::env::temp_dir().join(format!("dormer-lossless-{}-{name}", std::process::id())));
    fs::create_dir_all(&folder.0).unwrap();
    let extension = name.rsplit('.').next().unwrap_or_default();
    let (base, overlay) = match extension {
        "toml" => ("Tauri.toml".to_owned(), "Tauri.linux.toml".to_owned()),
        _ => (format!("tauri.conf.{extension}"), format!("tauri.linux.conf.{extension}")),
    };
    // The file that a version names is not there.
    let version = text
        .contains("package.json")
        .then(|| Inline { name: "test".to_owned(), text: r#"{ "version": null }"#.to_owned() });
    let target = "x86_64-unknown-linux-gnu".to_owned();
    let source = Source { dir: folder.0.clone(), file: None, target, inline: version.into_iter().collect() };
    fs::write(folder.0.join(&base), text).unwrap();
    match read(&source) {
        Err(error) if error.to_string().contains("`identifier` is missing") => {
            fs::remove_file(folder.0.join(&base)).unwrap();
            fs::write(folder.0.join("tauri.conf.json"), r#"{ "identifier": "a.b" }"#).unwrap();
            fs::write(folder.0.join(&overlay), text).unwrap();
            read(&source).map_err(|error| error.to_string())
        }
        result => result.map_err(|error| error.to_string()),
    }
}

#[test]
fn real_configurations_lose_nothing() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/config");
    let Ok(entries) = fs::read_dir(&corpus) else {
        println!("skipped: no collection of configurations");
        return;
    };
    let mut surprises = Vec::new();
    let mut read_files = 0;
    for path in entries.map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let expected = REFUSED.iter().find(|(file, _)| *file == name).map(|(_, reason)| *reason);
        match (read_real(&name, &fs::read_to_string(&path).unwrap()), expected) {
            (Ok(reading), None) => {
                read_files += 1;
                check_round_trips(&reading.config);
                surprises
                    .extend(lost(&reading.value).into_iter().map(|place| format!("{name}: {place} is lost")));
                surprises.extend(
                    missing(&path, &reading.value).into_iter().map(|count| format!("{name}: {count}")),
                );
            }
            (Err(error), Some(reason)) if error.contains(reason) => {}
            (Ok(_), Some(_)) => surprises.push(format!("{name}: was read")),
            (Err(error), _) => surprises.push(format!("{name}: {error}")),
        }
    }
    println!("{read_files} files read, {} refused as in the format itself", REFUSED.len());
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

/// Tells if the text has more values than what was read of it.
fn missing(path: &Path, value: &Value) -> Option<String> {
    let count = |value: &Value| {
        let mut found = Vec::new();
        leaves(value, String::new(), &mut found);
        found.retain(|place| !["/version", "/identifier", "/app/scheme"].contains(&place.as_str()));
        found.len()
    };
    let (written, read) = (count(Document::load(path).unwrap().value()), count(value));
    (written != read).then(|| format!("{written} values in the text, {read} in the configuration"))
}
