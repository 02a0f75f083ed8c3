//! A page cannot choose a type.

#[dormer::command]
fn greet<T: ToString>(name: T) -> String {
    name.to_string()
}

fn main() {}
