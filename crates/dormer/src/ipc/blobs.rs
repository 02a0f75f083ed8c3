//! Byte buffers inside JSON arguments, without text in between.
//!
//! The page sends buffers beside the JSON and leaves `{"__DORMER_BYTES__": n}` where they were. [`WithBlobs`] wraps the
//! JSON deserializer: whoever asks there for a sequence, bytes or anything gets the buffer's bytes.

use bytes::Bytes;
use serde::de::value::SeqDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, Visitor};

const MARK: &str = "__DORMER_BYTES__";

/// A deserializer, a seed, a visitor or an access that knows the buffers.
#[derive(Clone, Copy)]
pub(super) struct WithBlobs<'b, T> {
    inner: T,
    blobs: &'b [Bytes],
    /// Bytes were asked for: they are handed over as they are, and not one by one.
    bytes: bool,
}

impl<'b, T> WithBlobs<'b, T> {
    pub(super) fn new(inner: T, blobs: &'b [Bytes]) -> Self {
        Self { inner, blobs, bytes: false }
    }

    fn bytes(inner: T, blobs: &'b [Bytes]) -> Self {
        Self { inner, blobs, bytes: true }
    }
}

/// Asks the inner deserializer for whatever is there: a mark is an object where something else is expected.
macro_rules! through_any {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.inner.deserialize_any(WithBlobs::new(visitor, self.blobs))
        }
    )*};
}

macro_rules! as_asked {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.inner.$method(WithBlobs::new(visitor, self.blobs))
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for WithBlobs<'_, D> {
    type Error = D::Error;

    through_any! { deserialize_any deserialize_seq deserialize_map }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(WithBlobs::bytes(visitor, self.blobs))
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_bytes(visitor)
    }

    as_asked! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32
        deserialize_f64 deserialize_char deserialize_str deserialize_string deserialize_option deserialize_unit
        deserialize_identifier deserialize_ignored_any
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_unit_struct(name, WithBlobs::new(visitor, self.blobs))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_newtype_struct(name, WithBlobs::new(visitor, self.blobs))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_struct(name, fields, WithBlobs::new(visitor, self.blobs))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_enum(name, variants, WithBlobs::new(visitor, self.blobs))
    }
}

macro_rules! visit_plain {
    ($($method:ident: $type:ty)*) => {$(
        fn $method<E: de::Error>(self, value: $type) -> Result<V::Value, E> {
            self.inner.$method(value)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for WithBlobs<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.inner.expecting(f)
    }

    visit_plain! {
        visit_bool: bool visit_i64: i64 visit_u64: u64 visit_f64: f64 visit_i128: i128 visit_u128: u128
        visit_str: &str visit_borrowed_str: &'de str visit_string: String visit_bytes: &[u8]
    }

    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    fn visit_none<E: de::Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(WithBlobs::new(deserializer, self.blobs))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.inner.visit_newtype_struct(WithBlobs::new(deserializer, self.blobs))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<V::Value, A::Error> {
        self.inner.visit_seq(WithBlobs::new(seq, self.blobs))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<V::Value, A::Error> {
        let Some(first) = map.next_key::<String>()? else {
            return self.inner.visit_map(Peeked { first: None, map, blobs: self.blobs });
        };
        if first != MARK {
            return self.inner.visit_map(Peeked { first: Some(first), map, blobs: self.blobs });
        }
        let number: usize = map.next_value()?;
        let Some(blob) = self.blobs.get(number) else {
            return Err(de::Error::custom(format_args!("there is no byte buffer {number} in this call")));
        };
        while map.next_entry::<de::IgnoredAny, de::IgnoredAny>()?.is_some() {}
        if self.bytes {
            // Owned: whoever keeps bytes keeps these, and they differ from a text, which JSON gives as borrowed bytes.
            return self.inner.visit_byte_buf(blob.to_vec());
        }
        self.inner.visit_seq(SeqDeserializer::new(blob.iter().copied()))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<V::Value, A::Error> {
        self.inner.visit_enum(data)
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for WithBlobs<'_, A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, A::Error> {
        self.inner.next_element_seed(WithBlobs::new(seed, self.blobs))
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, T: DeserializeSeed<'de>> DeserializeSeed<'de> for WithBlobs<'_, T> {
    type Value = T::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Value, D::Error> {
        self.inner.deserialize(WithBlobs::new(deserializer, self.blobs))
    }
}

/// An object whose first key was read already.
struct Peeked<'b, A> {
    first: Option<String>,
    map: A,
    blobs: &'b [Bytes],
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Peeked<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(first) => seed.deserialize(de::value::StringDeserializer::new(first)).map(Some),
            None => self.map.next_key_seed(seed),
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.map.next_value_seed(WithBlobs::new(seed, self.blobs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use std::collections::HashMap;

    fn parse<'de, T: Deserialize<'de>>(text: &'de str, blobs: &[Bytes]) -> serde_json::Result<T> {
        T::deserialize(WithBlobs::new(&mut serde_json::Deserializer::from_str(text), blobs))
    }

    #[test]
    fn everything_else_parses_as_without_buffers() {
        #[derive(Deserialize, Debug, PartialEq)]
        #[serde(rename_all = "camelCase")]
        enum Shape {
            Unit,
            New(Vec<u8>),
            Fields { a: Option<u8> },
        }
        let blobs = [Bytes::from_static(b"xy")];
        assert_eq!(parse::<Shape>("\"unit\"", &blobs).unwrap(), Shape::Unit);
        assert_eq!(parse::<Shape>("{\"new\": [1]}", &blobs).unwrap(), Shape::New(vec![1]));
        assert_eq!(parse::<Shape>("{\"fields\": {\"a\": 3}}", &blobs).unwrap(), Shape::Fields { a: Some(3) });
        let map: HashMap<String, (u8, Option<Vec<u8>>)> =
            parse("{\"k\": [1, {\"__DORMER_BYTES__\": 0}], \"n\": [2, null]}", &blobs).unwrap();
        assert_eq!(map["k"], (1, Some(b"xy".to_vec())));
        assert_eq!(map["n"], (2, None));
        assert_eq!(parse::<&str>("\"borrowed\"", &blobs).unwrap(), "borrowed");
    }

    #[test]
    fn who_asks_for_bytes_gets_them_in_one_piece() {
        #[derive(Debug, PartialEq)]
        struct Whole(Vec<u8>, bool);
        impl<'de> Deserialize<'de> for Whole {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Any;
                impl<'de> Visitor<'de> for Any {
                    type Value = Whole;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("bytes")
                    }
                    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Whole, E> {
                        Ok(Whole(bytes.to_vec(), true))
                    }
                    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Whole, A::Error> {
                        let mut bytes = Vec::new();
                        while let Some(byte) = seq.next_element()? {
                            bytes.push(byte);
                        }
                        Ok(Whole(bytes, false))
                    }
                }
                deserializer.deserialize_byte_buf(Any)
            }
        }
        let blobs = [Bytes::from_static(b"xy")];
        assert_eq!(parse::<Whole>("{\"__DORMER_BYTES__\": 0}", &blobs).unwrap(), Whole(b"xy".to_vec(), true));
        assert_eq!(parse::<Whole>("[1, 2]", &blobs).unwrap(), Whole(vec![1, 2], false));
    }
}
