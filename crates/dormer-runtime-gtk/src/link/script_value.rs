//! Values of script messages to bytes and back. They carry text only, so bytes travel as strings of the code points 0
//! to 255. Not here: when they are sent.

use bytes::Bytes;
use dormer_runtime::wire::ToPage;
use gtk4::glib;
use javascriptcore6 as jsc;

/// `deliver`'s first argument carries the flags above the kind.
const RAW: u32 = 256;
const ERROR: u32 = 512;

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
pub(super) fn bytes(value: &jsc::Value) -> Option<Bytes> {
    let text = value.to_string_as_bytes()?;
    let text = std::str::from_utf8(&text).ok()?;
    text.chars().map(|point| u8::try_from(point).ok()).collect::<Option<Vec<u8>>>().map(Bytes::from)
}

/// Messages as one flat list: kind with flags, id, aux, body, name; once per listener for events.
pub(super) fn messages(context: &jsc::Context, batch: &[ToPage]) -> jsc::Value {
    let mut list = Vec::with_capacity(batch.len() * 5);
    for message in batch {
        match message {
            ToPage::Reply { call, failed, body } => {
                let bits = if *failed { ERROR } else { 0 } | raw_bit(body.is_raw());
                push(
                    context,
                    &mut list,
                    [16 | bits, *call, 0],
                    &body_value(context, body.bytes(), body.is_raw()),
                    "",
                );
            }
            ToPage::Message { callback, index, body } => {
                let body_value = body_value(context, body.bytes(), body.is_raw());
                push(context, &mut list, [17 | raw_bit(body.is_raw()), *callback, *index], &body_value, "");
            }
            ToPage::End { callback, index } => {
                push(
                    context,
                    &mut list,
                    [18, *callback, *index],
                    &jsc::Value::new_string(context, Some("")),
                    "",
                );
            }
            ToPage::Event { name, listeners, payload } => {
                let payload = body_value(context, payload, false);
                for (callback, id) in listeners {
                    push(context, &mut list, [19, *callback, *id], &payload, name);
                }
            }
        }
    }
    jsc::Value::new_array_from_garray(context, &list)
}

fn raw_bit(raw: bool) -> u32 {
    if raw { RAW } else { 0 }
}

fn push(
    context: &jsc::Context,
    list: &mut Vec<jsc::Value>,
    numbers: [u32; 3],
    body: &jsc::Value,
    name: &str,
) {
    list.extend(numbers.map(|number| jsc::Value::new_number(context, f64::from(number))));
    list.push(body.clone());
    list.push(jsc::Value::new_string(context, Some(name)));
}

fn body_value(context: &jsc::Context, body: &Bytes, raw: bool) -> jsc::Value {
    if !raw {
        return jsc::Value::new_string_from_bytes(context, Some(&glib::Bytes::from_owned(body.clone())));
    }
    let text: String = body.iter().map(|byte| char::from(*byte)).collect();
    jsc::Value::new_string_from_bytes(context, Some(&glib::Bytes::from_owned(text)))
}
