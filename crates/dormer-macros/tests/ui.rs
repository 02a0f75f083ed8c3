//! What the macros say when they are misused: each file in `ui/` does not compile, and its `.stderr` is why.
//! `TRYBUILD=overwrite cargo test -p dormer-macros --test ui` writes the expected texts anew.

#[test]
fn misuse() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
