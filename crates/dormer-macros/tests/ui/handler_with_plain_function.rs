//! A function without `#[command]` cannot be listed.

fn greet() {}

fn main() {
    let _ = dormer::generate_handler![greet];
}
