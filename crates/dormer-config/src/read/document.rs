//! [`Document`]: one text, parsed from its format, and where its keys stand.
//!
//! Lives here: the three formats as one kind of value, and places in their texts.
//! Not here: what the keys mean; configuration, permissions and capabilities all start as documents.
//! Invariant: no text makes this panic or run out of stack.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::error::{Location, ReadError};
use super::json5_value;
use super::path::Step;
use super::{scan, toml_value};

/// Format of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON; JSON5 is understood too.
    Json,
    /// JSON5.
    Json5,
    /// TOML.
    Toml,
}

impl Format {
    /// The format of a file by its extension; JSON if it has another one.
    #[must_use]
    pub fn of(path: impl AsRef<Path>) -> Self {
        match path.as_ref().extension().and_then(|extension| extension.to_str()) {
            Some("toml") => Self::Toml,
            Some("json5") => Self::Json5,
            _ => Self::Json,
        }
    }
}

/// One text, parsed, which still knows where each of its keys stands.
///
/// ```
/// use dormer_config::read::{Document, Format};
///
/// let document = Document::parse("main.json", "{\n  \"windows\": [\"main\", 1]\n}", Format::Json)?;
/// assert_eq!(document.value()["windows"][0], "main");
/// let at = document.locate(&["windows".into(), 1.into()]);
/// assert_eq!(at.to_string(), "main.json:2:23");
/// # Ok::<(), dormer_config::read::ReadError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Document {
    name: String,
    text: String,
    format: Format,
    value: Value,
}

/// Line and column if known, and what is wrong.
pub(super) type Failure = (Option<(usize, usize)>, String);

impl Document {
    /// Parses a text. `name` is what errors call it, usually the path of the file. Any value may be its
    /// root: an object, a list or a bare one.
    pub fn parse(name: impl Into<String>, text: &str, format: Format) -> Result<Self, ReadError> {
        let name = name.into();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let parsed = match format {
            Format::Json => json(text),
            Format::Json5 => json5_value::parse(text),
            Format::Toml => toml_value::parse(text),
        };
        match parsed {
            Ok(value) => Ok(Self { name, text: text.to_owned(), format, value }),
            Err((position, message)) => {
                Err(ReadError::Syntax { at: Location { file: name, position }, message })
            }
        }
    }

    /// Reads and parses a file; its extension tells the format.
    pub fn load(path: &Path) -> Result<Self, ReadError> {
        let text =
            fs::read_to_string(path).map_err(|source| ReadError::Io { path: path.to_owned(), source })?;
        Self::parse(path.display().to_string(), &text, Format::of(path))
    }

    /// The name given to [`Self::parse`].
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The format of the text.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// What the text says.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Takes out what the text says; places can still be looked up.
    pub(super) fn take(&mut self) -> Value {
        self.value.take()
    }

    /// Where a value stands: its key, or the item of a list. If the text lacks it, the nearest value around it
    /// that the text has.
    #[must_use]
    pub fn locate(&self, path: &[Step]) -> Location {
        self.find(path).1
    }

    /// The document as a whole, for complaints about what is not in it.
    #[must_use]
    pub fn location(&self) -> Location {
        Location { file: self.name.clone(), position: None }
    }

    /// How many steps of the path this text holds, and where the last of them stands.
    pub(super) fn find(&self, path: &[Step]) -> (usize, Location) {
        let (depth, offset) = match self.format {
            Format::Json | Format::Json5 => scan::find(&self.text, path),
            Format::Toml => toml_value::find(&self.text, path),
        };
        let position = (depth > 0).then(|| position(&self.text, offset));
        (depth, Location { file: self.name.clone(), position })
    }
}

/// JSON, and if it is not that, JSON5. If it is neither, JSON has the word.
fn json(text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).or_else(|error| {
        json5_value::parse(text).map_err(|_| {
            let words = error.to_string();
            let words = words.rsplit_once(" at line ").map_or(words.as_str(), |(words, _)| words);
            (Some((error.line(), error.column())), words.to_owned())
        })
    })
}

/// Line and column of a byte, both counted from 1.
pub(super) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::{Document, Format};
    use crate::read::Step;

    #[track_caller]
    fn check(text: &str, format: Format, expected: &str) {
        let document = Document::parse("x", text, format);
        let actual = document.map_or_else(|error| error.to_string(), |document| document.value().to_string());
        assert_eq!(actual, expected);
    }

    #[test]
    fn any_root_is_read() {
        check("[1, {}]", Format::Json, "[1,{}]");
        check("[1, {},]", Format::Json, "[1,{}]");
        check("'x'", Format::Json5, r#""x""#);
        check("a = [1, 2.5, 1979-05-27]", Format::Toml, r#"{"a":[1,2.5,"1979-05-27"]}"#);
    }

    #[test]
    fn numbers_that_json_lacks_are_refused() {
        check("{ a: Infinity }", Format::Json5, "x:1:6: expected a finite number");
        check("{ a: -NaN }", Format::Json5, "x:1:6: expected a finite number");
        check("\na = inf", Format::Toml, "x:2:5: `inf` is no number that fits");
        check("a = 0xffffffffffffffff", Format::Toml, "x:1:5: `ffffffffffffffff` is no number that fits");
        check("a = [1, { b = -nan }]", Format::Toml, "x:1:15: `-nan` is no number that fits");
    }

    #[test]
    fn depth_is_bounded() {
        let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        for format in [Format::Json, Format::Json5] {
            for depth in [1, 100, 127] {
                assert!(Document::parse("x", &deep(depth), format).is_ok(), "{depth}");
            }
            for depth in [129, 1_000, 1_000_000] {
                assert!(Document::parse("x", &deep(depth), format).is_err(), "{depth}");
            }
        }
        check(&"{a:".repeat(500), Format::Json5, "x:1:385: more than 128 values inside one another");
        assert!(Document::parse("x", &format!("a = {}", deep(1_000_000)), Format::Toml).is_err());
        assert!(Document::parse("x", &format!("{}a = 1", "a.".repeat(1_000_000)), Format::Toml).is_err());
    }

    #[test]
    fn places_are_found_in_every_format() {
        let steps: [Step; 2] = ["a".into(), 1.into()];
        for (text, format, expected) in [
            ("[[1], 2]", Format::Json, "x"),
            ("{ \"a\": [\"é\", 2] }", Format::Json, "x:1:14"),
            ("{\n a: ['b'] }", Format::Json, "x:2:2"),
            ("{\n a: ['b', // x\n 'c'] }", Format::Json5, "x:3:2"),
            ("a = [\n1,\n  2]", Format::Toml, "x:3:3"),
            ("b = 1\n[[a]]\n", Format::Toml, "x:2:3"),
        ] {
            let at = Document::parse("x", text, format).map(|document| document.locate(&steps).to_string());
            let at = at.unwrap_or_else(|error| error.to_string());
            assert_eq!(at, expected, "{text}");
        }
        let list = Document::parse("x", "[[1],\n [2, 3]]", Format::Json).unwrap();
        assert_eq!(list.locate(&[1.into(), 1.into()]).to_string(), "x:2:6");
    }
}
