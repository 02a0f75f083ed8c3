//! A page may pass anything, so no command can rely on its caller.

#[dormer::command]
unsafe fn greet() {}

fn main() {}
