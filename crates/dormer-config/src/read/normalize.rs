//! Gives every key of one text its usual spelling and refuses keys that nothing reads.
//!
//! Done text by text before merging, so that two spellings in two files are one key.

use serde_json::{Map, Value};

use super::keys::{Key, ROOT, Shape};
use super::nearest::nearest;
use super::path::KeyPath;

/// Something about a place; becomes an error or a warning once the place is looked up in the text.
#[derive(Debug)]
pub(super) struct Finding {
    /// The place.
    pub(super) path: KeyPath,
    /// What is to be said, without the place.
    pub(super) message: String,
}

/// Renames aliases in the whole of one text. Deprecated keys are added to `warnings`.
pub(super) fn normalize(value: Value, warnings: &mut Vec<Finding>) -> Result<Value, Finding> {
    // Said before anything else: in such a file nearly every key is unknown.
    if let Some(key) = ["tauri", "package"].into_iter().find(|key| value.get(key).is_some()) {
        let message = format!(
            "unknown key `{key}` at the top level: this looks like version 1 of the format; version 2 has `app` and \
             `bundle` at the top level"
        );
        return Err(Finding { message, path: KeyPath::of(&[key]) });
    }
    walk(value, Shape::Object(ROOT), &KeyPath::default(), warnings)
}

fn walk(value: Value, shape: Shape, path: &KeyPath, warnings: &mut Vec<Finding>) -> Result<Value, Finding> {
    match (value, shape) {
        (Value::Object(object), Shape::Object(keys)) => rename(object, keys, false, path, warnings),
        (Value::Object(object), Shape::Open(keys)) => rename(object, keys, true, path, warnings),
        (Value::Array(items), Shape::List(keys)) => {
            let item = |(index, item)| walk(item, Shape::Object(keys), &path.index(index), warnings);
            items.into_iter().enumerate().map(item).collect::<Result<_, _>>().map(Value::Array)
        }
        (Value::Object(object), Shape::Map(keys)) => {
            let mut walked = Map::new();
            for (name, value) in object {
                let value = walk(value, Shape::Object(keys), &path.key(&name), warnings)?;
                walked.insert(name, value);
            }
            Ok(Value::Object(walked))
        }
        (value, _) => Ok(value),
    }
}

fn rename(
    object: Map<String, Value>,
    keys: &'static [Key],
    open: bool,
    path: &KeyPath,
    warnings: &mut Vec<Finding>,
) -> Result<Value, Finding> {
    let mut renamed = Map::new();
    for (written, value) in object {
        let place = path.key(&written);
        let Some(key) = keys.iter().find(|key| key.is_written(&written)) else {
            match unknown(&written, keys, path) {
                _ if open => {}
                // Packagers may know keys that this table does not; they are kept for them.
                Unknown::Foreign(_) if path.is_in("bundle") => {
                    let message =
                        format!("unknown key `{written}` in {path}: kept, but nothing here reads it");
                    warnings.push(Finding { path: place, message });
                }
                Unknown::Misspelt(message) | Unknown::Foreign(message) => {
                    return Err(Finding { message, path: place });
                }
            }
            renamed.insert(written, value);
            continue;
        };
        if let Some(reason) = key.deprecated {
            let message = format!("`{place}` is deprecated: {reason}");
            warnings.push(Finding { path: place.clone(), message });
        }
        let value = walk(value, key.shape, &path.key(key.name), warnings)?;
        if renamed.insert(key.name.to_owned(), value).is_some() {
            let message = format!("`{place}` is given twice, in two spellings: keep `{}`", key.name);
            return Err(Finding { path: place, message });
        }
    }
    Ok(Value::Object(renamed))
}

/// What an unknown key may be, with what is to be said of it.
enum Unknown {
    /// Another name or another place was meant.
    Misspelt(String),
    /// It is like nothing that is known.
    Foreign(String),
}

