//! Whether a value fits a JSON schema, as far as shapes go.
//!
//! Understood: `type`, `properties`, `required`, `additionalProperties`, `items`, `enum`, `const`, `anyOf`, `oneOf`,
//! `allOf`, `$ref` within the schema. Other words pass: a doubt that is not raised does no harm.

use std::cell::Cell;

use dormer_config::read::{Step, nearest};
use serde_json::Value;

/// References and nesting that are followed; what lies deeper passes.
const DEEPEST: usize = 64;

/// Schemas looked at for one value; what lies beyond passes. Schemas that refer to themselves need it.
const MOST: usize = 10_000;

/// Why a value does not fit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mismatch {
    /// From the value to the part that does not fit.
    pub(super) path: Vec<Step>,
    /// What was expected.
    pub(super) message: String,
    /// For the choice between forms: the higher, the nearer was this form to what the author meant.
    nearness: u8,
    /// Names of the types that would fit, where the type is the reason.
    types: Vec<String>,
}

/// The first reason why `value` does not fit `schema`.
pub(super) fn mismatch(schema: &Value, value: &Value) -> Option<Mismatch> {
    Validator { root: schema, left: Cell::new(MOST) }.check(schema, value, DEEPEST).err()
}

type Checked = Result<(), Mismatch>;

struct Validator<'a> {
    root: &'a Value,
    left: Cell<usize>,
}

impl Validator<'_> {
    fn check(&self, schema: &Value, value: &Value, depth: usize) -> Checked {
        let (Some(depth), Some(left)) = (depth.checked_sub(1), self.left.get().checked_sub(1)) else {
            return Ok(());
        };
        self.left.set(left);
        let schema = match schema {
            Value::Bool(false) => return Err(fault("no value is permitted here")),
            Value::Object(schema) => schema,
            _ => return Ok(()),
        };
        if let Some(target) = schema.get("$ref").and_then(|name| self.target(name.as_str()?)) {
            self.check(target, value, depth)?;
        }
        if let Some(types) = schema.get("type") {
            check_type(types, value)?;
        }
        if let Some(constant) = schema.get("const").filter(|constant| *constant != value) {
            return Err(fault(format!("expected {constant}, found {value}")));
        }
        if let Some(Value::Array(known)) = schema.get("enum")
            && !known.contains(value)
        {
            return Err(unlisted(known, value));
        }
        if let Value::Object(object) = value {
            self.check_object(schema, object, depth)?;
        }
        if let (Value::Array(items), Some(item)) = (value, schema.get("items")) {
            for (index, value) in items.iter().enumerate() {
                self.check(item, value, depth).map_err(|fault| fault.inside(index.into()))?;
            }
        }
        for schema in list(schema, "allOf") {
            self.check(schema, value, depth)?;
        }
        for key in ["anyOf", "oneOf"] {
            let forms = list(schema, key);
            let faults: Vec<Mismatch> =
                forms.iter().filter_map(|schema| self.check(schema, value, depth).err()).collect();
            let fitting = forms.len() - faults.len();
            if fitting == 0 && !forms.is_empty() {
                return Err(nearest_form(faults, value));
            }
            if key == "oneOf" && fitting > 1 {
                return Err(fault(format!("fits {fitting} forms, of which it may have one")));
            }
        }
        Ok(())
    }

    fn target(&self, name: &str) -> Option<&Value> {
        self.root.pointer(name.strip_prefix('#')?)
    }

    fn check_object(
        &self,
        schema: &serde_json::Map<String, Value>,
        object: &serde_json::Map<String, Value>,
        depth: usize,
    ) -> Checked {
        let properties = schema.get("properties").and_then(Value::as_object);
        let is_known = |key: &str| properties.is_some_and(|known| known.contains_key(key));
        for (key, value) in object {
            let step = || Step::Key(key.clone());
            if let Some(schema) = properties.and_then(|known| known.get(key)) {
                self.check(schema, value, depth).map_err(|fault| fault.inside(step()))?;
                continue;
            }
            match schema.get("additionalProperties") {
                Some(Value::Bool(false)) => {
                    let names = properties.into_iter().flat_map(|known| known.keys()).map(String::as_str);
                    return Err(unknown(key, names).inside(step()));
                }
                Some(schema) => self.check(schema, value, depth).map_err(|fault| fault.inside(step()))?,
                None => {}
            }
        }
        for name in list(schema, "required").iter().filter_map(Value::as_str) {
            if object.contains_key(name) {
                continue;
            }
            let others = object.keys().map(String::as_str).filter(|key| !is_known(key));
            return Err(match others.clone().find(|key| nearest(key, [name]).is_some()) {
                Some(key) => unknown(key, [name].into_iter()).inside(Step::Key(key.to_owned())),
                None => fault(format!("the key `{name}` is missing")),
            });
        }
        Ok(())
    }
}

