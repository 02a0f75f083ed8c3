//! From the table of shapes to JSON schema.

use serde_json::{Map, Value, json};

use crate::Target;
use crate::files::{Field, Presence, Shape};

/// Names below `definitions` that shapes refer to.
pub(super) const REFERENCE: &str = "Reference";
pub(super) const ENTRY: &str = "PermissionEntry";

/// The schema of an object with these keys and no others.
pub(super) fn object(fields: &[Field]) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.name.to_owned(), property(field))).collect();
    let required: Vec<&str> =
        fields.iter().filter(|field| field.presence == Presence::Required).map(|field| field.name).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn property(field: &Field) -> Value {
    let plain = shape(&field.shape);
    let mut schema = match field.presence {
        Presence::Nullable => json!({ "anyOf": [plain, { "type": "null" }] }),
        // Beside a reference, older validators read nothing; hence the list of one.
        _ if plain.get("$ref").is_some() => json!({ "allOf": [plain] }),
        _ => plain,
    };
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".to_owned(), field.about.into());
    }
    schema
}

fn shape(shape: &Shape) -> Value {
    match shape {
        Shape::Text => json!({ "type": "string" }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Version => json!({ "type": "integer", "minimum": 1 }),
        Shape::Platform => json!({ "enum": Target::ALL.map(Target::name) }),
        Shape::Any => json!({}),
        Shape::Reference => refer(REFERENCE),
        Shape::Entry => refer(ENTRY),
        Shape::List(item) => json!({ "type": "array", "items": self::shape(item) }),
        Shape::Object(fields) => object(fields),
    }
}

/// A reference to a definition.
pub(super) fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// One text of several, with its explanation.
pub(super) fn constant(name: &str, description: Option<&str>) -> Value {
    match description.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => json!({ "const": name, "description": text, "markdownDescription": text }),
        None => json!({ "const": name }),
    }
}

/// Moves the references inside a schema that becomes a part of another one.
pub(super) fn rebase(schema: &mut Value, to: &str) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(target) if key == "$ref" => {
                        if let Some(inner) = target.strip_prefix('#') {
                            *target = format!("{to}{inner}");
                        }
                    }
                    _ => rebase(value, to),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rebase(item, to)),
        _ => {}
    }
}
