//! What the tests of this crate share: manifests, capabilities, callers. Not here: any test.

use dormer_acl::{Authority, Caller, Capability, Manifests, Options, Origin, Resolved, Target, resolve};
use serde_json::{Value, json};

/// Manifests like those of real plugins, small.
pub(crate) fn manifests() -> Manifests {
    let pair = |command: &str| {
        let name = command.replace('_', "-");
        [
            (
                format!("allow-{name}"),
                json!({ "identifier": format!("allow-{name}"), "commands": { "allow": [command] } }),
            ),
            (
                format!("deny-{name}"),
                json!({ "identifier": format!("deny-{name}"), "commands": { "deny": [command] } }),
            ),
        ]
    };
    let plugin = |commands: &[&str], default: Value, extra: Value, sets: Value| {
        let mut permissions: serde_json::Map<_, _> = commands.iter().flat_map(|name| pair(name)).collect();
        for permission in extra.as_array().unwrap() {
            permissions.insert(permission["identifier"].as_str().unwrap().to_owned(), permission.clone());
        }
        let sets: serde_json::Map<_, _> = sets
            .as_array()
            .unwrap()
            .iter()
            .map(|set| (set["identifier"].as_str().unwrap().to_owned(), set.clone()))
            .collect();
        json!({ "default": default, "permissions": permissions, "sets": sets })
    };
    serde_json::from_value(json!({
        "core": plugin(&[], json!({ "permissions": ["core:window:default"] }), json!([]), json!([])),
        "core:window": plugin(&["title", "close"], json!({ "permissions": ["allow-title"] }), json!([]), json!([])),
        "fs": plugin(
            &["read", "write", "watch"],
            json!({ "permissions": ["allow-read", "scope-home"] }),
            json!([
                { "identifier": "scope" },
                { "identifier": "scope-home", "scope": { "allow": ["$HOME/*"], "deny": ["$HOME/.*"] } },
                { "identifier": "read-docs", "commands": { "allow": ["read"] }, "scope": { "allow": ["$DOC/*"] } },
                { "identifier": "win-only", "commands": { "allow": ["watch"] }, "platforms": ["windows"] },
            ]),
            json!([
                { "identifier": "write", "description": "", "permissions": ["allow-write", "scope"] },
                { "identifier": "loop-a", "description": "", "permissions": ["loop-b"] },
                { "identifier": "loop-b", "description": "", "permissions": ["allow-read", "loop-a"] },
                { "identifier": "broken", "description": "", "permissions": ["nothing"] },
                { "identifier": "read-docs-too", "description": "", "permissions": ["read-docs"] },
            ])
        ),
        "http": plugin(
            &["fetch", "cancel"],
            Value::Null,
            json!([]),
            json!([{ "identifier": "set", "description": "", "permissions": ["allow-fetch", "allow-cancel"] }])
        ),
        "dialog": plugin(
            &["save"],
            json!({ "permissions": [] }),
            json!([]),
            json!([{ "identifier": "extra", "description": "",
                     "permissions": ["allow-save", "fs:default", "fs:write", "http:set"] }])
        ),
    }))
    .unwrap()
}

/// A capability from JSON; `identifier` and `windows` have defaults.
pub(crate) fn capability(json: Value) -> Capability {
    let mut whole = json!({ "identifier": "main", "windows": ["main"] });
    whole.as_object_mut().unwrap().extend(json.as_object().unwrap().clone());
    serde_json::from_value(whole).unwrap()
}

pub(crate) fn resolved(capabilities: &[Value], options: &Options) -> Resolved {
    let capabilities: Vec<_> = capabilities.iter().cloned().map(capability).collect();
    resolve(&manifests(), &capabilities, Target::Linux, options).unwrap()
}

pub(crate) fn authority(capabilities: &[Value]) -> Authority {
    Authority::new(resolved(capabilities, &Options { keep_names: true, ..Options::default() }))
}

/// A page of the app in a window of one web view with the same label.
pub(crate) fn local(label: &str) -> Caller<'_> {
    Caller { window: label, webview: label, origin: Origin::Local }
}
