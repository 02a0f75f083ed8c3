//! There are two spellings for parameter names.

#[dormer::command(rename_all = "kebab-case")]
fn greet() {}

fn main() {}
