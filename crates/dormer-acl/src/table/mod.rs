//! The table that a program includes: [`Resolved`] as bytes.
//!
//! Lives here: `Resolved::encode` (feature `build`) and [`Resolved::decode`].
//! Invariant: reading never panics, trusts no number before checking it, and copies no text.
//!
//! The layout: magic (4 bytes), format version, flags; then numbers of 7 bits per byte, low bits first, and
//! lists with their length before them. All texts come first, each once; what follows refers to them by number.
//! Last come the names for refusals, with their length in bytes, empty where names are not kept.

mod read;
#[cfg(feature = "build")]
mod write;

pub use read::TableError;

pub(crate) use read::names;

const MAGIC: [u8; 4] = *b"\x89ACL";
const VERSION: u8 = 1;

/// Flags of a table.
mod flag {
    pub(super) const OPEN: u8 = 1;
    pub(super) const SHARED: u8 = 2;
    pub(super) const NAMES: u8 = 4;
    pub(super) const ALL: u8 = OPEN | SHARED | NAMES;
}
