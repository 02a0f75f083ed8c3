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
        let path = KeyPath::of(&[key]);
        return Err(Finding { message: unknown(key, ROOT, &KeyPath::default()), path });
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
            if open {
                renamed.insert(written, value);
                continue;
            }
            return Err(Finding { message: unknown(&written, keys, path), path: place });
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

fn unknown(written: &str, keys: &[Key], path: &KeyPath) -> String {
    let top = path.0.is_empty();
    let place = if top { "at the top level".to_owned() } else { format!("in {path}") };
    let hint = if top && matches!(written, "tauri" | "package") {
        "this looks like version 1 of the format; version 2 has `app` and `bundle` at the top level"
            .to_owned()
    } else if let Some(name) = nearest(written, keys.iter().map(|key| key.name)) {
        format!("did you mean `{name}`?")
    } else if let Some(home) = only_home(written) {
        format!("it belongs in `{home}`")
    } else {
        format!("known are {}", list(keys))
    };
    format!("unknown key `{written}` {place}: {hint}")
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{merge, normalize};

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
