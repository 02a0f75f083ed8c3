//! Any text as a permission file and as a capability file. Run with `cargo +nightly fuzz run acl_files`.
#![no_main]

#[path = "../../crates/dormer-acl/tests/bodies/files.rs"]
mod files;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    files::permissions(input);
    files::capabilities(input);
});
