//! Options are a closed list.

#[dormer::command(asynchronous)]
fn greet() {}

fn main() {}
