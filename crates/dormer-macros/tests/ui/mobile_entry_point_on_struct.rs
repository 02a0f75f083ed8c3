//! Only a function can start a program.

#[dormer::mobile_entry_point]
struct Start;

fn main() {}
