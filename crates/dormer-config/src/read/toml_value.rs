//! TOML as a JSON value, and where its keys stand. The parser itself bounds the depth of a text.

use serde_json::{Map, Number, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::{Failure, position};
use super::path::{Step, same_key};

/// Parses a text. Dates and times become strings.
pub(super) fn parse(text: &str) -> Result<Value, Failure> {
    let table = DeTable::parse(text).map_err(|error| {
        let words = error.message().replace('\n', ", ");
        (error.span().map(|span| position(text, span.start)), words)
    })?;
    table_value(table.get_ref()).map_err(|Misfit { number, at }| {
        (Some(position(text, at)), format!("`{number}` is no number that fits"))
    })
}

/// A number that JSON does not have, and the byte at which it stands.
struct Misfit {
    number: String,
    at: usize,
}

fn table_value(table: &DeTable<'_>) -> Result<Value, Misfit> {
    let mut object = Map::new();
    for (key, item) in table {
        object.insert(key.get_ref().to_string(), value(item)?);
    }
    Ok(Value::Object(object))
}

fn value(item: &Spanned<DeValue<'_>>) -> Result<Value, Misfit> {
    let misfit = |number: &str| Misfit { number: number.to_owned(), at: item.span().start };
    Ok(match item.get_ref() {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => {
            let parsed = i64::from_str_radix(number.as_str(), number.radix());
            parsed.map_err(|_| misfit(number.as_str()))?.into()
        }
        DeValue::Float(number) => {
            let parsed = number.as_str().parse::<f64>().ok().and_then(Number::from_f64);
            Value::Number(parsed.ok_or_else(|| misfit(number.as_str()))?)
        }
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Datetime(time) => Value::String(time.to_string()),
        DeValue::Array(items) => Value::Array(items.iter().map(value).collect::<Result<_, _>>()?),
        DeValue::Table(table) => table_value(table)?,
    })
}

/// How many steps of `path` the text holds, and the byte at which the last of them stands.
pub(super) fn find(text: &str, path: &[Step]) -> (usize, usize) {
    let Ok(table) = DeTable::parse(text) else { return (0, 0) };
    let mut found = (0, 0);
    let root = DeValue::Table(table.into_inner());
    let mut value = &root;
    for step in path {
        let next = match (step, value) {
            (Step::Key(name), DeValue::Table(table)) => {
                let exact = table.iter().find(|(key, _)| key.get_ref() == name);
                exact
                    .or_else(|| table.iter().find(|(key, _)| same_key(key.get_ref(), name)))
                    .map(|(key, value)| (key.span().start, value.get_ref()))
            }
            (Step::Index(index), DeValue::Array(items)) => {
                items.get(*index).map(|item| (item.span().start, item.get_ref()))
            }
            _ => None,
        };
        let Some((offset, next)) = next else { break };
        found = (found.0 + 1, offset);
        value = next;
    }
    found
}
