//! What permission and capability files consist of, as data: one table for checking and for editor schemas.
//!
//! Not here: conversion into the model, which serde does once the shape is right.

use dormer_config::read::{Step, nearest};
use serde_json::Value;

use super::error::Finding;
use super::place::Place;
use crate::{Identifier, Target};

/// The shape of a value.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// A string.
    Text,
    /// A reference to a permission or a set.
    Reference,
    /// `true` or `false`.
    Flag,
    /// A whole number, 1 or more.
    Version,
    /// The name of a system.
    Platform,
    /// Anything.
    Any,
    /// A list.
    List(&'static Shape),
    /// An object.
    Object(&'static [Field]),
    /// A reference, or an object with a reference and scope values.
    Entry,
}

/// One key of an object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) presence: Presence,
    /// What it means, for editors.
    pub(crate) about: &'static str,
}

/// Whether a key must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
    /// Optional; `null` means absent.
    Nullable,
}
use Presence::{Nullable, Optional, Required};

const fn field(name: &'static str, shape: Shape, presence: Presence, about: &'static str) -> Field {
    Field { name, shape, presence, about }
}

const TEXTS: Shape = Shape::List(&Shape::Text);
const VALUES: Shape = Shape::List(&Shape::Any);
const PLATFORMS: Shape = Shape::List(&Shape::Platform);
const SCHEMA: Field = field("$schema", Shape::Any, Optional, "Where editors find the schema of this file.");
const EVERYWHERE: &str = "Systems where it exists; all if absent.";
const VERSION: Field = field("version", Shape::Version, Nullable, "For people; nothing depends on it.");
const MEMBERS: &str = "Members: permissions and sets of the same manifest, or `plugin:name`.";

/// An item of a capability's permissions in its long form.
pub(crate) const ENTRY_FIELDS: &[Field] = &[
    field("identifier", Shape::Reference, Required, "The permission or set."),
    field("allow", VALUES, Nullable, "Scope values that are let in."),
    field("deny", VALUES, Nullable, "Scope values that are kept out, whatever else lets them in."),
];

/// A capability.
pub(crate) const CAPABILITY: &[Field] = &[
    SCHEMA,
    field("identifier", Shape::Text, Required, "Its name, unique among the capabilities of the app."),
    field("description", Shape::Text, Optional, "What it is for."),
    field("remote", Shape::Object(REMOTE), Nullable, "Pages from elsewhere that it also covers."),
    field("local", Shape::Flag, Optional, "Whether it covers pages of the app itself; `true` if absent."),
    field("windows", TEXTS, Optional, "Globs of window labels; a match covers all web views of the window."),
    field("webviews", TEXTS, Optional, "Globs of web view labels; a match suffices, whatever the window."),
    field("permissions", Shape::List(&Shape::Entry), Required, "What the named callers may do."),
    field("platforms", PLATFORMS, Nullable, EVERYWHERE),
];

const REMOTE: &[Field] = &[field(
    "urls",
    TEXTS,
    Required,
    "URL patterns such as `https://*.example.com`. A pattern without a port covers the usual port only.",
)];

/// A permission file.
pub(crate) const PERMISSION_FILE: &[Field] = &[
    SCHEMA,
    field("default", Shape::Object(DEFAULT), Nullable, "The set that the name `default` stands for."),
    field("set", Shape::List(&Shape::Object(SET)), Optional, "Named groups of permissions."),
    field("permission", Shape::List(&Shape::Object(PERMISSION)), Optional, "Permissions."),
];

const DEFAULT: &[Field] = &[
    VERSION,
    field("description", Shape::Text, Nullable, "What editors show, in markdown."),
    field("permissions", TEXTS, Required, MEMBERS),
];

const SET: &[Field] = &[
    field("identifier", Shape::Text, Required, "The name, unique in the manifest."),
    field("description", Shape::Text, Optional, "What editors show, in markdown."),
    field("permissions", TEXTS, Required, MEMBERS),
];

const PERMISSION: &[Field] = &[
    VERSION,
    field("identifier", Shape::Text, Required, "The name, unique in the manifest."),
    field("description", Shape::Text, Nullable, "What editors show, in markdown."),
    field("commands", Shape::Object(COMMANDS), Optional, "Commands that it opens and closes."),
    field("scope", Shape::Object(SCOPE), Optional, "Scope values that it brings along."),
    field("platforms", PLATFORMS, Nullable, EVERYWHERE),
];

const COMMANDS: &[Field] = &[
    field("allow", TEXTS, Optional, "Commands that are opened, by their registered names."),
    field("deny", TEXTS, Optional, "Commands that are closed, whatever else opens them."),
];

