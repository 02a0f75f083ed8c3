//! Only functions are commands.

#[dormer::command]
struct Greet;

fn main() {}
