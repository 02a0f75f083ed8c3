//! Parameters are passed by name.

#[dormer::command]
fn add((left, right): (u8, u8)) -> u8 {
    left + right
}

fn main() {}
