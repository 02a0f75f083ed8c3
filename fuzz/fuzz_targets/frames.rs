//! A stream of bytes as a page might send it: every frame of it is a call or an error, never a panic.
//! Run with `cargo +nightly fuzz run frames`.
#![no_main]

use bytes::Bytes;
use dormer_wire::{HEADER_LEN, Header, decode_call};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|stream: &[u8]| {
    let mut rest = stream;
    while let Some((head, tail)) = rest.split_first_chunk::<HEADER_LEN>() {
        let Ok(header) = Header::decode(head) else { return };
        let Some((payload, next)) = tail.split_at_checked(header.len as usize) else { return };
        let beside = header.beside_length(payload).ok().flatten().map(|length| {
            // As if so much had come beside the frame, within reason.
            Bytes::from(vec![0; usize::try_from(length).unwrap_or(0).min(1 << 16)])
        });
        if let Ok(call) = decode_call(&header, Bytes::copy_from_slice(payload), beside) {
            assert!(call.blobs.iter().map(Bytes::len).sum::<usize>() <= stream.len() + (1 << 16));
        }
        rest = next;
    }
});
