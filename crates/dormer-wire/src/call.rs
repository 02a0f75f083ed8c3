//! A call of a command, as a page sends it.
//!
//! Payload: command name (`count` bytes), headers (`aux` bytes), then with [`flags::PARTS`] a `u32` number of
//! lengths and that many `u64` lengths, then the content (or its `u64` length when it travels beside the frame).
//! The content is the body followed by the nested buffers.

use bytes::{Buf, Bytes};

use crate::{BLOB_LIMIT, BODY_LIMIT, Body, HEADER_LEN, Header, Kind, WireError, flags};

/// One call of a command by a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The page's number for this call; the answer carries it back.
    pub id: u32,
    /// The full command name: `name` or `plugin:<plugin>|<name>`. UTF-8.
    pub command: String,
    /// Headers of the call as a JSON list of `[name, value]` pairs; empty for none.
    pub headers: Bytes,
    /// The arguments: a JSON object, or raw bytes.
    pub body: Body,
    /// Byte buffers that the JSON body refers to by number.
    pub blobs: Vec<Bytes>,
}

/// Reads the payload of a [`Kind::Call`] frame. `beside` is the content when it travelled beside the frame.
/// The result shares the given bytes.
///
/// # Errors
/// Lengths that do not add up, text that is not UTF-8, more than [`BLOB_LIMIT`] buffers.
pub fn decode_call(header: &Header, mut payload: Bytes, beside: Option<Bytes>) -> Result<Call, WireError> {
    if payload.len() != header.len as usize {
        return Err(WireError::Inconsistent("payload length"));
    }
    let command = take(&mut payload, header.count as usize)?;
    let command = String::from_utf8(command.to_vec()).map_err(|_| WireError::Utf8)?;
    let headers = take(&mut payload, header.aux as usize)?;
    std::str::from_utf8(&headers).map_err(|_| WireError::Utf8)?;

    let lengths = if header.flags & flags::PARTS != 0 { Some(part_lengths(&mut payload)?) } else { None };
    let mut content = match beside {
        Some(content) if header.is_beside() => {
            if payload.len() != 8 || payload.get_u64_le() != content.len() as u64 {
                return Err(WireError::Inconsistent("length of the content beside the frame"));
            }
            content
        }
        None if !header.is_beside() => payload,
        _ => return Err(WireError::Inconsistent("content beside the frame")),
    };
    let (body, blobs) = match lengths {
        None => (content, Vec::new()),
        Some(lengths) => {
            let mut parts = Vec::with_capacity(lengths.len());
            for length in lengths {
                let length = usize::try_from(length).map_err(|_| WireError::BodyTooLong(length))?;
                parts.push(take(&mut content, length)?);
            }
            if !content.is_empty() || parts.is_empty() {
                return Err(WireError::Inconsistent("part lengths"));
            }
            let body = parts.remove(0);
            (body, parts)
        }
    };
    let body = if header.flags & flags::RAW != 0 { Body::Raw(body) } else { Body::Json(body) };
    Ok(Call { id: header.id, command, headers, body, blobs })
}

/// The length that a frame announces for the content beside it.
///
/// # Errors
/// No such length in the payload, or one over [`BODY_LIMIT`].
pub(crate) fn beside_length(payload: &[u8]) -> Result<u64, WireError> {
    let tail = payload.len().checked_sub(8).ok_or(WireError::Inconsistent("missing length"))?;
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&payload[tail..]);
    let length = u64::from_le_bytes(bytes);
    if length > BODY_LIMIT { Err(WireError::BodyTooLong(length)) } else { Ok(length) }
}

impl Header {
    /// The length that this call announces for the content beside it; `None` when the content is inside.
    ///
    /// # Errors
    /// As [`decode_call`]; over [`BODY_LIMIT`].
    pub fn beside_length(&self, payload: &[u8]) -> Result<Option<u64>, WireError> {
        if self.is_beside() { beside_length(payload).map(Some) } else { Ok(None) }
    }
}

fn take(from: &mut Bytes, length: usize) -> Result<Bytes, WireError> {
    if length > from.len() {
        return Err(WireError::Inconsistent("a length reaches past the end"));
    }
    Ok(from.split_to(length))
}

