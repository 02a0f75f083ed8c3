//! Any text as a `Range` header against any length. Run with `cargo +nightly fuzz run ranges`.
#![no_main]

#[path = "../../crates/dormer/src/range.rs"]
mod range;
mod bodies {
    //! Shared with the tests of the core.
    #[path = "../../../crates/dormer/tests/core/bodies/ranges.rs"]
    pub(crate) mod ranges;
}

libfuzzer_sys::fuzz_target!(|input: &[u8]| bodies::ranges::ranges(input));
