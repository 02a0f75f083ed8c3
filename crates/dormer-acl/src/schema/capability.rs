//! [`capability_schema`].

use serde_json::{Map, Value, json};

use super::shapes::{ENTRY, REFERENCE, constant, object, rebase, refer};
use crate::files::{CAPABILITY, ENTRY_FIELDS};
use crate::{APP_KEY, Manifests};

const CAPABILITY_NAME: &str = "Capability";

/// The schema of capability files of an app with these manifests. Every permission is offered with its description;
/// scope values have the shape that their plugin gave.
#[must_use]
pub fn capability_schema(manifests: &Manifests) -> Value {
    let mut definitions = Map::new();
    definitions.insert(CAPABILITY_NAME.to_owned(), object(CAPABILITY));
    definitions.insert(REFERENCE.to_owned(), json!({ "oneOf": references(manifests) }));
    let mut entry = object(ENTRY_FIELDS);
    let mut rules = Vec::new();
    for (key, manifest) in manifests {
        let Some(schema) = &manifest.global_scope_schema else { continue };
        let name = format!("scope-{key}");
        let mut schema = schema.clone();
        if let Value::Object(schema) = &mut schema {
            schema.remove("$schema");
            schema.remove("$id");
        }
        rebase(&mut schema, &format!("#/definitions/{name}"));
        let values = json!({ "anyOf": [{ "type": "array", "items": refer(&name) }, { "type": "null" }] });
        rules.push(json!({
            "if": { "properties": { "identifier": { "pattern": format!("^{key}:") } } },
            "then": { "properties": { "allow": values, "deny": values } },
        }));
        definitions.insert(name, schema);
    }
    if let (Value::Object(entry), false) = (&mut entry, rules.is_empty()) {
        entry.insert("allOf".to_owned(), rules.into());
    }
    definitions.insert(ENTRY.to_owned(), json!({ "anyOf": [refer(REFERENCE), entry] }));
    let one = refer(CAPABILITY_NAME);
    let list = json!({ "type": "array", "items": one });
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Capabilities",
        "anyOf": [
            one,
            list,
            {
                "type": "object",
                "properties": { "$schema": {}, "capabilities": list },
                "required": ["capabilities"],
                "additionalProperties": false,
            },
        ],
        "definitions": definitions,
    })
}

/// Everything that a capability can refer to.
fn references(manifests: &Manifests) -> Vec<Value> {
    let mut all = Vec::new();
    for (key, manifest) in manifests {
        let full = |name: &str| if key == APP_KEY { name.to_owned() } else { format!("{key}:{name}") };
        if let Some(default) = &manifest.default {
            let list = default.permissions.iter().map(|name| format!("\n- `{name}`")).collect::<String>();
            let text =
                format!("{}\n\nHolds:\n{list}", default.description.as_deref().unwrap_or_default().trim());
            all.push(constant(&full("default"), Some(&text)));
        }
        for (name, set) in &manifest.sets {
            let list = set.permissions.iter().map(|name| format!("\n- `{name}`")).collect::<String>();
            all.push(constant(&full(name), Some(&format!("{}\n\nHolds:\n{list}", set.description.trim()))));
        }
        // Where a set has the same name, capabilities get the set.
        for (name, permission) in
            manifest.permissions.iter().filter(|(name, _)| !manifest.sets.contains_key(*name))
        {
            all.push(constant(&full(name), permission.description.as_deref()));
        }
    }
    all
}