impl Mismatch {
    fn inside(mut self, step: Step) -> Self {
        self.path.insert(0, step);
        self
    }
}

fn fault(message: impl Into<String>) -> Mismatch {
    Mismatch { path: Vec::new(), message: message.into(), nearness: 1, types: Vec::new() }
}

fn unknown<'a>(key: &str, names: impl Iterator<Item = &'a str>) -> Mismatch {
    match nearest(key, names) {
        Some(near) => {
            let message = format!("the key `{key}` means nothing here: did you mean `{near}`?");
            Mismatch { nearness: 2, ..fault(message) }
        }
        None => fault(format!("the key `{key}` means nothing here")),
    }
}

fn unlisted(known: &[Value], value: &Value) -> Mismatch {
    let near = value.as_str().and_then(|text| nearest(text, known.iter().filter_map(Value::as_str)));
    if let Some(near) = near {
        let message = format!("{value} is not known: did you mean \"{near}\"?");
        return Mismatch { nearness: 2, ..fault(message) };
    }
    let known = known.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
    fault(format!("expected one of {known}, found {value}"))
}

fn list<'a>(schema: &'a serde_json::Map<String, Value>, key: &str) -> &'a [Value] {
    schema.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn check_type(types: &Value, value: &Value) -> Checked {
    let names: Vec<&str> = match types {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => return Ok(()),
    };
    let fits = |name: &&str| match *name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => {
            value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0)
        }
        _ => true,
    };
    if names.iter().any(fits) {
        Ok(())
    } else {
        Err(wrong_type(names.into_iter().map(str::to_owned).collect(), value))
    }
}

fn wrong_type(types: Vec<String>, value: &Value) -> Mismatch {
    let words = |name: &String| match name.as_str() {
        "array" => "a list".to_owned(),
        "object" => "an object".to_owned(),
        "integer" => "a whole number".to_owned(),
        "boolean" => "`true` or `false`".to_owned(),
        "null" => "null".to_owned(),
        other => format!("a {other}"),
    };
    let expected = types.iter().map(words).collect::<Vec<_>>().join(" or ");
    Mismatch { nearness: 0, types, ..fault(format!("expected {expected}, found {value}")) }
}