fn unknown(written: &str, keys: &[Key], path: &KeyPath) -> Unknown {
    let top = path.0.is_empty();
    let place = if top { "at the top level".to_owned() } else { format!("in {path}") };
    let say = |hint: String| format!("unknown key `{written}` {place}: {hint}");
    if let Some(name) = nearest(written, keys.iter().map(|key| key.name)) {
        Unknown::Misspelt(say(format!("did you mean `{name}`?")))
    } else if let Some(home) = only_home(written) {
        Unknown::Misspelt(say(format!("it belongs in `{home}`")))
    } else {
        Unknown::Foreign(say(format!("known are {}", list(keys))))
    }
}

fn list(keys: &[Key]) -> String {
    let names: Vec<String> = keys.iter().map(|key| format!("`{}`", key.name)).collect();
    names.join(", ")
}

/// The one section that knows this key.
fn only_home(written: &str) -> Option<String> {
    fn collect(keys: &'static [Key], path: &str, written: &str, homes: &mut Vec<String>) {
        for key in keys {
            let inner = if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
            if key.is_written(written) {
                homes.push(if path.is_empty() { "the top level".to_owned() } else { path.to_owned() });
            }
            match key.shape {
                Shape::Object(keys) | Shape::Open(keys) => collect(keys, &inner, written, homes),
                Shape::List(keys) => collect(keys, &format!("{inner}[]"), written, homes),
                Shape::Map(keys) => collect(keys, &format!("{inner}.*"), written, homes),
                Shape::Any => {}
            }
        }
    }
    let mut homes = Vec::new();
    collect(ROOT, "", written, &mut homes);
    if homes.len() == 1 { homes.pop() } else { None }
}

/// Applies a merge patch (RFC 7396): objects merge by key, `null` deletes, everything else replaces.
pub(super) fn merge(base: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *base = patch;
        return;
    };
    if !base.is_object() {
        *base = Value::Object(Map::new());
    }
    let Value::Object(object) = base else { return };
    for (key, value) in patch {
        if value.is_null() {
            object.remove(&key);
        } else {
            merge(object.entry(key).or_insert(Value::Null), value);
        }
    }
}

