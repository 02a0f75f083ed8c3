//! Globs over labels and patterns over addresses, beside plain references. Run with
//! `cargo +nightly fuzz run acl_patterns`.
#![no_main]

#[path = "../../crates/dormer-acl/tests/bodies/patterns.rs"]
mod patterns;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    patterns::globs(input);
    patterns::urls(input);
});
