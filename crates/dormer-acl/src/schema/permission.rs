//! [`permission_schema`].

use serde_json::{Value, json};

use super::shapes::{constant, object};
use crate::Manifest;
use crate::files::PERMISSION_FILE;

/// The schema of permission files that make up a manifest. Members of sets are offered with their descriptions, and
/// scope values have the shape that the manifest gives.
#[must_use]
pub fn permission_schema(manifest: &Manifest) -> Value {
    let mut schema = object(PERMISSION_FILE);
    let own = manifest.permissions.iter().map(|(name, one)| constant(name, one.description.as_deref()));
    let sets = manifest.sets.iter().map(|(name, set)| constant(name, Some(&set.description)));
    let mut members: Vec<Value> = own.chain(sets).collect();
    members.push(json!({ "const": "default" }));
    members.push(json!({ "type": "string", "pattern": ":" }));
    let members = json!({ "anyOf": members });
    for pointer in [
        "/properties/default/anyOf/0/properties/permissions/items",
        "/properties/set/items/properties/permissions/items",
    ] {
        put(&mut schema, pointer, &members);
    }
    if let Some(scope) = &manifest.global_scope_schema {
        for list in ["allow", "deny"] {
            let pointer =
                format!("/properties/permission/items/properties/scope/properties/{list}/anyOf/0/items");
            let mut scope = scope.clone();
            super::shapes::rebase(&mut scope, &format!("#{pointer}"));
            put(&mut schema, &pointer, &scope);
        }
    }
    if let Value::Object(schema) = &mut schema {
        schema.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
        schema.insert("title".to_owned(), "Permissions".into());
    }
    schema
}

fn put(schema: &mut Value, pointer: &str, part: &Value) {
    if let Some(place) = schema.pointer_mut(pointer) {
        *place = part.clone();
    }
}
