//! [`Color`]: red, green, blue, alpha, in every shape that a file may give.

use std::str::FromStr;

use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::unexpected::{convert, wrong_shape};

/// Red, green, blue and alpha, 0–255 each.
///
/// Read from `"#rgb"`, `"#rrggbb"`, `"#rrggbbaa"` (`#` optional), `[r, g, b]`, `[r, g, b, a]` or
/// `{ "red": …, "green": …, "blue": …, "alpha": 255 }`. Written as `[r, g, b, a]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
pub struct Color(
    /// Red.
    pub u8,
    /// Green.
    pub u8,
    /// Blue.
    pub u8,
    /// Opacity: 255 covers fully.
    pub u8,
);

/// A text is not a color.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a color: expected 3, 6 or 8 hexadecimal digits such as `#ff8800`")]
pub struct ColorError(String);

impl FromStr for Color {
    type Err = ColorError;

    fn from_str(text: &str) -> Result<Self, ColorError> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        let digit = |index: usize| {
            let byte = digits.as_bytes().get(index).copied();
            byte.and_then(|byte| char::from(byte).to_digit(16)).and_then(|value| u8::try_from(value).ok())
        };
        let short = |index: usize| digit(index).map(|value| value * 17);
        let long = |index: usize| Some(digit(index)? * 16 + digit(index + 1)?);
        let color = match digits.len() {
            3 => (|| Some(Self(short(0)?, short(1)?, short(2)?, 255)))(),
            6 => (|| Some(Self(long(0)?, long(2)?, long(4)?, 255)))(),
            8 => (|| Some(Self(long(0)?, long(2)?, long(4)?, long(6)?)))(),
            _ => None,
        };
        color.ok_or_else(|| ColorError(text.to_owned()))
    }
}

impl From<(u8, u8, u8)> for Color {
    fn from((red, green, blue): (u8, u8, u8)) -> Self {
        Self(red, green, blue, 255)
    }
}

impl From<(u8, u8, u8, u8)> for Color {
    fn from((red, green, blue, alpha): (u8, u8, u8, u8)) -> Self {
        Self(red, green, blue, alpha)
    }
}

impl From<Color> for (u8, u8, u8, u8) {
    fn from(Color(red, green, blue, alpha): Color) -> Self {
        (red, green, blue, alpha)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    red: u8,
    green: u8,
    blue: u8,
    #[serde(default = "opaque")]
    alpha: u8,
}

fn opaque() -> u8 {
    255
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const PARTS: &str = "3 or 4 whole numbers from 0 to 255";
        match Value::deserialize(deserializer)? {
            Value::String(text) => text.parse().map_err(de::Error::custom),
            Value::Array(parts) => {
                let part = |index: usize| parts[index].as_u64().and_then(|value| u8::try_from(value).ok());
                let color = match parts.len() {
                    3 => (|| Some(Self(part(0)?, part(1)?, part(2)?, 255)))(),
                    4 => (|| Some(Self(part(0)?, part(1)?, part(2)?, part(3)?)))(),
                    _ => None,
                };
                color.ok_or_else(|| de::Error::invalid_value(de::Unexpected::Seq, &PARTS))
            }
            object @ Value::Object(_) => {
                let named: Named = convert(object)?;
                Ok(Self(named.red, named.green, named.blue, named.alpha))
            }
            other => Err(wrong_shape(&other, "a color: a string, a list of numbers or an object")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Color;

    #[track_caller]
    fn check(json: &str, expected: Result<Color, &str>) {
        let actual = serde_json::from_str::<Color>(json).map_err(|error| error.to_string());
        assert_eq!(actual, expected.map_err(str::to_owned), "{json}");
    }

    #[test]
    fn every_shape_is_read() {
        check(r##""#f80""##, Ok(Color(255, 136, 0, 255)));
        check(r#""ff8800""#, Ok(Color(255, 136, 0, 255)));
        check(r##""#ff880010""##, Ok(Color(255, 136, 0, 16)));
        check("[1, 2, 3]", Ok(Color(1, 2, 3, 255)));
        check("[1, 2, 3, 4]", Ok(Color(1, 2, 3, 4)));
        check(r#"{ "red": 1, "green": 2, "blue": 3 }"#, Ok(Color(1, 2, 3, 255)));
        check(r#"{ "red": 1, "green": 2, "blue": 3, "alpha": 4 }"#, Ok(Color(1, 2, 3, 4)));
    }

    #[test]
    fn other_shapes_are_refused() {
        let hex = |text: &str| {
            format!("`{text}` is not a color: expected 3, 6 or 8 hexadecimal digits such as `#ff8800`")
        };
        check(r#""red""#, Err(&hex("red")));
        check(r#""""#, Err(&hex("")));
        check(r##""#ff88é""##, Err(&hex("#ff88é")));
        check("[1, 2]", Err("invalid value: sequence, expected 3 or 4 whole numbers from 0 to 255"));
        check("[1, 2, 256]", Err("invalid value: sequence, expected 3 or 4 whole numbers from 0 to 255"));
        check(
            "true",
            Err("invalid type: boolean `true`, expected a color: a string, a list of numbers or an object"),
        );
    }

    #[test]
    fn it_is_written_as_a_list() {
        assert_eq!(serde_json::to_string(&Color(1, 2, 3, 4)).unwrap(), "[1,2,3,4]");
    }
}