/// Adds a later patch to an earlier one, so that applying the result is applying both. As [`merge`], but a
/// `null` stays, to delete where the result is applied.
pub(super) fn fold(first: &mut Value, second: Value) {
    match (first, second) {
        (Value::Object(object), Value::Object(patch)) => {
            for (key, value) in patch {
                match object.get_mut(&key) {
                    Some(earlier) => fold(earlier, value),
                    None => drop(object.insert(key, value)),
                }
            }
        }
        (first, second) => *first = second,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{fold, merge, normalize};

    #[track_caller]
    fn check(value: Value, expected: Result<Value, &str>) {
        let actual = normalize(value, &mut Vec::new()).map_err(|finding| finding.message);
        assert_eq!(actual, expected.map_err(str::to_owned));
    }

    #[test]
    fn aliases_are_renamed_and_free_maps_are_not() {
        check(
            json!({ "app": { "enable-gtk-app-id": true, "windows": [{ "always-on-top": true }],
                             "security": { "asset-protocol": { "scope": { "require-literal-leading-dot": true, "a-b": 1 } },
                                           "csp": { "script-src": "'self'" } } },
                    "bundle": { "macos": {}, "windows": { "nsis": { "install-icon": "a" } } },
                    "plugins": { "deep-link": { "my-key": 1 } } }),
            Ok(json!({ "app": { "enableGTKAppId": true, "windows": [{ "alwaysOnTop": true }],
                                "security": { "assetProtocol": { "scope": { "requireLiteralLeadingDot": true, "a-b": 1 } },
                                              "csp": { "script-src": "'self'" } } },
                       "bundle": { "macOS": {}, "windows": { "nsis": { "installerIcon": "a" } } },
                       "plugins": { "deep-link": { "my-key": 1 } } })),
        );
    }

    #[test]
    fn unknown_keys_come_with_a_hint() {
        check(
            json!({ "identifer": "x" }),
            Err("unknown key `identifer` at the top level: did you mean `identifier`?"),
        );
        check(json!({ "app": { "devUrl": "x" } }), Err("unknown key `devUrl` in app: it belongs in `build`"));
        check(json!({ "trayIcon": {} }), Err("unknown key `trayIcon` at the top level: it belongs in `app`"));
        check(
            json!({ "tauri": {} }),
            Err(
                "unknown key `tauri` at the top level: this looks like version 1 of the format; version 2 has `app` \
                 and `bundle` at the top level",
            ),
        );
        check(
            json!({ "app": { "security": { "assetProtocol": { "qqqqqq": 1 } } } }),
            Err("unknown key `qqqqqq` in app.security.assetProtocol: known are `scope`, `enable`"),
        );
        check(
            json!({ "build": { "devUrl": "a", "dev-url": "b" } }),
            Err("`build.devUrl` is given twice, in two spellings: keep `devUrl`"),
        );
    }

    #[test]
    fn unknown_keys_of_packagers_are_kept() {
        let value = json!({ "bundle": { "linux": { "flatpak": { "runtime": "x" } }, "windows": { "wix": { "language":
            { "de-DE": { "locale-path": "a" } } } } } });
        let mut warnings = Vec::new();
        let actual = normalize(value, &mut warnings).unwrap();
        let expected = json!({ "bundle": { "linux": { "flatpak": { "runtime": "x" } }, "windows": { "wix": {
            "language": { "de-DE": { "localePath": "a" } } } } } });
        assert_eq!(actual, expected);
        let warnings: Vec<_> = warnings.into_iter().map(|warning| warning.message).collect();
        assert_eq!(warnings, ["unknown key `flatpak` in bundle.linux: kept, but nothing here reads it"]);
        check(
            json!({ "bundle": { "linux": { "dep": {} } } }),
            Err("unknown key `dep` in bundle.linux: did you mean `deb`?"),
        );
        check(
            json!({ "bundle": { "mainBinaryName": "a" } }),
            Err("unknown key `mainBinaryName` in bundle: it belongs in `the top level`"),
        );
    }

    #[test]
    fn patches_are_folded_with_their_nulls() {
        let cases = [
            (json!({ "a": 1, "b": null }), json!({ "a": null }), json!({ "a": null, "b": null })),
            (json!({ "a": null }), json!({ "a": { "b": 1 } }), json!({ "a": { "b": 1 } })),
            (
                json!({ "a": { "b": 1 } }),
                json!({ "a": { "c": null } }),
                json!({ "a": { "b": 1, "c": null } }),
            ),
            (json!({ "a": [1] }), json!({ "a": [2] }), json!({ "a": [2] })),
        ];
        for (mut first, second, expected) in cases {
            fold(&mut first, second);
            assert_eq!(first, expected);
        }
    }

    #[test]
    fn patches_merge_delete_and_replace() {
        let cases = [
            (
                json!({ "a": 1, "b": { "c": 1, "d": 2 } }),
                json!({ "b": { "c": null } }),
                json!({ "a": 1, "b": { "d": 2 } }),
            ),
            (json!({ "a": [1, 2] }), json!({ "a": [3] }), json!({ "a": [3] })),
            (json!({}), json!({ "a": { "b": { "c": null } } }), json!({ "a": { "b": {} } })),
            (json!({ "a": "x" }), json!({ "a": { "b": 1 } }), json!({ "a": { "b": 1 } })),
            (json!({ "a": { "b": 1 } }), json!({ "a": "x" }), json!({ "a": "x" })),
        ];
        for (mut base, patch, expected) in cases {
            merge(&mut base, patch);
            assert_eq!(base, expected);
        }
    }
}
