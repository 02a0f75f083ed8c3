//! A type that is not a command's companion cannot be listed.

struct Greet;

fn main() {
    let _ = dormer::generate_handler![Greet];
}
