//! [`Inline`]: merge patches that do not stand in files of their own, and how several become one.

use std::path::Path;

use serde_json::{Map, Value};

use super::document::{Document, Format};
use super::error::ReadError;
use super::normalize::{self, normalize};
use super::reader::with_keys;

/// A merge patch passed in as text, such as the value of an environment variable.
#[derive(Debug, Clone)]
pub struct Inline {
    /// What errors call it. If it ends like the name of a TOML file, the text is TOML.
    pub name: String,
    /// JSON or JSON5 otherwise; an empty text does nothing.
    pub text: String,
}

impl Inline {
    /// A patch as a command line gives it: JSON if it starts with `{`, and otherwise the path of a file, relative to
    /// `dir`. `name` is what errors call the JSON.
    pub fn from_argument(name: &str, argument: &str, dir: &Path) -> Result<Self, ReadError> {
        if argument.trim_start().starts_with('{') {
            return Ok(Self { name: name.to_owned(), text: argument.to_owned() });
        }
        let path = dir.join(argument);
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(Self { name: path.display().to_string(), text }),
            Err(source) => Err(ReadError::Io { path, source }),
        }
    }

    /// The parsed text, if there is any.
    pub(super) fn document(&self) -> Result<Option<Document>, ReadError> {
        if self.text.trim().is_empty() {
            return Ok(None);
        }
        let document = Document::parse(self.name.as_str(), &self.text, Format::of(&self.name))?;
        with_keys(document).map(Some)
    }
}

/// Several patches as one that does the same, with the usual spelling of each key. Nulls stay in it.
///
/// This is what a tool hands to the processes that it starts, so that they read what it read.
pub fn fold(patches: &[Inline]) -> Result<Value, ReadError> {
    let mut folded = Value::Object(Map::new());
    for patch in patches {
        let Some(mut document) = patch.document()? else { continue };
        let normal = normalize(document.take(), &mut Vec::new()).map_err(|finding| ReadError::Invalid {
            at: document.locate(&finding.path.0),
            message: finding.message,
        })?;
        normalize::fold(&mut folded, normal);
    }
    Ok(folded)
}
