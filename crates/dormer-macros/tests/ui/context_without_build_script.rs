//! The context comes from the build script.

fn main() {
    let _ = dormer::generate_context!();
}
