//! [`Pack`]: how values lie in the embedded file, and the reading of them.
//!
//! Lives here: the trait and the values that everything else is made of. Which fields a type has stands in
//! `pack_config`.
//! Not here: names of keys. Writer and reader are of one version, so a program carries no code that compares
//! names, knows other spellings or says what was expected.
//! Invariant: reading takes any bytes. Damage is noted once, in the [`Unpacker`], and what follows is empty;
//! so reading has no early ends, which is what keeps it small.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::path::PathBuf;

use serde_json::{Map, Number, Value};
use url::Url;

/// Levels of JSON values inside one another; no text that was parsed has more.
const DEPTH: u8 = 130;

/// A value that is written at build time and read at start.
pub(super) trait Pack: Sized {
    /// Appends the value.
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>);

    /// Reads what `pack` wrote.
    fn unpack(from: &mut Unpacker<'_>) -> Self;
}

/// The rest of the bytes.
pub(super) struct Unpacker<'a> {
    rest: &'a [u8],
    damaged: bool,
    depth: u8,
}

impl<'a> Unpacker<'a> {
    /// Reads one value, which must take all bytes. `None` if they are damaged.
    pub(super) fn read<T: Pack>(bytes: &'a [u8]) -> Option<T> {
        let mut unpacker = Self { rest: bytes, damaged: false, depth: DEPTH };
        let value = T::unpack(&mut unpacker);
        (!unpacker.damaged && unpacker.rest.is_empty()).then_some(value)
    }

    /// Notes damage; nothing is left to read.
    #[cold]
    fn fail(&mut self) {
        self.damaged = true;
        self.rest = &[];
    }

    #[inline(never)]
    fn take(&mut self, len: usize) -> &'a [u8] {
        let Some((taken, rest)) = self.rest.split_at_checked(len) else {
            self.fail();
            return &[];
        };
        self.rest = rest;
        taken
    }

    fn array<const LEN: usize>(&mut self) -> [u8; LEN] {
        self.take(LEN).try_into().unwrap_or([0; LEN])
    }

    #[inline(never)]
    fn byte(&mut self) -> u8 {
        self.array::<1>()[0]
    }

    /// A byte below `bound`.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let byte = usize::from(self.byte());
        if byte < bound {
            return byte;
        }
        self.fail();
        0
    }

    /// A number of bytes or items; each item takes one byte at least.
    #[inline(never)]
    fn len(&mut self) -> usize {
        let len = u32::from_le_bytes(self.array());
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        if len <= self.rest.len() {
            return len;
        }
        self.fail();
        0
    }

    fn text(&mut self) -> &'a str {
        let len = self.len();
        std::str::from_utf8(self.take(len)).unwrap_or_else(|_| {
            self.fail();
            ""
        })
    }

    /// Items that a number comes before. Damage ends them.
    fn items<T: Pack>(&mut self) -> impl Iterator<Item = T> {
        (0..self.len()).map_while(|_| (!self.damaged).then(|| T::unpack(self)))
    }
}

/// Appends a number of bytes or items.
#[cfg(feature = "build")]
fn pack_len(len: usize, out: &mut Vec<u8>) {
    // A longer one cannot be: the file as a whole is refused from 4 GiB on.
    out.extend(u32::try_from(len).unwrap_or(u32::MAX).to_le_bytes());
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Pack for $number {
            #[cfg(feature = "build")]
            fn pack(&self, out: &mut Vec<u8>) {
                out.extend(self.to_le_bytes());
            }

            fn unpack(from: &mut Unpacker<'_>) -> Self {
                Self::from_le_bytes(from.array())
            }
        }
    )*};
}
numbers!(u16, u32, i64, u64, f64);

impl Pack for bool {
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        from.below(2) == 1
    }
}

impl Pack for u8 {
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        from.byte()
    }
}

impl Pack for [u8; 16] {
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>) {
        out.extend(self);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        from.array()
    }
}

impl Pack for String {
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>) {
        pack_len(self.len(), out);
        out.extend(self.as_bytes());
    }

    #[inline(never)]
    fn unpack(from: &mut Unpacker<'_>) -> Self {
        from.text().to_owned()
    }
}

impl Pack for PathBuf {
    // Configuration files are text, and so are the paths in them.
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>) {
        self.to_string_lossy().into_owned().pack(out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        String::unpack(from).into()
    }
}

impl<T: Pack> Pack for Option<T> {
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>) {
        self.is_some().pack(out);
        if let Some(value) = self {
            value.pack(out);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        bool::unpack(from).then(|| T::unpack(from))
    }
}