/// Of the reasons why no form fits, the one of the form that the author most likely meant.
fn nearest_form(mut faults: Vec<Mismatch>, value: &Value) -> Mismatch {
    let is_type = |fault: &Mismatch| fault.path.is_empty() && !fault.types.is_empty();
    if faults.iter().all(is_type) {
        let mut types: Vec<String> = faults.into_iter().flat_map(|fault| fault.types).collect();
        types.dedup();
        return wrong_type(types, value);
    }
    // The sort is stable: among equals the first form is taken.
    faults.sort_by_key(|fault| std::cmp::Reverse((fault.nearness, fault.path.len())));
    faults.swap_remove(0)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::mismatch;

    #[track_caller]
    fn check(schema: &Value, table: &[(Value, &str)]) {
        for (value, expected) in table {
            let found = mismatch(schema, value).map_or_else(String::new, |fault| {
                let step = |step: &super::Step| match step {
                    super::Step::Key(key) => format!("{key}."),
                    super::Step::Index(index) => format!("{index}."),
                };
                format!("{} {}", fault.path.iter().map(step).collect::<String>(), fault.message)
            });
            assert_eq!(found.trim_start(), *expected, "{value}");
        }
    }

    #[test]
    fn types_and_constants() {
        check(
            &json!({ "type": ["string", "integer"] }),
            &[
                (json!("a"), ""),
                (json!(1), ""),
                (json!(1.0), ""),
                (json!(1.5), "expected a string or a whole number, found 1.5"),
                (json!(null), "expected a string or a whole number, found null"),
            ],
        );
        check(&json!({ "const": true }), &[(json!(true), ""), (json!(1), "expected true, found 1")]);
        check(
            &json!({ "enum": ["read", "write", 1] }),
            &[
                (json!("read"), ""),
                (json!("raed"), "\"raed\" is not known: did you mean \"read\"?"),
                (json!(2), "expected one of \"read\", \"write\", 1, found 2"),
            ],
        );
        check(&json!(false), &[(json!(1), "no value is permitted here")]);
        check(&json!(true), &[(json!(1), "")]);
    }

    #[test]
    fn objects_and_lists() {
        let schema = json!({
            "type": "object",
            "properties": { "path": { "type": "string" }, "tags": { "items": { "type": "string" } } },
            "required": ["path"],
        });
        check(
            &schema,
            &[
                (json!({ "path": "x", "other": 1 }), ""),
                (json!({ "paht": "x" }), "paht. the key `paht` means nothing here: did you mean `path`?"),
                (json!({}), "the key `path` is missing"),
                (json!({ "path": 1 }), "path. expected a string, found 1"),
                (json!({ "path": "", "tags": ["a", 1] }), "tags.1. expected a string, found 1"),
                (json!([]), "expected an object, found []"),
            ],
        );
        let closed = json!({ "properties": { "url": true }, "additionalProperties": false });
        check(
            &closed,
            &[(json!({ "ulr": 1 }), "ulr. the key `ulr` means nothing here: did you mean `url`?")],
        );
        let typed = json!({ "additionalProperties": { "type": "string" } });
        check(&typed, &[(json!({ "a": 1 }), "a. expected a string, found 1"), (json!({ "a": "" }), "")]);
    }

    #[test]
    fn forms() {
        let schema = json!({
            "anyOf": [
                { "type": "string" },
                { "$ref": "#/$defs/url" },
                { "allOf": [{ "$ref": "#/definitions/path" }] },
            ],
            "$defs": { "url": { "type": "object", "required": ["url"], "properties": { "url": { "type": "string" } } } },
            "definitions": {
                "path": { "type": "object", "required": ["path"], "properties": { "path": { "type": "string" } } },
            },
        });
        check(
            &schema,
            &[
                (json!("x"), ""),
                (json!({ "url": "x" }), ""),
                (json!({ "path": "x" }), ""),
                (json!({ "paht": "x" }), "paht. the key `paht` means nothing here: did you mean `path`?"),
                (json!({ "name": "x" }), "the key `url` is missing"),
                (json!(1), "expected a string or an object, found 1"),
            ],
        );
        let one = json!({ "oneOf": [{ "type": "integer" }, { "type": "number" }] });
        check(&one, &[(json!(1.5), ""), (json!(1), "fits 2 forms, of which it may have one")]);
    }

    #[test]
    fn endless_references_end() {
        check(&json!({ "$ref": "#" }), &[(json!(1), "")]);
        check(&json!({ "$ref": "#/missing" }), &[(json!(1), "")]);
        check(&json!({ "$ref": "#", "anyOf": [{ "$ref": "#" }, { "$ref": "#" }] }), &[(json!(1), "")]);
    }
}
