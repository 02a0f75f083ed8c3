//! Helpers for keys that take more than one shape: what was found, in serde's terms, and URLs.

use serde::de::{self, Deserialize, Deserializer, Unexpected};
use serde_json::Value;
use url::Url;

/// What `value` is, so that errors of hand-written parsers read like serde's own.
pub(crate) fn unexpected(value: &Value) -> Unexpected<'_> {
    match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(flag) => Unexpected::Bool(*flag),
        Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(whole), _, _) => Unexpected::Unsigned(whole),
            (_, Some(whole), _) => Unexpected::Signed(whole),
            (_, _, float) => Unexpected::Float(float.unwrap_or(f64::NAN)),
        },
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    }
}

/// The error "expected this, found that".
pub(crate) fn wrong_shape<E: de::Error>(found: &Value, expected: &'static str) -> E {
    E::invalid_type(unexpected(found), &expected)
}

/// A JSON value turned into `T`, with the error type of the deserializer at hand.
pub(crate) fn convert<T: for<'de> Deserialize<'de>, E: de::Error>(value: Value) -> Result<T, E> {
    serde_json::from_value(value).map_err(E::custom)
}

/// An optional absolute URL; the error quotes the text.
pub(crate) fn optional_url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Url>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    Url::parse(&text).map(Some).map_err(|error| not_a_url(&text, error))
}

/// The error "this is not a URL".
pub(crate) fn not_a_url<E: de::Error>(text: &str, error: url::ParseError) -> E {
    E::custom(format_args!("`{text}` is not a URL: {error}"))
}

/// Tells whether `text` means a URL rather than a path, and if so parses it.
///
/// A text with a scheme is a URL; one letter before the colon is a Windows drive, hence a path.
pub(crate) fn url_or_path<E: de::Error>(text: &str) -> Result<Option<Url>, E> {
    let scheme = text.split_once(':').map(|(scheme, _)| scheme).unwrap_or_default();
    let is_scheme = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if !is_scheme {
        return Ok(None);
    }
    Url::parse(text).map(Some).map_err(|error| not_a_url(text, error))
}
