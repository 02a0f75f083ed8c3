//! A name that does not exist is pointed at.

fn main() {
    let _ = dormer::generate_handler![greet];
}
