//! Commands are listed, not called.

#[dormer::command]
fn greet() {}

fn main() {
    let _ = dormer::generate_handler![greet()];
}