fn part_lengths(payload: &mut Bytes) -> Result<Vec<u64>, WireError> {
    let count = payload.try_get_u32_le().map_err(|_| WireError::Inconsistent("part count"))?;
    if count > BLOB_LIMIT || payload.len() < count as usize * 8 {
        return Err(WireError::Inconsistent("part count"));
    }
    Ok((0..count).map(|_| payload.get_u64_le()).collect())
}

/// Writes a call with its content inside the frame: what a page does, for tests and headless pages.
///
/// # Panics
/// When a name is longer than its length field.
pub fn encode_call(call: &Call) -> Vec<u8> {
    let mut payload = Vec::new();
    payload.extend_from_slice(call.command.as_bytes());
    payload.extend_from_slice(&call.headers);
    let mut bits = if call.body.is_raw() { flags::RAW } else { 0 };
    if !call.blobs.is_empty() {
        bits |= flags::PARTS;
        let lengths = std::iter::once(call.body.len()).chain(call.blobs.iter().map(Bytes::len));
        payload.extend_from_slice(&(call.blobs.len() as u32 + 1).to_le_bytes());
        lengths.for_each(|length| payload.extend_from_slice(&(length as u64).to_le_bytes()));
    }
    payload.extend_from_slice(call.body.bytes());
    call.blobs.iter().for_each(|blob| payload.extend_from_slice(blob));
    let header = Header {
        len: u32::try_from(payload.len()).expect("a test frame fits its length field"),
        kind: Kind::Call,
        flags: bits,
        count: u16::try_from(call.command.len()).expect("a test command fits its length field"),
        id: call.id,
        aux: u32::try_from(call.headers.len()).expect("test headers fit their length field"),
    };
    let mut frame = Vec::with_capacity(HEADER_LEN + payload.len());
    frame.extend_from_slice(&header.encode());
    frame.extend_from_slice(&payload);
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(body: Body, blobs: &[&'static [u8]]) -> Call {
        Call {
            id: 9,
            command: "plugin:event|emit".into(),
            headers: Bytes::from_static(b"[[\"a\",\"b\"]]"),
            body,
            blobs: blobs.iter().map(|blob| Bytes::from_static(blob)).collect(),
        }
    }

    fn decode(frame: &[u8]) -> Result<Call, WireError> {
        let head: [u8; HEADER_LEN] = frame[..HEADER_LEN].try_into().unwrap();
        decode_call(&Header::decode(&head)?, Bytes::copy_from_slice(&frame[HEADER_LEN..]), None)
    }

    #[test]
    fn calls_survive_the_round_trip() {
        for call in [
            call(Body::json("{}"), &[]),
            call(Body::raw(vec![0, 255, 3]), &[]),
            call(Body::json("{\"a\":1}"), &[b"one", b"", b"three"]),
        ] {
            assert_eq!(decode(&encode_call(&call)), Ok(call));
        }
    }

    #[test]
    fn every_truncation_and_byte_change_is_an_error_or_another_call() {
        let frame = encode_call(&call(Body::json("{\"a\":1}"), &[b"one", b"two"]));
        for end in HEADER_LEN..frame.len() {
            assert!(decode(&frame[..end]).is_err(), "cut at {end}");
        }
        for at in 0..frame.len() {
            for bit in 0..8 {
                let mut broken = frame.clone();
                broken[at] ^= 1 << bit;
                let head: [u8; HEADER_LEN] = broken[..HEADER_LEN].try_into().unwrap();
                if let Ok(header) = Header::decode(&head) {
                    let _outcome = decode_call(&header, Bytes::copy_from_slice(&broken[HEADER_LEN..]), None);
                }
            }
        }
    }

    #[test]
    fn limits_are_named() {
        let mut head = Header { len: 0, kind: Kind::Call, flags: flags::BESIDE, count: 0, id: 0, aux: 0 };
        assert_eq!(
            head.beside_length(&(BODY_LIMIT + 1).to_le_bytes()).unwrap_err().to_string(),
            "a body of 1073741825 bytes exceeds the limit of 1073741824"
        );
        head.len = 3 * 1024 * 1024;
        assert_eq!(
            Header::decode(&head.encode()).unwrap_err().to_string(),
            "a frame of 3145728 bytes exceeds the limit of 2097152"
        );
    }
}
