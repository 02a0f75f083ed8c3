//! The numbers that both ends must agree on. Not here: limits of one end alone.

/// Version of the frame layout. Both ends compare it before the first frame.
pub const VERSION: u32 = 1;

/// Bodies up to this many bytes travel inside their frame, larger ones beside it.
pub const INLINE_LIMIT: usize = 64 * 1024;

/// Longest payload of one frame: an inline body plus names and headers. A longer one is a protocol error.
pub const FRAME_LIMIT: usize = 2 * 1024 * 1024;

/// Longest body either way, in bytes (1 GiB).
pub const BODY_LIMIT: u64 = 1 << 30;

/// Most nested byte buffers in the arguments of one call.
pub const BLOB_LIMIT: u32 = 65_536;