/// An address, which is parsed again: it is kept as text.
impl Pack for Option<Url> {
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>) {
        self.as_ref().map(|url| url.as_str().to_owned()).pack(out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        let text = Option::<String>::unpack(from)?;
        let url = Url::parse(&text).ok();
        if url.is_none() {
            from.fail();
        }
        url
    }
}

impl<T: Pack> Pack for Vec<T> {
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>) {
        pack_len(self.len(), out);
        self.iter().for_each(|item| item.pack(out));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        let mut items = Self::new();
        items.extend(from.items::<T>());
        items
    }
}

impl<K: Pack, V: Pack> Pack for (K, V) {
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.pack(out);
        self.1.pack(out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        (K::unpack(from), V::unpack(from))
    }
}

impl<V: Pack> Pack for BTreeMap<String, V> {
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>) {
        pack_len(self.len(), out);
        for (key, value) in self {
            key.pack(out);
            value.pack(out);
        }
    }

    // One by one: collecting would bring a sort of its own for each type of value.
    fn unpack(from: &mut Unpacker<'_>) -> Self {
        let mut map = Self::new();
        from.items::<(String, V)>().for_each(|(key, value)| drop(map.insert(key, value)));
        map
    }
}

impl<K: Pack + Ord + Hash, V: Pack> Pack for HashMap<K, V> {
    // Sorted, so that the same configuration always gives the same bytes.
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>) {
        pack_len(self.len(), out);
        for (key, value) in self.iter().collect::<BTreeMap<_, _>>() {
            key.pack(out);
            value.pack(out);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        from.items::<(K, V)>().collect()
    }
}

impl Pack for Value {
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.push(0),
            Self::Bool(flag) => out.push(1 + u8::from(*flag)),
            Self::Number(number) => {
                if let Some(whole) = number.as_u64() {
                    out.push(3);
                    whole.pack(out);
                } else if let Some(whole) = number.as_i64() {
                    out.push(4);
                    whole.pack(out);
                } else {
                    out.push(5);
                    number.as_f64().unwrap_or(f64::NAN).pack(out);
                }
            }
            Self::String(text) => {
                out.push(6);
                text.pack(out);
            }
            Self::Array(items) => {
                out.push(7);
                items.pack(out);
            }
            Self::Object(object) => {
                out.push(8);
                pack_len(object.len(), out);
                for (key, value) in object {
                    key.pack(out);
                    value.pack(out);
                }
            }
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        let Some(depth) = from.depth.checked_sub(1) else {
            from.fail();
            return Self::Null;
        };
        match from.below(9) {
            0 => Self::Null,
            1 => Self::Bool(false),
            2 => Self::Bool(true),
            3 => Self::Number(u64::unpack(from).into()),
            4 => Self::Number(i64::unpack(from).into()),
            5 => Number::from_f64(f64::unpack(from)).map_or(Self::Null, Self::Number),
            6 => Self::String(String::unpack(from)),
            kind => {
                from.depth = depth;
                let value = if kind == 7 {
                    Self::Array(Vec::unpack(from))
                } else {
                    let mut object = Map::new();
                    from.items::<(String, Self)>().for_each(|(key, value)| drop(object.insert(key, value)));
                    Self::Object(object)
                };
                from.depth = depth + 1;
                value
            }
        }
    }
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use serde_json::{Value, json};

    use super::{Pack, Unpacker};

    #[test]
    fn values_survive() {
        let value = json!({ "a": [null, true, false, 0, -1, 1.5, u64::MAX, i64::MIN, "é", [], {}], "": { "b": [1] } });
        let mut bytes = Vec::new();
        value.pack(&mut bytes);
        assert_eq!(Unpacker::read::<Value>(&bytes), Some(value));
        for len in 0..bytes.len() {
            assert_eq!(Unpacker::read::<Value>(&bytes[..len]), None, "{len}");
        }
        bytes.push(0);
        assert_eq!(Unpacker::read::<Value>(&bytes), None);
    }

    #[test]
    fn depth_and_lengths_are_bounded() {
        let deep = |depth: usize| {
            let mut bytes = [7, 1, 0, 0, 0].repeat(depth);
            bytes.push(0);
            bytes
        };
        assert!(Unpacker::read::<Value>(&deep(129)).is_some());
        assert!(Unpacker::read::<Value>(&deep(130)).is_none());
        assert!(Unpacker::read::<Value>(&deep(1_000_000)).is_none());
        assert!(Unpacker::read::<Vec<bool>>(&[255, 255, 255, 255, 0]).is_none());
        assert!(Unpacker::read::<Vec<bool>>(&[1, 0, 0, 0, 2]).is_none());
        assert!(Unpacker::read::<String>(&[1, 0, 0, 0, 255]).is_none());
    }
}
