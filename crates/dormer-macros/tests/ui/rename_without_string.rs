//! `rename` takes a string.

#[dormer::command(rename = 7)]
fn greet() {}

fn main() {}
