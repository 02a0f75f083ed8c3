//! The messages between a page and the core: what they hold, how they are laid out in bytes, their limits and errors.
//!
//! Lives here: [`Header`], [`Call`] (page to core), [`ToPage`] (core to page), [`Body`].
//! Not here: who carries the bytes (sockets, script messages) and what a command means.
//!
//! # Frames
//!
//! A frame is a [`Header`] of 16 bytes, little-endian, and `len` bytes of payload:
//!
//! | offset | size | field |
//! |---|---|---|
//! | 0 | 4 | `len`: bytes of payload that follow the header |
//! | 4 | 1 | `kind`: see [`Kind`] |
//! | 5 | 1 | `flags`: see [`flags`] |
//! | 6 | 2 | `count`: length of the command name, or number of listeners |
//! | 8 | 4 | `id`: call id or callback id |
//! | 12 | 4 | `aux`: length of the headers, message index, or length of the event name |
//!
//! A body larger than [`INLINE_LIMIT`] travels beside the frame (a shared memory descriptor); the frame then
//! holds its length as a `u64` in place of the body.
//!
//! ```
//! use dormer_wire::{Body, ToPage};
//! let reply = ToPage::reply(7, Ok(Body::json("true")));
//! assert_eq!(reply.head(false).len(), 16);
//! assert_eq!(reply.body().unwrap().as_ref(), b"true");
//! ```

mod body;
mod call;
mod error;
mod header;
mod limits;
mod to_page;

pub use body::Body;
pub use call::{Call, decode_call, encode_call};
pub use error::WireError;
pub use header::{HEADER_LEN, Header, Kind, flags};
pub use limits::{BLOB_LIMIT, BODY_LIMIT, FRAME_LIMIT, INLINE_LIMIT, VERSION};
pub use to_page::ToPage;
