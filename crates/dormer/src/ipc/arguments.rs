//! The arguments of a call, parsed one by one from the text that the page sent.
//!
//! The text is scanned once for the places of its members, and each parameter is parsed straight from its own place:
//! no document tree is built unless a command asks for the whole body.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use bytes::Bytes;
use dormer_runtime::wire::Body;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::InvokeBody;
use super::blobs::WithBlobs;

/// The members of the object, in the order of the text.
type Members = Vec<Member>;

/// One argument.
#[derive(Debug)]
struct Member {
    name: Box<str>,
    /// Where its value stands in the text.
    place: Range<usize>,
    /// A string without its escapes, for parameters that borrow it.
    unescaped: OnceLock<Option<String>>,
}

/// The arguments of one call.
#[derive(Debug)]
pub(crate) struct Arguments {
    text: Option<Bytes>,
    blobs: Vec<Bytes>,
    members: OnceLock<Result<Members, String>>,
    whole: OnceLock<InvokeBody>,
}

impl Arguments {
    pub(crate) fn new(body: Body, blobs: Vec<Bytes>) -> Self {
        let (text, whole) = match body {
            Body::Json(text) => (Some(text), OnceLock::new()),
            // No copy when the bytes came alone; one when they were part of a larger read.
            Body::Raw(bytes) => (None, OnceLock::from(InvokeBody::Raw(Vec::from(bytes)))),
        };
        Self { text, blobs, members: OnceLock::new(), whole }
    }

    /// The whole body. Text that is not JSON reads as `null`; parsing a parameter tells why.
    pub(crate) fn body(&self) -> &InvokeBody {
        self.whole.get_or_init(|| {
            let text = self.text.as_deref().unwrap_or_default();
            let value = if self.blobs.is_empty() {
                serde_json::from_slice(text)
            } else {
                serde::Deserialize::deserialize(WithBlobs::new(
                    &mut serde_json::Deserializer::from_slice(text),
                    &self.blobs,
                ))
            };
            InvokeBody::Json(value.unwrap_or_default())
        })
    }

    /// Parses the parameter `key` of `command`.
    ///
    /// # Errors
    /// A text that says what is wrong with the parameter.
    pub(crate) fn get<'de, T: Deserialize<'de>>(&'de self, command: &str, key: &str) -> Result<T, String> {
        let Some(text) = &self.text else {
            return Err(format!(
                "command {command} expected a value for key {key} but the IPC call used a bytes payload"
            ));
        };
        let members = self.members.get_or_init(|| members(text)).as_ref().map_err(Clone::clone)?;
        // The last of equal names counts, as it does for `JSON.parse`.
        let Some(member) = members.iter().rev().find(|member| &*member.name == key) else {
            return T::deserialize(Missing { command, key }).map_err(|error| error.0);
        };
        let part = &text[member.place.clone()];
        if self.blobs.is_empty() {
            serde_json::from_slice(part).or_else(|error| {
                // A `&str` cannot be borrowed from a text with escapes, only from one without.
                let unescaped = member.unescaped.get_or_init(|| serde_json::from_slice(part).ok());
                let text = unescaped
                    .as_deref()
                    .filter(|_| part.contains(&b'\\'))
                    .ok_or(())
                    .and_then(|text| T::deserialize(Unescaped(text)).map_err(|_| ()));
                text.map_err(|()| without_place(&error))
            })
        } else {
            let mut json = serde_json::Deserializer::from_slice(part);
            T::deserialize(WithBlobs::new(&mut json, &self.blobs)).map_err(|error| without_place(&error))
        }
    }
}

/// What is wrong, without line and column: they count in a text that nobody wrote.
fn without_place(error: &serde_json::Error) -> String {
    let words = error.to_string();
    words.rsplit_once(" at line ").map_or(words.as_str(), |(words, _)| words).to_owned()
}

fn members(text: &Bytes) -> Result<Members, String> {
    struct Names<'a>(&'a [u8]);
    impl<'de> Visitor<'de> for Names<'de> {
        type Value = Members;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object with the arguments by name")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
            let mut members = Members::new();
            while let Some(Text(name)) = map.next_key()? {
                let value: &RawValue = map.next_value()?;
                let start = value.get().as_ptr() as usize - self.0.as_ptr() as usize;
                let place = start..start + value.get().len();
                members.push(Member { name: name.into(), place, unescaped: OnceLock::new() });
            }
            Ok(members)
        }
        fn visit_unit<E>(self) -> Result<Members, E> {
            Ok(Members::new())
        }
    }
    if text.is_empty() {
        return Ok(Members::new());
    }
    let mut json = serde_json::Deserializer::from_slice(text);
    let members = (&mut json).deserialize_any(Names(text)).map_err(|error| without_place(&error))?;
    json.end().map_err(|error| without_place(&error))?;
    Ok(members)
}

