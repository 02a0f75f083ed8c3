//! The 16 bytes that open every frame.

use crate::{FRAME_LIMIT, WireError};

/// Bytes of an encoded [`Header`].
pub const HEADER_LEN: usize = 16;

/// What a frame is. Kinds below 16 come from the page, the others go to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Page to core: a call of a command.
    Call = 1,
    /// Page to core: the page has taken `aux` bytes (low half) that travelled beside frames. The high half is `id`.
    Consumed = 2,
    /// Core to page: the answer to call `id`.
    Reply = 16,
    /// Core to page: message number `aux` for channel callback `id`.
    Message = 17,
    /// Core to page: channel callback `id` gets no more than `aux` messages.
    End = 18,
    /// Core to page: an event for `count` listeners.
    Event = 19,
}

/// Bits of [`Header::flags`].
pub mod flags {
    /// The body is raw bytes, not JSON.
    pub const RAW: u8 = 1;
    /// The body travels beside the frame; the frame holds its length as a `u64`.
    pub const BESIDE: u8 = 2;
    /// The answer is an error.
    pub const ERROR: u8 = 4;
    /// The body is followed by nested byte buffers; a table of lengths comes first.
    pub const PARTS: u8 = 8;
}

/// The head of a frame. Meaning of the fields: see the crate's documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Bytes of payload after the header.
    pub len: u32,
    /// What the frame is.
    pub kind: Kind,
    /// Bits of [`flags`].
    pub flags: u8,
    /// Length of the command name, or number of listeners.
    pub count: u16,
    /// Call id or callback id.
    pub id: u32,
    /// Length of the headers, message index, or length of the event name.
    pub aux: u32,
}

impl Header {
    /// The bytes that go on the wire.
    pub fn encode(&self) -> [u8; HEADER_LEN] {
        let mut out = [0; HEADER_LEN];
        out[0..4].copy_from_slice(&self.len.to_le_bytes());
        out[4] = self.kind as u8;
        out[5] = self.flags;
        out[6..8].copy_from_slice(&self.count.to_le_bytes());
        out[8..12].copy_from_slice(&self.id.to_le_bytes());
        out[12..16].copy_from_slice(&self.aux.to_le_bytes());
        out
    }

    /// Reads a header that a page sent.
    ///
    /// # Errors
    /// An unknown or outgoing kind, or a payload over the limit.
    pub fn decode(bytes: &[u8; HEADER_LEN]) -> Result<Self, WireError> {
        let word = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let kind = match bytes[4] {
            1 => Kind::Call,
            2 => Kind::Consumed,
            other => return Err(WireError::Kind(other)),
        };
        let header = Self {
            len: word(0),
            kind,
            flags: bytes[5],
            count: u16::from_le_bytes([bytes[6], bytes[7]]),
            id: word(8),
            aux: word(12),
        };
        if header.len as usize > FRAME_LIMIT {
            return Err(WireError::FrameTooLong(header.len));
        }
        Ok(header)
    }

    /// Whether the body travels beside the frame.
    pub fn is_beside(&self) -> bool {
        self.flags & flags::BESIDE != 0
    }
}
