//! A page cannot choose a type, named or not.

#[dormer::command]
fn greet(name: impl ToString) -> String {
    name.to_string()
}

fn main() {}
