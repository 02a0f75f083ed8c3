//! Values of script messages to bytes and back. They carry text only, so bytes travel as strings of the code points 0
//! to 255. Not here: when they are sent.

use std::fmt::Write;

use bytes::Bytes;
use dormer_runtime::wire::ToPage;
use gtk4::glib;
use javascriptcore6 as jsc;

/// `deliver`'s first argument carries the flags above the kind.
const RAW: u32 = 256;
const ERROR: u32 = 512;
/// Not on the wire: several short messages, and a part of a long body.
const SEVERAL: u32 = 64;
const PART: u32 = 65;
/// Longest body, in bytes, that shares an entry with others.
const SHORT: usize = 4_096;

/// The UTF-8 of a JS string.
pub(super) fn text(value: &jsc::Value) -> Option<Bytes> {
    value.to_string_as_bytes().map(|bytes| Bytes::from_owner(SharedBytes(bytes)))
}

/// glib's bytes, kept alive by ours: no copy.
struct SharedBytes(glib::Bytes);

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Bytes from a JS string of the code points 0 to 255.
pub(super) fn bytes(value: &jsc::Value) -> Option<Vec<u8>> {
    let text = value.to_string_as_bytes()?;
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest: &[u8] = &text;
    while let Some(at) = rest.iter().position(|byte| !byte.is_ascii()) {
        // In UTF-8 the code points 128 to 255 are two bytes, the first of them 0xC2 or 0xC3.
        let (&[lead, tail], after) = rest.get(at..)?.split_first_chunk::<2>()?;
        if !matches!(lead, 0xC2 | 0xC3) {
            return None;
        }
        bytes.extend_from_slice(&rest[..at]);
        bytes.push(lead << 6 | tail & 0x3F);
        rest = after;
    }
    bytes.extend_from_slice(rest);
    Some(bytes)
}

/// What one entry of an answer to a poll carries.
pub(super) enum Piece {
    /// A message as it is.
    Whole(ToPage),
    /// Bytes of a long body; its message follows.
    Part(Bytes),
    /// A message whose body went before it in parts.
    Last(ToPage),
}

/// Pieces as one flat list of kind with flags, id, aux, body, name; once per listener for events. Short texts that
/// follow each other share one entry, because each value costs far more than its text.
pub(super) fn messages(context: &jsc::Context, pieces: &[Piece]) -> jsc::Value {
    let mut list = List { context, values: Vec::new(), index: String::new(), texts: String::new() };
    for piece in pieces {
        match piece {
            Piece::Part(bytes) => list.add([PART, 0, 0], &bytes_value(context, bytes), ""),
            Piece::Last(message) => list.message(message, true),
            Piece::Whole(message) => list.message(message, false),
        }
    }
    list.end_of_short();
    jsc::Value::new_array_from_garray(context, &list.values)
}

struct List<'a> {
    context: &'a jsc::Context,
    values: Vec<jsc::Value>,
    /// Five numbers each, as JSON without the brackets: kind, id, aux, and the lengths of name and body as the page counts.
    index: String,
    texts: String,
}

impl List<'_> {
    fn message(&mut self, message: &ToPage, body_went_before: bool) {
        let (numbers, body, raw) = match message {
            ToPage::Reply { call, failed, body } => {
                let bits = if *failed { ERROR } else { 0 } | raw_bit(body.is_raw());
                ([16 | bits, *call, 0], body.bytes(), body.is_raw())
            }
            ToPage::Message { callback, index, body } => {
                ([17 | raw_bit(body.is_raw()), *callback, *index], body.bytes(), body.is_raw())
            }
            ToPage::End { callback, index } => ([18, *callback, *index], &NOTHING, false),
            ToPage::Event { name, listeners, payload } => {
                for (callback, id) in listeners {
                    self.text([19, *callback, *id], payload, name);
                }
                return;
            }
        };
        if raw {
            let none = Bytes::new();
            let body = bytes_value(self.context, if body_went_before { &none } else { body });
            self.add(numbers, &body, "");
        } else {
            self.text(numbers, body, "");
        }
    }

    fn text(&mut self, numbers: [u32; 3], body: &Bytes, name: &str) {
        let Some(text) = std::str::from_utf8(body).ok().filter(|text| text.len() <= SHORT) else {
            let body = glib::Bytes::from_owned(body.clone());
            return self.add(numbers, &jsc::Value::new_string_from_bytes(self.context, Some(&body)), name);
        };
        let lengths = [name, text].map(|text| text.chars().map(char::len_utf16).sum::<usize>());
        for number in numbers.iter().map(|number| *number as usize).chain(lengths) {
            let comma = if self.index.is_empty() { "" } else { "," };
            let _infallible = write!(self.index, "{comma}{number}");
        }
        self.texts.push_str(name);
        self.texts.push_str(text);
    }

    fn end_of_short(&mut self) {
        if self.index.is_empty() {
            return;
        }
        let string = |text: String| {
            jsc::Value::new_string_from_bytes(self.context, Some(&glib::Bytes::from_owned(text)))
        };
        let index = string(format!("[{}]", std::mem::take(&mut self.index)));
        let texts = string(std::mem::take(&mut self.texts));
        self.push([SEVERAL, 0, 0], index, texts);
    }

    fn add(&mut self, numbers: [u32; 3], body: &jsc::Value, name: &str) {
        self.end_of_short();
        self.push(numbers, body.clone(), jsc::Value::new_string(self.context, Some(name)));
    }

    fn push(&mut self, numbers: [u32; 3], body: jsc::Value, name: jsc::Value) {
        let context = self.context;
        self.values.extend(numbers.map(|number| jsc::Value::new_number(context, f64::from(number))));
        self.values.extend([body, name]);
    }
}

static NOTHING: Bytes = Bytes::new();

fn raw_bit(raw: bool) -> u32 {
    if raw { RAW } else { 0 }
}

fn bytes_value(context: &jsc::Context, bytes: &Bytes) -> jsc::Value {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    jsc::Value::new_string_from_bytes(context, Some(&glib::Bytes::from_owned(text)))
}
