//! Bytes as an argument, taken in one piece when the page sent a buffer.

use std::fmt;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

/// Bytes: a buffer of the page, or an array of numbers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Data(pub(super) Vec<u8>);

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl<'de> Visitor<'de> for Bytes {
            type Value = Data;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes or an array of numbers from 0 to 255")
            }
            // Not `visit_bytes`: with it a text would be taken for its bytes.
            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Data, E> {
                Ok(Data(bytes))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Data, A::Error> {
                let mut bytes = Vec::with_capacity(seq.size_hint().unwrap_or_default().min(1 << 20));
                while let Some(byte) = seq.next_element()? {
                    bytes.push(byte);
                }
                Ok(Data(bytes))
            }
        }
        deserializer.deserialize_byte_buf(Bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_bytes() {
        assert_eq!(serde_json::from_str::<Data>("[0, 255]").unwrap(), Data(vec![0, 255]));
        for bad in ["[256]", "[-1]", "[1.5]", "1", "{}", "\"text\"", "\"\\n\""] {
            assert!(serde_json::from_str::<Data>(bad).is_err(), "{bad}");
        }
    }
}
