//! A parameter is read from JSON or injected.

struct Name(String);

#[dormer::command]
fn greet(greeting: String, name: Name) -> String {
    greeting + &name.0
}

fn main() {
    let _ = dormer::generate_handler![greet];
}
