//! As much of a JSON schema validator as the schema of configurations needs. A keyword that it does not know is a
//! panic, so nothing passes unchecked.

use serde_json::Value;

/// What is wrong with a value, one line each.
pub(crate) fn complaints(value: &Value, schema: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Validator { root: schema }.check(value, schema, "$", &mut found);
    found
}

struct Validator<'a> {
    root: &'a Value,
}

impl Validator<'_> {
    fn check(&self, value: &Value, schema: &Value, place: &str, found: &mut Vec<String>) {
        let object = match schema {
            Value::Bool(true) => return,
            Value::Bool(false) => return found.push(format!("{place}: nothing is allowed")),
            other => other.as_object().expect("a schema"),
        };
        for (keyword, rule) in object {
            match keyword.as_str() {
                "$ref" => {
                    let target =
                        rule.as_str().and_then(|target| target.strip_prefix('#')).expect("a reference");
                    self.check(value, self.root.pointer(target).expect("a definition"), place, found);
                }
                "type" if !is_type(value, rule) => found.push(format!("{place}: {value} is no {rule}")),
                "enum" if !list(rule).contains(value) => {
                    found.push(format!("{place}: {value} is none of {rule}"));
                }
                "const" if value != rule => found.push(format!("{place}: {value} is not {rule}")),
                "minimum" if value.as_f64() < rule.as_f64() && value.is_number() => {
                    found.push(format!("{place}: {value} is less than {rule}"));
                }
                "maximum" if value.as_f64() > rule.as_f64() && value.is_number() => {
                    found.push(format!("{place}: {value} is more than {rule}"));
                }
                "minItems" | "maxItems" => self.count(value, keyword, rule, place, found),
                "anyOf" if self.fitting(value, rule, place) == 0 => {
                    found.push(format!("{place}: {value} fits none of the alternatives"));
                }
                "oneOf" if self.fitting(value, rule, place) != 1 => {
                    found.push(format!("{place}: {value} does not fit just one of the alternatives"));
                }
                "allOf" => list(rule).iter().for_each(|part| self.check(value, part, place, found)),
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(item, rule, &format!("{place}[{index}]"), found);
                    }
                }
                "required" if value.is_object() => {
                    let missing =
                        list(rule).iter().filter(|key| value.get(key.as_str().expect("a name")).is_none());
                    missing.for_each(|key| found.push(format!("{place}: {key} is missing")));
                }
                "properties" | "additionalProperties" => {}
                "type" | "enum" | "const" | "minimum" | "maximum" | "anyOf" | "oneOf" | "required" => {}
                "description" | "title" | "default" | "$schema" | "definitions" | "format" | "pattern" => {}
                other => panic!("unknown keyword `{other}`"),
            }
        }
        self.keys(value, schema, place, found);
    }

    fn keys(&self, value: &Value, schema: &Value, place: &str, found: &mut Vec<String>) {
        for (key, value) in value.as_object().into_iter().flatten() {
            let place = format!("{place}.{key}");
            match (schema["properties"].get(key), schema.get("additionalProperties")) {
                (Some(rule), _) => self.check(value, rule, &place, found),
                (None, Some(Value::Bool(false))) => found.push(format!("{place}: unknown key")),
                (None, Some(rule)) => self.check(value, rule, &place, found),
                (None, None) => {}
            }
        }
    }

    fn count(&self, value: &Value, keyword: &str, rule: &Value, place: &str, found: &mut Vec<String>) {
        let (Some(items), Some(bound)) = (value.as_array(), rule.as_u64()) else { return };
        let count = items.len() as u64;
        if (keyword == "minItems" && count < bound) || (keyword == "maxItems" && count > bound) {
            found.push(format!("{place}: {count} items, {keyword} is {bound}"));
        }
    }

    fn fitting(&self, value: &Value, alternatives: &Value, place: &str) -> usize {
        let fits = |schema: &&Value| {
            let mut found = Vec::new();
            self.check(value, schema, place, &mut found);
            found.is_empty()
        };
        list(alternatives).iter().filter(fits).count()
    }
}

fn list(rule: &Value) -> &[Value] {
    rule.as_array().expect("a list")
}

fn is_type(value: &Value, rule: &Value) -> bool {
    match rule {
        Value::Array(types) => types.iter().any(|rule| is_type(value, rule)),
        _ => match rule.as_str().expect("a type") {
            "null" => value.is_null(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "string" => value.is_string(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            other => panic!("unknown type `{other}`"),
        },
    }
}
