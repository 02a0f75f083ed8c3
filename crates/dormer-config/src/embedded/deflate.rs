//! Inflating into a buffer of known size.

use miniz_oxide::inflate::decompress_slice_iter_to_slice;

/// No deflated byte stands for more than this many bytes; a larger claim is damage.
const GREATEST_RATIO: usize = 1032;

/// Whether `packed` bytes can stand for `len` bytes at all. Keeps a damaged length from taking all memory.
pub(super) fn is_plausible(packed: usize, len: usize, deflated: bool) -> bool {
    if deflated { len <= packed.saturating_mul(GREATEST_RATIO) } else { len == packed }
}

/// Inflates `packed` into exactly `len` bytes; `None` if it is damaged.
pub(super) fn inflate(packed: &[u8], len: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; len];
    let written = decompress_slice_iter_to_slice(&mut bytes, std::iter::once(packed), false, true).ok()?;
    (written == len).then_some(bytes)
}