const SCOPE: &[Field] = &[
    field("allow", VALUES, Nullable, "Values that are let in."),
    field("deny", VALUES, Nullable, "Values that are kept out, whatever else lets them in."),
];

/// Looks at values and collects what is wrong with them.
pub(super) struct Check<'a> {
    place: &'a Place,
    path: Vec<Step>,
    /// Faults: the file cannot be used.
    pub(super) faults: Vec<Finding>,
    /// Keys that mean nothing; the file can be used all the same.
    pub(super) unknown: Vec<Finding>,
}

impl<'a> Check<'a> {
    pub(super) fn new(place: &'a Place) -> Self {
        Self { place, path: Vec::new(), faults: Vec::new(), unknown: Vec::new() }
    }

    fn finding(&self, message: impl Into<String>) -> Finding {
        Finding::new(self.place.at(&self.path), message)
    }

    fn expect(&mut self, expected: &str, found: &Value) {
        let finding = self.finding(format!("expected {expected}, found {}", describe(found)));
        self.faults.push(finding);
    }

    /// Compares a value with its shape.
    pub(super) fn check(&mut self, value: &Value, shape: Shape) {
        match (shape, value) {
            (Shape::Any, _) | (Shape::Text, Value::String(_)) | (Shape::Flag, Value::Bool(_)) => {}
            (Shape::Text, other) => self.expect("a string", other),
            (Shape::Flag, other) => self.expect("`true` or `false`", other),
            (Shape::Version, Value::Number(number)) if number.as_u64().is_some_and(|n| n > 0) => {}
            (Shape::Version, other) => self.expect("a whole number, 1 or more", other),
            (Shape::Reference | Shape::Entry, Value::String(text)) => self.reference(text),
            (Shape::Reference, other) => self.expect("the name of a permission", other),
            (Shape::Entry, Value::Object(_)) => self.check(value, Shape::Object(ENTRY_FIELDS)),
            (Shape::Entry, other) => {
                self.expect(
                    "the name of a permission, or an object with `identifier`, `allow` and `deny`",
                    other,
                );
            }
            (Shape::Platform, _) => self.platform(value),
            (Shape::List(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.path.push(index.into());
                    self.check(value, *item);
                    self.path.pop();
                }
            }
            (Shape::List(_), other) => self.expect("a list", other),
            (Shape::Object(fields), Value::Object(object)) => {
                for (name, value) in object {
                    self.path.push(name.as_str().into());
                    match fields.iter().find(|field| field.name == name) {
                        Some(field) if field.presence == Nullable && value.is_null() => {}
                        Some(field) => self.check(value, field.shape),
                        None => self.unknown(name, fields),
                    }
                    self.path.pop();
                }
                let missing = |field: &&Field| field.presence == Required && !object.contains_key(field.name);
                for field in fields.iter().filter(missing) {
                    let finding =
                        self.finding(format!("the key `{}` is missing: {}", field.name, field.about));
                    self.faults.push(finding);
                }
            }
            (Shape::Object(_), other) => self.expect("an object", other),
        }
    }

    fn reference(&mut self, text: &str) {
        if let Err(error) = text.parse::<Identifier>() {
            let finding = self.finding(error.to_string());
            self.faults.push(finding);
        }
    }

    fn platform(&mut self, value: &Value) {
        let names = Target::ALL.map(Target::name);
        let Value::String(name) = value else { return self.expect("the name of a system", value) };
        if names.contains(&name.as_str()) {
            return;
        }
        let finding = match nearest(name, names) {
            Some(near) => self.finding(format!("no system `{name}`: did you mean `{near}`?")),
            None => self.finding(format!("no system `{name}`: expected one of {}", quoted(names))),
        };
        self.faults.push(finding);
    }

    fn unknown(&mut self, name: &str, fields: &[Field]) {
        let names = || fields.iter().map(|field| field.name);
        // A plural or singular too many is the slip that is made most.
        let plural = names()
            .find(|known| known.strip_suffix('s') == Some(name) || name.strip_suffix('s') == Some(known));
        let finding = match plural.or_else(|| nearest(name, names())) {
            Some(near) => format!("the key `{name}` means nothing here: did you mean `{near}`?"),
            None => {
                let known = quoted(names().filter(|known| *known != "$schema"));
                format!("the key `{name}` means nothing here: expected one of {known}")
            }
        };
        let finding = self.finding(finding);
        self.unknown.push(finding);
    }
}

/// Names in back quotes, separated by commas.
pub(super) fn quoted<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// What a value is, in words.
pub(super) fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) => format!("the string {text:?}"),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
