//! [`Layer`]: one text of the configuration, parsed from its format, and where its keys stand.

use std::path::Path;

use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use super::error::{Location, ReadError};
use super::path::{KeyPath, Step, same_key};
use super::scan;

/// Format of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// JSON; JSON5 is understood too.
    Json,
    /// JSON5.
    Json5,
    /// TOML.
    Toml,
}

impl Format {
    /// The format of a file by its extension; JSON if it has another one.
    pub(super) fn of(path: &Path) -> Self {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("toml") => Self::Toml,
            Some("json5") => Self::Json5,
            _ => Self::Json,
        }
    }
}

/// One text of the configuration.
pub(super) struct Layer {
    /// Path of the file, or name of the text.
    pub(super) name: String,
    /// The parsed text.
    pub(super) value: Value,
    text: String,
    format: Format,
}

impl Layer {
    /// Parses a text.
    pub(super) fn parse(name: String, text: &str, format: Format) -> Result<Self, ReadError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let parsed = match format {
            Format::Json => json(text),
            Format::Json5 => json5(text),
            Format::Toml => toml(text),
        };
        match parsed {
            Ok(value) if value.is_object() => Ok(Self { name, value, text: text.to_owned(), format }),
            Ok(_) => Err(ReadError::Invalid {
                at: Location { file: name, position: None },
                message: "expected an object with the keys of the configuration".to_owned(),
            }),
            Err((position, message)) => {
                Err(ReadError::Syntax { at: Location { file: name, position }, message })
            }
        }
    }

    /// How many steps of the path this text holds, and where the last of them stands.
    pub(super) fn find(&self, path: &KeyPath) -> (usize, Location) {
        let (depth, offset) = match self.format {
            Format::Json | Format::Json5 => scan::find(&self.text, &path.0),
            Format::Toml => find_toml(&self.text, &path.0),
        };
        let position = (depth > 0).then(|| position(&self.text, offset));
        (depth, Location { file: self.name.clone(), position })
    }
}

type Failure = (Option<(usize, usize)>, String);

fn json(text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).or_else(|error| {
        json5(text).map_err(|_| {
            let words = error.to_string();
            let words = words.rsplit_once(" at line ").map_or(words.as_str(), |(words, _)| words);
            (Some((error.line(), error.column())), words.to_owned())
        })
    })
}

fn json5(text: &str) -> Result<Value, Failure> {
    json5::from_str(text).map_err(|error| {
        let words = error.to_string();
        let words = words.rsplit_once(" at line ").map_or(words.as_str(), |(words, _)| words);
        (error.position().map(|at| (at.line + 1, at.column + 1)), words.to_owned())
    })
}

fn toml(text: &str) -> Result<Value, Failure> {
    let table = DeTable::parse(text).map_err(|error| {
        let words = error.message().replace('\n', ", ");
        (error.span().map(|span| position(text, span.start)), words)
    })?;
    table_to_json(table.get_ref()).map_err(|number| (None, format!("`{number}` is no number that fits")))
}

fn table_to_json(table: &DeTable<'_>) -> Result<Value, String> {
    let entry = |(key, value): (&toml::Spanned<toml::de::DeString<'_>>, &toml::Spanned<DeValue<'_>>)| {
        Ok((key.get_ref().to_string(), toml_to_json(value.get_ref())?))
    };
    table.iter().map(entry).collect::<Result<Map<_, _>, _>>().map(Value::Object)
}

fn toml_to_json(value: &DeValue<'_>) -> Result<Value, String> {
    Ok(match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => {
            let parsed = i64::from_str_radix(number.as_str(), number.radix());
            parsed.map_err(|_| number.as_str().to_owned())?.into()
        }
        DeValue::Float(number) => {
            number.as_str().parse::<f64>().map_err(|_| number.as_str().to_owned())?.into()
        }
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Datetime(time) => Value::String(time.to_string()),
        DeValue::Array(items) => items
            .iter()
            .map(|item| toml_to_json(item.get_ref()))
            .collect::<Result<_, _>>()
            .map(Value::Array)?,
        DeValue::Table(table) => table_to_json(table)?,
    })
}

fn find_toml(text: &str, path: &[Step]) -> (usize, usize) {
    let Ok(table) = DeTable::parse(text) else { return (0, 0) };
    let mut found = (0, 0);
    let root = DeValue::Table(table.into_inner());
    let mut value = &root;
    for step in path {
        let next = match (step, value) {
            (Step::Key(name), DeValue::Table(table)) => table
                .iter()
                .find(|(key, _)| same_key(key.get_ref(), name))
                .map(|(key, value)| (key.span().start, value.get_ref())),
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

/// Line and column of a byte, both counted from 1.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}