/// A name, borrowed where it has no escapes.
struct Text<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl<'de> Visitor<'de> for Name {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a name")
            }
            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(name)))
            }
            fn visit_str<E>(self, name: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(name.to_owned())))
            }
        }
        deserializer.deserialize_str(Name)
    }
}

/// A string that was freed of its escapes.
struct Unescaped<'a>(&'a str);

impl<'de> Deserializer<'de> for Unescaped<'de> {
    type Error = de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// Stands for a member that the page did not send: only optional types can be made from it.
struct Missing<'a> {
    command: &'a str,
    key: &'a str,
}

#[derive(Debug)]
struct MissingError(String);

impl std::fmt::Display for MissingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for MissingError {}

impl de::Error for MissingError {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl<'de> Deserializer<'de> for Missing<'_> {
    type Error = MissingError;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, MissingError> {
        Err(MissingError(format!("command {} missing required key {}", self.command, self.key)))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, MissingError> {
        visitor.visit_none()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(text: &str) -> Arguments {
        Arguments::new(Body::json(text), Vec::new())
    }

    #[test]
    fn parameters_are_parsed_from_their_places() {
        let all =
            arguments(r#" {"a": 1, "b\u0063": "text", "a": 2, "list": [1, {"x": null}], "none": null} "#);
        assert_eq!(all.get("c", "a"), Ok(2));
        assert_eq!(all.get("c", "bc"), Ok("text"));
        let escaped = arguments(r#"{"text": "a\"b\\\u0000", "some": "\n"}"#);
        assert_eq!(escaped.get("c", "text"), Ok("a\"b\\\0"));
        assert_eq!(escaped.get("c", "some"), Ok(Some("\n")));
        assert!(escaped.get::<u8>("c", "some").unwrap_err().starts_with("invalid type: string"));
        assert_eq!(all.get("c", "none"), Ok(None::<u8>));
        assert_eq!(all.get("c", "absent"), Ok(None::<u8>));
        assert_eq!(all.get::<serde_json::Value>("c", "list"), Ok(serde_json::json!([1, {"x": null}])));
    }

    #[test]
    fn refusals_say_why() {
        let check = |text: &str, expected: &str| {
            assert_eq!(arguments(text).get::<u8>("greet", "age").unwrap_err(), expected, "{text}");
        };
        check("{}", "command greet missing required key age");
        check("", "command greet missing required key age");
        check("null", "command greet missing required key age");
        check(r#"{"age": "x"}"#, "invalid type: string \"x\", expected u8");
        check(r#"{"age": 300}"#, "invalid value: integer `300`, expected u8");
        check("[1]", "invalid type: sequence, expected an object with the arguments by name");
        check(r#"{"age": 1"#, "EOF while parsing an object");
        let raw = Arguments::new(Body::raw(vec![1]), Vec::new());
        assert_eq!(
            raw.get::<u8>("greet", "age").unwrap_err(),
            "command greet expected a value for key age but the IPC call used a bytes payload"
        );
    }

    #[test]
    fn nested_bytes_are_found_beside_the_text() {
        let text =
            r#"{"image": {"rgba": {"__DORMER_BYTES__": 1}, "width": 2}, "first": {"__DORMER_BYTES__": 0}}"#;
        let all =
            Arguments::new(Body::json(text), vec![Bytes::from_static(b"ab"), Bytes::from_static(&[9; 4])]);
        #[derive(serde::Deserialize, PartialEq, Debug)]
        struct Image {
            rgba: Vec<u8>,
            width: u32,
        }
        assert_eq!(all.get("c", "image"), Ok(Image { rgba: vec![9; 4], width: 2 }));
        assert_eq!(all.get("c", "first"), Ok(vec![97u8, 98]));
        assert_eq!(
            *all.body(),
            InvokeBody::Json(
                serde_json::json!({"image": {"rgba": [9, 9, 9, 9], "width": 2}, "first": [97, 98]})
            )
        );
        let bad = Arguments::new(Body::json(r#"{"a": {"__DORMER_BYTES__": 5}}"#), vec![Bytes::new()]);
        assert!(bad.get::<Vec<u8>>("c", "a").unwrap_err().starts_with("there is no byte buffer 5"));
    }
}
